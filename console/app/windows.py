"""Puts a running console and a window together, for `desk`, `replay` and `wall`."""

from __future__ import annotations

import contextlib
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from console.actions.index import learn
from console.app.administration import Administration
from console.app.answering import Answering
from console.app.calm import Calm
from console.app.couriers import UP_MS, Couriers, word_clock
from console.app.exporter import Exporter
from console.app.facts_of import RecordedFacts
from console.app.head_keeper import HeadKeeper
from console.app.minding import ClockMinder, minds_clocks
from console.app.running import RunningConsole
from console.app.shift_desk import ShiftDesk
from console.app.unlocking import Unlocking
from console.panels.map_panel.ground import ground_of
from console.panels.timeline_bar import TimelineBar
from console.settings.base_maps import BaseMaps
from console.state.session import Seat
from console.windows.base_under import BaseUnder
from console.windows.desk import DeskWindow
from console.windows.replay import ReplayWindow
from console.windows.wall import FULL_HD, WallWindow
from console.work.desk_lane import Question
from models.desk.desk import SealedDesk
from models.domain.error import Words
from models.domain.lifecycle import Role
from models.feed.timeline import Following, Paused
from models.geography.on_disk import give_back
from models.picture.secrecy import is_cleared
from models.store.engine import troubles
from models.store.home_clock import ClockMode
from models.store.recording import cells_digest

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
    from models.feed.frame import Frame
    from models.feed.source import Source
    from models.store.recording import RecordingSource

Window = DeskWindow | ReplayWindow | WallWindow
_ELSEWHERE = Words(
    "这份录像的网格与本主目录的网格不同：界线和地名可能不符，位置和时间可信。",
    "The cells of this recording are not those of this home: boundaries and place names may "
    "be wrong, positions and times are right.",
)


class Show(QObject):
    """One window over one running console.

    Signals: `ready()` the first frame is up, and the ground of the map with it.
    Thread: GUI
    """

    ready = Signal()

    def __init__(
        self,
        running: RunningConsole,
        window: Window,
        *,
        is_elsewhere: bool = False,
        exporter: Exporter | None = None,
    ) -> None:
        """`is_elsewhere`: what is shown speaks of other cells than this home's."""
        super().__init__()
        self._is_elsewhere = is_elsewhere
        self._exporter = exporter
        self.running = running
        self.window = window
        self._has_frame = False
        self._awaits_ground = False
        self._history_to = 0
        self._calm = Calm(self)
        self.ready.connect(self._calm.begin)
        running.session.pending.act_sent.connect(self._calm.on_act)
        running.session.frame_changed.connect(self.on_frame)
        running.history_told.connect(self.on_history_told)
        running.first_frame_shown.connect(self.on_first_frame)
        running.timeline_told.connect(self.on_timeline_told)
        running.ground_told.connect(self.on_ground_told)
        running.past_told.connect(window.map.moving.show_past)
        window.map.moving.past_wanted.connect(running.ask_past)
        window.ground_wanted.connect(self.on_ground_wanted)
        if isinstance(window, DeskWindow | ReplayWindow):
            self._connect_workbench(window)
        if isinstance(window, ReplayWindow | WallWindow):
            window.steered.connect(running.steer)

    def _connect_workbench(self, window: DeskWindow | ReplayWindow) -> None:
        running, card = self.running, window.member_room.card
        window.timeline_wanted.connect(running.ask_timeline)
        running.past_told.connect(card.show_past)
        card.past_wanted.connect(running.ask_past)
        running.first_frame_shown.connect(running.ask_roads)
        window.learning_wanted.connect(self.on_learning_wanted)
        running.learnt.connect(window.palette_.take)
        self.ready.connect(window.warm_up.begin)

    def start(self) -> None:
        """Set the lanes going."""
        self.running.start()

    def close(self) -> None:
        """Take the window down, then what it stands on."""
        self.window.close()
        if self._exporter is not None:
            self._exporter.close()
        self.running.close()
        self._calm.end()

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """After a jump the journal's panel wants what was known then."""
        if frame.jumped and isinstance(self.window, DeskWindow | ReplayWindow):
            self._history_to = frame.seq
            self.running.ask_history(frame.seq)

    @Slot(object, object)
    def on_history_told(self, seq: int, entries: list[Entry]) -> None:
        """Put them there, unless another jump came in between."""
        window = self.window
        if seq == self._history_to and isinstance(window, DeskWindow | ReplayWindow):
            window.log.show_history(entries)

    @Slot(object, object)
    def on_timeline_told(self, incident_id: UUID, entries: list[Entry]) -> None:
        """Hand the facts of an incident to the card, if it is still the one on show.

        What lies beyond the frame is left out: a replay knows nothing of its future, and
        to a live card the next frame brings it.
        """
        window = self.window
        wanted = self.running.session.selection.incident
        if isinstance(window, DeskWindow | ReplayWindow) and wanted == incident_id:
            known_seq = self.running.session.frame.seq
            window.show_timeline([entry for entry in entries if entry.seq <= known_seq])

    @Slot(object)
    def on_ground_wanted(self, reference: Reference) -> None:
        """Have the ground of a large district made on the lane."""
        self._awaits_ground = True
        self.running.desk.ask(Question("ground", _MakeGround(reference)))

    @Slot(object)
    def on_learning_wanted(self, reference: Reference) -> None:
        """Have the initials and the names of the cells learnt on the lane."""
        self.running.desk.ask(Question("learnt", partial(learn, reference)))

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
        if isinstance(self.window, ReplayWindow) and self._is_elsewhere:
            self.window.tell(_ELSEWHERE)
        self._tell_ready()

    def _tell_ready(self) -> None:
        if self._has_frame and not self._awaits_ground:
            self.running.session.turns.ask(self.on_shown)

    @Slot()
    def on_shown(self) -> None:
        """Every panel has the first frame, and has painted it."""
        self.ready.emit()


