"""A fact tells what a row of its own transaction says, and words go with a fact alone.

Revision ID: 0011
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0011"
down_revision: str | None = "0010"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0011_facts_have_rows.sql")


def downgrade() -> None:
    run_sql("0011_down.sql")
