"""How the word of a task fares: sent, delivered, seen, and by whom it was entered.

Revision ID: 0013
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0013"
down_revision: str | None = "0012"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0013_conveying.sql")


def downgrade() -> None:
    run_sql("0013_down.sql")
