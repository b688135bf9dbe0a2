"""Mappings: what the columns of a foreign log mean to us, as values.

They come from a mapping file (`models.intake.mapping_file`) and know nothing of its TOML.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from string import Formatter
from typing import TYPE_CHECKING

from models.domain.error import BadInput, Words
from models.geography.datum import Datum

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Mapping
    from datetime import date

    from models.domain.incident import Source
    from models.intake.foreign_time import ForeignTime

STEPS = ("received", "accepted", "dispatched", "signed", "arrived", "finished")
"""The instants of a response, in the order in which they must lie."""
ASSIGNMENTS = ("number", "deal", "enrol")


@dataclass(frozen=True, slots=True)
class Choice:
    """A word of ours for each word of a column; `default` for every other one."""

    default: str
    column: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    def of(self, row: Mapping[str, str]) -> str:
        """Our word for a row."""
        return self.values.get(row[self.column], self.default) if self.column else self.default

    @property
    def words(self) -> frozenset[str]:
        """Every word of ours that may come out."""
        return frozenset({self.default, *self.values.values()})


@dataclass(frozen=True, slots=True)
class PlaceColumns:
    """Where a row says where: two columns of degrees, or one text that holds both."""

    lon: str | None = None
    lat: str | None = None
    column: str | None = None
    pattern: re.Pattern[str] | None = None
    datum: Datum = Datum.WGS84

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read."""
        return tuple(name for name in (self.lon, self.lat, self.column) if name)


@dataclass(frozen=True, slots=True)
class UnitColumns:
    """Who responds: each distinct `key` is a member's number."""

    key: str
    name: str
    kind: Choice
    skills: str
    capacity: int


@dataclass(frozen=True, slots=True)
class IncidentMapping:
    """What a log of responses means; texts are templates with columns in braces.

    `times` names the column of each step; `checked` are instants of which no act comes, but
    which must lie in order between arriving and finishing.
    """

    name: str
    time: ForeignTime
    longest_days: float
    key: str
    text: str
    address: str
    criterion: str
    source: Source
    place: PlaceColumns
    category: Choice
    urgency: Choice
    unit: UnitColumns
    times: Mapping[str, str]
    checked: tuple[str, ...]
    close_when: str
    result: str

    @property
    def columns(self) -> frozenset[str]:
        """Every column that the file must have."""
        templates = (
            self.text,
            self.address,
            self.criterion,
            self.result,
            self.unit.name,
            self.unit.skills,
        )
        choices = (self.category, self.urgency, self.unit.kind)
        return frozenset(
            {
                self.key,
                self.unit.key,
                *self.place.columns,
                *self.times.values(),
                *self.checked,
                *(choice.column for choice in choices if choice.column),
                *(name for template in templates for name in columns_in(template)),
            }
        )


@dataclass(frozen=True, slots=True)
class FixMapping:
    """What a table of fixes means.

    `shift_to`: the local day to which the file's first local day moves, every other instant
    by as much; `shift_days` does the same by counting. `box`: west, south, east, north in
    degrees, beyond which a point is wild; `fastest_mps`: a point that is faster than this
    both coming and going is wild. `assign` is one of `ASSIGNMENTS`.
    """

    name: str
    time: ForeignTime
    member: str
    time_column: str
    lon: str
    lat: str
    speed: str | None = None
    heading: str | None = None
    datum: Datum = Datum.WGS84
    shift_to: date | None = None
    shift_days: int = 0
    box: tuple[float, float, float, float] | None = None
    fastest_mps: float | None = None
    assign: str = "number"
    rest: str = "leave_out"

    @property
    def columns(self) -> frozenset[str]:
        """Every column that the file must have."""
        named = (self.member, self.time_column, self.lon, self.lat, self.speed, self.heading)
        return frozenset(name for name in named if name)


def columns_in(template: str) -> tuple[str, ...]:
    """The columns that stand in braces."""
    return tuple(name for _, name, _, _ in Formatter().parse(template) if name is not None)


def filled(template: str, row: Mapping[str, str]) -> str:
    """The template with a row's words in place of its columns."""
    parts = Formatter().parse(template)
    return "".join(text + (row[name] if name is not None else "") for text, name, _, _ in parts)


def require_columns(there: Iterable[str], wanted: frozenset[str]) -> None:
    """Refuse a file that lacks columns.

    Raises
    ------
    BadInput
        `missing_column`, naming those that are missing and those there are.
    """
    columns = list(there)
    missing = sorted(wanted - set(columns))
    if missing:
        lacking, known = ", ".join(missing), ", ".join(columns)
        raise BadInput(
            "missing_column",
            Words(
                f"文件缺少映射文件所写的列：{lacking}；现有列：{known}",
                f"the file lacks columns that the mapping names: {lacking}; it has: {known}",
            ),
        )
