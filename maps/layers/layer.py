"""Which layers there are, in which order they lie, and which are shown."""

from __future__ import annotations

from dataclasses import dataclass, replace

WATER = "water"
CELLS = "cells"
ROADS = "roads"
CELL_NAMES = "cell_names"
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

STATIC = frozenset({WATER, CELLS, ROADS})
"""Drawn once a zoom step and kept as tiles; the others are painted each frame."""


@dataclass(frozen=True, slots=True)
class LayerStack:
    """The layers from bottom to top, and those switched off."""

    order: tuple[str, ...] = (
        CELLS,
        WATER,
        ROADS,
        HEAT,
        CELL_NAMES,
        TRAILS,
        DAY_TRACK,
        LINKS,
        MEMBERS,
        SKILL_ICONS,
        CLUSTERS,
        INCIDENTS,
        CLASS_ICONS,
        MEMBER_NAMES,
    )
    hidden: frozenset[str] = frozenset({HEAT, TRAILS})

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
