"""The measuring tools of the map: distance, area, and copying what they found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot

from maps.canvas.sketch import Tool

if TYPE_CHECKING:
    from PySide6.QtWidgets import QToolButton

    from maps.canvas.canvas import MapCanvas

TOOLS: Final = {"measure": Tool.DISTANCE, "surface": Tool.SURFACE}
MEASURING: Final = (*TOOLS, "copy")
"""The acts of measuring, as the catalogue calls them under `map.`."""


class Measuring(QObject):
    """Puts the tools into the hand of a canvas; its button is down while one is there.

    Thread: GUI
    """

    def __init__(self, canvas: MapCanvas, button: QToolButton) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._button = button
        canvas.sketch_ended.connect(self.on_ended)

    def use(self, act: str) -> None:
        """One of `MEASURING`; a tool that is in the hand already is put away."""
        sketching = self._canvas.sketching
        if act == "copy":
            sketching.copied()
            return
        is_held = sketching.sketch is not None and sketching.sketch.tool is TOOLS[act]
        sketching.end()
        if not is_held:
            sketching.begin(TOOLS[act])
            self._canvas.setFocus()
            self._button.setChecked(True)

    @Slot()
    def on_ended(self) -> None:
        """No tool is in the hand any more."""
        self._button.setChecked(False)
