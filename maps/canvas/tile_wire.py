"""What the canvas and its worker process say to each other, as bytes on two pipes.

To the worker go messages: a length, a JSON header, then arrays as raw bytes. Back come
lines of text; the pixels themselves lie in a file both have mapped.
"""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from maps.canvas.base_image import Laid
from maps.canvas.tile_drawing import TILE_PX
from maps.layers.scene import CellsOfLevel, Ground, Ways
from maps.tiles.reading import Wanted, numbers_of, wanted_of
from models.domain.error import Words
from models.geography.on_disk import laid, let_go

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import BinaryIO

    from numpy.typing import NDArray

    from maps.canvas.base_image import Opened
    from maps.tiles.base_map import BaseMap

TILE_BYTES = TILE_PX * TILE_PX * 4
SLOTS = 3
"""Tiles drawn ahead, so that the worker never waits for the canvas to fetch one."""
_PART_BYTES = 1 << 20
_LENGTH = struct.Struct(">I")
_CELL_ARRAYS = ("ids", "label_m", "size_m", "bounds_m", "coords_m", "ring_offsets", "ring_cell")


def message(header: dict[str, Any], arrays: Sequence[NDArray[Any]] = ()) -> bytes:
    """One message as bytes."""
    return b"".join(parts_of(header, arrays))


def parts_of(header: dict[str, Any], arrays: Sequence[NDArray[Any]]) -> Iterator[bytes]:
    """The same in parts, each made when it is asked for: a city's ground is 170 MB."""
    shapes = [(array.dtype.str, array.shape) for array in arrays]
    head = json.dumps({**header, "arrays": shapes}).encode()
    yield _LENGTH.pack(len(head)) + head
    for array in arrays:
        data = np.ascontiguousarray(array).reshape(-1).view(np.uint8)
        for at in range(0, len(data), _PART_BYTES):
            yield data[at : at + _PART_BYTES].tobytes()
            let_go(array)


def read_message(stream: BinaryIO) -> tuple[dict[str, Any], list[NDArray[Any]]] | None:
    """The next message, its large arrays on the disk; None when the other side has gone."""
    length = stream.read(_LENGTH.size)
    if len(length) < _LENGTH.size:
        return None
    header = json.loads(stream.read(_LENGTH.unpack(length)[0]))
    try:
        arrays = [laid(_rows(stream, dtype, shape)) for dtype, shape in header.pop("arrays")]
    except EOFError:
        return None
    return header, arrays


def _rows(stream: BinaryIO, dtype: str, shape: Sequence[int]) -> Iterator[NDArray[Any]]:
    """An array in blocks of rows.

    Raises
    ------
    EOFError
        The other side has gone.
    """
    row_bytes = np.dtype(dtype).itemsize * int(np.prod(shape[1:]))
    at_once = max(1, _PART_BYTES // max(1, row_bytes))
    for first in range(0, max(1, shape[0]), at_once):
        rows = min(at_once, shape[0] - first)
        data = stream.read(rows * row_bytes)
        if len(data) < rows * row_bytes:
            raise EOFError
        yield np.frombuffer(data, dtype).reshape(rows, *shape[1:])


def ground_parts(ground: Ground, theme: str, hidden: frozenset[str]) -> Iterator[bytes]:
    """The ground and how to draw it; names stay here, tiles carry none."""
    levels = [cells.level for cells in ground.cells]
    ways = [{"kind": ways.kind, "is_area": ways.is_area} for ways in ground.ways]
    arrays = [getattr(cells, name) for cells in ground.cells for name in _CELL_ARRAYS]
    arrays += [array for ways in ground.ways for array in (ways.coords_m, ways.offsets)]
    header = {"say": "ground", "theme": theme, "hidden": sorted(hidden)}
    return parts_of({**header, "levels": levels, "ways": ways}, arrays)


def base_message(base: BaseMap | None, folder: str) -> bytes:
    """The base map as the table that tells of it; its key stays here."""
    told = {"name": base.name, "table": {**base.table, "key": ""}} if base else None
    return message({"say": "base", "base": told, "folder": folder})


def handed_message(at: Wanted, data: bytes) -> bytes:
    """A tile of the base map that does not lie on the disk."""
    array = np.frombuffer(data, np.uint8)
    return message({"say": "tile", "tile": numbers_of([at])}, [array])


def laid_words(laid: Laid) -> str:
    """What came of the base map on a tile, as text without a line's end."""
    return json.dumps([laid.is_bare, numbers_of(laid.lacking)], separators=(",", ":"))


def laid_from(words: str) -> Laid:
    """What `laid_words` say."""
    is_bare, lacking = json.loads(words)
    return Laid(is_bare, wanted_of(lacking))


def state_of(opened: Opened) -> BaseState:
    """What there is to say of a base map."""
    problem = opened.problem or (opened.image.problem if opened.image else None)
    return BaseState(opened.attribution, problem)


def state_line(opened: Opened) -> str:
    """The same as a line of text."""
    state = state_of(opened)
    problem = _pair(state.problem) if state.problem else None
    return "base " + json.dumps({"attribution": _pair(state.attribution), "problem": problem})


def state_from(said: dict[str, Any]) -> BaseState:
    """What a `state_line` says."""
    problem = said["problem"]
    return BaseState(Words(*said["attribution"]), Words(*problem) if problem else None)


@dataclass(frozen=True, slots=True)
class BaseState:
    """Whose the base map is, and what is wrong with it; None where nothing is."""

    attribution: Words
    problem: Words | None = None


def _pair(words: Words) -> tuple[str, str]:
    return words.zh, words.en


def ground_from(header: dict[str, Any], arrays: list[NDArray[Any]]) -> Ground:
    """The ground of `ground_parts`."""
    supply = iter(arrays)
    cells = tuple(
        CellsOfLevel(
            level=level,
            names=(),
            **{name: next(supply) for name in _CELL_ARRAYS},
        )
        for level in header["levels"]
    )
    ways = tuple(
        Ways(way["kind"], next(supply), next(supply), way["is_area"]) for way in header["ways"]
    )
    return Ground(cells, ways)
