"""A flight of the view from where it is to somewhere else, smoothly."""

from __future__ import annotations

from dataclasses import dataclass

from maps.geometry.viewport import Viewport

FLIGHT_S = 1.2


@dataclass(frozen=True, slots=True)
class Flight:
    """From one view to another of the same size, in `FLIGHT_S` seconds.

    The scale changes evenly in zoom levels. The middle goes along as the scale does, so
    that a flight that only zooms keeps one point of the ground where it is.
    """

    start: Viewport
    goal: Viewport
    flown_s: float = 0.0

    @property
    def is_over(self) -> bool:
        """Whether it has arrived."""
        return self.flown_s >= FLIGHT_S

    @property
    def is_zooming(self) -> bool:
        """Whether the scale is another one at the end."""
        return self.start.m_per_px != self.goal.m_per_px

    def view(self) -> Viewport:
        """Where it is now."""
        if self.is_over:
            return self.goal
        share = self.flown_s / FLIGHT_S
        eased = share * share * (3 - 2 * share)
        a, b = self.start.m_per_px, self.goal.m_per_px
        scale = a * (b / a) ** eased
        way = (a - scale) / (a - b) if self.is_zooming else eased
        (x0, y0), (x1, y1) = self.start.centre_mercator_m, self.goal.centre_mercator_m
        centre = (x0 + (x1 - x0) * way, y0 + (y1 - y0) * way)
        return Viewport(centre, scale, self.start.size_px)
