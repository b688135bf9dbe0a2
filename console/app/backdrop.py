"""Roads and water under the map of a home, kept as plain arrays beside where they come from.

They come from the roads that were brought in, else from the home's GeoPackage. Arrays are kept
of both, because every desk reads them while somebody waits for its first picture, and a
library that reads vector files takes longer to load than they do.
"""

from __future__ import annotations

import logging
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from console.app import ground_file
from console.app.whole_file import whole_file
from console.state.reference import ROAD_KINDS, Backdrop, Lines
from console.state.road_net import travel_profiles
from maps.tiles.geopackage import kind_of_names
from models.domain.error import BadInput, Trouble
from models.geography.on_disk import laid

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from models.geography.roads import Roads

FILE: Final = "backdrop.npz"
"""Arrays of the home's GeoPackage; in homes of earlier releases all there is."""
IMPORTED: Final = "backdrop-roads.npz"
"""Arrays of the roads that were brought in."""
_OLD_KINDS: Final = {"1": "primary", "2": "secondary", "3": "minor"}
_LINES: Final = ("road", "ends", "named", "named_ends", "names")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """The roads of a database: what tells them from others (empty: none), how to read them."""

    digest: str
    read: Callable[[], Roads]


def read_backdrop(folder: Path, brought_in: BroughtIn | None = None) -> Backdrop:
    """The roads and water of a home; nothing where it has none, or its files are damaged.

    Roads that were brought in take the place of those of the file.

    Raises
    ------
    Trouble
        `database_away` and its like, where roads are to be read from there.
    """

    def of_file() -> Backdrop:
        found = ground_file.read_ground(folder / ground_file.FILE, travel_profiles().kinds)
        for words in found.faults:
            _log.warning("%s: %s", ground_file.FILE, words.in_("en"))
        return backdrop_of(found.roads, found.water)

    def of_database() -> Backdrop:
        return Backdrop() if brought_in is None else backdrop_of(brought_in.read())

    ground = _kept(folder / FILE, _stamp(folder / ground_file.FILE), of_file)
    if brought_in is None or not brought_in.digest:
        return ground
    made = _kept(folder / IMPORTED, brought_in.digest, of_database)
    return Backdrop(made.roads, ground.water, made.named, made.names)


def is_kept(folder: Path, brought_in: BroughtIn) -> bool:
    """Whether the arrays of a home's roads and water, as they are now, need only be read."""
    stamps = {FILE: _stamp(folder / ground_file.FILE), IMPORTED: brought_in.digest}
    return all(not now or _stamp_in(folder / name) == now for name, now in stamps.items())


def backdrop_of(roads: Roads, water: tuple[bytes, ...] = ()) -> Backdrop:
    """Roads as the map draws them: by kind, and those with a name in few pieces."""
    kind_of = np.array([kind_of_names((name,), is_area=False) for name in roads.kinds] or [""])
    kinds = kind_of[roads.kind]
    index = np.repeat(np.arange(len(roads)), np.diff(roads.offset))
    lines = np.asarray(shapely.linestrings(roads.lonlat_deg, indices=index), object)
    names = np.array(roads.names, object)
    drawn: dict[str, Lines] = {}
    named: dict[str, Lines] = {}
    texts: dict[str, tuple[str, ...]] = {}
    for kind in ROAD_KINDS:
        chosen = kinds == kind
        drawn[kind] = _lines(lines[chosen])
        found, merged = _merged(lines[chosen], names[chosen])
        named[kind], texts[kind] = _lines(merged), found
    return Backdrop(drawn, water, named, texts)


def _stamp(file: Path) -> str:
    """What tells this file from another of its name; empty where there is none."""
    try:
        told = file.stat()
    except OSError:
        return ""
    return f"{told.st_size}-{told.st_mtime_ns}"


