"""Rights: a role and a reach for every login, kept by the database itself.

Revision ID: 0010
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0010"
down_revision: str | None = "0009"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0010_rights.sql")


def downgrade() -> None:
    run_sql("0010_down.sql")
