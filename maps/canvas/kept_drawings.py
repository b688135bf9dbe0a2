"""The drawings of a view, painted once and kept while nothing of them changes.

Hatched and dashed shapes cost about a millisecond each. A map at rest repaints its scene
with every tick of the members, a map on the move with every frame: the kept image is then
blitted, and while the scale is on its way stretched, as the tiles of the ground are.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QRegion

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from maps.canvas.label_painter import Pace
    from maps.geometry.viewport import Viewport
    from maps.layers.drawings import DrawingsLayer

MARGIN: Final = 0.15
"""So much of the view is painted beyond its edges: a pan shows it at once."""

_MOST_PARTS: Final = 64


@dataclass(frozen=True, slots=True)
class KeptDrawings:
    """An image of what of a layer lies in and around a view.

    `origin` is its upper left corner in pixels of `view`. Within `MARGIN` of the view the
    whole layer is in it; `filled` are the parts, pixels of the view, where there is anything.
    """

    layer: DrawingsLayer
    view: Viewport
    origin: QPointF
    image: QImage
    filled: tuple[QRect, ...]

    def serves(self, layer: DrawingsLayer, view: Viewport, pace: Pace) -> bool:
        """Whether it can stand for a layer at a view, or on the way nearly so."""
        if layer is not self.layer:
            return False
        if not pace.is_moving:
            return view == self.view
        return (pace.is_zooming or view.m_per_px == self.view.m_per_px) and self._covers(view)

    def blit(self, painter: QPainter, view: Viewport) -> None:
        """Put its filled parts where they belong in a view."""
        ratio = self.image.devicePixelRatio()
        for part in self.filled:
            ends = [(part.x(), part.y()), (part.x() + part.width(), part.y() + part.height())]
            # Each edge by itself on whole pixels: neighbours meet without gap or overlap.
            to = np.round(view.to_screen(self.view.to_map(ends)) * ratio) / ratio
            (left, top), (right, bottom) = to.tolist()
            source = QRectF(part).translated(-self.origin)
            painter.drawImage(
                QRectF(left, top, right - left, bottom - top),
                self.image,
                QRectF(source.topLeft() * ratio, source.size() * ratio),
            )

    def _covers(self, view: Viewport) -> bool:
        width, height = view.size_px
        seen = self.view.to_screen(view.to_map([(0, 0), (width, height)]))
        size = np.array(self.view.size_px)
        return bool((seen >= -MARGIN * size).all() and (seen <= (1 + MARGIN) * size).all())


def keep(
    layer: DrawingsLayer,
    view: Viewport,
    pixel_ratio: float,
    rect: QRect,
    paint: Callable[[QPainter], Iterable[QRectF]],
) -> KeptDrawings:
    """Paint a layer into an image that covers `rect`, pixels of the view.

    `paint` tells where it has painted.
    """
    ratio = pixel_ratio
    size = QSize(ceil(rect.width() * ratio), ceil(rect.height() * ratio))
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.translate(-rect.topLeft())
    filled = QRegion()
    for part in paint(painter):
        filled += part.toAlignedRect() & rect
    painter.end()
    return KeptDrawings(layer, view, QPointF(rect.topLeft()), image, _parts(filled))


def _parts(filled: QRegion) -> tuple[QRect, ...]:
    """The rectangles of a region; where they are many, one blit of all costs less."""
    if filled.rectCount() > _MOST_PARTS:
        return (filled.boundingRect(),)
    return tuple(filled)  # type: ignore[arg-type] # its stub forgets that it can be iterated
