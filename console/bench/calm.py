"""`bench calm`: how long the GUI thread is held up, and what memory a day takes.

A desk over a demo home with its simulator, worked by a hand that pans and zooms all the
time. What counts begins with the first picture: the road net and the first tiles are made while
the clock runs. The short form lasts a minute, the long one ten. Each stall is told with where
the thread was, what it computed itself and how long it waited, for a processor or for Python's
lock: a busy machine shows in the waiting, a fault of ours in the computing.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from console.app.demo_home import prepare
from console.app.demo_plan import start_clock
from console.app.simulator import Plan
from console.bench.report import Report, a_scratch_home, milliseconds
from maps.canvas.aside import aside
from models.simulation.district import Size

if TYPE_CHECKING:
    from numpy.typing import NDArray

SECONDS, LONG_SECONDS = 60.0, 600.0
SPEED = 10.0
STALL_S = 0.05
_SLACK_S = 240.0
_MOST_NOTES = 40
_EACH_S, _TOLD_IN_A_LINE = 30.0, 10
_FEWEST = 10
"""Of fewer looks at the memory nobody can say whether it grows."""


def run(
    *, is_long: bool = False, size: Size = Size.DISTRICT, seconds: float | None = None
) -> Report:
    """Work a desk for so long on a demo of this size, and say how the timer came through."""
    seconds = seconds or (LONG_SECONDS if is_long else SECONDS)
    with a_scratch_home() as home, tempfile.TemporaryDirectory() as folder:
        prepare(home, Plan(size, 1), _silent)
        start_clock(home, SPEED)
        file = Path(folder) / "told.json"
        where = str(home.address.folder)
        ours = "console", "simulate", "--home", where, "--parent", str(os.getpid())
        simulator = _started(*aside(*ours))  # as a demo starts it
        try:
            desk = _started("-m", "console.bench.calm_desk", where, str(file), str(seconds))
            desk.wait(seconds + _SLACK_S)
        finally:
            simulator.terminate()
            simulator.wait()
        told = json.loads(file.read_text(encoding="utf-8"))
    return _reported(told, size, seconds, is_long=is_long)


def _reported(
    told: dict[str, Any], size: Size, seconds: float, *, is_long: bool = False
) -> Report:
    gaps_s = np.array(told["gaps_s"])
    own_s = np.array(told["own_s"])
    at_s, memory = np.array(told["rss_mb"]).T
    quarter = max(1, len(memory) // 4)
    first, last = float(np.median(memory[:quarter])), float(np.median(memory[-quarter:]))
    figures = {
        "seconds": seconds,
        "frames_of_the_feed": told["frames"][0],
        **milliseconds("timer_10ms", told["gaps_s"]),
        "p99_ms": round(float(np.percentile(gaps_s, 99)) * 1000, 2),
        "stalls_over_50_ms": int((gaps_s > STALL_S).sum()),
        "of_which_own_work": int((own_s > STALL_S).sum()),
        "of_which_with_lanes": told["with_lanes"],
        "own_work_most_ms": round(float(own_s.max(initial=0.0)) * 1000, 1),
        "waited_for_processor_s": round(sum(told["queued_s"]), 2),
        "rss_most_mb": round(float(memory.max()), 1),
        "rss_first_quarter_mb": round(first, 1),
        "rss_last_quarter_mb": round(last, 1),
        "rss_second_half_mb_per_min": round(mb_per_minute(at_s, memory), 2),
        "tile_worker_rss_mb": round(max(told["worker_mb"], default=0.0), 1),
    }
    return Report(
        "calm",
        f"gaps of a 10 ms timer on the GUI thread, {size.value} demo at {SPEED:g}x, panning "
        "and zooming, 1920 x 1080 offscreen, from the first picture on; of stalls, those in "
        "which its own work, or with the lanes', took as long; memory of the process",
        figures,
        {"memory_grows": round(last / first, 3)},
        (over_time(at_s, memory) if is_long else []) + told["stalls"][:_MOST_NOTES],
    )


def mb_per_minute(at_s: NDArray[np.float64], memory_mb: NDArray[np.float64]) -> float:
    """How fast memory grows over the second half of the time, by the line that fits best."""
    late = at_s >= at_s[-1] / 2
    if late.sum() < _FEWEST:
        return 0.0
    return float(np.polyfit(at_s[late] / 60, memory_mb[late], 1)[0])


def over_time(at_s: NDArray[np.float64], memory_mb: NDArray[np.float64]) -> list[str]:
    """Lines of memory every half minute, ten of them a line."""
    rows = np.searchsorted(at_s, np.arange(0, at_s[-1], _EACH_S))
    told = [f"{memory_mb[row]:.0f}" for row in rows.tolist()]
    return [
        f"MB every {_EACH_S:.0f} s from {begin * _EACH_S / 60:.0f} min: "
        + " ".join(told[begin : begin + _TOLD_IN_A_LINE])
        for begin in range(0, len(told), _TOLD_IN_A_LINE)
    ]


def _started(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - ourselves
        [sys.executable, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )


def _silent(_done: int, _total: int, _what: str) -> None:
    """Nobody watches."""
