"""`import`: cells, roads, members, departments, categories, incidents, fixes."""

from __future__ import annotations

import contextlib
import csv
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.app import importing
from console.app.boundary_import import import_cells
from console.app.history_import import import_fixes, import_incidents
from console.app.home import Home
from console.app.roads_import import import_roads
from console.cli.acts import address_of, who_acts
from console.cli.answer import BAD_INPUT, Answer, ProgressBar, say
from console.state.road_net import travel_profiles
from maps.geometry.draft import BoundaryRequest
from maps.geometry.road_file import RoadRequest
from models.domain.error import BadInput, Trouble, Words
from models.domain.grid import Level

if TYPE_CHECKING:
    import argparse

    from console.app.importing import Imported

TABLES = {
    "members": importing.import_members,
    "departments": importing.import_departments,
    "categories": importing.import_categories,
}
MAPPED = {"incidents": import_incidents, "fixes": import_fixes}


def add_to(commands: Any, common: argparse.ArgumentParser) -> None:
    """Describe the commands."""
    bring = commands.add_parser("import", parents=[common], help="bring data in")
    kinds = bring.add_subparsers(dest="kind", required=True, metavar="WHAT")
    cells = kinds.add_parser("cells", parents=[common], help="boundary polygons")
    cells.add_argument("file", metavar="FILE")
    cells.add_argument("--layer", metavar="L")
    cells.add_argument("--level", type=int, choices=[int(level) for level in Level])
    cells.add_argument("--level-field", metavar="F")
    cells.add_argument("--level-map", metavar="5=0,6=1,8=2")
    cells.add_argument("--code-field", metavar="F")
    cells.add_argument("--name-field", metavar="F")
    cells.add_argument("--parent-field", metavar="F")
    cells.add_argument("--crs", metavar="EPSG:n|GCJ-02|BD-09")
    cells.add_argument("--encoding", metavar="E")
    add_manners(cells)
    cells.set_defaults(run=run_cells)
    _add_roads(kinds, common)
    _add_department_cells(kinds, common)
    for kind in TABLES:
        table = kinds.add_parser(kind, parents=[common], help="CSV, xlsx or Parquet")
        table.add_argument("file", metavar="FILE")
        add_manners(table)
        table.set_defaults(run=run_table)
    for kind in MAPPED:
        mapped = kinds.add_parser(kind, parents=[common], help="history, by a mapping file")
        mapped.add_argument("file", metavar="FILE")
        mapped.add_argument("--mapping", required=True, metavar="M.toml")
        add_manners(mapped)
        mapped.set_defaults(run=run_mapped)


def _add_roads(kinds: Any, common: argparse.ArgumentParser) -> None:
    roads = kinds.add_parser("roads", parents=[common], help="roads, for travel times")
    roads.add_argument("file", metavar="FILE", help=".osm.pbf, or lines that GDAL reads")
    roads.add_argument("--layer", metavar="L")
    roads.add_argument("--crs", metavar="EPSG:n|GCJ-02|BD-09")
    add_manners(roads)
    roads.set_defaults(run=run_roads)


def _add_department_cells(kinds: Any, common: argparse.ArgumentParser) -> None:
    words = "polygons: the cells of departments over the basic grids"
    cells = kinds.add_parser("department-cells", parents=[common], help=words)
    cells.add_argument("file", metavar="FILE")
    cells.add_argument("--layer", metavar="L")
    cells.add_argument("--crs", metavar="EPSG:n|GCJ-02|BD-09")
    add_manners(cells)
    cells.set_defaults(run=run_department_cells)


def add_manners(parser: argparse.ArgumentParser) -> None:
    """What every import may be told."""
    parser.add_argument("--dry-run", action="store_true", help="read and check, store nothing")
    parser.add_argument("--partial", action="store_true", help="store what is good")
    parser.add_argument("--report", metavar="FILE", help="rejected rows with their reasons")


def run_cells(options: argparse.Namespace) -> Answer:
    """Boundary polygons: read, checked, and stored all or nothing."""
    if (options.level is None) == (options.level_field is None):
        raise BadInput(
            "usage",
            Words(
                "请给出 --level 或 --level-field 之一", "give either --level or --level-field"
            ),
        )
    request = BoundaryRequest(
        path=Path(options.file),
        layer=options.layer,
        level=options.level,
        level_field=options.level_field,
        level_map=_level_map(options.level_map),
        code_field=options.code_field,
        name_field=options.name_field,
        parent_field=options.parent_field,
        crs=options.crs,
        encoding=options.encoding,
    )
    with Home(address_of(options), station=options.station) as home:
        imported = import_cells(
            home,
            request,
            actor=who_acts(home, options)[0],
            store=may_store(options),
            progress=ProgressBar(),
        )
    return imported_answer(imported, options)


