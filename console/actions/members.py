"""Acts on members: hold one for an incident, let go, a break, back on duty, leave."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.actions.judging import SEALED
from console.actions.leaving import (
    AWAY,
    LEAVE_ACTS,
    held_by,
    judged_at_once,
    leave_ask,
    leave_refusal,
)
from models.domain.command import Reserve, SetDuty
from models.domain.error import Words
from models.domain.member import Duty
from models.domain.rights import may
from models.feed.frame import Capability

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.actions.asking import Asking
    from console.actions.dispatching import Dispatching
    from console.state.session import Session
    from models.domain.ids import IncidentId
    from models.domain.leave import JudgeLeave
    from models.domain.member import Member

DUTY = {"duty-on": Duty.ON, "duty-break": Duty.BREAK, "duty-off": Duty.OFF}
MEMBER_ACTS = ("send-here", "reserve", "release", *DUTY, *LEAVE_ACTS)
_COMMAND_OF = {"send-here": "dispatch"} | dict.fromkeys(DUTY, "set-duty")
_NOBODY = Words("先选择网格员。", "Select members first.")
_NOTHING = Words("先选择一个事件。", "Select an incident first.")
_NO_ROLE = Words(
    "需要派遣员或值班长的角色。", "It needs the role of a dispatcher or a shift lead."
)
_NO_LEAVE = Words(
    "需要值班长或中心领导的角色。", "It needs the role of a shift lead or a centre leader."
)
_NOT_HELD = Words("所选网格员未被预留。", "None of the selected members is reserved.")


class MemberActs(QObject):
    """Carries out acts on the selected members.

    Signals: `told(object)` Words of a refusal; `redispatch_wanted(object)` the IncidentId
    that somebody who is to have leave would leave behind.
    Thread: GUI
    """

    told = Signal(object)
    redispatch_wanted = Signal(object)

    def __init__(
        self,
        session: Session,
        dispatching: Dispatching,
        asking: Asking,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._dispatching = dispatching
        self._asking = asking

    def refusal(self, act: str) -> Words | None:
        """Why an act cannot be done now; None where it can."""
        if not self._session.frame.may(Capability.DISPATCH):
            return SEALED.words
        members = self._members()
        if not members:
            return _NOBODY
        if not may(self._session.seat.roles, _COMMAND_OF.get(act, act)):
            return _NO_LEAVE if act in LEAVE_ACTS else _NO_ROLE
        if act in LEAVE_ACTS:
            return leave_refusal(self._session, act, members)
        if act in {"send-here", "reserve"} and self._session.selection.incident is None:
            return _NOTHING
        if act == "release" and all(member.held_for is None for member in members):
            return _NOT_HELD
        return None

    def do(self, act: str) -> None:
        """Do it for every selected member, or say why not."""
        refusal = self.refusal(act)
        if refusal is not None:
            self.told.emit(refusal)
            return
        incident, members = self._session.selection.incident, self._members()
        if act == "send-here" and incident is not None:
            self._dispatching.ask_dispatch((incident,), tuple(m.id for m in members))
            return
        if act in LEAVE_ACTS:
            self._do_leave(act, members)
            return
        self._send(_intents(act, incident, members))

    def _send(self, intents: Sequence[SetDuty | Reserve | JudgeLeave]) -> None:
        self._session.send_all([(intent, None) for intent in intents])

    def _do_leave(self, act: str, members: list[Member]) -> None:
        """A decision that needs no word goes out, all else is asked for."""
        clear = judged_at_once(self._session, act, members)
        self._send(clear)
        if not clear:
            self._ask_leave(act, members)

    def judge(self, intent: JudgeLeave) -> None:
        """Decide upon a certain leave; a grant that would leave tasks behind is asked about.

        Where the leave was decided upon meanwhile there is nothing to ask: the desk says so.
        """
        session, act, whose = self._session, intent.verb, []
        member = session.frame.picture.members.get(intent.member)
        if member is not None:
            meant = tuple(one for one in member.leaves if one.id == intent.leave)
            whose = [replace(member, leaves=meant)]
        is_open = leave_refusal(session, act, whose) is None
        if act in AWAY and is_open and held_by(session, whose):
            self._ask_leave(act, whose)
        else:
            session.send(intent)

    def _ask_leave(self, act: str, members: list[Member]) -> None:
        self._asking.open(leave_ask(self._session, act, members, self.redispatch_wanted.emit))

    def _members(self) -> list[Member]:
        known = self._session.frame.picture.members
        return [known[m] for m in self._session.selection.members if m in known]


def _intents(
    act: str, incident: IncidentId | None, members: Sequence[Member]
) -> list[SetDuty | Reserve]:
    """What is sent for each; whoever is not held is not let go."""
    if act in DUTY:
        return [SetDuty(member=one.id, duty=DUTY[act]) for one in members]
    if act == "reserve":
        return [Reserve(verb=act, member=one.id, incident=incident) for one in members]
    held = [one for one in members if one.held_for is not None]
    return [Reserve(verb=act, member=one.id, incident=one.held_for) for one in held]
