"""Roads and water under the map of a home, kept as plain arrays.

Arrays and no vector file: every desk reads them while somebody waits for its first
picture, and a library that reads vector files takes longer to load than they do.
"""

from __future__ import annotations

import logging
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from console.state.reference import Backdrop, Lines

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from models.simulation.district import FictionalDistrict

FILE = "backdrop.npz"
RANKS = (1, 2, 3)
_RANK_OF_GRADE = np.array([1, 2, 3, 3])
"""Arterial, secondary, street and lane as the three classes that the map draws."""
_log = logging.getLogger(__name__)


def write_backdrop(folder: Path, district: FictionalDistrict) -> None:
    """Keep a fictional district's roads and water; WGS 84, whole or not at all."""
    arrays: dict[str, Any] = {}
    lines, ranks = district.roads.lines(), _RANK_OF_GRADE[district.roads.grade]
    for rank in RANKS:
        some = _lines(lines[ranks == rank])
        arrays[f"road_{rank}"], arrays[f"ends_{rank}"] = some.lonlat_deg, some.ends
    for rank in RANKS:
        texts, merged = _named(district, lines, ranks == rank)
        some = _lines(merged)
        arrays[f"named_{rank}"], arrays[f"named_ends_{rank}"] = some.lonlat_deg, some.ends
        arrays[f"names_{rank}"] = np.array(texts, np.str_)
    water = district.water
    for number, shape in enumerate((water.sea, water.lake, *water.rivers)):
        arrays[f"water_{number}"] = np.frombuffer(shapely.to_wkb(shape), np.uint8)
    half = folder / f".{FILE}.part"
    try:
        with half.open("wb") as handle:
            np.savez(handle, **arrays)
        half.replace(folder / FILE)
    finally:
        half.unlink(missing_ok=True)


def read_backdrop(folder: Path) -> Backdrop:
    """The roads and water of a home; nothing where it has none, or its file is damaged."""
    file = folder / FILE
    if not file.exists():
        return Backdrop()
    try:
        with np.load(file, allow_pickle=False) as arrays:
            roads = {r: Lines(arrays[f"road_{r}"], arrays[f"ends_{r}"]) for r in RANKS}
            names = [name for name in arrays.files if name.startswith("water_")]
            water = tuple(arrays[name].tobytes() for name in names)
            return Backdrop(roads, water, *_read_names(arrays))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        _log.warning("the map goes without roads and water: %s", error)
        return Backdrop()


def _named(
    district: FictionalDistrict,
    lines: NDArray[np.object_],
    chosen: NDArray[np.bool_],
) -> tuple[list[str], NDArray[np.object_]]:
    """The named roads among the chosen, each in as few pieces as it has; the longest first."""
    roads = district.roads
    texts: list[str] = []
    parts: list[shapely.LineString] = []
    for number in np.unique(roads.name[chosen & (roads.name >= 0)]).tolist():
        own = shapely.union_all(lines[chosen & (roads.name == number)])
        merged = shapely.get_parts(shapely.line_merge(own)).tolist()
        parts += merged
        texts += [roads.names[number][0]] * len(merged)
    order = np.argsort([-part.length for part in parts], kind="stable").tolist()
    return [texts[i] for i in order], np.array([parts[i] for i in order], object)


def _read_names(
    arrays: Mapping[str, NDArray[Any]],
) -> tuple[dict[int, Lines], dict[int, tuple[str, ...]]]:
    """Named lines and their names by rank; none of a home made before there were any."""
    ranks = [rank for rank in RANKS if f"names_{rank}" in arrays]
    named = {r: Lines(arrays[f"named_{r}"], arrays[f"named_ends_{r}"]) for r in ranks}
    return named, {r: tuple(arrays[f"names_{r}"].tolist()) for r in ranks}


def _lines(shapes: np.ndarray[tuple[int], np.dtype[np.object_]]) -> Lines:
    counts = shapely.get_num_coordinates(shapes)
    return Lines(shapely.get_coordinates(shapes), np.concatenate([[0], np.cumsum(counts)]))
