"""That an act names a file stands beside it.

Revision ID: 0028
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0028"
down_revision: str | None = "0027"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0028_named_photos.sql")


def downgrade() -> None:
    run_sql("0028_down.sql")
