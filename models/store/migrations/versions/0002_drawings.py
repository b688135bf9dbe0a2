"""Drawings on everybody's map, and what is sent to the walls.

Revision ID: 0002
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0002_drawings.sql")


def downgrade() -> None:
    run_sql("0002_down.sql")
