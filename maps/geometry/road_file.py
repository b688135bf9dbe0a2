"""Roads from a file: OpenStreetMap's `.osm.pbf`, or whatever lines GDAL reads."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataSourceError, FeatureError

from maps.geometry import road_tags
from maps.geometry.crs import placing_of
from maps.geometry.draft import Notice, notice
from maps.geometry.opening import readable, unreadable
from maps.geometry.vector_file import Table, read_table
from models.domain.error import BadInput, Words
from models.geography.roads import Roads
from resources.files import resource_path

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    Shapes = NDArray[np.object_]

_OSM: Final = (".pbf", ".osm")
_OSM_LINES: Final = "lines"


@dataclass(frozen=True, slots=True)
class RoadRequest:
    """Which file to read, and how. `kinds` are the classes somebody travels on."""

    path: Path
    kinds: frozenset[str]
    layer: str | None = None
    crs: str | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row that is no road, counted from 1, and why."""

    row: int
    reason: Words


@dataclass(frozen=True, slots=True)
class RoadReading:
    """What was read.

    `left_out` counts the lines of classes on which nobody travels, by class: they are no
    fault of the file.
    """

    read: int
    roads: Roads
    layer: str
    crs: str
    encoding: str
    rejected: tuple[Rejected, ...] = ()
    left_out: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[Notice, ...] = ()


def read_roads(request: RoadRequest) -> RoadReading:
    """Read a file of roads.

    Raises
    ------
    BadInput
        `no_such_file`, `unreadable_file`, `no_such_layer`, `which_layer`, `no_lines`,
        `bad_crs`, `which_crs`.
    """
    table = _table(request)
    warnings = list(table.warnings)
    shapes = np.asarray(shapely.from_wkb(table.wkb, on_invalid="ignore"), object)
    placing = placing_of(
        shapes, asked=request.crs, said=table.crs, known_box=None, warnings=warnings
    )
    placed = placing.to_lonlat(shapes)
    tags = road_tags.picked(table.columns)
    kinds = road_tags.classes(tags, len(table))
    if table.driver != "OSM":
        kinds = _known_classes(kinds, request.kinds, warnings)
    travelled = np.array([_is_travelled(kind, request.kinds) for kind in kinds], np.bool_)
    reasons = _faults(placed[travelled])
    rows = np.flatnonzero(travelled)
    good = rows[[reason is None for reason in reasons]]
    return RoadReading(
        read=len(table),
        roads=_roads(placed, good, kinds, tags),
        layer=table.layer,
        crs=placing.name,
        encoding=table.encoding,
        rejected=tuple(
            Rejected(int(row) + 1, reason)
            for row, reason in zip(rows, reasons, strict=True)
            if reason is not None
        ),
        left_out=dict(Counter(np.array(kinds, object)[~travelled]).most_common()),
        warnings=tuple(warnings),
    )


def _table(request: RoadRequest) -> Table:
    path = request.path
    if path.is_file() and path.suffix.casefold() in _OSM:
        return _osm_table(path, request.layer or _OSM_LINES)
    layer = request.layer or (_line_layer(path) if path.exists() else None)
    return read_table(path, layer=layer, encoding=None)


def _osm_table(path: Path, layer: str) -> Table:
    """The ways of an OpenStreetMap file that carry a `highway`, with the tags that count."""
    try:
        meta, _, wkb, values = pyogrio.raw.read(
            path,
            layer=layer,
            where="highway IS NOT NULL",
            force_2d=True,
            CONFIG_FILE=str(resource_path("osm_roads.ini")),
        )
    except (DataSourceError, FeatureError, ValueError) as error:
        raise unreadable(path, str(error)) from error
    columns: dict[str, NDArray[Any]] = dict(zip(map(str, meta["fields"]), values, strict=True))
    return Table(layer, "OSM", "EPSG:4326", "UTF-8", columns, wkb)


