"""Rows name whoever acts, and what was said stays as it was said.

Revision ID: 0017
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0017"
down_revision: str | None = "0016"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0017_who_said_it.sql")


def downgrade() -> None:
    run_sql("0017_down.sql")
