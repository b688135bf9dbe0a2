"""A real mouse and a real keyboard, through an X server: what no offscreen test can show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.stories.screen import PAUSE, Screen, needs_screen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.gui, pytest.mark.story, needs_screen]


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    made = Screen("1600x900", ["tests.stories.desk_on_a_screen", str(tmp_path)])
    yield made
    made.close()


def the_dispatch(screen: Screen) -> dict[str, Any]:
    at = screen.at
    return {"sent": "dispatch", "incident": at["case"], "members": [at["ann"]], "seen": 5}


def test_a_queue_row_dragged_onto_a_member_of_the_map_is_dispatched_once(
    screen: Screen,
) -> None:
    screen.drag(screen.at["row"], screen.at["member"])
    assert screen.heard() == the_dispatch(screen)
    assert screen.heard(1.0) is None


def test_a_queue_row_dragged_onto_nothing_is_not_dispatched(screen: Screen) -> None:
    screen.drag(screen.at["row"], screen.at["nothing"])
    assert screen.heard(1.0) is None


def test_by_the_keyboard_alone_the_nearest_member_is_dispatched(screen: Screen) -> None:
    window = str(screen.at["window"])
    screen.hand("windowfocus", "--sync", window, *PAUSE, "key", "F2", *PAUSE, "key", "Down")
    screen.hand("key", "d", *PAUSE, "key", "Return")
    assert screen.heard() == the_dispatch(screen)
