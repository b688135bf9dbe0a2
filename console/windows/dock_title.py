"""The title of a dock: its name, and two buttons that grow with the words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Slot
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QToolButton, QWidget

if TYPE_CHECKING:
    from console.settings.look import Look


class DockTitle(QWidget):
    """Takes the place of Qt's own title, whose buttons stay small on large screens.

    Thread: GUI
    """

    def __init__(self, dock: QDockWidget, look: Look) -> None:
        super().__init__(dock)
        self._dock = dock
        self._look = look
        self.setObjectName("dockTitle")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.name, self.float_, self.close_ = QLabel(), QToolButton(), QToolButton()
        for button in (self.float_, self.close_):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setAutoRaise(True)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.name, 1)
        self._row.addWidget(self.float_)
        self._row.addWidget(self.close_)
        self.float_.clicked.connect(self.on_float)
        self.close_.clicked.connect(dock.close)
        dock.windowTitleChanged.connect(self.name.setText)
        look.changed.connect(self.on_look)
        self.on_look()
        self.retranslate()

    @Slot()
    def on_float(self) -> None:
        """Out of the window, or back."""
        self._dock.setFloating(not self._dock.isFloating())

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        look = self._look
        side = look.px(14)
        self._row.setContentsMargins(look.px(14), look.px(4), look.px(6), look.px(4))
        self._row.setSpacing(look.px(2))
        for button, icon in ((self.float_, "float"), (self.close_, "close")):
            button.setIcon(look.icon(icon, "faint", 14))
            button.setIconSize(QSize(side, side))
        self.name.setFont(look.font(15, bold=True))
        colours = look.theme
        self.setStyleSheet(
            f"#dockTitle {{ background: {colours['raised']};"
            f" border-bottom: 1px solid {colours['line']}; }}"
            f" #dockTitle > QLabel {{ color: {colours['soft']}; font-weight: 600; }}"
        )

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        for button, words in (
            (self.float_, self.tr("Float, or put back")),
            (self.close_, self.tr("Close; the View menu brings it back")),
        ):
            button.setToolTip(words)
            button.setAccessibleName(words)

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
