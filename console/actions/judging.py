"""Whether these members may take these incidents, as far as this screen can tell.

The same rule as the handler's (`models.domain.dispatching`), fed from the frame: load
from the picture, distance and age of the fix from the positions. Pure: no signals here.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from console.actions.whereabouts import distance_to, sighting
from console.state.presence_words import held_words
from console.state.words import with_codes_named
from models.desk.act import Fate
from models.domain.dispatching import (
    Answer,
    Circumstances,
    Verdict,
    already_dispatched,
    leader_needed,
    may_assist,
    may_dispatch,
)
from models.domain.error import Words
from models.domain.ids import DepartmentId, MemberId
from models.domain.incident import AssigneeKind
from models.domain.lifecycle import roles_in_words
from models.domain.refusal import Refusal, refuse
from models.domain.rights import roles_for
from models.feed.frame import Capability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.state.session import Session
    from models.domain.ids import IncidentId
    from models.domain.incident import Incident
    from models.domain.member import Member
    from models.domain.timetable import Timetable
    from models.feed.frame import Frame

HELD = "held"
"""The code of a ground that says who else has the incident just now."""
SEALED = refuse(
    "sealed",
    "这是回放，席位已封存：不能操作。回到“实时”后再操作。",
    "This is a replay and the desk is sealed: go back to live to act.",
)


def judged(
    session: Session, incidents: tuple[IncidentId, ...], members: tuple[MemberId, ...]
) -> Answer | None:
    """The verdict on giving all these incidents to all these members; the worst counts.

    None where there is nothing to judge: nobody, nothing, or neither known any more. An
    incident that others have in hand already is *warned* of: the members may join or
    replace them, and the operator must say which.
    """
    picture = session.frame.picture
    cases = [picture.incidents[i] for i in incidents if i in picture.incidents]
    people = [picture.members[m] for m in members if m in picture.members]
    if not cases or not people:
        return None
    closed = may_act(session, "dispatch")
    if closed is not None:
        return Answer(Verdict.BLOCKED, (closed,))
    for case in cases:
        led = None if case.state.is_with_unit else leader_needed(case, session.seat.roles)
        if led is not None:
            return Answer(Verdict.BLOCKED, (led,))
    answers = [
        _answer(session, case, person, extra_load=before, alone=len(cases) == 1)
        for before, case in enumerate(cases)
        for person in people
    ]
    worst = max(answer.verdict for answer in answers)
    grounds = [g for answer in answers if answer.verdict is worst for g in answer.grounds]
    named = (replace(ground, words=with_codes_named(ground.words)) for ground in grounds)
    told = {ground.words: ground for ground in (*named, *_held(session, cases))}
    return Answer(worst, tuple(told.values()))


def _held(session: Session, cases: list[Incident]) -> Iterator[Refusal]:
    """Who else has these incidents just now: told with any verdict, and no ground for one."""
    for case in cases:
        words = held_words(session, case.id)
        if words:
            yield Refusal(HELD, Words(words, words))


def weighed(answer: Answer) -> tuple[Refusal, ...]:
    """The grounds that the verdict stands on, without what is only told."""
    return tuple(ground for ground in answer.grounds if ground.code != HELD)


def may_act(session: Session, action: str) -> Refusal | None:
    """Why nobody at this seat can do such an act now; None where somebody can."""
    if not session.frame.may(Capability.DISPATCH):
        return SEALED
    roles = roles_for(action)
    if session.seat.roles & roles:
        return None
    wanted = roles_in_words(roles)
    return refuse(
        "role",
        f"您的角色不能进行此操作，需要以下角色之一：{wanted.zh}。",
        f"Your roles do not allow this; it needs one of: {wanted.en}.",
    )


def circumstances(
    frame: Frame,
    incident: Incident,
    member: Member,
    timetable: Timetable,
    *,
    extra_load: int = 0,
) -> Circumstances:
    """What the rule must know besides the two, as of the frame; not who has it in hand."""
    seen = sighting(frame, member)
    return Circumstances(
        load=len(frame.picture.tasks_of.get(member.id, ())) + extra_load,
        distance_m=distance_to(incident.place, seen),
        fix_age_s=seen.age_s if seen else None,
        at=timetable.local(frame.now),
        timetable=timetable,
    )


def holder_words(session: Session, incident: Incident) -> Words:
    """Who has the incident in hand: the name of the member or department that leads."""
    lead = incident.lead
    if lead is None:
        return Words("", "")
    if lead.assignee_kind is AssigneeKind.DEPARTMENT:
        department = session.reference.departments.get(DepartmentId(lead.assignee))
        name = department.name if department else ""
    else:
        member = session.frame.picture.members.get(MemberId(lead.assignee))
        name = member.name or member.number if member else ""
    return Words(f"主办 {name}", f"{name} leads")


def _answer(
    session: Session, incident: Incident, member: Member, *, extra_load: int, alone: bool
) -> Answer:
    under_way = _under_way(session, incident)
    if under_way is not None:
        return Answer(Verdict.BLOCKED, (under_way,))
    timetable = session.reference.timetable
    around = circumstances(session.frame, incident, member, timetable, extra_load=extra_load)
    around = replace(around, winner=holder_words(session, incident))
    if not (incident.state.is_with_unit and alone):
        return may_dispatch(incident, member, around)
    joining = may_assist(incident, member, around)
    if joining.verdict is Verdict.BLOCKED:
        return joining
    taken = already_dispatched(incident, around.winner)
    return Answer(Verdict.WARN, (taken, *joining.grounds))


def _under_way(session: Session, incident: Incident) -> Refusal | None:
    act = session.pending.of(incident.id)
    if act is None or act.command.intent.verb not in {"dispatch", "redispatch"}:
        return None
    if act.fate is Fate.KEPT:
        return refuse(
            "kept",
            f"{incident.number} 的派遣已存入待发箱，等待数据库恢复。",
            f"A dispatch of {incident.number} waits in the outbox for the database.",
        )
    return refuse(
        "under_way",
        f"{incident.number} 的派遣正在确认。",
        f"A dispatch of {incident.number} is being confirmed.",
    )
