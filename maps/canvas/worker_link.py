"""Holds the worker process: starts it, hands it work, notices when it dies."""

from __future__ import annotations

import json
import logging
import mmap
import os
import sys
import tempfile
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal, Slot
from PySide6.QtGui import QImage

import maps
from maps.canvas.aside import LOOKED_AT, aside
from maps.canvas.tile_drawing import TILE_PX, TileRequest
from maps.canvas.tile_shading import shading_told
from maps.canvas.tile_wire import (
    SLOTS,
    TILE_BYTES,
    base_message,
    ground_parts,
    handed_message,
    laid_from,
    message,
    state_from,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from maps.layers.scene import Ground
    from maps.layers.shading import Shading
    from maps.tiles.base_map import BaseMap
    from maps.tiles.reading import Wanted

_log = logging.getLogger(__name__)
_END_MS = 500
_MOST_WAITING = 4 << 20


class WorkerLink(QObject):
    """The console's end of the pipe.

    Invariants: at most `SLOTS` requests are on their way; each slot of the shared file
    belongs to one of them.

    Signals
    -------
    tile_drawn(number: int, image: QImage, laid: Laid)
        A request was answered; what came of the base map on it.
    base_told(state: BaseState)
        What there is to say of the base map.
    lost()
        The process died or could not start; what was on its way is lost.

    Thread: GUI
    """

    tile_drawn = Signal(int, QImage, object)
    base_told = Signal(object)
    lost = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._free = list(range(SLOTS))
        self._is_closing = False
        self._told: deque[Iterator[bytes]] = deque()
        self._path, self._pixels = _shared_file()
        self._process = QProcess(self)
        self._process.readyReadStandardOutput.connect(self.on_answer)
        self._process.bytesWritten.connect(self.on_written)
        self._process.finished.connect(self.on_finished)
        self._process.errorOccurred.connect(self.on_error)

    @property
    def pid(self) -> int:
        """The process id; 0 when none runs."""
        return self._process.processId()

    @property
    def has_room(self) -> bool:
        """Whether another request may be sent."""
        return bool(self._free) and not self._is_closing

    def start(self) -> None:
        """Start the process; it reads what it is told as soon as it stands."""
        environment = QProcessEnvironment.systemEnvironment()
        root = str(Path(maps.__path__[0]).parent)
        known = environment.value("PYTHONPATH")
        environment.insert("PYTHONPATH", os.pathsep.join(filter(None, (root, known))))
        self._process.setProcessEnvironment(environment)
        worker = aside("maps.canvas.tile_worker", str(self._path), niceness=LOOKED_AT)
        self._process.start(sys.executable, worker)

    def tell_own_style(self, text: str) -> None:
        """Say what the grounds told later are drawn with instead of what is shipped."""
        self._tell(iter([message({"say": "own style", "text": text})]))

    def tell_ground(self, ground: Ground, theme: str, hidden: frozenset[str]) -> None:
        """Say what there is to draw, and how."""
        self._tell(ground_parts(ground, theme, hidden))

    def tell_shading(self, shading: Shading) -> None:
        """Say what lies over it; tiles asked for later show it."""
        self._tell(iter([message(*shading_told(shading))]))

    def tell_base(self, base: BaseMap | None, folder: str) -> None:
        """Say which base map lies under it; a server's tiles are kept under `folder`."""
        self._tell(iter([base_message(base, folder)]))

    def hand(self, at: Wanted, data: bytes) -> None:
        """Give a tile of the base map that does not lie on the disk."""
        self._tell(iter([handed_message(at, data)]))

    def clear_up(self, most_bytes: int) -> None:
        """Have what is kept of tiles brought below a size."""
        self._tell(iter([message({"say": "clear up", "most_bytes": most_bytes})]))

    def ask(self, number: int, request: TileRequest) -> None:
        """Ask for a tile; only while `has_room`."""
        slot = self._free.pop()
        corner = (
            *(request.west_m, request.north_m, request.m_per_px),
            *(request.pixel_ratio, request.line_scale),
        )
        told = {"say": "draw", "number": number, "slot": slot, "request": corner}
        self._tell(iter([message(told)]))

    def wait(self, timeout_ms: int) -> bool:
        """Wait for an answer without an event loop; whether one came. For pictures only."""
        return self._process.waitForReadyRead(timeout_ms)

    def close(self) -> None:
        """End the process: politely, then not. No process is left afterwards."""
        if self._is_closing:
            return
        self._is_closing = True
        if self._process.state() is not QProcess.ProcessState.NotRunning:
            self._process.closeWriteChannel()
            if not self._process.waitForFinished(_END_MS):
                self._process.kill()
                self._process.waitForFinished(_END_MS)
        self._pixels.close()
        self._path.unlink(missing_ok=True)

    @Slot()
    def on_written(self) -> None:
        """Write on, as long as what waits for the process is little."""
        while self._told and self._process.bytesToWrite() < _MOST_WAITING:
            part = next(self._told[0], None)
            if part is None:
                self._told.popleft()
            else:
                self._process.write(part)

    @Slot()
    def on_answer(self) -> None:
        """Fetch the tiles that are done."""
        while self._process.canReadLine():
            word, _, rest = bytes(self._process.readLine().data()).decode().partition(" ")
            word = word.strip()
            if word == "done" and not self._is_closing:
                number, slot, laid = rest.split(" ", 2)
                self._free.append(int(slot))
                image = self._image(int(slot))
                self.tile_drawn.emit(int(number), image, laid_from(laid))
            elif word == "base" and not self._is_closing:
                self.base_told.emit(state_from(json.loads(rest)))
            elif word == "ready" and os.name == "posix":
                # Both hold it open now; without a name nothing is left behind by a crash.
                self._path.unlink(missing_ok=True)

    @Slot()
    def on_finished(self) -> None:
        """Report a process that ended though nobody asked it to."""
        if self._is_closing:
            return
        words = bytes(self._process.readAllStandardError().data()).decode(errors="replace")
        _log.warning("the map's tile painter ended (%s)", words.strip()[-500:] or "no words")
        self._free = list(range(SLOTS))
        self._told.clear()
        self.lost.emit()

    @Slot(QProcess.ProcessError)
    def on_error(self, error: QProcess.ProcessError) -> None:
        """Report a process that never stood."""
        if error is QProcess.ProcessError.FailedToStart and not self._is_closing:
            _log.warning("the map's tile painter does not start: %s", sys.executable)
            self.lost.emit()

    def _tell(self, parts: Iterator[bytes]) -> None:
        self._told.append(parts)
        self.on_written()

    def _image(self, slot: int) -> QImage:
        start = slot * TILE_BYTES
        data = self._pixels[start : start + TILE_BYTES]
        return QImage(data, TILE_PX, TILE_PX, QImage.Format.Format_RGB32).copy()


def _shared_file() -> tuple[Path, mmap.mmap]:
    memory = Path("/dev/shm")  # noqa: S108 - the file is created exclusively, mode 0600
    folder = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
    handle, name = tempfile.mkstemp(prefix="wangge-tiles-", dir=folder)
    try:
        os.truncate(name, SLOTS * TILE_BYTES)
        return Path(name), mmap.mmap(handle, SLOTS * TILE_BYTES)
    finally:
        os.close(handle)
