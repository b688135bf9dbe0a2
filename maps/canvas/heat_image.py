"""The heat of a scene as a picture: made once for a box around the view, then stretched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from maps.canvas.tile_cache import m_per_px_of, step_of
from maps.layers.heat import heat_field

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.geometry.viewport import Bounds, Viewport
    from maps.layers.style import Colour, MapStyle

GRAIN_PX = 4
"""A quarter of the screen's resolution: smooth things need no more."""
_LARGE_PX = 4e6
"""On more pixels than these an eighth does: the bell is as smooth, at a quarter of the cost."""
SIGMA_PX = 22.0
_MARGIN = 0.2
_SHADES = 256


@dataclass(frozen=True, slots=True)
class _Kept:
    at_m: NDArray[np.float64]
    step: int
    bbox_m: Bounds
    shades: NDArray[np.uint32]
    image: QImage


class HeatImage:
    """The heat in one style.

    Invariants: the picture kept is that of the places and the zoom step it was made for;
    `shades` outlives the image, which keeps no copy of them.
    """

    def __init__(self, style: MapStyle, pixel_ratio: float, scale: float) -> None:
        self._ramp = ramp(style.heat)
        self._ratio = pixel_ratio
        self._scale = scale
        self._kept: _Kept | None = None

    def paint(
        self,
        painter: QPainter,
        at_m: NDArray[np.float64],
        view: Viewport,
        *,
        is_moving: bool,
    ) -> None:
        """Draw the heat of places (n, 2) EPSG:3857 metres; coarsely while the map moves."""
        kept = self._of(at_m, view)
        west, south, east, north = kept.bbox_m
        (left, top), (right, bottom) = view.to_screen([(west, north), (east, south)]).tolist()
        smooth = QPainter.RenderHint.SmoothPixmapTransform
        painter.setRenderHint(smooth, on=not is_moving)
        painter.drawImage(QRectF(left, top, right - left, bottom - top), kept.image)
        painter.setRenderHint(smooth, on=False)

    def _of(self, at_m: NDArray[np.float64], view: Viewport) -> _Kept:
        step = step_of(view.m_per_px / self._ratio)
        kept, bounds = self._kept, view.bounds_m()
        if kept is not None and kept.step == step and _holds(kept.bbox_m, bounds):
            is_same = kept.at_m is at_m or np.array_equal(kept.at_m, at_m, equal_nan=True)
            if is_same:
                return kept
        px_m = m_per_px_of(step) * self._ratio
        west, south, east, north = bounds
        across, up = (east - west) * _MARGIN, (north - south) * _MARGIN
        box = (west - across, south - up, east + across, north + up)
        is_large = view.size_px[0] * view.size_px[1] > _LARGE_PX
        grain_m = GRAIN_PX * (2 if is_large else 1) * px_m
        field = heat_field(at_m, box, grain_m, SIGMA_PX * self._scale * px_m)
        share = np.minimum(field.density * ((_SHADES - 1) / field.peak), _SHADES - 1)
        shades = self._ramp[share.astype(np.uint8)]
        rows, columns = shades.shape
        image = QImage(
            shades.data, columns, rows, columns * 4, QImage.Format.Format_ARGB32_Premultiplied
        )
        self._kept = _Kept(at_m, step, field.bbox_m, shades, image)
        return self._kept


def ramp(colours: tuple[Colour, ...]) -> NDArray[np.uint32]:
    """A ramp through colours in 256 shades, as premultiplied ARGB pixels."""
    table = np.array(colours, np.float64)
    at = np.linspace(0, len(colours) - 1, _SHADES)
    channels = [np.interp(at, np.arange(len(colours)), table[:, i]) for i in range(4)]
    red, green, blue, alpha = channels
    parts = [alpha, red * alpha / 255, green * alpha / 255, blue * alpha / 255]
    whole = np.zeros(_SHADES, np.uint32)
    for part in parts:
        whole = whole << np.uint32(8) | np.round(part).astype(np.uint32)
    return whole


def _holds(outer: Bounds, inner: Bounds) -> bool:
    return (
        outer[0] <= inner[0]
        and outer[1] <= inner[1]
        and outer[2] >= inner[2]
        and outer[3] >= inner[3]
    )
