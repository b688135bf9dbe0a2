"""Shifts are held to their fact once, not twice.

Revision ID: 0031
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0031"
down_revision: str | None = "0030"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0031_shifts_asked_once.sql")


def downgrade() -> None:
    run_sql("0031_down.sql")
