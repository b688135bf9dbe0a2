"""Dispatching, however it was asked for: dragged, dropped, picked with the keyboard.

All roads lead to `ask_dispatch`. What the rule allows goes out at once; what it warns
of is asked about; what it forbids is told in its own words, and nothing is sent.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.actions.asking import Ask, Choice
from console.actions.judging import judged, may_act
from console.actions.ranking import OFFERED, candidate_of, ranked, with_ways
from models.domain.command import Dispatch
from models.domain.dispatching import Verdict, not_ready
from models.domain.error import Words
from models.domain.incident import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.actions.asking import Act, Asking
    from console.actions.ranking import Candidate
    from console.state.session import Session
    from models.domain.dispatching import Answer
    from models.domain.ids import IncidentId, MemberId
    from models.domain.incident import Incident

ANYWAY = Choice("dispatch", Words("仍然派遣", "Dispatch anyway"))
REDISPATCH = Choice("redispatch", Words("改派", "Redispatch"))
PROMPT = Words("理由（记入事件日志）", "Reason (goes on the record)")
PHRASES = (
    Words("就近处置", "Nearest to the scene"),
    Words("已电话确认", "Confirmed by phone"),
    Words("熟悉情况", "Knows the case"),
    Words("无其他人可派", "Nobody else is free"),
)
NOTHING_SELECTED = Words("先选择一个事件。", "Select an incident first.")


class Dispatching(QObject):
    """Judges pairs for whoever drags, ranks members for whoever picks, sends commands.

    Signals: `told(object)` Words of a refusal, for a notice; `sent(object)` the tuple of
    MemberId that an incident was just sent to.
    Thread: GUI
    """

    told = Signal(object)
    sent = Signal(object)

    def __init__(self, session: Session, asking: Asking, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._asking = asking

    def judge(
        self, incidents: tuple[IncidentId, ...], members: tuple[MemberId, ...]
    ) -> Answer | None:
        """The verdict for the cursor; None where there is nothing to judge."""
        return judged(self._session, incidents, members)

    def ranked(self, incident_id: IncidentId, text: str = "") -> tuple[Candidate, ...]:
        """The members to offer for an incident, the best first."""
        incident = self._session.incident(incident_id)
        if incident is None:
            return ()
        session = self._session
        return ranked(session.frame, incident, text=text, count=OFFERED, travel=session.travel)

    def again(
        self, incident_id: IncidentId, before: tuple[Candidate, ...]
    ) -> tuple[Candidate, ...]:
        """The same members in the same order, as of now; those who are gone left out."""
        frame = self._session.frame
        incident = self._known(incident_id)
        if incident is None:
            return ()
        members = (frame.picture.members.get(old.member.id) for old in before)
        now = [candidate_of(frame, incident, member) for member in members if member]
        return tuple(with_ways(frame, incident, now, self._session.travel))

    def refusal(self, incident_id: IncidentId | None) -> Words | None:
        """Why nobody can be picked for the incident now; None where somebody can."""
        incident = self._known(incident_id)
        if incident is None:
            return NOTHING_SELECTED
        closed = may_act(self._session, "dispatch")
        if closed is not None:
            return closed.words
        if incident.state.is_with_unit or incident.state is State.REGISTERED:
            return None
        return not_ready(incident).words

    def ask_dispatch(
        self, incidents: tuple[IncidentId, ...], members: tuple[MemberId, ...]
    ) -> None:
        """Give the incidents to the members, as far as the rule goes."""
        answer = self.judge(incidents, members)
        if answer is None:
            return
        if answer.verdict is Verdict.BLOCKED:
            self.told.emit(answer.grounds[0].words)
            return
        known = self._session.frame.picture.incidents
        cases = tuple(known[i] for i in incidents if i in known)
        if answer.verdict is Verdict.ELIGIBLE:
            for intent, version in _acts(cases, members, "dispatch", ""):
                self._session.send(intent, seen_version=version)
            self.sent.emit(members)
            return
        self._asking.open(self._ask(cases, members, answer))

    def _ask(
        self, cases: tuple[Incident, ...], members: tuple[MemberId, ...], answer: Answer
    ) -> Ask:
        if cases[0].state.is_with_unit:
            choices: tuple[Choice, ...] = (
                _assist(needs_reason=len(answer.grounds) > 1),
                REDISPATCH,
            )
        else:
            choices = (ANYWAY,)
        return Ask(
            title=self._title(cases, members),
            choices=choices,
            prompt=PROMPT,
            make=partial(_acts, cases, members),
            grounds=tuple(ground.words for ground in answer.grounds),
            phrases=PHRASES,
        )

    def _title(self, cases: tuple[Incident, ...], members: tuple[MemberId, ...]) -> Words:
        what = "、".join(case.number for case in cases[:3])
        more = f" +{len(cases) - 3}" if len(cases) > 3 else ""
        known = self._session.frame.picture.members
        who = "、".join(known[m].name or known[m].number for m in members if m in known)
        return Words(f"{what}{more} → {who}", f"{what}{more} → {who}".replace("、", ", "))

    def _known(self, incident_id: IncidentId | None) -> Incident | None:
        if incident_id is None:
            return None
        return self._session.incident(incident_id)


def _assist(*, needs_reason: bool) -> Choice:
    return Choice("assist", Words("增派协办", "Add as assist"), needs_text=needs_reason)


def _acts(
    cases: tuple[Incident, ...], members: tuple[MemberId, ...], verb: str, reason: str
) -> Sequence[Act]:
    return [
        (
            Dispatch(verb=verb, incident=case.id, members=members, reason=reason),
            case.version,
        )
        for case in cases
    ]
