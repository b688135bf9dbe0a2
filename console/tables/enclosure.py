"""A frame over a window: Esc leaves it, and Tab goes round as its parts are laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFrame,
    QLabel,
    QScrollArea,
    QWidget,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QLayout

    from console.settings.look import Look

_WHOLE = (QComboBox, QAbstractSpinBox, QAbstractScrollArea)
"""What is one stop of the keyboard, whatever it is made of."""


class Enclosure(QFrame):
    """What every card, list and sheet over a window is; hidden until it is opened.

    A subclass puts `title` where it belongs, and says everything in `retranslate`. Left alone,
    Qt's Tab goes by the order in which parts were made: past buttons, out of the card.
    Thread: GUI
    """

    def __init__(self, name: str, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setObjectName(name)
        self.setProperty("box", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title = QLabel()
        self.title.setProperty("words", "title")
        self.hide()

    @Slot()
    def leave(self) -> None:
        """Go away; nothing comes of it."""
        self.hide()

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        raise NotImplementedError

    def stops(self) -> list[QWidget]:
        """Where Tab comes by, in the order of the layout: from above, from the left."""
        return list(_stops(self))

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001 - Qt's signature
        """The part after the one that has the keyboard, or before it, round and round."""
        stops, focus = self.stops(), QApplication.focusWidget()
        if not stops:
            return True
        at = stops.index(focus) if focus in stops else (-1 if next else 0)
        reason = Qt.FocusReason
        step, why = (1, reason.TabFocusReason) if next else (-1, reason.BacktabFocusReason)
        stops[(at + step) % len(stops)].setFocus(why)
        return True


def _stops(parent: QWidget) -> Iterator[QWidget]:
    for part in _parts(parent):
        if not part.isVisible() or not part.isEnabled():
            continue
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.focusProxy() is None:
            yield part
        inside = part.widget() if isinstance(part, QScrollArea) else None
        if inside is not None:
            yield from _stops(inside)
        elif not isinstance(part, _WHOLE):
            yield from _stops(part)


def _parts(parent: QWidget) -> Iterator[QWidget]:
    """The parts of a widget: those laid out in their order, then the others."""
    layout = parent.layout()
    laid = list(_laid(layout)) if layout is not None else []
    yield from laid
    for child in parent.children():
        if isinstance(child, QWidget) and child not in laid:
            yield child


def _laid(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        widget = item.widget() if item is not None else None
        below = item.layout() if item is not None else None
        if widget is not None:
            yield widget
        elif below is not None:
            yield from _laid(below)
