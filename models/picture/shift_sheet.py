"""The hand-over sheet (交接班单): what the next shift has to know, of a picture at an instant.

Pure, and the same in live and in replay: whoever stands at the fact and the instant of a
hand-over reads the sheet that was handed over. What happened in the shift is counted in its
facts, which the caller brings: a picture forgets what was archived.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import astuple, dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from models.domain.category import Urgency
from models.domain.clocks import signer
from models.domain.deadline import Light
from models.domain.drawing import DrawingKind
from models.domain.ids import HandoverId, new_uuid
from models.domain.incident import State, TaskState
from models.domain.leave import leave_at
from models.domain.member import Duty
from models.domain.shift import HandOverShift, ShiftFigures, newest_first
from models.picture.query import Standing, loads_by_town, open_incidents, standing
from models.picture.secrecy import restricted_in, without

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from models.domain.category import Category
    from models.domain.drawing import Drawing
    from models.domain.ids import CellId
    from models.domain.incident import Incident
    from models.domain.leave import Leave
    from models.domain.member import Member
    from models.domain.shift import Handover
    from models.domain.work_calendar import WorkCalendar
    from models.picture.picture import Picture
    from models.picture.query import TownLoad

USUAL_SHIFT: Final = timedelta(hours=12)
"""How far back a sheet looks where no shift was ever handed over."""
PERIMETERS: Final = frozenset(DrawingKind) - {DrawingKind.NOTE, DrawingKind.ROUTE}
"""The drawings that the next shift has to keep up, or take down."""
ASKED: Final = frozenset({State.RETURN_ASKED, State.EXTENSION_ASKED, State.SUSPENSION_ASKED})
HAPPENED: Final = {
    "received": frozenset({"reported", "reported-self"}),
    "dispatched": frozenset({"dispatched", "redispatched"}),
    "closed": frozenset({"closed", "audit-passed"}),
    "returned": frozenset({"return-granted"}),
}
"""The facts behind each figure of what happened."""


@dataclass(frozen=True, slots=True)
class Begun:
    """When a shift began: after the fact `seq` where one was handed over, else at `at`."""

    at: datetime
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """To how many incidents it happened in the shift.

    Not `is_whole`: the journal could not be asked, and what was archived is not counted.
    """

    received: int = 0
    dispatched: int = 0
    closed: int = 0
    returned: int = 0
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Ground:
    """What a sheet knows besides the picture; `towns` in the order they are told in."""

    categories: Mapping[str, Category]
    calendar: WorkCalendar
    towns: tuple[CellId, ...] = ()
    calendars: Mapping[UUID, WorkCalendar] = field(default_factory=dict)
    """Of the departments that have their own."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One incident of a sheet, with the clock that runs out first."""

    incident: Incident
    clock: Standing | None

    @property
    def is_red(self) -> bool:
        """Whether its time is over."""
        return self.clock is not None and self.clock.light is Light.RED


@dataclass(frozen=True, slots=True)
class ShiftSheet:
    """The sheet. Rows are ordered by what presses most; `restricted` of them are told to few.

    `by_state` counts open incidents by urgency, the gravest first, in each state. Nobody is on
    duty and `on_leave`.
    """

    seq: int
    at: datetime
    begun: Begun
    by_state: tuple[tuple[State, tuple[int, ...]], ...]
    emergencies: tuple[SheetRow, ...]
    red: tuple[SheetRow, ...]
    yellow: tuple[SheetRow, ...]
    suspended: tuple[SheetRow, ...]
    to_approve: tuple[SheetRow, ...]
    unanswered: tuple[SheetRow, ...]
    on_duty: int
    on_leave: tuple[tuple[Member, Leave], ...]
    towns: tuple[TownLoad, ...]
    perimeters: tuple[Drawing, ...]
    happened: Happened
    restricted: frozenset[UUID] = frozenset()

    @property
    def figures(self) -> ShiftFigures:
        """The sheet in numbers."""
        told = self.happened
        return ShiftFigures(
            open=sum(sum(counts) for _, counts in self.by_state),
            emergencies=len(self.emergencies),
            red=len(self.red),
            yellow=len(self.yellow),
            suspended=len(self.suspended),
            to_approve=len(self.to_approve),
            unanswered=len(self.unanswered),
            on_duty=self.on_duty,
            perimeters=len(self.perimeters),
            received=told.received,
            dispatched=told.dispatched,
            closed=told.closed,
            returned=told.returned,
        )


@dataclass(frozen=True, slots=True)
class ShiftPapers:
    """A sheet as one seat sees it, and the one for paper and for everybody.

    `open` is without the restricted incidents: neither their rows nor their count.
    """

    own: ShiftSheet
    open: ShiftSheet

    @property
    def numbers(self) -> tuple[int, ...]:
        """The figures as a hand-over keeps them."""
        numbers: tuple[int, ...] = astuple(self.open.figures)
        return numbers


def last_handover(picture: Picture, scope: tuple[CellId, ...]) -> Handover | None:
    """The hand-over of these cells that counts; None where there is none."""
    known = (one for one in picture.handovers.values() if one.cell_path == scope)
    return next(iter(newest_first(known)), None)


def shift_begun(picture: Picture, now: datetime, scope: tuple[CellId, ...]) -> Begun:
    """When the shift of these cells began, as of `now`.

    A hand-over that waits for its signature is the present shift's: it may be made again.
    """
    known = [one for one in picture.handovers.values() if one.cell_path == scope]
    for one in newest_first(known):
        if not one.waits:
            return Begun(one.made_at, one.made_seq)
    return Begun(now - USUAL_SHIFT)


