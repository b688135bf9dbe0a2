"""What is looked for by words: the pieces of every incident's text, indexed.

Revision ID: 0005
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = "0005"
down_revision: str | None = "0004"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("0005_search.sql")


def downgrade() -> None:
    run_sql("0005_down.sql")
