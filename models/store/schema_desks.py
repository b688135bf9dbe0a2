"""The tables of many desks: presence, files, the oldest release, old fixes by the hour.

`metadata` is that of all tables.
"""

from __future__ import annotations

from sqlalchemy import (
    REAL,
    Boolean,
    Column,
    Double,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    Uuid,
    text,
)

from models.store.schema_rules import metadata
from models.store.schema_types import Instant, Name

__all__ = ("metadata",)

fix_hour = Table(
    "fix_hour",
    metadata,
    Column("member", Integer, primary_key=True, autoincrement=False),
    Column("hour", Instant, primary_key=True),
    Column("fixes", Integer, nullable=False),
    Column("mean_lon", Double, nullable=False),
    Column("mean_lat", Double, nullable=False),
    Column("last_at", Instant, nullable=False),
    Column("last_lon", Double, nullable=False),
    Column("last_lat", Double, nullable=False),
    Column("top_mps", REAL),
    Index("fix_hour_by_hour", "hour", postgresql_using="brin"),
)

release_floor = Table(
    "release_floor",
    metadata,
    Column("only", Boolean, primary_key=True, server_default=text("true")),
    Column("least", Text, nullable=False),
)

attachment = Table(
    "attachment",
    metadata,
    Column("name", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("kept_at", Instant, nullable=False, server_default=text("now()")),
    Column("brought_by", Name, nullable=False, server_default=text("SESSION_USER")),
    Column("is_named", Boolean, nullable=False, server_default=text("false")),
    Index(
        "attachment_by_bringer",
        "brought_by",
        "kept_at",
        postgresql_where=text("NOT is_named"),
    ),
)

attachment_forgotten = Table(
    "attachment_forgotten",
    metadata,
    Column("name", Text, primary_key=True),
    Column("forgotten_at", Instant, nullable=False, server_default=text("now()")),
    Column("forgotten_by", Name, nullable=False, server_default=text("SESSION_USER")),
)

presence = Table(
    "presence",
    metadata,
    Column("console", Uuid, primary_key=True),
    Column("incident", Uuid, primary_key=True),
    Column("in_hand", Boolean, nullable=False),
    Column("operator", Text, nullable=False),
    Column("station", Text, nullable=False),
    Column("login", Name, nullable=False),
    Column("until", Instant, nullable=False),
    prefixes=["UNLOGGED"],
    postgresql_with={"fillfactor": 50},
)
