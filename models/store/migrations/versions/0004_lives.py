"""The whole life of an incident: pauses, extensions, levels, counters, the units' clocks.

Revision ID: 0004
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0004"
down_revision: str | None = "0003"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0004_lives.sql")


def downgrade() -> None:
    run_sql("0004_down.sql")
