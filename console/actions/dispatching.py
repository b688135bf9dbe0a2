"""Dispatching, however it was asked for: dragged, dropped, picked with the keyboard.

All roads lead to `ask_dispatch`. What the rule allows goes out at once; what it warns
of is asked about; what it forbids is told in its own words, and nothing is sent.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.actions.asking import Ask, Blank, Choice
from console.actions.judging import holder_words, judged, may_act, weighed
from console.actions.offices import Office
from console.actions.ranking import candidate_of, with_ways
from console.actions.suggesting import Suggestion, suggestion_for
from console.state.words import with_codes_named
from models.domain.command import Dispatch
from models.domain.dispatching import (
    Verdict,
    already_dispatched,
    leader_needed,
    may_dispatch_department,
    not_ready,
)
from models.domain.error import Words
from models.domain.incident import State

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from console.actions.asking import Act, Asking
    from console.actions.suggesting import Pick
    from console.state.session import Session
    from models.domain.advice import Advice
    from models.domain.dispatching import Answer
    from models.domain.ids import DepartmentId, IncidentId, MemberId
    from models.domain.incident import Incident
    from models.domain.refusal import Refusal

ANYWAY = Choice("dispatch", Words("仍然派遣", "Dispatch anyway"))
REDISPATCH = Choice("redispatch", Words("改派", "Redispatch"))
PROMPT = Words("理由（记入事件日志）", "Reason (goes on the record)")
PHRASES = (
    Words("就近处置", "Nearest to the scene"),
    Words("已电话确认", "Confirmed by phone"),
    Words("熟悉情况", "Knows the case"),
    Words("无其他人可派", "Nobody else is free"),
)
INSTRUCTION = Words("处置要求（随任务下达）", "Instruction (goes with the task)")
GIVE = Choice("dispatch", Words("派遣", "Dispatch"), needs_text=False)
ADVISED = 5
"""A drag of more incidents than this is no answer to any suggestion."""
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
        self._shown: tuple[IncidentId, Suggestion] | None = None

    def judge(
        self, incidents: tuple[IncidentId, ...], members: tuple[MemberId, ...]
    ) -> Answer | None:
        """The verdict for the cursor; None where there is nothing to judge."""
        return judged(self._session, incidents, members)

    def suggest(self, incident_id: IncidentId, text: str = "") -> Suggestion:
        """Whom to offer for an incident, the best first; without a text it is kept as shown."""
        incident = self._session.incident(incident_id)
        if incident is None:
            return Suggestion()
        found = suggestion_for(self._session, incident, text)
        if not text:
            self._shown = incident_id, found
        return found

    def again(self, incident_id: IncidentId, before: tuple[Pick, ...]) -> tuple[Pick, ...]:
        """The same picks in the same order, as of now; those who are gone left out."""
        frame, incident = self._session.frame, self._known(incident_id)
        if incident is None:
            return ()
        timetable = self._session.reference.timetable
        insight = self._session.experience.insight(incident, timetable)
        known = frame.picture.members
        now = [
            candidate_of(frame, incident, known[old.member.id], insight)
            for old in before
            if not isinstance(old, Office) and old.member.id in known
        ]
        told = with_ways(frame, incident, now, self._session.travel)
        by_id = {one.member.id: one for one in told}
        same = [old if isinstance(old, Office) else by_id.get(old.member.id) for old in before]
        return tuple(one for one in same if one is not None)

    def ask_office(
        self, incident_id: IncidentId, department_id: DepartmentId, meant: str = ""
    ) -> None:
        """Give an incident to a department, as far as the rule goes.

        `meant` is the act that was chosen for it; without one that is not known.
        """
        self._ask_office(incident_id, department_id, meant, is_worded=False)

    def ask_office_with_words(
        self, incident_id: IncidentId, department_id: DepartmentId, meant: str = ""
    ) -> None:
        """The same with an instruction."""
        self._ask_office(incident_id, department_id, meant, is_worded=True)

    def _ask_office(
        self,
        incident_id: IncidentId,
        department_id: DepartmentId,
        meant: str,
        *,
        is_worded: bool,
    ) -> None:
        incident = self._known(incident_id)
        department = self._session.reference.departments.get(department_id)
        closed = may_act(self._session, "dispatch") or self._led(incident)
        if incident is None or department is None or closed is not None:
            self.told.emit(closed.words if closed else NOTHING_SELECTED)
            return
        answer = may_dispatch_department(incident, department)
        if answer.verdict is Verdict.BLOCKED:
            self.told.emit(answer.grounds[0].words)
            return
        make = partial(self._acts, (incident,), (), department_id)
        title = Words(*[f"{incident.number} → {department.name}"] * 2)
        if not incident.state.is_with_unit and is_worded:
            self._asking.open(self._worded(title, (incident,), (), department_id))
            return
        if not incident.state.is_with_unit:
            self._session.send_all(make("dispatch", ""))
            return
        winner = already_dispatched(incident, holder_words(self._session, incident))
        self._asking.open(
            Ask(
                title=title,
                choices=_joining(meant, needs_reason=False),
                prompt=PROMPT,
                make=make,
                grounds=(winner.words,),
                phrases=PHRASES,
                blanks=(Blank(INSTRUCTION),),
            )
        )

    def refusal(self, incident_id: IncidentId | None) -> Words | None:
        """Why nobody can be picked for the incident now; None where somebody can."""
        incident = self._known(incident_id)
        if incident is None:
            return NOTHING_SELECTED
        closed = may_act(self._session, "dispatch") or self._led(incident)
        if closed is not None:
            return closed.words
        if incident.state.is_with_unit or incident.state is State.REGISTERED:
            return None
        return with_codes_named(not_ready(incident).words)

    def _led(self, incident: Incident | None) -> Refusal | None:
        """Why only the centre leader may give it to somebody now."""
        if incident is None or incident.state.is_with_unit:
            return None
        return leader_needed(incident, self._session.seat.roles)

    def ask_dispatch(
        self, incidents: tuple[IncidentId, ...], members: tuple[MemberId, ...], meant: str = ""
    ) -> None:
        """Give the incidents to the members, as far as the rule goes.

        `meant` is the act that was chosen for it; a drag does not say.
        """
        self._ask_dispatch(incidents, members, meant, is_worded=False)

    def ask_with_words(
        self, incidents: tuple[IncidentId, ...], members: tuple[MemberId, ...], meant: str = ""
    ) -> None:
        """The same with an instruction."""
        self._ask_dispatch(incidents, members, meant, is_worded=True)

    def _ask_dispatch(
        self,
        incidents: tuple[IncidentId, ...],
        members: tuple[MemberId, ...],
        meant: str,
        *,
        is_worded: bool,
    ) -> None:
        answer = self.judge(incidents, members)
        if answer is None:
            return
        if answer.verdict is Verdict.BLOCKED:
            self.told.emit(answer.grounds[0].words)
            return
        known = self._session.frame.picture.incidents
        cases = tuple(known[i] for i in incidents if i in known)
        if answer.verdict is Verdict.ELIGIBLE and is_worded:
            self._asking.open(self._worded(self._title(cases, members), cases, members, None))
            return
        if answer.verdict is Verdict.ELIGIBLE:
            self._session.send_all(self._acts(cases, members, None, "dispatch", ""))
            self.sent.emit(members)
            return
        self._asking.open(self._ask(cases, members, answer, meant))

    def _ask(
        self,
        cases: tuple[Incident, ...],
        members: tuple[MemberId, ...],
        answer: Answer,
        meant: str,
    ) -> Ask:
        choices: tuple[Choice, ...] = (ANYWAY,)
        if cases[0].state.is_with_unit:
            choices = _joining(meant, needs_reason=len(weighed(answer)) > 1)
        return Ask(
            title=self._title(cases, members),
            choices=choices,
            prompt=PROMPT,
            make=partial(self._acts, cases, members, None),
            grounds=tuple(ground.words for ground in answer.grounds),
            phrases=PHRASES,
            blanks=(Blank(INSTRUCTION),),
        )

    def _worded(
        self,
        title: Words,
        cases: tuple[Incident, ...],
        members: tuple[MemberId, ...],
        department: DepartmentId | None,
    ) -> Ask:
        def make(verb: str, text: str) -> Sequence[Act]:
            return self._acts(cases, members, department, verb, "", text)

        return Ask(title=title, choices=(GIVE,), prompt=INSTRUCTION, make=make)

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

    def _acts(
        self,
        cases: tuple[Incident, ...],
        members: tuple[MemberId, ...],
        department: DepartmentId | None,
        verb: str,
        reason: str,
        instruction: str = "",
    ) -> Sequence[Act]:
        """One act a case, each with what was suggested for it."""
        chosen: tuple[UUID, ...] = members or ((department,) if department else ())
        return [
            (
                Dispatch(
                    verb=verb,
                    incident=case.id,
                    members=members,
                    department=department,
                    reason=reason,
                    instruction=instruction,
                    advice=self._advice(case, chosen) if len(cases) <= ADVISED else None,
                ),
                case.version,
            )
            for case in cases
        ]

    def _advice(self, case: Incident, chosen: tuple[UUID, ...]) -> Advice:
        """What was on show for the case; what would have been, where nothing was."""
        shown = self._shown
        if shown is not None and shown[0] == case.id:
            return shown[1].advice(chosen)
        return suggestion_for(self._session, case).advice(chosen)


def _joining(meant: str, *, needs_reason: bool) -> tuple[Choice, ...]:
    """What can be done with a case that others have in hand; what was meant comes first."""
    assist = Choice("assist", Words("增派协办", "Add as assist"), needs_text=needs_reason)
    return (REDISPATCH, assist) if meant == REDISPATCH.id else (assist, REDISPATCH)
