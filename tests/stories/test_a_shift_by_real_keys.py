"""Twenty incidents to their end at a real desk over a real database, by keys alone."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from console.app.demo_plan import start_clock
from console.app.home import Address, Home
from models.domain.grid import Level
from models.domain.incident import State
from models.store.embedded import stop_embedded
from models.store.reference import Reference
from tests.console.cli.homes import CHECKOUT
from tests.stories.screen import Screen, needs_screen
from tests.stories.test_a_shift_by_keyboard import CALLS, TO_CLOSED, TO_DISPATCHED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.db,
    pytest.mark.gui,
    pytest.mark.story,
    pytest.mark.long,
    needs_screen,
]
CASES, PATIENCE_S = 20, 20.0


class Dispatcher:
    """A keyboard at a desk of its own screen; counts keys, words apart, and reads the screen.

    `waited_s` is how long each key's effect took to be seen.
    """

    def __init__(self, folder: Path) -> None:
        self._screen = Screen("1920x1080", ["tests.stories.keyed_desk", str(folder)])
        self.seen = self._screen.at
        self.keys = 0
        self.waited_s: list[float] = []
        self._screen.hand("windowfocus", "--sync", str(self.seen["window"]))

    def press(self, *keys: str) -> None:
        """Keys, one after the other."""
        self.keys += len(keys)
        self._screen.hand("key", "--delay", "30", *keys)

    def type(self, words: str) -> None:
        """The words themselves, which are not counted."""
        self._screen.hand("type", "--delay", "15", words)

    def press_to(self, state: State, *keys: str) -> None:
        """Keys, and the incident in hand comes into a state on the screen."""
        self.press(*keys)
        begun_s = time.monotonic()
        self.until(lambda: self.seen.get("state") == state.value)
        self.waited_s.append(time.monotonic() - begun_s)

    def work(self, call: str, place: str) -> tuple[int, int]:
        """One incident from the call to the end; keys until its dispatch, and in all."""
        self.until(lambda: self.seen.get("queue") is True)
        before, self.keys = self.seen["incident"], 0
        self.press("ctrl+n")
        self.type(call)
        self.press("Tab")
        self.type(place)
        self.press("alt+1", "ctrl+Return")
        self.until(lambda: self.seen["incident"] != before)
        self.press_to(State.ACCEPTED, "ctrl+1")
        self.press_to(State.REGISTERED, "ctrl+2")
        self.press_to(State.DISPATCHED, "d", "Return")
        to_dispatched = self.keys
        self.press_to(State.HANDLING, "ctrl+3")
        self.press("ctrl+4")
        self.type("seen to by the team")
        self.press_to(State.CHECKING, "Return")
        self.press_to(State.CHECKED, "ctrl+5")
        self.press_to(State.CLOSED, "ctrl+6")
        return to_dispatched, self.keys

    def until(self, condition: Any, patience_s: float = PATIENCE_S) -> None:
        """Read what the desk says until something holds."""
        end_s = time.monotonic() + patience_s
        while not condition():
            said = self._screen.heard(end_s - time.monotonic())
            assert said is not None, self.seen
            self.seen |= said

    def close(self) -> None:
        """End both; what the desk says of its stalls is heard first."""
        self.seen |= self._screen.close()


@pytest.fixture
def district(tmp_path: Path) -> Iterator[tuple[Path, list[str]]]:
    """The small demo at nine in the morning, nobody else at work; places in its units."""
    folder = tmp_path / "home"
    making = ["demo", "--prepare", "--json", "--home", str(folder)]
    subprocess.run([sys.executable, "-m", "console", *making], cwd=CHECKOUT, check=True)
    with Home(Address(folder)) as home, contextlib.closing(home.connection()) as connection:
        start_clock(home, 1.0)
        grid = Reference(0).through(connection).grid.grid
        units = [cell.centre for cell in grid.at_level(Level.UNIT)]
    yield folder, [f"{at.lat_deg:.5f}, {at.lon_deg:.5f}" for at in units if at is not None]
    stop_embedded(folder)


def test_a_shift_is_worked_at_a_real_desk_by_keys_alone(
    district: tuple[Path, list[str]],
) -> None:
    folder, places = district
    one = Dispatcher(folder)
    try:
        one.press("F2")
        each = [
            one.work(CALLS[number % len(CALLS)], places[7 * number % len(places)])
            for number in range(CASES)
        ]
    finally:
        one.close()
    to_dispatched, to_closed = (max(keys) for keys in zip(*each, strict=True))
    seen_ms = sorted(1000 * waited_s for waited_s in one.waited_s)
    print(  # noqa: T201 - pytest -s shows the figures
        f"\nkeys to dispatched {to_dispatched}, to closed {to_closed}; {len(seen_ms)} acts seen"
        f" on the screen after {seen_ms[len(seen_ms) // 2]:.0f} ms (median), {seen_ms[-1]:.0f}"
        f" at most; the GUI thread took no event for {one.seen['most_ms']} ms at most; stalls"
        f" of its own: {one.seen['stalls']}"
    )
    assert to_dispatched <= TO_DISPATCHED
    assert to_closed <= TO_CLOSED
    assert one.seen["stalls"] == []
