"""Setting a file out so that GDAL reads it rightly: archives opened, texts in UTF-8.

Everything is made in a folder the caller throws away. What GDAL reads well as it is
stays where it is.
"""

from __future__ import annotations

import re
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from maps.geometry.boundary_values import Notice
from maps.geometry.dbf import DbfTexts
from maps.geometry.file_encoding import agrees, checked, decoded, detected, of_whole_text
from models.domain.error import BadInput, Words

_TEXTS: Final = frozenset(
    {".geojson", ".json", ".geojsonl", ".geojsons", ".topojson", ".csv", ".tsv", ".txt",
     ".kml", ".gml", ".xml"}
)  # fmt: skip
_LAYERS: Final = frozenset(
    {".shp", ".gpkg", ".geojson", ".json", ".kml", ".kmz", ".gml", ".fgb", ".csv", ".tab",
     ".mif", ".topojson", ".dxf", ".sqlite"}
)  # fmt: skip
_MOST_UNPACKED_BYTES: Final = 4 << 30
"""An archive that unpacks to more is a mistake or an attack."""


@dataclass(frozen=True, slots=True)
class Staged:
    """What to open instead of the file, and the encoding its texts turned out to be in."""

    sources: tuple[str, ...]
    encoding: str | None = None
    notices: tuple[Notice, ...] = ()


def staged(file: Path, folder: Path, encoding: str | None) -> Staged:
    """A file's readable stand-in, made in an empty folder.

    Raises
    ------
    BadInput
        `wrong_encoding` or `unknown_encoding`, `bad_archive`, `no_file`.
    """
    suffix = file.suffix.lower()
    if zipfile.is_zipfile(file) and suffix not in {".kmz", ".xlsx", ".ods"}:
        return _unpacked(file, folder, encoding)
    if suffix in {".shp", ".dbf", ".shx"}:
        return _shapefile(file.with_suffix(_present(file, ".shp")), folder, encoding)
    if suffix in _TEXTS and file.is_file():
        return _text(file, folder, encoding)
    if encoding is not None:
        checked(encoding, (), file=file.name)  # these formats know their own; only the name
    return Staged((str(file),))


def _unpacked(file: Path, folder: Path, encoding: str | None) -> Staged:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if any(".gdb/" in entry.filename.lower() for entry in entries):
                return Staged((f"/vsizip/{file}",))
            if sum(entry.file_size for entry in entries) > _MOST_UNPACKED_BYTES:
                raise _bad_archive(file, "解开后超过 4 GB", "it unpacks to over 4 GB")
            places = [(_place(folder, entry), entry) for entry in entries]
            for place, entry in places:
                place.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(entry) as packed, place.open("wb") as out:
                    shutil.copyfileobj(packed, out)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        raise _bad_archive(file, f"打不开（{error}）", f"it does not open ({error})") from error
    inner = sorted(place for place, _ in places if place.suffix.lower() in _LAYERS)
    if not inner:
        raise _bad_archive(file, "里面没有边界文件", "there is no boundary file in it")
    stages = [
        staged(place, folder / f"in{number}", encoding)
        for number, place in enumerate(inner)
        if _makes_folder(folder / f"in{number}")
    ]
    return Staged(
        tuple(source for stage in stages for source in stage.sources),
        next((stage.encoding for stage in stages if stage.encoding), None),
        tuple(notice for stage in stages for notice in stage.notices),
    )


def _makes_folder(folder: Path) -> bool:
    folder.mkdir()
    return True


def _place(folder: Path, entry: zipfile.ZipInfo) -> Path:
    """Where an entry goes: never outside the folder, its name read as Windows zips it."""
    name = entry.filename
    if not entry.flag_bits & 0x800:  # no UTF-8 mark: Chinese Windows writes GBK
        raw = name.encode("cp437", "replace")
        name = decoded(raw, detected([raw]).name) or name
    parts = [
        part
        for part in PurePosixPath(name.replace("\\", "/")).parts
        if part not in {"..", "/", "."}
    ]
    return folder.joinpath("zip", *parts)


def _bad_archive(file: Path, zh: str, en: str) -> BadInput:
    return BadInput("bad_archive", Words(f"压缩包 {file}：{zh}", f"the archive {file}: {en}"))


def _present(file: Path, suffix: str) -> str:
    """The suffix as the sibling file on disk spells it, in upper or lower case."""
    for sibling in file.parent.iterdir():
        if sibling.stem == file.stem and sibling.suffix.lower() == suffix:
            return sibling.suffix
    return suffix


