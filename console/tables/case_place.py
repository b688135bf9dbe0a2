"""Where an incident is: its address, its cells, and a small map of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.tables.task_row import card_words
from maps.canvas.inset import MapInset
from maps.geometry.projection import mercator_of

if TYPE_CHECKING:
    from console.settings.look import Look
    from maps.canvas.canvas import MapCanvas
    from models.domain.incident import Incident

_INSET_PX = 132


class CasePlace(QWidget):
    """The place of a case, in words; `inset` is its map, which the card lays further down.

    Signals: `wanted()` somebody wants it on the large map.
    Thread: GUI
    """

    wanted = Signal()

    def __init__(
        self, look: Look, canvas: MapCanvas | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.words = card_words("soft", wraps=True)
        self.button = QPushButton()
        self.button.setProperty("kind", "flat")
        row = QHBoxLayout()
        row.addWidget(self.words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(6))
        column.addLayout(row)
        self.button.clicked.connect(self.wanted)
        self.inset = None if canvas is None else MapInset(canvas, look.px(_INSET_PX), self)
        if self.inset is not None:
            self.inset.wanted.connect(self.wanted)

    def say(self, address: str, path: str) -> None:
        """The words; what is unknown is left out."""
        self.words.setText("\n".join(filter(None, (address, path))))

    def look_at(self, incident: Incident) -> None:
        """Bring the small map to a case and to those who are sent there."""
        place = incident.place
        coming = [task.assignee for task in incident.open_tasks]
        self.button.setVisible(place is not None)
        if self.inset is not None:
            self.inset.look_at(mercator_of(place) if place else None, coming)

    def forget(self) -> None:
        """What the small map shows is of another moment."""
        if self.inset is not None:
            self.inset.on_anew()

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.button.setText(self.tr("Show on map"))
        if self.inset is not None:
            self._name(self.inset)

    def _name(self, inset: MapInset) -> None:
        inset.setAccessibleName(self.tr("Map of the surroundings"))
        inset.setToolTip(self.tr("Click: show it on the large map"))
