"""A task begins with nobody's name under it but that of whoever acts.

Revision ID: 0019
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0019"
down_revision: str | None = "0018"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0019_tasks_begin_unsaid.sql")


def downgrade() -> None:
    run_sql("0019_down.sql")
