"""Grid members (网格员): who they are, whether they are on duty, what they hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.domain.ids import CellId, IncidentId, MemberId
    from models.domain.leave import Leave


class Duty(StrEnum):
    """Whether a member may be called."""

    ON = "on_duty"
    OFF = "off_duty"
    BREAK = "on_break"
    LEFT = "left"


class MemberKind(StrEnum):
    """How a member serves (domain glossary §1.4)."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    SPECIAL = "special"
    LEADER = "leader"
    VOLUNTEER = "volunteer"


@dataclass(frozen=True, slots=True)
class Member:
    """A grid member.

    Invariants: `number` is unique; `ref` is the small number that fixes carry in place
    of the id; `cell_path` leads from the root to `home_cell`, empty where the home has
    no cells; `held_for` is a hold (预留), never a task. `leaves` are those that still
    matter, in order of their beginning; `rota` is what they are rostered for, as
    `models.domain.timetable` reads it.
    """

    id: MemberId
    version: int
    ref: int
    number: str
    name: str
    kind: MemberKind = MemberKind.FULL_TIME
    home_cell: CellId | None = None
    cell_path: tuple[CellId, ...] = ()
    skills: tuple[str, ...] = ()
    duty: Duty = Duty.ON
    capacity: int = 3
    phone: str = ""
    held_for: IncidentId | None = None
    leaves: tuple[Leave, ...] = ()
    rota: str = ""


MEMBER_WORDS = ("name", "phone")
"""Personal fields: kept beside the journal, so that they can be erased."""
