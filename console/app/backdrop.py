"""Roads and water under the map of a home, read from its GeoPackage."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from shapely.errors import GEOSException

from console.state.reference import Backdrop, Lines

if TYPE_CHECKING:
    from pathlib import Path

FILE = "backdrop.gpkg"
RANKS = (1, 2, 3)
_log = logging.getLogger(__name__)


def read_backdrop(folder: Path) -> Backdrop:
    """The roads and water of a home; nothing where it has none, or its file is damaged."""
    file = folder / FILE
    if not file.exists():
        return Backdrop()
    try:
        return _read(file)
    except (DataSourceError, DataLayerError, GEOSException, ValueError) as error:
        _log.warning("the map goes without roads and water: %s", error)
        return Backdrop()


def _read(file: Path) -> Backdrop:
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
