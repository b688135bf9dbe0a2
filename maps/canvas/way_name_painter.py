"""Draws the names of roads along their lines, beside the names of cells."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPixmap

from maps.canvas.label_painter import RING, label_font
from maps.canvas.name_sprites import NameSprites
from maps.canvas.primitives import q_colour
from maps.geometry.viewport import is_within
from maps.layers.labels import fitted
from maps.layers.way_names import names_along

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.canvas.label_painter import Pace
    from maps.geometry.viewport import Bounds, Viewport
    from maps.layers.scene import Ground
    from maps.layers.style import MapStyle

_FONT_LEVEL = 5
_FROM = 0.4
"""A road is named when it is drawn at this share of the scale that it first shows at."""
_TURN_STEP_DEG = 3.0
_MARGIN = 0.2
_STRETCH = 3.0


@dataclass(frozen=True, slots=True)
class _Placement:
    """Names that stand: texts, anchors (n, 2) metres, turns (n,) in steps."""

    ground: Ground
    m_per_px: float
    bbox_m: Bounds
    beside: object
    texts: tuple[str, ...]
    anchor_m: NDArray[np.float64]
    turn: NDArray[np.int64]


class WayNamePainter:
    """Names of roads for one style and one size of text.

    Invariants: placed once for a resting view; a name in a turn is kept as a sprite.
    """

    def __init__(self, style: MapStyle, pixel_ratio: float, text_scale: float = 1.0) -> None:
        self._style = style
        self._ratio = pixel_ratio
        self._font, self._metrics = label_font(style, _FONT_LEVEL, text_scale)
        self._sprites = NameSprites(self._made, pixel_ratio, is_turned=True)
        self._placement: _Placement | None = None

    def paint(
        self,
        painter: QPainter,
        ground: Ground,
        view: Viewport,
        pace: Pace,
        taken: tuple[object, NDArray[np.float64]],
    ) -> bool:
        """Draw the names of a view; whether all are drawn.

        `taken` is what the names of cells are, to be compared, and their boxes (n, 4) on
        the screen: left, top, right, bottom.
        """
        placed = self._placed(ground, view, pace, taken)
        at = view.to_screen(placed.anchor_m) if len(placed.texts) else np.empty((0, 2))
        width, height = view.size_px
        near = (
            (text, turn, x, y)
            for text, turn, (x, y) in zip(
                placed.texts, placed.turn.tolist(), at.tolist(), strict=True
            )
            if -150 < x < width + 150 and -150 < y < height + 150
        )
        return self._sprites.draw(painter, near, pace.budget_ms)

    def _placed(
        self,
        ground: Ground,
        view: Viewport,
        pace: Pace,
        taken: tuple[object, NDArray[np.float64]],
    ) -> _Placement:
        last, seen = self._placement, view.bounds_m()
        if last is not None and last.ground is ground:
            is_near = 1 / _STRETCH < last.m_per_px / view.m_per_px < _STRETCH
            is_here = last.m_per_px == view.m_per_px and is_within(seen, last.bbox_m)
            if (pace.is_zooming and is_near) or (is_here and last.beside is taken[0]):
                return last
        box = view.around_m(_MARGIN)
        texts: list[str] = []
        slots: list[tuple[str, int]] = []
        anchors, turns = [np.empty((0, 2))], [np.empty(0, np.int64)]
        for ways in ground.named:
            style = self._style.ways.get(ways.kind)
            if style is not None and view.m_per_px <= style.from_m_per_px * _FROM:
                widths = [self._metrics.horizontalAdvance(text) for text in ways.texts]
                along = names_along(ways, np.array(widths), view.m_per_px, box)
                texts += [ways.texts[row] for row in along.text.tolist()]
                slots += [(ways.kind, slot) for slot in along.slot.tolist()]
                anchors.append(along.anchor_m)
                turns.append(np.round(along.turn_deg / _TURN_STEP_DEG).astype(np.int64))
        anchor, turn = np.vstack(anchors), np.concatenate(turns)
        sizes = np.array([self._size(*one) for one in zip(texts, turn.tolist(), strict=True)])
        boxes = np.hstack([view.to_screen(anchor), sizes.reshape(-1, 2)])
        rows = _free(slots, boxes, taken[1])
        self._placement = _Placement(
            ground,
            view.m_per_px,
            box,
            taken[0],
            tuple(texts[row] for row in rows),
            anchor[rows],
            turn[rows],
        )
        return self._placement

    def _size(self, text: str, step: int) -> tuple[float, float]:
        """The box around a turned name, without its halo."""
        turn = radians(step * _TURN_STEP_DEG)
        width, height = self._metrics.horizontalAdvance(text), self._metrics.height()
        across, down = abs(cos(turn)), abs(sin(turn))
        return width * across + height * down, width * down + height * across

    def _made(self, text: str, step: int) -> QPixmap:
        ratio = self._ratio
        width, height = (round((side + 6) * ratio) for side in self._size(text, step))
        sprite = QPixmap(width, height)
        sprite.fill(Qt.GlobalColor.transparent)
        painter = QPainter(sprite)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(sprite.width() / 2, sprite.height() / 2)
        painter.scale(ratio, ratio)
        painter.rotate(step * _TURN_STEP_DEG)
        painter.setFont(self._font)
        long, middle = self._metrics.horizontalAdvance(text), self._metrics.height() / 2
        base = QPointF(-long / 2, self._metrics.ascent() - middle)
        painter.setPen(q_colour(self._style.plain["halo"]))
        for dx, dy in RING:
            painter.drawText(base + QPointF(dx, dy) * 1.3, text)
        painter.setPen(q_colour(self._style.plain["way_text"]))
        painter.drawText(base, text)
        painter.end()
        sprite.setDevicePixelRatio(ratio)
        return sprite


def _free(
    slots: list[tuple[str, int]], boxes: NDArray[np.float64], taken_px: NDArray[np.float64]
) -> list[int]:
    """One candidate of each slot, the first that is free; boxes (n, 4) are centre and size."""
    left = list(range(len(slots)))
    chosen: list[int] = []
    while left:
        first = list({slots[row]: row for row in reversed(left)}.values())[::-1]
        centres, sizes = boxes[first, :2], boxes[first, 2:]
        stand, _ = fitted(centres[:, None, :], sizes, gap_px=6.0, taken_px=taken_px)
        fresh = [first[i] for i in stand.tolist()]
        chosen += fresh
        half = boxes[fresh, 2:] / 2
        placed = np.hstack([boxes[fresh, :2] - half, boxes[fresh, :2] + half])
        taken_px = np.vstack([taken_px, placed])
        done, tried = {slots[row] for row in fresh}, set(first)
        left = [row for row in left if row not in tried and slots[row] not in done]
    return chosen
