"""Where things stand on a sheet, and at which scale its map is drawn.

Lengths are design pixels of 1/96 inch, so that a sheet looks as the screen does; whoever
paints scales them to the device.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10
from typing import TYPE_CHECKING, Final

from maps.geometry.projection import ground_scale, to_lonlat
from maps.geometry.viewport import Viewport

if TYPE_CHECKING:
    from maps.geometry.viewport import Bounds

PX_PER_INCH: Final = 96
MM_PER_INCH: Final = 25.4
PX_PER_MM: Final = PX_PER_INCH / MM_PER_INCH
_MARGIN_MM, _TITLE_MM, _FOOT_MM, _GAP_MM = 9.0, 13.0, 7.0, 4.0
_SIDE_MM, _BELOW_MM = 54.0, 62.0
_MOST_OF_ROOM: Final = 0.36
"""On a small sheet the legend takes no more than this of what there is."""
_NICE_SCALES: Final = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_NICE_STEPS_S: Final = (
    *(1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1_200, 1_800),
    *(3_600, 7_200, 18_000, 36_000, 72_000, 108_000),
)
"""Steps of a grid of coordinates, in seconds of arc."""
_MARGIN_PX: Final = 10.0
"""What stays free around the part of the map that is to be seen."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of the sheet, in design pixels from its upper left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Layout:
    """The rooms of a sheet; the legend stands beside the map, on an upright sheet below."""

    width: float
    height: float
    title: Box
    map: Box
    legend: Box
    foot: Box


def layout_of(size_mm: tuple[float, float]) -> Layout:
    """The rooms of a sheet of a width and a height in millimetres."""
    width, height = (side * PX_PER_MM for side in size_mm)
    margin, gap = _MARGIN_MM * PX_PER_MM, _GAP_MM * PX_PER_MM
    inner = width - 2 * margin
    title = Box(margin, margin, inner, _TITLE_MM * PX_PER_MM)
    foot_height = _FOOT_MM * PX_PER_MM
    foot = Box(margin, height - margin - foot_height, inner, foot_height)
    room = foot.top - title.bottom - gap
    if width > height:
        side = min(_SIDE_MM * PX_PER_MM, inner * _MOST_OF_ROOM)
        frame = Box(margin, title.bottom + gap / 2, inner - side - gap, room)
        legend = Box(frame.right + gap, frame.top, side, room)
    else:
        below = min(_BELOW_MM * PX_PER_MM, room * _MOST_OF_ROOM)
        frame = Box(margin, title.bottom + gap / 2, inner, room - below - gap)
        legend = Box(margin, frame.bottom + gap, inner, below)
    return Layout(width, height, title, frame, legend, foot)


def view_at_round_scale(bounds_m: Bounds, frame: Box) -> tuple[Viewport, int]:
    """A view that shows a box of the plane at a round scale, and that scale's denominator.

    The scale is that on the ground at the middle of the view: 1 : 25 000 and the like.
    """
    fitted = Viewport((0.0, 0.0), 1.0, (frame.width, frame.height)).fitted_to(
        bounds_m, margin_px=_MARGIN_PX
    )
    _, lat_deg = to_lonlat([fitted.centre_mercator_m])[0]
    ground_m_per_px = fitted.m_per_px * ground_scale(float(lat_deg))
    px_m = MM_PER_INCH / PX_PER_INCH / 1_000
    denominator = round_scale(ground_m_per_px / px_m)
    m_per_px = denominator * px_m / ground_scale(float(lat_deg))
    return Viewport(fitted.centre_mercator_m, m_per_px, fitted.size_px), denominator


def round_scale(denominator: float) -> int:
    """The next round denominator that is not smaller."""
    power = 10.0 ** floor(log10(denominator))
    nice = next(n for n in _NICE_SCALES if n * power >= denominator * (1 - 1e-9))
    return round(nice * power)


def grid_step_s(span_deg: float, most: int = 6) -> int:
    """The step of a grid of coordinates that has at most so many lines over a span."""
    wanted = span_deg * 3_600 / most
    return next((step for step in _NICE_STEPS_S if step >= wanted), _NICE_STEPS_S[-1])


def degree_words(seconds: int, letters: str) -> str:
    """Seconds of arc as 121°30′15″E; `letters` are those of the positive and negative side."""
    side = letters[seconds < 0]
    minutes, rest = divmod(abs(seconds), 60)
    degrees, minutes = divmod(minutes, 60)
    words = f"{degrees}°"
    if minutes or rest:
        words += f"{minutes:02d}′"
    if rest:
        words += f"{rest:02d}″"
    return words + side
