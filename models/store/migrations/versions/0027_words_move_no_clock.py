"""Words move no clock, and nothing begins with a verdict on it.

Revision ID: 0027
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0027"
down_revision: str | None = "0026"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0027_words_move_no_clock.sql")


def downgrade() -> None:
    run_sql("0027_down.sql")
