"""`basemap`: what lies under the cells of the map."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.cli.answer import Answer
from maps.tiles.base_map import base_map_of
from maps.tiles.cache import FOLDER
from maps.tiles.catalogue import add_file, kind_of, known_base_maps
from models.domain.error import BadInput, Trouble, Words

if TYPE_CHECKING:
    import argparse

    from console.settings.settings import Settings
    from maps.tiles.base_map import BaseMap
    from models.domain.error import Language

NONE = "none"
"""What is typed for no base map."""


def add_to(commands: Any, common: argparse.ArgumentParser) -> None:
    """Describe the command."""
    base = commands.add_parser("basemap", parents=[common], help="what lies under the cells")
    steps = base.add_subparsers(dest="step", required=True, metavar="STEP")
    listing = steps.add_parser("list", parents=[common], help="the base maps that are known")
    listing.set_defaults(run=run_list)
    use = steps.add_parser("use", parents=[common], help="show one, or `none`")
    use.add_argument("name", metavar="NAME")
    use.set_defaults(run=run_use)
    add = steps.add_parser("add", parents=[common], help="make a file known and show it")
    add.add_argument("file", metavar="FILE")
    add.set_defaults(run=run_add)
    key = steps.add_parser("key", parents=[common], help="your key of Tianditu")
    key.add_argument("key", metavar="KEY")
    key.set_defaults(run=run_key)
    proxy = steps.add_parser("proxy", parents=[common], help="the way to the servers")
    proxy.add_argument("proxy", metavar="system|none|http://HOST:PORT")
    proxy.set_defaults(run=run_proxy)
    clear = steps.add_parser("clear", parents=[common], help="forget the tiles that are kept")
    clear.set_defaults(run=run_clear)


def run_list(options: argparse.Namespace) -> Answer:
    """The base maps of a home."""
    known = known_base_maps(options.home)
    settings = _settings(options.home)
    language: Language = options.lang
    items = [_item(base, settings, language) for base in known.maps.values()]
    problems = [words.in_(language) for words in known.problems]
    rows = [
        f"{'*' if item['chosen'] else ' '} {item['name']:<24} {item['kind']:<8} {item['title']}"
        for item in items
    ]
    return Answer({"items": items, "problems": problems}, "\n".join([*rows, *problems]))


def _item(base: BaseMap, settings: Settings, language: Language) -> dict[str, Any]:
    return {
        "name": base.name,
        "kind": base.kind,
        "title": base.title.in_(language),
        "attribution": base.attribution.in_(language),
        "datum": str(base.datum),
        "file": base.file or None,
        "needs_key": base.needs_key and not settings.tianditu_key,
        "chosen": base.name == settings.base_map,
    }


def run_use(options: argparse.Namespace) -> Answer:
    """Choose a base map; screens that are open take it when they are opened again."""
    name = "" if options.name == NONE else options.name
    known = known_base_maps(options.home).maps
    if name and name not in known:
        offered = ", ".join((NONE, *known))
        raise BadInput(
            "unknown_basemap",
            Words(
                f"没有底图 {name!r}；可用：{offered}",
                f"there is no base map {name!r}; known: {offered}",
            ),
        )
    _keep(options.home, "base_map", name)
    return Answer({"ok": True, "name": name or NONE}, name or NONE)


def run_add(options: argparse.Namespace) -> Answer:
    """Make a file known, after a look into it, and show it."""
    path = Path(options.file)
    base = base_map_of(path.stem, {"kind": kind_of(path), "file": str(path)})
    about = _looked_into(base)
    name = add_file(options.home, path)
    _keep(options.home, "base_map", name)
    return Answer({"ok": True, "name": name, **about}, name)


def _looked_into(base: BaseMap) -> dict[str, Any]:
    if base.kind == "gpkg":
        from maps.tiles.geopackage import read_shapes

        shapes = read_shapes(base)
        return {"kinds": {one.kind: len(one.wkb) for one in shapes}}
    from maps.tiles.tile_file import open_tile_file

    file = open_tile_file(base)
    try:
        about = file.about
        return {
            "levels": list(about.levels),
            "bounds": list(about.bounds_deg),
            "attribution": about.attribution,
        }
    finally:
        file.close()


def run_key(options: argparse.Namespace) -> Answer:
    """Keep the key of Tianditu in the settings of the home."""
    _keep(options.home, "tianditu_key", options.key.strip())
    return Answer({"ok": True})


def run_proxy(options: argparse.Namespace) -> Answer:
    """Keep the way to the servers of base maps; open windows take it when opened again."""
    from console.settings.proxy import SYSTEM, proxy_of

    text = options.proxy.strip()
    proxy_of(text)
    _keep(options.home, "proxy", "" if text == SYSTEM else text)
    return Answer({"ok": True})


def run_clear(options: argparse.Namespace) -> Answer:
    """Take away the tiles that came from servers."""
    folder = options.home / FOLDER
    files = [file for file in folder.rglob("*") if file.is_file()]
    freed = sum(file.stat().st_size for file in files)
    try:
        if folder.exists():
            shutil.rmtree(folder)
    except OSError as error:
        words = Words(f"无法清除 {folder}：{error}", f"{folder} cannot be cleared: {error}")
        raise Trouble("disk", words) from error
    return Answer({"ok": True, "freed": freed}, f"{freed / 1e6:.1f} MB")


def _settings(home: Path) -> Settings:
    from console.settings.settings import Settings

    return Settings(home)


def _keep(home: Path, name: str, value: str) -> None:
    settings = _settings(home)
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(home) from error
    setattr(settings, name, value)
    if not settings.write():
        raise _unwritable(home)


def _unwritable(home: Path) -> Trouble:
    return Trouble(
        "disk",
        Words(
            f"无法写入 {home} 中的设置：请检查权限和剩余空间",
            f"the settings in {home} cannot be written: check permissions and free space",
        ),
    )
