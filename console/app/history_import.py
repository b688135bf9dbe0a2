"""Foreign logs into the home as facts at their own times, by the desk's own rules.

The acts of a log run through the ordinary handlers on a home in memory, in order of time;
what they record is written all at once. Ids come from the log's own keys, so that a log
that comes twice is recognised. Fixes are in `fleet_import`.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID, uuid5

from console.app.fleet_import import import_fixes
from console.app.importing import Imported, Store, memory_home, table_rows
from console.app.mapping_text import mapping_text
from console.app.scripted_clock import history_from
from models.desk.desk import OpenDesk
from models.domain.category import Urgency
from models.domain.command import (
    Accept,
    Attend,
    Command,
    Dispatch,
    Enrol,
    Judge,
    Register,
    Report,
)
from models.domain.error import BadInput, Words, WorldlyError
from models.domain.ids import CommandId, IncidentId, MemberId
from models.domain.lifecycle import Role
from models.domain.refusal import Refused
from models.intake.incident_log import IncidentLog, LoggedIncident, read_log
from models.intake.incident_story import Timed, story_of
from models.intake.mapping_file import read_incident_mapping
from models.intake.row_problem import RowProblem
from models.store.bulk import write_history
from models.store.engine import troubles
from models.store.reference_write import Batch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from console.app.home import Home
    from models.desk.memory import MemoryWorks
    from models.domain.command import Intent
    from models.intake.incident_log import LoggedUnit
    from models.intake.mapping import IncidentMapping

__all__ = ["import_fixes", "import_incidents"]

_NAMESPACE: Final = UUID("6f0a5a1e-6f4e-5c0e-9d0b-3c1b6a7d2e10")
_UNIT_ACTS: Final = frozenset({"sign", "arrive", "finish"})
_SAID: Final = 20
"""How many problems of one kind are told row by row among the warnings."""


def import_incidents(
    home: Home,
    file: Path,
    mapping: Path,
    *,
    actor: str,
    store: Store,
    progress: Callable[[int, int, str], None],
) -> Imported:
    """A log of responses: its incidents, its units as members, every act as a fact.

    Raises
    ------
    BadInput
        The file or its mapping cannot be used, the home's clock is not scripted, or its
        journal does not end before the log begins.
    """
    meaning = read_incident_mapping(mapping_text(mapping))
    rows = table_rows(file)
    log = read_log(rows, meaning)
    with contextlib.closing(home.connection()) as connection, troubles():
        memory = memory_home(connection)
    memory.check_by_itself = False
    _require_categories(meaning, memory)
    run = _Run(memory, meaning, actor)
    known, fresh = _by_whether_known(log, run)
    problems = [*log.rejected, *_outside(fresh, memory, meaning)]
    beyond = {problem.row for problem in problems}
    run.tell([one for one in fresh if beyond.isdisjoint(one.rows)], log, progress)
    problems += run.problems
    more: dict[str, Any] = {"facts": 0, "first_at": None, "last_at": None}
    stored = Batch(0, 0, len(known))
    if store.may(problems):
        stored = Batch(len(run.told), 0, len(known))
        if memory.entries:
            more = _written(home, run, progress)
    return Imported(
        read=len(rows),
        batch=stored,
        rejected=tuple(sorted(problems, key=lambda one: one.row)),
        warnings=tuple(_warnings(log, run, memory)),
        more={
            **more,
            "members": run.enrolled,
            "responses": run.responses,
        },
        noted={"left_out": log.left_out, "overlaps": log.overlaps},
        is_refused=store is Store.ALL and bool(problems),
    )


def _written(
    home: Home, run: _Run, progress: Callable[[int, int, str], None]
) -> dict[str, Any]:
    entries = run.memory.entries
    zone = run.mapping.time.zone
    with history_from(home, entries[0].recorded_at):
        done = write_history(
            home.engine, entries, lambda moved: progress(moved, len(entries), "store")
        )
    return {
        "facts": done.facts,
        "first_at": done.first_at.astimezone(zone).isoformat(),
        "last_at": done.last_at.astimezone(zone).isoformat(),
    }


@dataclass(slots=True)
class _Run:
    """Tells a log to a home in memory, act by act."""

    memory: MemoryWorks
    mapping: IncidentMapping
    actor: str
    enrolled: int = 0
    responses: int = 0
    told: set[str] = field(default_factory=set)
    problems: list[RowProblem] = field(default_factory=list)
    hand_overs: set[str] = field(default_factory=set)
    implied: set[str] = field(default_factory=set)
    _failed: set[str] = field(default_factory=set)

    def incident_id(self, incident: LoggedIncident) -> IncidentId:
        """The same for the same key of the same log."""
        return IncidentId(self._id("incident", incident.key))

    def tell(
        self,
        incidents: Sequence[LoggedIncident],
        log: IncidentLog,
        progress: Callable[[int, int, str], None],
    ) -> None:
        """Enrol the units as the log begins, then let everything happen at its time."""
        if not incidents:
            return
        self.memory.now = incidents[0].received
        units = {one.unit for incident in incidents for one in incident.responses}
        for number in sorted(units):
            self._enrol(log.units[number])
        acts = story_of(incidents, self.mapping.close_when)
        for n, act in enumerate(acts):
            if n % 1_000 == 0:
                progress(n, len(acts), "tell")
            if act.incident.key not in self._failed:
                self._carry_out(act)
        progress(len(acts), len(acts), "tell")

    def _enrol(self, unit: LoggedUnit) -> None:
        if unit.number in self.memory.numbers:
            return
        intent = Enrol(
            member=MemberId(self._id("member", unit.number)),
            number=unit.number,
            name=unit.name,
            kind=unit.kind,
            skills=unit.skills,
            capacity=self.mapping.unit.capacity,
        )
        try:
            self._send(intent, f"enrol/{unit.number}", self.actor, Role.ADMINISTRATOR)
        except (Refused, WorldlyError) as no:
            self.problems.append(RowProblem(unit.row, self.mapping.unit.key, _words(no)))
        else:
            self.enrolled += 1

    def _carry_out(self, act: Timed) -> None:
        self.memory.now = act.at
        key = act.incident.key
        name = f"{key}/{act.verb}/{act.at.timestamp():.6f}/{'+'.join(act.units)}"
        is_units = act.verb in _UNIT_ACTS
        actor = act.units[0] if is_units else self.actor
        role = Role.MEMBER if is_units else Role.SHIFT_LEAD
        try:
            self._send_all_the_same(self._intent(act), name, actor, role)
        except (Refused, WorldlyError) as no:
            self._failed.add(key)
            self.problems.append(RowProblem(act.incident.rows[0], act.verb, _words(no)))
            return
        self._count(act)

    def _count(self, act: Timed) -> None:
        key = act.incident.key
        if act.verb == "report":
            self.told.add(key)
        elif act.verb in {"dispatch", "assist"}:
            self.responses += len(act.units)
        elif act.verb in {"redispatch", "withdraw"}:
            self.hand_overs.add(key)
        if act.is_implied:
            self.implied.add(key)

    def _intent(self, act: Timed) -> Intent:
        incident, incident_id = act.incident, self.incident_id(act.incident)
        members = tuple(self.memory.numbers[unit] for unit in act.units)
        if act.verb == "report":
            return Report(
                incident=incident_id,
                text=incident.text,
                place=incident.place,
                category=incident.category,
                source=self.mapping.source,
                urgency=Urgency(incident.urgency),
                address=incident.address,
            )
        if act.verb == "accept":
            return Accept(incident=incident_id, urgency=Urgency(incident.urgency))
        if act.verb == "register":
            return Register(incident=incident_id, criterion=incident.criterion)
        if act.verb in {"dispatch", "redispatch", "assist"}:
            return Dispatch(
                verb=act.verb,
                incident=incident_id,
                members=members,
                reason=self._hand_over() if act.verb == "redispatch" else "",
            )
        if act.verb in _UNIT_ACTS:
            # A log's word for it may be one word: it is told as the log's.
            logged = f"原始记录 as logged: {incident.result or act.verb}"
            result = logged if act.verb == "finish" else ""
            return Attend(verb=act.verb, incident=incident_id, member=members[0], result=result)
        return Judge(
            verb=act.verb,
            incident=incident_id,
            reason=self._hand_over() if act.verb == "withdraw" else "",
            result=incident.result,
        )

    def _hand_over(self) -> str:
        return f"{self.mapping.name}: 主办已离开，后续另有增派 lead through, more units follow"

    def _send_all_the_same(self, intent: Intent, name: str, actor: str, role: Role) -> None:
        """A warning does not stop what has happened: the log is a witness, not a request."""
        try:
            self._send(intent, name, actor, role)
        except Refused as no:
            if not isinstance(intent, Dispatch) or "override" not in no.refusal.about:
                raise
            reason = f"{self.mapping.name}: 原始记录 as logged"
            self._send(replace(intent, reason=reason), name, actor, role)

    def _send(self, intent: Intent, name: str, actor: str, role: Role) -> None:
        command = Command(
            id=CommandId(self._id("act", name)),
            intent=intent,
            actor=actor,
            roles=frozenset({role}),
            station=self.mapping.name,
        )
        OpenDesk(self.memory).send(command)

    def _id(self, kind: str, key: str) -> UUID:
        return uuid5(_NAMESPACE, f"{self.mapping.name}/{kind}/{key}")


def _by_whether_known(
    log: IncidentLog, run: _Run
) -> tuple[list[LoggedIncident], list[LoggedIncident]]:
    known: list[LoggedIncident] = []
    fresh: list[LoggedIncident] = []
    for incident in log.incidents:
        is_known = run.incident_id(incident) in run.memory.incidents
        (known if is_known else fresh).append(incident)
    return known, fresh


def _outside(
    incidents: Iterable[LoggedIncident], memory: MemoryWorks, mapping: IncidentMapping
) -> Iterable[RowProblem]:
    if not memory.cells:
        return
    column = ", ".join(mapping.place.columns)
    for incident in incidents:
        if memory.locate(incident.place) is None:
            lon, lat = incident.place.lon_deg, incident.place.lat_deg
            reason = Words(
                f"位置 ({lon:.6f}, {lat:.6f}) 不在任何网格内",
                f"the point ({lon:.6f}, {lat:.6f}) lies in no cell",
            )
            yield from (RowProblem(row, column, reason) for row in incident.rows)


def _require_categories(mapping: IncidentMapping, memory: MemoryWorks) -> None:
    unknown = sorted(mapping.category.words - set(memory.categories))
    if unknown:
        shown = ", ".join(unknown)
        raise BadInput(
            "unknown_category",
            Words(
                f"映射文件 incident.category 中的类别不存在：{shown}；"
                "用 wangge list categories 查看",
                f"mapping file, incident.category: there is no category {shown}; see"
                " `wangge list categories`",
            ),
        )


def _warnings(log: IncidentLog, run: _Run, memory: MemoryWorks) -> Iterable[Words]:
    if not memory.cells:
        yield Words(
            "本库没有网格：任何位置都接受，事件不归属网格",
            "this home has no cells: any point is taken, and incidents belong to no cell",
        )
    if log.left_out:
        yield _told(
            log.left_out,
            "项时间缺失、无法解读或前后矛盾，已略去",
            "entries are missing, unreadable or contradict others, and are left out",
        )
    if log.overlaps:
        yield _told(
            log.overlaps,
            "次派遣时单位仍在处理另一事件（照原记录派遣）",
            "responses begin while the unit is with another incident (dispatched as logged)",
        )
    endless = [r for one in log.incidents for r in one.responses if r.finished is None]
    if endless:
        rows = _listed(sorted(response.row for response in endless))
        yield Words(
            f"{len(endless)} 次响应没有结束时间：任务随结案解除，"
            f"无人办结的事件保持未结（行 {rows}）",
            f"{len(endless)} responses have no end: the task is released when the incident is"
            f" closed, and an incident that nobody finished stays open (rows {rows})",
        )
    if run.hand_overs:
        count = len(run.hand_overs)
        yield Words(
            f"{count} 件事件在主办离开后又有增派：由其余单位接手，或退回后重新派遣",
            f"{count} incidents got further units after their lead was through: others took"
            " over (redispatch), or it was withdrawn and dispatched anew",
        )
    if run.implied:
        count = len(run.implied)
        yield Words(
            f"{count} 件事件有记录未写明的步骤（受理，或主办签收），记在其后一步之时",
            f"{count} incidents have a step that the log does not tell (accepting, or the"
            " lead's signature): it counts as of the step that follows it",
        )


def _told(problems: Sequence[RowProblem], zh: str, en: str) -> Words:
    rows = _listed(sorted({problem.row for problem in problems}))
    return Words(f"{len(problems)} {zh}（行 {rows}）", f"{len(problems)} {en} (rows {rows})")


def _listed(rows: Sequence[int]) -> str:
    more = len(rows) - _SAID
    return ", ".join(map(str, rows[:_SAID])) + (f", … +{more}" if more > 0 else "")


def _words(no: Refused | WorldlyError) -> Words:
    return no.refusal.words if isinstance(no, Refused) else no.words
