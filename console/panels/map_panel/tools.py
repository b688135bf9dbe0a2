"""The small bar of tools that floats over the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QMenu, QToolButton, QVBoxLayout, QWidget

from console.panels.map_panel.drawing_menu import DrawingButton
from console.state.words import unmarked

if TYPE_CHECKING:
    from console.settings.look import Look

_TOOLS = (
    ("fit", "fit"),
    ("level", "layers"),
    ("legend", "legend"),
    ("follow", "follow"),
    ("measure", "ruler"),
    ("reach", "reach"),
)


class MapTools(QFrame):
    """Fit, level, legend, follow, measure, reach, draw.

    Signals: `used(str)` one of them but level; `level_wanted(int)` a level of the grid.
    Thread: GUI
    """

    used = Signal(str)
    level_wanted = Signal(int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setProperty("box", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._levels = QMenu(self)
        self._levels.triggered.connect(self.on_level)
        self._buttons = {name: QToolButton(self) for name, _ in _TOOLS}
        self._buttons["measure"].setCheckable(True)
        self._buttons["follow"].setCheckable(True)
        self._buttons["reach"].setCheckable(True)
        self._buttons["level"].setMenu(self._levels)
        self._buttons["level"].setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._column = QVBoxLayout(self)
        for name, button in self._buttons.items():
            button.setObjectName(name)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(self.on_clicked)
            self._column.addWidget(button)
        self.draw = DrawingButton(look, self)
        self.draw.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._column.addWidget(self.draw)
        look.changed.connect(self.on_look)
        self.on_look()
        self.retranslate()

    def button(self, name: str) -> QToolButton:
        """One of the tools."""
        return self._buttons[name]

    def offer_levels(self, levels: list[tuple[int, str]]) -> None:
        """The levels of the grid that can be gone to, with their names."""
        self._levels.clear()
        for level, name in levels:
            self._levels.addAction(unmarked(name)).setData(level)
        self._buttons["level"].setVisible(bool(levels))
        self.adjustSize()

    @Slot()
    def on_clicked(self) -> None:
        """A tool was used."""
        sender = self.sender()
        if sender is not None and sender.objectName() != "level":
            self.used.emit(sender.objectName())

    @Slot(QAction)
    def on_level(self, action: QAction) -> None:
        """A level was picked."""
        self.level_wanted.emit(action.data())

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        gap = self._look.px(3)
        self._column.setContentsMargins(gap, gap, gap, gap)
        self._column.setSpacing(gap)
        side = self._look.px(20)
        for name, icon in _TOOLS:
            self._buttons[name].setIcon(self._look.icon(icon, "text", 20))
            self._buttons[name].setIconSize(QSize(side, side))
        self.adjustSize()

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        words = {
            "fit": self.tr("Show the whole district (F)"),
            "level": self.tr("Level of the grid"),
            "legend": self.tr("Legend and layers (L)"),
            "follow": self.tr("Follow the selected member (G)"),
            "measure": self.tr("Measure; Esc ends it (M)"),
            "reach": self.tr("What can be reached in 5, 10, 15 minutes; Esc ends it (J)"),
        }
        for name, said in words.items():
            self._buttons[name].setToolTip(said)
            self._buttons[name].setAccessibleName(said)

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
