"""The moving layers of the map as somebody switches them: groups, heat, trails, icons, tracks.

It also sees to what a map cannot know from frames alone: trails from before it began, and
the day's way of the selected member. Both are asked for and come later.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from console.settings.settings import TRAIL_MINUTES
from console.state.past import PastWanted
from maps.canvas.passes.trails import MOST_TRAILS
from maps.layers.day_track import day_track
from maps.layers.layer import (
    CLASS_ICONS,
    CLUSTERS,
    DAY_TRACK,
    HEAT,
    MEMBER_NAMES,
    SKILL_ICONS,
    TRAILS,
)
from maps.layers.trails import from_past
from models.domain.error import Words

if TYPE_CHECKING:
    from console.state.session import Session
    from maps.canvas.canvas import MapCanvas
    from models.domain.ids import MemberId
    from models.feed.frame import Frame
    from models.feed.track import Fixes

SWITCHES: Final = {
    "names": (MEMBER_NAMES,),
    "clusters": (CLUSTERS,),
    "heat": (HEAT,),
    "trails": (TRAILS,),
    "icons": (CLASS_ICONS, SKILL_ICONS),
}
"""The acts of the map menu that show and hide layers."""

SLICE_OF = 300_000
"""Member seconds asked for at once: about 0.1 s of reading, and acts come in between."""


class MovingLayers(QObject):
    """The moving layers of one map.

    Signals: `past_wanted(object)` a PastWanted that `show_past` should be told;
    `scene_made(object)` a Scene to show; `switched()` layers or the length of trails are
    others; `told(object)` Words for whoever switched something that is not to be seen.
    Thread: GUI
    """

    past_wanted = Signal(object)
    scene_made = Signal(object)
    switched = Signal()
    told = Signal(object)

    def __init__(self, session: Session, canvas: MapCanvas, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._canvas = canvas
        self._minutes = 10
        self._trails_since: datetime | None = None
        self._wanted: dict[str, PastWanted] = {}
        self._tracked: MemberId | None = None
        canvas.set_trail_length(self._minutes * 60)
        session.selection.members_changed.connect(self.on_members)
        canvas.layers_changed.connect(self.on_layers)

    @property
    def minutes(self) -> int:
        """How far back trails reach."""
        return self._minutes

    def restore(self, minutes: int) -> None:
        """Let trails reach back as far as somebody left them."""
        self._set_minutes(minutes)

    def use(self, tool: str) -> bool:
        """Do an act of the map menu, if it is one about these layers."""
        if tool in SWITCHES:
            self._switch(SWITCHES[tool])
        elif tool == "trail-length":
            self._next_length()
        elif tool == "open":
            if not self._canvas.opening.open_nearest():
                self.told.emit(_NO_GROUP)
        else:
            return False
        return True

    def begin_again(self, frame: Frame) -> None:
        """After a jump: what was seen before it tells nothing of how it came to be."""
        self._trails_since = frame.now
        self._wanted.clear()
        self._ask_trails()
        self.on_members(self._session.selection.members)

    @Slot()
    def on_layers(self) -> None:
        """Whoever switched trails or the day's way on wants to see them."""
        self._ask_trails()
        if self._canvas.layers.shows(DAY_TRACK) and self._canvas.scene.track is None:
            self.on_members(self._session.selection.members)

    @Slot(object)
    def on_members(self, members: tuple[MemberId, ...]) -> None:
        """Ask for the day of the one selected member; the track goes with the selection."""
        one = members[0] if len(members) == 1 else None
        self._tracked = one
        scene = self._canvas.scene
        if scene.track is not None and scene.track.member != one:
            self.scene_made.emit(replace(scene, track=None))
        frame = self._session.frame
        member = frame.picture.members.get(one) if one is not None else None
        if member is None or not self._canvas.layers.shows(DAY_TRACK):
            return
        zone = self._session.reference.calendar.zone
        midnight = datetime.combine(frame.now.astimezone(zone).date(), time(), zone)
        self._ask("track", PastWanted(midnight, frame.now, member.ref))

    @Slot(object, object)
    def show_past(self, wanted: PastWanted, fixes: Fixes) -> None:
        """Put the past in, if it is still the one asked for."""
        scene = self._canvas.scene
        if self._wanted.get("trails") == wanted:
            del self._wanted["trails"]
            self._trails_since = wanted.since
            self.scene_made.emit(replace(scene, trails=from_past(fixes, scene.trails)))
            self._ask_trails()
        elif self._wanted.get("track") == wanted and self._tracked is not None:
            del self._wanted["track"]
            zone = self._session.reference.calendar.zone
            ahead = wanted.until.astimezone(zone).utcoffset() or timedelta(0)
            track = day_track(self._tracked, fixes, ahead // timedelta(microseconds=1))
            self.scene_made.emit(replace(scene, track=track))

    # -- inside ---------------------------------------------------------------------------

    def _switch(self, keys: tuple[str, ...]) -> None:
        stack = self._canvas.layers
        on = not any(stack.shows(key) for key in keys)
        for key in keys:
            stack = stack.switched(key, on=on)
        # An answer that never came must not be waited for: the world was in the way.
        self._wanted.pop("trails", None)
        self._canvas.set_layers(stack)
        if TRAILS in keys and on:
            self._tell_of_trails()
        self.switched.emit()

    def _next_length(self) -> None:
        at = TRAIL_MINUTES.index(self._minutes) if self._minutes in TRAIL_MINUTES else 0
        self._set_minutes(TRAIL_MINUTES[(at + 1) % len(TRAIL_MINUTES)])
        self._wanted.pop("trails", None)
        if not self._canvas.layers.shows(TRAILS):
            self._canvas.set_layers(self._canvas.layers.switched(TRAILS, on=True))
        self._ask_trails()
        self._tell_of_trails()
        self.switched.emit()

    def _set_minutes(self, minutes: int) -> None:
        self._minutes = minutes
        self._canvas.set_trail_length(minutes * 60)

    def _tell_of_trails(self) -> None:
        if len(self._canvas.image.sight.members.rows) > MOST_TRAILS:
            self.told.emit(_TOO_MANY)
            return
        n = self._minutes
        self.told.emit(Words(f"显示最近 {n} 分钟轨迹。", f"Trails of the last {n} minutes."))

    def _ask_trails(self) -> None:
        """Ask for the past that is not known yet, the latest slice of it first.

        What was seen while nobody looked at trails was not kept.
        """
        frame = self._session.frame
        if not self._canvas.layers.shows(TRAILS):
            self._trails_since = None
            return
        if self._trails_since is None:
            self._trails_since = frame.now
        since = frame.now - timedelta(minutes=self._minutes)
        known = self._trails_since
        if known <= since or "trails" in self._wanted:
            return
        slice_s = SLICE_OF / max(len(frame.picture.members), 1)
        self._ask("trails", PastWanted(max(since, known - timedelta(seconds=slice_s)), known))

    def _ask(self, what: str, wanted: PastWanted) -> None:
        self._wanted[what] = wanted
        self.past_wanted.emit(wanted)


_NO_GROUP: Final = Words("地图上没有聚合图标。", "There is no group on the map.")
_TOO_MANY: Final = Words(
    f"地图放大到网格员少于 {MOST_TRAILS} 名时显示轨迹。",
    f"Trails show once fewer than {MOST_TRAILS} members are on the map: zoom in.",
)
