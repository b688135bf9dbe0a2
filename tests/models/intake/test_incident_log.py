"""Promises about a log of responses: what is told, left out, and rejected."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.error import BadInput
from models.domain.place import LonLat
from models.intake.incident_log import read_log
from models.intake.mapping_file import read_incident_mapping
from models.intake.response_times import inverted
from tests.models.intake.fire_logs import MAPPING, a_log, a_row, clock

NOON = datetime(2016, 12, 31, 20, 0, tzinfo=UTC)


def left_out(*rows: dict[str, str]) -> list[tuple[int, str]]:
    return [(problem.row, problem.field) for problem in a_log(*rows).left_out]


def test_rows_of_one_call_are_one_incident_with_a_response_each() -> None:
    log = a_log(
        a_row("E1"), a_row("T2", Dispatch="12:04 PM", Response="12:05 PM"), a_row("E1", "C2")
    )
    assert [(one.key, [r.unit for r in one.responses]) for one in log.incidents] == [
        ("C1", ["E1", "T2"]),
        ("C2", ["E1"]),
    ]
    assert sorted(log.units) == ["E1", "T2"]


def test_an_incident_has_the_words_place_and_class_that_the_mapping_says() -> None:
    (incident,) = a_log(a_row()).incidents
    assert (incident.text, incident.criterion) == ("Fire at 1 MAIN ST", "Call C1")
    assert (incident.category, incident.urgency) == ("E1407", "emergency")
    assert incident.place == LonLat(-122.45, 37.75)
    assert (incident.received, incident.accepted) == (NOON, NOON + timedelta(minutes=1))


def test_a_response_goes_on_after_midnight_into_the_new_year() -> None:
    new_year = {
        "Response": clock("12:01 AM", "01/01/2017"),
        "Scene": "",
        "Free": clock("12:20 AM", "01/01/2017"),
    }
    evening = {"Received": "11:57 PM", "Entry": "11:58 PM", "Dispatch": "11:59 PM"}
    (incident,) = a_log(a_row(**evening, **new_year)).incidents
    (response,) = incident.responses
    assert response.finished is not None
    assert response.finished - incident.received == timedelta(minutes=23)


def test_a_missing_instant_is_left_out_and_told() -> None:
    log = a_log(a_row(Scene=""))
    assert left_out(a_row(Scene="")) == [(2, "Scene")]
    assert log.incidents[0].responses[0].arrived is None
    assert log.rejected == ()


@pytest.mark.parametrize(
    ("given_", "fields", "kept"),
    [
        ({"Scene": "12:40 PM"}, ["Scene"], {"signed", "finished"}),
        ({"Response": "12:01 PM"}, ["Response"], {"arrived", "finished"}),
        ({"Free": "12:02 PM"}, ["Free"], {"signed", "arrived"}),
        ({"Hospital": "12:05 PM"}, ["Hospital"], {"signed", "arrived", "finished"}),
        ({"Free": clock("12:30 PM", "12/31/2017")}, ["Free"], {"signed", "arrived"}),
        ({"Scene": clock("12:06 PM", "12/31/2015")}, ["Scene"], {"signed", "finished"}),
        ({"Response": "noon"}, ["Response"], {"arrived", "finished"}),
    ],
)
def test_an_instant_that_cannot_be_is_left_out_and_the_rest_stays(
    given_: dict[str, str], fields: list[str], kept: set[str]
) -> None:
    log = a_log(a_row(**given_))
    (response,) = log.incidents[0].responses
    assert [problem.field for problem in log.left_out] == fields
    there = {step for step in ("signed", "arrived", "finished") if getattr(response, step)}
    assert there == kept


def test_the_reason_names_both_instants() -> None:
    (problem,) = a_log(a_row(Response="12:01 PM")).left_out
    assert problem.reason.en == (
        "2016-12-31 12:01:00-08:00 lies before dispatched, 2016-12-31 12:02:00-08:00"
    )


def test_without_a_dispatch_the_unit_is_left_out_and_the_incident_stays() -> None:
    log = a_log(a_row(Dispatch=""), a_row("T2"))
    assert [(p.row, p.field) for p in log.left_out] == [(2, "Dispatch"), (2, "Unit")]
    assert [r.unit for r in log.incidents[0].responses] == ["T2"]


def test_a_unit_listed_twice_is_told_once() -> None:
    log = a_log(a_row(), a_row(Dispatch="12:10 PM", Response="12:11 PM", Scene="12:12 PM"))
    assert [(p.row, p.field) for p in log.left_out] == [(3, "Unit")]
    assert len(log.incidents[0].responses) == 1


def test_a_unit_may_come_back_after_it_was_through() -> None:
    again = a_row(Dispatch="12:40 PM", Response="12:41 PM", Scene="12:42 PM", Free="12:50 PM")
    assert len(a_log(a_row(), again).incidents[0].responses) == 2


def test_an_acceptance_after_the_first_dispatch_does_not_count() -> None:
    log = a_log(a_row(Entry="12:05 PM"))
    assert log.incidents[0].accepted is None
    assert [p.field for p in log.left_out] == ["Entry"]


@pytest.mark.parametrize(
    ("given_", "field"),
    [
        ({"Received": ""}, "Received"),
        ({"Received": clock("12:00 PM", "12/31/2015")}, "Received"),
        ({"Where": "somewhere"}, "Where"),
        ({"Where": "(-122.45, 37.75)"}, "Where"),
        ({"Where": "(0, 0)"}, "Where"),
        ({"Unit": ""}, "Unit"),
        ({"Call": ""}, "Call"),
    ],
)
def test_what_cannot_be_told_at_all_is_rejected_with_row_and_field(
    given_: dict[str, str], field: str
) -> None:
    log = a_log(a_row("X9", "C0"), a_row(**given_))
    assert [(p.row, p.field) for p in log.rejected] == [(3, field)]
    assert [one.key for one in log.incidents] == ["C0"]


def test_overlapping_responses_of_a_unit_are_named() -> None:
    later = a_row("E1", "C2", Received="12:10 PM", Entry="12:10 PM", Dispatch="12:15 PM",
                  Response="12:16 PM", Scene="12:20 PM", Free="12:50 PM")  # fmt: skip
    log = a_log(a_row(), later)
    assert [(p.row, p.field) for p in log.overlaps] == [(3, "Unit")]
    assert "C1 (row 2)" in log.overlaps[0].reason.en


def test_empty_rows_pass_and_an_empty_file_is_refused() -> None:
    mapping = read_incident_mapping(MAPPING)
    blank = dict.fromkeys(a_row(), None)
    assert len(read_log([a_row(), blank], mapping).incidents) == 1
    with pytest.raises(BadInput, match="no rows"):
        read_log([], mapping)


STEPS = ("dispatched", "signed", "arrived", "Hospital", "finished")


@given(st.lists(st.integers(-5, 20), min_size=5, max_size=5))
def test_what_stays_never_goes_back_and_what_goes_had_to(minutes: list[int]) -> None:
    steps = [(s, NOON + timedelta(minutes=m)) for s, m in zip(STEPS, minutes, strict=True)]
    reasons = inverted(steps, NOON, UTC)
    kept = [at for step, at in steps if step not in reasons]
    assert kept == sorted(kept)
    assert all(at >= NOON for at in kept)
    if [NOON, *(at for _, at in steps)] == sorted([NOON, *(at for _, at in steps)]):
        assert reasons == {}


def test_a_row_without_a_place_borrows_it_from_its_incident() -> None:
    log = a_log(a_row(Where=""), a_row("T2"))
    assert (log.incidents[0].place, log.rejected) == (LonLat(-122.45, 37.75), ())
