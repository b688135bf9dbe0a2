"""Groups under the cursor: opened in place by a click, or by resting on them with a drag.

A small group is fanned out around its badge; a large one is zoomed into, unless it lies on
one point where no zoom tells its marks apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, QPointF, QTimer, Slot

from maps.canvas.atlas import INCIDENT_PX, tier_of
from maps.canvas.grouping import Opened
from maps.canvas.marks import INCIDENT, MEMBER
from maps.layers.fan import MOST_FANNED

if TYPE_CHECKING:
    from uuid import UUID

    from numpy.typing import NDArray

    from maps.canvas.drop import DragPayload
    from maps.canvas.looking import Looking
    from maps.canvas.scene_image import SceneImage

Group = tuple[str, int]
"""A kind, and the number of the group in the clusters of that kind at this moment."""
MOST_AT_ONCE = 12
"""So many are fanned out by a click; of more one wants to see where they are."""
_MOST_FOR_A_DRAG = 24
_DWELL_MS = 350
"""Whoever rests on a group for so long with something in hand wants to choose in it."""
_NEAR_M_PER_PX = 0.6
"""Marks that cover each other at this scale lie on one point."""
_LEFT_BEHIND = 1.3
"""A fan opened for a drag closes when the cursor is so many of its radii away."""


class Opening(QObject):
    """Opens and closes the groups of one map.

    Invariants: at most one group is open; the timer runs only while a drag rests on a
    group.

    Thread: GUI
    """

    def __init__(self, image: SceneImage, looking: Looking, parent: QObject) -> None:
        super().__init__(parent)
        self._image = image
        self._looking = looking
        self._payload: DragPayload | None = None
        self._for_drag = False
        self._at = (0.0, 0.0)
        self._resting: Group | None = None
        self._dwell = QTimer(self)
        self._dwell.setSingleShot(True)
        self._dwell.setInterval(_DWELL_MS)
        self._dwell.timeout.connect(self.on_rested)

    @property
    def is_open(self) -> bool:
        """Whether a group is fanned out."""
        return self._image.grouping.opened is not None

    def group_at(self, at: QPointF) -> Group | None:
        """The group whose badge is seen at a point; what lies over a badge hides it."""
        sight, point = self._image.sight, (at.x(), at.y())
        fan = sight.fan
        if fan is not None and np.hypot(*np.subtract(point, fan.middle_px)) <= fan.radius_px:
            return None
        badges = [(kind, sight.badges(kind).at(point)) for kind in (INCIDENT, MEMBER)]
        found = [(kind, group) for kind, group in badges if group is not None]
        if not found:
            return None
        half_px = INCIDENT_PX[tier_of(sight.view.m_per_px)] * self._image.brushes.scale / 2
        over = sight.incidents.screen_px - point
        if len(over) and np.hypot(*over.T).min() <= half_px:
            return None
        return found[0]

    def tally(self, group: Group) -> tuple[int, ...]:
        """How many of each part a group holds, see `maps.layers.clusters`."""
        kind, number = group
        return tuple(self._image.sight.groups.of(kind).tally[number].tolist())

    def open(self, group: Group) -> None:
        """Fan a group out, or zoom in where it is too large for that and has extent."""
        kind, number = group
        rows = self._image.sight.groups.of(kind).rows(number)
        if len(rows) <= MOST_AT_ONCE or self._is_heap(kind, rows):
            # The last drawn matter most: the free, the urgent.
            self._fan(group, rows[::-1])
        else:
            self._zoom_into(group, rows)

    def open_nearest(self) -> bool:
        """Open the group nearest to the middle; whether there is one on the screen."""
        sight, best = self._image.sight, None
        middle = np.array(sight.view.size_px) / 2
        for kind in (INCIDENT, MEMBER):
            badges = sight.badges(kind)
            for number, place in zip(badges.group.tolist(), badges.screen_px, strict=True):
                away = float(np.hypot(*(place - middle)))
                if best is None or away < best[0]:
                    best = away, (kind, number)
        if best is not None:
            self.open(best[1])
        return best is not None

    def close(self) -> bool:
        """Put the open group together again; whether one was open."""
        was_open = self.is_open
        self._image.grouping.opened = None
        self._for_drag = False
        if was_open:
            self._show()
        return was_open

    # -- drags ----------------------------------------------------------------------------

    def candidates(self, payload: DragPayload, at: QPointF) -> tuple[UUID, ...]:
        """Members in the group under a drag of incidents, the nearest to the first of them.

        Of incidents no one is nearer to be meant than another: there one has to choose.
        """
        group = self.group_at(at)
        if group is None or group[0] != MEMBER or payload.target_kind != MEMBER:
            return ()
        return self._nearest_first(group, payload)

    def on_drag(self, payload: DragPayload, at: QPointF) -> None:
        """Wait for a drag to rest on a group; close what it left behind."""
        self._payload, self._at = payload, (at.x(), at.y())
        fan = self._image.sight.fan
        if self._for_drag and fan is not None:
            away = float(np.hypot(*np.subtract(self._at, fan.middle_px)))
            if away > fan.radius_px * _LEFT_BEHIND:
                self.close()
        group = self.group_at(at)
        if group is None or group[0] != payload.target_kind:
            self._resting = None
            self._dwell.stop()
        elif group != self._resting:
            self._resting = group
            self._dwell.start()

    def end_drag(self) -> None:
        """Close what was opened for a drag."""
        self._payload = self._resting = None
        self._dwell.stop()
        if self._for_drag:
            self.close()

    @Slot()
    def on_rested(self) -> None:
        """Fan out the group that the drag rests on: the nearest of it, if it is large."""
        group = self.group_at(QPointF(*self._at))
        if self._payload is None or group is None or group[0] != self._payload.target_kind:
            return
        row = self._rows(group[0])
        ids = self._nearest_first(group, self._payload)
        self._fan(group, np.array([row[one] for one in ids[:_MOST_FOR_A_DRAG]], np.intp))
        self._for_drag = True

    # -- inside ---------------------------------------------------------------------------

    def _rows(self, kind: str) -> dict[UUID, int]:
        scene = self._image.scene
        found: dict[UUID, int] = (
            scene.members.row if kind == MEMBER else scene.incidents.row  # type: ignore[assignment]  # ids are UUIDs
        )
        return found

    def _nearest_first(self, group: Group, payload: DragPayload) -> tuple[UUID, ...]:
        kind, number = group
        sight = self._image.sight
        rows = sight.groups.of(kind).rows(number)
        place = self._image.place_m(payload.kind, payload.ids[0])
        if place is not None:
            away = np.hypot(*(self._places(kind, rows) - place).T)
            rows = rows[np.argsort(away, kind="stable")]
        return tuple(self._image.id_at(kind, row) for row in rows.tolist())

    def _places(self, kind: str, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        scene = self._image.scene
        return (scene.members if kind == MEMBER else scene.incidents).places.of(rows)

    def _is_heap(self, kind: str, rows: NDArray[np.intp]) -> bool:
        """Whether no zoom that shows anything would tell the marks apart."""
        scale = min(_NEAR_M_PER_PX, self._image.view.m_per_px)
        extent_px = float(np.ptp(self._places(kind, rows), axis=0).max()) / scale
        room_px = INCIDENT_PX[-1] * self._image.brushes.scale * float(np.sqrt(len(rows)))
        return extent_px < room_px

    def _fan(self, group: Group, rows: NDArray[np.intp]) -> None:
        kind, number = group
        clusters = self._image.sight.groups.of(kind)
        x, y = clusters.mercator_m[number].tolist()
        ids = tuple(self._image.id_at(kind, row) for row in rows[:MOST_FANNED].tolist())
        rest = int(clusters.count[number]) - len(ids)
        step = self._image.grouping.step(self._image.view)
        self._image.grouping.opened = Opened(kind, ids, (x, y), step, rest)
        self._show()

    def _zoom_into(self, group: Group, rows: NDArray[np.intp]) -> None:
        """Closer about a point that brings the marks of the group well into the map."""
        kind, number = group
        view = self._image.view
        extent_px = max(
            float(np.ptp(self._places(kind, rows), axis=0).max()) / view.m_per_px, 8
        )
        room = np.array(view.size_px)
        halves = int(np.clip(2 * np.log2(0.5 * room.min() / extent_px), 2, 6))
        grows = 2 ** (halves / 2)
        at = view.to_screen(self._image.sight.groups.of(kind).mercator_m[[number]])[0]
        margin = np.minimum(0.3 * room, extent_px * grows / 2 + 40)
        wanted = np.clip(at, margin, room - margin)
        x, y = ((at * grows - wanted) / (grows - 1)).tolist()
        self._looking.zoom(halves, (x, y))

    def _show(self) -> None:
        self._image.changed()
        self._looking.moved.emit()
