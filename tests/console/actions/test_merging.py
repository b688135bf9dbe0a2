"""Merging offers the cases that a report may be the same as, and finds any by its number."""

from __future__ import annotations

from typing import Any

import pytest

from console.actions.merging import masters
from models.domain.command import Merge
from models.domain.incident import State
from models.domain.lifecycle import Role
from tests.builders import an_incident, at
from tests.console.actions.test_undo_and_lifecycle import Bench
from tests.console.desk_stand_in import a_place

pytestmark = pytest.mark.gui
TEXT = "路口东侧人行道堆放多袋生活垃圾"
NEW = an_incident(State.REPORTED, place=a_place(0), text=TEXT, number="370215-20261120-000900")


def other(metres: float, number: str, **given: Any) -> Any:
    usual = {"place": a_place(metres), "number": f"370215-20261120-{number}", "text": "别的事"}
    return an_incident(given.pop("state", State.REGISTERED), **usual | given)


def offered(*others: Any, **given: Any) -> list[str]:
    session = Bench(NEW, *others, **given).session
    return [one.word.rpartition("-")[2] for one in masters(session, NEW).known]


def test_the_same_told_twice_comes_first_then_whatever_is_nearer(qapp: Any) -> None:
    same = other(150, "000001", text=TEXT)
    assert offered(other(20, "000002"), other(90, "000003"), same) == [
        "000001",
        "000002",
        "000003",
    ]


def test_what_is_far_over_or_long_ago_is_not_offered(qapp: Any) -> None:
    long_ago = other(10, "000001", reported_at=at(days=-9))
    assert offered(long_ago, other(2_000, "000002"), other(5, "000003", state=State.VOID)) == []


def test_restricted_cases_are_not_offered_to_whoever_may_not_know_of_them(qapp: Any) -> None:
    secret = other(5, "000001", restricted=True)
    assert offered(secret, roles=frozenset({Role.MEMBER})) == []
    assert offered(secret) == ["000001"]


def test_the_distance_stands_beside_the_number(qapp: Any) -> None:
    (named,) = masters(Bench(NEW, other(120, "000001")).session, NEW).known
    assert "120 m" in named.title


@pytest.mark.parametrize("typed", ["1", "000001", "370215-20261120-000001"])
def test_a_case_is_merged_into_the_one_whose_number_ends_so(qapp: Any, typed: str) -> None:
    first, eleventh = other(5, "000001"), other(5, "000011")
    bench = Bench(NEW, eleventh, first)
    bench.lifecycle.ask("merge", NEW.id)
    assert bench.asking.answer("merge", typed)
    (made,) = bench.lane.intents
    assert isinstance(made, Merge)
    assert made.into == first.id


@pytest.mark.parametrize("typed", ["900", "7", "2"])
def test_nothing_is_merged_into_itself_into_nothing_or_into_what_is_over(
    qapp: Any, typed: str
) -> None:
    bench = Bench(NEW, other(5, "000002", state=State.VOID))
    bench.lifecycle.ask("merge", NEW.id)
    assert not bench.asking.answer("merge", typed)
    assert typed in bench.told[-1]


def test_a_restricted_case_is_merged_into_restricted_ones_alone(qapp: Any) -> None:
    secret = an_incident(
        State.REPORTED, place=a_place(0), restricted=True, number="20261120-77"
    )
    plain, kept = other(5, "000001"), other(9, "000011", restricted=True)
    bench = Bench(secret, plain, kept)
    assert [one.word for one in masters(bench.session, secret).known] == [kept.number]
    bench.lifecycle.ask("merge", secret.id)
    for typed in ("1", "000001"):
        assert not bench.asking.answer("merge", typed)
        assert "is restricted and 370215-20261120-000001 is not" in bench.told[-1]
    assert bench.asking.answer("merge", "11")
    (made,) = bench.lane.intents
    assert isinstance(made, Merge)
    assert made.into == kept.id