def _kept(file: Path, stamp: str, make: Callable[[], Backdrop]) -> Backdrop:
    """The arrays of a source as it is now: those kept, else made anew and kept.

    Without a source (an empty stamp) what is kept is all there is.
    """
    kept, kept_stamp = _read(file)
    if not stamp or kept_stamp == stamp:
        return kept
    try:
        fresh = make()
    except BadInput as error:
        _log.warning("the map goes without roads and water: %s", error)
        return Backdrop()
    try:
        _write(file, fresh, stamp)
    except Trouble as error:  # no room, or a folder of others: made anew each time
        _log.warning("roads and water are not kept: %s", error)
    return fresh


def _write(file: Path, backdrop: Backdrop, stamp: str) -> None:
    arrays: dict[str, Any] = {"stamp": np.array(stamp)}
    for kind, lines in backdrop.roads.items():
        own = backdrop.named[kind]
        texts = np.array(backdrop.names[kind], np.str_)
        parts = (lines.lonlat_deg, lines.ends, own.lonlat_deg, own.ends, texts)
        arrays |= {f"{name}_{kind}": part for name, part in zip(_LINES, parts, strict=True)}
    for number, wkb in enumerate(backdrop.water):
        arrays[f"water_{number}"] = np.frombuffer(wkb, np.uint8)
    with whole_file(file, overwrite=True) as half, half.open("wb") as handle:
        np.savez(handle, **arrays)


def _stamp_in(file: Path) -> str:
    """Of which state of its source a file of arrays is; empty where it does not say."""
    try:
        with np.load(file, allow_pickle=False) as arrays:
            return str(arrays["stamp"])
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return ""


def _read(file: Path) -> tuple[Backdrop, str]:
    """What is kept, and of which state of its source; nothing where the file is damaged."""
    if not file.exists():
        return Backdrop(), ""
    try:
        with np.load(file, allow_pickle=False) as arrays:
            stamp = str(arrays["stamp"]) if "stamp" in arrays.files else ""
            return _arrays(arrays), stamp
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        _log.warning("the map goes without roads and water: %s", error)
        return Backdrop(), ""


def _arrays(arrays: Any) -> Backdrop:
    """From the arrays of a file; homes of earlier releases had ranks for kinds, or no names."""
    roads: dict[str, Lines] = {}
    named: dict[str, Lines] = {}
    names: dict[str, tuple[str, ...]] = {}
    for entry in arrays.files:
        sort, _, key = entry.partition("_")
        kind = _OLD_KINDS.get(key, key)
        if sort == "road":
            roads[kind] = Lines(laid([arrays[entry]]), laid([arrays[f"ends_{key}"]]))
        elif sort == "names":
            line = laid([arrays[f"named_{key}"]])
            named[kind] = Lines(line, arrays[f"named_ends_{key}"])
            names[kind] = tuple(arrays[entry].tolist())
    water = [arrays[name].tobytes() for name in arrays.files if name.startswith("water_")]
    return Backdrop(roads, tuple(water), named, names)


def _merged(
    lines: NDArray[np.object_], names: NDArray[np.object_]
) -> tuple[tuple[str, ...], NDArray[np.object_]]:
    """The named among some lines, each in as few pieces as it has; the longest first."""
    has_name = np.array([bool(name) for name in names], np.bool_)
    lines, names = lines[has_name], names[has_name]
    order = np.argsort(names.astype(str), kind="stable")
    words, first = np.unique(names[order].astype(str), return_index=True)
    texts: list[str] = []
    parts: list[Any] = []
    for text, own in zip(words.tolist(), np.split(lines[order], first[1:]), strict=False):
        merged = shapely.get_parts(shapely.line_merge(shapely.union_all(own))).tolist()
        parts += merged
        texts += [text] * len(merged)
    longest = np.argsort([-part.length for part in parts], kind="stable").tolist()
    return tuple(texts[i] for i in longest), np.array([parts[i] for i in longest], object)


def _lines(shapes: NDArray[np.object_]) -> Lines:
    counts = shapely.get_num_coordinates(shapes)
    return Lines(
        laid([shapely.get_coordinates(shapes)]), np.concatenate([[0], np.cumsum(counts)])
    )
