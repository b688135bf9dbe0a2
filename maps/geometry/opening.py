"""Making a file one that GDAL can open: archives unpacked, text rewritten in UTF-8.

Whatever is written goes into a folder of its own that is gone afterwards; the user's
files are never touched.
"""

from __future__ import annotations

import glob
import re
import shutil
import tempfile
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pyogrio
from pyogrio.errors import DataLayerError, DataSourceError

from maps.geometry import encoding as encodings
from maps.geometry.draft import Notice, notice
from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from collections.abc import Iterator

_TEXT: Final = frozenset(
    {".geojson", ".json", ".geojsonl", ".geojsons", ".topojson", ".csv", ".tsv", ".kml", ".gml"}
)
"""Formats that are text as a whole and that GDAL expects in UTF-8."""
_INSIDE: Final = (".shp", ".gpkg", ".geojson", ".json", ".fgb", ".kml", ".gml", ".tab", ".mif")
"""What to look for in an archive, the surest first."""
_MAX_UNPACKED_BYTES: Final = 4 << 30
_FOLDERS: Final = re.compile(r"'?(?:/[^/']+)*/wangge-import-[^/']+/(?:[^/']+/)*([^/']+)'?")


@contextmanager
def readable(path: Path, asked: str | None, notes: list[Notice]) -> Iterator[tuple[Path, str]]:
    """A path GDAL can open, and the encoding that is settled already ("" if it is not).

    Raises
    ------
    BadInput
        `unreadable_file`, `unknown_encoding`, `wrong_encoding`.
    """
    with tempfile.TemporaryDirectory(prefix="wangge-import-") as folder:
        source = path
        if path.suffix.casefold() == ".zip":
            source = _unpacked(path, Path(folder))
        if source.suffix.casefold() == ".shp" and not _beside(source, ".shx"):
            source = _with_index(source, Path(folder), notes)
        if source.is_file() and source.suffix.casefold() in _TEXT:
            yield _as_utf8(source, path, Path(folder), asked, notes)
        else:
            yield source, "" if _has_raw_text(source) else encodings.UTF8


def _has_raw_text(source: Path) -> bool:
    """Whether a format stores text without saying in which encoding."""
    suffix = source.suffix.casefold()
    return suffix in {".shp", ".dbf", ".shx", ".dxf"} or (source.is_dir() and suffix != ".gdb")


def _beside(source: Path, suffix: str) -> bool:
    return any(source.with_suffix(one).is_file() for one in (suffix, suffix.upper()))


def _with_index(source: Path, folder: Path, notes: list[Notice]) -> Path:
    """A shapefile whose `.shx` got lost, copied and given a new one."""
    kept = folder / "indexed"
    kept.mkdir()
    for part in source.parent.glob(f"{glob.escape(source.stem)}.*"):
        if part.is_file():
            shutil.copyfile(part, kept / part.name)
    before = pyogrio.get_gdal_config_option("SHAPE_RESTORE_SHX")
    pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": True})
    try:
        pyogrio.list_layers(kept / source.name)
    except (DataSourceError, DataLayerError) as error:
        raise unreadable(source, str(error)) from error
    finally:
        pyogrio.set_gdal_config_options({"SHAPE_RESTORE_SHX": before})
    zh = f"{source.name} 缺少 .shx 索引文件，已从 .shp 重建后读取"
    en = f"{source.name} came without its .shx: the index was rebuilt from the .shp"
    notes.append(notice("shx_rebuilt", zh, en))
    return kept / source.name


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
        return _apart(source, folder), encodings.UTF8
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


def _apart(source: Path, folder: Path) -> Path:
    """A file that may be read where it lies; GML is copied, with its schema, to our folder.

    GDAL writes what it learned of a GML's fields into a file beside it.
    """
    if source.suffix.casefold() != ".gml":
        return source
    schema = source.with_suffix(".xsd")
    if schema.exists():
        shutil.copyfile(schema, folder / schema.name)
    return Path(shutil.copyfile(source, folder / source.name))


def _unpacked(path: Path, folder: Path) -> Path:
    """The one boundary file in an archive, unpacked into a folder of ours."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.infolist() if not one.is_dir()]
            if sum(one.file_size for one in members) > _MAX_UNPACKED_BYTES:
                raise unreadable(path, "more than 4 GiB when unpacked")
            for number, one in enumerate(members):
                _unpack(archive, one, folder, number)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        raise unreadable(path, str(error)) from error
    return _boundary_file(path, folder)


def _boundary_file(path: Path, folder: Path) -> Path:
    """What in a folder is the boundary file, the surest kind first."""
    files = [one for one in sorted(folder.rglob("*")) if "__MACOSX" not in one.parts]
    for suffix in (".gdb", *_INSIDE):
        found = [one for one in files if one.suffix.casefold() == suffix]
        if len(found) == 1:
            return found[0]
        # GDAL reads a folder of shapefiles as one source with a layer for each.
        if found and suffix == ".shp" and len({one.parent for one in found}) == 1:
            return found[0].parent
        if found:
            names = ", ".join(one.name for one in found)
            raise unreadable(path, f"it holds several files: {names}; unpack it and name one")
    raise unreadable(path, "no boundary file in the archive")


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


def unreadable(path: Path, reason: str) -> BadInput:
    """That a file cannot be read, why, and what to give instead."""
    # GDAL adds advice for programmers, and the folder of our own that it looked into.
    reason = _FOLDERS.sub(r"\1", reason.partition(".; It might help")[0])
    zh = (
        f"读不了 {path.name}：{reason}。请给出 GDAL 能读的矢量文件"
        "（GeoJSON、GeoPackage、Shapefile、KML 等）"
    )
    en = (
        f"{path.name} cannot be read: {reason}. Give a vector file that GDAL reads"
        " (GeoJSON, GeoPackage, Shapefile, KML, …)"
    )
    return BadInput("unreadable_file", Words(zh, en))
