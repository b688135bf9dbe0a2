"""Pixmaps kept for the next time: as many as fill so many pixels, the least lately shown go."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable

    from PySide6.QtGui import QPixmap


class KeptPixmaps:
    """Each under what it shows.

    Invariants: all together have at most `most_pixels`, or there is one alone.
    """

    def __init__(self, most_pixels: int) -> None:
        self._most = most_pixels
        self._kept: OrderedDict[Hashable, QPixmap] = OrderedDict()
        self._pixels = 0

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: Hashable) -> QPixmap | None:
        """The one kept under a key; it goes last now."""
        pixmap = self._kept.get(key)
        if pixmap is not None:
            self._kept.move_to_end(key)
        return pixmap

    def put(self, key: Hashable, pixmap: QPixmap) -> QPixmap:
        """Keep one under a key that has none, and give it back."""
        self._kept[key] = pixmap
        self._pixels += _pixels(pixmap)
        self.hold(self._most)
        return pixmap

    def hold(self, most_pixels: int) -> None:
        """From now on keep at most so many pixels."""
        self._most = most_pixels
        while self._pixels > self._most and len(self._kept) > 1:
            self._pixels -= _pixels(self._kept.popitem(last=False)[1])

    def forget(self) -> None:
        """They are of another look."""
        self._kept.clear()
        self._pixels = 0


def _pixels(pixmap: QPixmap) -> int:
    return pixmap.width() * pixmap.height()
