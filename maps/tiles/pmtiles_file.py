"""PMTiles, version 3: one archive of tiles, read through the `pmtiles` package.

Format: https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md.
"""

from __future__ import annotations

import struct
import zlib
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

from pmtiles.reader import Reader, all_tiles
from pmtiles.tile import Compression, MagicNumberNotFound, SpecVersionUnsupported, TileType

from maps.tiles.matrix import TileAt
from maps.tiles.tile_file import About, bad_file, no_images, plain_words

if TYPE_CHECKING:
    from pathlib import Path

    from models.domain.error import BadInput

_DAMAGED = (
    *(OSError, EOFError, ValueError, KeyError, IndexError, TypeError),
    *(struct.error, zlib.error, OverflowError, MemoryError),
)
"""What the package raises on an archive that is cut or bent."""
_MOST_BYTES: Final = 16 << 20
"""No image of a tile is larger; a few kilobytes may unpack to gigabytes."""


_MOST_DIRECTORY_BYTES: Final = 4 << 20
"""No directory, unpacked, is larger, nor is what a file says of itself: a million tiles."""
_GZIP: Final = b"\x1f\x8b"


class PMTilesFile:
    """One PMTiles archive; a `TileFile`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._file = path.open("rb")
        except OSError as error:
            raise self._broken(error) from error
        self._size = path.stat().st_size
        self._tiles_from = self._size
        self._reader: Any = Reader(self._bytes)  # type: ignore[no-untyped-call]  # ships none
        with ExitStack() as undo:
            undo.callback(self._file.close)
            self._header = self._opened()
            self._tiles_from = int(self._header["tile_data_offset"])
            self._about = self._read_about()
            undo.pop_all()

    @property
    def about(self) -> About:
        """What the file says of itself."""
        return self._about

    def read(self, tile: TileAt) -> bytes | None:
        """The image of a tile as stored; None where it has none."""
        try:
            data = self._reader.get(tile.level, tile.column, tile.row)
            if data and self._header["tile_compression"] == Compression.GZIP:
                data = _unpacked(data)
        except _DAMAGED as error:
            raise self._broken(error) from error
        return data or None

    def close(self) -> None:
        """Let the file go."""
        self._file.close()

    def _opened(self) -> dict[str, Any]:
        try:
            return dict(self._reader.header())
        except SpecVersionUnsupported:
            version = self._bytes(7, 1)[0]
            raise bad_file(
                self._path,
                f"是 PMTiles 第 {version} 版，本程序只读第 3 版：请用 pmtiles 工具转换",
                f"is PMTiles version {version}; this release reads version 3: convert it with "
                "the pmtiles tool",
            ) from None
        except (MagicNumberNotFound, *_DAMAGED) as error:
            raise self._broken(error) from error

    def _read_about(self) -> About:
        head = self._header
        if head["tile_type"] in {TileType.MVT, TileType.MLT}:
            raise no_images(self._path, head["tile_type"].name)
        try:
            meta = self._reader.metadata()
            sample = next(all_tiles(self._bytes))[0]  # type: ignore[no-untyped-call]  # ships none
        except (StopIteration, *_DAMAGED) as error:
            raise self._broken(error) from error
        sides = ("min_lon_e7", "min_lat_e7", "max_lon_e7", "max_lat_e7")
        west, south, east, north = (head[side] / 1e7 for side in sides)
        return About(
            levels=(int(head["min_zoom"]), int(head["max_zoom"])),
            sample=TileAt(*sample),
            attribution=plain_words(meta.get("attribution") if isinstance(meta, dict) else ""),
            bounds_deg=(west, south, east, north),
            is_jpeg=head["tile_type"] is TileType.JPEG,
        )

    def _bytes(self, offset: int, length: int) -> bytes:
        if offset + length > self._size:
            raise EOFError("the archive ends too early")
        self._file.seek(offset)
        data = self._file.read(length)
        if offset < self._tiles_from:
            _require_small(data)
        return data

    def _broken(self, error: BaseException) -> BadInput:
        return bad_file(
            self._path,
            f"已损坏，或不是 PMTiles（{error or type(error).__name__}）：请重新复制",
            f"is damaged, or no PMTiles ({error or type(error).__name__}): copy it again",
        )


def _require_small(data: bytes) -> None:
    """Refuse a directory that would fill the memory, before the package unpacks it whole."""
    size = len(data)
    if data.startswith(_GZIP):
        size = len(zlib.decompressobj(wbits=31).decompress(data, _MOST_DIRECTORY_BYTES + 1))
    if size > _MOST_DIRECTORY_BYTES:
        raise ValueError(f"a directory of more than {_MOST_DIRECTORY_BYTES >> 20} MB")


def _unpacked(data: bytes) -> bytes:
    """What gzip packed; cut off where it is no tile any more."""
    return zlib.decompressobj(wbits=31).decompress(data, _MOST_BYTES)
