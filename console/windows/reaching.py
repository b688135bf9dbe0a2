"""What can be reached in time: areas around a place, and the way of one who might be sent.

Everything is asked of the session's travel times and drawn by the map; where the roads are
not known, it says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

from console.actions.whereabouts import sighting
from console.state.road_net import MINUTES
from console.state.travel_words import PROFILES
from maps.canvas.marks import INCIDENT
from maps.geometry.projection import to_mercator
from maps.layers.reach import reached
from models.domain.error import Words
from models.domain.ids import IncidentId, MemberId
from models.domain.place import LonLat, distance_m

if TYPE_CHECKING:
    from console.panels.dispatch_picker.picker import DispatchPicker
    from console.panels.map_panel.panel import MapPanel
    from console.panels.notices import Notices
    from console.state.session import Session
    from maps.canvas.drop import DragPayload
    from maps.canvas.marks import Subject
    from models.feed.frame import Frame

REACH_ACTS: Final = frozenset({"map.reach", "map.travel"})
MOVED_M: Final = 80.0
"""Areas around a member are reckoned anew once they went so far."""
NO_ROADS: Final = Words(
    "没有路网，无法计算可达范围：请先用 wangge import roads 导入道路。",
    "No roads are known, so nothing can be reckoned: bring them in with `wangge import roads`.",
)
CHOOSE: Final = Words(
    "请选择事件或网格员，或在地图上点一处。",
    "Select an incident or a member, or click a place on the map.",
)


class Reaching(QObject):
    """The acts around travel times of one window.

    Thread: GUI
    """

    def __init__(
        self,
        session: Session,
        panel: MapPanel,
        picker: DispatchPicker,
        notices: Notices,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._notices = notices
        self._session = session
        self._travel = session.travel
        self._canvas = panel.canvas
        self._tool = panel.tools.button("reach")
        self._is_on = False
        self._around: IncidentId | MemberId | LonLat | None = None
        self._asked: tuple[LonLat, bool] | None = None
        self._pair: tuple[IncidentId, MemberId] | None = None
        # The way comes a turn after the row, the list or the hand that asked for it.
        self._way_soon = QTimer(self, singleShot=True)
        self._way_soon.timeout.connect(self.on_way_due)
        panel.tools.used.connect(self.on_tool)
        self._connect(picker)

    def _connect(self, picker: DispatchPicker) -> None:
        session, canvas = self._session, self._canvas
        session.selection.incident_changed.connect(self.on_incident)
        session.selection.members_changed.connect(self.on_members)
        session.frame_changed.connect(self.on_frame)
        session.travel.changed.connect(self.on_travel)
        canvas.ground_clicked.connect(self.on_ground)
        canvas.reach_left.connect(self.leave)
        canvas.drag_moved.connect(self.on_drag_moved)
        canvas.drag_ended.connect(self.on_pair_left)
        picker.looked_at.connect(self.on_pair)
        picker.left_alone.connect(self.on_pair_left)

    # -- acts ----------------------------------------------------------------------------

    def do(self, action_id: str) -> None:
        """One of `REACH_ACTS`."""
        if action_id == "map.travel":
            by = PROFILES[self._travel.take_next_profile()]
            words = Words(f"行程按{by.zh}计算。", f"Ways are reckoned {by.en}.")
            self._notices.tell(words, icon="reach", role="accent")
        elif self._is_on:
            self.leave()
        else:
            self._begin()

    @Slot(str)
    def on_tool(self, tool: str) -> None:
        """The button of the map was used."""
        if tool == "reach":
            self.do("map.reach")
        self._tool.setChecked(self._is_on)

    @Slot()
    def leave(self) -> None:
        """Take the areas away."""
        self._is_on, self._around, self._asked = False, None, None
        self._tool.setChecked(False)
        self._canvas.set_reach(None)

    def _begin(self) -> None:
        if not self._travel.has_roads:
            self._notices.tell(NO_ROADS)
            return
        self._is_on = True
        self._tool.setChecked(True)
        selection = self._session.selection
        member = selection.members[0] if len(selection.members) == 1 else None
        self._around = selection.incident or member
        if self._around is None:
            self._notices.tell(CHOOSE, icon="reach", role="accent")
        else:
            self._tell_what()
        self._show()

    def _tell_what(self) -> None:
        minutes, by = "、".join(map(str, MINUTES)), PROFILES[self._travel.profile]
        words = Words(
            f"{by.zh}沿道路 {minutes} 分钟可达的范围；不计红绿灯和拥堵。按 Esc 结束。",
            f"Within {minutes.replace('、', ', ')} min {by.en} along the roads; lights and"
            " traffic are not reckoned with. Esc ends it.",
        )
        self._notices.tell(words, icon="reach", role="accent")

    # -- areas ---------------------------------------------------------------------------

    @Slot(object)
    def on_incident(self, incident_id: IncidentId | None) -> None:
        """Another incident is selected: the areas go with it, its ways are found ahead."""
        incident = self._session.incident(incident_id)
        if incident is None:
            return
        if incident.place is not None:
            self._travel.prepare(incident.place)
        self._move_to(incident.id)

    @Slot(object)
    def on_members(self, members: tuple[MemberId, ...]) -> None:
        """A member is selected: the areas go with them."""
        if len(members) == 1:
            self._move_to(members[0])

    @Slot(object)
    def on_ground(self, place: LonLat) -> None:
        """A place was clicked: the areas go there."""
        self._move_to(place)

    @Slot(object)
    def on_frame(self, _frame: Frame) -> None:
        """Members move, and after a jump everybody stands elsewhere."""
        if self._is_on:
            self._show()

    @Slot()
    def on_travel(self) -> None:
        """An answer came, or other roads, or another way of travelling."""
        if self._is_on:
            self._asked = None
            self._show()
        self._way_soon.start()

    def _move_to(self, around: IncidentId | MemberId | LonLat) -> None:
        if self._is_on:
            self._around = around
            self._show()

    def _show(self) -> None:
        where = self._where()
        if where is None:
            self._asked = None
            self._canvas.set_reach(None)
            return
        if self._asked is not None and _is_same(self._asked, where):
            return
        place, towards = where
        areas = self._travel.areas(place, towards=towards)
        if areas is not None:
            self._asked = where
            self._canvas.set_reach(reached(areas, place))

    def _where(self) -> tuple[LonLat, bool] | None:
        """The place, and whether the way *to* it counts: to incidents, from all others."""
        around, frame = self._around, self._session.frame
        if isinstance(around, LonLat):
            return around, False
        incident = frame.picture.incidents.get(IncidentId(around)) if around else None
        if incident is not None:
            return (incident.place, True) if incident.place else None
        member = frame.picture.members.get(MemberId(around)) if around else None
        seen = sighting(frame, member) if member else None
        return (seen.place, False) if seen else None

    # -- the way of one who might be sent ------------------------------------------------

    @Slot(object, object)
    def on_drag_moved(self, payload: DragPayload, target: Subject | None) -> None:
        """A drag came upon somebody, or left them."""
        if target is None or len(payload.ids) != 1:
            self.on_pair_left()
        elif payload.kind == INCIDENT:
            self.on_pair(IncidentId(payload.ids[0]), MemberId(target.id))
        else:
            self.on_pair(IncidentId(target.id), MemberId(payload.ids[0]))

    @Slot(object, object)
    def on_pair(self, incident_id: IncidentId, member_id: MemberId) -> None:
        """Somebody is looked at as one to be sent."""
        self._pair = incident_id, member_id
        self._way_soon.start()

    @Slot()
    def on_pair_left(self) -> None:
        """Nobody is."""
        self._pair = None
        self._canvas.hand.show_way(None)

    @Slot()
    def on_way_due(self) -> None:
        """Show how the one looked at would come."""
        if self._pair is None:
            return
        frame = self._session.frame
        incident = frame.picture.incidents.get(self._pair[0])
        member = frame.picture.members.get(self._pair[1])
        seen = sighting(frame, member) if member else None
        line = None
        if incident is not None and incident.place is not None and seen is not None:
            line = self._travel.line(seen.place, incident.place)
        self._canvas.hand.show_way(
            to_mercator(line) if line is not None and len(line) else None
        )


def _is_same(shown: tuple[LonLat, bool], wanted: tuple[LonLat, bool]) -> bool:
    return shown[1] == wanted[1] and distance_m(shown[0], wanted[0]) < (
        0.5 if wanted[1] else MOVED_M
    )
