"""Incidents (事件) and the tasks given within them.

An incident value is immutable; an act makes the next one. The header's `state`
is the case's, each task has its own small state: a member with two incidents
has two tasks, and one never speaks for the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID  # noqa: TC003 - the store reads these hints at run time

from models.domain.category import Urgency

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.domain.ids import CellId, IncidentId, TaskId
    from models.domain.ladder import Rung
    from models.domain.place import LonLat
    from models.domain.welfare import Welfare


class State(StrEnum):
    """The header states of `domain.md` §3.2, by their code."""

    REPORTED = "ST10"
    TO_VERIFY = "ST11"
    REFUSED = "ST12"
    SELF_HANDLED = "ST15"
    ACCEPTED = "ST20"
    NOT_REGISTERED = "ST21"
    REGISTERED = "ST30"
    DISPATCHED = "ST40"
    HANDLING = "ST41"
    JOINT_HANDLING = "ST42"
    RETURN_ASKED = "ST43"
    EXTENSION_ASKED = "ST44"
    SUSPENSION_ASKED = "ST45"
    SUSPENDED = "ST46"
    HANDLED = "ST50"
    CHECKING = "ST51"
    CHECKED = "ST60"
    CLOSED = "ST70"
    FOLLOW_UP = "ST71"
    ARCHIVED = "ST80"
    VOID = "ST90"
    MERGED = "ST95"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has something to do about it."""
        return self not in _ENDED

    @property
    def is_with_unit(self) -> bool:
        """ST40 to ST46: exactly one open lead task (invariant a of §3.3)."""
        return "ST40" <= self.value <= "ST46"


_ENDED = frozenset(
    {
        State.REFUSED,
        State.NOT_REGISTERED,
        State.CLOSED,
        State.FOLLOW_UP,
        State.ARCHIVED,
        State.VOID,
        State.MERGED,
    }
)


class Source(StrEnum):
    """Where reports come from (the 13 kinds of `domain.md` §3.7)."""

    PATROL = "patrol"
    UNIT_LEADER = "unit_leader"
    CITIZEN = "citizen"
    HOTLINE = "hotline"
    CITY_MANAGEMENT = "city_management"
    POLICE = "police"
    DEPARTMENT = "department"
    INSTRUCTION = "instruction"
    MEDIA = "media"
    VIDEO_AI = "video_ai"
    SENSOR = "sensor"
    ENTERPRISE = "enterprise"
    PSYCHOLOGICAL = "psychological"


class Ground(StrEnum):
    """Why something is asked: the codes of a return, a suspension and an escalation.

    `GROUNDS` says which ones an act knows.
    """

    NOT_OUR_DUTY = "not_our_duty"
    WRONG_PLACE = "wrong_place"
    NOT_ENOUGH_INFO = "not_enough_info"
    DUPLICATE = "duplicate"
    OUTSIDE_DISTRICT = "outside_district"
    SEASON = "season"
    ENGINEERING = "engineering"
    FUNDING = "funding"
    LITIGATION = "litigation"
    BEYOND_AUTHORITY = "beyond_authority"
    BEYOND_ABILITY = "beyond_ability"
    CROSS_BOUNDARY = "cross_boundary"
    MAJOR = "major"


GROUNDS: Mapping[str, tuple[Ground, ...]] = {
    "return": (
        Ground.NOT_OUR_DUTY,
        Ground.WRONG_PLACE,
        Ground.NOT_ENOUGH_INFO,
        Ground.DUPLICATE,
        Ground.OUTSIDE_DISTRICT,
    ),
    "suspend": (Ground.ENGINEERING, Ground.SEASON, Ground.FUNDING, Ground.LITIGATION),
    "escalate": (
        Ground.BEYOND_ABILITY,
        Ground.BEYOND_AUTHORITY,
        Ground.CROSS_BOUNDARY,
        Ground.MAJOR,
    ),
}
"""The grounds of each act that has any, the usual one first."""


class Finding(StrEnum):
    """What whoever was sent to verify a report found on the spot."""

    TRUE = "true"
    FALSE = "false"
    NOT_FOUND = "not_found"


class TaskRole(StrEnum):
    """What the assignee is there for."""

    LEAD = "lead"
    ASSIST = "assist"
    CHECK = "check"
    VERIFY = "verify"
    INFORM = "inform"


HANDLING_ROLES = frozenset({TaskRole.LEAD, TaskRole.ASSIST})
"""Whoever has one of these did the work, and cannot check it."""


class TaskState(StrEnum):
    """A task's own life; what follows `ON_SITE` is an end.

    Whoever is only told (抄告) has nothing in hand: their task is `INFORMED`, then `READ`.
    """

    TO_SIGN = "to_sign"
    SIGNED = "signed"
    ON_SITE = "on_site"
    DONE = "done"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    RELEASED = "released"
    ESCALATED = "escalated"
    INFORMED = "informed"
    READ = "read"

    @property
    def is_open(self) -> bool:
        """Whether the assignee still has it in hand."""
        return self in {TaskState.TO_SIGN, TaskState.SIGNED, TaskState.ON_SITE}


