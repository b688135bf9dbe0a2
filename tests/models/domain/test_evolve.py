"""Values made from others: the same as `dataclasses` makes, by another way."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from models.domain.evolve import changed_fields, replace
from models.domain.incident import State
from tests.builders import NINE, a_member, a_task, an_id, an_incident

SAMPLES = (an_incident(tasks=(a_task(an_id()),)), a_member(), a_task(an_id()))


@pytest.mark.parametrize("value", SAMPLES, ids=lambda one: type(one).__name__)
def test_each_field_is_replaced_as_dataclasses_replace_it(value: Any) -> None:
    for one in dataclasses.fields(value):
        for other in (None, "x", 7):
            made = replace(value, **{one.name: other})
            assert made == dataclasses.replace(value, **{one.name: other})
            assert type(made) is type(value)
    assert replace(value) == value
    assert replace(value) is not value
    assert hash(replace(value)) == hash(value)


@pytest.mark.parametrize("value", SAMPLES, ids=lambda one: type(one).__name__)
def test_what_is_made_is_as_frozen_as_any_other(value: Any) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        replace(value).id = None
    with pytest.raises(TypeError):
        replace(value, mood="grim")


@dataclass(frozen=True, slots=True)
class _Checked:
    low: int
    high: int

    def __post_init__(self) -> None:
        if self.low > self.high:
            raise ValueError(self.low)


@dataclass(frozen=True)
class _Open:
    one: int
    two: int = 2


@dataclass(frozen=True, slots=True)
class _Reckoned:
    one: int
    two: int = field(init=False, default=2)


@dataclass(frozen=True, slots=True)
class _Single:
    only: int


def test_a_class_that_does_more_than_set_its_fields_still_does_it() -> None:
    assert replace(_Checked(1, 2), high=3) == _Checked(1, 3)
    with pytest.raises(ValueError, match="9"):
        replace(_Checked(1, 2), low=9)
    assert replace(_Open(1), two=3) == _Open(1, 3)
    assert replace(_Reckoned(1), one=5) == _Reckoned(5)
    assert replace(_Single(1), only=2) == _Single(2)


def test_fields_that_differ_are_named_with_what_they_are_now() -> None:
    old = an_incident()
    new = replace(old, state=State.CLOSED, version=old.version + 1, due_at=NINE)
    # An equal value of another making is no change.
    same = replace(new, due_at=NINE + timedelta(0), text="".join([*old.text]))
    told = {"state": State.CLOSED, "version": old.version + 1, "due_at": NINE}
    assert changed_fields(old, same) == told
    assert changed_fields(_Single(1), _Single(2)) == {"only": 2}
    assert changed_fields(_Open(1), _Open(1, 3)) == {"two": 3}
