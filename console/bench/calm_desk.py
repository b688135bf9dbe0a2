"""A desk that is panned and zoomed without rest, and a timer that notes when it comes late.

A process of its own for `bench calm`: `python -m console.bench.calm_desk HOME FILE SECONDS`.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer, Slot
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication

from console.app.home import Address, Home
from console.app.stage import Stage
from console.app.windows import a_desk
from console.work.stall_watch import StallWatch
from models.domain.lifecycle import Role

if TYPE_CHECKING:
    from console.app.windows import Show
    from maps.canvas.canvas import MapCanvas

_PAN_MS, _MEMORY_MS = 30, 1_000
_STEPS = 40
"""A pan of so many moves, then a notch of the wheel, in turns."""
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4_096


class Hand(QObject):
    """Pans to and fro and turns the wheel.

    Thread: GUI
    """

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._step = 0
        self._at = QPointF()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.on_step)
        self._timer.start(_PAN_MS)

    @Slot()
    def on_step(self) -> None:
        """One move of the hand."""
        turn, step = divmod(self._step, _STEPS)
        self._step += 1
        middle = QPointF(self._canvas.rect().center())
        if step == 0:
            self._at = middle
            self._send(QEvent.Type.MouseButtonPress)
        elif step == _STEPS - 2:
            self._send(QEvent.Type.MouseButtonRelease)
        elif step == _STEPS - 1:
            self._turn(middle, 1 if turn // 3 % 2 else -1)
        else:
            away = 7.0 if turn % 2 else -7.0
            self._at += QPointF(away, away / 2)
            self._send(QEvent.Type.MouseMove)

    def _send(self, kind: QEvent.Type) -> None:
        button = Qt.MouseButton.MiddleButton
        held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else button
        told = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else button
        where = self._canvas.mapToGlobal(QPointF(0, 0)) + self._at
        event = QMouseEvent(kind, self._at, where, told, held, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self._canvas, event)

    def _turn(self, at: QPointF, notches: int) -> None:
        where = self._canvas.mapToGlobal(QPointF(0, 0)) + at
        event = QWheelEvent(
            at,
            where,
            QPoint(),
            QPoint(0, 120 * notches),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,  # noqa: FBT003 - inverted; Qt names no arguments
        )
        QApplication.sendEvent(self._canvas, event)


class Watch(QObject):
    """Notes the gaps of a 10 ms timer, and the memory once a second.

    Thread: GUI
    """

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.gaps_s: list[float] = []
        self.rss_mb: list[tuple[float, float]] = []
        """Seconds since the watch began, and what this process held then."""
        self.worker_mb: list[float] = []
        self.frames = 0
        self._begun_s = time.monotonic()
        self.stalls = StallWatch()
        self.stalls.start()
        self._tick = QTimer(self)
        self._tick.setTimerType(Qt.TimerType.PreciseTimer)
        self._tick.timeout.connect(self.on_tick)
        self._tick.start(10)
        self._memory = QTimer(self)
        self._memory.timeout.connect(self.on_memory)
        self._memory.start(_MEMORY_MS)

    def stop(self) -> None:
        """Note no more: what the desk takes to close is none of its day."""
        self._tick.stop()
        self._memory.stop()
        self.stalls.close()

    @Slot()
    def on_tick(self) -> None:
        """Note how long ago the last one was."""
        self.gaps_s.append(self.stalls.beat())

    @Slot()
    def on_memory(self) -> None:
        """Note what this process and the tile painter hold."""
        self.rss_mb.append((time.monotonic() - self._begun_s, _rss_mb(os.getpid())))
        if self._canvas.worker_pid:
            self.worker_mb.append(_rss_mb(self._canvas.worker_pid))

    @Slot(object)
    def on_frame(self, _frame: object) -> None:
        """Count the frames of the feed."""
        self.frames += 1


def _rss_mb(pid: int) -> float:
    """Resident memory; 0 where the system does not tell it this way."""
    file = Path(f"/proc/{pid}/statm")
    if not file.exists():
        return 0.0
    return int(file.read_text().split()[1]) * _PAGE / (1 << 20)


class Work(QObject):
    """Begins once the desk stands, and ends after its time.

    Thread: GUI
    """

    def __init__(self, show: Show, seconds: float, app: QApplication) -> None:
        super().__init__(show)
        self._canvas = show.window.map.canvas
        self._session = show.running.session
        self._seconds = seconds
        self._app = app
        self.watch: Watch | None = None

    @Slot()
    def on_ready(self) -> None:
        """The map is up: set hand and watch to work."""
        if self.watch is None:
            Hand(self._canvas)
            self.watch = Watch(self._canvas)
            self._session.frame_changed.connect(self.watch.on_frame)
            QTimer.singleShot(int(self._seconds * 1000), self.on_over)

    @Slot()
    def on_over(self) -> None:
        """The day is over."""
        if self.watch is not None:
            self.watch.stop()
        self._app.quit()


def work(folder: Path, file: Path, seconds: float) -> None:
    """Show a desk, work it for so long, and write what was noted."""
    with Home(Address(folder), station="calm") as home:
        stage = Stage(folder, None, offscreen=True)
        show = a_desk(stage, home, ("local", frozenset(Role)))
        work = Work(show, seconds, stage.app)
        show.window.resize(1920, 1080)
        show.window.show()
        show.ready.connect(work.on_ready)
        show.start()
        stage.app.exec()
        watch = work.watch or Watch(show.window.map.canvas)
        told = {
            "gaps_s": watch.gaps_s,
            "rss_mb": watch.rss_mb,
            "worker_mb": watch.worker_mb,
            "frames": [watch.frames],
            "stalls": [stall.words() for stall in watch.stalls.stalls],
            "own_s": [stall.ran_s for stall in watch.stalls.stalls],
            "queued_s": [stall.queued_s for stall in watch.stalls.stalls],
            "with_lanes": sum(stall.is_own for stall in watch.stalls.stalls),
        }
        show.close()
    file.write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    work(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]))
