"""A row asks its own fact first what it may begin or move by.

Revision ID: 0026
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0026"
down_revision: str | None = "0025"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0026_own_fact_first.sql")


def downgrade() -> None:
    run_sql("0026_down.sql")
