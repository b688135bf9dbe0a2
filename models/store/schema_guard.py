"""The tables by which the database judges: the matrix of rights, the legal moves, scopes."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Table, Text

from models.store.schema_types import Name, metadata

login_scope = Table(
    "login_scope",
    metadata,
    Column("login", Name, primary_key=True),
    Column("cell", BigInteger, primary_key=True, autoincrement=False),
)

role_right = Table(
    "role_right",
    metadata,
    Column("role", Text, primary_key=True),
    Column("verb", Text, primary_key=True),
)

role_move = Table(
    "role_move",
    metadata,
    Column("role", Text, primary_key=True),
    Column("from_state", Text, primary_key=True),
    Column("to_state", Text, primary_key=True),
)

lifecycle_move = Table(
    "lifecycle_move",
    metadata,
    Column("from_state", Text, primary_key=True),
    Column("to_state", Text, primary_key=True),
)

fact_column = Table(
    "fact_column",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("verb", Text, primary_key=True),
)

journal_turn = Table("journal_turn", metadata)
"""No rows: whoever appends to the journal locks it, and nobody else may."""

GUARD: Final = (login_scope, role_right, role_move, lifecycle_move, fact_column, journal_turn)
"""All of them."""
