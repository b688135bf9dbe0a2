"""A console under way: one session, its feed lane, its desk lane, whatever windows it shows.

Built from the store upwards, closed in reverse. The GUI thread gets frames from the feed
lane and hands acts to the desk lane; nothing here waits for either.
"""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QObject, Signal, Slot

from console.app.facts_of import FactsOf, StoredFacts
from console.app.going_on import GoingOn
from console.app.journal_keeper import JournalKeeper
from console.app.outbox_place import OutboxPlace
from console.app.photo_shelf import HomePhotos
from console.app.presence import PresencePost
from console.app.reference import read_reference
from console.app.roads_apart import ReadRoads
from console.app.veil import Veil
from console.settings.jottings import KeptNotes
from console.state.experience import Alike
from console.state.past import PastWanted
from console.state.reference import Reference
from console.state.road_net import Around, RoadNet
from console.state.session import Session
from console.work.desk_lane import DeskLane, Question
from console.work.feed_lane import FeedLane
from console.work.side_lane import SideLane
from models.desk.desk import SealedDesk
from models.desk.outbox import Outbox
from models.domain.error import Trouble
from models.domain.rights import ERASED
from models.feed.frame import Frame
from models.feed.player import Player
from models.feed.timeline import Following
from models.picture.picture import Picture
from models.picture.secrecy import is_cleared
from models.store.command_codec import StoredCommands
from models.store.heads import place_of
from models.store.source import JournalSource

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from console.app.home import Home
    from console.state.lookups import Lookup
    from console.state.session import Seat
    from models.desk.desk import Desk
    from models.feed.clock import Clock
    from models.feed.source import Source
    from models.feed.timeline import Timeline, TimelineAct

_log = logging.getLogger(__name__)


