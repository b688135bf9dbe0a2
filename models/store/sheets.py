"""Sheets in the database: read whole, changed by edits, one batch and one fact each time.

An edit says what its row was when somebody decided upon it: where another was faster, nothing
of the batch is written. What every batch changed is kept, but for rows about people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.domain.department import Department
from models.domain.error import BadInput, Words
from models.domain.home_settings import HomeSettings, setting_text
from models.domain.ids import DepartmentId, new_uuid
from models.domain.refusal import Refused, refuse
from models.domain.rulebook import DEFAULT_STAYS
from models.domain.timetable import days_of
from models.intake.category_table import read_categories
from models.intake.rule_values import shift_row, shifts
from models.intake.sheet import Edit, PastEdit, Row, edits_between
from models.intake.sheets import SHEETS, SHIFTS
from models.store.calendar_rows import DISTRICT, drop_calendar, write_calendar
from models.store.calendar_sheets import calendar_rows, calendars_from
from models.store.mapping import canonical
from models.store.reference import Reference
from models.store.reference_write import Written, in_batch, put_categories, put_departments
from models.store.rule_rows import rule_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from psycopg import Connection
    from sqlalchemy import Engine

    from models.domain.category import Category
    from models.domain.work_calendar import WorkCalendar
    from models.intake.sheet import Sheet
    from models.store.journal_append import Author
    from models.store.reference_write import Batch

_HISTORY = """
SELECT c.version, j.occurred_at, j.actor, c.key, c.before, c.after
FROM reference_change c
JOIN reference_batch b USING (version)
LEFT JOIN journal j ON j.subject_id = b.id AND j.subject_kind = 'reference'
WHERE c.sheet = %s ORDER BY c.version DESC, c.n LIMIT %s
"""
_LETTERS = {"general": "G", "urgent": "U", "emergency": "E"}


def read_sheet(connection: Connection, sheet: Sheet) -> list[Row]:
    """The rows of a sheet as they stand, in the order of their keys."""
    rows = _READ.get(sheet.name, _rules)(connection, sheet)
    return sorted(map(sheet.tidy, rows), key=sheet.order_of)


def apply_edits(engine: Engine, sheet: Sheet, edits: Sequence[Edit], author: Author) -> Batch:
    """Write the edits of one sheet, all of them or none: a new version, told by one fact.

    Raises
    ------
    Refused
        `row_moved_on`, where a row is not any more what it was; `row_is_kept`, where a row of
        a sheet may not be taken out.
    BadInput
        `bad_calendar`, where hours and holidays give no calendar.
    """
    for edit in edits:
        if edit.after is None and not sheet.is_open:
            raise row_is_kept(sheet, edit)

    def write(connection: Connection) -> Written:
        before = read_sheet(connection, sheet)
        present = {sheet.key_of(row): row for row in before}
        for edit in edits:
            if present.get(edit.key) not in (edit.before, edit.after):
                raise moved_on(sheet, edit)
        after = present | {e.key: e.after for e in edits if e.after is not None}
        for gone in (edit.key for edit in edits if edit.after is None):
            after.pop(gone, None)
        changed = edits_between(sheet, before, after.values())
        if changed:
            _WRITE.get(sheet.name, _write_rules)(connection, sheet, changed, after)
            _keep_history(connection, sheet, changed)
        return _written(before, changed)

    return in_batch(engine, author, sheet.name, write)


def history_of(connection: Connection, sheet: Sheet, most: int = 200) -> list[PastEdit]:
    """What was changed in a sheet, the newest first."""
    rows = connection.execute(_HISTORY, [sheet.name, most])
    return [
        PastEdit(version, at, actor or "", Edit(key, before, after))
        for version, at, actor, key, before, after in rows
    ]


def _written(before: Sequence[Row], changed: Sequence[Edit]) -> Written:
    inserted = sum(edit.before is None for edit in changed)
    content = canonical([[edit.key, edit.before, edit.after] for edit in changed])
    updated = len(changed) - inserted
    return Written(inserted, updated, len(before) - updated, content.encode())


def _keep_history(connection: Connection, sheet: Sheet, changed: Sequence[Edit]) -> None:
    ((version,),) = connection.execute(
        "SELECT coalesce(max(version), 0) + 1 FROM reference_batch"
    ).fetchall()
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO reference_change VALUES (%s, %s, %s, %s, %s::text::json,"
            " %s::text::json)",
            [
                (
                    *(version, n, sheet.name),
                    "" if sheet.is_personal else edit.key,
                    _json(sheet, edit.before),
                    _json(sheet, edit.after),
                )
                for n, edit in enumerate(changed)
            ],
        )


def _json(sheet: Sheet, row: Row | None) -> str | None:
    return None if row is None or sheet.is_personal else canonical(row)


# -- the district's own rules, settings ------------------------------------------------


def _rules(connection: Connection, sheet: Sheet) -> list[Row]:
    rows = list(rule_rows(connection, sheet.name).values())
    if sheet is SHIFTS:
        return [shift_row(one) for one in shifts(rows)]
    if sheet.name != "stays":
        return rows
    said = {row["level"] for row in rows}
    usual = {str(level): limit for level, limit in DEFAULT_STAYS.items()}
    return rows + [
        {"level": level, "limit": limit} for level, limit in usual.items() if level not in said
    ]


def _write_rules(
    connection: Connection, sheet: Sheet, changed: Sequence[Edit], _: object
) -> None:
    for edit in changed:
        if edit.after is None:
            connection.execute(
                "DELETE FROM rule WHERE sheet = %s AND key = %s", [sheet.name, edit.key]
            )
            continue
        connection.execute(
            "INSERT INTO rule VALUES (%s, %s, %s::text::json)"
            " ON CONFLICT (sheet, key) DO UPDATE SET body = excluded.body",
            [sheet.name, edit.key, canonical(edit.after)],
        )


def _settings(connection: Connection, _: Sheet) -> list[Row]:
    settings = Reference(0).through(connection).settings
    names = HomeSettings.__dataclass_fields__
    return [{"name": name, "value": setting_text(getattr(settings, name))} for name in names]


def _write_settings(
    connection: Connection, _: Sheet, changed: Sequence[Edit], __: object
) -> None:
    for edit in changed:
        if edit.after is None:
            connection.execute("DELETE FROM setting WHERE key = %s", [edit.key])
            continue
        connection.execute(
            "INSERT INTO setting VALUES (%s, %s)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            [edit.key, edit.after["value"].strip().lower()],
        )


# -- classes, departments ---------------------------------------------------------------


def _categories(connection: Connection, _: Sheet) -> list[Row]:
    return [_class_row(one) for one in Reference(0).through(connection).categories.values()]


def _class_row(one: Category) -> Row:
    return {
        "code": one.code,
        "major_code": one.major_code,
        "major_zh": one.major_zh,
        "major_en": one.major_en,
        "minor_zh": one.zh,
        "minor_en": one.en,
        "response_limit": one.response_limit,
        "handle_limit": one.handle_limit,
        "danger_limit": one.danger_limit,
        "dept": one.departments,
        "lowest_level": one.lowest_level,
        "urgency": _LETTERS[one.urgency.value],
        "self_handle": _yes(is_so=one.self_handle),
        "restricted": _yes(is_so=one.restricted),
        "verify": _yes(is_so=one.verify),
        "source": one.source,
    }


def _yes(*, is_so: bool) -> str:
    return "Y" if is_so else "N"


def _write_categories(
    connection: Connection, _: Sheet, changed: Sequence[Edit], __: object
) -> None:
    rows = [edit.after for edit in changed if edit.after is not None]
    put_categories(connection, read_categories(rows).categories)


def _departments(connection: Connection, _: Sheet) -> list[Row]:
    reference = Reference(0).through(connection)
    grid = reference.grid.grid
    rows = []
    for one in reference.departments.values():
        cell = None if one.cell is None else grid.get(one.cell)
        rows.append(
            {
                "code": one.code,
                "name": one.name,
                "cell": cell.code or "" if cell else "",
                "duty_phone": one.duty_phone,
            }
        )
    return rows


def _write_departments(
    connection: Connection, _: Sheet, changed: Sequence[Edit], __: object
) -> None:
    reference = Reference(0).through(connection)
    ids = {one.code: one.id for one in reference.departments.values()}
    made = []
    for row in (edit.after for edit in changed if edit.after is not None):
        cell = reference.grid.grid.by_code(row["cell"]) if row["cell"] else None
        known = ids.get(row["code"]) or DepartmentId(new_uuid())
        made.append(
            Department(
                known, row["code"], row["name"], cell.id if cell else None, row["duty_phone"]
            )
        )
    put_departments(connection, made)


def _members(connection: Connection, _: Sheet) -> list[Row]:
    rows = connection.execute(
        "SELECT m.number, m.name, m.kind, coalesce(c.code, ''), m.skills, m.capacity::text,"
        " m.phone, m.duty FROM member m LEFT JOIN cell c ON c.id = m.home_cell"
    )
    names = ("number", "name", "kind", "home_cell", "skills", "capacity", "phone", "duty")
    read = (dict(zip(names, row, strict=True)) for row in rows)
    return [row | {"skills": ";".join(row["skills"])} for row in read]


def _rota(connection: Connection, _: Sheet) -> list[Row]:
    rows = connection.execute("SELECT number, rota FROM member WHERE rota <> ''").fetchall()
    return [
        {"number": number, "day": day.isoformat(), "shift": code}
        for number, rota in rows
        for day, code in days_of(rota).items()
    ]


# -- calendars --------------------------------------------------------------------------


def _calendars(connection: Connection, sheet: Sheet) -> list[Row]:
    reference = Reference(0).through(connection)
    calendars = {DISTRICT: reference.calendar, **reference.calendars}
    return calendar_rows(sheet.name, calendars)


def _write_calendars(
    connection: Connection, sheet: Sheet, changed: Sequence[Edit], after: dict[str, Row]
) -> None:
    other = SHEETS["holidays" if sheet.name == "hours" else "hours"]
    rows = {sheet.name: list(after.values()), other.name: read_sheet(connection, other)}
    touched = {(edit.after or edit.before or {}).get("calendar", "") for edit in changed}
    made: dict[str, WorkCalendar] = calendars_from(rows["hours"], rows["holidays"])
    for name in sorted(touched):
        if name in made:
            write_calendar(connection, made[name], name)
        elif name != DISTRICT:
            drop_calendar(connection, name)


_READ: dict[str, Callable[[Connection, Sheet], list[Row]]] = {
    "categories": _categories,
    "departments": _departments,
    "hours": _calendars,
    "holidays": _calendars,
    "members": _members,
    "rota": _rota,
    "settings": _settings,
}
_WRITE: dict[str, Callable[[Connection, Sheet, Sequence[Edit], dict[str, Row]], None]] = {
    "categories": _write_categories,
    "departments": _write_departments,
    "hours": _write_calendars,
    "holidays": _write_calendars,
    "settings": _write_settings,
}


def moved_on(sheet: Sheet, edit: Edit) -> Refused:
    """That a row is not any more what it was when an edit of it was decided upon."""
    return Refused(
        refuse(
            "row_moved_on",
            f"“{sheet.words.zh}”的 {edit.key} 在您编辑期间已被别人修改：请重新读取后再改。",
            f"{sheet.words.en}: {edit.key} was changed by somebody else meanwhile; read the "
            "page again, then change it.",
            sheet=sheet.name,
            key=edit.key,
        )
    )


def row_is_kept(sheet: Sheet, edit: Edit) -> Refused:
    """That a row may not be taken out, because incidents may speak of it."""
    return Refused(
        refuse(
            "row_is_kept",
            f"“{sheet.words.zh}”的 {edit.key} 可能仍被事件引用，不能删除。",
            f"{sheet.words.en}: incidents may speak of {edit.key}, so it stays.",
            sheet=sheet.name,
            key=edit.key,
        )
    )


def no_such_sheet(name: str) -> BadInput:
    """That there is no sheet of a name; tells which there are."""
    known = ", ".join(SHEETS)
    return BadInput(
        "unknown_sheet",
        Words(f"没有表 {name}；可用：{known}", f"there is no sheet {name}; use {known}"),
    )
