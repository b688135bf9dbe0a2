"""A fact changes what its kind says, and nothing else.

Revision ID: 0024
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0024"
down_revision: str | None = "0023"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0024_facts_have_a_reach.sql")


def downgrade() -> None:
    run_sql("0024_down.sql")
