"""The button of the map's tool bar that opens the drawing and measuring tools."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSize, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

if TYPE_CHECKING:
    from console.settings.look import Look

_TOOLS: Final = ("note", "line", "area", "circle")


class DrawingButton(QToolButton):
    """A pen with a menu: note, line, perimeter, circle.

    Signals: `picked(str)` one of note, line, area, circle.
    Thread: GUI
    """

    picked = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setObjectName("draw")
        self._menu = QMenu(self)
        self._acts = {name: self._menu.addAction("") for name in _TOOLS}
        for name, act in self._acts.items():
            act.setData(name)
        self._menu.triggered.connect(self.on_triggered)
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        look.changed.connect(self.on_look)
        self.on_look()
        self.retranslate()

    @Slot(QAction)
    def on_triggered(self, act: QAction) -> None:
        """A tool was picked."""
        self.picked.emit(act.data())

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        side = self._look.px(20)
        self.setIcon(self._look.icon("pen", "text", 20))
        self.setIconSize(QSize(side, side))

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        words = {
            "note": self.tr("Note\tShift+N"),
            "line": self.tr("Line\tShift+L"),
            "area": self.tr("Perimeter\tShift+P"),
            "circle": self.tr("Circle\tShift+O"),
        }
        for name, said in words.items():
            self._acts[name].setText(said)
        self.setToolTip(self.tr("Draw on everybody's map"))
        self.setAccessibleName(self.toolTip())

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
