"""A real desk over a real home, on whatever screen `DISPLAY` names; a child process.

Usage: python -m tests.stories.desk_on_a_home HOME INCIDENT MEMBER. It tells on stdout, as
one JSON object, where the incident's row and the member's mark are on the screen, and ends
when its stdin does. Everything else is as `wangge desk` puts it together.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QPoint, QTimer, Slot

from console.app.home import Address
from maps.canvas.marks import MEMBER
from tests.stories.real_desk import Teller, say, show_desk

if TYPE_CHECKING:
    from console.app.windows import Show

LOOK_MS = 300


class Places(Teller):
    """Says where things are as soon as they stand still.

    Thread: GUI
    """

    def __init__(self, show: Show, incident: UUID, member: UUID) -> None:
        super().__init__(show)
        self._incident, self._member = incident, member
        self._before: dict[str, list[int]] = {}
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self.on_look)

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
            say(**found)
        self._before = found

    def _places(self) -> dict[str, list[int]]:
        view, model = self.window.queue.view, self.window.queue.model
        canvas = self.window.map.canvas
        place, row = canvas.image.place_m(MEMBER, self._member), model.row_of(self._incident)
        if place is None or row is None or row < 0:
            return {}
        x, y = canvas.view.to_screen([place])[0]
        mark = canvas.mapToGlobal(QPoint(round(x), round(y)))
        cell = view.viewport().mapToGlobal(view.visualRect(model.index(row, 2)).center())
        return {
            "row": [cell.x(), cell.y()],
            "member": [mark.x(), mark.y()],
            "window": [int(self.window.winId())],
        }


if __name__ == "__main__":
    home, *ids = sys.argv[1:]
    incident, member = map(UUID, ids)
    show_desk(
        Address(Path(home)), "desk-mouse", partial(Places, incident=incident, member=member)
    )
