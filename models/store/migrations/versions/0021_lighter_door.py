"""The guards of an act cost the server less; none is weaker.

Revision ID: 0021
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0021"
down_revision: str | None = "0020"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0021_lighter_door.sql")


def downgrade() -> None:
    run_sql("0021_down.sql")