class RunningConsole(QObject):
    """Session and lanes of one console.

    Signals: `timeline_told(object, object)` an incident id and its entries, oldest first;
    `history_told(object, object)` a seq and the entries up to it, oldest first;
    `ground_told(object)` a Ground and `learnt(object)` a Learnt, made on the lane;
    `past_told(object, object)` a PastWanted and its Fixes; `first_frame_shown()`;
    `stumbled(str)` a lane met a bug; `closing()` before the lanes stop.
    Thread: GUI
    """

    timeline_told = Signal(object, object)
    history_told = Signal(object, object)
    ground_told = Signal(object)
    learnt = Signal(object)
    past_told = Signal(object, object)
    first_frame_shown = Signal()
    stumbled = Signal(str)
    closing = Signal()

    def __init__(
        self,
        home: Home,
        seat: Seat,
        desk: Desk,
        *,
        clock: Clock,
        open_source: Callable[[], Source],
        at: Timeline | None = None,
    ) -> None:
        """Build everything; `start` sets it going.

        Raises
        ------
        Trouble
            The reference data cannot be read.
        """
        super().__init__()
        self._home = home
        self._clock = clock
        self._open_source = open_source
        self._at = at or Following()
        self._is_sealed = isinstance(desk, SealedDesk)
        self._facts: FactsOf = StoredFacts(home, is_cleared=is_cleared(seat.roles))
        self._shown = False
        self._was_away = True
        self._reference_asked = 0
        self._wants_roads = False
        reference: Reference = read_reference(home)
        cells = None if home.is_embedded else home.rights.cells
        self._veil = Veil(
            seat.roles, reference.categories, cells=cells, path_of=reference.grid.path_of
        )
        first = Frame(Picture(), clock.now(), self._at.mode)
        self.session = Session(first, reference, seat, self)
        # A sealed desk looks at everything and tells nobody.
        self._post = None if self._is_sealed else PresencePost(seat, self)
        beside = self._post.turn if self._post else None
        self.feed = FeedLane(self._open_player, beside=beside)
        meant_for = "" if home.is_embedded else place_of(home.url)
        self._place = OutboxPlace(home.address.folder, meant_for, sealed=self._is_sealed)
        self._outbox = Outbox(self._place.file, StoredCommands())
        author = None if self._is_sealed else home.author
        self.desk = DeskLane(desk, self._outbox, clock.now, author=author)
        # The roads of a city take a minute to make: nothing else waits behind them.
        self.side, self.roads = SideLane(), SideLane("roads")
        self._photos = HomePhotos(home.address.folder, home.connection)
        self.session.photos.use(self._photos)
        self.session.own_notes.use(KeptNotes(home.address.folder, seat.operator))
        self._connect()

    def _connect(self) -> None:
        JournalKeeper(self._home, self.session, self.desk)
        going_on = GoingOn(self.session, self._clock, self)
        self.feed.frame_ready.connect(going_on.on_heard)
        self.closing.connect(going_on.on_closing)
        self.feed.frame_ready.connect(self.on_frame_ready)
        self.feed.broken.connect(self.stumbled)
        self.desk.answered.connect(self.session.pending.on_answered)
        self.desk.told.connect(self.on_told)
        self.desk.conflicts_changed.connect(self.session.conflicts.on_listed)
        self.desk.undecided.connect(self.session.conflicts.told)
        self.session.conflicts.decided.connect(self.desk.on_decided)
        self.session.pending.act_sent.connect(self.desk.on_act_sent)
        self.session.travel.asked.connect(self.on_way_asked)
        self.session.experience.asked.connect(self.on_alike_asked)
        self.session.lookups.asked.connect(self.on_lookup_asked)
        self.side.told.connect(self.session.lookups.on_told)
        self.roads.told.connect(self.on_roads_told)
        if self._post is not None:
            self.session.selection.incident_changed.connect(self.session.presence.open)
            self.session.presence.held.connect(self._post.hold)
            self._post.told.connect(self.session.presence.on_told)

    @property
    def facts(self) -> FactsOf:
        """Where facts are looked up."""
        return self._facts

    def look_up_in(self, facts: FactsOf) -> None:
        """Take facts from elsewhere than the home's journal; before `start`."""
        self._facts = facts

    def take_over(self) -> None:
        """Take what a console closed since left in its outbox; before `start`."""
        self._place.take_over()
        self._outbox.read_again()

    def start(self) -> None:
        """Set the lanes going."""
        self.desk.start()
        self.side.start()
        self.roads.start()
        self.feed.start()

    def close(self) -> None:
        """Stop the lanes, in reverse of their building."""
        self.closing.emit()
        self.feed.close()
        self.roads.stop()
        self.side.close()
        self.roads.close()
        self.desk.close()
        self._place.release()

    @Slot(object)
    def steer(self, act: TimelineAct) -> None:
        """Follow, play, pause, seek."""
        self.feed.steer(act)

    @Slot(object)
    def ask_timeline(self, incident_id: UUID) -> None:
        """Ask for the facts of an incident; `timeline_told` brings them."""
        question = partial(self._facts.about, incident_id)
        self.desk.ask(Question(("timeline", incident_id), question))

    @Slot(int)
    def ask_history(self, seq: int) -> None:
        """Ask for the facts up to one; `history_told` brings the newest of them."""
        self.desk.ask(Question(("history", seq), partial(self._facts.up_to, seq)))

    @Slot(object)
    def ask_past(self, wanted: PastWanted) -> None:
        """Ask where people were; `past_told` brings it."""
        self.desk.ask(Question(wanted, partial(self._facts.fixes, wanted)))

    @Slot()
    def ask_roads(self) -> None:
        """Have the roads read, for travel times; where they are known, whether they changed."""
        self._wants_roads = True
        known = self.session.travel.version
        self.roads.ask(Question("roads", ReadRoads(self._home, known)))

    @Slot(object)
    def on_way_asked(self, question: Around) -> None:
        """Have a way found."""
        self.desk.ask(Question(question, question))

    @Slot(object)
    def on_lookup_asked(self, lookup: Lookup) -> None:
        """Have something made or read that takes long and changes nothing."""
        self.side.ask(Question(lookup, lookup.read))

    @Slot(object)
    def on_alike_asked(self, question: Alike) -> None:
        """Have it found out who finished cases alike."""
        self.desk.ask(Question(question, partial(self._facts.alike, question)))

    @Slot()
    def on_frame_ready(self) -> None:
        """Put the newest frame up."""
        taken = self.feed.take()
        if taken is None:
            return
        frame = self._veil.over(taken)
        reference = frame.picture.reference
        known = max(self.session.reference.version, self._reference_asked)
        if frame.picture.seq and reference > known:
            # Asked once: a city's takes seconds, in which frame after frame comes by.
            self._reference_asked = reference
            self.desk.ask(Question("reference", _ReadReference(self._home)))
        was_erased = any(one.fact.verb == ERASED for one in frame.changes.entries)
        self._was_away |= self.session.frame.problem is not None
        if frame.problem is None and (self._was_away or was_erased):
            # Also at the first frame: a console that closed without a database left some.
            self.session.lookups.ask(self._photos.settle, _taken)
        self._was_away = frame.problem is not None
        self.session.show_frame(frame)
        # The source has answered, if only that nothing is known yet.
        if not self._shown and frame.contact_at is not None:
            self._shown = True
            self.first_frame_shown.emit()

    @Slot(object, object)
    def on_roads_told(self, _key: object, answer: object) -> None:
        """Take the roads, or leave those that are known."""
        if isinstance(answer, Trouble):
            _log.warning("no roads read: %s", answer)
        elif isinstance(answer, RoadNet):
            self.session.travel.show_net(answer)

    @Slot(object, object)
    def on_told(self, key: object, answer: object) -> None:
        """Take what the desk lane looked up."""
        if key == "reference":
            self._reference_asked = 0
        if isinstance(answer, Trouble):
            _log.warning("not found out: %s", answer)
            if isinstance(key, Alike):
                self.session.experience.on_failed(key)
        elif isinstance(answer, Reference):
            self._veil.take_classes(answer.categories)
            self.session.show_reference(answer)
            if self._wants_roads:
                self.ask_roads()
        elif isinstance(key, Alike):
            self.session.experience.on_told(key, cast("Mapping[UUID, int]", answer))
        elif isinstance(key, Around):
            self.session.travel.on_told(key, answer)
        else:
            self._pass_on(key, answer)

    def _pass_on(self, key: object, answer: Any) -> None:
        """What somebody else waits for."""
        if key in {"ground", "learnt"}:
            (self.ground_told if key == "ground" else self.learnt).emit(answer)
        elif isinstance(key, PastWanted):
            self.past_told.emit(key, answer)
        elif isinstance(key, tuple):
            what, about = key
            told = self.timeline_told if what == "timeline" else self.history_told
            told.emit(about, self._veil.over_facts(answer))

    def _open_player(self) -> tuple[Player, Callable[[], None]]:
        source = self._open_source()
        close = getattr(source, "close", _nothing)
        player = Player(source, self._clock, timeline=self._at, is_sealed=self._is_sealed)
        if self._post is None or not isinstance(source, JournalSource):
            return player, close
        self._post.use(source)
        return player, _Leaving(self._post, close)


class _Leaving:
    """Says good-bye before it closes. Thread: feed lane."""

    def __init__(self, post: PresencePost, close: Callable[[], None]) -> None:
        self._post, self._close = post, close

    def __call__(self) -> None:
        self._post.leave()
        self._close()


class _ReadReference:
    """Reads the reference data on the lane."""

    def __init__(self, home: Home) -> None:
        self._home = home

    def __call__(self) -> Reference:
        return read_reference(self._home)


def _nothing() -> None:
    """A source that needs no closing."""


def _taken(_answer: object) -> None:
    """Nothing waits for the answer: what could not be brought is brought another time."""
