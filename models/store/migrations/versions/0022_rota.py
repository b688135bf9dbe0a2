"""What members are rostered for.

Revision ID: 0022
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0022"
down_revision: str | None = "0021"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0022_rota.sql")


def downgrade() -> None:
    run_sql("0022_down.sql")
