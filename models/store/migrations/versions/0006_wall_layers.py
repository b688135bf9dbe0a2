"""What a view on the walls is coloured by, and what lies under it.

Revision ID: 0006
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0006"
down_revision: str | None = "0005"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0006_wall_layers.sql")


def downgrade() -> None:
    run_sql("0006_down.sql")
