"""Ctrl+F: the search in everything, and going to what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSize

from console.panels.archive import Archive
from console.windows.floating import Floating, top_middle
from models.feed.frame import Capability

if TYPE_CHECKING:
    from console.windows.workbench import Workbench


class LookingUp(QObject):
    """The card of one window.

    In a replay, which knows no later than its moment, the queue's own search stands in for it.

    Thread: GUI
    """

    def __init__(self, window: Workbench) -> None:
        super().__init__(window)
        self._window = window
        self.archive = Archive(window.session, window.look, window)
        Floating(self.archive, window.map, top_middle, self._size)
        self.archive.incident_wanted.connect(window.going.to_incident)
        self.archive.opened.connect(window.going.to_arrived)

    def do(self, _action_id: str) -> None:
        """Look for what stands in the queue's search, or for anything."""
        window = self._window
        if window.session.frame.may(Capability.DISPATCH):
            self.archive.open(window.queue.search.text().strip())
        else:
            window.docks.queue.show()
            window.queue.focus_search()

    def _size(self, ground: QSize) -> QSize:
        px = self._window.look.px
        return QSize(
            min(px(680), self._window.width() - px(32)), min(px(640), ground.height() - px(48))
        )
