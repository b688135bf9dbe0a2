"""Shifts that are handed over and signed for, and notes to the room.

Revision ID: 0012
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0012"
down_revision: str | None = "0011"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0012_shifts.sql")


def downgrade() -> None:
    run_sql("0012_down.sql")
