"""Many desks: presence among them, the oldest release let in, old fixes rolled up.

Revision ID: 0008
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0008"
down_revision: str | None = "0007"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0008_desks.sql")


def downgrade() -> None:
    run_sql("0008_down.sql")
