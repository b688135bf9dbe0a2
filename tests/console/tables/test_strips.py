"""Rows are repainted strip after strip."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.tables.strips import ROWS, Strips

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = [pytest.mark.gui, pytest.mark.usefixtures("qapp")]


class Table:
    """Notes which rows it was asked to repaint, and how."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int, int]] = []
        self.strips = Strips(self.whole, self.part)

    def whole(self, first: int, last: int) -> None:
        self.asked.append(("whole", first, last))

    def part(self, first: int, last: int) -> None:
        self.asked.append(("part", first, last))

    @property
    def rows(self) -> list[int]:
        return [row for _, first, last in self.asked for row in range(first, last + 1)]


def test_each_row_is_asked_for_once_and_a_few_at_a_time(qtbot: QtBot) -> None:
    table = Table()
    table.strips.begin(3, 3 + 3 * ROWS, whole=True)
    assert table.rows == list(range(3, 3 + ROWS))
    qtbot.waitUntil(lambda: table.rows == list(range(3, 4 + 3 * ROWS)))
    assert max(last - first + 1 for _, first, last in table.asked) == ROWS


def test_what_was_to_be_repainted_whole_is_not_repainted_in_part() -> None:
    table = Table()
    table.strips.begin(0, 2 * ROWS, whole=True)
    table.strips.begin(0, 2 * ROWS, whole=False)
    table.strips.finish()
    assert {how for how, _, _ in table.asked} == {"whole"}
    assert table.asked[-1][2] == 2 * ROWS


def test_after_all_is_repainted_time_alone_is_told_again() -> None:
    table = Table()
    table.strips.begin(0, ROWS, whole=True)
    table.strips.finish()
    table.strips.begin(0, 2, whole=False)
    assert table.asked[-1] == ("part", 0, 2)


def test_an_empty_table_is_asked_for_nothing() -> None:
    table = Table()
    table.strips.begin(0, -1, whole=True)
    table.strips.finish()
    assert table.asked == []
