"""A version rises by one with each fact, and words set nothing but words.

Revision ID: 0030
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0030"
down_revision: str | None = "0029"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0030_words_move_no_version.sql")


def downgrade() -> None:
    run_sql("0030_down.sql")
