"""The base maps that are known: those shipped, and a home's own `basemaps.toml`.

A table of the home that carries the name of a shipped one changes only the keys it has.
"""

from __future__ import annotations

import json
import os
import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from maps.tiles.base_map import FILE_KINDS, BaseMap, base_map_of
from models.domain.error import BadInput, Trouble, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FILE_NAME: Final = "basemaps.toml"
_NAME = re.compile(r"[\w-]{1,60}")
Tables = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Base maps by name, in the order they are offered; `problems` of tables left out."""

    maps: Mapping[str, BaseMap]
    problems: tuple[Words, ...] = ()


def known_base_maps(home: Path) -> Catalogue:
    """Every base map of a home. One wrong table is left out and told; the others stand."""
    file = home / FILE_NAME
    problems: list[Words] = []
    own: dict[str, Any] = {}
    try:
        own = _own_tables(file)
    except BadInput as bad:
        problems.append(bad.words)
    shipped = _shipped()
    maps = {}
    for name in dict.fromkeys((*shipped, *own)):
        try:
            maps[name] = _made(name, shipped.get(name, {}), own.get(name, {}), file)
        except BadInput as bad:
            problems.append(bad.words)
    return Catalogue(maps, tuple(problems))


def add_file(home: Path, file: Path) -> str:
    """Write a file down as a base map of a home; the name it got.

    A file that is known already is not written down twice.

    Raises
    ------
    BadInput
        `bad_basemap`, where its name tells no kind that can be drawn, or the home's list is
        damaged.
    Trouble
        `disk`, where the list cannot be written.
    """
    kind = kind_of(file)
    path = str(file.expanduser().resolve())
    listed = home / FILE_NAME
    own = _own_tables(listed)
    for name, table in own.items():
        if isinstance(table, dict) and table.get("file") == path:
            return name
    stem = re.sub(r"[^\w-]+", "-", file.stem).strip("-")[:50] or kind
    taken = {*own, *_shipped()}
    name = next(n for n in _numbered(stem) if n not in taken)
    # TOML's basic strings are JSON's, apart from a few that no path holds.
    lines = {"kind": kind, "title": file.stem, "file": path}
    said = "".join(f"{key} = {json.dumps(v, ensure_ascii=False)}\n" for key, v in lines.items())
    _append(listed, f'["{name}"]\n{said}')
    return name


def kind_of(file: Path) -> str:
    """What kind of base map a file is, by its name's end.

    Raises
    ------
    BadInput
        `bad_basemap`.
    """
    kind = file.suffix.lower().removeprefix(".")
    if kind not in FILE_KINDS:
        raise BadInput(
            "bad_basemap",
            Words(
                f"{file} 不能作底图：可用 .mbtiles、.pmtiles、.gpkg 文件",
                f"{file} is no base map: give a .mbtiles, .pmtiles or .gpkg file",
            ),
        )
    return kind


def _made(name: str, shipped: dict[str, Any], own: object, file: Path) -> BaseMap:
    if not isinstance(own, dict) or not _NAME.fullmatch(name):
        words = Words(
            f"{file}: [{name}] 须为表，名称只用字母、数字、下划线和连字符",
            f"{file}: [{name}] must be a table, its name made of letters, digits, _ and -",
        )
        raise BadInput("bad_basemap", words)
    table: dict[str, Any] = shipped | own
    path = table.get("file")
    if isinstance(path, str):
        table = {**table, "file": str(file.parent / Path(path).expanduser())}
    return base_map_of(name, table, str(file) if file.exists() else "")


@cache
def _shipped() -> Tables:
    text = files("resources").joinpath(FILE_NAME).read_text(encoding="utf-8")
    return tomllib.loads(text)


def _own_tables(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        words = Words(
            f"{file} 读不了（{error}）：请改正，或删去该文件",
            f"{file} cannot be read ({error}): mend it, or take it away",
        )
        raise BadInput("bad_basemap", words) from error


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1


def _append(file: Path, text: str) -> None:
    half = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        half.write_text(f"{before.rstrip()}\n\n{text}" if before else text, encoding="utf-8")
        half.replace(file)
    except OSError as error:
        raise Trouble(
            "disk", Words(f"无法写入 {file}：{error}", f"{file} cannot be written: {error}")
        ) from error
    finally:
        half.unlink(missing_ok=True)
