"""The areas of travel time as a kept picture: filled and rimmed once a scale, then only moved.

Filling a whole wall with translucent colour takes several frames' time; a picture of it is
laid down in a fraction of one. Panned within its margin the picture is shifted, while the
scale is on its way it is stretched, and made anew when the map comes to rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPen

from maps.canvas.primitives import draw_lines, path_of, q_colour
from maps.geometry.viewport import Viewport, is_within

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.canvas.label_painter import Pace
    from maps.geometry.viewport import Bounds
    from maps.layers.reach import ReachArea, Reached
    from maps.layers.style import Colour, MapStyle, ReachStyle

_RIM_PX: Final = 1.8
_MARGIN: Final = 0.15
"""So much of the view's size is painted beyond each side of it."""


@dataclass(frozen=True, slots=True)
class _Sprite:
    """A picture, what it shows, and the box it covers, EPSG:3857 metres."""

    image: QImage
    reach: Reached
    m_per_px: float
    bounds_m: Bounds


class ReachSprites:
    """Keeps the one picture that is shown, in one style at one pixel ratio."""

    def __init__(self, style: MapStyle, pixel_ratio: float, scale: float) -> None:
        self._style = style
        self._ratio = pixel_ratio
        self._scale = scale
        self._kept: _Sprite | None = None

    def paint(self, painter: QPainter, reach: Reached, view: Viewport, pace: Pace) -> None:
        """Lay the picture of these areas down where it belongs in a view."""
        kept = self._kept
        if kept is None or not self._serves(kept, reach, view, pace):
            self._kept = kept = self._made(reach, view)
        if kept is None:
            return
        west, south, east, north = kept.bounds_m
        corners = view.to_screen(np.array([[west, north], [east, south]]))
        (left, top), (right, bottom) = (np.round(corners * self._ratio) / self._ratio).tolist()
        target = QRectF(left, top, right - left, bottom - top)
        painter.drawImage(target, kept.image, QRectF(kept.image.rect()))

    def _serves(self, kept: _Sprite, reach: Reached, view: Viewport, pace: Pace) -> bool:
        if kept.reach is not reach:
            return False
        if pace.is_zooming:
            return True
        same_scale = abs(kept.m_per_px / view.m_per_px - 1.0) < 1e-9
        wanted = _overlap(view.bounds_m(), reach.bounds_m())
        return same_scale and (wanted is None or is_within(wanted, kept.bounds_m))

    def _made(self, reach: Reached, view: Viewport) -> _Sprite | None:
        """The picture of what lies in and around a view; None where that is nothing."""
        bounds = _overlap(view.around_m(_MARGIN), reach.bounds_m())
        if bounds is None:
            return None
        west, south, east, north = bounds
        size = np.array([east - west, north - south]) / view.m_per_px
        width, height = np.maximum(np.ceil(size), 1.0).tolist()
        east, south = west + width * view.m_per_px, north - height * view.m_per_px
        image = QImage(
            (QSizeF(width, height) * self._ratio).toSize(),
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        image.fill(Qt.GlobalColor.transparent)
        image.setDevicePixelRatio(self._ratio)
        middle = ((west + east) / 2, (south + north) / 2)
        own = Viewport(middle, view.m_per_px, (width, height))
        painter = QPainter(image)
        self._draw(painter, reach, own)
        painter.end()
        return _Sprite(image, reach, view.m_per_px, (west, south, east, north))

    def _draw(self, painter: QPainter, reach: Reached, view: Viewport) -> None:
        looks = self._style.reach
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        rims = [_rim(area, view) for area in reach.areas]
        # From the widest in: each takes the ground of those within it for itself.
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        for number in reversed(range(len(rims))):
            path = path_of(*rims[number])
            painter.fillPath(path, q_colour(rim_colour(looks, number), looks.fill))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in reversed(range(len(rims))):
            colour = q_colour(rim_colour(looks, number))
            painter.setPen(QPen(colour, _RIM_PX * self._scale))
            draw_lines(painter, _segments(*rims[number]))


def rim_colour(looks: ReachStyle, number: int) -> Colour:
    """The colour of the so-many-th area; the last one serves for all beyond."""
    return looks.rims[min(number, len(looks.rims) - 1)]


def _rim(area: ReachArea, view: Viewport) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The rings on the screen, with no more points than can be told apart, and their starts."""
    at = view.to_screen(area.coords_m)
    is_start = np.zeros(len(at), np.bool_)
    is_start[area.starts] = True
    pixel = np.round(at).astype(np.int64)
    kept = np.ones(len(at), np.bool_)
    kept[1:] = (pixel[1:] != pixel[:-1]).any(axis=1)
    kept |= is_start
    return at[kept], np.flatnonzero(is_start[kept])


def _segments(at: NDArray[np.float64], starts: NDArray[np.int64]) -> NDArray[np.float64]:
    """The pieces of the rings, (n, 4); none from one ring to the next."""
    joins = np.ones(len(at) - 1, np.bool_)
    joins[starts[1:] - 1] = False
    return np.hstack([at[:-1], at[1:]])[joins]


def _overlap(a: Bounds, b: Bounds) -> Bounds | None:
    west, south = max(a[0], b[0]), max(a[1], b[1])
    east, north = min(a[2], b[2]), min(a[3], b[3])
    return (west, south, east, north) if west < east and south < north else None
