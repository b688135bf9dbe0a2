"""A part of a panel that can be folded away under its heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QToolButton, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from console.settings.look import Look


class Section(QWidget):
    """A heading that opens and closes what stands below it.

    Signals: `folded()` it was opened or closed.
    Thread: GUI
    """

    folded = Signal()

    def __init__(self, look: Look, body: QWidget, *, is_open: bool = True) -> None:
        super().__init__()
        self._look = look
        self.body = body
        self.heading = QToolButton(self)
        self.heading.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.heading.setCheckable(True)
        self.heading.setProperty("kind", "heading")
        self.heading.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.heading.setChecked(is_open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(4))
        column.addWidget(self.heading)
        column.addWidget(body)
        self.heading.toggled.connect(self.on_toggled)
        look.changed.connect(self.on_look)
        self.on_look()
        body.setVisible(is_open)

    def say(self, words: str) -> None:
        """The heading's words."""
        self.heading.setText(words)
        self.heading.setAccessibleName(words)

    @Slot(bool)
    def on_toggled(self, is_open: bool) -> None:  # noqa: FBT001 - a slot of Qt's signal
        """Open or close."""
        self.body.setVisible(is_open)
        self.on_look()
        self.folded.emit()

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        name = "down" if self.heading.isChecked() else "right"
        self._look.put_icon(self.heading, name, "soft", 14)
