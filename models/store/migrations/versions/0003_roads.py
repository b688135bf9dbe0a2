"""The road net of a home, for travel times: one row a road.

Revision ID: 0003
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0003"
down_revision: str | None = "0002"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0003_road.sql")


def downgrade() -> None:
    run_sql("0003_down.sql")
