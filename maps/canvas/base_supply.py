"""Fetches the tiles of a base map over HTTP: politely, and never twice without need.

The worker that draws says what it lacks; here it is fetched, kept on the disk, and the
drawn tiles that were without it are drawn again. Everything runs on the event loop: no
thread, no wait. What the manners forbid is not asked; what is no longer on the screen is
forgotten.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from maps.canvas.raster import image_size
from maps.tiles.address import address_of
from maps.tiles.answer import Answer, answer_of
from maps.tiles.cache import ABSENT_S, DAMAGED_S, MOST_BYTES, TileStore
from maps.tiles.manners import Manners, Outcome
from maps.tiles.trouble_words import NO_KEY, NO_NETWORK, NO_ROOM, trouble_words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from maps.canvas.http_fetch import HttpFetch
    from maps.canvas.tile_cache import TileKey
    from maps.tiles.base_map import BaseMap
    from maps.tiles.reading import Wanted
    from models.domain.error import Words

_GATHER_MS = 150
"""Tiles that come within this time are drawn together."""
_MOST_QUEUED = 4_000
_FORGET_S = 20.0
_TIMES = 8
_CLEAR_UP_EVERY_BYTES = MOST_BYTES // 20


class BaseSupply(QObject):
    """The tiles of one base map that come over HTTP.

    Invariants: a tile is on its way once at most; what a server was asked in vain is not
    asked again before its time, whoever wants it.

    Signals
    -------
    arrived(keys: tuple[TileKey, ...])
        Draw these again.
    handed(at: Wanted, data: bytes)
        A tile that is not on the disk, to be kept in memory by whoever draws.
    told(words: Words | None)
        What the user should know; None when all is well again.
    settled()
        Nothing is on its way and nothing may be asked now.
    room_wanted(most_bytes: int)
        What is kept of tiles should be brought below a size.
    Thread: GUI
    """

    arrived = Signal(object)
    handed = Signal(object, object)
    told = Signal(object)
    settled = Signal()
    room_wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._base: BaseMap | None = None
        self._store: TileStore | None = None
        self._fetch: HttpFetch | None = None
        self._manners = Manners(1)
        self._queue: dict[Wanted, set[TileKey]] = {}
        self._running: dict[Wanted, set[TileKey]] = {}
        self._done: dict[Wanted, tuple[float, int]] = {}
        self._touched: set[TileKey] = set()
        self._trouble: Words | None = None
        self._said: Words | None = None
        self._written = _CLEAR_UP_EVERY_BYTES  # the first time soon: who knows how it was left
        self._gather = self._a_timer(self.on_gathered)
        self._again = self._a_timer(self.on_again)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is on its way and nothing may be asked now."""
        may_ask = self._fetch is not None and self._manners.may_ask(time.monotonic())
        waits = bool(self._queue) and may_ask
        return not (self._running or waits or self._touched)

    def set_base(self, base: BaseMap | None, folder: Path) -> None:
        """Fetch the tiles of another base map, or of none; what was under way is dropped."""
        self.stop()
        self._base = base if base is not None and base.is_online else None
        self._trouble = None
        if self._base is not None:
            self._begin(self._base, folder)
        self._say()

    def keep_to(self, keys: Iterable[TileKey]) -> None:
        """Forget what only other tiles of the map want."""
        wanted = set(keys)
        for at in list(self._queue):
            self._queue[at] &= wanted
            if not self._queue[at]:
                del self._queue[at]

    def stop(self) -> None:
        """Let nothing be on its way; timers are off."""
        self._gather.stop()
        self._again.stop()
        self._queue.clear()
        self._running.clear()
        self._done.clear()
        self._touched.clear()
        if self._fetch is not None:
            self._fetch.stop()
            self._fetch.deleteLater()
            self._fetch = None

    @Slot(object, object)
    def on_lacking(self, key: TileKey, tiles: tuple[Wanted, ...]) -> None:
        """A tile of the map had to do without these."""
        if self._base is None:
            return
        for at in tiles:
            if at in self._done and not self._is_forgotten(at):
                self._draw_again(at, key)
            elif at in self._running:
                self._running[at].add(key)
            elif at in self._queue or len(self._queue) < _MOST_QUEUED:
                self._queue.setdefault(at, set()).add(key)
        self._ask()

    @Slot(object, int, object, object)
    def on_answer(self, at: Wanted, status: int, headers: dict[str, str], data: bytes) -> None:
        """An answer came, or none will."""
        if at not in self._running or self._base is None:
            return
        keys = self._running.pop(at)
        answer = answer_of(status, headers, data, self._base, image_size, time.time())
        self._manners.answered(answer.outcome, time.monotonic(), answer.retry_after_s)
        if answer.outcome in {Outcome.TILE, Outcome.ABSENT, Outcome.ODD}:
            self._take(at, answer)
            self._touch(keys)
        else:
            self._queue.setdefault(at, set()).update(keys)
        self._ask()

    @Slot()
    def on_gathered(self) -> None:
        """Have the tiles drawn again whose lacks came."""
        keys, self._touched = tuple(self._touched), set()
        self.arrived.emit(keys)
        self._tell_settled()

    @Slot()
    def on_again(self) -> None:
        """The time a server was to be left alone is over."""
        self._ask()

    def _begin(self, base: BaseMap, folder: Path) -> None:
        self._store = TileStore(folder, base)
        self._manners = Manners(base.parallel)
        try:
            from maps.canvas.http_fetch import HttpFetch
        except ImportError:  # a system library of QtNetwork is missing
            self._trouble = NO_NETWORK
            return
        if base.needs_key:
            self._trouble = NO_KEY
            return
        self._fetch = HttpFetch(base.referer, self)
        self._fetch.answered.connect(self.on_answer)
        try:
            self._store.describe(base)
        except OSError:
            self._trouble = NO_ROOM

    def _ask(self) -> None:
        """Send what may be sent, and say what is wrong."""
        now_s = time.monotonic()
        while self._fetch and self._base and self._queue and self._manners.may_ask(now_s):
            at = next(iter(self._queue))
            self._running[at] = self._queue.pop(at)
            self._manners.asked()
            address = address_of(self._base, self._base.layers[at.layer], at.tile)
            self._fetch.get(at, address)
        wait_s = self._manners.wait_s(now_s)
        if self._queue and self._fetch and not self._running and not self._again.isActive():
            self._again.start(int(wait_s * 1000) + 1)
        self._say()
        self._tell_settled()

    def _take(self, at: Wanted, answer: Answer) -> None:
        """Keep a tile, or the knowledge that there is none."""
        assert self._base is not None  # noqa: S101 - nothing is on its way without one
        assert self._store is not None  # noqa: S101 - likewise
        layer, now_s = self._base.layers[at.layer], time.time()
        self._done[at] = (time.monotonic(), 0)
        try:
            if answer.outcome is not Outcome.TILE:
                is_absent = answer.outcome is Outcome.ABSENT
                keep_s = ABSENT_S if is_absent else DAMAGED_S
                self._store.put_absent(layer, at.tile, now_s, keep_s)
            elif answer.keep_s:
                self._store.put(layer, at.tile, answer.data, now_s, answer.keep_s)
                self._count(len(answer.data))
            else:
                self.handed.emit(at, answer.data)
        except OSError:
            self._trouble = NO_ROOM
            self._count(_CLEAR_UP_EVERY_BYTES)
            if answer.data:
                self.handed.emit(at, answer.data)

    def _count(self, written: int) -> None:
        self._written += written
        if self._written >= _CLEAR_UP_EVERY_BYTES:
            self._written = 0
            self.room_wanted.emit(MOST_BYTES)

    def _is_forgotten(self, at: Wanted) -> bool:
        """Whether it was fetched so long ago that its lack is another one."""
        done_s, times = self._done[at]
        return times < _TIMES and time.monotonic() - done_s > _FORGET_S

    def _draw_again(self, at: Wanted, key: TileKey) -> None:
        """It came while the tile that lacks it was being drawn.

        After a few times it is plain that whoever draws cannot read it: then it is left
        alone for as long as this base map is shown.
        """
        done_s, times = self._done[at]
        self._done[at] = (done_s, times + 1)
        if times < _TIMES:
            self._touch({key})

    def _touch(self, keys: set[TileKey]) -> None:
        self._touched |= keys
        if self._touched and not self._gather.isActive():
            self._gather.start(_GATHER_MS)

    def _say(self) -> None:
        words = self._trouble
        if words is None and self._base is not None and self._manners.trouble is not None:
            wait_s = self._manners.wait_s(time.monotonic())
            words = trouble_words(self._manners.trouble, wait_s)
        if words != self._said:
            self._said = words
            self.told.emit(words)

    def _tell_settled(self) -> None:
        if self.is_settled:
            self.settled.emit()

    def _a_timer(self, slot: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(slot)
        return timer
