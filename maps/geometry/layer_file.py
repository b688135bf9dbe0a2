"""Opening a vector file, whatever its format, into plain columns and shapes.

Shapefiles, archives and texts in foreign encodings are first set out in a temporary
folder in a form GDAL reads rightly; the user's own files are never touched, and no
side file is left beside them.
"""

from __future__ import annotations

import tempfile
import warnings
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyogrio
from pyogrio.errors import CRSError, DataLayerError, DataSourceError

from maps.geometry.file_staging import Staged, staged
from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from maps.geometry.boundary_values import Notice

_GEOMETRY_COLUMNS = "WKT,wkt,geom,geometry,the_geom,wkb,wkb_geometry,shape,边界,几何,坐标"
"""How the column with the shape may be called in a CSV."""


@dataclass(frozen=True, slots=True)
class VectorTable:
    """One layer: columns by name, and one WKB (or None) for each feature.

    Invariants: all columns are as long as `wkb`; `crs` is what the file says of itself,
    None where it says nothing.
    """

    columns: dict[str, NDArray[Any]]
    wkb: NDArray[Any]
    crs: str | None
    encoding: str
    layer: str
    notices: tuple[Notice, ...] = ()


def read_table(
    file: Path, *, layer: str | None, encoding: str | None, wanted: Sequence[str] = ()
) -> VectorTable:
    """Read one layer of a file.

    Parameters
    ----------
    layer
        Its name or, failing that, its number from 0. None takes the only layer of
        polygons; of several, the only one that has all the `wanted` columns.

    Raises
    ------
    BadInput
        `no_file`, `not_a_vector_file`, `unknown_layer`, `which_layer`, `no_geometry`,
        `unknown_encoding` or `wrong_encoding`.
    """
    if not file.exists():
        raise BadInput("no_file", Words(f"找不到文件 {file}", f"there is no file {file}"))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wangge-")))
        stage = staged(file, folder, encoding)
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore", RuntimeWarning)  # GDAL's; what matters we report
        choices = _layers(file, stage)
        source, name = _chosen(file, choices, layer, wanted)
        return _read(file, stage, source, name)


def _layers(file: Path, stage: Staged) -> list[tuple[str, str, str | None]]:
    """All layers of all sources: where, name, kind of geometry (None: no geometry)."""
    found = []
    for source in stage.sources:
        try:
            found += [(source, str(name), kind) for name, kind in pyogrio.list_layers(source)]
        except DataSourceError as error:
            raise _unreadable(file, str(error)) from error
    if not found:
        raise _unreadable(file, "no layer")
    return found


def _chosen(
    file: Path,
    choices: list[tuple[str, str, str | None]],
    layer: str | None,
    wanted: Sequence[str],
) -> tuple[str, str]:
    if layer is not None:
        for source, name, _ in choices:
            if name == layer:
                return source, name
        if layer.isdecimal() and int(layer) < len(choices):
            return choices[int(layer)][:2]
        raise BadInput("unknown_layer", _layer_words(file, choices, layer))
    shaped = [choice for choice in choices if choice[2] is not None] or choices
    areal = [choice for choice in shaped if not _is_thin(choice[2])] or shaped
    if len(areal) > 1:
        areal = [choice for choice in areal if _has(choice, wanted)] or areal
    if len(areal) > 1:
        raise BadInput("which_layer", _layer_words(file, choices, None))
    return areal[0][:2]


def _is_thin(kind: str | None) -> bool:
    return kind is not None and ("Point" in kind or "Line" in kind)


def _has(choice: tuple[str, str, str | None], wanted: Sequence[str]) -> bool:
    fields = {str(name).lower() for name in pyogrio.read_info(choice[0], choice[1])["fields"]}
    return bool(wanted) and all(name.lower() in fields for name in wanted)


def _read(file: Path, stage: Staged, source: str, layer: str) -> VectorTable:
    options: dict[str, Any] = {}
    if Path(source).suffix.lower() in {".csv", ".tsv", ".txt"}:
        options = {
            "GEOM_POSSIBLE_NAMES": _GEOMETRY_COLUMNS,
            "KEEP_GEOM_COLUMNS": "NO",
            "AUTODETECT_TYPE": "NO",
        }
    try:
        meta, _, wkb, values = pyogrio.raw.read(source, layer=layer, **options)
    except (DataSourceError, DataLayerError, CRSError) as error:
        raise _unreadable(file, str(error)) from error
    except UnicodeDecodeError as error:
        raise BadInput("wrong_encoding", _garbled_words(file)) from error
    if wkb is None:
        raise BadInput("no_geometry", _shapeless_words(file, layer, list(meta["fields"])))
    columns = dict(zip(map(str, meta["fields"]), values, strict=True))
    name = stage.encoding or str(meta["encoding"] or "UTF-8")
    return VectorTable(columns, wkb, meta["crs"], name, layer, stage.notices)


def _unreadable(file: Path, why: str) -> BadInput:
    return BadInput(
        "not_a_vector_file",
        Words(
            f"{file} 不是能读的矢量文件（GeoJSON、GeoPackage、Shapefile、KML、GML、FlatGeobuf、"
            f"带 WKT 列的 CSV 等）：{why}",
            f"{file} is no vector file that can be read (GeoJSON, GeoPackage, Shapefile, KML,"
            f" GML, FlatGeobuf, CSV with a WKT column …): {why}",
        ),
    )


def _layer_words(
    file: Path, choices: list[tuple[str, str, str | None]], layer: str | None
) -> Words:
    names = "、".join(name for _, name, _ in choices)
    listed = ", ".join(name for _, name, _ in choices)
    if layer is None:
        return Words(
            f"{file} 有多个图层：{names}；请用 --layer 指明一个",
            f"{file} has several layers: {listed}; name one with --layer",
        )
    return Words(
        f"{file} 没有图层“{layer}”；现有图层：{names}",
        f"{file} has no layer {layer!r}; it has: {listed}",
    )


def _garbled_words(file: Path) -> Words:
    return Words(
        f"{file} 的文字不是它自称的编码；请用 --encoding 指明（常用 GBK、UTF-8）",
        f"the texts of {file} are not in the encoding it claims; name it with --encoding"
        " (usually GBK or UTF-8)",
    )


def _shapeless_words(file: Path, layer: str, fields: list[str]) -> Words:
    return Words(
        f"{file} 的图层“{layer}”没有图形，只有字段：{'、'.join(fields)}",
        f"layer {layer!r} of {file} has no geometry, only the fields: {', '.join(fields)}",
    )
