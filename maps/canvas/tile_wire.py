"""What the canvas and its worker process say to each other, as bytes on two pipes.

To the worker go messages: a length, a JSON header, then arrays as raw bytes. Back come
lines of text; the pixels themselves lie in a file both have mapped.
"""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any

import numpy as np

from maps.canvas.tile_drawing import TILE_PX
from maps.layers.scene import CellsOfLevel, Ground, Ways

if TYPE_CHECKING:
    from typing import BinaryIO

    from numpy.typing import NDArray

TILE_BYTES = TILE_PX * TILE_PX * 4
SLOTS = 3
"""Tiles drawn ahead, so that the worker never waits for the canvas to fetch one."""
_LENGTH = struct.Struct(">I")
_CELL_ARRAYS = ("label_m", "size_m", "bounds_m", "coords_m", "ring_offsets", "ring_cell")


def message(header: dict[str, Any], arrays: list[NDArray[Any]] | None = None) -> bytes:
    """One message as bytes."""
    arrays = [np.ascontiguousarray(array) for array in arrays or []]
    shapes = [(array.dtype.str, array.shape) for array in arrays]
    head = json.dumps({**header, "arrays": shapes}).encode()
    return b"".join([_LENGTH.pack(len(head)), head, *(array.tobytes() for array in arrays)])


def read_message(stream: BinaryIO) -> tuple[dict[str, Any], list[NDArray[Any]]] | None:
    """The next message; None when the other side has gone."""
    length = stream.read(_LENGTH.size)
    if len(length) < _LENGTH.size:
        return None
    header = json.loads(stream.read(_LENGTH.unpack(length)[0]))
    arrays = []
    for dtype, shape in header.pop("arrays"):
        count = int(np.prod(shape))
        data = stream.read(count * np.dtype(dtype).itemsize)
        arrays.append(np.frombuffer(data, dtype).reshape(shape))
    return header, arrays


def ground_message(ground: Ground, theme: str, hidden: frozenset[str]) -> bytes:
    """The ground and how to draw it; names stay here, tiles carry none."""
    levels = [
        {"level": cells.level, "ids": [int(i) for i in cells.ids]} for cells in ground.cells
    ]
    ways = [{"kind": ways.kind, "is_area": ways.is_area} for ways in ground.ways]
    arrays = [getattr(cells, name) for cells in ground.cells for name in _CELL_ARRAYS]
    arrays += [array for ways in ground.ways for array in (ways.coords_m, ways.offsets)]
    header = {"say": "ground", "theme": theme, "hidden": sorted(hidden)}
    return message({**header, "levels": levels, "ways": ways}, arrays)


def ground_from(header: dict[str, Any], arrays: list[NDArray[Any]]) -> Ground:
    """The ground of a `ground_message`."""
    supply = iter(arrays)
    cells = tuple(
        CellsOfLevel(
            level=level["level"],
            ids=tuple(level["ids"]),
            names=(),
            **{name: next(supply) for name in _CELL_ARRAYS},
        )
        for level in header["levels"]
    )
    ways = tuple(
        Ways(way["kind"], next(supply), next(supply), way["is_area"]) for way in header["ways"]
    )
    return Ground(cells, ways)
