"""The tables, as SQLAlchemy knows them.

The state tables (`incident`, `task`, `member`, `drawing`, `wall_view`, `handover`,
`room_note`) take their columns from the fields of the domain classes; the rest is said here.
Migrations write the same in SQL, functions and triggers too; a test compares the two. Instants
are timestamptz, geometry is WKB in EPSG:4326 degrees.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ARRAY,
    REAL,
    BigInteger,
    Boolean,
    Column,
    Computed,
    Date,
    Double,
    Identity,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import JSON

from models.domain.drawing import Drawing
from models.domain.incident import Incident, Task
from models.domain.member import Member
from models.domain.shift import Handover, RoomNote
from models.domain.wall_view import WallView
from models.store.schema_guard import GUARD
from models.store.schema_types import Box, Instant, Name, columns, metadata

__all__ = ["GUARD", "metadata"]


def _stamp() -> list[Column[Any]]:
    """Which fact a row's present values come from."""
    return [
        Column("command_id", Uuid, nullable=False),
        Column("ordinal", SmallInteger, nullable=False),
    ]


def _must(name: str, kind: Any, **rest: Any) -> Column[Any]:
    return Column(name, kind, nullable=False, **rest)


def _fact_columns() -> list[Column[Any]]:
    return [
        _must("verb", Text),
        _must("subject_kind", Text),
        _must("subject_id", Uuid),
        _must("subject_version", Integer),
        _must("cell_path", ARRAY(BigInteger)),
        _must("body", JSON),
        _must("format", SmallInteger),
    ]


journal = Table(
    "journal",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    _must("recorded_at", Instant),
    _must("occurred_at", Instant),
    _must("command_id", Uuid),
    _must("ordinal", SmallInteger),
    _must("actor", Text),
    _must("role", Text),
    _must("station", Text),
    _must("login", Name),
    _must("xid", BigInteger),
    *_fact_columns(),
    _must("prev_hash", LargeBinary),
    _must("hash", LargeBinary),
    UniqueConstraint("command_id", "ordinal"),
    Index("journal_by_subject", "subject_id", "seq"),
    Index("journal_by_time", "recorded_at"),
)

journal_staging = Table(
    "journal_staging",
    metadata,
    Column("batch", Uuid, primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),
    _must("recorded_at", Instant),
    _must("occurred_at", Instant),
    _must("command_id", Uuid),
    _must("ordinal", SmallInteger),
    _must("actor", Text),
    _must("role", Text),
    _must("station", Text),
    *_fact_columns(),
    prefixes=["UNLOGGED"],
)

personal = Table(
    "personal",
    metadata,
    Column("command_id", Uuid, primary_key=True),
    Column("ordinal", SmallInteger, primary_key=True, autoincrement=False),
    _must("subject_kind", Text),
    _must("subject_id", Uuid),
    _must("words", JSON),
    _must("salt", LargeBinary),
    Index("personal_by_subject", "subject_id"),
)

incident = Table(
    "incident",
    metadata,
    *columns(Incident),
    *_stamp(),
    UniqueConstraint("number"),
    Index("incident_by_state", "state"),
    Index("incident_by_cell", "cell_path", postgresql_using="gin"),
    Index("incident_by_photo", "photos", postgresql_using="gin"),
    Index("incident_handed", "handed_to", postgresql_where=text("handed_to IS NOT NULL")),
    Index("incident_restricted", "id", postgresql_where=text("restricted")),
)

incident_search = Table(
    "incident_search",
    metadata,
    Column("incident", Uuid, primary_key=True),
    _must("reported_at", Instant),
    _must("pieces", ARRAY(Integer)),
    Index("incident_search_by_time", "reported_at", "incident"),
    Index("incident_search_by_pieces", "pieces", postgresql_using="gin"),
)

task = Table(
    "task",
    metadata,
    *columns(Task),
    _must("incident_id", Uuid),
    _must("position", SmallInteger),
    *_stamp(),
    Index("task_by_incident", "incident_id", "position"),
    Index("task_by_assignee", "assignee", "state"),
)

member = Table(
    "member",
    metadata,
    *columns(Member),
    *_stamp(),
    UniqueConstraint("number"),
    UniqueConstraint("ref"),
    Index("member_by_cell", "cell_path", postgresql_using="gin"),
)

drawing = Table(
    "drawing",
    metadata,
    *columns(Drawing),
    *_stamp(),
    Index("drawing_by_end", "erased_at", "expires_at"),
    Index("drawing_by_cell", "cell_path", postgresql_using="gin"),
)

wall_view = Table("wall_view", metadata, *columns(WallView), *_stamp())

