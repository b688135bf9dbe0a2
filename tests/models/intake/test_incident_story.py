"""Promises about the acts that tell a logged incident."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.intake.incident_story import acts_of, story_of
from tests.models.intake.fire_logs import a_log, a_row


def told(*rows: dict[str, str]) -> list[str]:
    """The verbs with their units, in order."""
    (incident,) = a_log(*rows).incidents
    return [" ".join((act.verb, *act.units)) for act in acts_of(incident)]


def test_one_unit_takes_the_incident_from_report_to_close() -> None:
    assert told(a_row()) == [
        "report", "accept", "register", "dispatch E1", "sign E1", "arrive E1", "finish E1",
        "check-pass", "close",
    ]  # fmt: skip


def test_of_those_sent_first_the_one_that_is_through_last_leads() -> None:
    acts = told(a_row("E1"), a_row("T2", Free="12:45 PM"))
    assert "dispatch T2 E1" in acts
    assert acts[-4:] == ["finish E1", "finish T2", "check-pass", "close"]


def test_a_unit_that_comes_later_assists() -> None:
    assert "assist T2" in told(a_row("E1"), a_row("T2", Dispatch="12:03 PM"))


def test_whoever_is_at_work_takes_over_where_more_come_after_the_lead_is_through() -> None:
    rows = (
        a_row("E1", Free="12:20 PM"),
        a_row("T2", Dispatch="12:10 PM", Response="12:11 PM", Scene="", Free="12:50 PM"),
        a_row("M3", Dispatch="12:25 PM", Response="12:26 PM", Scene="", Free="12:40 PM"),
    )
    acts = told(*rows)
    assert acts[acts.index("redispatch T2") :] == [
        "redispatch T2", "sign T2", "assist M3", "sign M3", "finish M3", "finish T2",
        "check-pass", "close",
    ]  # fmt: skip


def test_with_nobody_at_work_the_incident_goes_back_until_more_are_sent() -> None:
    rows = (
        a_row("E1", Free="12:20 PM"),
        a_row("M3", Dispatch="12:25 PM", Response="12:26 PM", Scene="", Free="12:40 PM"),
    )
    acts = told(*rows)
    assert acts[6:] == [
        "withdraw", "dispatch M3", "sign M3", "finish M3", "check-pass", "close",
    ]  # fmt: skip


def test_a_lead_that_never_signed_signs_by_its_next_deed() -> None:
    (incident,) = a_log(a_row(Response="")).incidents
    sign = next(act for act in acts_of(incident) if act.verb == "sign")
    assert sign.is_implied
    assert sign.at == incident.responses[0].arrived


def test_an_incident_whose_lead_is_never_through_stays_open() -> None:
    assert told(a_row(Free=""))[-1] == "arrive E1"


def test_a_mapping_may_say_that_nothing_closes() -> None:
    (incident,) = a_log(a_row()).incidents
    assert acts_of(incident, "never")[-1].verb == "finish"


def test_without_a_unit_the_incident_waits() -> None:
    assert told(a_row(Dispatch="")) == ["report", "accept", "register"]


def test_at_one_instant_work_that_ends_comes_before_new_work() -> None:
    next_one = a_row("E1", "C0", Received="12:20 PM", Entry="12:25 PM", Dispatch="12:30 PM",
                     Response="12:31 PM", Scene="12:35 PM", Free="12:50 PM")  # fmt: skip
    story = story_of(a_log(next_one, a_row()).incidents, "all_finished")
    verbs = [(act.incident.key, act.verb) for act in story]
    assert verbs.index(("C1", "finish")) < verbs.index(("C0", "dispatch"))


minutes = st.one_of(st.just(""), st.integers(0, 59).map(lambda m: f"12:{m:02} PM"))
rows = st.builds(
    a_row,
    unit=st.sampled_from(["E1", "E2", "T3"]),
    call=st.sampled_from(["C1", "C2"]),
    Dispatch=minutes,
    Response=minutes,
    Scene=minutes,
    Free=minutes,
)


@given(st.lists(rows, min_size=1, max_size=8))
def test_a_story_never_goes_back_whatever_the_log_says(log: list[dict[str, str]]) -> None:
    story = story_of(a_log(*log).incidents, "all_finished")
    instants = [act.at for act in story]
    assert instants == sorted(instants)
