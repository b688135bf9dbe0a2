"""A frame over a window that Tab does not leave: it goes round as the parts are laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFrame,
    QScrollArea,
    QWidget,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QLayout

_WHOLE = (QComboBox, QAbstractSpinBox, QAbstractScrollArea)
"""What is one stop of the keyboard, whatever it is made of."""


class Enclosure(QFrame):
    """What every card, list and sheet over a window is.

    Left alone, Qt goes by the order in which parts were made: past buttons, out of the card.
    Thread: GUI
    """

    def stops(self) -> list[QWidget]:
        """Where Tab comes by, in the order of the layout: from above, from the left."""
        return list(_stops(self))

    # Qt overrides

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
