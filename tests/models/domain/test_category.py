"""Promises of the category tree that comes with the program."""

from __future__ import annotations

import pytest

from models.domain.category import OTHER, Category, Urgency
from models.domain.deadline import DEFAULT_HANDLE_LIMIT, Limit, Unit, handle_limit, parse_limit
from models.intake.category_table import all_categories
from resources.files import resource_path


@pytest.fixture(scope="module")
def tree() -> dict[str, Category]:
    text = resource_path("event_categories.csv").read_text(encoding="utf-8")
    return {category.code: category for category in all_categories(text)}


def test_urgencies_rank_from_general_to_emergency() -> None:
    assert [urgency.rank for urgency in Urgency] == [0, 1, 2]
    assert sorted(Urgency, key=lambda u: u.rank)[-1] is Urgency.EMERGENCY


def test_the_tree_has_its_19_majors_and_a_class_for_everything_else(
    tree: dict[str, Category],
) -> None:
    assert len({category.major_code for category in tree.values()}) == 19
    assert tree[OTHER].zh == "其他事件"


def test_every_limit_of_the_tree_can_be_read(tree: dict[str, Category]) -> None:
    for category in tree.values():
        for urgency in Urgency:
            assert handle_limit(category, urgency).amount > 0


def test_the_outer_limit_counts_and_not_the_first_response(tree: dict[str, Category]) -> None:
    illegal_building = tree["E0101"]
    assert parse_limit(illegal_building.response_limit) == Limit(4, Unit.WH)
    assert handle_limit(illegal_building, Urgency.GENERAL) == Limit(20, Unit.WD)


def test_a_class_of_response_alone_is_due_by_its_response(tree: dict[str, Category]) -> None:
    assert handle_limit(tree["E1302"], Urgency.EMERGENCY) == Limit(5, Unit.MIN)


def test_a_damaged_sign_that_is_dangerous_is_due_in_two_hours(
    tree: dict[str, Category],
) -> None:
    assert handle_limit(tree["E0203"], Urgency.URGENT) == Limit(2, Unit.WD)
    assert handle_limit(tree["E0203"], Urgency.EMERGENCY) == Limit(2, Unit.H)


def test_a_class_that_is_mapped_elsewhere_takes_the_default(tree: dict[str, Category]) -> None:
    assert handle_limit(tree["E4106"], Urgency.GENERAL) == DEFAULT_HANDLE_LIMIT


def test_restricted_classes_are_marked(tree: dict[str, Category]) -> None:
    assert tree["E1803"].restricted
    assert not tree["E0102"].restricted
    assert tree["E0102"].self_handle
