"""Draws the names of cells: sprites of text with a halo, placed once for a resting view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPixmap

from maps.canvas.name_sprites import NameSprites
from maps.canvas.obstacles import MOST_MARKS, squares
from maps.canvas.primitives import q_colour
from maps.geometry.viewport import is_within
from maps.layers.labels import Names, cell_names, fitted

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.canvas.obstacles import Obstacles
    from maps.geometry.viewport import Viewport
    from maps.layers.scene import Ground
    from maps.layers.style import MapStyle

_HALO_PX = 1.6
_BESIDE = np.array([(0, 1), (0, -1), (1, 0), (-1, 0)])
"""Where a name may stand by its mark: below, above, right, left."""
_NOT_ABOVE = _BESIDE[[0, 2, 3]]
_FURTHER_PX = 12.0
"""So much further off where something covers the mark: beyond half an incident."""
_MARGIN = 0.2
"""Names are placed this share of the view beyond its edges: a pan shows them at once."""
_FINEST = 5
_BY_MARK = 9
"""The level of names that stand by a mark and not in a cell."""
RING = [(1, 0), (0.7, 0.7), (0, 1), (-0.7, 0.7), (-1, 0), (-0.7, -0.7), (0, -1), (0.7, -0.7)]


_STRETCH = 3.0
_ASIDE = np.array(
    [
        *((0, 0), (0, -0.6), (0, 0.6), (0, -1.1), (0, 1.1)),
        *((0.3, 0), (-0.3, 0), (0.55, 0), (-0.55, 0), (0, -1.6), (0, 1.6)),
        *((0.4, -1.1), (-0.4, -1.1), (0.4, 1.1), (-0.4, 1.1)),
        *((0.9, 0), (-0.9, 0), (0, -2.2), (0, 2.2)),
    ]
)
"""Where a name may stand beside its place, in its own widths and heights, to clear a mark."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How much of a frame names may take, whether the scale or the map is on its way."""

    budget_ms: int = 8
    is_zooming: bool = False
    is_moving: bool = False


@dataclass(frozen=True, slots=True)
class MarkNames:
    """Names of marks, and the marks of another kind that they leave in sight.

    `at_px` (n, 2) and `others_px` (m, 2) screen pixels; `side_px` is that of the others, one
    or (m,). `is_crowned`: something stands above each mark; `is_on_top`: names of cells do
    not matter.
    """

    texts: tuple[str, ...]
    at_px: NDArray[np.float64]
    others_px: NDArray[np.float64]
    side_px: float | NDArray[np.float64]
    is_crowned: bool = False
    is_on_top: bool = False

    def others(self) -> NDArray[np.float64]:
        """Their boxes; none where they are a crowd."""
        if len(self.others_px) > MOST_MARKS:
            return np.empty((0, 4))
        return squares(self.others_px, self.side_px)


