"""The first release: journal, state tables, reference data, fixes, clock, guards.

Revision ID: 0001
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0001"
down_revision: str | None = None
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0001_tables.sql")
    run_sql("0001_functions.sql")


def downgrade() -> None:
    run_sql("0001_down.sql")
