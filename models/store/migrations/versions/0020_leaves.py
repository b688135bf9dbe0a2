"""Leaves of members.

Revision ID: 0020
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0020"
down_revision: str | None = "0019"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0020_leaves.sql")


def downgrade() -> None:
    run_sql("0020_down.sql")