@dataclass(frozen=True, slots=True)
class _Placement:
    ground: Ground
    m_per_px: float
    bbox_m: tuple[float, float, float, float]
    obstacles: Obstacles
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
        self._sprites = NameSprites(self._made, pixel_ratio)
        self._fonts: dict[int, tuple[QFont, QFontMetricsF]] = {}
        self._placement: _Placement | None = None

    def paint(
        self,
        painter: QPainter,
        ground: Ground,
        view: Viewport,
        pace: Pace,
        obstacles: Obstacles,
    ) -> bool:
        """Draw the names of a view beside what is in their way; whether all are drawn."""
        names = self._placed(ground, view, pace, obstacles).names
        at = view.to_screen(names.anchor_m) if len(names.texts) else np.empty((0, 2))
        width, height = view.size_px
        near = (
            (text, level, x, y)
            for text, level, (x, y) in zip(
                names.texts, names.level.tolist(), at.tolist(), strict=True
            )
            if -200 < x < width + 200 and -40 < y < height + 40
        )
        return self._sprites.draw(painter, near, pace.budget_ms)

    @property
    def standing(self) -> object:
        """What stands now: another value where other names stand or the same elsewhere."""
        return self._placement

    def paint_names(
        self,
        painter: QPainter,
        marked: MarkNames,
        view: Viewport,
        pace: Pace,
    ) -> bool:
        """Write names by marks, below or elsewhere, where they cover no name and no mark.

        Whoever stands at what covers them is named a little further off, or not at all.
        Whether all could be made in time; the rest come with the next frame.
        """
        level = np.full(len(marked.texts), _BY_MARK, np.int16)
        sizes = self._sizes(Names(marked.texts, level, marked.at_px))
        away = (sizes + 20) / 2
        beside = _NOT_ABOVE if marked.is_crowned else _BESIDE
        ways_out = away[:, None, :] * beside, (away + _FURTHER_PX)[:, None, :] * beside
        spots = marked.at_px[:, None, :] + np.concatenate(ways_out, axis=1)
        names_px = np.empty((0, 4)) if marked.is_on_top else self.names_px(view)
        taken_px = np.vstack([names_px, marked.others()])
        rows, chosen = fitted(spots, sizes, gap_px=2.0, taken_px=taken_px)
        named = (
            (marked.texts[row], _BY_MARK, *spots[row, spot].tolist())
            for row, spot in zip(rows.tolist(), chosen.tolist(), strict=True)
        )
        return self._sprites.draw(painter, named, pace.budget_ms)

    def names_px(self, view: Viewport) -> NDArray[np.float64]:
        """Where names of cells stand on the screen, as boxes (n, 4)."""
        if self._placement is None or not len(self._placement.names.texts):
            return np.empty((0, 4))
        names = self._placement.names
        at, half = view.to_screen(names.anchor_m), self._sizes(names) / 2
        return np.hstack([at - half, at + half])

    def _placed(
        self, ground: Ground, view: Viewport, pace: Pace, obstacles: Obstacles
    ) -> _Placement:
        last = self._placement
        seen = view.bounds_m()
        if last is not None and last.ground is ground:
            is_near = 1 / _STRETCH < last.m_per_px / view.m_per_px < _STRETCH
            if pace.is_zooming and is_near:
                return last  # names swim with the map and find new places when it rests
            is_here = last.m_per_px == view.m_per_px and is_within(seen, last.bbox_m)
            if is_here and last.obstacles.is_same(obstacles):
                return last
        box = view.around_m(_MARGIN)
        names = cell_names(ground, view.m_per_px * self._scale, box)
        kept = self._beside(names, obstacles.boxes_px(box, view.m_per_px), view.m_per_px)
        self._placement = _Placement(ground, view.m_per_px, box, obstacles, kept)
        return self._placement

    def _beside(self, names: Names, marks_px: NDArray[np.float64], m_per_px: float) -> Names:
        """The names that stand, each where it covers the fewest marks."""
        sizes = self._sizes(names)
        at = names.anchor_m * (1, -1) / m_per_px
        aside = _ASIDE if len(marks_px) else _ASIDE[:1]
        spots = at[:, None, :] + sizes[:, None, :] * aside
        rows, chosen = fitted(spots, sizes, marks_px=marks_px, for_marks_only=True)
        anchors = spots[rows, chosen] * (1, -1) * m_per_px
        return Names(tuple(names.texts[i] for i in rows), names.level[rows], anchors)

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
        for dx, dy in RING:
            painter.drawText(base + QPointF(dx, dy) * _HALO_PX, text)
        painter.setPen(q_colour(colour, 0.82 if level == _FINEST else 1.0))
        painter.drawText(base, text)
        painter.end()
        return sprite


def label_font(style: MapStyle, level: int, text_scale: float) -> tuple[QFont, QFontMetricsF]:
    """The font of a level's names, and its measures in device-independent pixels."""
    font = QFont()
    font.setPixelSize(round(style.level(level).name_px * text_scale))
    font.setWeight(QFont.Weight.DemiBold if level <= 2 else QFont.Weight.Normal)
    if level <= 1:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 3)
    return font, QFontMetricsF(font)
