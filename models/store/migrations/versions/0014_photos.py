"""The files behind the photos of incidents, beside the facts that name them.

Revision ID: 0014
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0014"
down_revision: str | None = "0013"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0014_photos.sql")


def downgrade() -> None:
    run_sql("0014_down.sql")
