"""Which layers there are, in which order they lie, and which are shown."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

WATER = "water"
CELLS = "cells"
CHOROPLETH = "choropleth"
SPECIAL_CELLS = "special_cells"
DEPARTMENT = "department"
ROADS = "roads"
REACH = "reach"
CELL_NAMES = "cell_names"
ROAD_NAMES = "road_names"
DRAWINGS = "drawings"
HEAT = "heat"
TRAILS = "trails"
DAY_TRACK = "day_track"
LINKS = "links"
MEMBERS = "members"
SKILL_ICONS = "skill_icons"
CLUSTERS = "clusters"
INCIDENTS = "incidents"
CLASS_ICONS = "class_icons"
MEMBER_NAMES = "member_names"
REACH_MINUTES = "reach_minutes"

SHADES = frozenset({CHOROPLETH, SPECIAL_CELLS, DEPARTMENT})
"""Laid over the ground of a tile; they change without another ground."""
STATIC = frozenset({WATER, CELLS, ROADS}) | SHADES
"""Drawn once a zoom step and kept as tiles; the others are painted each frame.

Tiles lie below everything, in one order: these layers keep their place.
"""
OPT_IN = frozenset({CHOROPLETH, HEAT, TRAILS})
"""Shown to whoever asks for them, and to nobody else."""
FADING = frozenset({CHOROPLETH})
"""Layers whose strength can be chosen, see `LayerStack.strength`."""
WEAKEST = 0.2


def _full() -> Mapping[str, float]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class LayerStack:
    """The layers from bottom to top, those switched off, and how strong the others are.

    `strength` has those of `FADING` that are not painted in full, `WEAKEST` to 1.
    """

    order: tuple[str, ...] = (
        CELLS,
        CHOROPLETH,
        WATER,
        ROADS,
        SPECIAL_CELLS,
        DEPARTMENT,
        REACH,
        HEAT,
        CELL_NAMES,
        ROAD_NAMES,
        DRAWINGS,
        TRAILS,
        DAY_TRACK,
        LINKS,
        MEMBERS,
        SKILL_ICONS,
        CLUSTERS,
        INCIDENTS,
        CLASS_ICONS,
        MEMBER_NAMES,
        REACH_MINUTES,
    )
    hidden: frozenset[str] = OPT_IN
    strength: Mapping[str, float] = field(default_factory=_full)

    def shows(self, key: str) -> bool:
        """Whether a layer is drawn."""
        return key in self.order and key not in self.hidden

    def switched(self, key: str, *, on: bool) -> LayerStack:
        """The stack with one layer shown or hidden."""
        hidden = self.hidden - {key} if on else self.hidden | {key}
        return replace(self, hidden=hidden)

    def raised(self, key: str, place: int) -> LayerStack:
        """The stack with one layer moved to a place, 0 lowest."""
        order = [other for other in self.order if other != key]
        order.insert(place, key)
        return replace(self, order=tuple(order))

    def faded(self, key: str, strength: float) -> LayerStack:
        """The stack with one layer painted so strongly, `WEAKEST` to 1."""
        kept = {other: value for other, value in self.strength.items() if other != key}
        strength = min(1.0, max(WEAKEST, strength))
        if strength < 1.0:
            kept[key] = strength
        return replace(self, strength=MappingProxyType(kept))

    def strength_of(self, key: str) -> float:
        """How strongly a layer is painted."""
        return self.strength.get(key, 1.0)

    def movable(self) -> tuple[str, ...]:
        """The layers whose place can be chosen, from bottom to top."""
        return tuple(key for key in self.order if key not in STATIC)

    def ordered(self, movable: Iterable[str]) -> LayerStack:
        """The stack with the layers that can be moved in another order.

        Keys that no layer has are passed over; layers not named keep to the one that they
        lay upon: an order kept by an earlier release knows nothing of later layers.
        """
        wanted = [key for key in dict.fromkeys(movable) if key in self.movable()]
        order = [key for key in self.order if key in STATIC] + wanted
        for place, key in enumerate(self.order):
            if key not in order:
                below = self.order[place - 1] if place else None
                order.insert(order.index(below) + 1 if below is not None else 0, key)
        return replace(self, order=tuple(order))
