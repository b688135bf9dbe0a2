"""Photos of a case only grow, and rows keep their ids.

Revision ID: 0029
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0029"
down_revision: str | None = "0028"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0029_photos_only_grow.sql")


def downgrade() -> None:
    run_sql("0029_down.sql")
