"""Commands: what somebody wants done, in the imperative.

A `Command` wraps one *intent* with who, where from and what they saw. Its id is
made where the will arises, so that sending it twice does it once. `verb` is the word
of `wangge do` and the action of the lifecycle table.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from models.domain.convey_command import Call, Convey
from models.domain.leave import AskLeave, JudgeLeave
from models.domain.map_command import ClearWall, Draw, Erase, Redraw, ShowOnWall
from models.domain.shift import EndNote, HandOverShift, SeeNote, TakeOverShift, TellRoom
from models.domain.timetable import SetRota
from models.domain.welfare_command import SayWell, Watch

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from models.domain.advice import Advice
    from models.domain.category import Urgency
    from models.domain.ids import CommandId, DepartmentId, IncidentId, MemberId
    from models.domain.incident import Finding, Ground, Source
    from models.domain.ladder import Rung
    from models.domain.lifecycle import Role
    from models.domain.member import Duty
    from models.domain.photo import PhotoRole
    from models.domain.place import LonLat


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Something is happening. `place` or the code of a `cell` says where.

    `verb` is report, or report-self where the member put it right on the spot: `result`
    then says what was done.
    """

    verb: str = "report"
    incident: IncidentId
    text: str
    place: LonLat | None = None
    cell: str | None = None
    category: str | None = None
    source: Source | None = None
    urgency: Urgency | None = None
    occurred_at: datetime | None = None
    address: str = ""
    reporter_name: str = ""
    reporter_phone: str = ""
    reporter_member: MemberId | None = None
    photo: tuple[str, ...] = ()
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept:
    """The centre is competent; class, urgency and address may be corrected."""

    verb: ClassVar[str] = "accept"
    incident: IncidentId
    category: str | None = None
    urgency: Urgency | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Open the case: from here the citizen clock runs."""

    verb: ClassVar[str] = "register"
    incident: IncidentId
    criterion: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """An act of the desk that needs a reason and names nobody.

    `verb` is one of refuse, not-register, send-back-accept, send-verify, audit-pass,
    audit-fail, unmerge, withdraw, grant-return, deny-return, deny-extend, deny-suspend,
    drop-ask, resume, reopen, void, confirm-void, drop-void, comment, instruct, remind, urgent,
    archive, close, close-refuse, recheck, check-pass, check-fail, send-check, appeal: the
    handlers know what each needs. `place` is where the checker stood.
    """

    verb: str
    incident: IncidentId
    reason: str = ""
    result: str = ""
    text: str = ""
    photo: tuple[str, ...] = ()
    member: MemberId | None = None
    place: LonLat | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attach:
    """Photos that came outside of a step; `role` says what they show. Names, not bytes."""

    verb: ClassVar[str] = "attach"
    incident: IncidentId
    photo: tuple[str, ...]
    role: PhotoRole
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Flags of a case: a `legacy` problem, an `important` one; None stays as it is."""

    verb: ClassVar[str] = "mark"
    incident: IncidentId
    legacy: bool | None = None
    important: bool | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """The incident is a duplicate of `into`."""

    verb: ClassVar[str] = "merge"
    incident: IncidentId
    into: IncidentId
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """Give the incident to members (the first leads) or to one department.

    `reason` overrides a warning. `verb` is dispatch, redispatch, assist, escalate,
    hand-down, inform or whistle. A whistle calls `departments` to the spot, where they meet
    over `channel`; escalate and hand-down move the case to another `level` or `cell`, for a
    `ground`. `advice` is what was suggested to whoever chose; two dispatches are the same
    whatever it was.
    """

    verb: str = "dispatch"
    incident: IncidentId
    members: tuple[MemberId, ...] = ()
    department: DepartmentId | None = None
    departments: tuple[DepartmentId, ...] = ()
    channel: str = ""
    level: int | None = None
    cell: str | None = None
    ground: Ground | None = None
    instruction: str = ""
    arrive_by: datetime | None = None
    reason: str = ""
    advice: Advice | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attend:
    """An act of the assignee: `verb` is sign, arrive, check-in, finish, return or read.

    Without `member` or `department` the lead's task is meant. `place` is where they stood, or
    the photo was taken, at `taken_at`; a result names whoever did the work; a return has its
    `ground` and a `suggestion` of the right unit.
    """

    verb: str
    incident: IncidentId
    member: MemberId | None = None
    department: DepartmentId | None = None
    result: str = ""
    reason: str = ""
    ground: Ground | None = None
    suggestion: str = ""
    place: LonLat | None = None
    photo: tuple[str, ...] = ()
    taken_at: datetime | None = None
    handler_name: str = ""
    handler_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verify:
    """What the verifier found on the spot, standing at `place`."""

    verb: ClassVar[str] = "verify-result"
    incident: IncidentId
    finding: Finding
    member: MemberId | None = None
    text: str = ""
    place: LonLat | None = None
    photo: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend:
    """More working days are asked for with a `plan`, or granted; `verb` extend, grant-extend.

    A grant without `days` grants what was asked.
    """

    verb: str = "extend"
    incident: IncidentId
    days: int | None = None
    reason: str = ""
    plan: str = ""
    photo: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspend:
    """The clocks are to stand still until `resume_by`; `verb` suspend, grant-suspend.

    `measure` keeps people safe meanwhile. A grant without `resume_by` grants what was asked.
    """

    verb: str = "suspend"
    incident: IncidentId
    resume_by: datetime | None = None
    reason: str = ""
    ground: Ground | None = None
    measure: str = ""
    photo: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervise:
    """Formal pressure: `level` 1 to 3, only upwards (None: one more); 0 takes it back."""

    verb: ClassVar[str] = "supervise"
    incident: IncidentId
    level: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reclassify:
    """The class was wrong. From ST41 on the second operator says the same again."""

    verb: ClassVar[str] = "reclassify"
    incident: IncidentId
    category: str
    urgency: Urgency | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How a whistled department did: three marks from 0 to 100."""

    verb: ClassVar[str] = "rate"
    incident: IncidentId
    department: DepartmentId
    responded: int
    took_part: int
    solved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """The reporter was called: a `rating` from 1 to 5, or nobody answered, or just begun.

    A low rating that is `is_valid` brings the case back once.
    """

    verb: ClassVar[str] = "follow-up"
    incident: IncidentId
    rating: int | None = None
    is_unreachable: bool = False
    is_valid: bool = True
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Climb:
    """A rung of the timeout ladder fell due; the clock's own act, not a person's."""

    verb: ClassVar[str] = "timeout"
    incident: IncidentId
    rung: Rung


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserve:
    """Hold a member for an incident, no task yet; `verb` is reserve or release."""

    verb: str
    incident: IncidentId | None = None
    member: MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrol:
    """Take a member into the roster, or correct what the roster says of one."""

    verb: ClassVar[str] = "enrol"
    member: MemberId
    number: str
    name: str
    kind: str = "full_time"
    home_cell: str | None = None
    skills: tuple[str, ...] = ()
    capacity: int = 3
    phone: str = ""
    duty: Duty | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDuty:
    """A member goes on or off duty."""

    verb: ClassVar[str] = "set-duty"
    member: MemberId
    duty: Duty


Intent = (
    Report
    | Accept
    | Register
    | Judge
    | Mark
    | Merge
    | Dispatch
    | Attend
    | Convey
    | Call
    | Watch
    | SayWell
    | Verify
    | Extend
    | Suspend
    | Supervise
    | Reclassify
    | Attach
    | Rate
    | FollowUp
    | Climb
    | Reserve
    | Enrol
    | SetDuty
    | Draw
    | Redraw
    | Erase
    | ShowOnWall
    | ClearWall
    | HandOverShift
    | TakeOverShift
    | TellRoom
    | SeeNote
    | EndNote
    | AskLeave
    | JudgeLeave
    | SetRota
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """An intent with its author.

    `seen_version` is the incident's version on the author's screen, None where nobody
    looked; `roles` are those the author acts in.
    """

    id: CommandId
    intent: Intent
    actor: str
    roles: frozenset[Role]
    station: str
    seen_version: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """The answer to a command that was carried out.

    `seq` is that of its last fact; the rest describes its main subject afterwards.
    """

    seq: int
    subject_id: UUID
    number: str
    version: int
    state: str
    tasks: tuple[tuple[str, str, str, str], ...] = ()
