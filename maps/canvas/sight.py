"""What one frame shows: a scene at a view, in its layers, and the marks that fall into it.

What can be picked is what is drawn: both are read from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from maps.canvas.atlas import INCIDENT_PX
from maps.canvas.grouping import Groups
from maps.canvas.marks import (
    INCIDENT,
    MEMBER,
    Badges,
    Marks,
    visible_badges,
    visible_marks,
)
from maps.layers.clusters import no_clusters
from maps.layers.fan import fan_px
from maps.layers.incidents import burning
from maps.layers.layer import INCIDENTS, MEMBERS
from maps.layers.places import OnPlane

if TYPE_CHECKING:
    from uuid import UUID

    from numpy.typing import NDArray

    from maps.canvas.grouping import Grouping, Opened
    from maps.geometry.viewport import Viewport
    from maps.layers.layer import LayerStack
    from maps.layers.reach import Reached
    from maps.layers.scene import IncidentsLayer, MembersLayer, Scene

FAN_TIER = len(INCIDENT_PX) - 1
"""Marks fanned out have the size of near ones, however far off the map is."""
_AIR_PX = 34.0
_BEYOND = 0.01
"""Of the view: more than the way to the screen may round away."""


@dataclass(frozen=True, slots=True)
class Fan:
    """An opened group: its marks around `hub_px`, where its badge was.

    `middle_px` is the middle of the fan: the hub, or beside it near the edge of the map;
    `radius_px` reaches around all marks. `rest` counts those without room.
    """

    marks: Marks
    hub_px: tuple[float, float]
    middle_px: tuple[float, float]
    radius_px: float
    rest: int


@dataclass(frozen=True, slots=True)
class Sight:
    """A scene as seen.

    `members` and `incidents` are the marks that stand by themselves, `member_groups` and
    `incident_groups` the badges of the others, `fan` the marks of an opened group.
    Trails reach back `trail_s` seconds.
    """

    scene: Scene
    view: Viewport
    stack: LayerStack
    members: Marks
    incidents: Marks
    groups: Groups
    member_groups: Badges
    incident_groups: Badges
    fan: Fan | None = None
    trail_s: float = 600.0
    reach: Reached | None = None

    def marks(self, kind: str) -> Marks:
        """The marks of a kind, `MEMBER` or `INCIDENT`, in drawing order: what can be picked."""
        marks = self.members if kind == MEMBER else self.incidents
        if self.fan is None or self.fan.marks.kind != kind:
            return marks
        fanned = self.fan.marks
        return Marks(
            kind,
            np.concatenate([marks.rows, fanned.rows]),
            np.vstack([marks.screen_px, fanned.screen_px]),
        )

    def badges(self, kind: str) -> Badges:
        """The groups of a kind."""
        return self.member_groups if kind == MEMBER else self.incident_groups

    def drawn_px(self, kind: str, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """Where rows of a layer are drawn: themselves, in the fan, or as a badge; (n, 2)."""
        layer = self.scene.members if kind == MEMBER else self.scene.incidents
        at = self.view.to_screen(layer.places.of(rows))
        clusters = self.groups.of(kind)
        group = clusters.of[rows]
        hidden = group >= 0
        at[hidden] = self.view.to_screen(clusters.mercator_m[group[hidden]])
        if self.fan is not None and self.fan.marks.kind == kind:
            for row, place in zip(self.fan.marks.rows, self.fan.marks.screen_px, strict=True):
                at[rows == row] = place
        return at

    def may_show(self, kind: str) -> NDArray[np.bool_]:
        """Whether a row of a layer is drawn in sight or just beyond it, (n,), by any mark.

        Whatever `drawn_px` puts in sight is among them.
        """
        layer = self.scene.members if kind == MEMBER else self.scene.incidents
        clusters = self.groups.of(kind)
        may = np.zeros(len(layer.ids), np.bool_)
        may[layer.places.within(self.view.around_m(_BEYOND))[0]] = True
        if len(clusters.mercator_m):
            inside, _ = OnPlane(clusters.mercator_m).within(self.view.around_m(_BEYOND))
            shown = np.zeros(len(clusters.mercator_m), np.bool_)
            shown[inside] = True
            grouped = clusters.of >= 0
            may[grouped] = shown[clusters.of[grouped]]
        if self.fan is not None and self.fan.marks.kind == kind:
            may[self.fan.marks.rows] = True
        return may


def sight_of(
    scene: Scene, view: Viewport, stack: LayerStack, grouping: Grouping | None = None
) -> Sight:
    """Find out which marks a view shows; without a grouping each stands by itself."""
    if grouping is None:
        groups = Groups(
            no_clusters(len(scene.members.ids)), no_clusters(len(scene.incidents.ids))
        )
    else:
        groups = grouping.groups(scene, view, stack)
    scale = grouping.scale if grouping else 1.0
    fan = _fan(scene, view, grouping.opened, scale) if grouping and grouping.opened else None
    return Sight(
        scene,
        view,
        stack,
        _alone(MEMBER, MEMBERS, (scene, view, stack), groups, fan),
        _alone(INCIDENT, INCIDENTS, (scene, view, stack), groups, fan),
        groups,
        _beside(visible_badges(MEMBER, groups.members, view, scale), fan),
        _beside(visible_badges(INCIDENT, groups.incidents, view, scale), fan),
        fan,
    )


def _alone(
    kind: str,
    layer: str,
    seen: tuple[Scene, Viewport, LayerStack],
    groups: Groups,
    fan: Fan | None,
) -> Marks:
    """The marks that no group holds, and that lie below no fan unless they burn."""
    scene, view, stack = seen
    if not stack.shows(layer):
        return visible_marks(kind, OnPlane(np.empty((0, 2))), view)
    places = (scene.members if kind == MEMBER else scene.incidents).places
    marks = visible_marks(kind, places, view, groups.of(kind).of < 0)
    if fan is None:
        return marks
    stays = np.hypot(*(marks.screen_px - fan.middle_px).T) > fan.radius_px
    if kind == INCIDENT:
        stays |= burning(scene.incidents)[marks.rows]
    if kind == fan.marks.kind:
        stays &= ~np.isin(marks.rows, fan.marks.rows)
    return Marks(kind, marks.rows[stays], marks.screen_px[stays])


def _beside(badges: Badges, fan: Fan | None) -> Badges:
    if fan is None:
        return badges
    away = np.hypot(*(badges.screen_px - fan.middle_px).T) > fan.radius_px
    return Badges(
        badges.kind, badges.group[away], badges.screen_px[away], badges.radius_px[away]
    )


def _fan(scene: Scene, view: Viewport, opened: Opened, scale: float) -> Fan | None:
    layer: MembersLayer | IncidentsLayer = (
        scene.members if opened.kind == MEMBER else scene.incidents
    )
    found: dict[UUID, int] = layer.row  # type: ignore[assignment]  # the kind says which id
    rows = np.array([found[one] for one in opened.ids if one in found], np.intp)
    if not len(rows):
        return None
    offset = fan_px(len(rows), (INCIDENT_PX[FAN_TIER] + _AIR_PX) * scale)
    radius = float(np.hypot(*offset.T).max()) + INCIDENT_PX[FAN_TIER] * scale
    hub = view.to_screen([opened.place_m])[0]
    low = np.minimum(radius, np.array(view.size_px) / 2)
    is_seen = ((hub >= 0) & (hub <= view.size_px)).all()
    middle = np.clip(hub, low, view.size_px - low) if is_seen else hub
    marks = Marks(opened.kind, rows, middle + offset)
    x, y = middle.tolist()
    return Fan(marks, (float(hub[0]), float(hub[1])), (x, y), radius, opened.rest)
