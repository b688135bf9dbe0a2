"""Land and water: the outline, the coast with its bays, the river and the lake.

Everything is in board metres (see `plane`). It knows no cell and no road.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sqrt

import numpy as np
import shapely
from shapely.geometry import Polygon

from models.simulation.plane import (
    BoolArray,
    FloatArray,
    along,
    cumulative_m,
    normals,
    pink_noise,
    resampled,
    ring_area_m2,
    smooth_curve,
)

_OUTLINE_POINTS = 4096
_COAST_FROM, _COAST_TO = -2.05, 0.95
"""The sea lies between these angles (radians, anticlockwise from east)."""
_BAY_AT = -0.62
_MAX_RIVER_HALF_WIDTH_M = 260.0


@dataclass(frozen=True, slots=True)
class River:
    """A watercourse, from its spring to its mouth: a centre line and half its width."""

    line: FloatArray
    half_width_m: FloatArray

    def polygon(self) -> Polygon:
        """The water surface."""
        side = normals(self.line) * self.half_width_m[:, None]
        ring = np.vstack([self.line + side, (self.line - side)[::-1]])
        return largest(shapely.make_valid(Polygon(ring), method="structure"))


@dataclass(frozen=True, slots=True)
class Terrain:
    """A piece of land by the sea.

    Invariants: `outline` is a simple ring, shape (n, 2), anticlockwise, not closed;
    `coast` says which of its points face the sea; `radius_m` is that of a disc of the
    same area; `bay_head` lies on the outline.
    """

    outline: FloatArray
    coast: BoolArray
    radius_m: float
    rivers: tuple[River, ...]
    lake: Polygon
    bay_head: FloatArray

    def land(self) -> Polygon:
        """The district's own land, its lake and river included."""
        return Polygon(self.outline)

    def waters(self) -> tuple[Polygon, ...]:
        """Inland water: rivers, then the lake."""
        return (*(river.polygon() for river in self.rivers), self.lake)


def a_terrain(rng: np.random.Generator, area_m2: float) -> Terrain:
    """A fictional coastal land of the given area around the origin of the board."""
    radius = sqrt(area_m2 / pi)
    angle, outline = _outline(rng, radius)
    coast = (angle > _COAST_FROM) & (angle < _COAST_TO)
    bay_head = outline[np.argmin(np.abs(angle - _BAY_AT))]
    main = _main_river(rng, outline, angle, bay_head, radius)
    lake = _lake(rng, main, radius)
    branch = _branch(rng, main, outline, angle, radius)
    return Terrain(outline, coast, radius, (main, branch), lake, bay_head)


def _bump(angle: FloatArray, at: float, width: float) -> FloatArray:
    return np.exp(-(((angle - at) / width) ** 2))


def _outline(rng: np.random.Generator, radius: float) -> tuple[FloatArray, FloatArray]:
    angle = np.linspace(-pi, pi, _OUTLINE_POINTS, endpoint=False)
    phase = rng.uniform(-0.4, 0.4, 3)
    r = 1 + 0.07 * np.cos(2 * angle + phase[0]) + 0.06 * np.cos(3 * angle + 1 + phase[1])
    r += 0.035 * np.cos(5 * angle + phase[2])
    bend = 0.07 * pink_noise(rng, _OUTLINE_POINTS, 1.4)
    r *= 1 - 0.56 * _bump(angle + bend, _BAY_AT, 0.15)
    r *= (
        1
        + 0.16 * _bump(angle, _BAY_AT + 0.46, 0.16)
        + 0.10 * _bump(angle, _BAY_AT - 0.42, 0.12)
    )
    r *= 1 - 0.20 * _bump(angle + bend, 0.45, 0.09) - 0.17 * _bump(angle, -1.62, 0.12)
    seaward = 1 / (1 + np.exp(-(angle - _COAST_FROM) / 0.06))
    seaward *= 1 / (1 + np.exp((angle - _COAST_TO) / 0.06))
    r += pink_noise(rng, _OUTLINE_POINTS, 1.15) * (0.022 + 0.014 * seaward)
    r += pink_noise(rng, _OUTLINE_POINTS, 0.8) * (0.004 + 0.009 * seaward)
    outline = np.column_stack([1.1 * r * np.cos(angle), 0.98 * r * np.sin(angle)])
    scale = radius / sqrt(ring_area_m2(outline) / pi)
    return angle, outline * scale


