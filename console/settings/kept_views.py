"""Bookmarks of the map: views with names, as they stand in the settings of a home."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from math import isfinite
from typing import Final

MOST_VIEWS: Final = 99
LONGEST_NAME: Final = 40
_FINEST, _COARSEST = 1e-3, 1e6
"""Metres: a map that goes further shows nothing."""


@dataclass(frozen=True, slots=True)
class KeptView:
    """A view of the map by its middle, WGS 84 degrees, and its scale.

    `m_per_px` are metres of the map plane (EPSG:3857) under one device-independent pixel.
    """

    name: str
    lon_deg: float
    lat_deg: float
    m_per_px: float

    @property
    def is_sound(self) -> bool:
        """Whether a map can go there."""
        numbers = (self.lon_deg, self.lat_deg, self.m_per_px)
        is_place = all(map(isfinite, numbers)) and abs(self.lon_deg) <= 180
        return (
            is_place
            and abs(self.lat_deg) <= 90
            and _FINEST <= self.m_per_px <= _COARSEST
            and bool(self.name)
        )


def views_read(text: object) -> tuple[KeptView, ...]:
    """The views of a settings file; what an edited or torn file makes unusable is left out."""
    try:
        rows = json.loads(text) if isinstance(text, str) else []
    except (ValueError, RecursionError):
        return ()
    views = (
        (_view(row) for row in rows if isinstance(row, dict)) if isinstance(rows, list) else ()
    )
    return tuple(view for view in views if view is not None and view.is_sound)[:MOST_VIEWS]


def views_written(views: tuple[KeptView, ...]) -> str:
    """The views as the settings file keeps them."""
    return json.dumps([asdict(view) for view in views], ensure_ascii=False)


def _view(row: dict[str, object]) -> KeptView | None:
    name, *numbers = (row.get(key) for key in ("name", "lon_deg", "lat_deg", "m_per_px"))
    if not isinstance(name, str) or not all(type(n) in {int, float} for n in numbers):
        return None
    try:
        lon, lat, scale = (float(n) for n in numbers if isinstance(n, int | float))
    except OverflowError:
        return None
    return KeptView(name.strip()[:LONGEST_NAME], lon, lat, scale)