def counted(facts: Iterable[tuple[str, UUID]]) -> Happened:
    """What happened, from the facts of a shift: their verbs and incidents."""
    told = {
        (name, subject)
        for verb, subject in facts
        for name, verbs in HAPPENED.items()
        if verb in verbs
    }
    counts = Counter(name for name, _ in told)
    received, dispatched, closed, returned = (counts[name] for name in HAPPENED)
    return Happened(received, dispatched, closed, returned)


def guessed(picture: Picture, since: datetime) -> Happened:
    """The same from the picture alone, for want of a journal; see `Happened.is_whole`."""
    known = list(picture.incidents.values())
    back = {TaskState.RETURNED}
    return Happened(
        received=sum(one.reported_at > since for one in known),
        dispatched=sum(any(t.given_at > since for t in one.tasks) for one in known),
        closed=sum(one.closed_at is not None and one.closed_at > since for one in known),
        returned=sum(
            any(t.state in back and t.ended_at and t.ended_at > since for t in one.tasks)
            for one in known
        ),
        is_whole=False,
    )


def shift_papers(
    picture: Picture,
    now: datetime,
    ground: Ground,
    begun: Begun,
    count: Callable[[], tuple[Happened, Happened] | None],
) -> ShiftPapers:
    """Both sheets; `count` brings what happened, all of it and without what is restricted.

    None of it: the journal cannot be asked.
    """
    restricted = restricted_in(picture, ground.categories)
    bare = without(picture, restricted)
    told = count() or (guessed(picture, begun.at), guessed(bare, begun.at))
    own = shift_sheet(picture, now, ground, begun, told[0])
    if not restricted and told[0] == told[1]:
        return ShiftPapers(own, own)
    return ShiftPapers(own, shift_sheet(bare, now, ground, begun, told[1]))


def shift_sheet(
    picture: Picture, now: datetime, ground: Ground, begun: Begun, happened: Happened
) -> ShiftSheet:
    """The sheet of a picture at an instant."""
    rows = [_row(one, now, ground) for one in open_incidents(picture)]
    rows.sort(key=_pressing)
    lit = [row for row in rows if row.incident.state is not State.SUSPENDED]
    towns = tuple(loads_by_town(picture, ground.towns, now).values())
    away = _away(picture, now)
    absent = {member.id for member, _ in away}
    return ShiftSheet(
        seq=picture.seq,
        at=now,
        begun=begun,
        by_state=_by_state(rows),
        emergencies=_those(rows, lambda one: one.urgency is Urgency.EMERGENCY),
        red=tuple(row for row in lit if row.is_red),
        yellow=tuple(row for row in lit if row.clock and row.clock.light is Light.YELLOW),
        suspended=tuple(
            sorted(
                _those(rows, lambda one: one.state is State.SUSPENDED),
                key=lambda row: (row.incident.resume_by or now, row.incident.number),
            )
        ),
        to_approve=_those(rows, _is_asked),
        unanswered=_those(rows, lambda one: _is_unanswered(one, now)),
        on_duty=sum(
            member.duty is Duty.ON and member.id not in absent
            for member in picture.members.values()
        ),
        on_leave=away,
        towns=towns,
        perimeters=tuple(
            sorted(
                (
                    d
                    for d in picture.drawings.values()
                    if d.kind in PERIMETERS and d.stands(now)
                ),
                key=lambda one: (one.drawn_at, one.id),
            )
        ),
        happened=happened,
        restricted=restricted_in(picture, ground.categories),
    )


def _away(picture: Picture, now: datetime) -> tuple[tuple[Member, Leave], ...]:
    """Who is on leave, in order of their numbers."""
    members = sorted(picture.members.values(), key=lambda one: one.number)
    found = ((member, leave_at(member.leaves, now)) for member in members)
    return tuple((member, leave) for member, leave in found if leave is not None)


def _row(incident: Incident, now: datetime, ground: Ground) -> SheetRow:
    category = ground.categories.get(incident.category or "")
    task = signer(incident)
    own = ground.calendars.get(task.assignee) if task else None
    return SheetRow(incident, standing(incident, category, now, ground.calendar, own))


def _pressing(row: SheetRow) -> tuple[float, int, datetime, str]:
    """What is over for longest first, then what is due next; of equals the graver."""
    one = row.incident
    left_s = row.clock.left_s if row.clock else float("inf")
    return left_s, -one.urgency.rank, one.reported_at, one.number


def _those(rows: Iterable[SheetRow], fits: Callable[[Incident], bool]) -> tuple[SheetRow, ...]:
    return tuple(row for row in rows if fits(row.incident))


def _is_asked(incident: Incident) -> bool:
    """Whether somebody asked for what somebody else has to decide."""
    waits = incident.void_asked_by is not None or incident.reclass_to is not None
    return waits or incident.state in ASKED


def _is_unanswered(incident: Incident, now: datetime) -> bool:
    """Whether the time to sign a dispatch ran out."""
    by = incident.step_due_at
    return incident.state is State.DISPATCHED and by is not None and by <= now


def _by_state(rows: Iterable[SheetRow]) -> tuple[tuple[State, tuple[int, ...]], ...]:
    counts = Counter((row.incident.state, row.incident.urgency) for row in rows)
    gravest_first = sorted(Urgency, key=lambda urgency: -urgency.rank)
    return tuple(
        (state, told)
        for state in State
        if any(told := tuple(counts[state, urgency] for urgency in gravest_first))
    )


def intent_from(papers: ShiftPapers, instructions: str) -> HandOverShift:
    """Handing over what a sheet tells."""
    sheet = papers.open
    return HandOverShift(
        handover=HandoverId(new_uuid()),
        instructions=instructions,
        since=sheet.begun.at,
        made_at=sheet.at,
        made_seq=sheet.seq,
        figures=papers.numbers,
    )
