"""A layout that runs like words: from left to right, then on the next line."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QLayout,
    QLayoutItem,
    QSizePolicy,
    QWidget,
)

if TYPE_CHECKING:
    from collections.abc import Iterator


class FlowLayout(QLayout):
    """Items side by side, wrapped where the width ends.

    Thread: GUI
    """

    def __init__(self, parent: QWidget | None = None, *, gap_px: int = 6) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        # Qt asks anew for each part of a card that changes.
        self._heights: dict[int, int] = {}
        self._smallest: QSize | None = None
        self.setSpacing(gap_px)
        self.setContentsMargins(QMargins(0, 0, 0, 0))

    def addItem(self, item: QLayoutItem) -> None:
        """Put an item at the end."""
        self._items.append(item)

    def count(self) -> int:
        """Items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """An item, None past the end: Qt asks until then."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """None."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines."""
        if width not in self._heights:
            edge = self.contentsMargins()
            room = QRect(0, 0, width - edge.left() - edge.right(), 0)
            height = self._placed(room, move=False) + edge.top() + edge.bottom()
            self._heights[width] = height
        return self._heights[width]

    def invalidate(self) -> None:
        """An item is another, or of another size."""
        self._heights.clear()
        self._smallest = None
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._placed(rect.marginsRemoved(self.contentsMargins()), move=True)

    def sizeHint(self) -> QSize:
        """The smallest size."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """The widest item alone."""
        if self._smallest is None:
            size = QSize()
            for item in self._shown():
                size = size.expandedTo(item.minimumSize())
            self._smallest = size.grownBy(self.contentsMargins())
        return self._smallest

    def _shown(self) -> list[QLayoutItem]:
        # A hidden widget must not leave a gap.
        return [item for item in self._items if not item.isEmpty()]

    def _placed(self, rect: QRect, *, move: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        for item in self._shown():
            hint = item.sizeHint()
            widget = item.widget()
            policy = widget.sizePolicy().horizontalPolicy() if widget else None
            if policy is QSizePolicy.Policy.Expanding:
                hint.setWidth(max(hint.width(), min(rect.width(), hint.width() * 2)))
            if x > rect.x() and x + hint.width() > rect.right() + 1:
                x, y, line = rect.x(), y + line + self.spacing(), 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), hint))
            x += hint.width() + self.spacing()
            line = max(line, hint.height())
        return y + line - rect.y()


_LEVELS = 4
"""A button in a row, the row in its list, the list in the card, the card in what scrolls."""


def rule() -> QFrame:
    """A thin line between the parts of a card."""
    line = QFrame()
    line.setProperty("rule", "true")
    return line


@contextmanager
def at_once(*layouts: QLayout) -> Iterator[None]:
    """Let layouts rest while their widgets come and go; then they place everything once.

    Left alone, Qt places all of a card and what it lies in anew for each widget that is shown.
    """
    for layout in layouts:
        layout.setEnabled(False)
    try:
        yield
    finally:
        for layout in layouts:
            layout.setEnabled(True)


def settle() -> None:
    """Give what was shown, hidden or said anew its place now, before anybody paints it.

    Qt asks for places from the innermost layout outwards, an event a level, and paints in
    between: parts lie over each other until the last level has been asked. Those of a level
    are asked for while the level within is served, and are served by the next round alone.
    """
    for _ in range(_LEVELS):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


def empty(layout: QLayout) -> None:
    """Take everything out of a layout; the widgets stay where they are on the screen."""
    while layout.takeAt(0) is not None:
        pass


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
