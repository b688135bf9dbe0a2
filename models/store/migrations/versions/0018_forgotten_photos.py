"""Photos erased with a person are known by name, so that every desk lets its copy go.

Revision ID: 0018
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0018"
down_revision: str | None = "0017"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0018_forgotten_photos.sql")


def downgrade() -> None:
    run_sql("0018_down.sql")
