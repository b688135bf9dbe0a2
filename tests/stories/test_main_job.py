"""The main job, whole: a hand at a real desk dispatches, and a second desk shows it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import numpy as np
import pytest

from console.app.home import Address, Home
from models.domain.ids import IncidentId
from models.domain.incident import State
from models.feed.track import Fixes, to_us
from models.store.embedded import open_embedded, stop_embedded
from models.store.fixes import store_fixes
from tests.console.cli.homes import LAT, WEST_LON, Cli, make_district
from tests.stories.screen import Screen, needs_screen
from tests.stories.test_two_running_consoles import Station

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.db,
    pytest.mark.gui,
    pytest.mark.story,
    needs_screen,
]
PATIENCE_MS = 25_000


class Room:
    """A district with one waiting incident, two members on the map, and a second desk."""

    def __init__(self, folder: Path, cli: Cli) -> None:
        self.cli = cli
        near, far = cli.person(cli.member()), cli.person(cli.member())
        self.member = UUID(near["id"])
        stand(folder, {near["ref"]: WEST_LON + 0.02, far["ref"]: WEST_LON + 0.04})
        self.number = cli.registered()
        self.incident = IncidentId(UUID(cli.incident(self.number)["id"]))
        self.second = Station(folder / "two", open_embedded(folder).console, "zhao")
        ids = (str(self.incident), str(self.member))
        self.screen = Screen("1920x1080", ["tests.stories.desk_on_a_home", str(folder), *ids])

    def lead(self) -> str | None:
        """Who leads the incident, by the tables."""
        tasks = self.cli.incident(self.number)["tasks"]
        return next((task["assignee"] for task in tasks if task["role"] == "lead"), None)

    def close(self) -> None:
        """Everything down."""
        self.screen.close()
        self.second.close()


def stand(folder: Path, longitudes: dict[int, float]) -> None:
    """Give members a fresh fix each."""
    count = len(longitudes)
    fixes = Fixes(
        np.array(list(longitudes), np.int32),
        np.full(count, to_us(datetime.now(UTC)), np.int64),
        np.array(list(longitudes.values()), float),
        np.full(count, LAT + 0.01),
        np.zeros(count, np.float32),
        np.zeros(count, np.float32),
    )
    with Home(Address(folder)) as home, home.connection() as connection:
        store_fixes(connection, fixes)


@pytest.fixture
def room(tmp_path: Path, capsys: pytest.CaptureFixture[str], qtbot: Any) -> Iterator[Room]:
    """All of it, up."""
    folder = make_district(tmp_path / "home")
    built = Room(folder, Cli(folder, capsys))
    yield built
    built.close()
    stop_embedded(folder)


def test_a_real_mouse_drags_a_queue_row_onto_a_member_and_a_second_desk_shows_it(
    room: Room, qtbot: Any
) -> None:
    room.screen.drag(room.screen.at["row"], room.screen.at["member"])
    qtbot.waitUntil(
        lambda: room.second.state(room.incident) is State.DISPATCHED, timeout=PATIENCE_MS
    )
    assert room.lead() == str(room.member)
    assert room.cli.ok("journal", "verify")["ok"] is True


def test_by_the_keyboard_alone_the_nearest_member_is_dispatched(room: Room, qtbot: Any) -> None:
    window, pause = str(room.screen.at["window"][0]), ("sleep", "0.4")
    # No window manager runs here, so the keys are given to the window by its id.
    room.screen.hand("windowfocus", "--sync", window, *pause, "key", "F2", *pause)
    room.screen.hand("key", "Down", *pause, "key", "d", *pause, *pause, "key", "Return")
    qtbot.waitUntil(
        lambda: room.second.state(room.incident) is State.DISPATCHED, timeout=PATIENCE_MS
    )
    assert room.lead() == str(room.member)
