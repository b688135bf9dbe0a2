"""The tables of what a district keeps itself, and with them the metadata of the whole."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Integer, Table, Text

from models.store.schema import metadata

__all__ = ["metadata"]

rule = Table(
    "rule",
    metadata,
    Column("sheet", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("body", JSON, nullable=False),
)

reference_change = Table(
    "reference_change",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("sheet", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("before", JSON),
    Column("after", JSON),
)
