"""Commands about how the word of a task fares: what channels say, what came of a call."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from models.domain.conveying import Reply

if TYPE_CHECKING:
    from datetime import datetime

    from models.domain.ids import DepartmentId, IncidentId, MemberId, TaskId


@dataclass(frozen=True, slots=True, kw_only=True)
class Convey:
    """How the word of a task fares; `verb` is send, deliver, see or not-delivered.

    Named is the `task`, or its assignee, or else the lead's is meant. `attempt` counts from
    1: what is told of an older one comes too late, and of two that would send one only the
    first may. `at` is when it was, as the channel says; `failure` a code, never a number
    or a name.
    """

    verb: str
    incident: IncidentId
    task: TaskId | None = None
    member: MemberId | None = None
    department: DepartmentId | None = None
    channel: str = ""
    attempt: int = 0
    at: datetime | None = None
    failure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Somebody dialled an assignee, or takes back what they entered of it; call, uncall.

    Without `member` or `department` whoever waits for an answer is meant, the lead first.
    """

    verb: str = "call"
    incident: IncidentId
    member: MemberId | None = None
    department: DepartmentId | None = None
    reply: Reply = Reply.YES
    text: str = ""
