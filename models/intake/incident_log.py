"""A log of responses, one row a unit, to incidents with what each unit did and when.

Pure values: the rows are judged here and nothing is stored. A row that cannot be told at
all is *rejected*; an instant that is missing, unreadable or impossible is *left out* with its
row, field and reason, and the rest of the row stays.
"""

from __future__ import annotations

import contextlib
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from models.domain.error import BadInput, Words
from models.domain.place import LonLat
from models.geography.datum import Datum, to_wgs84
from models.intake.mapping import STEPS, filled, require_columns
from models.intake.response_times import far_off, inverted
from models.intake.roster_table import as_text
from models.intake.row_problem import RowProblem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from models.intake.mapping import IncidentMapping

_OF_UNIT = STEPS[2:]


@dataclass(frozen=True, slots=True)
class Response:
    """What one unit did for an incident; instants are aware UTC and never go back."""

    row: int
    unit: str
    dispatched: datetime
    signed: datetime | None = None
    arrived: datetime | None = None
    finished: datetime | None = None

    @property
    def last_known(self) -> datetime:
        """The latest instant that is known of it."""
        return self.finished or self.arrived or self.signed or self.dispatched


@dataclass(frozen=True, slots=True)
class LoggedIncident:
    """An incident as the log has it; responses in the order of their dispatch.

    `rows` are all the rows that speak of it. `accepted` None: nobody says when.
    """

    key: str
    rows: tuple[int, ...]
    received: datetime
    accepted: datetime | None
    place: LonLat
    text: str
    address: str
    criterion: str
    category: str
    urgency: str
    result: str
    responses: tuple[Response, ...]


@dataclass(frozen=True, slots=True)
class LoggedUnit:
    """A unit as its first row describes it."""

    row: int
    number: str
    name: str
    kind: str
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IncidentLog:
    """What was read: incidents in the order of their receipt, units by number."""

    incidents: tuple[LoggedIncident, ...]
    units: Mapping[str, LoggedUnit]
    rejected: tuple[RowProblem, ...]
    left_out: tuple[RowProblem, ...]
    overlaps: tuple[RowProblem, ...]