class AssigneeKind(StrEnum):
    """Who can be given a task."""

    MEMBER = "member"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class Task:
    """Work given to one assignee within an incident. Instants are aware UTC.

    The unit's clock runs from `runs_from` for `share` percent of the class's limit; at a
    share of 0 it is the citizen clock itself. `extra_days` working days were granted on
    top; `due_at` is the sum. `ratings` are what the town gave a whistled department for
    answering, taking part and solving, 0 to 100 each; empty before. `handler_name` and
    `handler_phone` are those of the person who did the work (承办人).

    The word of it was sent `attempts` times, last over the channel `sent_via` at `sent_at`;
    the last try that did not come through did so at `failed_at`, for `failure`, a code.
    `seen_by` and `signed_by` name who entered it for the assignee; empty: their own device.

    Whoever is alone on a risky task last said at `well_at` that they are well; how far the
    asking has come since is `welfare`, at `welfare_at`.
    """

    id: TaskId
    assignee_kind: AssigneeKind
    assignee: UUID
    role: TaskRole
    state: TaskState
    given_at: datetime
    signed_at: datetime | None = None
    arrived_at: datetime | None = None
    ended_at: datetime | None = None
    arrive_by: datetime | None = None
    reworks: int = 0
    instruction: str = ""
    runs_from: datetime | None = None
    share: int = 0
    extra_days: int = 0
    due_at: datetime | None = None
    is_whistled: bool = False
    ratings: tuple[int, ...] = ()
    handler_name: str = ""
    handler_phone: str = ""
    attempts: int = 0
    sent_via: str = ""
    sent_at: datetime | None = None
    delivered_at: datetime | None = None
    seen_at: datetime | None = None
    seen_by: str = ""
    signed_by: str = ""
    failed_at: datetime | None = None
    failure: str = ""
    well_at: datetime | None = None
    welfare: Welfare | None = None
    welfare_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Incident:
    """The header of a case, with its tasks.

    Invariants: (a) exactly one open lead task in ST40-ST46; (d) no open task in an
    ended state; `version` grows by one with each fact; `due_at` is the citizen clock,
    set at registration and never reset by return or redispatch; `step_due_at` is the
    limit of the present step, entered at `step_since`. Instants are aware UTC, `place` is
    WGS 84.

    `handle_limit` is the class's limit as registration fixed it; `pauses` are the
    beginnings and ends of suspensions in turn, the last one open while suspended. What is
    asked for and not yet decided stands in `asked_days`, `asked_until`, `reclass_to` and
    `void_asked_by`. `rungs` of the timeout ladder are those of the present lead.

    The last `quiet` facts changed nothing that anybody decides upon: whoever saw the version
    before them may act.

    `level` has had it since `level_since` and may keep it for `stay_limit`, a part of the
    class's limit and never more; `stay_due_at` follows from the two. A `legacy` case is
    outside the ordinary limits; `area` is the type of its place, as registration found it.
    """

    id: IncidentId
    version: int
    number: str
    state: State
    occurred_at: datetime
    reported_at: datetime
    category: str | None = None
    urgency: Urgency = Urgency.GENERAL
    source: Source = Source.PATROL
    place: LonLat | None = None
    cell: CellId | None = None
    cell_path: tuple[CellId, ...] = ()
    reported_by: str = ""
    reported_by_member: UUID | None = None
    criterion: str = ""
    accepted_at: datetime | None = None
    registered_at: datetime | None = None
    dispatched_at: datetime | None = None
    signed_at: datetime | None = None
    finished_at: datetime | None = None
    checked_at: datetime | None = None
    closed_at: datetime | None = None
    due_at: datetime | None = None
    step_due_at: datetime | None = None
    supervise: int = 0
    returns: int = 0
    reworks: int = 0
    reopened: int = 0
    restricted: bool = False
    void_asked_by: str | None = None
    merged_into: UUID | None = None
    photos: tuple[str, ...] = ()
    step_since: datetime | None = None
    handle_limit: str = ""
    pauses: tuple[datetime, ...] = ()
    resume_by: datetime | None = None
    extended: int = 0
    extended_days: int = 0
    asked_days: int | None = None
    asked_until: datetime | None = None
    ground: Ground | None = None
    denials: int = 0
    wrong_dispatches: int = 0
    buck_passing: int = 0
    is_binding: bool = False
    sent_back: int = 0
    level: int | None = None
    handed_to: CellId | None = None
    escalated: int = 0
    reply_by: datetime | None = None
    reclass_to: str | None = None
    reclass_asked_by: str | None = None
    whistled_at: datetime | None = None
    is_self_handled: bool = False
    verified: Finding | None = None
    second_handling: bool = False
    satisfaction: int | None = None
    unreachable: int = 0
    rungs: tuple[Rung, ...] = ()
    legacy: bool = False
    important: bool = False
    appeals: int = 0
    area: str = ""
    level_since: datetime | None = None
    stay_limit: str = ""
    stay_due_at: datetime | None = None
    quiet: int = 0
    text: str = ""
    address: str = ""
    reporter_name: str = ""
    reporter_phone: str = ""
    tasks: tuple[Task, ...] = ()

    @property
    def decided(self) -> int:
        """The version that decisions stand upon: what came after it was quiet."""
        return self.version - self.quiet

    @property
    def lead(self) -> Task | None:
        """The open lead task, if the case is with a unit."""
        return next((t for t in self.open_tasks if t.role is TaskRole.LEAD), None)

    @property
    def working_state(self) -> State:
        """The handling state it goes back to: joint while an assist is at work.

        Whoever was whistled for handles jointly from the beginning, and signs there.
        """
        is_joint = any(t.role is TaskRole.ASSIST or t.is_whistled for t in self.open_tasks)
        return State.JOINT_HANDLING if is_joint else State.HANDLING

    @property
    def open_tasks(self) -> tuple[Task, ...]:
        """The tasks somebody still has in hand."""
        return tuple(task for task in self.tasks if task.state.is_open)

    def open_task_of(self, assignee: UUID) -> Task | None:
        """The open task of one assignee within this incident."""
        return next((t for t in self.open_tasks if t.assignee == assignee), None)


INCIDENT_WORDS = ("text", "address", "reporter_name", "reporter_phone")
"""Personal fields: kept beside the journal, so that they can be erased."""
TASK_WORDS = ("instruction", "handler_name", "handler_phone")
