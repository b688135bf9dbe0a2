"""Where the bytes of a base map's tiles come from: a file, or what is kept of a server's."""

from __future__ import annotations

import time
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from maps.tiles.cache import DAMAGED_S, Kept, Standing, TileStore
from maps.tiles.matrix import TileAt
from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from maps.tiles.base_map import BaseMap
    from maps.tiles.tile_file import TileFile

_MOST_HANDED_BYTES = 24 << 20


class Wanted(NamedTuple):
    """A tile of one layer of a base map, the layer by its number."""

    layer: int
    tile: TileAt


class TileSource(Protocol):
    """Tiles as bytes. `is_fixed`: what was read once is never another thing later."""

    levels: tuple[int, int]
    is_fixed: bool
    problem: Words | None
    """The last thing that went wrong."""

    def read(self, at: Wanted) -> Kept:
        """What is known of a tile; never raises."""

    def hand(self, at: Wanted, data: bytes) -> None:
        """Take a tile that may not lie on the disk, or for which it has no room."""

    def no_image(self, at: Wanted) -> None:
        """Note as a problem that a tile was no image."""

    def close(self) -> None:
        """Let what is open go."""


class FileTiles:
    """The tiles of a file. What it has it has; nothing is lacking that could be fetched."""

    is_fixed = True

    def __init__(self, file: TileFile, base: BaseMap) -> None:
        self._file, self._name = file, Path(base.file).name
        self.levels = file.about.levels
        self.problem: Words | None = None

    def read(self, at: Wanted) -> Kept:
        """What is known of a tile; a damaged part of the file is a problem and no tile."""
        try:
            data = self._file.read(at.tile)
        except BadInput as bad:
            self.problem = bad.words
            data = None
        return Kept(Standing.HERE, data) if data else Kept(Standing.ABSENT)

    def hand(self, at: Wanted, data: bytes) -> None:
        """Nobody fetches tiles of a file."""

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    def no_image(self, at: Wanted) -> None:
        """Note as a problem that a tile was no image."""
        place = "/".join(map(str, at.tile))
        self.problem = Words(
            f"底图文件 {self._name} 中有瓦片已损坏（{place}）",
            f"the base map {self._name} has a damaged tile ({place})",
        )


class ServerTiles:
    """What is kept of a server's tiles, and what was handed over because it may not be."""

    is_fixed = False

    def __init__(self, base: BaseMap, store: TileStore) -> None:
        self._base, self._store = base, store
        self._handed: OrderedDict[Wanted, bytes] = OrderedDict()
        self._handed_bytes = 0
        self.levels = base.levels
        self.problem: Words | None = None

    def read(self, at: Wanted) -> Kept:
        """What is known of a tile."""
        if at in self._handed:
            return Kept(Standing.HERE, self._handed[at])
        return self._store.read(self._base.layers[at.layer], at.tile, time.time())

    def hand(self, at: Wanted, data: bytes) -> None:
        """Take a tile that may not lie on the disk, or for which it has no room."""
        self._handed_bytes += len(data) - len(self._handed.pop(at, b""))
        self._handed[at] = data
        while self._handed_bytes > _MOST_HANDED_BYTES:
            self._handed_bytes -= len(self._handed.popitem(last=False)[1])

    def close(self) -> None:
        """Nothing is open."""

    def no_image(self, at: Wanted) -> None:
        """One with a sound head, cut short on its way: leave it alone for an hour."""
        self._handed_bytes -= len(self._handed.pop(at, b""))
        layer = self._base.layers[at.layer]
        with suppress(OSError):
            self._store.put_absent(layer, at.tile, time.time(), DAMAGED_S)


def numbers_of(lacking: Iterable[Wanted]) -> list[list[int]]:
    """Tiles as plain numbers, for a pipe."""
    return [[layer, *tile] for layer, tile in lacking]


def wanted_of(numbers: Iterable[list[int]]) -> tuple[Wanted, ...]:
    """Tiles from plain numbers."""
    return tuple(Wanted(layer, TileAt(*tile)) for layer, *tile in numbers)
