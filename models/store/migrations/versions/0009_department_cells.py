"""Departmental cells: several areas of a department over the basic grids.

Revision ID: 0009
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0009"
down_revision: str | None = "0008"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0009_department_cells.sql")


def downgrade() -> None:
    run_sql("0009_down.sql")
