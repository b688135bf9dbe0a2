"""Which drawing lies under the cursor: its sign, its line, or the ground it goes round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.geometry.viewport import Viewport
    from maps.layers.drawings import DrawingsLayer
    from models.domain.ids import DrawingId

_REACH_PX: Final = 8.0
_SIGN_PX: Final = 14.0


def drawing_at(
    layer: DrawingsLayer, view: Viewport, at_px: tuple[float, float]
) -> DrawingId | None:
    """The drawing at a point of the screen; None where there is none.

    Signs and lines before areas, of areas the smallest: what lies in another stays in
    reach. Of two alike the newest, which is drawn on top.
    """
    point = view.to_map([at_px])[0]
    best: tuple[int, float, int] | None = None
    for row in _rows_near(layer, point, _SIGN_PX * view.m_per_px):
        rank = _rank(layer, row, point, view.m_per_px)
        if rank is not None and (best is None or (*rank, -row) < best):
            best = (*rank, -row)
    return layer.ids[-best[2]] if best else None


def _rows_near(layer: DrawingsLayer, point: NDArray[np.float64], reach_m: float) -> list[int]:
    """The drawings whose boxes come so near to a point."""
    box = layer.bounds_m
    is_near = (box[:, :2] - reach_m <= point).all(axis=1)
    is_near &= (box[:, 2:] + reach_m >= point).all(axis=1)
    found: list[int] = np.flatnonzero(is_near).tolist()
    return found


def _rank(
    layer: DrawingsLayer, row: int, point: NDArray[np.float64], m_per_px: float
) -> tuple[int, float] | None:
    part = layer.part_m(row)
    if len(part) == 1:
        away = float(np.hypot(*(part[0] - point))) / m_per_px
        return (0, away) if away <= _SIGN_PX else None
    is_area = bool(layer.is_area[row])
    line = np.vstack([part, part[:1]]) if is_area else part
    away = distance_to_line(line, point) / m_per_px
    if away <= _REACH_PX:
        return 1, away
    if is_area and holds(part, point):
        west, south, east, north = layer.bounds_m[row].tolist()
        return 2, (east - west) * (north - south)
    return None


def distance_to_line(line: NDArray[np.float64], point: NDArray[np.float64]) -> float:
    """The distance from a point to a polyline (n, 2) of the same plane."""
    start, step = line[:-1], np.diff(line, axis=0)
    length = np.maximum((step * step).sum(axis=1), 1e-12)
    share = np.clip(((point - start) * step).sum(axis=1) / length, 0.0, 1.0)
    foot = start + step * share[:, None]
    return float(np.hypot(*(foot - point).T).min())


def holds(ring: NDArray[np.float64], point: NDArray[np.float64]) -> bool:
    """Whether a ring (n, 2), not closed, holds a point, by the odd-even rule."""
    ahead = np.roll(ring, -1, axis=0)
    spans = (ring[:, 1] > point[1]) != (ahead[:, 1] > point[1])
    rise = np.where(spans, ahead[:, 1] - ring[:, 1], 1.0)
    x = ring[:, 0] + (point[1] - ring[:, 1]) / rise * (ahead[:, 0] - ring[:, 0])
    return bool(np.count_nonzero(spans & (point[0] < x)) % 2)
