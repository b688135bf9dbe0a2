"""Who serves: members enter the roster and go on and off duty."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from models.desk.guard import known_member, require_role, require_text
from models.domain.command import Done
from models.domain.error import BadInput, Words
from models.domain.member import Duty, Member, MemberKind
from models.domain.refusal import Refused, refuse
from models.domain.rights import COMMANDS

if TYPE_CHECKING:
    from models.desk.port import UnitOfWork
    from models.domain.command import Command, Enrol, SetDuty
    from models.domain.grid import Cell


def enrol(intent: Enrol, command: Command, work: UnitOfWork) -> Done:
    """Take a member in, or correct an entry; saying the same again changes nothing."""
    require_role(command, COMMANDS["enrol"], "enrol")
    number = require_text(intent.number, "number", "enrol")
    old = work.member(intent.member)
    owner = work.member_id_of(number)
    if owner is not None and owner != intent.member:
        raise Refused(
            refuse(
                "number_taken",
                f"工号 {number} 已有人使用。",
                f"The number {number} belongs to another member.",
                number=number,
            )
        )
    cell = _home(intent, work)
    new = Member(
        id=intent.member,
        version=old.version + 1 if old else 1,
        ref=old.ref if old else work.next_ref(),
        number=number,
        name=require_text(intent.name, "name", "enrol"),
        kind=_kind(intent.kind),
        home_cell=cell.id if cell else None,
        cell_path=cell.path if cell else (),
        skills=intent.skills,
        duty=intent.duty or (old.duty if old else Duty.ON),
        capacity=_capacity(intent.capacity),
        phone=intent.phone,
        held_for=old.held_for if old else None,
        leaves=old.leaves if old else (),
        rota=old.rota if old else "",
    )
    if old is not None and replace(new, version=old.version) == old:
        return work.commit(Done(0, old.id, old.number, old.version, old.duty.value))
    work.record("enrolled" if old is None else "corrected", old, new)
    return work.commit(Done(0, new.id, new.number, new.version, new.duty.value))


def set_duty(intent: SetDuty, command: Command, work: UnitOfWork) -> Done:
    """On duty, on a break, off duty, or gone for good; open tasks stay where they are."""
    require_role(command, COMMANDS["set-duty"], "set-duty")
    old = known_member(work, intent.member)
    if old.duty is intent.duty:
        return work.commit(Done(0, old.id, old.number, old.version, old.duty.value))
    new = replace(old, version=old.version + 1, duty=intent.duty)
    work.record("duty-changed", old, new)
    return work.commit(Done(0, new.id, new.number, new.version, new.duty.value))


def _home(intent: Enrol, work: UnitOfWork) -> Cell | None:
    if not intent.home_cell:
        return None
    cell = work.cell_by_code(intent.home_cell)
    if cell is None:
        raise BadInput(
            "unknown_cell",
            Words(
                f"网格员 {intent.number}：没有代码为 {intent.home_cell} 的网格",
                f"member {intent.number}: there is no cell with the code {intent.home_cell}",
            ),
        )
    return cell


def _kind(text: str) -> MemberKind:
    try:
        return MemberKind(text)
    except ValueError:
        known = ", ".join(MemberKind)
        raise BadInput(
            "unknown_kind",
            Words(f"未知的类别 {text}；可用：{known}", f"unknown kind {text}; use {known}"),
        ) from None


def _capacity(capacity: int) -> int:
    if capacity < 1:
        raise BadInput(
            "bad_capacity",
            Words(
                f"容量应至少为 1，现为 {capacity}", f"capacity must be 1 or more: {capacity}"
            ),
        )
    return capacity