class _MakeGround:
    """Makes a ground on the lane."""

    def __init__(self, reference: Reference) -> None:
        self._reference = reference

    def __call__(self) -> Ground:
        ground = ground_of(self._reference)
        give_back()  # here, where nobody waits
        return ground


Who = tuple[str, frozenset[Role]]
"""An operator's name and the roles they act in."""


def a_desk(stage: Stage, home: Home, who: Who, *, tiles: Where = "process") -> Show:
    """The dispatcher's desk, live."""
    running = RunningConsole(
        home, _seat(stage, home, who), home.desk, clock=home.clock(), open_source=home.source
    )
    stage.hold(running.session)
    Answering(home, running.session)
    ShiftDesk(running)
    if minds_clocks(home):
        ClockMinder(home, running.session, running.desk)
    window = DeskWindow(running.session, stage.settings, stage.look, tiles=tiles)
    Unlocking(home, window.locking)
    mode = word_clock(home)
    if mode is not None:
        is_real = mode is ClockMode.REAL
        couriers = Couriers(home, running.session, is_real=is_real, up_ms=UP_MS)
        couriers.told.connect(window.tell)
        running.closing.connect(couriers.close)
    pages = Administration(home, running, stage.look)
    window.admin_wanted.connect(pages.open)
    window.closed.connect(pages.close)
    HeadKeeper(home, running.session, running.desk).alarmed.connect(window.tell)
    running.stumbled.connect(window.notices.on_stumbled)
    return Show(running, window, exporter=Exporter(window.exports, home.address, None, who[1]))


def a_replay(
    stage: Stage,
    home: Home,
    who: Who,
    *,
    open_source: Callable[[], RecordingSource] | None = None,
    at: datetime | None = None,
    tiles: Where = "process",
) -> Show:
    """A replay of the home's journal, or of a recording; its desk is sealed.

    Without `at` it follows the journal; a recording stands at its beginning.
    """
    recording = open_source() if open_source else None
    begin = at or (recording.extent().first_at if recording else None)
    running = RunningConsole(
        home,
        _seat(stage, home, who),
        SealedDesk(),
        clock=home.clock(),
        open_source=_Opened(recording) if recording else home.source,
        at=Paused(begin) if begin else Following(),
    )
    if recording:
        classes = running.session.reference.categories
        facts = RecordedFacts(recording, classes, is_cleared=is_cleared(who[1]))
        running.look_up_in(facts)
    stage.hold(running.session)
    ShiftDesk(running)
    window = ReplayWindow(running.session, stage.settings, stage.look, tiles=tiles)
    running.stumbled.connect(window.notices.on_stumbled)
    is_elsewhere = recording is not None and _is_elsewhere(home, recording)
    file = recording.file if recording else None
    exporter = Exporter(window.exports, home.address, file, who[1])
    return Show(running, window, is_elsewhere=is_elsewhere, exporter=exporter)


def _is_elsewhere(home: Home, recording: RecordingSource) -> bool:
    with contextlib.closing(home.connection()) as connection, troubles():
        return recording.cells not in {"", cells_digest(connection)}


class _Opened:
    """A recording that is open already; it never changes, so lanes may share it."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def __call__(self) -> Source:
        return self._source


def a_wall(
    stage: Stage,
    home: Home,
    *,
    canvas_px: tuple[int, int],
    at: datetime | None = None,
    has_timeline: bool = False,
    tiles: Where = "process",
) -> Show:
    """The wall: read-only, for a room; nobody in particular sits at it.

    With `has_timeline` it carries a bar of its own to stand elsewhere in time.
    """
    running = RunningConsole(
        home,
        _seat(stage, home, ("wall", frozenset({Role.WALL}))),
        SealedDesk(),
        clock=home.clock(),
        open_source=home.source,
        at=Paused(at) if at else Following(),
    )
    stage.hold(running.session)
    stage.look.wear(scale=canvas_px[1] / FULL_HD[1])
    bar = TimelineBar(running.session, stage.look) if has_timeline else None
    wall = WallWindow(running.session, stage.look, canvas_px, tiles=tiles, timeline=bar)
    wall.map.layers.remember(stage.settings, "wall")
    under = BaseUnder(running.session, wall.map.canvas, BaseMaps(stage.settings, wall), wall)
    wall.shown.base_wanted.connect(under.on_led)
    HeadKeeper(home, running.session, running.desk)
    return Show(running, wall)


def _seat(stage: Stage, home: Home, who: Who) -> Seat:
    operator, roles = who
    cells = None if home.is_embedded else home.rights.cells
    return Seat(operator, roles, home.station, stage.settings.language, cells)