def _shapefile(file: Path, folder: Path, encoding: str | None) -> Staged:
    if not file.exists():
        raise BadInput("no_file", Words(f"找不到文件 {file}", f"there is no file {file}"))
    home = folder / "shp"
    home.mkdir()
    for suffix in (".shp", ".shx", ".dbf", ".prj"):
        sibling = file.with_suffix(_present(file, suffix))
        if sibling.exists():
            shutil.copyfile(sibling, home / (file.stem + suffix))
    copy = home / (file.stem + ".shp")
    notices = [] if copy.with_suffix(".shx").exists() else [_without_index(file)]
    table = copy.with_suffix(".dbf")
    if not table.exists():
        return Staged((str(copy),), None, (*notices, _without_table(file)))
    texts = DbfTexts.of(table.read_bytes())
    name, said = _shapefile_encoding(file, texts, encoding)
    table.write_bytes(texts.without_cut_characters(name))
    copy.with_suffix(".cpg").write_text(name, "ascii")
    return Staged((str(copy),), name, (*notices, *said))


def _shapefile_encoding(
    file: Path, texts: DbfTexts, encoding: str | None
) -> tuple[str, list[Notice]]:
    all_texts = list(texts.all())
    if encoding is not None:
        return checked(encoding, all_texts, file=file.name), []
    guess = detected(all_texts)
    claim = file.with_suffix(_present(file, ".cpg"))
    said = _claimed(claim.read_text("ascii", "replace")) if claim.exists() else None
    if said and agrees(said, all_texts):
        return said, []
    if said:
        return guess.name, [_lying(file, claim.name, said, guess.name)]
    if all(text.isascii() for text in all_texts):
        return guess.name, []
    return guess.name, [_guessed(file, guess.name, is_sure=guess.is_sure)]


def _claimed(cpg: str) -> str | None:
    """The codec a .cpg names: "UTF-8", "936", "GBK", "ANSI 1252", …."""
    word = cpg.strip().upper().removeprefix("ANSI").strip()
    word = f"cp{word}" if re.fullmatch(r"\d{3,5}", word) else word
    return {"CP936": "GBK", "CP54936": "GB18030", "CP65001": "UTF-8"}.get(word.upper(), word)


def _text(file: Path, folder: Path, encoding: str | None) -> Staged:
    content = file.read_bytes()
    pieces = re.split(rb"[\n\r,:<>\"]+", content)
    guess = of_whole_text(content)
    name = checked(encoding, pieces, file=file.name) if encoding else guess.name
    text = content.decode(name, "replace")
    if file.suffix.lower() in {".kml", ".gml", ".xml"}:
        text = re.sub(r"(<\?xml[^>]*encoding=[\"'])[\w.-]+", r"\g<1>UTF-8", text, count=1)
    copy = folder / file.name
    copy.write_text(text, "utf-8", newline="")
    schema = file.with_suffix(".xsd")
    if schema.exists():
        shutil.copyfile(schema, copy.with_suffix(".xsd"))
    shown = "UTF-8" if name == "utf-8-sig" else name
    plain = shown.upper() == "UTF-8" or encoding is not None
    said = () if plain else (_guessed(file, shown, is_sure=guess.is_sure),)
    return Staged((str(copy),), shown, said)


def _guessed(file: Path, name: str, *, is_sure: bool) -> Notice:
    return Notice(
        "encoding_guessed",
        Words(
            f"{file.name} 没有说明编码；按 {name} 读取"
            + ("" if is_sure else "，把握不大，请核对名称"),
            f"{file.name} does not state its encoding; read as {name}"
            + ("" if is_sure else ", without certainty: check the names"),
        ),
    )


def _lying(file: Path, claim: str, said: str, name: str) -> Notice:
    return Notice(
        "encoding_corrected",
        Words(
            f"{claim} 说是 {said}，但 {file.name} 的文字是 {name}；按 {name} 读取",
            f"{claim} says {said}, but the texts of {file.name} are {name}; read as {name}",
        ),
    )


def _without_index(file: Path) -> Notice:
    return Notice(
        "no_shx",
        Words(
            f"{file.name} 缺少 .shx 索引，已据 .shp 重建", f"{file.name} has no .shx; rebuilt"
        ),
    )


def _without_table(file: Path) -> Notice:
    return Notice(
        "no_dbf",
        Words(
            f"{file.name} 缺少 .dbf，没有任何字段",
            f"{file.name} has no .dbf: there are no fields at all",
        ),
    )
