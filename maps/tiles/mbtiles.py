"""MBTiles: a SQLite file of tiles, read only. Rows are counted from the south (TMS).

SQLite is here a file format and no store of ours (ADR 16).
Format: MBTiles 1.3, https://github.com/mapbox/mbtiles-spec.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import ExitStack, closing
from math import isfinite
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from maps.tiles.definition_table import LAST_LEVEL
from maps.tiles.matrix import TileAt
from maps.tiles.tile_file import WORLD_DEG, About, bad_file, no_images, plain_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from maps.geometry.viewport import Bounds
    from models.domain.error import BadInput

_VECTOR = {"pbf", "mvt"}
_GZIP = b"\x1f\x8b"
_LONGEST_S: Final = 10.0
"""A question that takes longer never ends: a view may be built so."""
_STEPS: Final = 100_000


class MBTiles:
    """One MBTiles file; a `TileFile`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        # Immutable: no lock, no journal beside a file that may lie on a read-only disk.
        uri = f"file:{quote(str(path))}?mode=ro&immutable=1"
        try:
            self._file = sqlite3.connect(uri, uri=True)
        except sqlite3.Error as error:
            raise self._broken(error) from error
        self._until_s = 0.0
        self._file.set_progress_handler(self._is_over, _STEPS)
        with ExitStack() as undo:
            undo.callback(self._file.close)
            self._about = self._read_about()
            undo.pop_all()

    @property
    def about(self) -> About:
        """What the file says of itself."""
        return self._about

    def read(self, tile: TileAt) -> bytes | None:
        """The image of a tile as stored; None where it has none."""
        flipped = (1 << tile.level) - 1 - tile.row
        found = self._ask(
            "SELECT tile_data FROM tiles"
            " WHERE zoom_level = ? AND tile_column = ? AND tile_row = ? LIMIT 1",
            (tile.level, tile.column, flipped),
        )
        data = found[0][0] if found else None
        return bytes(data) if isinstance(data, bytes) and data else None

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    def _read_about(self) -> About:
        meta = dict(self._ask("SELECT name, value FROM metadata LIMIT 1000"))
        span = self._ask("SELECT min(zoom_level), max(zoom_level) FROM tiles")[0]
        if span[0] is None:
            raise bad_file(self._path, "没有瓦片", "has no tiles")
        first = "SELECT tile_data, zoom_level, tile_column, tile_row FROM tiles LIMIT 1"
        sample, *place = self._ask(first)[0]
        low, high = self._whole(span, LAST_LEVEL)
        level, column, row = self._whole(place, 1 << LAST_LEVEL)
        form = str(meta.get("format", ""))
        if form in _VECTOR or (isinstance(sample, bytes) and sample.startswith(_GZIP)):
            raise no_images(self._path, form or "pbf")
        return About(
            levels=(low, high),
            sample=TileAt(level, column, (1 << level) - 1 - row),
            attribution=plain_words(meta.get("attribution")),
            bounds_deg=_bounds(str(meta.get("bounds", ""))),
            is_jpeg=isinstance(sample, bytes) and sample.startswith(b"\xff\xd8"),
        )

    def _whole(self, numbers: Sequence[object], most: int) -> list[int]:
        """Numbers as whole ones from 0 to `most`: a column of SQLite holds anything."""
        if all(isinstance(one, int) and 0 <= one <= most for one in numbers):
            return [int(str(one)) for one in numbers]
        raise self._broken(f"{tuple(numbers)!r:.60}")

    def _is_over(self) -> bool:
        return time.monotonic() > self._until_s

    def _ask(self, question: str, values: tuple[int, ...] = ()) -> list[tuple[Any, ...]]:
        self._until_s = time.monotonic() + _LONGEST_S
        try:
            with closing(self._file.execute(question, values)) as answer:
                return answer.fetchall()
        except (sqlite3.Error, OverflowError) as error:
            raise self._broken(error) from error

    def _broken(self, error: object) -> BadInput:
        return bad_file(
            self._path,
            f"已损坏，或不是 MBTiles（{error}）：请重新复制",
            f"is damaged, or no MBTiles ({error}): copy it again",
        )


def _bounds(text: str) -> Bounds:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return WORLD_DEG
    if not all(map(isfinite, (west, south, east, north))):
        return WORLD_DEG
    return west, south, east, north
