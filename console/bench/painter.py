"""One painting desk: notes when each fact was in its picture, and when it was painted.

A process of its own for `bench live`: `python -m console.bench.painter HOME FILE SECONDS`.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Slot

from console.app.home import Address, Home
from console.app.stage import Stage
from console.app.windows import a_desk
from console.bench.follower import stop_file
from console.windows.desk import DeskWindow
from models.domain.lifecycle import Role

if TYPE_CHECKING:
    from models.feed.frame import Frame


class Notes(QObject):
    """Watches the queue of a desk being painted.

    Thread: GUI
    """

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._ready_file = file.with_suffix(".ready")
        self._stop_file = stop_file(file)
        self._look = QTimer(self, interval=100)
        self._look.timeout.connect(self.on_look)
        self._look.start()
        self.seen: list[tuple[int, float]] = []
        self.painted: list[tuple[int, float]] = []
        self._waiting: list[int] = []

    @Slot()
    def on_ready(self) -> None:
        """Tell the bench that the desk stands."""
        self._ready_file.touch()

    @Slot()
    def on_look(self) -> None:
        """End when the bench says so."""
        if self._stop_file.exists():
            QCoreApplication.quit()

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Note what this frame brings."""
        at_s = time.time()
        seqs = [entry.seq for entry in frame.changes.entries]
        self.seen += [(seq, at_s) for seq in seqs]
        self._waiting += seqs

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note that what waited is being painted."""
        if event.type() is QEvent.Type.Paint and self._waiting:
            at_s = time.time()
            self.painted += [(seq, at_s) for seq in self._waiting]
            self._waiting = []
        return super().eventFilter(watched, event)


def paint(folder: Path, file: Path, seconds: float) -> None:
    """Show a desk for so long; then write what was seen and painted when."""
    with Home(Address(folder), station="painter") as home:
        stage = Stage(folder, None, offscreen=True)
        show = a_desk(stage, home, ("local", frozenset(Role)))
        notes = Notes(file)
        if not isinstance(show.window, DeskWindow):
            raise TypeError(show.window)
        show.running.session.frame_changed.connect(notes.on_frame)
        show.window.log.installEventFilter(notes)
        for child in show.window.log.findChildren(QObject):
            child.installEventFilter(notes)
        show.window.resize(1920, 1080)
        show.window.show()
        show.ready.connect(notes.on_ready)
        show.start()
        QTimer.singleShot(int(seconds * 1000), stage.app.quit)
        stage.app.exec()
        show.close()
    file.write_text(json.dumps({"seen": notes.seen, "painted": notes.painted}))


if __name__ == "__main__":
    paint(Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3]))