handover = Table(
    "handover",
    metadata,
    *columns(Handover),
    *_stamp(),
    Index("handover_by_time", "handed_at"),
)

room_note = Table(
    "room_note",
    metadata,
    *columns(RoomNote),
    *_stamp(),
    Index("room_note_by_end", "until"),
)

department = Table(
    "department",
    metadata,
    Column("id", Uuid, primary_key=True),
    _must("code", Text),
    _must("name", Text),
    Column("cell", BigInteger),
    _must("duty_phone", Text, server_default=text("''")),
    UniqueConstraint("code"),
)

category = Table(
    "category",
    metadata,
    Column("code", Text, primary_key=True),
    _must("major_code", Text),
    _must("major_zh", Text),
    _must("major_en", Text),
    _must("zh", Text),
    _must("en", Text),
    _must("response_limit", Text),
    _must("handle_limit", Text),
    _must("danger_limit", Text),
    _must("departments", Text),
    _must("lowest_level", Text),
    _must("urgency", Text),
    _must("self_handle", Boolean),
    _must("restricted", Boolean),
    _must("source", Text),
    _must("verify", Boolean),
)

cell = Table(
    "cell",
    metadata,
    Column("id", BigInteger, Identity(always=False), primary_key=True),
    _must("code", Text),
    _must("name", Text),
    _must("level", SmallInteger),
    Column("parent_id", BigInteger),
    _must("path", ARRAY(BigInteger)),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("successor_code", Text),
    Column("area_m2", Double),
    Column("geom", LargeBinary),
    Column("centre_lon", Double),
    Column("centre_lat", Double),
    Column("min_lon", Double),
    Column("min_lat", Double),
    Column("max_lon", Double),
    Column("max_lat", Double),
    Column(
        "bbox",
        Box,
        Computed("box(point(min_lon, min_lat), point(max_lon, max_lat))", persisted=True),
    ),
    Column("src_crs", Text),
    Column("accuracy_m", Double),
    _must("attributes", JSON, server_default=text("'{}'")),
    Index("cell_by_box", "bbox", postgresql_using="gist"),
    Index("cell_by_code", "level", "code"),
    Index("cell_by_parent", "parent_id"),
)

road = Table(
    "road",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    _must("class", Text),
    _must("name", Text),
    _must("oneway", SmallInteger),
    Column("max_kmh", REAL),
    _must("access", SmallInteger),
    _must("length_m", Double),
    _must("geom", LargeBinary),
)

department_cell = Table(
    "department_cell",
    metadata,
    Column("department", Uuid, primary_key=True),
    Column("code", Text, primary_key=True),
    _must("name", Text),
    _must("area_m2", Double),
    _must("geom", LargeBinary),
)

reference_batch = Table(
    "reference_batch",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    _must("id", Uuid),
    _must("kind", Text),
    _must("counts", JSON),
    _must("digest", Text),
)

calendar = Table(
    "calendar",
    metadata,
    Column("name", Text, primary_key=True),
    _must("body", JSON),
)

incident_serial = Table(
    "incident_serial",
    metadata,
    Column("day", Date, primary_key=True),
    _must("serial", Integer),
)

command_receipt = Table(
    "command_receipt",
    metadata,
    Column("command_id", Uuid, primary_key=True),
    _must("digest", LargeBinary),
    _must("answer", JSON),
)

keyframe = Table(
    "keyframe",
    metadata,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    _must("at", Instant),
    _must("digest", Text),
    _must("format", SmallInteger),
    _must("body", LargeBinary),
)


def _fix_columns() -> list[Column[Any]]:
    return [
        _must("ts", Instant),
        _must("lon", Double),
        _must("lat", Double),
        _must("speed_mps", REAL),
        _must("heading_deg", REAL),
        _must("accuracy_m", REAL),
    ]


fix = Table(
    "fix",
    metadata,
    _must("member", Integer),
    *_fix_columns(),
    Index("fix_by_time", "ts", postgresql_using="brin"),
    Index("fix_by_member", "member", "ts"),
    postgresql_partition_by="RANGE (ts)",
)

position = Table(
    "position",
    metadata,
    Column("member", Integer, primary_key=True, autoincrement=False),
    *_fix_columns(),
    postgresql_with={"fillfactor": 50},
)

setting = Table(
    "setting",
    metadata,
    Column("key", Text, primary_key=True),
    _must("value", Text),
)

home_clock = Table(
    "home_clock",
    metadata,
    Column("only", Boolean, primary_key=True, server_default=text("true")),
    _must("mode", Text),
    _must("origin_real", Instant),
    _must("origin_home", Instant),
    _must("rate", Double),
    _must("scripted_at", Instant),
)
