"""A screen of a story's own with one desk on it, and a hand that moves mouse and keys."""

from __future__ import annotations

import json
import os
import select
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.console.cli.homes import CHECKOUT

if TYPE_CHECKING:
    from collections.abc import Sequence

PATIENCE_S: Final = 40.0
PAUSE: Final = ("sleep", "0.2")
"""xdotool's own pause: a hand is not faster, and Qt starts a drag only after a while."""

needs_screen = pytest.mark.skipif(
    not (shutil.which("Xvfb") and shutil.which("xdotool")),
    reason="needs Xvfb and xdotool: apt install xvfb xdotool",
)


class Screen:
    """An X server on the first display that is free, and the child process of a desk.

    `at` is the first line of the desk, which stands once that has come.
    """

    def __init__(self, size: str, desk: Sequence[str]) -> None:
        """A size like 1920x1080; the module of a desk, then its arguments."""
        self._server, display = _x_server(size)
        self._env = os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        self._desk = subprocess.Popen(
            [sys.executable, "-m", *desk],
            cwd=CHECKOUT,
            env=self._env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,  # `select` knows nothing of lines in a buffer of ours
        )
        self.at: dict[str, Any] = self.heard() or {}
        if not self.at:
            self.close()
            pytest.fail(f"the desk did not come up on {display}: {self._desk.returncode}")

    def heard(self, patience_s: float = PATIENCE_S) -> dict[str, Any] | None:
        """The next line of the desk; None where it says nothing for so long."""
        assert self._desk.stdout is not None
        ready, _, _ = select.select([self._desk.stdout], [], [], max(0.0, patience_s))
        line = self._desk.stdout.readline() if ready else b""
        return json.loads(line) if line else None

    def hand(self, *words: str) -> None:
        """Move the mouse or press keys."""
        subprocess.run(["xdotool", *words], env=self._env, check=True, timeout=PATIENCE_S)

    def drag(self, start: list[int], end: list[int]) -> None:
        """Press, carry in small steps, let go."""
        moves: list[str] = []
        for step in range(1, 13):
            x, y = (round(a + (b - a) * step / 12) for a, b in zip(start, end, strict=True))
            moves += ["mousemove", str(x), str(y), "sleep", "0.05"]
        at = [str(v) for v in start]
        self.hand(
            "mousemove", *at, *PAUSE, "mousedown", "1", *PAUSE, *moves, *PAUSE, "mouseup", "1"
        )

    def close(self) -> dict[str, Any]:
        """End both, the desk first; the last that it said."""
        assert self._desk.stdin is not None
        assert self._desk.stdout is not None
        last: dict[str, Any] = {}
        self._desk.stdin.close()
        while said := self.heard():
            last = said
        _end(self._desk)
        self._desk.stdout.close()
        self._server.terminate()
        _end(self._server)
        return last


def _x_server(size: str) -> tuple[subprocess.Popen[bytes], str]:
    read, write = os.pipe()
    screen = ["-screen", "0", f"{size}x24", "-nolisten", "tcp"]
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), *screen],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    # To the end of the line: a pipe that is closed earlier has the server die of writing it.
    with os.fdopen(read, "rb", buffering=0) as pipe:
        return server, f":{pipe.readline().decode().strip()}"


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
