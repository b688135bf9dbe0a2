"""A request to void is dropped: the matrix tells it, which is written after each migration.

Revision ID: 0032
"""

from __future__ import annotations

revision = "0032"
down_revision: str | None = "0031"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    """No table changes."""


def downgrade() -> None:
    """A right that nobody asks for stays until the next way up."""
