"""Cards that lie over a window for a moment: their place, and the keyboard they give back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, QTimer, Slot
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from console.tables.keyboard import bring_keyboard_to
from console.tables.own_keys import kept

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget


class Floating(QObject):
    """Keeps a child widget at its place over another when either changes.

    `place` says where, given the size of the ground and of the card, in the ground's
    pixels; `size` gives the card's wanted size, or None to take its hint.
    A card that goes while it has the keyboard gives it back to whatever had it before the
    card came, through cards that went meanwhile; to the ground where nothing of that is left.
    What had it may stand in a window of its own, as a panel does that was taken out.
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
        self._before: QWidget | None = None
        self._shown = QTimer(self, singleShot=True, interval=0)
        self._shown.timeout.connect(self.on_shown)
        card.installEventFilter(self)
        over.installEventFilter(self)

    @property
    def before(self) -> QWidget | None:
        """What had the keyboard before the card came; None where nothing of it is left."""
        return self._before if self._before is not None and isValid(self._before) else None

    def rise(self) -> None:
        """Lie over everything again: a dock that was gone to does so too."""
        if self._card.isVisible():
            self._card.raise_()

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
        if watched is self._card and not event.spontaneous():
            self._hand_keyboard(kind)
        is_ground = watched is self._over and kind in {QEvent.Type.Resize, QEvent.Type.Move}
        is_card = watched is self._card and kind in {
            QEvent.Type.Show,
            QEvent.Type.LayoutRequest,
        }
        if is_card and kind == QEvent.Type.Show:
            self.rise()
        if (is_ground and self._card.isVisible()) or is_card:
            self.settle()
        return super().eventFilter(watched, event)

    def _hand_keyboard(self, kind: QEvent.Type) -> None:
        """Remember who has the keyboard when the card comes; give it back when it goes.

        Left alone, Qt gives it to the next in the order of Tab: any button of the map.
        """
        has_it = self._has_keyboard
        if kind is QEvent.Type.Show:
            self._shown.start()
            if not has_it:
                self._before = QApplication.focusWidget() or self._card.window().focusWidget()
        elif kind is QEvent.Type.Hide and has_it:
            heir = self._heir() or self._over
            heir.setFocus()
            if self._card.isActiveWindow():
                bring_keyboard_to(heir)

    @property
    def _has_keyboard(self) -> bool:
        """Whether the card has it, or would have it in a window that is in hand."""
        focus = self._card.window().focusWidget()
        return focus is not None and self._card.isAncestorOf(focus)

    @Slot()
    def on_shown(self) -> None:
        """A card that took the keyboard gets it, whichever window was in hand before."""
        if self._card.isVisible() and self._has_keyboard:
            bring_keyboard_to(self._card)

    def _heir(self) -> QWidget | None:
        """What had the keyboard, through cards that are gone; None where all are gone."""
        before, passed = self.before, {self}
        while before is not None:
            if before.isVisible() and before.isEnabled():
                return before
            keeper = _keeper_of(before)
            if keeper is None or keeper in passed:
                break
            passed.add(keeper)
            before = keeper.before
        return None


def _keeper_of(part: QWidget) -> Floating | None:
    """What keeps the card that a widget is a part of; None where it is part of none."""
    at: QWidget | None = part
    while at is not None:
        keeper = next((one for one in at.children() if isinstance(one, Floating)), None)
        if keeper is not None:
            return keeper
        at = at.parentWidget()
    return None


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
