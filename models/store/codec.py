"""How the fields of domain values become JSON and columns, told by their type hints.

One `Wire` per field, made once from the dataclass: a new field of `Incident`, `Member`
or `Drawing` is one line there, and the body of facts, the state tables and keyframes
follow. It owns no SQL and no meaning.
"""

from __future__ import annotations

import types
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, NewType, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from psycopg.types.json import Jsonb

from models.domain import ids
from models.domain.category import Urgency
from models.domain.drawing import DRAWING_WORDS, Drawing
from models.domain.evolve import changed_fields
from models.domain.incident import INCIDENT_WORDS, TASK_WORDS, Incident, Task
from models.domain.ladder import Rung
from models.domain.leave import Leave, LeaveKind, LeaveState
from models.domain.member import MEMBER_WORDS, Member
from models.domain.place import LonLat
from models.domain.shift import HANDOVER_WORDS, ROOM_NOTE_WORDS, Handover, RoomNote
from models.domain.wall_view import WallView
from models.domain.welfare import Welfare

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WORDS: Mapping[type, tuple[str, ...]] = {
    Incident: INCIDENT_WORDS,
    Task: TASK_WORDS,
    Member: MEMBER_WORDS,
    Drawing: DRAWING_WORDS,
    WallView: (),
    Handover: HANDOVER_WORDS,
    RoomNote: ROOM_NOTE_WORDS,
}
"""Personal fields by class."""

_NAMES: dict[str, Any] = {
    "datetime": datetime,
    "LonLat": LonLat,
    "Urgency": Urgency,
    "Rung": Rung,
    "Welfare": Welfare,
    "Leave": Leave,
    "LeaveKind": LeaveKind,
    "LeaveState": LeaveState,
    **{name: value for name, value in vars(ids).items() if isinstance(value, NewType)},
}


_RECURRING = frozenset({str, int, datetime})
"""Of these many rows hold the same; each member of an enumeration is there once anyway."""


