"""Facts: what happened, in the past tense, carrying the new values.

A fact states absolute values, never differences ("state is ST40", not "one step
on"), so that folding it twice is folding it once. `between` makes a change by
comparing two values, `applied` makes the second value from the first: the table row
and the journal can only tell the same story, because both come from one value.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from models.domain.drawing import Drawing
from models.domain.evolve import changed_fields, replace
from models.domain.ids import IncidentId
from models.domain.incident import Incident, State, Task
from models.domain.member import Member
from models.domain.scope import moves_scope
from models.domain.shift import Handover, RoomNote
from models.domain.wall_view import WallView

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from models.domain.advice import Advice
    from models.domain.ids import CellId, CommandId

FORMAT = 2
"""Format of the bodies written by this release; older ones go through upgraders.

2: the whole life of an incident. Its fields have defaults, so a body of 1 reads as it is."""


class SubjectKind(StrEnum):
    """What a fact is about."""

    INCIDENT = "incident"
    MEMBER = "member"
    REFERENCE = "reference"
    DRAWING = "drawing"
    WALL = "wall"
    HANDOVER = "handover"
    ROOM_NOTE = "room_note"


Subject = Incident | Member | Drawing | WallView | Handover | RoomNote
CLASS_OF: Mapping[SubjectKind, type[Subject]] = MappingProxyType(
    {
        SubjectKind.INCIDENT: Incident,
        SubjectKind.MEMBER: Member,
        SubjectKind.DRAWING: Drawing,
        SubjectKind.WALL: WallView,
        SubjectKind.HANDOVER: Handover,
        SubjectKind.ROOM_NOTE: RoomNote,
    }
)
"""The subjects whose every change is a fact, by their kinds."""
KIND_OF = MappingProxyType({cls: kind for kind, cls in CLASS_OF.items()})
_Plain = TypeVar("_Plain", Member, Drawing, WallView, Handover, RoomNote)
_KEYS = frozenset({"id", "version", "tasks"})


@dataclass(frozen=True, slots=True)
class Change:
    """The fields that one act set, by name, and the tasks it made or moved, whole.

    `note` is the reason, instruction, result or comment given with the act; personal.
    `advice` is what was suggested to whoever dispatched; no state follows from it.
    For a reference batch, `fields` holds its id, counts and digest.
    """

    fields: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    tasks: tuple[Task, ...] = ()
    note: str = ""
    advice: Advice | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened to one subject, before the journal stamps it."""

    verb: str
    subject_kind: SubjectKind
    subject_id: UUID
    subject_version: int
    occurred_at: datetime
    cell_path: tuple[CellId, ...]
    change: Change


@dataclass(frozen=True, slots=True)
class Entry:
    """A fact as the journal keeps it.

    Invariants: `seq` grows by commit; `recorded_at` (the home's clock) never goes
    back; `(command_id, ordinal)` is unique. `erased` says that the personal words of
    this fact were erased on request. `unread` says why its change could not be read, where
    no release wrote it: the change is empty then, and says nothing.
    """

    seq: int
    recorded_at: datetime
    command_id: CommandId
    ordinal: int
    actor: str
    role: str
    station: str
    fact: Fact
    erased: bool = False
    unread: str = ""


def fact_between(
    verb: str,
    old: Subject | None,
    new: Subject,
    *,
    occurred_at: datetime,
    note: str = "",
    advice: Advice | None = None,
) -> Fact:
    """What happened, told by comparing a subject before and after.

    `old` None means that the subject begins: the fact carries it whole. So does a fact
    about a subject that pictures may not hold: no longer, or not yet (`models.domain.scope`).
    An `advice` stands by incidents alone.
    """
    if old is not None and (_may_be_forgotten(old) or moves_scope(old, new)):
        old = None
    return Fact(
        verb=verb,
        subject_kind=KIND_OF[type(new)],
        subject_id=new.id,
        subject_version=new.version,
        occurred_at=occurred_at,
        cell_path=new.cell_path,
        change=Change(
            MappingProxyType(_changed_fields(old, new)),
            _changed_tasks(old, new),
            note,
            advice if isinstance(new, Incident) else None,
        ),
    )


def applied(old: Incident | None, fact: Fact) -> Incident:
    """The incident after the fact; inverse of `fact_between`."""
    change = fact.change
    if old is None:
        return Incident(
            id=IncidentId(fact.subject_id),
            version=fact.subject_version,
            tasks=change.tasks,
            **change.fields,
        )
    return replace(
        old,
        version=fact.subject_version,
        tasks=_merged(old.tasks, change.tasks),
        **change.fields,
    )


def applied_to(cls: type[_Plain], old: _Plain | None, fact: Fact) -> _Plain:
    """The same for a subject without parts: a member, a drawing, a note."""
    version = fact.subject_version
    if old is None:
        whole: dict[str, Any] = {"id": fact.subject_id, "version": version}
        return cls(**whole, **fact.change.fields)
    return replace(old, version=version, **fact.change.fields)


def subject_after(old: Subject | None, fact: Fact) -> Subject:
    """The subject of whatever kind after the fact; not for reference batches."""
    cls: Any = CLASS_OF[fact.subject_kind]
    given: Any = old
    if cls is Incident:
        return applied(given, fact)
    after: Subject = applied_to(cls, given, fact)
    return after


def _may_be_forgotten(old: Subject) -> bool:
    """Whether pictures let go of it: archived, erased, past an expiry, one of many by now."""
    if isinstance(old, Handover | RoomNote):
        return True
    if isinstance(old, Drawing):
        # By the time the fact is folded any expiry may be over, whatever it was here.
        return old.erased_at is not None or old.expires_at is not None
    return isinstance(old, Incident) and old.state is State.ARCHIVED


def _changed_fields(old: Subject | None, new: Subject) -> dict[str, Any]:
    if old is None:
        found = {f.name: getattr(new, f.name) for f in fields(new)}
    else:
        found = changed_fields(old, new)
    return {name: value for name, value in found.items() if name not in _KEYS}


def _changed_tasks(old: Subject | None, new: Subject) -> tuple[Task, ...]:
    if not isinstance(new, Incident):
        return ()
    before = {task.id: task for task in old.tasks} if isinstance(old, Incident) else {}
    return tuple(task for task in new.tasks if before.get(task.id) != task)


def _merged(old: tuple[Task, ...], changed: tuple[Task, ...]) -> tuple[Task, ...]:
    if not changed:
        return old
    by_id = {task.id: task for task in old} | {task.id: task for task in changed}
    return tuple(by_id.values())
