"""Mapping files: TOML that says what the columns of a foreign log mean.

Two kinds: a log of incidents with the responses of units (`read_incident_mapping`) and a
table of fixes (`read_fix_mapping`). Every key is explained in `docs/import.md`; a key that
is not known is refused by its name, so that a slip of the pen does not pass in silence.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date
from string import Formatter
from typing import TYPE_CHECKING, Any, NoReturn

from models.domain.category import Urgency
from models.domain.error import BadInput, Words
from models.domain.incident import Source
from models.domain.member import MemberKind
from models.geography.datum import Datum
from models.intake.foreign_time import ForeignTime, foreign_time

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

STEPS = ("received", "accepted", "dispatched", "signed", "arrived", "finished")
"""The instants of a response, in the order in which they must lie."""
NEEDED_STEPS = ("received", "dispatched")
CLOSINGS = ("all_finished", "never")
ASSIGNMENTS = ("number", "deal", "enrol")
_DATUMS = {"WGS84": Datum.WGS84, **{datum.value: datum for datum in Datum}}


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


def read_incident_mapping(text: str) -> IncidentMapping:
    """The mapping of a log of incidents.

    Raises
    ------
    BadInput
        `bad_mapping`, naming the key that is missing, unknown or wrong.
    """
    top = _Table.of_file(text, "log", "incident", "unit", "times", "close")
    log = top.table("log", "name", "zone", "time", "longest_days")
    incident = top.table(
        "incident",
        *("key", "text", "address", "criterion", "source", "place", "category", "urgency"),
    )
    unit = top.table("unit", "key", "name", "kind", "skills", "capacity")
    times = top.table("times", *STEPS, "checked")
    close = top.table("close", "when", "result")
    for step in NEEDED_STEPS:
        times.text(step)
    key = unit.text("key")
    return IncidentMapping(
        name=log.text("name"),
        time=_time(log, "zone", "time"),
        longest_days=log.number("longest_days", 7.0),
        key=incident.text("key"),
        text=incident.template("text"),
        address=incident.template("address", ""),
        criterion=incident.template("criterion", ""),
        source=Source(incident.one_of("source", tuple(Source), Source.HOTLINE.value)),
        place=_place(incident),
        category=incident.choice("category", None, "E9901"),
        urgency=incident.choice("urgency", tuple(Urgency), Urgency.GENERAL.value),
        unit=UnitColumns(
            key=key,
            name=unit.template("name", f"{{{key}}}"),
            kind=unit.choice("kind", tuple(MemberKind), MemberKind.SPECIAL.value),
            skills=unit.template("skills", ""),
            capacity=int(unit.number("capacity", 1)),
        ),
        times={step: times.text(step) for step in STEPS if step in times.body},
        checked=times.texts("checked"),
        close_when=close.one_of("when", CLOSINGS, CLOSINGS[0]),
        result=close.template("result", ""),
    )


def read_fix_mapping(text: str) -> FixMapping:
    """The mapping of a table of fixes.

    Raises
    ------
    BadInput
        `bad_mapping`, naming the key that is missing, unknown or wrong.
    """
    top = _Table.of_file(text, "log", "fix", "shift", "wild", "members")
    log = top.table("log", "name", "zone", "time")
    fix = top.table("fix", "member", "time", "lon", "lat", "speed_mps", "heading_deg", "datum")
    shift = top.table("shift", "to", "days")
    wild = top.table("wild", "box", "fastest_mps")
    members = top.table("members", "assign", "rest")
    return FixMapping(
        name=log.text("name"),
        time=_time(log, "zone", "time"),
        member=fix.text("member"),
        time_column=fix.text("time"),
        lon=fix.text("lon"),
        lat=fix.text("lat"),
        speed=fix.text("speed_mps", "") or None,
        heading=fix.text("heading_deg", "") or None,
        datum=_datum(fix),
        shift_to=_day(shift),
        shift_days=int(shift.number("days", 0)),
        box=_box(wild),
        fastest_mps=wild.number("fastest_mps", 0.0) or None,
        assign=members.one_of("assign", ASSIGNMENTS, ASSIGNMENTS[0]),
        rest=members.one_of("rest", ("leave_out", "enrol"), "leave_out"),
    )


class _Table:
    """A TOML table that knows its keys and where it stands."""

    def __init__(self, body: object, where: str, known: tuple[str, ...]) -> None:
        if not isinstance(body, dict):
            _bad(where, "应为一个表", "it must be a table")
        self.body: dict[str, Any] = body
        self._where = where
        for key in self.body:
            if key not in known:
                listed = ", ".join(known)
                zh, en = f"没有这一项；可用：{listed}", f"no such key; use {listed}"
                _bad(self.path(key), zh, en)

    @classmethod
    def of_file(cls, text: str, *known: str) -> _Table:
        try:
            return cls(tomllib.loads(text), "", known)
        except tomllib.TOMLDecodeError as error:
            _bad("TOML", f"不是 TOML 文件（{error}）", f"this is no TOML ({error})")

    def path(self, key: str) -> str:
        return f"{self._where}.{key}" if self._where else key

    def table(self, key: str, *known: str) -> _Table:
        return _Table(self.body.get(key, {}), self.path(key), known)

    def text(self, key: str, default: str | None = None) -> str:
        value = self.body.get(key, default)
        if value is None:
            _bad(self.path(key), "缺少这一项", "it is missing")
        if not isinstance(value, str) or (not value.strip() and default is None):
            _bad(self.path(key), f"应为文字，现为 {value!r}", f"it must be text, not {value!r}")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.body.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            _bad(self.path(key), "应为文字列表", "it must be a list of texts")
        return tuple(value)

    def template(self, key: str, default: str | None = None) -> str:
        template = self.text(key, default)
        try:
            names = columns_in(template)
        except ValueError:
            names = ("",)
        if not all(names):
            _bad(
                self.path(key),
                f"{template!r} 的花括号有误：应形如 {{列名}}",
                f"the braces of {template!r} are wrong: write {{Column}}",
            )
        return template

    def number(self, key: str, default: float) -> float:
        value = self.body.get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float):
            _bad(self.path(key), f"应为数字，现为 {value!r}", f"it must be a number: {value!r}")
        return value

    def one_of(self, key: str, known: tuple[str, ...], default: str) -> str:
        value = self.text(key, default)
        self._require_known(self.path(key), value, known)
        return value

    def choice(self, key: str, known: tuple[str, ...] | None, default: str) -> Choice:
        body = self.body.get(key, default)
        if isinstance(body, str):
            made = Choice(body)
        else:
            table = self.table(key, "column", "default", "values")
            values = table.body.get("values", {})
            named = _Table(values, table.path("values"), tuple(values))
            made = Choice(
                table.text("default", default),
                table.text("column"),
                {word: named.text(word) for word in named.body},
            )
        for word in made.words if known is not None else ():
            self._require_known(self.path(key), word, known or ())
        return made

    def _require_known(self, where: str, word: str, known: tuple[str, ...]) -> None:
        if word not in known:
            listed = ", ".join(str(one) for one in known)
            _bad(where, f"不能是 {word!r}；可用：{listed}", f"cannot be {word!r}; use {listed}")


def _time(table: _Table, zone: str, key: str) -> ForeignTime:
    value = table.body.get(key, "iso")
    formats = (value,) if isinstance(value, str) else table.texts(key)
    try:
        return foreign_time(table.text(zone, "Asia/Shanghai"), formats)
    except BadInput as bad:
        _bad(table.path(zone if bad.code == "bad_zone" else key), bad.words.zh, bad.words.en)


def _place(incident: _Table) -> PlaceColumns:
    place = incident.table("place", "lon", "lat", "column", "pattern", "datum")
    if "column" not in place.body:
        return PlaceColumns(place.text("lon"), place.text("lat"), datum=_datum(place))
    try:
        pattern = re.compile(place.text("pattern"))
    except re.error as error:
        _bad(place.path("pattern"), f"不是正则表达式（{error}）", f"no pattern ({error})")
    if not {"lon", "lat"} <= set(pattern.groupindex):
        _bad(
            place.path("pattern"),
            "须有名为 lon 与 lat 的组",
            "it needs groups named lon and lat: (?P<lon>…) and (?P<lat>…)",
        )
    return PlaceColumns(column=place.text("column"), pattern=pattern, datum=_datum(place))


def _datum(table: _Table) -> Datum:
    return _DATUMS[table.one_of("datum", tuple(_DATUMS), "WGS84")]


def _day(shift: _Table) -> date | None:
    value = shift.body.get("to")
    if value is not None and "days" in shift.body:
        _bad(shift.path("days"), "与 to 只能二选一", "give either `to` or `days`")
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            value = None
            _bad(shift.path("to"), "应形如 2016-12-31", "it must look like 2016-12-31")
    if value is not None and type(value) is not date:
        _bad(shift.path("to"), "应形如 2016-12-31", "it must look like 2016-12-31")
    return value


def _box(wild: _Table) -> tuple[float, float, float, float] | None:
    value = wild.body.get("box")
    if value is None:
        return None
    numbers = isinstance(value, list) and all(isinstance(one, int | float) for one in value)
    if not numbers or len(value) != 4 or value[0] >= value[2] or value[1] >= value[3]:
        _bad(
            wild.path("box"),
            "应为 [西, 南, 东, 北]，单位度",
            "it must be [west, south, east, north] in degrees",
        )
    west, south, east, north = (float(one) for one in value)
    return west, south, east, north


def _bad(key: str, zh: str, en: str) -> NoReturn:
    words = Words(f"映射文件 {key}：{zh}", f"mapping file, {key}: {en}")
    raise BadInput("bad_mapping", words)
