"""Opening whatever GDAL reads: layers, rows, text and raw polygons of one file.

It owns what can go wrong between a path and a table: archives, encodings, layers,
drivers. What the columns mean is not known here.
"""

from __future__ import annotations

import tempfile
import warnings
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyogrio
from pyogrio.errors import DataSourceError

from maps.geometry import encoding as encodings
from maps.geometry.draft import Notice, notice
from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_TEXT: Final = frozenset(
    {".geojson", ".json", ".geojsonl", ".geojsons", ".topojson", ".csv", ".tsv", ".kml", ".gml"}
)
"""Formats that are text as a whole and that GDAL expects in UTF-8."""
_INSIDE: Final = (".shp", ".gpkg", ".geojson", ".json", ".fgb", ".kml", ".gml", ".tab", ".mif")
"""What to look for in an archive, the surest first."""
_RAW: Final = "ISO-8859-1"
"""Maps each byte to the character of its number: text read so can be turned back into bytes."""
_CSV_SHAPES: Final = (
    "WKT,wkt,geom,geometry,GEOMETRY,the_geom,geom_wkt,wkt_geom,shape,polygon,边界"
)
_MAX_UNPACKED_BYTES: Final = 4 << 30
_MAX_WARNINGS: Final = 5


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
    notes: list[Notice] = []
    with _readable(path, encoding, notes) as (source, said), _heard(notes):
        try:
            return _read(source, path, layer=layer, asked=encoding, said=said, notes=notes)
        except (DataSourceError, UnicodeDecodeError, OSError, zipfile.BadZipFile) as error:
            raise _unreadable(path, str(error)) from error


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
    options = _options(info["driver"])
    in_raw = said == ""
    meta, _, wkb, values = pyogrio.raw.read(
        source,
        layer=chosen,
        encoding=_RAW if in_raw else None,
        force_2d=True,
        datetime_as_string=True,
        **options,
    )
    if wkb is None:
        raise _no_polygons(path, chosen)
    names = [str(name) for name in meta["fields"]]
    columns = dict(zip(names, values, strict=True))
    if in_raw:
        said, columns = _decoded(source, path, columns, asked, notes)
    return Table(chosen, info["driver"], _crs_said(meta), said, columns, wkb, notes)


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
    fit = [name for name, kind in layers if kind is not None and "oint" not in kind
           and "LineString" not in kind]  # fmt: skip
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
        en = f"{path.name} claims to be in {claim}, but its text looks like {likely}: read as that"
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
def _readable(path: Path, asked: str | None, notes: list[Notice]) -> Iterator[tuple[Path, str]]:
    """A path GDAL can open, and the encoding that is settled already ("" if it is not)."""
    with tempfile.TemporaryDirectory(prefix="wangge-import-") as folder:
        source = path
        if path.suffix.casefold() == ".zip":
            source = _unpacked(path, Path(folder))
        if source.is_file() and source.suffix.casefold() in _TEXT:
            yield _as_utf8(source, path, Path(folder), asked, notes)
        else:
            yield source, "" if _has_raw_text(source) else encodings.UTF8


def _has_raw_text(source: Path) -> bool:
    """Whether a format stores text without saying in which encoding."""
    return source.is_dir() or source.suffix.casefold() in {".shp", ".dbf", ".shx", ".dxf"}


def _as_utf8(
    source: Path, path: Path, folder: Path, asked: str | None, notes: list[Notice]
) -> tuple[Path, str]:
    """A text file, rewritten in UTF-8 where it is in something else."""
    content = source.read_bytes()
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        name = "UTF-16"
    else:
        lines = content.removeprefix(b"\xef\xbb\xbf").splitlines()
        if asked:
            name = encodings.checked(asked, lines)
        else:
            name = encodings.detected(lines) or encodings.UTF8
    if encodings.same(name, encodings.UTF8):
        return source, encodings.UTF8
    if not asked:
        zh = f"文件 {path.name} 不是 UTF-8，按文字判断为 {name}；如有误请用 --encoding 指定"
        en = f"{path.name} is not in UTF-8, its text looks like {name} (else --encoding)"
        notes.append(notice("encoding_guessed", zh, en))
    text = content.decode(encodings.codec_of(name) or "utf-8", errors="replace")
    head, rest = text[:200], text[200:]
    for quote in ('"', "'"):
        before, mark, after = head.partition(f"encoding={quote}")
        if mark:
            head = before + mark + "UTF-8" + quote + after.partition(quote)[2]
    copy = folder / f"utf8-{source.name}"
    copy.write_text(head + rest, encoding="utf-8", newline="")
    return copy, name


def _unpacked(path: Path, folder: Path) -> Path:
    """The one boundary file in an archive, unpacked into a folder of ours."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            if sum(one.file_size for one in members) > _MAX_UNPACKED_BYTES:
                raise _unreadable(path, "more than 4 GiB when unpacked")
            for number, one in enumerate(members):
                _unpack(archive, one, folder, number)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        raise _unreadable(path, str(error)) from error
    files = [one for one in sorted(folder.rglob("*")) if "__MACOSX" not in one.parts]
    for suffix in _INSIDE:
        found = [one for one in files if one.suffix.casefold() == suffix]
        if len(found) == 1:
            return found[0]
        if found:
            # GDAL reads a folder of shapefiles as one source with a layer for each.
            if suffix == ".shp" and len({one.parent for one in found}) == 1:
                return found[0].parent
            names = ", ".join(one.name for one in found)
            raise _unreadable(path, f"it holds several files: {names}; unpack it and name one")
    geodatabases = [one for one in files if one.suffix.casefold() == ".gdb" and one.is_dir()]
    if geodatabases:
        return geodatabases[0]
    raise _unreadable(path, "no boundary file in the archive")


def _unpack(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path, number: int
) -> None:
    name = member.filename
    if not member.flag_bits & 0x800:
        # Chinese tools write GBK names without the flag; zipfile took them for CP437.
        name = encodings.decoded(name.encode("cp437", errors="replace"), encodings.GB18030)
    parts = [
        part for part in Path(name.replace("\\", "/")).parts if part not in {"/", "..", "."}
    ]
    target = folder.joinpath(*parts) if parts else folder / str(number)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(archive.read(member))


@contextmanager
def _heard(notes: list[Notice]) -> Iterator[None]:
    """Take down what GDAL grumbles about while reading."""
    with warnings.catch_warnings(record=True) as grumbles:
        warnings.simplefilter("always")
        yield
    texts = dict.fromkeys(str(one.message) for one in grumbles)
    for text in list(texts)[:_MAX_WARNINGS]:
        notes.append(notice("gdal", f"读取时的提示：{text}", f"while reading: {text}"))


def _no_polygons(path: Path, layer: str) -> BadInput:
    zh = f"文件 {path.name} 的图层“{layer}”没有图形列，无法作为边界导入"
    en = f"the layer {layer} of {path.name} has no geometry: it cannot be boundaries"
    return BadInput("no_polygons", Words(zh, en))


def _unreadable(path: Path, reason: str) -> BadInput:
    zh = f"读不了 {path.name}：{reason}。请给出 GDAL 能读的面状边界文件（GeoJSON、GeoPackage、Shapefile、KML 等）"
    en = (
        f"{path.name} cannot be read: {reason}. Give a polygon file that GDAL reads"
        " (GeoJSON, GeoPackage, Shapefile, KML, …)"
    )
    return BadInput("unreadable_file", Words(zh, en))
