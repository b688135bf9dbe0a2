"""How the rows of the roster are drawn."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPixmap

from console.settings.look import Look
from console.tables.roster_columns import Cell, Column
from console.tables.roster_drawing import RosterDelegate
from models.picture.query import Availability

pytestmark = pytest.mark.gui


class Listening(RosterDelegate):
    """Keeps what was drawn, as cut."""

    def paint_words(
        self,
        painter: QPainter,
        box: QRect,
        words: str,
        role: str = "text",
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        metrics, cut = painter.fontMetrics(), Qt.TextElideMode.ElideRight
        self.said = [*getattr(self, "said", []), metrics.elidedText(words, cut, box.width())]
        super().paint_words(painter, box, words, role, align)


def drawn(words: str, until: str, width: int) -> list[str]:
    delegate, ground = Listening(Look()), QPixmap(400, 32)
    cell = Cell(
        Column.STATE,
        words,
        "",
        "WG1",
        Availability.BUSY,
        1,
        2,
        is_held=False,
        is_stale=False,
        until=until,
    )
    with QPainter(ground) as painter:
        painter.setFont(delegate.look.font())
        delegate._paint_column(painter, QRect(0, 0, width, 32), cell)
    return delegate.said


def test_when_a_shift_ends_is_read_whole_however_narrow_the_column(qapp: object) -> None:
    assert drawn("Has work · 17:30", "17:30", 300) == ["Has work · ", "17:30"]
    state, until = drawn("Has work · Sat 07:00", "Sat 07:00", 136)
    assert until == "Sat 07:00"
    assert state.endswith("…")


def test_a_state_without_a_shift_has_the_whole_column(qapp: object) -> None:
    assert drawn("Has work", "", 300) == ["Has work"]
