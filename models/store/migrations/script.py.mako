"""${message}.

Revision ID: ${up_revision}
"""

from __future__ import annotations

from models.store.migrations.script import run_sql

revision = ${repr(up_revision)}
down_revision: str | None = ${repr(down_revision)}
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    run_sql("${up_revision}_up.sql")


def downgrade() -> None:
    run_sql("${up_revision}_down.sql")
