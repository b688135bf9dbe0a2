"""Which marks are grouped at a view, kept for as long as that is the same.

Groups depend on the scene and the zoom step and not on where the map looks: they are
made once for a box somewhat larger than the view, and a pan within it costs nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from maps.canvas.atlas import INCIDENT_PX, MEMBER_PX, tier_of
from maps.canvas.marks import INCIDENT, MEMBER
from maps.canvas.tile_cache import m_per_px_of, step_of
from maps.geometry.viewport import is_within
from maps.layers.badge_places import side_by_side
from maps.layers.clusters import (
    BADGE_PX,
    MOST_INCIDENTS,
    MOST_MEMBERS,
    SQUARE_PX,
    Clusters,
    GroupGrid,
    incident_clusters,
    member_clusters,
    no_clusters,
)
from maps.layers.layer import CLUSTERS, INCIDENTS, MEMBERS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from numpy.typing import NDArray

    from maps.geometry.viewport import Bounds, Viewport
    from maps.layers.layer import LayerStack
    from maps.layers.scene import Scene

_MARGIN = 0.25
"""Groups are made this share of the view beyond its edges."""


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of a scene at one zoom step, within a box of the plane."""

    members: Clusters
    incidents: Clusters
    step: int = 0
    bbox_m: Bounds = (0.0, 0.0, 0.0, 0.0)

    def of(self, kind: str) -> Clusters:
        """The groups of a kind, `MEMBER` or `INCIDENT`."""
        return self.members if kind == MEMBER else self.incidents


@dataclass(frozen=True, slots=True)
class Opened:
    """A group that somebody opened: its subjects in the order they are fanned out.

    `place_m` is where its badge was, EPSG:3857 metres; `step` the zoom step it was opened
    at; `rest` counts those who found no room in the fan.
    """

    kind: str
    ids: tuple[UUID, ...]
    place_m: tuple[float, float]
    step: int
    rest: int = 0


@dataclass(frozen=True, slots=True)
class _Made:
    scene: Scene
    step: int
    shown: tuple[bool, ...]
    apart: tuple[object, ...]
    bbox_m: Bounds
    groups: Groups = field(default_factory=lambda: Groups(no_clusters(0), no_clusters(0)))
    incidents: Clusters = field(default_factory=lambda: no_clusters(0))
    """Before members made them give way: the next scene may have the same."""


@dataclass(slots=True)
class Grouping:
    """The groups on one map, and the one that is open.

    `pinned` are subjects by kind that always stand by themselves: whoever selected them
    wants to see them. `scale` enlarges marks and badges alike.
    """

    pixel_ratio: float
    scale: float = 1.0
    pinned: dict[str, frozenset[UUID]] = field(default_factory=dict)
    opened: Opened | None = None
    _made: _Made | None = None

    def forget(self) -> None:
        """Make the groups anew: sizes have changed."""
        self._made = None

    def step(self, view: Viewport) -> int:
        """The zoom step of a view."""
        return step_of(view.m_per_px / self.pixel_ratio)

    def groups(self, scene: Scene, view: Viewport, stack: LayerStack) -> Groups:
        """The groups of a scene as seen; none where the layer is switched off."""
        step = self.step(view)
        if self.opened is not None and not (self.opened.step == step and stack.shows(CLUSTERS)):
            self.opened = None
        shown = tuple(stack.shows(key) for key in (CLUSTERS, MEMBERS, INCIDENTS))
        apart = (dict(self.pinned), self.opened)
        made = self._made
        if (
            made is not None
            and made.scene is scene
            and (made.step, made.shown, made.apart) == (step, shown, apart)
            and is_within(view.bounds_m(), made.bbox_m)
        ):
            return made.groups
        if made is None or made.step != step:
            made = None
        is_near = made is not None and is_within(view.bounds_m(), made.bbox_m)
        box = made.bbox_m if made is not None and is_near else view.around_m(_MARGIN)
        self._made = self._grouped(_Made(scene, step, shown, apart, box), made)
        return self._made.groups

    def _grouped(self, wanted: _Made, before: _Made | None) -> _Made:
        """What is wanted, with its groups; `before` is that of a moment ago at this step."""
        scene, (is_on, with_members, with_incidents) = wanted.scene, wanted.shown
        m_per_px = m_per_px_of(wanted.step) * self.pixel_ratio
        px_m, tier = m_per_px * self.scale, tier_of(m_per_px)
        side_m, badge_m = SQUARE_PX * px_m, BADGE_PX[-1] * px_m
        of_members = GroupGrid(side_m, MEMBER_PX[tier] * px_m, badge_m, MOST_MEMBERS)
        of_incidents = GroupGrid(side_m, INCIDENT_PX[tier] * px_m, badge_m, MOST_INCIDENTS)
        members = no_clusters(len(scene.members.ids))
        incidents = no_clusters(len(scene.incidents.ids))
        if is_on and with_members:
            members = member_clusters(
                scene.members,
                of_members,
                wanted.bbox_m,
                apart=self._apart(MEMBER, scene),
                before=before.groups.members if before else None,
            )
        if before is not None and _same_incidents(wanted, before):
            incidents = before.incidents
        elif is_on and with_incidents:
            incidents = incident_clusters(
                scene.incidents,
                of_incidents,
                wanted.bbox_m,
                apart=self._apart(INCIDENT, scene),
                before=before.incidents if before else None,
            )
        places = scene.incidents.mercator_m
        if not with_incidents:  # nowhere is a badge in the way of what is not shown
            places = np.full_like(places, np.nan)
        both = side_by_side(members, incidents, places, of_members)
        groups = Groups(*both, wanted.step, wanted.bbox_m)
        return replace(wanted, groups=groups, incidents=incidents)

    def _apart(self, kind: str, scene: Scene) -> NDArray[np.intp]:
        row: dict[UUID, int] = (
            scene.members.row if kind == MEMBER else scene.incidents.row  # type: ignore[assignment]  # ids are UUIDs
        )
        ids: Iterable[UUID] = self.pinned.get(kind, ())
        fanned = self.opened.ids if self.opened and self.opened.kind == kind else ()
        return np.array([row[one] for one in (*ids, *fanned) if one in row], np.intp)


def _same_incidents(wanted: _Made, before: _Made) -> bool:
    """Whether the incidents would be grouped as they were."""
    now, then = wanted.scene.incidents, before.scene.incidents
    return (
        (wanted.bbox_m, wanted.shown, wanted.apart)
        == (before.bbox_m, before.shown, before.apart)
        and now.key is then.key
        and now.mercator_m is then.mercator_m
        and np.array_equal(now.is_overdue, then.is_overdue)
    )
