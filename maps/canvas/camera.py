"""How the view moves: zoom about the cursor, kinetic pan, and coming to rest.

Plain arithmetic, driven by whoever has a clock. At rest the scale is one of the half
zoom levels, where tiles are copied pixel by pixel.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, exp, floor, hypot, inf, log2
from typing import TYPE_CHECKING

from maps.canvas.flight import Flight
from maps.canvas.tile_cache import LAST_STEP, STEP_0_M_PER_PX, m_per_px_of

if TYPE_CHECKING:
    from maps.geometry.viewport import Bounds, Viewport

FINEST_M_PER_PX = 0.075
COARSEST_M_PER_PX = 20_000.0
ANYWHERE_M = (-inf, -inf, inf, inf)
_ZOOM_S = 0.055
"""Time constant of the approach to the wanted scale."""
_GLIDE_S = 0.28
_STILL_PX_S = 25.0
_THERE = 0.004
"""Within this share of the wanted scale the zoom is over."""


def rest_m_per_px(m_per_px: float, pixel_ratio: float, *, coarser: bool = False) -> float:
    """The scale at which a map near this scale comes to rest.

    `coarser` never shows less than asked for: to fit a box.
    """
    level = 2 * log2(STEP_0_M_PER_PX * pixel_ratio / m_per_px)
    step = floor(level + 1e-6) if coarser else round(level)
    first = ceil(2 * log2(STEP_0_M_PER_PX / COARSEST_M_PER_PX))
    return m_per_px_of(min(LAST_STEP, max(first, step))) * pixel_ratio


@dataclass(slots=True)
class Camera:
    """A view on the move.

    Invariants: `view` is always valid; `is_moving` is False once nothing will change by
    `advance` any more. No hand zooms out beyond `coarsest_m_per_px` or moves the middle out
    of the box `leash_m` (west, south, east, north, EPSG:3857); who was led further stays
    there, and may come back.
    """

    view: Viewport
    pixel_ratio: float = 1.0
    coarsest_m_per_px: float = COARSEST_M_PER_PX
    leash_m: Bounds = ANYWHERE_M
    _goal_m_per_px: float | None = None
    _anchor_m: tuple[float, float] = (0.0, 0.0)
    _anchor_px: tuple[float, float] = (0.0, 0.0)
    _speed_px_s: tuple[float, float] = (0.0, 0.0)
    _flight: Flight | None = None

    @property
    def is_moving(self) -> bool:
        """Whether time changes the view."""
        is_led = self._goal_m_per_px is not None or self._flight is not None
        return is_led or self._speed_px_s != (0.0, 0.0)

    @property
    def is_zooming(self) -> bool:
        """Whether the scale is on its way."""
        is_flown = self._flight is not None and self._flight.is_zooming
        return is_flown or self._goal_m_per_px is not None

    def show(self, view: Viewport) -> None:
        """Stand at a view, at once."""
        self.stop()
        self.view = view

    def stop(self) -> None:
        """Let nothing move any more; zoom and flight under way end where they were going."""
        if self._flight is not None:
            self.view, self._flight = self._flight.goal, None
        self._speed_px_s = (0.0, 0.0)
        if self._goal_m_per_px is not None:
            self._scale_to(self._goal_m_per_px)
            self._goal_m_per_px = None

    def pan(self, dx_px: float, dy_px: float) -> None:
        """Move the map with the hand: to the right and down."""
        self.stop()
        self._shift(dx_px, dy_px)

    def glide(self, vx_px_s: float, vy_px_s: float) -> None:
        """Let the map go on moving as the hand lets go of it."""
        if hypot(vx_px_s, vy_px_s) > 4 * _STILL_PX_S:
            self._speed_px_s = (vx_px_s, vy_px_s)

    def fly(self, view: Viewport) -> None:
        """Go to a view of the same size, smoothly."""
        self.stop()
        self._flight = Flight(self.view, view)

    def land(self) -> None:
        """Be at once where a flight was going."""
        if self._flight is not None:
            self.stop()

    def zoom(self, halves: float, at_px: tuple[float, float]) -> None:
        """Zoom by half levels about a point of the screen, in small steps over time."""
        self._speed_px_s = (0.0, 0.0)
        self.land()
        goal = (self._goal_m_per_px or self.view.m_per_px) * 2 ** (-halves / 2)
        self._goal_m_per_px = self._within(goal)
        self._hold(at_px)

    def pinch(self, factor: float, at_px: tuple[float, float]) -> None:
        """Take a scale so many times closer about a point of the screen, at once.

        What the fingers hold follows them exactly; `zoom(0, …)` lets it come to rest.
        """
        self._speed_px_s, self._goal_m_per_px = (0.0, 0.0), None
        self._hold(at_px)
        scale = self.view.m_per_px / max(factor, 1e-3)
        self._scale_to(self._within(scale))

    def advance(self, dt_s: float) -> None:
        """Let time pass."""
        if self._flight is not None:
            flight = replace(self._flight, flown_s=self._flight.flown_s + dt_s)
            self.view, self._flight = flight.view(), None if flight.is_over else flight
        elif self._goal_m_per_px is not None:
            self._approach(dt_s)
        elif self._speed_px_s != (0.0, 0.0):
            vx, vy = self._speed_px_s
            self._shift(vx * dt_s, vy * dt_s)
            slower = exp(-dt_s / _GLIDE_S)
            vx, vy = vx * slower, vy * slower
            self._speed_px_s = (vx, vy) if hypot(vx, vy) > _STILL_PX_S else (0.0, 0.0)

    def _within(self, m_per_px: float) -> float:
        """The nearest scale that a hand may bring the map to."""
        coarsest = max(self.coarsest_m_per_px, self.view.m_per_px)
        return min(coarsest, COARSEST_M_PER_PX, max(FINEST_M_PER_PX, m_per_px))

    def _hold(self, at_px: tuple[float, float]) -> None:
        """Keep the map point now under a point of the screen there while the scale changes."""
        self._anchor_px = at_px
        x, y = self.view.to_map([at_px])[0]
        self._anchor_m = (float(x), float(y))

    def _approach(self, dt_s: float) -> None:
        assert self._goal_m_per_px is not None  # noqa: S101 - the caller has looked
        goal = self._goal_m_per_px
        ratio = goal / self.view.m_per_px
        if abs(ratio - 1) >= _THERE:
            self._scale_to(self.view.m_per_px * ratio ** (1 - exp(-dt_s / _ZOOM_S)))
            return
        # The fingers are still: from where they led, on to the next scale of rest.
        rest = rest_m_per_px(goal, self.pixel_ratio)
        is_there = abs(rest / goal - 1) < _THERE
        self._goal_m_per_px = None if is_there else rest
        self._scale_to(rest if is_there else goal)

    def _scale_to(self, m_per_px: float) -> None:
        """Take a scale, the anchor staying where it is on the screen."""
        width, height = self.view.size_px
        right = (self._anchor_px[0] - width / 2) * m_per_px
        down = (self._anchor_px[1] - height / 2) * m_per_px
        centre = (self._anchor_m[0] - right, self._anchor_m[1] + down)
        self.view = replace(self.view, centre_mercator_m=centre, m_per_px=m_per_px)

    def _shift(self, dx_px: float, dy_px: float) -> None:
        moved = self.view.panned(dx_px, dy_px)
        (x, y), (was_x, was_y) = moved.centre_mercator_m, self.view.centre_mercator_m
        west, south, east, north = self.leash_m
        held = (
            min(max(x, min(west, was_x)), max(east, was_x)),
            min(max(y, min(south, was_y)), max(north, was_y)),
        )
        self.view = moved.centred_on(held)
