"""The administrator's pages: one idea for all sheets, by keyboard, checked beside the field."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit

from console.settings.look import Look
from console.state.session import Seat
from console.tables.sheet_model import SLICE
from console.windows.admin import AdminWindow
from models.domain.error import Words
from models.domain.lifecycle import Role
from models.intake.row_problem import FilePlace
from models.intake.sheet import Edit, PastEdit
from models.intake.sheets import SHEETS
from tests.builders import at

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.gui
STAYS = [{"level": "3", "limit": "2WD"}, {"level": "4", "limit": "1WD"}]
LIMIT = 1


@pytest.fixture
def pages(qtbot: Any) -> Callable[..., AdminWindow]:
    """The window on the page of stays, as they stand."""
    made = []

    def make(*, role: Role = Role.ADMINISTRATOR, language: Any = "en") -> AdminWindow:
        seat = Seat("admin", frozenset({role}), "desk-1", language)
        window = AdminWindow(seat, Look(), SHEETS)
        qtbot.addWidget(window)
        made.append(window)
        with qtbot.waitExposed(window):
            window.show()
        turn_to(window, "stays")
        window.show_rows("stays", STAYS, {})
        return window

    return make


def turn_to(window: AdminWindow, name: str) -> None:
    window.pages.setCurrentRow(list(SHEETS).index(name))


def write(window: AdminWindow, row: int, column: int, text: str) -> None:
    model = window.page.model
    model.setData(model.index(row, column), text)


def test_there_is_a_page_for_every_sheet_and_one_for_the_roles(pages: Any) -> None:
    window = pages()
    assert window.pages.count() == len(SHEETS) + 1
    window.pages.setCurrentRow(window.pages.count() - 1)
    assert window.page.model.rowCount() == len(Role)
    assert not window.page.apply.isVisible()


def test_a_change_is_listed_before_it_is_applied(pages: Any, qtbot: Any) -> None:
    window = pages()
    assert not window.page.apply.isEnabled()
    write(window, 0, LIMIT, "1WD")
    assert window.page.preview.toPlainText() == "• 3 community  Stay: 2WD → 1WD"
    assert window.page.summary.text() == "0 new, 1 changed, 0 taken out"
    with qtbot.waitSignal(window.apply_wanted) as sent:
        qtbot.keyClick(window.page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    name, (edit,) = sent.args
    assert (name, edit.before, edit.after) == (
        "stays",
        STAYS[0],
        {"level": "3", "limit": "1WD"},
    )


def test_a_key_tells_what_was_changed_before_when_and_by_whom(pages: Any, qtbot: Any) -> None:
    window = pages()
    with qtbot.waitSignal(window.history_wanted) as sent:
        qtbot.keyClick(window.page, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert sent.args == ["stays"]
    now = {"level": "3", "limit": "2WD"}
    past = [
        PastEdit(7, at(), "zhao", Edit("3", {"level": "3", "limit": "1WD"}, now)),
        PastEdit(7, at(), "zhao", Edit("5", None, {"level": "5", "limit": "1WD"})),
        PastEdit(4, None, "", Edit("", None, None)),
    ]
    window.show_history("hours", (), UTC)
    assert window.page.preview.toPlainText() == ""
    window.show_history("stays", past, UTC)
    when = at().strftime("%Y-%m-%d %H:%M:%S")
    assert window.page.preview.toPlainText().splitlines() == [
        f"v7 · {when} · zhao",
        "    • 3 community  Stay: 1WD → 2WD",
        "    ＋ 5 unit · 1WD",
        "v4",
        "    A row about a person; what it said is not kept.",
    ]
    write(window, 0, LIMIT, "1WD")
    assert window.page.preview.toPlainText() == "• 3 community  Stay: 2WD → 1WD"


def test_what_was_kept_by_letter_is_told_in_the_order_of_the_columns(pages: Any) -> None:
    window = pages(language="zh")
    turn_to(window, "contacts")
    window.show_rows("contacts", [], {})
    kept = {"department": "CG", "name": "刘丽", "phone": "110", "post": "主任"}
    kept = dict(sorted(kept.items(), reverse=True))
    window.show_history("contacts", [PastEdit(2, None, "", Edit("", None, kept))], UTC)
    assert window.page.preview.toPlainText() == "v2\n    ＋ CG · 刘丽 · 110 · 主任"


@pytest.mark.parametrize(
    ("sheet", "row", "name", "said"),
    [
        ("settings", {"name": "photos_required", "value": "false"}, "value", "No"),
        ("hours", {"calendar": "district", "day": "mon"}, "calendar", "The district"),
        ("members", {"skills": "fire_safety;first_aid"}, "skills", "fire safety;first aid"),
        ("phrases", {"act": "refuse"}, "act", "Refuse"),
    ],
)
def test_codes_are_said_in_words_and_words_are_taken_for_codes(
    pages: Any, sheet: str, row: dict[str, str], name: str, said: str
) -> None:
    window = pages()
    turn_to(window, sheet)
    page, columns = window.page, [one.name for one in SHEETS[sheet].columns]
    window.show_rows(sheet, [SHEETS[sheet].tidy(row)], {"act": [f"a{n}" for n in range(30)]})
    cell = page.model.index(0, columns.index(name))
    assert cell.data() == said
    page.table.edit(cell)
    assert page.table.findChild(QLineEdit).text() == said
    page.model.setData(cell, said.upper())
    assert cell.data(Qt.ItemDataRole.EditRole) == row[name]
    assert not page.model.has_edits()


def test_the_page_of_roles_says_acts_in_words_and_finds_nothing_wrong(pages: Any) -> None:
    window = pages()
    window.pages.setCurrentRow(window.pages.count() - 1)
    model = window.page.model
    acts = [model.index(row, 1).data() for row in range(model.rowCount())]
    assert not any(code in said for said in acts for code in ("sign-", "attach-", "-case"))
    assert not window.page.wrong.isVisible()
    assert model.problem_at(model.index(0, 1)) is None


@pytest.mark.parametrize(("language", "between"), [("en", ", "), ("zh", "、")])
def test_acts_of_a_role_are_parted_as_the_language_parts(
    pages: Any, language: str, between: str
) -> None:
    window = pages(language=language)
    window.pages.setCurrentRow(window.pages.count() - 1)
    said = window.page.model.index(0, 1).data()
    assert between in said
    assert ("、" in said) is (language == "zh")


def test_the_long_name_of_a_setting_is_whole_where_there_is_room(pages: Any) -> None:
    window = pages()
    window.resize(1400, 700)
    turn_to(window, "settings")
    window.show_rows("settings", [{"name": "W" * 36, "value": "1"}], {})
    table = window.page.table
    assert table.columnWidth(0) >= table.fontMetrics().horizontalAdvance("W" * 36)


def test_the_window_is_no_higher_than_the_screen_in_the_largest_words(qtbot: Any) -> None:
    seat = Seat("admin", frozenset({Role.ADMINISTRATOR}), "desk-1", "en")
    window = AdminWindow(seat, Look(font_size="large"), SHEETS)
    qtbot.addWidget(window)
    assert window.height() < window.screen().availableSize().height()


def test_words_that_a_column_may_cut_are_whole_in_the_tool_tip(pages: Any) -> None:
    window = pages()
    window.pages.setCurrentRow(window.pages.count() - 1)
    cell = window.page.model.index(0, 1)
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == cell.data()
    assert window.page.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) is None


def test_what_is_wrong_is_said_and_holds_the_applying(pages: Any) -> None:
    window = pages()
    write(window, 1, LIMIT, "bald")
    assert window.page.wrong.text().startswith("Row 3, Stay: the limit 'bald'")
    assert not window.page.apply.isEnabled()
    write(window, 1, LIMIT, "1WD")
    assert not window.page.wrong.isVisible()


def test_what_is_being_typed_is_applied_too_and_holds_the_page(pages: Any, qtbot: Any) -> None:
    window = pages()
    page = window.page
    with qtbot.waitActive(window):
        window.activateWindow()
    page.table.setCurrentIndex(page.model.index(0, LIMIT))
    page.table.edit(page.model.index(0, LIMIT))
    page.table.findChild(QLineEdit).setText("5WD")
    window.on_next()
    assert window.name == "stays"
    page.table.edit(page.model.index(0, LIMIT))
    page.table.findChildren(QLineEdit)[-1].setText("6WD")
    with qtbot.waitSignal(page.apply_wanted) as wanted:
        QTest.keyClick(page.table, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert [edit.after for edit in wanted.args[0]] == [{"level": "3", "limit": "6WD"}]


def test_rows_are_put_in_and_taken_out_by_keys(pages: Any, qtbot: Any) -> None:
    window = pages()
    qtbot.keyClick(window.page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    editor = window.page.table.viewport().findChild(QComboBox)
    editor.setCurrentIndex(editor.findData("5"))
    editor.activated.emit(editor.currentIndex())
    assert "＋ 5 unit" in window.page.preview.toPlainText()
    window.page.table.clearSelection()
    window.page.table.selectRow(0)
    window.page.on_remove()
    assert "－ 3 community" in window.page.preview.toPlainText()
    assert window.page.summary.text() == "1 new, 0 changed, 1 taken out"


def test_classes_are_not_taken_out_nor_renamed(pages: Any) -> None:
    window = pages()
    turn_to(window, "categories")
    code = {"code": "E0102", "urgency": "G"}
    row = SHEETS["categories"].tidy(code)
    window.show_rows("categories", [row], {})
    window.page.table.selectRow(0)
    window.page.on_remove()
    assert window.page.model.rowCount() == 1
    flags = window.page.model.flags(window.page.model.index(0, 0))
    assert not flags & Qt.ItemFlag.ItemIsEditable


def test_rows_of_a_file_are_looked_at_before_they_are_applied(pages: Any) -> None:
    window = pages()
    window.merge("stays", [{"level": "4", "limit": "3WD"}, {"level": "7", "limit": "1WD"}])
    assert "• 4 village  Stay: 1WD → 3WD" in window.page.preview.toPlainText()
    assert "'7' is none of 1, 2, 3, 4, 5" in window.page.wrong.text()


def test_what_is_wrong_with_a_row_of_a_file_is_named_by_file_row_and_field(pages: Any) -> None:
    window = pages()
    rows = [{"level": "4", "limit": "3WD"}, {"level": "3", "limit": "soon"}]
    window.merge("stays", rows, [FilePlace("two.xlsx", 2), FilePlace("two.xlsx", 7)])
    page = window.page
    here = next(
        row
        for row in range(page.model.rowCount())
        if page.model.index(row, 0).data() == "3 community"
    )
    assert page.wrong.text().startswith(f"two.xlsx, row 7 (here row {here + 2}), Stay: ")
    write(window, here, LIMIT, "later")
    assert page.wrong.text().startswith(f"Row {here + 2}, Stay: ")


def test_a_page_that_is_being_read_says_so(pages: Any) -> None:
    window = pages()
    turn_to(window, "skips")
    assert window.page.summary.text() == "Reading…"
    window.show_rows("skips", [], {})
    assert window.page.summary.text() == "Nothing changed"


def test_another_page_waits_until_the_changes_are_applied_or_discarded(pages: Any) -> None:
    window = pages()
    write(window, 0, LIMIT, "1WD")
    turn_to(window, "skips")
    assert window.name == "stays"
    assert "discard" in window.page.wrong.text()
    window.show_rows("stays", STAYS, {})
    turn_to(window, "skips")
    assert window.name == "skips"


def test_who_is_no_administrator_reads_and_changes_nothing(pages: Any) -> None:
    window = pages(role=Role.DISPATCHER)
    assert window.page.model.rowCount() == len(STAYS)
    assert not window.page.apply.isVisible()
    assert list(window.page.model.edits()) == []


def test_what_went_wrong_elsewhere_is_said_on_the_page(pages: Any) -> None:
    window = pages(language="zh")
    window.complain(Words("数据库不可用。", "the database is away."))
    assert window.page.wrong.text() == "数据库不可用。"
    assert window.page.title.text() == "各级停留时限"


def many_days(count: int) -> list[dict[str, str]]:
    return [{"number": f"M{n:05d}", "day": "2026-11-27", "shift": "D"} for n in range(count)]


def test_a_large_sheet_comes_in_by_and_by_and_is_not_edited_meanwhile(
    pages: Any, qtbot: Any
) -> None:
    window = pages()
    turn_to(window, "rota")
    rows = many_days(SLICE * 2 + 7)
    known = {"member": {row["number"] for row in rows}, "shift": {"D", "N"}}
    window.show_rows("rota", rows, known)
    model = window.page.model
    assert model.rowCount() == SLICE
    assert window.page.summary.text().startswith(f"{SLICE} row")
    assert not model.setData(model.index(0, 2), "N")
    assert not window.page.add.isEnabled()
    qtbot.waitUntil(lambda: not model.is_filling)
    assert model.rowCount() == len(rows)
    assert window.page.summary.text() == "Nothing changed"
    window.page.finding.setText(rows[-1]["number"].lower())
    assert model.rowCount() == 1
    assert model.headerData(0, Qt.Orientation.Vertical) == str(len(rows) + 1)
    assert model.setData(model.index(0, 2), "N")
    window.page.finding.clear()
    assert [edit.key for edit in model.edits()] == [f"{rows[-1]['number']} 2026-11-27"]


def test_all_rows_of_a_large_file_are_merged_and_all_taken_out(pages: Any, qtbot: Any) -> None:
    window = pages()
    turn_to(window, "rota")
    rows = many_days(SLICE + 7)
    known = {"member": {row["number"] for row in rows}, "shift": {"D", "N"}}
    window.show_rows("rota", rows[:5], known)
    window.merge("rota", rows)
    model = window.page.model
    qtbot.waitUntil(lambda: not model.is_filling)
    assert window.page.summary.text() == f"{SLICE + 2} new, 0 changed, 0 taken out"
    assert window.page.preview.toPlainText().endswith("…")
    window.page.table.selectAll()
    window.page.on_remove()
    assert window.page.summary.text() == "0 new, 0 changed, 5 taken out"


def test_to_look_at_the_list_of_a_wrong_cell_changes_nothing(pages: Any, qtbot: Any) -> None:
    window = pages()
    window.show_rows("stays", [{"level": "9", "limit": "2WD"}], {})
    table = window.page.table
    table.setCurrentIndex(window.page.model.index(0, 0))
    table.edit(window.page.model.index(0, 0))
    editor = table.viewport().findChild(QComboBox)
    assert editor is not None
    assert editor.currentText() == "9"
    qtbot.keyClick(editor, Qt.Key.Key_Tab)
    assert window.page.model.index(0, 0).data(Qt.ItemDataRole.EditRole) == "9"
