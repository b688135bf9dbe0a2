"""A sketch in the making: points set one by one, to be measured or to become a drawing."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np
from PySide6.QtCore import QCoreApplication

from maps.canvas.overlays import distance_words
from maps.geometry.measures import area_and_perimeter_m, circle, crosses_itself, lengths_m
from maps.geometry.projection import place_of, to_lonlat, to_mercator
from models.domain.drawing import MOST_POINTS, MOST_RADIUS_M

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from models.domain.place import LonLat

translate = QCoreApplication.translate
Point = tuple[float, float]
"""EPSG:3857 metres, east then north."""


class Tool(StrEnum):
    """What the points are set for."""

    DISTANCE = "distance"
    SURFACE = "surface"
    NOTE = "note"
    LINE = "line"
    AREA = "area"
    CIRCLE = "circle"

    @property
    def measures(self) -> bool:
        """Whether it only measures, and draws nothing for others."""
        return self in {Tool.DISTANCE, Tool.SURFACE}

    @property
    def is_ring(self) -> bool:
        """Whether the last point leads back to the first."""
        return self in {Tool.SURFACE, Tool.AREA}


_LEAST: Final = {
    Tool.DISTANCE: 2,
    Tool.SURFACE: 3,
    Tool.NOTE: 1,
    Tool.LINE: 2,
    Tool.AREA: 3,
    Tool.CIRCLE: 2,
}
_MU_M2: Final = 10_000 / 15


@dataclass(frozen=True, slots=True)
class Sketched:
    """A finished sketch; `points` holds the centre alone where there is a `radius_m`."""

    tool: Tool
    points: tuple[LonLat, ...]
    radius_m: float | None = None


@dataclass(slots=True)
class Sketch:
    """Points set so far, and the loose end at the cursor.

    Invariants: a circle has at most its centre and a point on it, a note one point, and
    nothing more than `MOST_POINTS`; once it `is_done` nothing hangs on the cursor.
    """

    tool: Tool
    points_m: list[Point] = field(default_factory=list)
    cursor_m: Point | None = None
    is_done: bool = False

    @property
    def is_enough(self) -> bool:
        """Whether it can be finished: no two points on one another count."""
        return len(set(self.points_m)) >= _LEAST[self.tool]

    @property
    def is_full(self) -> bool:
        """Whether another point has no place."""
        if self.tool in {Tool.NOTE, Tool.CIRCLE}:
            return len(self.points_m) >= _LEAST[self.tool]
        return len(self.points_m) >= MOST_POINTS

    def shown_m(self) -> NDArray[np.float64]:
        """All points with the cursor as the last, (n, 2)."""
        is_loose = self.cursor_m is not None and self.points_m and not self.is_done
        loose = [self.cursor_m] if is_loose and self.cursor_m and not self.is_full else []
        return np.array([*self.points_m, *loose], np.float64).reshape(-1, 2)

    def outline_m(self) -> NDArray[np.float64]:
        """What is drawn (n, 2): the points, or of a circle its corners."""
        points = self.shown_m()
        if self.tool is not Tool.CIRCLE or len(points) < 2:
            return points
        lon, lat = to_lonlat(points[:1])[0].tolist()
        return to_mercator(circle((lon, lat), self.radius_m()))

    def radius_m(self) -> float:
        """Of a circle, on the ground; 0 for others."""
        points = self.shown_m()
        if self.tool is not Tool.CIRCLE or len(points) < 2:
            return 0.0
        return min(float(lengths_m(to_lonlat(points[:2]))[-1]), MOST_RADIUS_M)

    def totals_m(self) -> list[float]:
        """The distance on the ground from the first point to each."""
        found: list[float] = lengths_m(to_lonlat(self.shown_m())).tolist()
        return found

    def crosses(self) -> bool:
        """Whether a ring crosses itself, so that its area means little."""
        return self.tool.is_ring and crosses_itself(self.shown_m())

    def words(self) -> tuple[str, ...]:
        """The figures of all that is there, one a line; nothing before there are any."""
        points = self.shown_m()
        if self.tool is Tool.NOTE or len(points) < 2:
            return ()
        if self.tool in {Tool.DISTANCE, Tool.LINE} or (self.tool.is_ring and len(points) < 3):
            return (
                translate("Sketch", "Length {0}").format(distance_words(self.totals_m()[-1])),
            )
        if self.tool is Tool.CIRCLE:
            radius = translate("Sketch", "Radius {0}").format(distance_words(self.radius_m()))
            return (radius, *_surface(self.outline_m()))
        return (*_surface(points), *((crossing_words(),) if self.crosses() else ()))

    def result(self) -> Sketched:
        """The sketch, finished."""
        places = tuple(place_of(point) for point in self.points_m)
        if self.tool is Tool.CIRCLE:
            return Sketched(self.tool, places[:1], round(max(self.radius_m(), 1.0), 1))
        return Sketched(self.tool, places)


def _surface(ring_m: NDArray[np.float64]) -> tuple[str, ...]:
    area_m2, around_m = area_and_perimeter_m(to_lonlat(ring_m))
    return (
        translate("Sketch", "Area {0}").format(area_words(area_m2)),
        translate("Sketch", "Perimeter {0}").format(distance_words(around_m)),
    )


def area_words(area_m2: float) -> str:
    """An area for people: 8,420 m², 1.24 km²; with the mu that land is reckoned in."""
    mu = translate("Sketch", "{0} mu").format(f"{area_m2 / _MU_M2:,.1f}")
    if area_m2 < 99_999.5:
        return f"{area_m2:,.0f} m² ({mu})"
    km2 = area_m2 / 1e6
    digits = 3 if km2 < 1 else 2 if km2 < 100 else 0
    return f"{km2:,.{digits}f} km² ({mu})"


def hint_words(tool: Tool) -> str:
    """How the tool in hand is used, for those who have not had it before."""
    if tool is Tool.NOTE:
        return translate("Sketch", "Click or Space sets the place · Esc leaves")
    if tool is Tool.CIRCLE:
        return translate(
            "Sketch", "Click or Space sets the middle, then a point on the circle · Esc leaves"
        )
    return translate(
        "Sketch",
        "Click or Space sets a point · Backspace takes it back · Double click or Enter "
        "finishes · Esc leaves",
    )


def crossing_words() -> str:
    """That the area of a ring that crosses itself is none."""
    return translate("Sketch", "It crosses itself: the area is not what it looks like")
