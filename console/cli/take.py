"""`export`: the map as a page, as a sheet to print, the picture as data."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.app.export_facts import export_facts
from console.app.home import Home
from console.app.whole_file import require_free, whole_file
from console.cli.acts import address_of, roles_of
from console.cli.answer import Answer
from console.cli.paper import chosen_layers, dpi_of, duration, part_of, size_mm_of
from console.cli.reading import instant
from maps.export.moments import hidden_incidents
from models.domain.error import BadInput, Words
from models.picture.secrecy import is_cleared, without

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from datetime import datetime

    from console.app.export_facts import ExportFacts
    from maps.export.moments import Moment

    Period = tuple[datetime, datetime]

DATA = (".geojson", ".gpkg", ".xlsx")
SHEETS = (".png", ".pdf")
_STEP = "5min"


def add_to(commands: Any, common: argparse.ArgumentParser) -> None:
    """Describe the command."""
    export = commands.add_parser("export", parents=[common], help="a page, a sheet, or data")
    kinds = export.add_subparsers(dest="kind", required=True, metavar="WHAT")
    page = kinds.add_parser("map", parents=[common], help="one self-contained page, FILE.html")
    page.add_argument("--step", metavar="STEP", default=_STEP)
    page.set_defaults(run=run_map)
    words = "a sheet, FILE.pdf or FILE.png; data, FILE.geojson, FILE.gpkg or FILE.xlsx"
    picture = kinds.add_parser("picture", parents=[common], help=words)
    picture.add_argument("--size", metavar="A3|A4|WxH")
    picture.add_argument("--dpi", metavar="N", type=int)
    part = picture.add_mutually_exclusive_group()
    part.add_argument("--bounds", metavar="W,S,E,N")
    part.add_argument("--cell", metavar="CODE")
    picture.add_argument("--grid", action="store_true")
    picture.set_defaults(run=run_picture)
    for one in (page, picture):
        one.add_argument("file", metavar="FILE")
        one.add_argument("--at", metavar="T")
        one.add_argument("--from", dest="begin", metavar="T")
        one.add_argument("--to", dest="end", metavar="T")
        one.add_argument("--layers", metavar="L,…")
        one.add_argument("--theme", choices=["day", "night"], default="day")
        one.add_argument("--recording", metavar="FILE")
        one.add_argument("--overwrite", action="store_true")


def run_map(options: argparse.Namespace) -> Answer:
    """The map of a moment or a period as a page that needs no network."""
    from console.app.page import PageWish, steps_between, write_page
    from maps.export.layers import ALL_LAYERS

    _require_ending(options.file, (".html", ".htm"))
    layers = chosen_layers(options.layers, ALL_LAYERS) or ALL_LAYERS
    wish = PageWish(options.lang, options.theme, layers)
    with _facts(options) as facts:
        period = _period(options, facts)
        if period is not None and options.at:
            words = Words(
                "--at 与 --from/--to 不能并用", "--at does not go with --from and --to"
            )
            raise BadInput("bad_period", words)
        if period is not None:
            steps = steps_between(*period, duration(options.step, "--step"))
            shown = facts.moments(steps)
        else:
            shown = [_moment(options, facts)]
        with whole_file(Path(options.file), overwrite=options.overwrite) as half:
            write_page(half, shown, facts.reference, facts.restricted(), wish)
    return _answer(options.file, {"moments": len(shown)})


def run_picture(options: argparse.Namespace) -> Answer:
    """A moment as a sheet to print, or as rows with places."""
    _require_ending(options.file, (*DATA, *SHEETS))
    if Path(options.file).suffix.lower() in SHEETS:
        return _print(options)
    return _write_data(options)


def _print(options: argparse.Namespace) -> Answer:
    from console.app.printing import SHEET_LAYERS, SheetWish, print_sheet

    layers = chosen_layers(options.layers, SHEET_LAYERS) or SHEET_LAYERS
    with _facts(options) as facts:
        part = part_of(options.bounds, options.cell, facts.reference)
        size_mm = size_mm_of(options.size)
        wish = SheetWish(
            options.lang,
            options.theme,
            layers,
            size_mm,
            dpi_of(options.dpi),
            has_grid=options.grid,
        )
        moment = _moment(options, facts)
        with whole_file(Path(options.file), overwrite=options.overwrite) as half:
            scale = print_sheet(half, moment, facts, part, wish)
    return _answer(options.file, {"scale": scale})


def _write_data(options: argparse.Namespace) -> Answer:
    from console.app.picture_data import DATA_LAYERS, write_data

    layers = chosen_layers(options.layers, DATA_LAYERS)
    with _facts(options) as facts:
        period = _period(options, facts)
        moment = _moment(options, facts, period)
        told = _told(options, facts, moment)
        with whole_file(Path(options.file), overwrite=options.overwrite) as half:
            counts = write_data(half, facts, told, period, layers)
    return _answer(options.file, {"layers": counts})


@contextmanager
def _facts(options: argparse.Namespace) -> Iterator[ExportFacts]:
    require_free(Path(options.file), overwrite=options.overwrite)
    recording = Path(options.recording) if options.recording else None
    with (
        _ending_cleanly(),
        Home(address_of(options), station=options.station) as home,
        export_facts(home, recording) as facts,
    ):
        yield facts


@contextmanager
def _ending_cleanly() -> Iterator[None]:
    """Let whoever ends this process end it as Ctrl+C does: what is half-written goes."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _moment(
    options: argparse.Namespace, facts: ExportFacts, period: Period | None = None
) -> Moment:
    """The moment given, else the end of the period given, else the present."""
    if options.at:
        at = instant(options.at, facts.reference.calendar.zone, "--at")
        return facts.moments([at])[0]
    return facts.moments([period[1]])[0] if period else facts.present()


def _told(options: argparse.Namespace, facts: ExportFacts, moment: Moment) -> Moment:
    """A moment without what the acting role is not told of, restricted then or by now."""
    if is_cleared(roles_of(options)):
        return moment
    hidden = hidden_incidents([moment], facts.reference.categories, facts.restricted())
    return replace(moment, picture=without(moment.picture, hidden))


def _period(options: argparse.Namespace, facts: ExportFacts) -> Period | None:
    if not options.begin and not options.end:
        return None
    if not options.begin or not options.end:
        words = Words("--from 与 --to 须同时给出", "--from and --to go together")
        raise BadInput("bad_period", words)
    zone = facts.reference.calendar.zone
    return instant(options.begin, zone, "--from"), instant(options.end, zone, "--to")


def _answer(file: str, more: dict[str, Any]) -> Answer:
    size = Path(file).stat().st_size
    return Answer({"file": file, "bytes": size, **more}, f"{file}  {size} bytes")


def _require_ending(file: str, endings: tuple[str, ...]) -> None:
    if Path(file).suffix.lower() not in endings:
        known = ", ".join(endings)
        raise BadInput(
            "bad_ending",
            Words(f"{file}：文件名应以 {known} 结尾", f"{file}: the name must end in {known}"),
        )
