"""Draws the names of cells: sprites of text with a halo, placed once for a resting view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QElapsedTimer, QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPixmap

from maps.canvas.primitives import q_colour
from maps.layers.labels import Names, cell_names, placed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.geometry.viewport import Viewport
    from maps.layers.scene import Ground
    from maps.layers.style import MapStyle

_HALO_PX = 1.6
_MARGIN = 0.2
"""Names are placed this share of the view beyond its edges: a pan shows them at once."""
_MOST_SPRITES = 4_000
_FINEST = 5
_BY_MARK = 9
"""The level of names that stand by a mark and not in a cell."""
_RING = [(1, 0), (0.7, 0.7), (0, 1), (-0.7, 0.7), (-1, 0), (-0.7, -0.7), (0, -1), (0.7, -0.7)]


_STRETCH = 3.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How much of a frame names may take, and whether the scale is on its way."""

    budget_ms: int = 8
    is_zooming: bool = False


@dataclass(frozen=True, slots=True)
class _Placement:
    ground: Ground
    m_per_px: float
    bbox_m: tuple[float, float, float, float]
    names: Names


class LabelPainter:
    """Names for one style and one size of text.

    Invariants: a name once made is kept as a sprite; a paint makes new sprites for at
    most `budget_ms` and says whether some are still to be made.
    """

    def __init__(self, style: MapStyle, pixel_ratio: float, text_scale: float = 1.0) -> None:
        self._style = style
        self._ratio = pixel_ratio
        self._scale = text_scale
        self._sprites: dict[tuple[str, int], QPixmap] = {}
        self._fonts: dict[int, tuple[QFont, QFontMetricsF]] = {}
        self._placement: _Placement | None = None

    def paint(self, painter: QPainter, ground: Ground, view: Viewport, pace: Pace) -> bool:
        """Draw the names of a view; whether all of them are drawn."""
        names = self._placed(ground, view, pace).names
        at = view.to_screen(names.anchor_m) if len(names.texts) else np.empty((0, 2))
        width, height = view.size_px
        clock = QElapsedTimer()
        clock.start()
        is_whole = True
        for text, level, (x, y) in zip(
            names.texts, names.level.tolist(), at.tolist(), strict=True
        ):
            if not (-200 < x < width + 200 and -40 < y < height + 40):
                continue
            sprite = self._sprites.get((text, level))
            if sprite is None:
                if clock.elapsed() >= pace.budget_ms:
                    is_whole = False
                    continue
                sprite = self._made(text, level)
            self._draw(painter, sprite, x, y)
        return is_whole

    def paint_names(
        self, painter: QPainter, texts: list[str], at_px: NDArray[np.float64]
    ) -> None:
        """Write names under marks (n, 2), where they do not collide."""
        sprites = [
            self._sprites.get((text, _BY_MARK)) or self._made(text, _BY_MARK) for text in texts
        ]
        sizes = np.array([[s.width(), s.height()] for s in sprites]) / self._ratio
        centre = at_px + np.column_stack([np.zeros(len(texts)), 10 + sizes[:, 1] / 2])
        for row in placed(centre, sizes, gap_px=-2.0).tolist():
            self._draw(painter, sprites[row], *centre[row].tolist())

    def _draw(self, painter: QPainter, sprite: QPixmap, x: float, y: float) -> None:
        ratio = self._ratio
        left = round(x * ratio - sprite.width() / 2) / ratio
        top = round(y * ratio - sprite.height() / 2) / ratio
        painter.drawPixmap(QPointF(left, top), sprite)

    def _placed(self, ground: Ground, view: Viewport, pace: Pace) -> _Placement:
        last = self._placement
        width, height = (side * view.m_per_px for side in view.size_px)
        seen = view.bounds_m()
        if last is not None and last.ground is ground:
            is_near = 1 / _STRETCH < last.m_per_px / view.m_per_px < _STRETCH
            if pace.is_zooming and is_near:
                return last  # names swim with the map and find new places when it rests
            if last.m_per_px == view.m_per_px and _within(seen, last.bbox_m):
                return last
        more_x, more_y = width * _MARGIN, height * _MARGIN
        box = seen[0] - more_x, seen[1] - more_y, seen[2] + more_x, seen[3] + more_y
        names = cell_names(ground, view.m_per_px, box)
        stands = placed(names.anchor_m * (1, -1) / view.m_per_px, self._sizes(names))
        kept = Names(
            tuple(names.texts[i] for i in stands), names.level[stands], names.anchor_m[stands]
        )
        self._placement = _Placement(ground, view.m_per_px, box, kept)
        return self._placement

    def _sizes(self, names: Names) -> NDArray[np.float64]:
        sizes = np.empty((len(names.texts), 2))
        for row, (text, level) in enumerate(
            zip(names.texts, names.level.tolist(), strict=True)
        ):
            metrics = self._font(level)[1]
            sizes[row] = metrics.horizontalAdvance(text), metrics.height()
        return sizes

    def _font(self, level: int) -> tuple[QFont, QFontMetricsF]:
        if level not in self._fonts:
            self._fonts[level] = label_font(self._style, level, self._scale)
        return self._fonts[level]

    def _made(self, text: str, level: int) -> QPixmap:
        if len(self._sprites) > _MOST_SPRITES:
            self._sprites.clear()
        font, metrics = self._font(level)
        colour = self._style.plain["text" if level <= 2 else "text_dim"]
        room = 2 * (_HALO_PX + 1)
        width = round((metrics.horizontalAdvance(text) + room) * self._ratio)
        height = round((metrics.height() + room) * self._ratio)
        sprite = QPixmap(width, height)
        sprite.setDevicePixelRatio(self._ratio)
        sprite.fill(Qt.GlobalColor.transparent)
        painter = QPainter(sprite)
        painter.setFont(font)
        base = QPointF(room / 2, room / 2 + metrics.ascent())
        # Eight copies from the glyph cache are ten times cheaper than stroking outlines.
        painter.setPen(q_colour(self._style.plain["halo"]))
        for dx, dy in _RING:
            painter.drawText(base + QPointF(dx, dy) * _HALO_PX, text)
        painter.setPen(q_colour(colour, 0.82 if level == _FINEST else 1.0))
        painter.drawText(base, text)
        painter.end()
        self._sprites[text, level] = sprite
        return sprite


def label_font(style: MapStyle, level: int, text_scale: float) -> tuple[QFont, QFontMetricsF]:
    """The font of a level's names, and its measures in device-independent pixels."""
    font = QFont()
    font.setPixelSize(round(style.level(level).name_px * text_scale))
    font.setWeight(QFont.Weight.DemiBold if level <= 2 else QFont.Weight.Normal)
    if level <= 1:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 3)
    return font, QFontMetricsF(font)


def _within(
    inner: tuple[float, float, float, float], outer: tuple[float, float, float, float]
) -> bool:
    return (
        inner[0] >= outer[0]
        and inner[1] >= outer[1]
        and inner[2] <= outer[2]
        and inner[3] <= outer[3]
    )
