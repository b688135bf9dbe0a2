"""A desk on whatever screen `DISPLAY` names, over a fictional picture; a child process.

It tells on stdout, one JSON object a line: where to put the mouse, then each act that was
sent. It ends when its stdin does.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QPoint, QSocketNotifier, QTimer, Slot
from PySide6.QtWidgets import QApplication

from console.settings.look import Look
from console.settings.settings import Settings
from console.windows.desk import DeskWindow
from maps.canvas.marks import MEMBER
from tests.builders import a_member, an_incident
from tests.console.desk_stand_in import RecordingLane, a_frame, a_place, a_session
from tests.stories.real_desk import say

SETTLED_MS = 400
"""After this the docks stand still and the window has its place on the screen."""


class Stage(QObject):
    """The desk and what the parent must know of it.

    Thread: GUI
    """

    def __init__(self, home: Path) -> None:
        super().__init__()
        self.case = an_incident(place=a_place(), version=5)
        self.member = a_member(name="Ann")
        away = a_member(name="Bob")
        places = {self.member.ref: a_place(500, 100), away.ref: a_place(-2_500, -1_500)}
        frame = a_frame([self.case], [self.member, away], places)
        self.session = a_session(frame, language="en")
        self.lane = RecordingLane(self.session)
        self.session.pending.act_sent.connect(self.on_act)
        self.window = DeskWindow(self.session, Settings(home, "en"), Look(), tiles="here")
        self.window.setGeometry(0, 0, 1600, 900)
        self.window.show()
        self.window.queue.settle()
        self._ready = QTimer(self, interval=SETTLED_MS, singleShot=True)
        self._ready.timeout.connect(self.on_ready)
        self._ready.start()
        self._end = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._end.activated.connect(self.on_end)

    @Slot()
    def on_ready(self) -> None:
        """Say where things are on the screen."""
        view, model = self.window.queue.view, self.window.queue.model
        cell = view.visualRect(model.index(0, 2)).center()
        row = view.viewport().mapToGlobal(cell)
        canvas = self.window.map.canvas
        x, y = canvas.view.to_screen([canvas.image.place_m(MEMBER, self.member.id)])[0]
        mark = canvas.mapToGlobal(QPoint(round(x), round(y)))
        empty = canvas.mapToGlobal(QPoint(30, canvas.height() // 2))
        say(
            row=[row.x(), row.y()],
            member=[mark.x(), mark.y()],
            nothing=[empty.x(), empty.y()],
            case=self.case.id,
            ann=self.member.id,
            window=int(self.window.winId()),
        )

    @Slot(object)
    def on_act(self, command: Any) -> None:
        """Tell what was sent."""
        intent = command.intent
        say(
            sent=intent.verb,
            incident=intent.incident,
            members=list(getattr(intent, "members", ())),
            seen=command.seen_version,
        )

    @Slot()
    def on_end(self) -> None:
        """The parent let go."""
        self._end.setEnabled(False)
        self.window.close()
        QApplication.quit()


if __name__ == "__main__":
    application = QApplication(["desk"])
    stage = Stage(Path(sys.argv[1]))
    sys.exit(application.exec())
