"""A fact says what its row says, field by field, and nothing that no console reads.

Revision ID: 0015
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0015"
down_revision: str | None = "0014"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0015_facts_are_readable.sql")


def downgrade() -> None:
    run_sql("0015_down.sql")
