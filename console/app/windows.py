"""Puts a running console and a window together, for `desk`, `replay` and `wall`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from console.app.running import RunningConsole
from console.panels.map_panel.ground import ground_of
from console.state.session import Seat
from console.windows.desk import DeskWindow
from console.windows.replay import ReplayWindow
from console.windows.wall import WallWindow
from console.work.desk_lane import Question
from models.desk.desk import SealedDesk
from models.domain.lifecycle import Role
from models.feed.timeline import Following, Paused

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from console.app.home import Home
    from console.app.stage import Stage
    from console.state.reference import Reference
    from maps.canvas.static_tiles import Where
    from maps.layers.scene import Ground
    from models.domain.fact import Entry
    from models.feed.source import Source

Window = DeskWindow | ReplayWindow | WallWindow


class Show(QObject):
    """One window over one running console.

    Signals: `ready()` the first frame is up, and the ground of the map with it.
    Thread: GUI
    """

    ready = Signal()

    def __init__(self, running: RunningConsole, window: Window) -> None:
        super().__init__()
        self.running = running
        self.window = window
        self._has_frame = False
        self._awaits_ground = False
        running.first_frame_shown.connect(self.on_first_frame)
        running.timeline_told.connect(self.on_timeline_told)
        running.ground_told.connect(self.on_ground_told)
        window.ground_wanted.connect(self.on_ground_wanted)
        if isinstance(window, DeskWindow | ReplayWindow):
            window.timeline_wanted.connect(running.ask_timeline)
        if isinstance(window, ReplayWindow):
            window.steered.connect(running.steer)

    def start(self) -> None:
        """Set the lanes going."""
        self.running.start()

    def close(self) -> None:
        """Take the window down, then what it stands on."""
        self.window.close()
        self.running.close()

    @Slot(object, object)
    def on_timeline_told(self, incident_id: UUID, entries: list[Entry]) -> None:
        """Hand the facts of an incident to the card, if it is still the one on show."""
        window = self.window
        wanted = self.running.session.selection.incident
        if isinstance(window, DeskWindow | ReplayWindow) and wanted == incident_id:
            window.show_timeline(entries)

    @Slot(object)
    def on_ground_wanted(self, reference: Reference) -> None:
        """Have the ground of a large district made on the lane."""
        self._awaits_ground = True
        self.running.desk.ask(Question("ground", _MakeGround(reference)))

    @Slot(object)
    def on_ground_told(self, ground: Ground) -> None:
        """Put the ground under the map."""
        self.window.map.show_ground(ground)
        self._awaits_ground = False
        self._tell_ready()

    @Slot()
    def on_first_frame(self) -> None:
        """The picture is up."""
        self._has_frame = True
        self._tell_ready()

    def _tell_ready(self) -> None:
        if self._has_frame and not self._awaits_ground:
            self.ready.emit()


class _MakeGround:
    """Makes a ground on the lane."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference

    def __call__(self) -> Ground:
        return ground_of(self._reference)


Who = tuple[str, frozenset[Role]]
"""An operator's name and the roles they act in."""


def a_desk(stage: Stage, home: Home, who: Who, *, tiles: Where = "process") -> Show:
    """The dispatcher's desk, live."""
    running = RunningConsole(
        home, _seat(stage, home, who), home.desk, clock=home.clock(), open_source=home.source
    )
    stage.hold(running.session)
    return Show(running, DeskWindow(running.session, stage.settings, stage.look, tiles=tiles))


def a_replay(
    stage: Stage,
    home: Home,
    who: Who,
    *,
    open_source: Callable[[], Source] | None = None,
    at: datetime | None = None,
    tiles: Where = "process",
) -> Show:
    """A replay of the home's journal, or of a recording; its desk is sealed."""
    running = RunningConsole(
        home,
        _seat(stage, home, who),
        SealedDesk(),
        clock=home.clock(),
        open_source=open_source or home.source,
        at=Paused(at) if at else Following(),
    )
    stage.hold(running.session)
    return Show(running, ReplayWindow(running.session, stage.settings, stage.look, tiles=tiles))


def a_wall(
    stage: Stage,
    home: Home,
    *,
    canvas_px: tuple[int, int],
    at: datetime | None = None,
    tiles: Where = "process",
) -> Show:
    """The wall: read-only, for a room; nobody in particular sits at it."""
    running = RunningConsole(
        home,
        _seat(stage, home, ("wall", frozenset({Role.WALL}))),
        SealedDesk(),
        clock=home.clock(),
        open_source=home.source,
        at=Paused(at) if at else Following(),
    )
    stage.hold(running.session)
    return Show(running, WallWindow(running.session, stage.look, canvas_px, tiles=tiles))


def _seat(stage: Stage, home: Home, who: Who) -> Seat:
    operator, roles = who
    return Seat(operator, roles, home.station, stage.settings.language)
