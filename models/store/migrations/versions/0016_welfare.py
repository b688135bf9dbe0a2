"""The welfare timer of those who are alone on a risky task.

Revision ID: 0016
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0016"
down_revision: str | None = "0015"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0016_welfare.sql")


def downgrade() -> None:
    run_sql("0016_down.sql")
