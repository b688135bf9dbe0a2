"""Finds out what held the GUI thread up: where it was while its beat failed to come.

A thread looks at its stack every few milliseconds, but only while a beat is late, so that a
calm desk costs nothing. Used by benchmarks; a late beat of a desk in use is nobody's business.
"""

from __future__ import annotations

import faulthandler
import gc
import os
import re
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

LATE_S = 0.014
"""A beat that comes later than this after the last is being held up."""
LOOK_S = 0.004
_HOUSES: Final = ("console", "maps", "models")
_OURS: Final = tuple(f"{Path(__file__).parents[2] / house}{os.sep}" for house in _HOUSES)
_THREAD: Final = re.compile(r"(?:Current thread|Thread) 0x([0-9a-f]+)")
_FRAME: Final = re.compile(r'  File "(.*)", line (\d+) in (.*)')
_JOIN_S = 2.0
_COMPANY_S = 0.01
_THREADS: Final = Path("/proc/self/task")
"""Where Linux tells what each thread ran and how long it stood in line for a processor."""


@dataclass(frozen=True, slots=True)
class Stall:
    """One time the GUI thread did not come round.

    `at_s` since the watch began, `lasted_s` from beat to beat, more than `least_s`. Of it
    this thread computed `ran_s`, and stood in line for a processor `queued_s` (0 where the
    system does not tell); the rest it waited: for Python's lock, or for something to do.
    `process_s` is what all threads together computed (less than `lasted_s`: the machine was
    busy elsewhere; more than `ran_s`: another thread held it up); `collected_s` went to
    gathering garbage. `places` counts where the thread was seen, as "slot → innermost", and
    `others` where lanes that computed were, by the milliseconds each did.
    """

    at_s: float
    lasted_s: float
    least_s: float
    ran_s: float
    queued_s: float
    process_s: float
    collected_s: float
    places: tuple[tuple[str, int], ...]
    others: tuple[tuple[str, int], ...]

    @property
    def is_own(self) -> bool:
        """Whether this process computed that long; else the machine was busy elsewhere."""
        return self.process_s > self.least_s

    @property
    def waited_s(self) -> float:
        """How long the thread did not compute."""
        return max(0.0, self.lasted_s - self.ran_s)

    def words(self) -> str:
        """A line for people."""
        seen = ", ".join(f"{count}x {place}" for place, count in self.places[:4])
        beside = ", ".join(f"{ran_ms} ms {place}" for place, ran_ms in self.others[:3])
        lanes_s = max(0.0, self.process_s - self.ran_s)
        parts = [
            f"{self.at_s:.1f} s: {self.lasted_s * 1000:.0f} ms",
            f"({self.ran_s * 1000:.0f} own work, {self.waited_s * 1000:.0f} waited, of which",
            f"{self.queued_s * 1000:.0f} for a processor; lanes {lanes_s * 1000:.0f}, garbage",
            f"{self.collected_s * 1000:.0f}): {seen or 'Qt itself'}",
        ]
        has_company = lanes_s > _COMPANY_S
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
        self._told = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the watch
        self._line = _Line()
        self._queued_s = self._line.queued_s()
        self._lanes_ns: dict[int, int] = {}
        self._collecting_s = self._collected_s = 0.0
        # Handed over whole, never shared: the GUI thread takes it and leaves a new one.
        self._seen: list[tuple[str, tuple[tuple[str, int], ...]]] = []
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
        self._line.close()
        self._told.close()

    def beat(self) -> float:
        """Come round; seconds since the last time."""
        now_s = time.perf_counter()
        ran_s, process_s = time.thread_time(), time.process_time()
        queued_s = self._line.queued_s()
        seen, self._seen = self._seen, []
        lasted_s = now_s - self._last_s
        if lasted_s > self._least_s:
            self.stalls.append(
                Stall(
                    self._last_s - self._begun_s,
                    lasted_s,
                    self._least_s,
                    ran_s - self._ran_s,
                    queued_s - self._queued_s,
                    process_s - self._process_s,
                    self._collected_s,
                    tuple(Counter(place for place, _ in seen).most_common()),
                    _summed(one for _, all_ in seen for one in all_),
                )
            )
        self._last_s, self._ran_s, self._process_s = now_s, ran_s, process_s
        self._queued_s = queued_s
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
        lanes = threading.enumerate()
        stacks = self._stacks()
        passed = {threading.get_ident(), self._watched}
        others: list[tuple[str, int]] = []
        for lane in lanes:
            # One without a stack has just begun or ended.
            if lane.ident in passed or lane.ident is None or lane.ident not in stacks:
                continue
            ran_ns = _ran_ns(lane.native_id)
            since_ns = ran_ns - self._lanes_ns.get(lane.ident, ran_ns)
            self._lanes_ns[lane.ident] = ran_ns
            if since_ns:
                others.append((f"{lane.name}: {_place(stacks[lane.ident])}", since_ns))
        self._seen.append((_place(stacks.get(self._watched, [])), tuple(others)))

    def _stacks(self) -> dict[int, list[str]]:
        """The functions of ours on the stack of each thread, the innermost first.

        Written by `faulthandler` in one go. Frames taken by `sys._current_frames` are read
        while their threads go on, and what is found above them may be freed by then: a desk
        that was watched so crashed.
        """
        self._told.seek(0)
        self._told.truncate()
        faulthandler.dump_traceback(self._told, all_threads=True)
        self._told.seek(0)
        stacks: dict[int, list[str]] = {}
        ours: list[str] = []
        for line in self._told.read().decode(errors="replace").splitlines():
            if thread := _THREAD.match(line):
                ours = stacks[int(thread[1], 16)] = []
            elif (frame := _FRAME.match(line)) and frame[1].startswith(_OURS):
                ours.append(f"{Path(frame[1]).stem}.{frame[3]}:{frame[2]}")
        return stacks


class _Line:
    """How long the thread that made this stood in line for a processor."""

    def __init__(self) -> None:
        file = _THREADS / str(threading.get_native_id()) / "schedstat"
        self._file = os.open(file, os.O_RDONLY) if file.exists() else None

    def queued_s(self) -> float:
        """Seconds since it began; 0 where the system does not tell."""
        if self._file is None:
            return 0.0
        return int(os.pread(self._file, 80, 0).split()[1]) / 1e9

    def close(self) -> None:
        """Ask no more."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _ran_ns(native_id: int | None) -> int:
    """What a thread has computed; 0 where the system does not tell, or it has ended."""
    try:
        return int((_THREADS / str(native_id) / "schedstat").read_bytes().split()[0])
    except OSError:
        return 0


def _summed(seen: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """The milliseconds computed at each place, the most first."""
    total_ns: Counter[str] = Counter()
    for place, ran_ns in seen:
        total_ns[place] += ran_ns
    found = ((place, round(ran_ns / 1e6)) for place, ran_ns in total_ns.most_common())
    return tuple(one for one in found if one[1])


def _place(ours: list[str]) -> str:
    """The outermost and the innermost function of a stack, the main program aside."""
    inner, outer = (ours[0], ours[-1]) if ours else ("", "")
    return inner if inner == outer else f"{outer} → {inner}"
