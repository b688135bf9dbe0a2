"""Paints what is in sight: each moving layer in one pass, in the order of the stack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter

from maps.canvas.brushes import Brushes
from maps.canvas.label_painter import Pace
from maps.canvas.passes.clusters import paint_clusters
from maps.canvas.passes.day_track import paint_day_track
from maps.canvas.passes.drawings import paint_drawings
from maps.canvas.passes.fan import paint_fan
from maps.canvas.passes.heat import paint_heat
from maps.canvas.passes.icons import paint_class_icons, paint_skill_icons
from maps.canvas.passes.incidents import paint_incidents
from maps.canvas.passes.links import paint_links
from maps.canvas.passes.members import paint_members
from maps.canvas.passes.names import paint_cell_names, paint_member_names
from maps.canvas.passes.reach import paint_minutes, paint_reach
from maps.canvas.passes.trails import paint_trails
from maps.canvas.passes.way_names import paint_way_names
from maps.canvas.sight import Sight
from maps.layers.layer import (
    CELL_NAMES,
    CLASS_ICONS,
    CLUSTERS,
    DAY_TRACK,
    DRAWINGS,
    HEAT,
    INCIDENTS,
    LINKS,
    MEMBER_NAMES,
    MEMBERS,
    REACH,
    REACH_MINUTES,
    ROAD_NAMES,
    SKILL_ICONS,
    TRAILS,
)

if TYPE_CHECKING:
    from maps.layers.layer import LayerStack

Pass = Callable[[QPainter, Sight, Brushes, Pace], bool]
"""Paints one layer; whether it is whole, or lacks what the pace had no time for."""
PASSES: Mapping[str, Pass] = {
    REACH: paint_reach,
    HEAT: paint_heat,
    CELL_NAMES: paint_cell_names,
    ROAD_NAMES: paint_way_names,
    DRAWINGS: paint_drawings,
    TRAILS: paint_trails,
    DAY_TRACK: paint_day_track,
    LINKS: paint_links,
    MEMBERS: paint_members,
    SKILL_ICONS: paint_skill_icons,
    CLUSTERS: paint_clusters,
    INCIDENTS: paint_incidents,
    CLASS_ICONS: paint_class_icons,
    MEMBER_NAMES: paint_member_names,
    REACH_MINUTES: paint_minutes,
}
_CROWD = 150


def paint_moving(painter: QPainter, sight: Sight, brushes: Brushes, pace: Pace) -> bool:
    """All moving layers in their order, an opened group on top; whether all are whole."""
    done = [PASSES[key](painter, sight, brushes, pace) for key in _order(sight)]
    return all([*done, paint_fan(painter, sight, brushes, pace)])


def _order(sight: Sight) -> list[str]:
    """The moving layers shown, from bottom to top.

    A crowd of members is a texture and names the orientation: there names lie above.
    """
    order = _shown(sight.stack)
    is_crowd = len(sight.members.rows) > _CROWD
    if is_crowd and CELL_NAMES in order and MEMBERS in order:
        order.remove(CELL_NAMES)
        order.insert(order.index(MEMBERS) + 1, CELL_NAMES)
    return order


def _shown(stack: LayerStack) -> list[str]:
    return [key for key in stack.order if key in PASSES and stack.shows(key)]
