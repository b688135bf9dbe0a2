"""The still half of the map: which tiles are wanted, who draws them, what stands in."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QObject, QTimer, Signal, Slot

from maps.canvas.tile_cache import (
    OUTDATED,
    TileCache,
    TileKey,
    m_per_px_of,
    step_of,
    tiles_over,
)
from maps.canvas.tile_drawing import TILE_PX, GroundPainter
from maps.canvas.worker_link import WorkerLink
from maps.layers.scene import Ground
from maps.layers.shading import Shading, outdated
from maps.layers.style import map_style

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from maps.geometry.viewport import Bounds
    from maps.layers.style import Theme

_log = logging.getLogger(__name__)
Where = Literal["process", "here"]
_MOST_DEATHS = 2
"""After so many deaths of the worker in one life of the map, draw in this process."""


class StaticTiles(QObject):
    """Tiles of the ground, drawn by a worker process or, failing that, here.

    Invariants: no timer runs and no request is out once all wanted tiles are sharp.

    Signals
    -------
    tiles_changed()
        A wanted tile has come.

    Thread: GUI
    """

    tiles_changed = Signal()

    def __init__(self, where: Where = "process", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cache = TileCache()
        self._where: Where = where
        self._link: WorkerLink | None = None
        self._painter: GroundPainter | None = None
        self._ground = Ground()
        self._shading = Shading()
        self._around: Bounds | None = None
        self._reach: Bounds | None = None
        self._theme: Theme = "night"
        self._hidden: frozenset[str] = frozenset()
        self._own_style = ""
        self._ratio = 1.0
        self._generation = 0
        self._deaths = 0
        self._wanted: list[TileKey] = []
        self._visible: list[TileKey] = []
        self._asked: dict[int, tuple[TileKey, int]] = {}
        self._count = 0
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self.on_turn)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self.close)

    @property
    def worker_pid(self) -> int:
        """The worker's process id; 0 when none runs."""
        return self._link.pid if self._link else 0

    @property
    def is_sharp(self) -> bool:
        """Whether every visible tile is drawn for the present ground."""
        return all(self.cache.has(key, self._generation) for key in self._visible)

    def covers(self, key: TileKey) -> bool:
        """Whether a tile has anything of the ground on it."""
        return self._reach is not None and _touch(key.bbox_m, self._reach)

    def set_own_style(self, text: str) -> None:
        """Draw the grounds set later with a home's own style; sound text only."""
        self._own_style = text
        self.cache.clear()
        if self._link is not None:
            self._link.tell_own_style(text)

    def set_ground(
        self, ground: Ground, theme: Theme, hidden: frozenset[str], pixel_ratio: float
    ) -> None:
        """Draw another ground, or the same one differently.

        What lay over another ground is gone: its classes are of other cells.
        """
        if ground is not self._ground:
            self._shading = Shading()
        if theme != self._theme or pixel_ratio != self._ratio:
            self.cache.clear()  # a stand-in of the other theme would flash
        self._ground, self._theme, self._hidden = ground, theme, hidden
        self._around, self._reach = ground.bounds_m(), ground.reach_m()
        self._ratio = pixel_ratio
        self._generation += 1
        self._painter = None
        self._wanted, self._visible = [], []
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

    def want(self, step: int, bbox_m: tuple[float, float, float, float]) -> None:
        """Have the tiles of a step over a box drawn, from its centre outwards.

        What was wanted before and is not yet begun is forgotten.
        """
        around = self._around
        if around is None:
            return
        margin = TILE_PX * m_per_px_of(step) / 2
        west, south, east, north = bbox_m
        ahead = tiles_over(step, (west - margin, south - margin, east + margin, north + margin))
        self._visible = [key for key in tiles_over(step, bbox_m) if self.covers(key)]
        self._wanted = [
            *tiles_over(_overview_step(around), around),
            *self._visible,
            *(key for key in ahead if self.covers(key)),
        ]
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
        self._wanted, self._visible = [], []
        if self._link is not None:
            self._link.close()
            self._link.deleteLater()
            self._link = None
        self._where = "here"

    @Slot()
    def on_turn(self) -> None:
        """Draw one tile in this process and let the event loop go on."""
        self._draw_one_here()
        self._go_on()

    @Slot(int, "QImage")
    def on_tile_drawn(self, number: int, image: QImage) -> None:
        """Keep a tile the worker has drawn."""
        key, generation = self._asked.pop(number)
        if generation == self._generation:
            self.cache.put(key, generation, image)
            self.tiles_changed.emit()
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
            link.ask(self._count, key.request(self._ratio))

    def _missing(self) -> list[TileKey]:
        asked = {
            key for key, generation in self._asked.values() if generation == self._generation
        }
        missing = (
            key
            for key in self._wanted
            if key not in asked and not self.cache.has(key, self._generation)
        )
        return list(dict.fromkeys(missing))

    def _started(self) -> WorkerLink:
        self._link = WorkerLink(self)
        self._link.tile_drawn.connect(self.on_tile_drawn)
        self._link.lost.connect(self.on_lost)
        self._link.start()
        self._link.tell_own_style(self._own_style)
        self._link.tell_ground(self._ground, self._theme, self._hidden)
        self._link.tell_shading(self._shading)
        return self._link

    def _draw_one_here(self) -> None:
        missing = self._missing()
        if not missing:
            return
        if self._painter is None:
            style = map_style(self._theme, self._own_style)
            self._painter = GroundPainter(self._ground, style, self._hidden)
            self._painter.shading = self._shading
        image = self._painter.draw(missing[0].request(self._ratio))
        self.cache.put(missing[0], self._generation, image)
        self.tiles_changed.emit()


def _overview_step(bounds_m: tuple[float, float, float, float]) -> int:
    """The step at which everything lies on a handful of tiles: the last resort stand-in."""
    side = max(bounds_m[2] - bounds_m[0], bounds_m[3] - bounds_m[1], 1.0)
    return step_of(side / TILE_PX)


def _touch(a: tuple[float, float, float, float], b: tuple[float, float, float, float]) -> bool:
    return a[0] < b[2] and a[2] > b[0] and a[1] < b[3] and a[3] > b[1]
