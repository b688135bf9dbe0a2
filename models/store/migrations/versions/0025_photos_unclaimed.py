"""Files that no act has named yet are bounded, and one that is attached again begins anew.

Revision ID: 0025
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0025"
down_revision: str | None = "0024"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0025_photos_unclaimed.sql")


def downgrade() -> None:
    run_sql("0025_down.sql")