def _same(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Wire:
    """One field on the wire.

    `base` is the plain type inside (`int`, `float`, `str`, `bool`, `datetime`, `UUID`,
    `LonLat`, an enumeration or a part: a dataclass of plain fields), `is_cell` says that an int
    is a cell's (64 bits). `columns` names the table's columns: a place takes two, `lon` and
    `lat`; many places take two arrays; parts, one or many, are one column of JSON. Equal values
    of one that `recurs` lie in memory once, where many rows are read at once.
    """

    name: str
    base: type
    optional: bool
    many: bool
    is_cell: bool
    recurs: bool
    columns: tuple[str, ...]
    to_json: Callable[[Any], Any]
    from_json: Callable[[Any], Any]
    to_column: Callable[[Any], Any]
    from_column: Callable[[Any], Any]


def wires(cls: type) -> tuple[Wire, ...]:
    """The wires of a domain class in the order of its fields, tasks left out."""
    return _WIRES[cls]


def wire_by_name(cls: type) -> Mapping[str, Wire]:
    """The same, by name."""
    return _BY_NAME[cls]


def column_names(cls: type) -> tuple[str, ...]:
    """The columns of the class's state table that come from its fields."""
    return tuple(column for wire in wires(cls) for column in wire.columns)


def to_row(value: Any) -> list[Any]:
    """The values of `column_names`, ready for psycopg."""
    row: list[Any] = []
    for wire in wires(type(value)):
        inner = getattr(value, wire.name)
        if wire.base is LonLat:
            row += _lon_lat(inner)
        else:
            row.append(inner if inner is None else wire.to_column(inner))
    return row


def to_changed(old: Any, new: Any) -> tuple[tuple[str, ...], list[Any]]:
    """The columns that differ between two values of a class, and what they hold now."""
    names: list[str] = []
    row: list[Any] = []
    by_name = _BY_NAME[type(new)]
    for name, inner in changed_fields(old, new).items():
        wire = by_name.get(name)
        if wire is None:
            continue
        names += wire.columns
        if wire.base is LonLat:
            row += _lon_lat(inner)
        else:
            row.append(inner if inner is None else wire.to_column(inner))
    return tuple(names), row


class Known:
    """Values seen before, so that equal ones of many rows are one: rotas, paths, skills."""

    def __init__(self) -> None:
        # Apart by type: a number equals a truth, and the member of an enumeration its text.
        self._of: dict[type, dict[Any, Any]] = {base: {} for base in _RECURRING}

    def one(self, wire: Wire, value: Any) -> Any:
        """The value, or an equal one from before."""
        return self._of[wire.base].setdefault(value, value) if wire.recurs else value


def from_row(cls: type, row: tuple[Any, ...], known: Known | None = None, **rest: Any) -> Any:
    """A domain value from the values of `column_names`; `rest` sets other fields.

    With `known` its values are shared with those of other rows.
    """
    values: dict[str, Any] = rest
    at = 0
    for wire in wires(cls):
        raw = row[at]
        if wire.base is LonLat:
            values[wire.name] = _places(raw, row[at + 1])
            at += 2
            continue
        value = raw if raw is None else wire.from_column(raw)
        values[wire.name] = value if known is None else known.one(wire, value)
        at += 1
    return cls(**values)


def _lon_lat(places: Any) -> list[Any]:
    """The two columns of a place, of none, or of many."""
    if places is None:
        return [None, None]
    if isinstance(places, LonLat):
        return [places.lon_deg, places.lat_deg]
    return [[one.lon_deg for one in places], [one.lat_deg for one in places]]


def _places(lon: Any, lat: Any) -> Any:
    """The place, none, or the places of two columns."""
    if lon is None:
        return None
    return tuple(map(LonLat, lon, lat)) if isinstance(lon, list) else LonLat(lon, lat)


def from_json_row(cls: type, row: Mapping[str, Any]) -> Any:
    """A domain value from a table's row as PostgreSQL's own JSON; of a class without places."""
    values = {wire.name: (wire, row[wire.name]) for wire in wires(cls)}
    return cls(
        **{n: raw if raw is None else wire.from_json(raw) for n, (wire, raw) in values.items()}
    )


def instant_text(at: datetime) -> str:
    """ISO 8601, UTC, microseconds: one spelling for each instant."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def instant(text: str) -> datetime:
    """The instant of `instant_text`, aware UTC."""
    return datetime.fromisoformat(text)


def _wires_of(cls: type) -> tuple[Wire, ...]:
    hints = get_type_hints(cls, localns=_NAMES)
    return tuple(_wire(f.name, hints[f.name]) for f in fields(cls) if f.name != "tasks")


def _wire(name: str, hint: Any) -> Wire:
    optional, hint = _without_none(hint)
    many = get_origin(hint) is tuple
    if many:
        hint = get_args(hint)[0]
    is_cell = hint is ids.CellId
    base: type = hint.__supertype__ if isinstance(hint, NewType) else hint  # type: ignore[assignment] # no NewType of a NewType is ours
    to_json, from_json = _json_ways(base)
    to_column, from_column = _column_ways(base)
    if many:
        to_json, from_json = _each(to_json, list), _each(from_json, tuple)
        to_column, from_column = _each(to_column, list), _each(from_column, tuple)
    if is_part(base):
        to_column, from_column = _as_json(to_json), from_json
    columns = ("lon", "lat") if base is LonLat else (name,)
    ways = to_json, from_json, to_column, from_column
    return Wire(name, base, optional, many, is_cell, base in _RECURRING, columns, *ways)


def _without_none(hint: Any) -> tuple[bool, Any]:
    if get_origin(hint) in (types.UnionType, Union):
        (only,) = [arg for arg in get_args(hint) if arg is not type(None)]
        return True, only
    return False, hint


def _json_ways(base: type) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    if base is datetime:
        return instant_text, instant
    if base is UUID:
        return _hex, UUID
    if base is LonLat:
        return _pair, _place
    if issubclass(base, Enum):
        return _value, base
    if is_part(base):
        return _part_ways(base)
    return _same, _checked(base)


def is_part(base: type) -> bool:
    """Whether a field holds values with fields of their own."""
    return is_dataclass(base) and base is not LonLat


def _part_ways(base: type) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    inner = _wires_of(base)

    def to_json(part: Any) -> Any:
        return {wire.name: wire.to_json(getattr(part, wire.name)) for wire in inner}

    def from_json(raw: Any) -> Any:
        if raw.keys() != {wire.name for wire in inner}:
            raise ValueError(*raw)
        return base(**{wire.name: wire.from_json(raw[wire.name]) for wire in inner})

    return to_json, from_json


def _as_json(to_json: Callable[[Any], Any]) -> Callable[[Any], Any]:
    # Spelt as in the body of the fact: the database compares the two.
    def to_column(value: Any) -> Jsonb:
        return Jsonb(to_json(value))

    return to_column


def _checked(base: type) -> Callable[[Any], Any]:
    """A value as it is, where it is what the field holds; a whole number may be a float."""
    also = int if base is float else base

    def checked(value: Any) -> Any:
        if type(value) is not base and type(value) is not also:
            message = f"{value!r} is no {base.__name__}"
            raise TypeError(message)
        return value

    return checked


def _column_ways(base: type) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    if issubclass(base, Enum):
        return _value, base
    return _same, _same


def _each(way: Callable[[Any], Any], make: Callable[[Any], Any]) -> Callable[[Any], Any]:
    if way is _same:
        return make

    def convert(values: Any) -> Any:
        return make([way(value) for value in values])

    return convert


def _hex(value: UUID) -> str:
    return value.hex


def _value(value: Enum) -> Any:
    return value.value


def _pair(place: LonLat) -> list[float]:
    return [place.lon_deg, place.lat_deg]


def _place(pair: list[float]) -> LonLat:
    return LonLat(*pair)


_WIRES = {cls: _wires_of(cls) for cls in WORDS}
_BY_NAME = {cls: {wire.name: wire for wire in of_cls} for cls, of_cls in _WIRES.items()}
