"""Cards that lie over a window for a moment: where they go, and that they stay there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QSize

from console.tables.own_keys import kept

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


class Floating(QObject):
    """Keeps a child widget at its place over another when either changes.

    `place` says where, given the size of the ground and of the card, in the ground's
    pixels; `size` gives the card's wanted size, or None to take its hint.
    Thread: GUI
    """

    def __init__(
        self,
        card: QWidget,
        over: QWidget,
        place: Callable[[QSize, QSize], QPoint],
        size: Callable[[QSize], QSize] | None = None,
    ) -> None:
        super().__init__(card)
        self._card = card
        self._over = over
        self._place = place
        self._size = size
        card.installEventFilter(self)
        over.installEventFilter(self)

    def settle(self) -> None:
        """Put the card where it belongs."""
        card, over = self._card, self._over
        window = card.parentWidget()
        if window is None or not over.isVisible():
            return
        if self._size is not None:
            card.resize(self._size(over.size()))
        else:
            _adjust(card)
        at = over.mapTo(window, self._place(over.size(), card.size()))
        room = window.size() - card.size()
        card.move(min(max(at.x(), 0), room.width()), min(max(at.y(), 0), room.height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the ground, settle when the card changes, and keep its keys for it."""
        if watched is self._card and kept(event):
            return True
        kind = event.type()
        is_ground = watched is self._over and kind in {QEvent.Type.Resize, QEvent.Type.Move}
        is_card = watched is self._card and kind in {
            QEvent.Type.Show,
            QEvent.Type.LayoutRequest,
        }
        if (is_ground and self._card.isVisible()) or is_card:
            self.settle()
        return super().eventFilter(watched, event)


def _adjust(card: QWidget) -> None:
    """Make a card as high as its words need at its width, which Qt does for windows alone."""
    card.adjustSize()
    layout = card.layout()
    if layout is not None and layout.hasHeightForWidth():
        card.resize(card.width(), layout.totalHeightForWidth(card.width()))


def top_middle(ground: QSize, card: QSize) -> QPoint:
    """A little below the upper edge, in the middle."""
    return QPoint((ground.width() - card.width()) // 2, ground.height() // 24)


def top_left(ground: QSize, _card: QSize) -> QPoint:
    """In the upper left corner, with a margin."""
    margin = max(8, ground.height() // 60)
    return QPoint(margin, margin)
