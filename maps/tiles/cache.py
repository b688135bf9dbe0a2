"""Tiles that came over HTTP, kept on disk: one small file a tile, honest about its age.

Consoles of one home share the folder: files appear whole or not at all (written aside,
then renamed), whatever is damaged reads as missing and is taken away, and clearing up may
happen twice. Beside the tiles of a base map lies `about.json`, which says whose they are.

Each file is a line of JSON (when it was fetched, how long it may be kept, its length and
checksum) and the image as the server sent it. A tile that the server does not have is kept
too, as a line alone: it is not asked for again and again.
"""

from __future__ import annotations

import json
import os
import zlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from maps.tiles.base_map import BaseMap
    from maps.tiles.matrix import TileAt

FOLDER: Final = "tiles"
"""The folder in a home."""
MOST_BYTES: Final = 500 << 20
ABSENT_S: Final = 24 * 3600.0
"""How long the server's word that it has no such tile is believed."""
DAMAGED_S: Final = 3600.0
"""How long a tile that was no image is left alone."""
_STALE_PART_S: Final = 600.0
_ROOM: Final = 0.8
"""Clearing up goes down to this share of the limit, so that it is not needed at once again."""


class Standing(StrEnum):
    """What is known of a tile."""

    HERE = "here"
    OLD = "old"
    """Here, but older than it may be: shown until a fresh one has come."""
    ABSENT = "absent"
    """The server has none, or sent no image."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Kept:
    """A tile as kept; `data` is empty unless the standing is HERE or OLD."""

    standing: Standing
    data: bytes = b""
    fetched_at_s: float = 0.0


_UNKNOWN = Kept(Standing.UNKNOWN)


class TileStore:
    """The kept tiles of one base map under a home's folder `tiles`.

    Instants are seconds since the epoch, given by the caller. Invariants: reading never
    raises; what cannot be read is UNKNOWN.
    """

    def __init__(self, folder: Path, base: BaseMap) -> None:
        """`folder` is the home's folder of all tiles."""
        self._folder = folder / base.folder
        self._layers = base.layers
        self._longest_s = base.keep_days * 86_400.0

    def read(self, layer: str, tile: TileAt, now_s: float) -> Kept:
        """What is kept of a tile."""
        file = self._file(layer, tile)
        try:
            whole = file.read_bytes()
        except OSError:
            return _UNKNOWN
        kept = _parsed(whole, now_s)
        if kept is None:
            file.unlink(missing_ok=True) if os.access(file.parent, os.W_OK) else None
            return _UNKNOWN
        return kept

    def put(self, layer: str, tile: TileAt, data: bytes, at_s: float, keep_s: float) -> None:
        """Keep a tile for so long at the most, and no longer than its base map allows.

        Raises
        ------
        OSError
            Where the disk is full or the folder cannot be written; nothing half is left.
        """
        self._write(layer, tile, data, at_s, min(keep_s, self._longest_s))

    def put_absent(self, layer: str, tile: TileAt, at_s: float, keep_s: float) -> None:
        """Remember that there is no such tile; raises as `put` does."""
        self._write(layer, tile, b"", at_s, keep_s)

    def describe(self, base: BaseMap) -> None:
        """Write down whose the tiles are; raises as `put` does."""
        about = {
            "name": base.name,
            "title": base.title.en,
            "attribution": base.attribution.en,
            "address": base.url,
            "keep_days": base.keep_days,
        }
        text = json.dumps(about, ensure_ascii=False, indent=1)
        _replace(self._folder / "about.json", text.encode())

    def _file(self, layer: str, tile: TileAt) -> Path:
        number = self._layers.index(layer)
        return self._folder.joinpath(*map(str, (number, tile.level, tile.column, tile.row)))

    def _write(self, layer: str, tile: TileAt, data: bytes, at_s: float, keep_s: float) -> None:
        head = {"at": at_s, "until": at_s + keep_s, "size": len(data), "sum": zlib.crc32(data)}
        _replace(self._file(layer, tile), json.dumps(head).encode() + b"\n" + data)


def clear_up(folder: Path, now_s: float, most_bytes: int = MOST_BYTES) -> int:
    """Bring all tiles of a home below a size, the longest unused first; what is left, bytes.

    Parts left behind by a killed console go too. Files that vanish meanwhile, taken by
    another console, count as gone.
    """
    found: list[tuple[float, int, str]] = []
    for file, (size, used_at) in _files(folder):
        if file.endswith(".part") and now_s - used_at > _STALE_PART_S:
            Path(file).unlink(missing_ok=True)
        else:
            found.append((used_at, size, file))
    total = sum(size for _, size, _ in found)
    if total <= most_bytes:
        return total
    for _, size, file in sorted(found):
        if total <= most_bytes * _ROOM:
            break
        try:
            Path(file).unlink(missing_ok=True)
        except OSError:
            continue
        total -= size
    return total


def _files(folder: Path) -> Iterator[tuple[str, tuple[int, float]]]:
    for at, _, names in os.walk(folder):
        for name in names:
            if name == "about.json":
                continue
            path = f"{at}/{name}"
            try:
                told = Path(path).stat()
            except OSError:
                continue
            yield path, (told.st_size, max(told.st_mtime, told.st_atime))


def _parsed(whole: bytes, now_s: float) -> Kept | None:
    line, _, data = whole.partition(b"\n")
    try:
        head = json.loads(line)
        at, until, size = float(head["at"]), float(head["until"]), int(head["size"])
        if size != len(data) or int(head["sum"]) != zlib.crc32(data):
            return None
    except (ValueError, KeyError, TypeError):
        return None
    # A clock that was set back must not make a tile young for years.
    is_old = not at - 86_400.0 <= now_s < until
    if not size:
        return _UNKNOWN if is_old else Kept(Standing.ABSENT, b"", at)
    return Kept(Standing.OLD if is_old else Standing.HERE, data, at)


def _replace(file: Path, content: bytes) -> None:
    half = file.with_name(f"{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(content)
        half.replace(file)
    except OSError:
        half.unlink(missing_ok=True)
        raise
