"""The still half of the map: which tiles are wanted, who draws them, what stands in."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QObject, QTimer, Signal, Slot

from maps.canvas.base_image import Laid, Opened, open_base
from maps.canvas.tile_cache import (
    OUTDATED,
    TileCache,
    TileKey,
    m_per_px_of,
    step_of,
    tiles_over,
)
from maps.canvas.tile_drawing import TILE_PX, GroundPainter
from maps.canvas.tile_wire import state_of
from maps.canvas.worker_link import WorkerLink
from maps.layers.scene import Ground
from maps.layers.shading import Shading, outdated
from maps.layers.style import map_style

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QImage

    from maps.geometry.viewport import Bounds
    from maps.layers.style import Theme
    from maps.tiles.base_map import BaseMap
    from maps.tiles.reading import Wanted

_log = logging.getLogger(__name__)
Where = Literal["process", "here"]
_MOST_DEATHS = 2
"""After so many deaths of the worker in one life of the map, draw in this process."""
_WHOLE = Laid(is_bare=False)
_GATHER_MS = 80
"""Tiles that come within this time are shown together: showing any repaints the whole map."""


class StaticTiles(QObject):
    """Tiles of the ground, drawn by a worker process or, failing that, here.

    Invariants: once all wanted tiles are sharp and told of, no timer runs, no request is out.

    Signals
    -------
    tiles_changed()
        Wanted tiles have come: some, or the last that was in sight.
    lacking(key: TileKey, tiles: tuple[Wanted, ...])
        A wanted tile had to do without these tiles of the base map.
    base_told(state: BaseState)
        What there is to say of the base map.

    Thread: GUI
    """

    tiles_changed = Signal()
    lacking = Signal(object, object)
    base_told = Signal(object)

    def __init__(self, where: Where = "process", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cache = TileCache()
        self._where: Where = where
        self._link: WorkerLink | None = None
        self._painter: GroundPainter | None = None
        self._base: BaseMap | None = None
        self._folder = ""
        self._opened: Opened | None = None
        self._laid: dict[TileKey, Laid] = {}
        self._ground = Ground()
        self._shading = Shading()
        self._around: Bounds | None = None
        self._reach: Bounds | None = None
        self._theme: Theme = "night"
        self._hidden: frozenset[str] = frozenset()
        self._own_style = ""
        self._ratio = self._line_scale = 1.0
        self._generation = self._deaths = self._count = 0
        self._wanted: list[TileKey] = []
        self._visible: list[TileKey] = []
        self._beside: list[TileKey] = []
        self._come: set[TileKey] = set()
        self._asked: dict[int, tuple[TileKey, int]] = {}
        self._turn = QTimer(self, singleShot=True)
        self._turn.timeout.connect(self.on_turn)
        self._gather = QTimer(self, singleShot=True, interval=_GATHER_MS)
        self._gather.timeout.connect(self.tiles_changed)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.close)

    @property
    def worker_pid(self) -> int:
        """The worker's process id; 0 when none runs."""
        return self._link.pid if self._link else 0

    @property
    def wanted(self) -> tuple[TileKey, ...]:
        """The tiles that are looked at, or will be with the next step of the hand."""
        return tuple(self._wanted)

    @property
    def is_sharp(self) -> bool:
        """Whether every visible tile is drawn for the present ground."""
        return all(self.cache.has(key, self._generation) for key in self._visible)

    @property
    def is_bare(self) -> bool:
        """Whether the base map has nothing for any visible tile, nor will have."""
        laid = [self._laid.get(key, _WHOLE) for key in self._visible]
        return bool(laid) and all(one.is_bare and not one.lacking for one in laid)

    def take_come(self) -> frozenset[TileKey]:
        """The tiles that came since this was asked the last time."""
        come, self._come = self._come.intersection(self._wanted), set()
        return frozenset(come)

    def covers(self, key: TileKey) -> bool:
        """Whether a tile has anything of the ground on it."""
        if self._base is not None:
            return True  # a base map goes on where the cells end
        return self._reach is not None and _touch(key.bbox_m, self._reach)

    def set_own_style(self, text: str) -> None:
        """Draw the grounds set later with a home's own style; sound text only."""
        self._own_style = text
        self.cache.clear()
        if self._link is not None:
            self._link.tell_own_style(text)

    def set_ground(
        self,
        ground: Ground,
        theme: Theme,
        hidden: frozenset[str],
        pixel_ratio: float,
        line_scale: float = 1.0,
    ) -> None:
        """Draw another ground, or the same one differently.

        What lay over another ground is gone: its classes are of other cells.
        """
        if ground is not self._ground:
            self._shading = Shading()
        if theme != self._theme or (pixel_ratio, line_scale) != (self._ratio, self._line_scale):
            self.cache.clear()  # a stand-in of the other theme would flash
            self._let_go()
        self._ground, self._theme, self._hidden = ground, theme, hidden
        self._around, self._reach = ground.bounds_m(), ground.reach_m()
        self._ratio, self._line_scale = pixel_ratio, line_scale
        self._begin_again()
        if self._link is not None:
            self._link.tell_ground(ground, theme, hidden)
            self._link.tell_shading(self._shading)

    def set_shading(self, shading: Shading) -> None:
        """Lay something else over the ground; only tiles that show it are drawn again."""
        tells = outdated(self._shading, shading, self._ground)
        self._shading = shading

        def is_outdated(key: TileKey) -> bool:
            return tells(key.bbox_m, m_per_px_of(key.step) * self._ratio)

        self.cache.outdate(is_outdated)
        for number, (key, _) in list(self._asked.items()):
            if is_outdated(key):
                self._asked[number] = key, OUTDATED
        if self._painter is not None:
            self._painter.shading = shading
        if self._link is not None:
            self._link.tell_shading(shading)
        self._go_on()

    def set_base(self, base: BaseMap | None, folder: Path) -> None:
        """Lay another base map under the ground, or none.

        `folder` is where the tiles of servers are kept.
        """
        self._base, self._folder = base, str(folder)
        self._let_go()
        self.cache.clear()  # a stand-in over another base map would be a lie
        self._begin_again()
        if self._link is not None:
            self._link.tell_base(base, self._folder)

    def hand(self, at: Wanted, data: bytes) -> None:
        """Take a tile of the base map that does not lie on the disk."""
        if self._link is not None:
            self._link.hand(at, data)
        elif self._opened is not None and self._opened.image is not None:
            self._opened.image.hand(at, data)

    @Slot(object)
    def redraw(self, keys: Iterable[TileKey]) -> None:
        """Draw tiles again: what the base map lacked there has come."""
        again = set(keys)
        self.cache.outdate(again.__contains__)
        for key in again:
            self._laid.pop(key, None)
        self._go_on()

    def clear_up(self, most_bytes: int) -> None:
        """Have what is kept of the base maps' tiles brought below a size."""
        if self._link is not None:
            self._link.clear_up(most_bytes)

    def want(self, step: int, bbox_m: tuple[float, float, float, float]) -> None:
        """Have the tiles of a step over a box drawn, from its centre outwards.

        What was wanted before and is not yet begun is forgotten.
        """
        around = self._around
        if around is None and self._base is None:
            return
        margin = TILE_PX * m_per_px_of(step) / 2
        west, south, east, north = bbox_m
        ahead = tiles_over(step, (west - margin, south - margin, east + margin, north + margin))
        self._visible = [key for key in tiles_over(step, bbox_m) if self.covers(key)]
        before = set(self._wanted)
        wanted = (
            *(tiles_over(_overview_step(around), around) if around else ()),
            *self._visible,
            *(key for key in ahead if self.covers(key)),
        )
        self._wanted = list(dict.fromkeys(wanted))
        self.cache.hold(len(self._wanted))
        self._go_on()
        for key in self._wanted:
            lacking = self._laid.get(key, _WHOLE).lacking
            if lacking and key not in before:  # drawn before, looked at again
                self.lacking.emit(key, lacking)

    def want_beside(self, step: int, bbox_m: tuple[float, float, float, float]) -> None:
        """Have the tiles of a small inset drawn too, after those of the map itself."""
        self._beside = [key for key in tiles_over(step, bbox_m) if self.covers(key)]
        self._go_on()

    def settle(self, timeout_s: float) -> bool:
        """Wait until all wanted tiles are sharp; whether they are. For pictures and tests."""
        clock = QElapsedTimer()
        clock.start()
        while not self.is_sharp and clock.elapsed() < timeout_s * 1000:
            self._go_on()
            if self._link is None:
                self._draw_one_here()
            else:
                self._link.wait(50)
        return self.is_sharp

    @Slot()
    def close(self) -> None:
        """End the worker process. The map keeps what it has."""
        self._turn.stop()
        self._gather.stop()
        self._wanted, self._visible, self._beside = [], [], []
        if self._link is not None:
            self._link.close()
            self._link.deleteLater()
            self._link = None
        self._where = "here"
        self._let_go()

    @Slot()
    def on_turn(self) -> None:
        """Draw one tile in this process and let the event loop go on."""
        self._draw_one_here()
        self._go_on()

    @Slot(int, "QImage", object)
    def on_tile_drawn(self, number: int, image: QImage, laid: Laid) -> None:
        """Keep a tile the worker has drawn."""
        key, generation = self._asked.pop(number)
        if generation == self._generation:
            self._put(key, image, laid)
        self._go_on()

    @Slot()
    def on_lost(self) -> None:
        """Start another worker, or draw here when they keep dying."""
        self._asked.clear()
        self._deaths += 1
        if self._link is not None:
            self._link.close()
            self._link.deleteLater()
            self._link = None
        if self._deaths >= _MOST_DEATHS:
            _log.warning("the map draws its tiles in the window's own process from now on")
            self._where = "here"
        self._go_on()

    def _go_on(self) -> None:
        missing = self._missing()
        if not missing:
            return
        if self._where == "here":
            if not self._turn.isActive():
                self._turn.start(0)
            return
        link = self._link or self._started()
        for key in missing:
            if not link.has_room:
                break
            self._count += 1
            self._asked[self._count] = key, self._generation
            link.ask(self._count, key.request(self._ratio, self._line_scale))

    def _missing(self) -> list[TileKey]:
        asked = {
            key for key, generation in self._asked.values() if generation == self._generation
        }
        missing = (
            key
            for key in (*self._wanted, *self._beside)
            if key not in asked and not self.cache.has(key, self._generation)
        )
        return list(dict.fromkeys(missing))

    def _started(self) -> WorkerLink:
        self._link = WorkerLink(self)
        self._link.tile_drawn.connect(self.on_tile_drawn)
        self._link.lost.connect(self.on_lost)
        self._link.base_told.connect(self.base_told)
        self._link.start()
        self._link.tell_own_style(self._own_style)
        self._link.tell_base(self._base, self._folder)
        self._link.tell_ground(self._ground, self._theme, self._hidden)
        self._link.tell_shading(self._shading)
        return self._link

    def _draw_one_here(self) -> None:
        missing = self._missing()
        if not missing:
            return
        painter = self._painter = self._painter or self._made()
        image = painter.draw(missing[0].request(self._ratio, self._line_scale))
        self._put(missing[0], image, painter.laid)
        if self._opened is not None:
            self.base_told.emit(state_of(self._opened))

    def _made(self) -> GroundPainter:
        style = map_style(self._theme, self._own_style)
        if self._opened is None and self._base is not None:
            self._opened = open_base(self._base, Path(self._folder), style.base)
        painter = GroundPainter(self._ground, style, self._hidden, self._opened)
        painter.shading = self._shading
        return painter

    def _put(self, key: TileKey, image: QImage, laid: Laid) -> None:
        self.cache.put(key, self._generation, image)
        self._come.add(key)
        if self._base is not None:
            self._laid[key] = laid
        self._tell_of(key)
        if laid.lacking:
            self.lacking.emit(key, laid.lacking)

    def _tell_of(self, key: TileKey) -> None:
        if key in self._visible and self.is_sharp:
            self._gather.stop()
            self.tiles_changed.emit()
        elif not self._gather.isActive():
            self._gather.start()

    def _let_go(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = self._painter = None

    def _begin_again(self) -> None:
        self._generation += 1
        self._painter = None
        self._wanted, self._visible = [], []
        self._laid.clear()


def _overview_step(bounds_m: tuple[float, float, float, float]) -> int:
    """The step at which everything lies on a handful of tiles: the last resort stand-in."""
    side = max(bounds_m[2] - bounds_m[0], bounds_m[3] - bounds_m[1], 1.0)
    return step_of(side / TILE_PX)


def _touch(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]
