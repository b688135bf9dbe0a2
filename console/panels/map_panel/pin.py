"""The pin that shows where a place was picked on the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QLabel

from maps.geometry.projection import to_mercator

if TYPE_CHECKING:
    from console.settings.look import Look
    from maps.canvas.canvas import MapCanvas
    from models.domain.place import LonLat

_POINT = 21.5 / 24
"""Where the icon's point is, as a share of its height."""


class Pin(QLabel):
    """A needle over the canvas, its point on the place while the map moves below.

    Thread: GUI
    """

    def __init__(self, look: Look, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._look = look
        self._canvas = canvas
        self._place: LonLat | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        canvas.view_changed.connect(self.on_view)
        look.changed.connect(self.on_look)
        self.hide()

    @property
    def place(self) -> LonLat | None:
        """Where it stands; None where nothing is picked."""
        return self._place

    def put(self, place: LonLat | None) -> None:
        """Stand on a place, or go."""
        self._place = place
        self.on_look()
        self.setVisible(place is not None)

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        self.setPixmap(self._look.pixmap("pin", "accent", 32))
        self.adjustSize()
        self.on_view()

    @Slot()
    def on_view(self) -> None:
        """The map moved."""
        if self._place is None:
            return
        at_m = to_mercator(np.array([[self._place.lon_deg, self._place.lat_deg]]))
        x, y = self._canvas.view.to_screen(at_m)[0].tolist()
        self.move(round(x - self.width() / 2), round(y - self.height() * _POINT))
