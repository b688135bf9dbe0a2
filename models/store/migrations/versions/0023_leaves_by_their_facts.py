"""Leave and shifts change by their own facts alone.

Revision ID: 0023
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0023"
down_revision: str | None = "0022"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0023_leaves_by_their_facts.sql")


def downgrade() -> None:
    run_sql("0023_down.sql")
