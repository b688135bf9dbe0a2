"""What one frame shows: a scene at a view, in its layers, and the marks that fall into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from maps.canvas.marks import INCIDENT, MEMBER, Marks, visible_marks
from maps.layers.layer import INCIDENTS, MEMBERS

if TYPE_CHECKING:
    from maps.geometry.viewport import Viewport
    from maps.layers.layer import LayerStack
    from maps.layers.reach import Reached
    from maps.layers.scene import Scene


@dataclass(frozen=True, slots=True)
class Sight:
    """A scene as seen. `members` and `incidents` are the marks in it: what can be picked."""

    scene: Scene
    view: Viewport
    stack: LayerStack
    members: Marks
    incidents: Marks
    reach: Reached | None = None

    def marks(self, kind: str) -> Marks:
        """The marks of a kind, `MEMBER` or `INCIDENT`."""
        return self.members if kind == MEMBER else self.incidents


def sight_of(
    scene: Scene, view: Viewport, stack: LayerStack, reach: Reached | None = None
) -> Sight:
    """Find out which marks a view shows."""
    nowhere = np.empty((0, 2))
    members = scene.members.mercator_m if stack.shows(MEMBERS) else nowhere
    incidents = scene.incidents.mercator_m if stack.shows(INCIDENTS) else nowhere
    return Sight(
        scene,
        view,
        stack,
        visible_marks(MEMBER, members, view),
        visible_marks(INCIDENT, incidents, view),
        reach,
    )
