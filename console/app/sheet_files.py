"""Sheets in and out of workbooks: every file is checked whole before a row of it is written."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from console.app.importing import Imported, Store, an_author, enrol_rows, table_rows
from console.app.rota_writing import far_problems, rest_problems, write_rota
from models.domain.error import BadInput, Trouble, Words
from models.intake.roster_table import as_text
from models.intake.row_problem import RowProblem
from models.intake.sheet import edits_between
from models.intake.sheet_check import check_rows
from models.intake.sheets import MEMBERS, ROTA
from models.store.engine import troubles
from models.store.home_clock import home_now
from models.store.known_names import known_names
from models.store.reference import Reference
from models.store.reference_write import Batch
from models.store.sheets import apply_edits, read_sheet, row_is_kept

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from console.app.home import Home
    from models.domain.error import Language
    from models.intake.sheet import Edit, Row, Sheet


def rows_of_file(sheet: Sheet, file: Path) -> dict[int, Row]:
    """The rows of a CSV, xlsx or Parquet file, by the names or the words of the columns.

    The keys are their numbers in the file, the heading being 1; empty ones are left out.

    Raises
    ------
    BadInput
        `no_such_file`, `unreadable_table`; `missing_column`, naming file and columns.
    """
    raw = table_rows(file)
    names = {heading.strip().lstrip("\ufeff") for row in raw[:1] for heading in row}
    heads = {
        one.name: _heading(one.name, (one.words.zh, one.words.en), names)
        for one in sheet.columns
    }
    needed = [one.name for one in sheet.columns if one.is_needed and one.name in sheet.key]
    missing = [name for name in needed if raw and heads[name] is None]
    if missing:
        raise BadInput(
            "missing_column",
            Words(
                f"{file.name}：缺少列 {'、'.join(missing)}；先导出一份作模板。",
                f"{file.name} lacks the columns {', '.join(missing)}: export one as a pattern.",
            ),
        )
    rows = {}
    for number, row in enumerate(raw, 2):
        texts = {key.strip().lstrip("\ufeff"): as_text(value) for key, value in row.items()}
        said = {name: texts.get(head or "", "") for name, head in heads.items()}
        tidy = sheet.tidy({one.name: one.code_for(said[one.name]) for one in sheet.columns})
        if any(tidy.values()):
            rows[number] = tidy
    return rows


def _heading(name: str, words: tuple[str, str], names: set[str]) -> str | None:
    return next((head for head in (name, *words) if head in names), None)


def import_sheet(home: Home, sheet: Sheet, file: Path, *, actor: str, store: Store) -> Imported:
    """Rows of a file into a sheet, by key; rows that the file does not name stay."""
    rows = rows_of_file(sheet, file)
    with contextlib.closing(home.connection()) as connection, troubles():
        known, before = known_names(connection, sheet), read_sheet(connection, sheet)
        problems = check_rows(sheet, rows, known)
        bad = {problem.row for problem in problems}
        if sheet is ROTA:
            reference = Reference(0).through(connection)
            today = home_now(connection).astimezone(reference.calendar.zone).date()
            sound = {number: row for number, row in rows.items() if number not in bad}
            problems += far_problems(sound, today)
            problems += rest_problems(sound, before, reference)
    bad = {problem.row for problem in problems}
    good = [row for number, row in rows.items() if number not in bad]
    merged = {sheet.key_of(row): row for row in (*before, *good)}
    edits = edits_between(sheet, before, merged.values())
    batch = Batch(0, 0, len(good))
    if store.may(problems) and edits:
        batch = write_edits(home, sheet, edits, actor)
    named = tuple(_of_file(file, problem) for problem in problems)
    is_refused = store is Store.ALL and bool(problems)
    return Imported(len(rows), batch, named, is_refused=is_refused)


def write_edits(home: Home, sheet: Sheet, edits: Sequence[Edit], actor: str) -> Batch:
    """Edits of any sheet: members and shifts through their own acts, others as one batch.

    Raises
    ------
    Refused, BadInput, Trouble
        Nothing was written then.
    """
    if sheet is ROTA:
        return write_rota(home, edits, actor)
    if sheet is not MEMBERS:
        return apply_edits(home.engine, sheet, edits, an_author(home, actor))
    gone = next((edit for edit in edits if edit.after is None), None)
    if gone is not None:
        raise row_is_kept(sheet, gone)
    rows = [edit.after for edit in edits if edit.after is not None]
    enrolled = enrol_rows(home, rows, actor=actor, store=Store.ALL)
    for problem in enrolled.rejected:
        raise BadInput("bad_row", problem.reason)
    return enrolled.batch


def _of_file(file: Path, problem: RowProblem) -> RowProblem:
    reason = Words(f"{file.name}：{problem.reason.zh}", f"{file.name}: {problem.reason.en}")
    return RowProblem(problem.row, problem.field, reason)


def export_sheet(home: Home, sheet: Sheet, file: Path, language: Language) -> int:
    """Write a sheet as a workbook that `import_sheet` reads again; how many rows.

    Raises
    ------
    Trouble
        `disk`.
    """
    with contextlib.closing(home.connection()) as connection, troubles():
        rows = read_sheet(connection, sheet)
    write_workbook(sheet, rows, file, language)
    return len(rows)


def write_workbook(sheet: Sheet, rows: list[Row], file: Path, language: Language) -> None:
    """Rows as a workbook: headings in a language, every cell a text; whole or not at all.

    Raises
    ------
    Trouble
        `disk`.
    """
    book = Workbook()
    page = book.active
    if page is None:  # pragma: no cover - a new workbook has a page
        raise RuntimeError("a workbook without a page")
    page.title = sheet.name
    page.append([one.words.in_(language) for one in sheet.columns])
    for row in rows:
        page.append([row.get(one.name, "") for one in sheet.columns])
    for cells in page.iter_rows(min_row=1):
        for cell in cells:
            # A text that begins with = is no formula, and a phone number no figure.
            cell.data_type = "s"
            cell.number_format = "@"
    for cell in page[1]:
        cell.font, cell.alignment = Font(bold=True), Alignment(horizontal="left")
    for place, one in enumerate(sheet.columns, 1):
        longest = max([len(row.get(one.name, "")) for row in rows] + [8])
        page.column_dimensions[get_column_letter(place)].width = min(longest * 1.6 + 2, 50)
    page.freeze_panes = "A2"
    half = file.with_name(f".{file.name}.part")
    try:
        book.save(half)
        half.replace(file)
    except OSError as error:
        raise Trouble(
            "disk",
            Words(
                f"无法写入 {file}：{error.strerror}", f"cannot write {file}: {error.strerror}"
            ),
        ) from error
    finally:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)
