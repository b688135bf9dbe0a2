"""A real mouse and a real keyboard, through an X server: what no offscreen test can show."""

from __future__ import annotations

import json
import select
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from tests.stories.x_server import x_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.gui, pytest.mark.story]
PATIENCE_S = 30.0
PAUSE = ["sleep", "0.15"]
"""xdotool's own pause: a hand is not faster, and Qt starts a drag only after a while."""


class Screen:
    """An X server of our own with one desk on it."""

    def __init__(self, home: Path, checkout: Path) -> None:
        self._server, env = x_server("1600x900")
        self.env = env | {"PYTHONPATH": str(checkout)}
        self._desk = subprocess.Popen(
            [sys.executable, "-m", "tests.stories.desk_on_a_screen", str(home)],
            cwd=checkout,
            env=self.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,  # `select` knows nothing of lines in a buffer of ours
        )
        self.at: dict[str, Any] = self.heard() or {}
        if not self.at:
            self.close()
            pytest.fail(
                f"the desk did not come up on {self.env['DISPLAY']}: {self._desk.returncode}"
            )

    def heard(self, patience_s: float = PATIENCE_S) -> dict[str, Any] | None:
        """The next line of the desk; None where it says nothing for so long."""
        assert self._desk.stdout is not None
        ready, _, _ = select.select([self._desk.stdout], [], [], patience_s)
        line = self._desk.stdout.readline() if ready else b""
        return json.loads(line) if line else None

    def hand(self, *words: str) -> None:
        """Move the mouse or press keys."""
        subprocess.run(["xdotool", *words], env=self.env, check=True, timeout=PATIENCE_S)

    def drag(self, start: list[int], end: list[int]) -> None:
        """Press, carry in small steps, let go."""
        moves: list[str] = []
        for step in range(1, 13):
            x, y = (round(a + (b - a) * step / 12) for a, b in zip(start, end, strict=True))
            moves += ["mousemove", str(x), str(y), "sleep", "0.04"]
        at = [str(v) for v in start]
        self.hand(
            "mousemove", *at, *PAUSE, "mousedown", "1", *PAUSE, *moves, *PAUSE, "mouseup", "1"
        )

    def close(self) -> None:
        """End both, the desk first."""
        for process in (self._desk, self._server):
            if process.stdin is not None:
                process.stdin.close()
            if process is self._server:
                process.terminate()
            try:
                process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if self._desk.stdout is not None:
            self._desk.stdout.close()


@pytest.fixture
def screen(tmp_path: Path, checkout: Path) -> Iterator[Screen]:
    missing = [name for name in ("Xvfb", "xdotool") if shutil.which(name) is None]
    if missing:
        pytest.skip(f"no {' and no '.join(missing)} on this machine")
    made = Screen(tmp_path, checkout)
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
