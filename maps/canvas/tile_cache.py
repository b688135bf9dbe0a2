"""Where tiles lie, and a bounded store of drawn ones. No drawing, no process.

Zoom steps are half levels: each is √2 finer than the one before, so that a map at rest
shows its tiles pixel by pixel. Steps, columns and rows count from the map's origin
(0, 0); rows grow southwards.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from math import ceil, floor, log2
from typing import TYPE_CHECKING

from maps.canvas.tile_drawing import TILE_PX, TileRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtGui import QImage

STEP_0_M_PER_PX = 156_543.033_928_040_97
"""EPSG:3857 metres under a device pixel at step 0: the world on 256 pixels."""
LAST_STEP = 44
OUTDATED = -1
"""The generation of a tile that shows what is no longer so."""
_MIB = 1 << 20
_LEAST = 48 * _MIB


@dataclass(frozen=True, slots=True, order=True)
class TileKey:
    """One tile: its zoom step, column and row."""

    step: int
    column: int
    row: int

    @property
    def bbox_m(self) -> tuple[float, float, float, float]:
        """West, south, east, north in EPSG:3857 metres."""
        side = TILE_PX * m_per_px_of(self.step)
        west, north = self.column * side, -self.row * side
        return west, north - side, west + side, north

    def request(self, pixel_ratio: float, line_scale: float = 1.0) -> TileRequest:
        """What the painter is asked for."""
        west, _, _, north = self.bbox_m
        return TileRequest(west, north, m_per_px_of(self.step), pixel_ratio, line_scale)


def m_per_px_of(step: int) -> float:
    """The scale of a step: metres under a device pixel."""
    return float(STEP_0_M_PER_PX * 2 ** (-step / 2))


def step_of(m_per_px: float) -> int:
    """The step nearest to a scale."""
    return min(LAST_STEP, max(0, round(2 * log2(STEP_0_M_PER_PX / m_per_px))))


def tiles_over(step: int, bbox_m: tuple[float, float, float, float]) -> list[TileKey]:
    """The tiles of a step that touch a box, the nearest to its centre first."""
    side = TILE_PX * m_per_px_of(step)
    west, south, east, north = bbox_m
    columns = range(floor(west / side), ceil(east / side))
    rows = range(floor(-north / side), ceil(-south / side))
    middle = (west + east) / 2 / side - 0.5, -(south + north) / 2 / side - 0.5
    keys = [TileKey(step, column, row) for column in columns for row in rows]
    return sorted(
        keys, key=lambda k: ((k.column - middle[0]) ** 2 + (k.row - middle[1]) ** 2, k)
    )


class TileCache:
    """Drawn tiles, least recently used first to go.

    Invariants: holds at most `limit_bytes`, less where a view needs few; a tile drawn for an
    older ground is kept as a stand-in until a newer one replaces it.
    """

    def __init__(self, limit_bytes: int = 160 * _MIB) -> None:
        self._most = self._limit = limit_bytes
        self._bytes = 0
        self._tiles: OrderedDict[TileKey, tuple[int, QImage]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._tiles)

    def __contains__(self, key: TileKey) -> bool:
        return key in self._tiles

    def hold(self, tiles: int) -> None:
        """Keep room for so many tiles and as many that were looked at before."""
        self._limit = min(self._most, max(_LEAST, 2 * tiles * TILE_PX * TILE_PX * 4))
        self._let_go()

    def put(self, key: TileKey, generation: int, image: QImage) -> None:
        """Keep a tile drawn for a generation of the ground."""
        if key in self._tiles:
            self._bytes -= self._tiles.pop(key)[1].sizeInBytes()
        self._tiles[key] = generation, image
        self._bytes += image.sizeInBytes()
        self._let_go()

    def _let_go(self) -> None:
        while self._bytes > self._limit and len(self._tiles) > 1:
            _, (_, oldest) = self._tiles.popitem(last=False)
            self._bytes -= oldest.sizeInBytes()

    def get(self, key: TileKey) -> QImage | None:
        """A tile of any generation."""
        if key not in self._tiles:
            return None
        self._tiles.move_to_end(key)
        return self._tiles[key][1]

    def has(self, key: TileKey, generation: int) -> bool:
        """Whether a tile is there and not outdated."""
        return key in self._tiles and self._tiles[key][0] == generation

    def outdate(self, is_outdated: Callable[[TileKey], bool]) -> None:
        """Let tiles be stand-ins until they are drawn again."""
        for key in filter(is_outdated, list(self._tiles)):
            self._tiles[key] = OUTDATED, self._tiles[key][1]

    def steps(self) -> set[int]:
        """The steps of which any tile is here."""
        return {key.step for key in self._tiles}

    def of_step(
        self, step: int, bbox_m: tuple[float, float, float, float]
    ) -> Iterator[tuple[TileKey, QImage]]:
        """The tiles of a step that touch a box, whatever their generation."""
        west, south, east, north = bbox_m
        for key, (_, image) in self._tiles.items():
            if key.step == step:
                left, low, right, high = key.bbox_m
                if left < east and right > west and low < north and high > south:
                    yield key, image

    def clear(self) -> None:
        """Forget all, when even a stand-in would be wrong."""
        self._tiles.clear()
        self._bytes = 0
