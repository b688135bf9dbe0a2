"""A class with a pair of limits says by when whoever leads is to be on the spot."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from models.domain.command import Attend, Dispatch, Judge
from models.domain.incident import TaskRole
from tests.builders import a_category
from tests.models.desk.test_complaints import Centre

if TYPE_CHECKING:
    from models.domain.ids import IncidentId

MINUTES = timedelta(minutes=1)


def _centre(response_limit: str, handle_limit: str) -> Centre:
    centre = Centre()
    rule = a_category(response_limit=response_limit, handle_limit=handle_limit)
    centre.home.categories["E0102"] = rule
    return centre


@pytest.mark.parametrize(
    ("response_limit", "handle_limit", "within"),
    [("30MIN", "24H", 30 * MINUTES), ("", "24H", None), ("5MIN", "", None)],
)
def test_the_lead_is_to_be_there_within_the_first_response_of_the_class(
    response_limit: str, handle_limit: str, within: timedelta | None
) -> None:
    centre = _centre(response_limit, handle_limit)
    incident = centre.handled_by(centre.member(), centre.member())
    lead, assist = centre.of(incident).tasks
    assert (lead.role, assist.arrive_by) == (TaskRole.LEAD, None)
    assert lead.arrive_by == (within and centre.home.now + within)


def test_a_time_that_was_given_outranks_the_class() -> None:
    centre = _centre("30MIN", "24H")
    incident, member = centre.case(), centre.member()
    by = centre.home.now + 10 * MINUTES
    centre.act(Dispatch(incident=incident, members=(member,), arrive_by=by))
    assert centre.of(incident).tasks[0].arrive_by == by


def test_whoever_takes_over_has_a_response_of_their_own() -> None:
    centre = _centre("30MIN", "24H")
    incident = centre.handled_by(centre.member())
    centre.home.now += 20 * MINUTES
    again = Dispatch(
        verb="redispatch", incident=incident, members=(centre.member(),), reason="更近"
    )
    centre.act(again)
    assert centre.of(incident).tasks[-1].arrive_by == centre.home.now + 30 * MINUTES


@pytest.mark.parametrize(("response_limit", "within"), [("30MIN", 30 * MINUTES), ("", None)])
def test_whoever_has_to_go_again_has_a_response_from_then_on(
    response_limit: str, within: timedelta | None
) -> None:
    centre = _centre(response_limit, "24H")
    incident, member = centre.case(), centre.member()
    by = centre.home.now + 10 * MINUTES
    centre.act(Dispatch(incident=incident, members=(member,), arrive_by=by))
    _checked_badly(centre, incident)
    (task,) = centre.of(incident).open_tasks
    assert (task.reworks, task.arrived_at) == (1, None)
    assert task.arrive_by == (within and centre.home.now + within)


def _checked_badly(centre: Centre, incident: IncidentId) -> None:
    for verb in ("sign", "arrive", "finish"):
        centre.act(Attend(verb=verb, incident=incident, result="已经清理干净现场恢复原状"))
    centre.home.now += 60 * MINUTES
    checker = centre.member()
    centre.act(Judge(verb="send-check", incident=incident, member=checker))
    centre.act(Judge(verb="check-fail", incident=incident, reason="未清净"))
