"""Roads and water under the map of a home, read from its GeoPackage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyogrio
import shapely

from console.state.reference import Backdrop, Lines

if TYPE_CHECKING:
    from pathlib import Path

FILE = "backdrop.gpkg"
RANKS = (1, 2, 3)


def read_backdrop(folder: Path) -> Backdrop:
    """The roads and water of a home; nothing where it has none."""
    file = folder / FILE
    if not file.exists():
        return Backdrop()
    _, _, lines, (ranks,) = pyogrio.raw.read(file, layer="roads", columns=["rank"])
    _, _, polygons, _ = pyogrio.raw.read(file, layer="water", columns=[])
    shapes = shapely.from_wkb(lines)
    return Backdrop(
        roads={rank: _lines(shapes[ranks == rank]) for rank in RANKS},
        water=tuple(bytes(wkb) for wkb in polygons),
    )


def _lines(shapes: np.ndarray[tuple[int], np.dtype[np.object_]]) -> Lines:
    counts = shapely.get_num_coordinates(shapes)
    return Lines(shapely.get_coordinates(shapes), np.concatenate([[0], np.cumsum(counts)]))
