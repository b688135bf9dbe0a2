"""Finds out what held the GUI thread up: where it was while its beat failed to come.

A thread looks at its stack every few milliseconds, but only while a beat is late, so that a
calm desk costs nothing. Used by benchmarks; a late beat of a desk in use is nobody's business.
"""

from __future__ import annotations

import gc
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FrameType

LATE_S = 0.014
"""A beat that comes later than this after the last is being held up."""
LOOK_S = 0.004
_HOUSES = ("console", "maps", "models")
_JOIN_S = 2.0
_COMPANY_S = 0.01
_TAKES = ".get("
"""What stands in the line of a lane that waits for its next job."""
_WAITING = frozenset({"wait", "select", "poll", "_hear", "fetchall"})


@dataclass(frozen=True, slots=True)
class Stall:
    """One time the GUI thread did not come round.

    `at_s` since the watch began, `lasted_s` from beat to beat, more than
    `least_s`; `ran_s` of it this thread
    computed, `process_s` all threads together (less than `lasted_s`: the machine was busy
    elsewhere; more than `ran_s`: another thread held it up); `collected_s` went to gathering
    garbage. `places` counts where the thread was seen, as "slot → innermost", and `others`
    where the lanes were.
    """

    at_s: float
    lasted_s: float
    least_s: float
    ran_s: float
    process_s: float
    collected_s: float
    places: tuple[tuple[str, int], ...]
    others: tuple[tuple[str, int], ...]

    @property
    def is_own(self) -> bool:
        """Whether this process computed that long; else the machine was busy elsewhere."""
        return self.process_s > self.least_s

    def words(self) -> str:
        """A line for people."""
        seen = ", ".join(f"{count}x {place}" for place, count in self.places[:4])
        beside = ", ".join(f"{count}x {place}" for place, count in self.others[:2])
        parts = [
            f"{self.at_s:.1f} s: {self.lasted_s * 1000:.0f} ms",
            f"({self.ran_s * 1000:.0f} its own, {self.process_s * 1000:.0f} with the lanes,",
            f"{self.collected_s * 1000:.0f} of it garbage): {seen or 'Qt itself'}",
        ]
        # A lane that waits stands somewhere too; only one that computed held anybody up.
        has_company = self.process_s - self.ran_s > _COMPANY_S
        return " ".join(parts) + (f"; meanwhile {beside}" if beside and has_company else "")


class StallWatch:
    """Watches the thread that made it; that thread calls `beat` from a timer.

    Thread: made, started, beaten and closed on the GUI thread; looks from one of its own.
    """

    def __init__(self, least_s: float = 0.05) -> None:
        """Gaps between two beats longer than `least_s` are stalls."""
        self._least_s = least_s
        self._watched = threading.get_ident()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="stall-watch", daemon=True)
        self._begun_s = self._last_s = time.perf_counter()
        self._ran_s, self._process_s = time.thread_time(), time.process_time()
        self._collecting_s = self._collected_s = 0.0
        # Handed over whole, never shared: the GUI thread takes it and leaves a new one.
        self._seen: list[tuple[str, tuple[str, ...]]] = []
        self.stalls: list[Stall] = []

    def start(self) -> None:
        """Begin to look."""
        gc.callbacks.append(self._on_garbage)
        self.beat()
        self._thread.start()

    def close(self) -> None:
        """Look no more."""
        self._stopping.set()
        self._thread.join(_JOIN_S)
        gc.callbacks.remove(self._on_garbage)

    def beat(self) -> float:
        """Come round; seconds since the last time."""
        now_s = time.perf_counter()
        ran_s, process_s = time.thread_time(), time.process_time()
        seen, self._seen = self._seen, []
        lasted_s = now_s - self._last_s
        if lasted_s > self._least_s:
            self.stalls.append(
                Stall(
                    self._last_s - self._begun_s,
                    lasted_s,
                    self._least_s,
                    ran_s - self._ran_s,
                    process_s - self._process_s,
                    self._collected_s,
                    tuple(Counter(place for place, _ in seen).most_common()),
                    tuple(Counter(one for _, all_ in seen for one in all_).most_common()),
                )
            )
        self._last_s, self._ran_s, self._process_s = now_s, ran_s, process_s
        self._collected_s = 0.0
        return lasted_s

    def _on_garbage(self, phase: str, _info: object) -> None:
        if phase == "start":
            self._collecting_s = time.perf_counter()
        else:
            self._collected_s += time.perf_counter() - self._collecting_s

    # -- on the watch's own thread ---------------------------------------------------------

    def _run(self) -> None:
        while not self._stopping.wait(LOOK_S):
            if time.perf_counter() - self._last_s > LATE_S:
                self._look()

    def _look(self) -> None:
        names = {thread.ident: thread.name for thread in threading.enumerate()}
        frames = sys._current_frames()  # noqa: SLF001 - the only way to another thread's stack
        own = threading.get_ident()
        others = tuple(
            f"{names[ident]}: {_place(frame)}"
            for ident, frame in frames.items()
            # One that is not listed has just ended, or is no thread of Python's.
            if ident in names and ident not in {own, self._watched} and not _waits(frame)
        )
        self._seen.append((_place(frames.get(self._watched)), others))


def _waits(frame: FrameType) -> bool:
    """Whether a lane only waits for work, as far as its stack tells.

    A queue without a line of Python of its own leaves whoever asks it on top.
    """
    if frame.f_code.co_name in _WAITING:
        return True
    lines = _lines(frame.f_code.co_filename)
    return frame.f_lineno <= len(lines) and _TAKES in lines[frame.f_lineno - 1]


@cache
def _lines(path: str) -> tuple[str, ...]:
    """The lines of a source; none where it cannot be read.

    Python's own cache of them is another thread's to clear while it is read.
    """
    try:
        return tuple(Path(path).read_text("utf-8").splitlines())
    except (OSError, ValueError):
        return ()


def _place(frame: object) -> str:
    """The outermost and the innermost function of ours on a stack, the main program aside.

    The stack is another thread's and goes on while it is read: what is found above a frame
    may be no frame any more, and what it holds anything.
    """
    ours: list[str] = []
    while isinstance(frame, FrameType):
        names: object = frame.f_globals
        module = names.get("__name__", "") if isinstance(names, dict) else ""
        if str(module).partition(".")[0] in _HOUSES:
            ours.append(f"{frame.f_code.co_qualname}:{frame.f_lineno}")
        frame = frame.f_back
    inner, outer = (ours[0], ours[-1]) if ours else ("", "")
    return inner if inner == outer else f"{outer} → {inner}"
