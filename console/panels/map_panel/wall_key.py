"""What the colours of the cells mean, for a room: read-only, and only while they are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from console.panels.map_panel.key_rows import KeyRows
from console.panels.map_panel.shade_key import class_rows
from models.domain.grid import Level

if TYPE_CHECKING:
    from console.panels.map_panel.shader import Shader
    from console.settings.look import Look
    from console.state.session import Session
    from maps.canvas.canvas import MapCanvas

_WIDTH_PX = 250


class WallKey(QFrame):
    """The classes of the indicator, in a corner of the wall's map.

    Thread: GUI
    """

    def __init__(
        self, session: Session, look: Look, canvas: MapCanvas, shader: Shader, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look
        self._canvas = canvas
        self._shader = shader
        self.setProperty("box", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.title, self.unit, self.classes = QLabel(), QLabel(), KeyRows(look)
        self.title.setWordWrap(True)
        self._column = QVBoxLayout(self)
        for widget in (self.title, self.unit, self.classes):
            self._column.addWidget(widget)
        shader.counted.connect(self.on_counted)
        canvas.view_changed.connect(self.on_counted)
        look.changed.connect(self.on_look)
        self.on_look()

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        look, px = self._look, self._look.px
        self.setFixedWidth(px(_WIDTH_PX))
        self._column.setContentsMargins(px(12), px(8), px(12), px(8))
        self.title.setFont(look.font(16, bold=True))
        self.title.setStyleSheet(f"font-size: {px(16)}px; font-weight: 700")
        self.unit.setStyleSheet(f"font-size: {px(13)}px; color: {look.theme['soft']}")
        self.on_counted()

    @Slot()
    def on_counted(self) -> None:
        """Show the classes of the level on show, or nothing."""
        counted, said = self._shader.shown(), self._shader.choice.said
        self.setVisible(counted is not None)
        if counted is None:
            return
        language = self._session.seat.language
        level = Level(counted.cells.level).words.in_(language)
        self.title.setText(said.words.in_(language))
        self.unit.setText(self.tr("{0} by {1}").format(said.unit.in_(language), level))
        self.classes.show_rows(class_rows(self._shader, self._canvas, self._look.px(100) / 100))
        self.adjustSize()

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.on_counted()
        super().changeEvent(event)