def run_roads(options: argparse.Namespace) -> Answer:
    """The road net, in the place of the present one."""
    kinds = travel_profiles().kinds
    request = RoadRequest(Path(options.file), kinds, options.layer, options.crs)
    with Home(address_of(options), station=options.station) as home:
        imported = import_roads(
            home,
            request,
            actor=who_acts(home, options)[0],
            store=may_store(options),
            progress=ProgressBar(),
        )
    return imported_answer(imported, options)


def run_department_cells(options: argparse.Namespace) -> Answer:
    """The cells of departments, in the place of those the same departments had."""
    from console.app.department_cells_import import import_department_cells

    with Home(address_of(options), station=options.station) as home:
        imported = import_department_cells(
            home,
            Path(options.file),
            layer=options.layer,
            crs=options.crs,
            actor=who_acts(home, options)[0],
            store=may_store(options),
        )
    return imported_answer(imported, options)


def run_table(options: argparse.Namespace) -> Answer:
    """A table with one subject a row."""
    with Home(address_of(options), station=options.station) as home:
        operator, _ = who_acts(home, options)
        imported = TABLES[options.kind](
            home, Path(options.file), actor=operator, store=may_store(options)
        )
    return imported_answer(imported, options)


def run_mapped(options: argparse.Namespace) -> Answer:
    """A foreign log, told by a mapping file what its columns mean."""
    with Home(address_of(options), station=options.station) as home:
        imported = MAPPED[options.kind](
            home,
            Path(options.file),
            Path(options.mapping),
            actor=who_acts(home, options)[0],
            store=may_store(options),
            progress=ProgressBar(),
        )
    return imported_answer(imported, options)


def may_store(options: argparse.Namespace) -> importing.Store:
    """What an import may write."""
    if options.dry_run:
        return importing.Store.NOTHING
    return importing.Store.GOOD if options.partial else importing.Store.ALL


def _level_map(text: str | None) -> dict[str, int] | None:
    if text is None:
        return None
    pairs = [pair.partition("=") for pair in text.split(",") if pair.strip()]
    levels = {str(int(level)) for level in Level}
    if not pairs or not all(sign and level.strip() in levels for _, sign, level in pairs):
        raise BadInput(
            "bad_level_map",
            Words(
                f"--level-map 应为 值=级别,…（级别 0 到 5），现为 {text!r}",
                f"--level-map wants VALUE=LEVEL,… with levels 0 to 5, not {text!r}",
            ),
        )
    return {value.strip(): int(level) for value, _, level in pairs}


def imported_answer(imported: Imported, options: argparse.Namespace) -> Answer:
    """What became of an import, with its report where one is wanted."""
    language = options.lang
    plain = imported.plain(language)
    if options.report:
        _write_report(Path(options.report), _told(imported, plain))
    for warning in plain["warnings"]:
        say(f"! {warning}")
    words = "\n".join(f"{key:<11} {value}" for key, value in plain.items() if key not in _LONG)
    if imported.is_refused:
        first = min(plain["rejected"], key=itemgetter("row"))
        reason = first["reason"].rstrip("。.")
        count = len({one["row"] for one in plain["rejected"]})
        many = "1 row is" if count == 1 else f"{count} rows are"
        why = Words(
            f"{count} 行被拒，未写入任何内容；首行 {first['row']}："
            f"{first['field']}，{reason}。修正后重试，或用 --partial 只导入其余各行。",
            f"{many} rejected and nothing was stored; first row "
            f"{first['row']}: {first['field']}: {reason}. Mend them, or store the "
            "rest with --partial.",
        ).in_(language)
        return Answer({**plain, "error": "rejected_rows", "words": why}, why, BAD_INPUT)
    return Answer(plain, words)


_LONG = frozenset({"rejected", "repaired", "warnings", "left_out", "overlaps"})


def _told(imported: Imported, plain: dict[str, Any]) -> list[dict[str, Any]]:
    """Every row with a reason, by what became of it."""
    kinds = ("rejected", "repaired", *imported.noted)
    return [{**problem, "kind": kind} for kind in kinds for problem in plain[kind]]


def _write_report(file: Path, rejected: list[dict[str, Any]]) -> None:
    half = file.with_name(f".{file.name}.part")
    try:
        # The mark at the beginning lets a spreadsheet read Chinese rightly.
        with half.open("w", encoding="utf-8-sig", newline="") as handle:
            writer = csv.DictWriter(handle, ["row", "field", "reason", "kind"])
            writer.writeheader()
            writer.writerows(rejected)
        half.replace(file)
    except OSError as error:
        raise Trouble(
            "disk",
            Words(
                f"无法写入报告 {file}：{error.strerror}",
                f"cannot write the report {file}: {error.strerror}",
            ),
        ) from error
    finally:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
