"""F1 in a window: help of the part that has the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from console.actions.helping import topic_of
from console.panels.help_card import HelpCard
from console.windows.floating import Floating, top_middle

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from console.settings.look import Look
    from models.domain.error import Language


class HelpRoom(QObject):
    """The help card of one window.

    Thread: GUI
    """

    def __init__(
        self, language: Callable[[], Language], look: Look, over: QWidget, window: QWidget
    ) -> None:
        """`language` says which one the window speaks now."""
        super().__init__(window)
        self._language = language
        self.card = HelpCard(look, window)
        Floating(self.card, over, top_middle)

    def do(self, _what: str = "") -> None:
        """Come up about what has the keyboard, or go."""
        if self.card.isVisible():
            self.card.leave()
        else:
            self.card.open_at(topic_of(QApplication.focusWidget()), self._language())
