"""Garbage and lock of Python: tamed while a window stands, left as found afterwards."""

from __future__ import annotations

import gc
import sys
import weakref
from typing import TYPE_CHECKING

import pytest

from console.app import calm as rooms
from console.app.calm import SWITCH_S, Calm

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.gui


class Knot:
    """Refers to itself: only a search for garbage frees it."""

    def __init__(self) -> None:
        self.me = self


@pytest.fixture
def calm(qapp: object) -> Iterator[Calm]:
    made = Calm()
    made.begin()
    yield made
    made.end()


def a_knot() -> weakref.ref[Knot]:
    return weakref.ref(Knot())


def test_what_stands_at_the_start_is_searched_no_more(calm: Calm) -> None:
    assert gc.get_freeze_count() > 10_000
    assert len(gc.get_objects()) < gc.get_freeze_count() / 10


def test_python_gives_the_lock_away_sooner_while_a_window_stands(calm: Calm) -> None:
    assert sys.getswitchinterval() == pytest.approx(SWITCH_S)


def test_garbage_of_the_last_seconds_goes_with_the_next_beat(calm: Calm) -> None:
    knot = a_knot()
    assert knot() is not None
    calm.on_beat()
    assert knot() is None


def test_what_outlived_a_beat_goes_with_the_next_search_of_everything(
    calm: Calm, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Knot()
    knot = weakref.ref(kept)
    calm.on_beat()
    del kept
    calm.on_beat()
    assert knot() is not None
    monkeypatch.setattr(rooms, "WHOLE_S", -1.0)
    calm.on_beat()
    calm.on_beat()
    assert knot() is None


def test_everything_is_not_searched_while_somebody_acts(
    calm: Calm, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Knot()
    knot = weakref.ref(kept)
    calm.on_beat()
    del kept
    monkeypatch.setattr(rooms, "WHOLE_S", -1.0)
    for _ in range(3):
        calm.on_act()
        calm.on_beat()
    assert knot() is not None
    calm.on_beat()
    assert knot() is None


def test_afterwards_python_is_as_it_was_found(qapp: object) -> None:
    before = gc.get_threshold(), sys.getswitchinterval()
    calm = Calm()
    calm.begin()
    calm.begin()
    calm.end()
    calm.end()
    assert (gc.get_threshold(), sys.getswitchinterval()) == before
    assert gc.get_freeze_count() == 0
