"""Opening whatever GDAL reads: layers, rows, text and raw polygons of one file.

It owns what can go wrong between a path and a table: archives, encodings, layers,
drivers. What the columns mean is not known here.
"""

from __future__ import annotations

import warnings
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataSourceError

from maps.geometry import encoding as encodings
from maps.geometry.draft import Notice, notice
from maps.geometry.opening import readable, unreadable
from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

_RAW: Final = "ISO-8859-1"
"""Maps each byte to the character of its number: text read so can be turned back into bytes."""
_CSV_SHAPES: Final = (
    "WKT,wkt,geom,geometry,GEOMETRY,the_geom,geom_wkt,wkt_geom,shape,polygon,边界"
)
_MAX_WARNINGS: Final = 5
_SNIFFED_ROWS: Final = 200


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one layer.

    `columns` has one array of n values for each name; `wkb` (n,) holds bytes or None;
    `crs` is what the file says, None where it says nothing.
    """

    layer: str
    driver: str
    crs: str | None
    encoding: str
    columns: dict[str, NDArray[Any]]
    wkb: NDArray[np.object_]
    warnings: list[Notice] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.wkb)


def read_table(path: Path, *, layer: str | None, encoding: str | None) -> Table:
    """Read one layer of a file, an archive or a folder.

    Raises
    ------
    BadInput
        `no_such_file`, `unreadable_file`, `no_such_layer`, `which_layer`, `no_polygons`,
        `unknown_encoding`, `wrong_encoding`.
    """
    if not path.exists():
        raise BadInput("no_such_file", Words(f"找不到文件 {path}", f"there is no file {path}"))
    if encoding is not None:
        encodings.checked(encoding, [])
    notes: list[Notice] = []
    with readable(path, encoding, notes) as (source, said), _heard(notes):
        try:
            return _read(source, path, layer=layer, asked=encoding, said=said, notes=notes)
        except (DataSourceError, UnicodeDecodeError, OSError, zipfile.BadZipFile) as error:
            raise unreadable(path, str(error)) from error


def _read(
    source: Path,
    path: Path,
    *,
    layer: str | None,
    asked: str | None,
    said: str,
    notes: list[Notice],
) -> Table:
    chosen = _chosen_layer(source, path, layer, notes)
    info = pyogrio.read_info(source, layer=chosen, encoding=_RAW)
    in_raw = said == ""
    try:
        meta, _, wkb, values = _rows(source, chosen, info["driver"], in_raw=in_raw)
    except UnicodeDecodeError:
        # Some drivers (MapInfo's, for one) pass on whatever bytes the file has.
        in_raw = True
        meta, _, wkb, values = _rows(source, chosen, info["driver"], in_raw=True)
    if wkb is None:
        raise _no_polygons(path, chosen)
    names = [str(name) for name in meta["fields"]]
    columns = dict(zip(names, values, strict=True))
    if in_raw:
        said, columns = _decoded(source, path, columns, asked, notes)
    return Table(chosen, info["driver"], _crs_said(meta), said, columns, wkb, notes)


def _rows(source: Path, layer: str, driver: str, *, in_raw: bool) -> Any:
    """The metadata, ids, WKB and columns of a layer, text in raw bytes if asked so."""
    return pyogrio.raw.read(
        source,
        layer=layer,
        encoding=_RAW if in_raw else None,
        force_2d=True,
        datetime_as_string=True,
        **_options(driver),
    )


def _options(driver: str) -> dict[str, str]:
    if driver != "CSV":
        return {}
    return {"GEOM_POSSIBLE_NAMES": _CSV_SHAPES, "KEEP_GEOM_COLUMNS": "NO"}


def _crs_said(meta: dict[str, Any]) -> str | None:
    crs = meta.get("crs")
    return str(crs) if crs else None


def _chosen_layer(source: Path, path: Path, layer: str | None, notes: list[Notice]) -> str:
    layers = [(str(name), kind) for name, kind in pyogrio.list_layers(source)]
    names = [name for name, _ in layers]
    if layer is not None:
        if layer in names:
            return layer
        alike = [name for name in names if name.casefold() == layer.casefold()]
        if len(alike) == 1:
            return alike[0]
        raise BadInput(
            "no_such_layer",
            Words(
                f"文件 {path.name} 中没有图层“{layer}”；现有图层：{'、'.join(names)}",
                f"{path.name} has no layer {layer}; its layers are: {', '.join(names)}",
            ),
        )
    if len(names) == 1:
        return names[0]
    fit = [name for name, kind in layers if _may_be_polygons(source, name, kind)]
    if len(fit) == 1:
        notes.append(
            notice(
                "layer_chosen",
                f"文件有多个图层（{'、'.join(names)}），采用唯一含面的图层“{fit[0]}”",
                f"of the layers {', '.join(names)} only {fit[0]} has polygons: it was read",
            )
        )
        return fit[0]
    if not names:
        raise _no_polygons(path, path.stem)
    raise BadInput(
        "which_layer",
        Words(
            f"文件 {path.name} 有多个图层：{'、'.join(names)}；请用 --layer 指定",
            f"{path.name} has several layers: {', '.join(names)}; choose one with --layer",
        ),
    )


def _may_be_polygons(source: Path, layer: str, kind: str | None) -> bool:
    """Whether a layer has polygons; where its kind is any, by a look at its first rows."""
    if kind is None or "oint" in kind or "LineString" in kind:
        return False
    if "Polygon" in kind or "Surface" in kind:
        return True
    _, _, wkb, _ = pyogrio.raw.read(
        source, layer=layer, columns=[], max_features=_SNIFFED_ROWS, encoding=_RAW
    )
    shapes = shapely.from_wkb(wkb, on_invalid="ignore")
    return bool((shapely.get_dimensions(shapes) == 2).any())


def _decoded(
    source: Path,
    path: Path,
    columns: dict[str, NDArray[Any]],
    asked: str | None,
    notes: list[Notice],
) -> tuple[str, dict[str, NDArray[Any]]]:
    """Names and values read as raw bytes, as text; and the encoding they are in."""
    texts = {name for name, values in columns.items() if values.dtype == object}
    raw = [
        _bytes_of(value) for name in texts for value in columns[name] if isinstance(value, str)
    ]
    raw += [_bytes_of(name) for name in columns]
    name = encodings.checked(asked, raw) if asked else _encoding_of(source, path, raw, notes)
    codes = {
        encodings.decoded(_bytes_of(key), name): (
            np.array([_as_text(value, name) for value in values], dtype=object)
            if key in texts
            else values
        )
        for key, values in columns.items()
    }
    return name, codes


def _encoding_of(source: Path, path: Path, raw: list[bytes], notes: list[Notice]) -> str:
    """The encoding of a file whose owner named none: its `.cpg` if true, else by looking."""
    likely = encodings.detected(raw)
    claim = _claimed(source)
    codec = encodings.codec_of(claim) if claim else None
    if likely is None:
        return claim if claim and codec else encodings.UTF8
    telling = [value for value in raw if not value.isascii()]
    if claim and codec and not encodings.contradicts(codec, telling, likely):
        return claim
    if claim:
        zh = f"文件 {path.name} 自称编码为 {claim}，但文字看起来是 {likely}，已按 {likely} 读取"
        en = f"{path.name} claims to be in {claim}, its text looks like {likely}: read as that"
    else:
        zh = f"文件 {path.name} 没有说明编码，按文字判断为 {likely}；如有误请用 --encoding 指定"
        en = f"{path.name} names no encoding; its text looks like {likely} (else --encoding)"
    notes.append(notice("encoding_guessed", zh, en))
    return likely


def _claimed(source: Path) -> str | None:
    """What a shapefile's `.cpg` says."""
    for suffix in (".cpg", ".CPG", ".cst"):
        beside = source.with_suffix(suffix)
        if beside.is_file():
            return beside.read_text(encoding="ascii", errors="replace").strip() or None
    return None


def _bytes_of(text: str) -> bytes:
    return text.encode("latin-1", errors="replace")


def _as_text(value: object, encoding: str) -> object:
    return encodings.decoded(_bytes_of(value), encoding) if isinstance(value, str) else value


@contextmanager
def _heard(notes: list[Notice]) -> Iterator[None]:
    """Take down what GDAL grumbles about while reading."""
    with warnings.catch_warnings(record=True) as grumbles:
        warnings.simplefilter("always")
        yield
    texts = dict.fromkeys(str(one.message) for one in grumbles)
    notes.extend(
        notice("gdal", f"读取时的提示：{text}", f"while reading: {text}")
        for text in list(texts)[:_MAX_WARNINGS]
    )


def _no_polygons(path: Path, layer: str) -> BadInput:
    zh = f"文件 {path.name} 的图层“{layer}”没有图形列，无法作为边界导入"
    en = f"the layer {layer} of {path.name} has no geometry: it cannot be boundaries"
    return BadInput("no_polygons", Words(zh, en))
