"""`sheet`: the district's own tables out to a workbook, in again, and what was changed."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.app.home import Home
from console.app.sheet_files import export_sheet, import_sheet
from console.cli.acts import address_of, roles_of
from console.cli.answer import Answer
from console.cli.bring import add_manners, imported_answer, may_store
from models.domain.lifecycle import Role
from models.domain.refusal import Refused, refuse
from models.intake.sheets import SHEETS
from models.store.engine import troubles
from models.store.sheets import history_of, no_such_sheet, read_sheet

if TYPE_CHECKING:
    import argparse

    from console.app.importing import Store
    from models.intake.sheet import Sheet


def add_to(commands: Any, common: argparse.ArgumentParser) -> None:
    """Describe the commands."""
    sheet = commands.add_parser("sheet", parents=[common], help="the district's own tables")
    steps = sheet.add_subparsers(dest="step", required=True, metavar="STEP")
    for name, run, words in (
        ("list", run_list, "the rows of one, or the names of all"),
        ("export", run_export, "to a workbook"),
        ("import", run_import, "from a workbook or CSV"),
        ("history", run_history, "what was changed, the newest first"),
    ):
        step = steps.add_parser(name, parents=[common], help=words)
        if name == "list":
            step.add_argument("sheet", nargs="?", metavar="SHEET")
        else:
            step.add_argument("sheet", metavar="SHEET", help=", ".join(SHEETS))
        if name in {"export", "import"}:
            step.add_argument("file", metavar="FILE")
        if name == "import":
            add_manners(step)
        step.set_defaults(run=run)


def run_list(options: argparse.Namespace) -> Answer:
    """Rows of a sheet; without one, which there are."""
    if options.sheet is None:
        items = [
            {"sheet": one.name, "name": one.words.in_(options.lang), "key": list(one.key)}
            for one in SHEETS.values()
        ]
        return Answer(
            {"items": items}, "\n".join(f"{i['sheet']:<18} {i['name']}" for i in items)
        )
    sheet = _sheet(options.sheet)
    with (
        Home(address_of(options), station=options.station) as home,
        contextlib.closing(home.connection()) as connection,
        troubles(),
    ):
        rows = read_sheet(connection, sheet)
    words = "\n".join("  ".join(filter(None, row.values())) for row in rows)
    return Answer({"items": rows}, words)


def run_export(options: argparse.Namespace) -> Answer:
    """One sheet as a workbook."""
    sheet, file = _sheet(options.sheet), Path(options.file)
    with Home(address_of(options), station=options.station) as home:
        count = export_sheet(home, sheet, file, options.lang)
    plain = {"file": options.file, "rows": count, "bytes": file.stat().st_size}
    return Answer(plain, f"{options.file}: {count}")


def run_import(options: argparse.Namespace) -> Answer:
    """Rows of a file, checked whole, into a sheet."""
    sheet = _sheet(options.sheet)
    store: Store = may_store(options)
    if Role.ADMINISTRATOR not in roles_of(options):
        raise Refused(
            refuse(
                "role",
                "只有管理员可以修改基础数据。",
                "Reference data is changed by an administrator.",
                action="sheet",
            )
        )
    with Home(address_of(options), station=options.station) as home:
        imported = import_sheet(
            home, sheet, Path(options.file), actor=options.operator, store=store
        )
    return imported_answer(imported, options)


def run_history(options: argparse.Namespace) -> Answer:
    """What batches changed in a sheet."""
    sheet = _sheet(options.sheet)
    with (
        Home(address_of(options), station=options.station) as home,
        contextlib.closing(home.connection()) as connection,
        troubles(),
    ):
        past = history_of(connection, sheet)
    items = [
        {
            "version": one.version,
            "at": one.at.isoformat() if one.at else None,
            "actor": one.actor,
            "key": one.edit.key,
            "before": one.edit.before,
            "after": one.edit.after,
        }
        for one in past
    ]
    words = "\n".join(
        f"v{item['version']:<6} {item['at'] or '':<33} {item['actor']:<12} {item['key']}"
        for item in items
    )
    return Answer({"items": items}, words)


def _sheet(name: str) -> Sheet:
    if name not in SHEETS:
        raise no_such_sheet(name)
    return SHEETS[name]
