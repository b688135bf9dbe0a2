"""Tools that set points: by mouse, by keyboard, taken back, carried, finished, given up."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

from maps.canvas.sketch import Sketch, Tool, area_words
from maps.geometry.projection import mercator_of
from models.domain.drawing import MOST_POINTS
from models.domain.place import LonLat, distance_m
from tests.builders import JIMO

pytestmark = pytest.mark.gui
SPOTS = ((200.0, 200.0), (500.0, 200.0), (500.0, 450.0), (200.0, 450.0))
Key = Qt.Key


@pytest.fixture
def board(a_canvas, mouse):
    return Board(a_canvas, mouse)


class Board:
    def __init__(self, a_canvas, mouse):
        self.canvas = a_canvas()
        self.canvas.looking.centre_on(mercator_of(JIMO), 10.0)
        self.mouse = mouse(self.canvas)
        self.sketched = []
        self.ended = 0
        self.canvas.sketched.connect(self.sketched.append)
        self.canvas.sketch_ended.connect(self._count)

    def _count(self):
        self.ended += 1

    @property
    def sketch(self):
        return self.canvas.sketching.sketch

    def begin(self, tool):
        self.canvas.sketching.begin(tool)

    def click(self, *spots):
        for spot in spots:
            self.mouse.click(spot)

    def double_click(self, spot):
        self.mouse.click(spot)
        self.mouse.send(QEvent.Type.MouseButtonDblClick, spot, Qt.MouseButton.LeftButton)
        self.mouse.release(spot)

    def at(self, spot):
        x, y = self.canvas.view.to_map([spot])[0]
        return float(x), float(y)


def test_a_double_click_finishes_an_area_with_all_its_corners(board):
    board.begin(Tool.AREA)
    board.click(*SPOTS[:3])
    board.double_click(SPOTS[3])
    (done,) = board.sketched
    assert (done.tool, len(done.points), done.radius_m) == (Tool.AREA, 4, None)
    assert board.sketch is None
    assert board.ended == 1


def test_enter_finishes_and_too_few_points_are_not_enough(board, qtbot):
    board.begin(Tool.AREA)
    board.click(*SPOTS[:2])
    qtbot.keyClick(board.canvas, Key.Key_Return)
    assert board.sketched == []
    board.click(SPOTS[2])
    qtbot.keyClick(board.canvas, Key.Key_Return)
    assert len(board.sketched[0].points) == 3


def test_a_click_on_the_first_corner_closes_an_area(board):
    board.begin(Tool.AREA)
    board.click(*SPOTS[:3], SPOTS[0])
    assert len(board.sketched[0].points) == 3


def test_backspace_takes_the_last_point_back(board, qtbot):
    board.begin(Tool.LINE)
    board.click(*SPOTS[:3])
    qtbot.keyClick(board.canvas, Key.Key_Backspace)
    qtbot.keyClick(board.canvas, Key.Key_Return)
    assert len(board.sketched[0].points) == 2


def test_a_point_can_be_carried_elsewhere(board):
    board.begin(Tool.LINE)
    board.click(*SPOTS[:2])
    before = board.canvas.view
    board.mouse.drag(SPOTS[1], SPOTS[2])
    assert board.sketch.points_m[1] == pytest.approx(board.at(SPOTS[2]))
    assert board.canvas.view == before


def test_escape_puts_the_tool_away_and_nothing_is_drawn(board, qtbot):
    board.begin(Tool.AREA)
    board.click(*SPOTS)
    qtbot.keyClick(board.canvas, Key.Key_Escape)
    assert board.sketch is None
    assert board.sketched == []
    assert board.ended == 1


def test_dragging_with_a_tool_in_hand_moves_the_map_and_sets_no_point(board):
    board.begin(Tool.AREA)
    before = board.canvas.view.centre_mercator_m
    board.mouse.drag((300, 300), (400, 380))
    assert board.sketch.points_m == []
    assert board.canvas.view.centre_mercator_m != before


def test_a_circle_is_a_centre_and_a_point_on_it(board):
    board.begin(Tool.CIRCLE)
    board.click(SPOTS[0], SPOTS[1])
    (done,) = board.sketched
    (centre,) = done.points
    other = board.canvas.view.to_map([SPOTS[1]])
    edge = Sketch(Tool.LINE, [tuple(other[0])]).result().points[0]
    assert done.radius_m == pytest.approx(distance_m(centre, edge), rel=6e-3)


def test_a_note_is_one_click(board):
    board.begin(Tool.NOTE)
    board.click(SPOTS[0])
    assert len(board.sketched[0].points) == 1


def test_by_keyboard_alone_points_are_set_under_the_cross_hair(board, qtbot):
    board.begin(Tool.AREA)
    for key in (Key.Key_Space, Key.Key_Right, Key.Key_Space, Key.Key_Down, Key.Key_Space):
        qtbot.keyClick(board.canvas, key)
    assert board.canvas.sketching.by_key
    qtbot.keyClick(board.canvas, Key.Key_Return)
    (done,) = board.sketched
    assert len(set(done.points)) == 3
    assert done.points[1].lon_deg > done.points[0].lon_deg


def test_the_keys_of_a_tool_are_not_shortcuts_of_the_window(board):
    def asks(key, keys=Qt.KeyboardModifier.NoModifier):
        event = QKeyEvent(QEvent.Type.ShortcutOverride, key, keys)
        event.ignore()
        board.canvas.event(event)
        return event.isAccepted()

    assert not asks(Key.Key_Space)
    board.begin(Tool.DISTANCE)
    assert asks(Key.Key_Space)
    assert asks(Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert not asks(Key.Key_D)


def test_a_jump_gives_up_a_drawing_and_leaves_a_measure(board):
    board.begin(Tool.AREA)
    board.canvas.drop_gesture()
    assert board.sketch is None
    board.begin(Tool.SURFACE)
    board.canvas.drop_gesture()
    assert board.sketch is not None


def test_a_measured_area_stays_with_its_figures_and_can_be_copied(board, qtbot):
    board.begin(Tool.SURFACE)
    board.click(*SPOTS[:3])
    board.double_click(SPOTS[3])
    qtbot.keyClick(board.canvas, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert board.sketch.is_done
    assert board.sketched == []
    assert copied.startswith("Area ")
    assert "Perimeter " in copied
    board.click((300.0, 300.0))
    assert len(board.sketch.points_m) == 1


def test_an_area_that_crosses_itself_says_so(board):
    board.begin(Tool.SURFACE)
    board.click(SPOTS[0], SPOTS[2], SPOTS[1], SPOTS[3])
    assert board.sketch.crosses()
    assert any("crosses itself" in line for line in board.sketch.words())


def test_no_sketch_takes_more_points_than_a_drawing_may_have():
    sketch = Sketch(Tool.LINE, [(float(i), 0.0) for i in range(MOST_POINTS)])
    assert sketch.is_full


@pytest.mark.parametrize(
    ("area_m2", "said"),
    [
        (850, "850 m² (1.3 mu)"),
        (99_000, "99,000 m² (148.5 mu)"),
        (412_345, "0.412 km² (618.5 mu)"),
        (1_897_175_000, "1,897 km² (2,845,762.5 mu)"),
    ],
)
def test_areas_are_told_in_units_that_can_be_read(area_m2, said):
    assert area_words(area_m2) == said


@pytest.mark.parametrize("tool", list(Tool))
@pytest.mark.parametrize("count", [0, 1, 2, 4])
def test_every_tool_paints_at_every_stage(board, tool, count):
    board.begin(tool)
    if board.sketch is not None:
        board.sketch.points_m = [board.at(spot) for spot in SPOTS[:count]]
        board.sketch.cursor_m = board.at((640.0, 300.0))
    assert not board.canvas.grab().toImage().isNull()


def test_the_distance_of_a_point_is_that_of_the_ground(board):
    east = LonLat(JIMO.lon_deg + 0.01, JIMO.lat_deg)
    sketch = Sketch(Tool.DISTANCE, [mercator_of(JIMO), mercator_of(east)])
    assert np.isclose(sketch.totals_m()[-1], distance_m(JIMO, east), rtol=6e-3)
