"""The district's own rules, their history; levels' stays, flags, appeals, who handled it.

Revision ID: 0007
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0007"
down_revision: str | None = "0006"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0007_rules.sql")


def downgrade() -> None:
    run_sql("0007_rules_down.sql")
