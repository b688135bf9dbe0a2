"""A GeoPackage (or what else GDAL reads) as a base map: lines and areas by kind.

Kinds are those of `symbols.toml`. A layer's kind is what the base map's `kinds` says, else
it is told from the names: of the layer, and of the class in a column such as `highway`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from maps.tiles.tile_file import bad_file
from models.geography.datum import Datum, to_wgs84

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.tiles.base_map import BaseMap

_CLASS_COLUMNS: Final = ("highway", "fclass", "class", "kind", "type", "waterway", "natural")
_WORDS: Final = (
    ("motorway", r"motorway|trunk|高速|快速"),
    ("primary", r"primary|arterial|主干|国道|省道"),
    ("secondary", r"secondary|tertiary|次干|县道"),
    ("rail", r"rail|subway|tram|铁路|轨道"),
    ("building", r"building|house|建筑|房屋"),
    ("green", r"green|park|forest|wood|grass|meadow|绿地|公园|林"),
    ("river", r"river|stream|canal|waterway|河|渠"),
    ("water", r"water|lake|sea|ocean|reservoir|pond|水|湖|海"),
    ("path", r"footway|path|steps|cycleway|bridleway|track|pedestrian|步行|人行|小道"),
    ("minor", r"road|street|highway|residential|service|path|way|路|街|巷"),
)
ORDER: Final = (
    *(
        "area",
        "green",
        "water",
        "building",
        "river",
        "path",
        "minor",
        "secondary",
        "primary",
        "motorway",
    ),
    "rail",
)
"""From bottom to top."""
_LINES: Final = frozenset({1, 5})
_AREAS: Final = frozenset({3, 6})


@dataclass(frozen=True, slots=True)
class Shapes:
    """All lines or all areas of one kind; `wkb` are WGS 84 geometries."""

    kind: str
    wkb: tuple[bytes, ...]
    is_area: bool


def read_shapes(base: BaseMap) -> tuple[Shapes, ...]:
    """Everything that can be drawn, from bottom to top.

    Raises
    ------
    BadInput
        `bad_basemap_file`, where the file is missing, damaged, without a coordinate system
        or has nothing to draw.
    """
    path = Path(base.file)
    if not path.is_file():
        raise bad_file(path, "找不到：请检查路径", "is not there: check the path")
    found: dict[tuple[str, bool], list[bytes]] = {}
    for layer in _layers(path):
        for kind, is_area, shapes in _parts(path, layer, base):
            found.setdefault((kind, is_area), []).extend(shapely.to_wkb(shapes))
    if not found:
        raise bad_file(path, "没有可画的线或面", "has no lines or areas to draw")
    places = {kind: at for at, kind in enumerate(ORDER)}
    order = sorted(found, key=lambda key: (places.get(key[0], -1), not key[1]))
    return tuple(Shapes(kind, tuple(found[kind, area]), area) for kind, area in order)


def kind_of_names(names: Iterable[str], *, is_area: bool) -> str:
    """The kind that some names tell; failing that `area` or `minor`."""
    for name in names:
        for kind, pattern in _WORDS:
            if re.search(pattern, name, re.IGNORECASE):
                return "water" if is_area and kind == "river" else kind
    return "area" if is_area else "minor"


def _layers(path: Path) -> list[str]:
    import pyogrio

    try:
        return [str(name) for name, form in pyogrio.list_layers(path) if form]
    except (pyogrio.errors.DataSourceError, RuntimeError) as error:
        raise _broken(path, error) from error


def _parts(path: Path, layer: str, base: BaseMap) -> Iterable[tuple[str, bool, Any]]:
    meta, shapes, columns = _read(path, layer)
    shapes = shapely.transform(shapes, _ToWgs84(path, layer, meta["crs"], base.datum))
    shapes = np.where(_is_on_earth(shapes), shapes, None)
    types = shapely.get_type_id(shapes)
    for wanted, is_area in ((_AREAS, True), (_LINES, False)):
        fitting = np.isin(types, list(wanted))
        if not fitting.any():
            continue
        kinds = _kinds(layer, columns, len(types), base, is_area=is_area)
        for kind in sorted(set(kinds[fitting])):
            yield kind, is_area, shapes[fitting & (kinds == kind)]


def _read(path: Path, layer: str) -> tuple[dict[str, Any], Any, list[Any]]:
    import pyogrio

    try:
        fields = [str(f) for f in pyogrio.read_info(path, layer=layer)["fields"]]
        wanted = [f for name in _CLASS_COLUMNS for f in fields if f.lower() == name]
        meta, _, wkb, columns = pyogrio.raw.read(
            path, layer=layer, columns=wanted, force_2d=True
        )
        shapes = shapely.from_wkb(wkb, on_invalid="ignore")
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise _broken(path, error) from error
    except (pyogrio.errors.FieldError, pyogrio.errors.FeatureError, RuntimeError) as error:
        raise _broken(path, error) from error
    keep = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    return meta, shapes[keep], [np.asarray(column)[keep] for column in columns]


def _is_on_earth(shapes: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Whether shapes lie within the degrees there are: what is not comes from a wrong CRS."""
    points, of_shape = shapely.get_coordinates(shapes, return_index=True)
    is_off = ~(np.abs(points) <= (180.0, 90.0)).all(axis=1)  # not a number is off, too
    on_earth = np.ones(len(shapes), np.bool_)
    on_earth[of_shape[is_off]] = False
    return on_earth


def _kinds(
    layer: str, columns: list[Any], count: int, base: BaseMap, *, is_area: bool
) -> NDArray[np.object_]:
    told = base.kinds.get(layer)
    if told or not columns:
        kind = told or kind_of_names((layer,), is_area=is_area)
        return np.full(count, kind, dtype=object)
    rows = zip(*columns, strict=True)
    known: dict[tuple[str, ...], str] = {}
    kinds = np.empty(count, dtype=object)
    for row, values in enumerate(rows):
        names = (*(str(v) for v in values if isinstance(v, str) and v), layer)
        if names not in known:
            known[names] = kind_of_names(names, is_area=is_area)
        kinds[row] = known[names]
    return kinds


class _ToWgs84:
    """Coordinates of a layer as WGS 84 degrees."""

    def __init__(self, path: Path, layer: str, crs: str | None, datum: Datum) -> None:
        from pyproj import CRS, Transformer
        from pyproj.exceptions import ProjError

        if not crs:
            raise bad_file(
                path,
                f"图层 {layer} 没有坐标系：请在来源处补上",
                f"has a layer {layer} without a coordinate system: add it where it was made",
            )
        self._datum = datum
        self._to_degrees = None
        try:
            source = CRS.from_user_input(crs)
            if source != CRS.from_epsg(4326):
                self._to_degrees = Transformer.from_crs(source, 4326, always_xy=True)
        except ProjError as error:  # a local grid, or no coordinate system at all
            raise _broken(path, error) from error

    def __call__(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Shape (n, 2) into shape (n, 2)."""
        if self._to_degrees is not None:
            points = np.column_stack(self._to_degrees.transform(points[:, 0], points[:, 1]))
        return to_wgs84(points, self._datum) if self._datum is not Datum.WGS84 else points


def _broken(path: Path, error: Exception) -> Exception:
    said = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
    return bad_file(
        path,
        f"已损坏，或不是地理数据文件（{said}）：请重新复制",
        f"is damaged, or no file of geographic data ({said}): copy it again",
    )