def read_log(rows: Sequence[Mapping[str, Any]], mapping: IncidentMapping) -> IncidentLog:
    """The incidents of a log; empty cells may be missing, None or NaN.

    Raises
    ------
    BadInput
        `missing_column`, `empty_table`.
    """
    if not rows:
        raise BadInput("empty_table", Words("文件没有数据行", "the file has no rows"))
    require_columns([str(name) for name in rows[0]], mapping.columns)
    reader = _Reader(mapping)
    for group in _by_incident(rows, mapping, reader):
        reader.take(group)
    incidents = tuple(sorted(reader.incidents, key=lambda one: (one.received, one.rows[0])))
    return IncidentLog(
        incidents=incidents,
        units=reader.units,
        rejected=tuple(sorted(reader.rejected, key=lambda one: one.row)),
        left_out=tuple(sorted(reader.left_out, key=lambda one: one.row)),
        overlaps=tuple(sorted(_overlaps(incidents, mapping), key=lambda one: one.row)),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    texts: Mapping[str, str]


class _Unfit(Exception):
    def __init__(self, field: str, reason: Words) -> None:
        super().__init__(reason.en)
        self.field = field
        self.reason = reason


def _by_incident(
    rows: Iterable[Mapping[str, Any]], mapping: IncidentMapping, reader: _Reader
) -> list[list[_Row]]:
    groups: dict[str, list[_Row]] = {}
    for number, row in enumerate(rows, 2):
        texts = {str(name): as_text(value) for name, value in row.items()}
        if not any(texts.values()):
            continue
        missing = next((f for f in (mapping.key, mapping.unit.key) if not texts[f]), None)
        if missing is not None:
            reader.reject(number, missing, _EMPTY)
            continue
        groups.setdefault(texts[mapping.key], []).append(_Row(number, texts))
    return list(groups.values())


class _Reader:
    """Collects incidents, units and problems, group by group."""

    def __init__(self, mapping: IncidentMapping) -> None:
        self._mapping = mapping
        self._zone = mapping.time.zone
        self._longest = timedelta(days=mapping.longest_days)
        self.incidents: list[LoggedIncident] = []
        self.units: dict[str, LoggedUnit] = {}
        self.rejected: list[RowProblem] = []
        self.left_out: list[RowProblem] = []

    def reject(self, row: int, field: str, reason: Words) -> None:
        """A row that cannot be told."""
        self.rejected.append(RowProblem(row, field, reason))

    def take(self, group: Sequence[_Row]) -> None:
        """One incident with all its rows, or none of them."""
        try:
            self.incidents.append(self._incident(group))
        except _Unfit as unfit:
            for row in group:
                self.reject(row.number, unfit.field, unfit.reason)

    def _incident(self, group: Sequence[_Row]) -> LoggedIncident:
        mapping, first = self._mapping, group[0].texts
        place = _first_place(group, mapping)
        read = {row.number: self._instants(row) for row in group}
        self._drop_far_off(read)
        received = self._common("received", group, read)
        if received is None:
            raise _Unfit(mapping.times["received"], _NO_BEGINNING)
        responses = self._responses(group, read, received)
        return LoggedIncident(
            key=first[mapping.key],
            rows=tuple(row.number for row in group),
            received=received,
            accepted=self._accepted(group, read, received, responses),
            place=place,
            text=filled(mapping.text, first).strip(),
            address=filled(mapping.address, first).strip(),
            criterion=filled(mapping.criterion, first).strip(),
            category=mapping.category.of(first),
            urgency=mapping.urgency.of(first),
            result=filled(mapping.result, first).strip(),
            responses=responses,
        )

    def _instants(self, row: _Row) -> dict[str, datetime]:
        """The readable instants of a row, by step; columns only checked by their own name."""
        columns = dict(self._mapping.times) | {name: name for name in self._mapping.checked}
        found = {}
        for step, column in columns.items():
            text = row.texts[column]
            if not text:
                # A column that is only checked may well have nothing to say.
                if step in STEPS:
                    self._leave_out(row.number, column, _MISSING)
                continue
            try:
                found[step] = self._mapping.time.read(text)
            except BadInput as bad:
                self._leave_out(row.number, column, bad.words)
        return found

    def _drop_far_off(self, read: Mapping[int, dict[str, datetime]]) -> None:
        flat = {(row, step): at for row, steps in read.items() for step, at in steps.items()}
        named = {f"{row}/{step}": at for (row, step), at in flat.items()}
        for name, reason in far_off(named, self._longest, self._zone).items():
            row, _, step = name.partition("/")
            del read[int(row)][step]
            self._leave_out(int(row), self._mapping.times.get(step, step), reason)

    def _common(
        self, step: str, group: Sequence[_Row], read: Mapping[int, dict[str, datetime]]
    ) -> datetime | None:
        """The instant that all rows of an incident share; whoever says otherwise is named."""
        said = Counter(at for row in group if (at := read[row.number].get(step)) is not None)
        if not said:
            return None
        ((most, _),) = said.most_common(1)
        for row in group:
            at = read[row.number].get(step, most)
            if at != most:
                self._leave_out(row.number, self._mapping.times[step], _OTHERWISE)
        return most

    def _accepted(
        self,
        group: Sequence[_Row],
        read: Mapping[int, dict[str, datetime]],
        received: datetime,
        responses: Sequence[Response],
    ) -> datetime | None:
        if "accepted" not in self._mapping.times:
            return None
        accepted = self._common("accepted", group, read)
        if accepted is None:
            return None
        column = self._mapping.times["accepted"]
        steps = [("accepted", accepted)]
        reasons = inverted(steps, received, self._zone)
        if not reasons and responses and accepted > responses[0].dispatched:
            reasons = {"accepted": _AFTER_DISPATCH}
        for reason in reasons.values():
            self._leave_out(group[0].number, column, reason)
        return None if reasons else accepted

    def _responses(
        self,
        group: Sequence[_Row],
        read: Mapping[int, dict[str, datetime]],
        received: datetime,
    ) -> tuple[Response, ...]:
        responses: list[Response] = []
        for row in group:
            response = self._response(row, read[row.number], received)
            if response is not None:
                self._know_unit(row)
                responses.append(response)
        responses.sort(key=lambda one: (one.dispatched, one.row))
        return tuple(self._each_once(responses))

    def _response(
        self, row: _Row, read: Mapping[str, datetime], received: datetime
    ) -> Response | None:
        order = (*_OF_UNIT[:-1], *self._mapping.checked, _OF_UNIT[-1])
        steps = [(step, read[step]) for step in order if step in read]
        reasons = inverted(steps, received, self._zone)
        for step, reason in reasons.items():
            self._leave_out(row.number, self._mapping.times.get(step, step), reason)
        kept = {step: at for step, at in steps if step in _OF_UNIT and step not in reasons}
        if "dispatched" not in kept:
            self._leave_out(row.number, self._mapping.unit.key, _NO_DISPATCH)
            return None
        return Response(row=row.number, unit=row.texts[self._mapping.unit.key], **kept)

    def _each_once(self, responses: Iterable[Response]) -> Iterable[Response]:
        """A unit comes back to an incident only after it was through with it."""
        last: dict[str, Response] = {}
        for response in responses:
            before = last.get(response.unit)
            if before is None or (before.finished and response.dispatched > before.finished):
                last[response.unit] = response
                yield response
            else:
                reason = Words(
                    f"{response.unit} 已在第 {before.row} 行参与此事件",
                    f"{response.unit} is in this incident already, by row {before.row}",
                )
                self._leave_out(response.row, self._mapping.unit.key, reason)

    def _know_unit(self, row: _Row) -> None:
        unit, texts = self._mapping.unit, row.texts
        number = texts[unit.key]
        if number not in self.units:
            skills = filled(unit.skills, texts).split(";")
            self.units[number] = LoggedUnit(
                row=row.number,
                number=number,
                name=filled(unit.name, texts).strip() or number,
                kind=unit.kind.of(texts),
                skills=tuple(skill.strip() for skill in skills if skill.strip()),
            )

    def _leave_out(self, row: int, field: str, reason: Words) -> None:
        self.left_out.append(RowProblem(row, field, reason))


def _first_place(group: Sequence[_Row], mapping: IncidentMapping) -> LonLat:
    """Of the rows that say where, the first: one without is no reason to lose the others."""
    *rows, last = group
    for row in rows:
        with contextlib.suppress(_Unfit):
            return _place(row.texts, mapping)
    return _place(last.texts, mapping)


def _place(texts: Mapping[str, str], mapping: IncidentMapping) -> LonLat:
    columns = mapping.place
    field = columns.column or columns.lon or ""
    said = " ".join(texts[name] for name in columns.columns)
    if columns.pattern is None:
        pair = (texts[columns.lon or ""], texts[columns.lat or ""])
    else:
        found = columns.pattern.search(said)
        pair = (found["lon"], found["lat"]) if found else ("", "")
    try:
        lon, lat = float(pair[0]), float(pair[1])
    except ValueError:
        reason = Words(f"{said!r} 不是地点", f"{said!r} says no place")
        raise _Unfit(field, reason) from None
    if not (-180 <= lon <= 180 and -90 <= lat <= 90) or (lon, lat) == (0, 0):
        reason = Words(
            f"({lon}, {lat}) 不是经纬度，或经纬度颠倒",
            f"({lon}, {lat}) is no longitude and latitude; are they the wrong way round?",
        )
        raise _Unfit(field, reason)
    if columns.datum is not Datum.WGS84:
        lon, lat = (float(one) for one in to_wgs84([[lon, lat]], columns.datum)[0])
    return LonLat(lon, lat)


def _overlaps(
    incidents: Iterable[LoggedIncident], mapping: IncidentMapping
) -> Iterable[RowProblem]:
    """Responses that begin while the unit is, by the log, still with another incident."""
    by_unit: dict[str, list[tuple[Response, str]]] = {}
    for incident in incidents:
        for response in incident.responses:
            by_unit.setdefault(response.unit, []).append((response, incident.key))
    for unit, theirs in sorted(by_unit.items()):
        theirs.sort(key=lambda one: (one[0].dispatched, one[0].row))
        latest, latest_key = theirs[0]
        for response, key in theirs[1:]:
            if latest.finished and response.dispatched < latest.finished and key != latest_key:
                reason = Words(
                    f"{unit} 此时仍在处理 {latest_key}（第 {latest.row} 行）",
                    f"{unit} is still with {latest_key} (row {latest.row}) then",
                )
                yield RowProblem(response.row, mapping.unit.key, reason)
            if response.last_known >= latest.last_known:
                latest, latest_key = response, key


_EMPTY = Words("不能为空", "must not be empty")
_MISSING = Words("没有时间：此步骤略去", "no time is given: the step is left out")
_NO_BEGINNING = Words(
    "事件没有可用的接报时间，不知何时开始",
    "the incident has no time of receipt that can be, so nobody knows when it begins",
)
_NO_DISPATCH = Words(
    "没有可用的派遣时间，此单位的响应略去",
    "without a time of dispatch that can be, the unit's response is left out",
)
_OTHERWISE = Words(
    "与同一事件的其他行不同：以多数为准", "other rows of the incident say otherwise: they win"
)
_AFTER_DISPATCH = Words(
    "晚于首次派遣：受理算在首次派遣之时",
    "it lies after the first dispatch: accepted counts as of the dispatch",
)
