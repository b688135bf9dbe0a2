"""Days of fixes are made and dropped under a lock of the owner; units take requests back.

The latter stands in the matrix, which is written after each migration.

Revision ID: 0033
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0033"
down_revision: str | None = "0032"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0033_locks_of_the_owner.sql")


def downgrade() -> None:
    run_sql("0033_down.sql")
