"""Cells drawn before: copied where they say the same, drawn anew where anything is another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from console.panels.queue import QueuePanel
from console.panels.roster import RosterPanel
from console.settings.look import Look
from console.tables.drawing import QueueDelegate
from console.tables.drawn_cells import DrawnCells
from tests.console.frames import a_session, later

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.gui


class Pen:
    """Fills cells and remembers which."""

    def __init__(self) -> None:
        self.drew: list[str] = []

    def draw(self, painter: QPainter, box: QRect, said: str) -> None:
        self.drew.append(said)
        painter.fillRect(box, said)


def painted(
    cells: DrawnCells, pen: Pen, said: str, width: int = 40, ratio: float = 1
) -> QImage:
    image = QImage(100, 40, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    with QPainter(image) as painter:
        cells.paint(painter, QRect(4, 2, width, 20), said, pen.draw)
    return image


def test_a_cell_that_says_the_same_is_drawn_once_and_looks_the_same(qapp: object) -> None:
    cells, pen = DrawnCells(Look()), Pen()
    first, again = painted(cells, pen, "red"), painted(cells, pen, "red")
    assert pen.drew == ["red"]
    assert first.pixelColor(10, 10) == again.pixelColor(10, 10) == "red"


def test_other_words_another_width_and_another_screen_are_drawn_anew(qapp: object) -> None:
    cells, pen = DrawnCells(Look()), Pen()
    painted(cells, pen, "red")
    painted(cells, pen, "blue")
    painted(cells, pen, "red", width=41)
    painted(cells, pen, "red", ratio=2)
    assert pen.drew == ["red", "blue", "red", "red"]


def test_between_whole_pixels_cells_are_drawn_and_never_copied(qapp: object) -> None:
    cells, pen = DrawnCells(Look()), Pen()
    painted(cells, pen, "red", ratio=1.25)
    painted(cells, pen, "red", ratio=1.25)
    assert pen.drew == ["red", "red"]


def test_memory_is_bounded_however_much_is_shown(qapp: object) -> None:
    cells, pen = DrawnCells(Look()), Pen()
    for width in range(1, 6_000):
        painted(cells, pen, "red", width=width)
    painted(cells, pen, "red", width=1)
    assert len(pen.drew) == 6_000


def test_a_small_table_keeps_twice_what_it_shows_and_no_more(qapp: object) -> None:
    cells, pen = DrawnCells(Look()), Pen()
    for colour in QColor.colorNames()[:30]:
        painted(cells, pen, colour)
    assert len(cells) == 2 * (100 * 40) // (40 * 20)


@pytest.mark.parametrize("kind", [QueuePanel, RosterPanel])
def test_a_table_shown_again_is_the_same_pixel_by_pixel(
    qtbot: QtBot, kind: type[QueuePanel | RosterPanel]
) -> None:
    panel = kind(a_session(60, 40), Look())
    qtbot.addWidget(panel)
    panel.resize(900, 500)
    panel.show()
    qtbot.waitExposed(panel)
    panel.settle()
    panel.view.rows.drawn.forget()
    drawn = panel.view.viewport().grab().toImage()
    copied = panel.view.viewport().grab().toImage()
    assert drawn == copied


def test_clocks_that_tick_push_out_nothing_that_stays_the_same(qtbot: QtBot) -> None:
    session = a_session(30, 5)
    panel = QueuePanel(session, Look())
    qtbot.addWidget(panel)
    panel.resize(900, 500)
    panel.show()
    panel.settle()
    rows, seen = panel.view.rows, []
    assert isinstance(rows, QueueDelegate)
    for _ in range(4):
        panel.view.viewport().grab()
        seen.append((len(rows.drawn), len(rows.clocks)))
        session.show_frame(later(session.frame, 1))
    words, clocks = zip(*seen, strict=True)
    assert len(set(words)) == 1
    assert list(clocks) == sorted(set(clocks))


def test_a_table_in_another_theme_shows_nothing_of_the_last(qtbot: QtBot) -> None:
    look = Look()
    panel = QueuePanel(a_session(30, 5), look)
    qtbot.addWidget(panel)
    panel.show()
    night = panel.view.viewport().grab().toImage()
    look.wear(theme="day")
    day = panel.view.viewport().grab().toImage()
    look.wear(theme="night")
    assert panel.view.viewport().grab().toImage() == night
    assert day != night
