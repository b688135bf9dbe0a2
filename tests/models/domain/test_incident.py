"""Promises of incidents and their tasks."""

from __future__ import annotations

from models.domain.incident import INCIDENT_WORDS, TASK_WORDS, State, TaskRole, TaskState
from tests.builders import a_member, a_task, an_incident


def test_states_stand_in_the_order_of_a_case() -> None:
    assert State.REPORTED < State.REGISTERED < State.DISPATCHED < State.CLOSED < State.VOID


def test_an_incident_is_with_a_unit_from_dispatch_until_it_is_handled() -> None:
    with_unit = [state.value for state in State if state.is_with_unit]
    assert with_unit == ["ST40", "ST41", "ST42", "ST43", "ST44", "ST45", "ST46"]


def test_nothing_that_is_over_is_open() -> None:
    ended = {state.value for state in State if not state.is_open}
    assert ended == {"ST12", "ST21", "ST70", "ST71", "ST80", "ST90", "ST95"}


def test_a_task_is_open_until_its_end() -> None:
    open_states = {state for state in TaskState if state.is_open}
    assert open_states == {TaskState.TO_SIGN, TaskState.SIGNED, TaskState.ON_SITE}


def test_the_lead_is_the_open_lead_task_and_no_earlier_one() -> None:
    earlier = a_task(state=TaskState.CANCELLED)
    assist = a_task(role=TaskRole.ASSIST)
    lead = a_task()
    incident = an_incident(State.DISPATCHED, tasks=(earlier, assist, lead))
    assert incident.lead == lead
    assert incident.open_tasks == (assist, lead)


def test_an_incident_to_dispatch_has_no_lead() -> None:
    assert an_incident(State.REGISTERED).lead is None


def test_a_member_finds_their_own_open_task() -> None:
    member = a_member()
    done, mine = a_task(member, state=TaskState.DONE), a_task(member)
    incident = an_incident(State.DISPATCHED, tasks=(a_task(), done, mine))
    assert incident.open_task_of(member.id) == mine
    assert incident.open_task_of(a_member().id) is None


def test_words_of_people_are_named_so_that_they_can_be_erased() -> None:
    assert set(INCIDENT_WORDS) == {"text", "address", "reporter_name", "reporter_phone"}
    assert TASK_WORDS == ("instruction", "handler_name", "handler_phone")
