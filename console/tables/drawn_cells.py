"""Cells of tables as they were drawn before, each found again by what it says.

Shaping a line of words costs a hundred times what copying its pixels does, and a queue says
the same in most of its cells from one second to the next, whatever their order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter, QPixmap

from maps.canvas.kept_pixmaps import KeptPixmaps

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from console.settings.look import Look

MOST_SCREENS: Final = 2.0
"""Times what the table shows at once: what was scrolled away a moment ago is still there."""
_Said = TypeVar("_Said", bound="Hashable")


class DrawnCells:
    """Pictures of cells, the least recently shown first to go.

    Invariants: at most `most_screens` times the pixels of the table painted last are kept; all
    are of the look as it is.
    """

    def __init__(self, look: Look, most_screens: float = MOST_SCREENS) -> None:
        self._look = look
        self._most_screens = most_screens
        self._kept = KeptPixmaps(0)

    def __len__(self) -> int:
        return len(self._kept)

    def forget(self) -> None:
        """The look is another one."""
        self._kept.forget()

    def paint(
        self,
        painter: QPainter,
        box: QRect,
        said: _Said,
        draw: Callable[[QPainter, QRect, _Said], None],
    ) -> None:
        """Show a cell as it was drawn when it last said this; `draw` draws it the first time.

        What `draw` draws must follow from `said` and from the look alone.
        """
        table = painter.device()
        ratio = table.devicePixelRatioF()
        if ratio != int(ratio):  # between two pixels a copy would be a blur
            painter.save()
            draw(painter, box, said)
            painter.restore()
            return
        key = (said, box.width(), box.height(), ratio)
        pixmap = self._kept.get(key)
        if pixmap is None:
            shown = table.width() * table.height() * ratio**2
            self._kept.hold(round(self._most_screens * shown))
            pixmap = self._kept.put(key, self._drawn(box, said, draw, ratio))
        painter.drawPixmap(box.topLeft(), pixmap)

    def _drawn(
        self,
        box: QRect,
        said: _Said,
        draw: Callable[[QPainter, QRect, _Said], None],
        ratio: float,
    ) -> QPixmap:
        pixmap = QPixmap(box.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        # On an opaque ground letters are as sharp as on the table itself.
        pixmap.fill(self._look.colour("panel"))
        with QPainter(pixmap) as painter:
            draw(painter, QRect(QPoint(0, 0), box.size()), said)
        return pixmap
