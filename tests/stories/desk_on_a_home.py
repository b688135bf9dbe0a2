"""A real desk over a real home, on whatever screen `DISPLAY` names; a child process.

Usage: python -m tests.stories.desk_on_a_home HOME INCIDENT MEMBER. It tells on stdout, as
one JSON object, where the incident's row and the member's mark are on the screen, and ends
when its stdin does. Everything else is as `wangge desk` puts it together.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import QObject, QPoint, QSocketNotifier, QTimer, Slot

from console.app.home import Address, Home
from console.app.stage import Stage, require_display
from console.app.windows import a_desk
from maps.canvas.marks import MEMBER
from models.domain.lifecycle import Role

LOOK_MS = 300


class Teller(QObject):
    """Says where things are as soon as they stand still.

    Thread: GUI
    """

    def __init__(self, window: object, incident: UUID, member: UUID) -> None:
        super().__init__()
        self._window, self._incident, self._member = window, incident, member
        self._before: dict[str, list[int]] = {}
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self.on_look)
        self._end = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._end.activated.connect(self.on_end)

    @Slot()
    def on_ready(self) -> None:
        """The first frame is up."""
        self._look.start()

    @Slot()
    def on_look(self) -> None:
        """Tell once two looks agree."""
        found = self._places()
        if found and found == self._before:
            self._look.stop()
            sys.stdout.write(json.dumps(found) + "\n")
            sys.stdout.flush()
        self._before = found

    def _places(self) -> dict[str, list[int]]:
        view, model = self._window.queue.view, self._window.queue.model  # type: ignore[attr-defined]
        canvas = self._window.map.canvas  # type: ignore[attr-defined]
        place, row = canvas.place_m(MEMBER, self._member), model.row_of(self._incident)
        if place is None or row is None or row < 0:
            return {}
        x, y = canvas.view.to_screen([place])[0]
        mark = canvas.mapToGlobal(QPoint(round(x), round(y)))
        cell = view.viewport().mapToGlobal(view.visualRect(model.index(row, 2)).center())
        return {
            "row": [cell.x(), cell.y()],
            "member": [mark.x(), mark.y()],
            "window": [int(self._window.winId())],  # type: ignore[attr-defined]
        }

    @Slot()
    def on_end(self) -> None:
        """Nobody wants to know any more."""
        self._window.close()  # type: ignore[attr-defined]


def main() -> None:
    """Show the desk until the parent lets go."""
    folder, incident, member = Path(sys.argv[1]), UUID(sys.argv[2]), UUID(sys.argv[3])
    require_display()
    with Home(Address(folder), station="desk-mouse") as home:
        stage = Stage(folder, "en")
        show = a_desk(stage, home, ("li", frozenset(Role)))
        teller = Teller(show.window, incident, member)
        show.ready.connect(teller.on_ready)
        show.window.setGeometry(0, 0, 1920, 1080)
        show.window.show()
        show.start()
        stage.app.exec()
        show.close()


if __name__ == "__main__":
    main()
