"""`export`: the map as a page, the picture as data."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.app.home import Home
from console.app.picture_table import write_picture
from console.app.reference import read_reference
from console.cli.acts import address_of, roles_of
from console.cli.answer import Answer
from console.cli.reading import instant
from models.domain.error import BadInput, Trouble, Words
from models.feed.reach import picture_at
from models.feed.track import Track, to_us
from models.picture.secrecy import is_cleared, restricted_in, without

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from console.state.reference import Reference
    from models.feed.track import Fixes
    from models.picture.picture import Picture

    Writer = Callable[[Path, Picture, Fixes, Reference], None]

TABLES = (".geojson", ".gpkg", ".xlsx")
_LOOK_BACK = timedelta(hours=2)


def add_to(commands: Any, common: argparse.ArgumentParser) -> None:
    """Describe the command."""
    export = commands.add_parser("export", parents=[common], help="a page, or data")
    kinds = export.add_subparsers(dest="kind", required=True, metavar="WHAT")
    for kind, run, words in (
        ("map", run_map, "one self-contained page, FILE.html"),
        ("picture", run_picture, "FILE.geojson, FILE.gpkg or FILE.xlsx"),
    ):
        one = kinds.add_parser(kind, parents=[common], help=words)
        one.add_argument("file", metavar="FILE")
        one.add_argument("--at", metavar="T")
        one.set_defaults(run=run)


def run_map(options: argparse.Namespace) -> Answer:
    """The map of the present, or of a past moment, as a page that needs no network."""
    from console.app.page import write_page

    def write(file: Path, picture: Picture, fixes: Fixes, reference: Reference) -> None:
        zone = reference.calendar.zone
        at = instant(options.at, zone, "--at") if options.at else None
        write_page(file, picture, fixes, reference, at=at, language=options.lang)

    _require_ending(options.file, (".html", ".htm"))
    return _written(options, write)


def run_picture(options: argparse.Namespace) -> Answer:
    """Incidents and members of a moment, as rows with places."""
    _require_ending(options.file, TABLES)
    return _written(options, write_picture)


def _written(options: argparse.Namespace, write: Writer) -> Answer:
    target = Path(options.file)
    half = target.with_name(f".{target.stem}.part{target.suffix}")
    with Home(address_of(options), station=options.station) as home:
        reference = read_reference(home)
        with contextlib.closing(home.source()) as source:
            if options.at:
                at = instant(options.at, reference.calendar.zone, "--at")
                picture = picture_at(source, at)
                track = Track(source.fixes_between(at - _LOOK_BACK, at))
                fixes = track.at(to_us(at))
            else:
                picture, fixes = source.present(), source.latest_fixes()
        if not is_cleared(roles_of(options)):
            picture = without(picture, restricted_in(picture))
        try:
            write(half, picture, fixes, reference)
            half.replace(target)
        except OSError as error:
            raise Trouble(
                "disk",
                Words(f"无法写入 {target}：{error}", f"cannot write {target}: {error}"),
            ) from error
        finally:
            half.unlink(missing_ok=True)
    size = target.stat().st_size
    return Answer({"file": options.file, "bytes": size}, f"{options.file}  {size} bytes")


def _require_ending(file: str, endings: tuple[str, ...]) -> None:
    if Path(file).suffix.lower() not in endings:
        known = ", ".join(endings)
        raise BadInput(
            "bad_ending",
            Words(f"{file}：文件名应以 {known} 结尾", f"{file}: the name must end in {known}"),
        )
