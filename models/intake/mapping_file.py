"""Mapping files: TOML that says what the columns of a foreign log mean.

Two kinds: a log of incidents with the responses of units (`read_incident_mapping`) and a
table of fixes (`read_fix_mapping`). Every key is explained in `docs/import.md`; a key that
is not known is refused by its name, so that a slip of the pen does not pass in silence.
"""

from __future__ import annotations

import re
from datetime import date

from models.domain.category import Urgency
from models.domain.error import BadInput
from models.domain.incident import Source
from models.domain.member import MemberKind
from models.geography.datum import Datum
from models.intake.foreign_time import ForeignTime, foreign_time
from models.intake.mapping import (
    ASSIGNMENTS,
    STEPS,
    FixMapping,
    IncidentMapping,
    PlaceColumns,
    UnitColumns,
)
from models.intake.mapping_table import MappingTable, wrong

NEEDED_STEPS = ("received", "dispatched")
CLOSINGS = ("all_finished", "never")
_DATUMS = {"WGS84": Datum.WGS84, **{datum.value: datum for datum in Datum}}


def read_incident_mapping(text: str) -> IncidentMapping:
    """The mapping of a log of incidents.

    Raises
    ------
    BadInput
        `bad_mapping`, naming the key that is missing, unknown or wrong.
    """
    top = MappingTable.of_file(text, "log", "incident", "unit", "times", "close")
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
    top = MappingTable.of_file(text, "log", "fix", "shift", "wild", "members")
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


def _time(table: MappingTable, zone: str, key: str) -> ForeignTime:
    value = table.body.get(key, "iso")
    formats = (value,) if isinstance(value, str) else table.texts(key)
    try:
        return foreign_time(table.text(zone, "Asia/Shanghai"), formats)
    except BadInput as bad:
        wrong(table.path(zone if bad.code == "bad_zone" else key), bad.words.zh, bad.words.en)


def _place(incident: MappingTable) -> PlaceColumns:
    place = incident.table("place", "lon", "lat", "column", "pattern", "datum")
    if "column" not in place.body:
        return PlaceColumns(place.text("lon"), place.text("lat"), datum=_datum(place))
    try:
        pattern = re.compile(place.text("pattern"))
    except re.error as error:
        wrong(place.path("pattern"), f"不是正则表达式（{error}）", f"no pattern ({error})")
    if not {"lon", "lat"} <= set(pattern.groupindex):
        wrong(
            place.path("pattern"),
            "须有名为 lon 与 lat 的组",
            "it needs groups named lon and lat: (?P<lon>…) and (?P<lat>…)",
        )
    return PlaceColumns(column=place.text("column"), pattern=pattern, datum=_datum(place))


def _datum(table: MappingTable) -> Datum:
    return _DATUMS[table.one_of("datum", tuple(_DATUMS), "WGS84")]


def _day(shift: MappingTable) -> date | None:
    value = shift.body.get("to")
    if value is not None and "days" in shift.body:
        wrong(shift.path("days"), "与 to 只能二选一", "give either `to` or `days`")
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            value = None
            wrong(shift.path("to"), "应形如 2016-12-31", "it must look like 2016-12-31")
    if value is not None and type(value) is not date:
        wrong(shift.path("to"), "应形如 2016-12-31", "it must look like 2016-12-31")
    return value


def _box(wild: MappingTable) -> tuple[float, float, float, float] | None:
    value = wild.body.get("box")
    if value is None:
        return None
    numbers = isinstance(value, list) and all(isinstance(one, int | float) for one in value)
    if not numbers or len(value) != 4 or value[0] >= value[2] or value[1] >= value[3]:
        wrong(
            wild.path("box"),
            "应为 [西, 南, 东, 北]，单位度",
            "it must be [west, south, east, north] in degrees",
        )
    west, south, east, north = (float(one) for one in value)
    return west, south, east, north