def _line_layer(path: Path) -> str | None:
    """The one layer with lines of a file with several; None leaves the choice to others."""
    with readable(path, None, []) as (source, _):
        try:
            layers = [(str(name), str(kind)) for name, kind in pyogrio.list_layers(source)]
        except DataSourceError as error:
            raise unreadable(path, str(error)) from error
    lines = [name for name, kind in layers if "Line" in kind]
    if len(layers) > 1 and not lines:
        raise BadInput(
            "no_lines",
            Words(
                f"文件 {path.name} 没有线图层，不能作为道路导入",
                f"{path.name} has no layer of lines: it cannot be roads",
            ),
        )
    if len(lines) > 1:
        raise BadInput(
            "which_layer",
            Words(
                f"文件 {path.name} 有多个线图层：{'、'.join(lines)}；请用 --layer 指定",
                f"{path.name} has several layers of lines: {', '.join(lines)};"
                " choose one with --layer",
            ),
        )
    return lines[0] if lines else None


def _known_classes(
    kinds: list[str], known: frozenset[str], warnings: list[Notice]
) -> list[str]:
    """Classes of an office's own words become plain roads: whoever sends roads means them."""
    strange = {kind for kind in kinds if not _is_travelled(kind, known) and not _is_osm(kind)}
    if not strange:
        return kinds
    some = "、".join(sorted(strange)[:5])
    zh = f"不认识的道路等级（{some}）按普通道路处理"
    en = f"unknown classes of road ({some.replace('、', ', ')}) are taken as plain roads"
    warnings.append(notice("unknown_class", zh, en))
    return [road_tags.ROAD if kind in strange else kind for kind in kinds]


def _is_osm(kind: str) -> bool:
    """Ways that OpenStreetMap names and nobody travels on."""
    return kind in {"construction", "proposed", "abandoned", "razed", "elevator", "rest_area"}


def _is_travelled(kind: str, known: frozenset[str]) -> bool:
    return kind in known or kind.removesuffix("_link") in known


_LINES: Final = (1, 2, 5)
"""LineString, LinearRing and MultiLineString, as shapely numbers them."""


def _faults(shapes: Shapes) -> list[Words | None]:
    """Why each shape is no road; None where it is one."""
    kind, box = shapely.get_type_id(shapes), shapely.bounds(shapes)
    with np.errstate(invalid="ignore"):
        on_earth = np.asarray((np.abs(box) <= [180, 90, 180, 90]).all(axis=1))
    checks: list[tuple[NDArray[np.bool_], Words]] = [
        (shapely.is_missing(shapes) | shapely.is_empty(shapes), _NO_SHAPE),
        (~np.isin(kind, _LINES), _NO_LINE),
        (~on_earth, _NOWHERE),
        (shapely.length(shapes) == 0, _NO_LENGTH),
    ]
    faults: list[Words | None] = [None] * len(shapes)
    for is_wrong, words in reversed(checks):
        for row in np.flatnonzero(is_wrong):
            faults[row] = words
    return faults


_NO_SHAPE: Final = Words("没有图形", "no geometry")
_NO_LINE: Final = Words("不是线", "not a line")
_NOWHERE: Final = Words("坐标不在地球上", "coordinates that are nowhere on Earth")
_NO_LENGTH: Final = Words("长度为零", "no length")


def _roads(
    shapes: Shapes, rows: NDArray[np.intp], kinds: list[str], tags: Mapping[str, list[str]]
) -> Roads:
    """The good rows as roads; each part of a multi-line is one."""
    parts, whose = shapely.get_parts(shapes[rows], return_index=True)
    row = rows[whose]
    coords, index = shapely.get_coordinates(parts, return_index=True)
    names, kind = np.unique(np.array(kinds, object)[row].astype(str), return_inverse=True)
    n = len(kinds)
    named = tags.get("name", [""] * n)
    return Roads(
        lonlat_deg=np.asarray(coords, np.float64),
        offset=np.searchsorted(index, np.arange(len(parts) + 1)).astype(np.int64),
        kind=kind.astype(np.int16),
        kinds=tuple(names.tolist()),
        oneway=road_tags.directions(tags, kinds)[row],
        max_kmh=road_tags.limits_kmh(tags, n)[row],
        access=road_tags.access(tags, n)[row],
        names=tuple(named[i] for i in row),
    )
