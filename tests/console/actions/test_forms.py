"""Acts with a form: a choice and a line of words become the act they stand for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from console.actions.forms import FORMS, GROUND_WORDS
from console.actions.lifecycle import VERBS
from models.domain.command import (
    Attend,
    Dispatch,
    Extend,
    FollowUp,
    Judge,
    Rate,
    Reclassify,
    Supervise,
    Suspend,
    Verify,
)
from models.domain.department import Department
from models.domain.ids import DepartmentId
from models.domain.incident import Finding, Ground, State
from tests.builders import a_category, an_id, an_incident, at
from tests.console.actions.test_undo_and_lifecycle import Bench

pytestmark = pytest.mark.gui
SANITATION = Department(DepartmentId(an_id()), "D01", "环卫")
WITH_UNIT = an_incident(State.HANDLING, level=3)


def answered(incident: Any, verb: str, choice: str, text: str) -> Any:
    """The intent that an answer to a form becomes, or the words of why it is none."""
    bench = Bench(incident)
    reference = bench.session.reference
    bench.session.show_reference(
        replace(
            reference,
            categories={"E0102": a_category(), "E0202": a_category("E0202", zh="牌匾")},
            departments={SANITATION.id: SANITATION},
        )
    )
    bench.lifecycle.ask(verb, incident.id)
    assert bench.lane.commands == []
    if not bench.asking.answer(choice, text):
        return bench.told[-1]
    return bench.lane.intents[0]


@pytest.mark.parametrize(
    ("verb", "choice", "text", "intent"),
    [
        ("extend", "3", "缺材料", Extend(incident=WITH_UNIT.id, days=3, reason="缺材料")),
        ("supervise", "2", "抓紧", Supervise(incident=WITH_UNIT.id, level=2, text="抓紧")),
        (
            "escalate",
            "major",
            "重大",
            Dispatch(
                verb="escalate", incident=WITH_UNIT.id, ground=Ground.MAJOR, reason="重大"
            ),
        ),
        ("hand-down", "4", "", Dispatch(verb="hand-down", incident=WITH_UNIT.id, level=4)),
        (
            "reclassify",
            "do",
            "e0202 是牌匾",
            Reclassify(incident=WITH_UNIT.id, category="E0202", reason="是牌匾"),
        ),
        (
            "whistle",
            "do",
            "环卫",
            Dispatch(verb="whistle", incident=WITH_UNIT.id, departments=(SANITATION.id,)),
        ),
    ],
)
def test_a_form_becomes_its_act(
    qapp: Any, verb: str, choice: str, text: str, intent: Any
) -> None:
    assert answered(WITH_UNIT, verb, choice, text) == intent


def test_a_suspension_counts_its_days_from_the_frames_now(qapp: Any) -> None:
    made = answered(WITH_UNIT, "suspend", "30", GROUND_WORDS[Ground.SEASON].zh)
    assert isinstance(made, Suspend)
    assert made.ground is Ground.SEASON
    assert made.resume_by == at(days=30)


def test_what_was_found_on_the_spot(qapp: Any) -> None:
    incident = an_incident(State.TO_VERIFY, tasks=())
    made = answered(incident, "verify-result", "false", "")
    assert made == Verify(incident=incident.id, finding=Finding.FALSE)


@pytest.mark.parametrize(("choice", "rating"), [("5", 5), ("unreachable", None)])
def test_a_follow_up_is_a_rating_or_no_answer(
    qapp: Any, choice: str, rating: int | None
) -> None:
    incident = an_incident(State.FOLLOW_UP)
    made = answered(incident, "follow-up", choice, "")
    assert isinstance(made, FollowUp)
    assert (made.rating, made.is_unreachable) == (rating, rating is None)


def test_three_marks_for_a_department(qapp: Any) -> None:
    incident = an_incident(State.HANDLED)
    made = answered(incident, "rate", "do", "D01 90 80 100")
    assert isinstance(made, Rate)
    assert (made.responded, made.took_part, made.solved) == (90, 80, 100)


@pytest.mark.parametrize(
    ("verb", "text", "told"),
    [
        ("reclassify", "E9999 x", "no class"),
        ("whistle", "D77", "no department"),
        ("rate", "D01 90", "three marks"),
    ],
)
def test_words_that_name_nothing_are_told_and_the_form_stays(
    qapp: Any, verb: str, text: str, told: str
) -> None:
    incident = an_incident(State.HANDLED) if verb == "rate" else WITH_UNIT
    assert told in answered(incident, verb, "do", text)


def test_only_higher_levels_are_offered_and_the_way_back(qapp: Any) -> None:
    choices = FORMS["supervise"].choices(an_incident(supervise=2))
    assert [choice.id for choice in choices] == ["3", "0"]


def test_a_return_in_the_words_of_a_ground_is_that_ground(qapp: Any) -> None:
    incident = an_incident(State.HANDLING)
    bench = Bench(incident)
    bench.lifecycle.ask("return", incident.id)
    assert bench.asking.answer("return", GROUND_WORDS[Ground.DUPLICATE].en)
    (made,) = bench.lane.intents
    assert isinstance(made, Attend)
    assert made.ground is Ground.DUPLICATE


def test_a_grant_goes_out_at_once(qapp: Any) -> None:
    incident = an_incident(State.EXTENSION_ASKED, asked_days=3)
    bench = Bench(incident)
    bench.lifecycle.ask("grant-extend", incident.id)
    assert bench.lane.intents == [Extend(verb="grant-extend", incident=incident.id)]
    waiting = an_incident(State.SUSPENDED)
    bench = Bench(waiting)
    bench.lifecycle.ask("resume", waiting.id)
    assert bench.lane.intents == [Judge(verb="resume", incident=waiting.id)]


def test_every_form_is_an_act_that_is_offered() -> None:
    assert set(FORMS) <= set(VERBS)
