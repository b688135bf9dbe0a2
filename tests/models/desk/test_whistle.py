"""A whistle calls departments to the spot, by a time that is still to come."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from models.domain.command import Attend, Dispatch, Extend, Judge, Rate
from models.domain.incident import State, TaskRole
from models.domain.refusal import Refused
from tests.models.desk.test_complaints import UNIT, Centre

if TYPE_CHECKING:
    from models.domain.command import Intent
    from models.domain.ids import IncidentId


def _whistle(incident: IncidentId, centre: Centre, minutes: float | None) -> Dispatch:
    by = None if minutes is None else centre.home.now + timedelta(minutes=minutes)
    return Dispatch(verb="whistle", incident=incident, departments=(UNIT.id,), arrive_by=by)


@pytest.mark.parametrize("minutes", [-1, 0, -60 * 24 * 400])
def test_a_whistle_for_a_time_that_is_past_is_refused(minutes: float) -> None:
    centre = Centre()
    incident = centre.case()
    assert centre.refused(_whistle(incident, centre, minutes)) == "arrive_by_is_past"
    assert centre.of(incident).tasks == ()


def test_the_refusal_names_the_time_asked_for_and_that_of_now_in_both_languages() -> None:
    centre = Centre()
    incident = centre.case()
    with pytest.raises(Refused) as caught:
        centre.act(_whistle(incident, centre, -60))
    words, now = caught.value.refusal.words, centre.home.now
    for clock in (f"{now:%H:%M}", f"{now - timedelta(hours=1):%H:%M}"):
        assert clock in words.zh
        assert clock in words.en
    assert "已过" in words.zh
    assert "is past" in words.en


def test_a_whistle_for_a_time_to_come_keeps_it_and_without_one_takes_that_of_the_urgency() -> (
    None
):
    centre = Centre()
    for minutes, wanted in ((10, timedelta(minutes=10)), (None, timedelta(hours=24))):
        incident = centre.case()
        centre.act(_whistle(incident, centre, minutes))
        (task,) = centre.of(incident).tasks
        assert task.arrive_by == centre.home.now + wanted
        assert (task.role, task.is_whistled) == (TaskRole.LEAD, True)


@pytest.mark.parametrize("verb", ["dispatch", "assist", "redispatch", "escalate", "hand-down"])
def test_no_work_is_given_for_a_time_that_is_past(verb: str) -> None:
    centre = Centre()
    first, other = centre.member(), centre.member()
    incident = centre.case() if verb == "dispatch" else centre.handled_by(first)
    past = centre.home.now - timedelta(minutes=1)
    level = 5 if verb == "hand-down" else None
    intent = Dispatch(
        verb=verb,
        incident=incident,
        members=(other,),
        arrive_by=past,
        reason="抓紧",
        level=level,
    )
    before = centre.of(incident)
    assert centre.refused(intent) == "arrive_by_is_past"
    assert centre.of(incident) == before


def test_a_department_that_was_whistled_for_is_rated() -> None:
    centre = Centre()
    incident = centre.case()
    centre.act(_whistle(incident, centre, 30))
    marks = {"responded": 90, "took_part": 80, "solved": 100}
    centre.act(Rate(incident=incident, department=UNIT.id, **marks))
    assert centre.of(incident).tasks[0].ratings == (90, 80, 100)


@pytest.mark.parametrize("answer", ["drop-ask", "deny-extend", "grant-extend"])
def test_a_lead_who_was_whistled_for_signs_after_it_asked_for_more_time(answer: str) -> None:
    centre = Centre()
    incident = centre.case()
    centre.act(_whistle(incident, centre, 30))
    centre.act(Extend(incident=incident, days=2, reason="等材料"))
    said: Intent = Judge(verb=answer, incident=incident, reason="能办")
    centre.act(said if answer != "grant-extend" else Extend(verb=answer, incident=incident))
    assert centre.of(incident).state is State.JOINT_HANDLING
    centre.act(Attend(verb="sign", incident=incident, department=UNIT.id))
    lead = centre.of(incident).lead
    assert lead is not None
    assert lead.signed_at == centre.home.now