def _winding(
    rng: np.random.Generator, controls: FloatArray, radius: float, sway: float
) -> FloatArray:
    line = resampled(smooth_curve(controls, 60), radius / 300)
    count = len(line)
    calm = np.sin(np.linspace(0, pi, count)) ** 0.5
    meander = pink_noise(rng, 2 * count, 1.3)[:count] * sway * radius * calm
    return resampled(line + normals(line) * meander[:, None], radius / 300)


def _main_river(
    rng: np.random.Generator,
    outline: FloatArray,
    angle: FloatArray,
    mouth: FloatArray,
    radius: float,
) -> River:
    spring = outline[np.argmin(np.abs(angle - rng.uniform(2.2, 2.5)))] * 1.01
    heading = (mouth - spring) / np.hypot(*(mouth - spring))
    across = np.array([-heading[1], heading[0]])
    controls = [spring]
    for share, swing in ((0.22, 0.10), (0.45, -0.13), (0.68, 0.10), (0.85, -0.04)):
        off = swing * rng.uniform(0.7, 1.3) * radius
        controls.append(spring + (mouth - spring) * share + across * off)
    controls += [mouth, mouth + heading * 0.06 * radius]
    line = _winding(rng, np.array(controls), radius, 0.022)
    run = cumulative_m(line) / cumulative_m(line)[-1]
    width = 0.0012 + 0.0042 * run**1.5 + 0.02 * np.clip((run - 0.93) / 0.07, 0, 1) ** 2
    return River(line, np.minimum(width * radius, _MAX_RIVER_HALF_WIDTH_M * (1 + 2 * run**9)))


def _branch(
    rng: np.random.Generator,
    main: River,
    outline: FloatArray,
    angle: FloatArray,
    radius: float,
) -> River:
    meet = along(main.line, np.array([0.72 * cumulative_m(main.line)[-1]]))[0]
    source = outline[np.argmin(np.abs(angle - rng.uniform(1.25, 1.5)))] * 0.80
    middle = (meet + source) / 2 + rng.uniform(-0.08, 0.08, 2) * radius
    line = _winding(rng, np.array([source, middle, meet]), radius, 0.018)
    width = np.linspace(0.0006, 0.0022, len(line)) * radius
    return River(line, np.minimum(width, _MAX_RIVER_HALF_WIDTH_M / 2))


def _lake(rng: np.random.Generator, main: River, radius: float) -> Polygon:
    total = cumulative_m(main.line)[-1]
    ends = along(main.line, np.array([0.30, 0.36, 0.40]) * total)
    heading = ends[2] - ends[0]
    turn = np.arctan2(heading[1], heading[0])
    angle = np.linspace(0, 2 * pi, 512, endpoint=False)
    r = (1 + 0.13 * pink_noise(rng, 512, 1.1)) * 0.062 * radius
    x, y = 1.55 * r * np.cos(angle), 0.85 * r * np.sin(angle)
    spun = np.column_stack(
        [x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)]
    )
    return Polygon(spun + ends[1])


def sea_polygon(
    rng: np.random.Generator, terrain: Terrain, shore: FloatArray, margin: float = 4.0
) -> Polygon:
    """The sea in front of the district, out to a box around it.

    Parameters
    ----------
    shore
        Shape (n, 2), board metres: the coast in one piece, from its southern to its
        eastern end, as the cells have it. Beyond its ends the coast of the
        (blank) neighbours runs on to the box.
    margin
        How far the box reaches beyond the outline, in radii.
    """
    reach = margin * terrain.radius_m
    low, high = terrain.outline.min(axis=0) - reach, terrain.outline.max(axis=0) + reach
    first, last = _onward(rng, shore[0], terrain), _onward(rng, shore[-1], terrain)
    line = shapely.LineString(np.vstack([first[::-1], shore, last]))
    box = shapely.box(*low, *high)
    whole = shapely.union_all([box.exterior, line])
    parts = shapely.get_parts(shapely.polygonize([whole]))
    home = terrain.land().representative_point()
    return largest(shapely.MultiPolygon([part for part in parts if not part.contains(home)]))


def largest(shape: shapely.Geometry) -> Polygon:
    """The largest polygon among the parts of a shape."""
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]
    return max(parts, key=lambda part: float(part.area))


def _onward(rng: np.random.Generator, end: FloatArray, terrain: Terrain) -> FloatArray:
    outward = end / np.hypot(*end)
    away = np.linspace(0, 9.0 * terrain.radius_m, 1200)[:, None]
    sway = pink_noise(rng, 2400, 1.4)[:1200]
    sway = (sway - sway[0]) * 0.06 * terrain.radius_m
    side = np.array([-outward[1], outward[0]])
    return np.asarray((end + outward * away + side * sway[:, None])[1:])
