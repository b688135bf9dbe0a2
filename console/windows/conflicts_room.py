"""Conflicts in one window: the card over the map, the acts, the words at the edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from console.actions.conflicts import ConflictActs
from console.panels.conflicts import ConflictsPanel
from console.windows.floating import Floating, top_middle

if TYPE_CHECKING:
    from console.windows.workbench import Workbench


class ConflictsRoom(QObject):
    """The conflicts of one window.

    Thread: GUI
    """

    def __init__(self, window: Workbench) -> None:
        super().__init__(window)
        session = window.session
        acts = ConflictActs(session, window.asking, window.lifecycle, self)
        self.panel = ConflictsPanel(session, window.look, acts, window)
        Floating(self.panel, window.map, top_middle)
        acts.told.connect(window.tell)
        session.conflicts.told.connect(window.tell)
        self.panel.incident_wanted.connect(window.going.to_incident)
        window.strip.conflicts_wanted.connect(self.on_wanted)

    def do(self, _what: str) -> None:
        """The act of the catalogue: show the list."""
        self.panel.open()

    @Slot()
    def on_wanted(self) -> None:
        """The strip's count was pressed."""
        self.panel.open()
