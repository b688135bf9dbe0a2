"""Fingers on a wall screen and on touchpads: synthetic events, as a screen would send them."""

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from maps.canvas.marks import INCIDENT, MEMBER
from maps.canvas.momentum import Momentum
from maps.canvas.tile_cache import m_per_px_of
from maps.geometry.viewport import Viewport
from tests.maps.canvas.conftest import GROUND

pytestmark = pytest.mark.gui
MIDDLE = QPoint(400, 300)


@pytest.fixture(scope="module")
def glass(qapp):
    return QTest.createTouchDevice(QInputDevice.DeviceType.TouchScreen)


@pytest.fixture
def canvas(a_canvas):
    canvas = a_canvas()
    canvas.looking.set_view(
        Viewport(GROUND.cells[0].label_m[0].tolist(), m_per_px_of(30), (800, 600))
    )
    return canvas


@pytest.fixture
def hand(canvas, glass):
    return Hand(canvas, glass)


class Hand:
    """Presses, moves and lifts fingers, each by its number."""

    def __init__(self, canvas, glass):
        self.canvas, self.glass = canvas, glass

    def send(self, **fingers):
        event = QTest.touchEvent(self.canvas, self.glass)
        for name, (what, x, y) in fingers.items():
            getattr(event, what)(int(name[1:]), QPoint(x, y), self.canvas)
        event.commit()

    def hold(self, x, y):
        """Press, and rest until that means something."""
        self.send(f0=("press", x, y))
        self.canvas._touches._long.stop()
        self.canvas._touches.on_long()

    def tap(self, x, y):
        self.send(f0=("press", x, y))
        self.canvas._touches._long.stop()  # a stall of the machine makes no long press of it
        self.send(f0=("release", x, y))


def place_px(canvas, row=0):
    return canvas.view.to_screen(canvas.scene.members.mercator_m[row])[0]


def test_one_finger_moves_the_map_exactly_as_far_as_it_goes(canvas, hand):
    held = canvas.view.to_map([(200, 200)])[0]
    hand.send(f0=("press", 200, 200))
    for x in (215, 240, 300):
        hand.send(f0=("move", x, 170))
    assert canvas.view.to_screen(held)[0] == pytest.approx([300, 170], abs=1e-6)


class Ticking(Momentum):
    """A hand whose clock goes on by 10 ms when read: no stall of the machine stops it."""

    ticks = 0

    def down_s(self):
        self.ticks += 1
        return self.ticks / 100


def test_a_hand_that_stops_before_letting_go_leaves_no_momentum():
    momentum = Ticking()
    momentum.begin(QPointF(0, 0))
    momentum.move(QPointF(10, 0))
    assert momentum.speed_px_s(QPointF(20, 0))[0] == pytest.approx(20 / 0.02)
    momentum.ticks += 9
    assert momentum.speed_px_s(QPointF(20, 0)) == (0.0, 0.0)


def test_a_finger_that_lets_go_in_motion_leaves_the_map_gliding(canvas, hand):
    canvas._touches._momentum = Ticking()
    hand.send(f0=("press", 200, 200))
    for x in (230, 280, 340):
        hand.send(f0=("move", x, 200))
    hand.send(f0=("release", 340, 200))
    assert canvas.looking.camera.is_moving
    hand.send(f0=("press", 340, 200))
    assert not canvas.looking.camera.is_moving


def test_two_fingers_zoom_about_their_middle_without_steps(canvas, hand):
    held, before = canvas.view.to_map([(400, 300)])[0], canvas.view.m_per_px
    hand.send(f0=("press", 350, 300), f1=("press", 450, 300))
    hand.send(f0=("move", 335, 300), f1=("move", 465, 300))
    assert canvas.view.m_per_px == pytest.approx(before / 1.3)
    assert canvas.view.to_screen(held)[0] == pytest.approx([400, 300], abs=1e-6)


def test_two_fingers_that_go_the_same_way_carry_the_map(canvas, hand):
    held, before = canvas.view.to_map([(400, 300)])[0], canvas.view.m_per_px
    hand.send(f0=("press", 350, 300), f1=("press", 450, 300))
    hand.send(f0=("move", 380, 340), f1=("move", 480, 340))
    assert canvas.view.m_per_px == pytest.approx(before)
    assert canvas.view.to_screen(held)[0] == pytest.approx([430, 340], abs=1e-6)


def test_fingers_that_turn_do_not_turn_the_map(canvas, hand):
    before = canvas.view
    hand.send(f0=("press", 350, 300), f1=("press", 450, 300))
    hand.send(f0=("move", 400, 250), f1=("move", 400, 350))
    assert canvas.view.m_per_px == pytest.approx(before.m_per_px)
    assert canvas.view.centre_mercator_m == pytest.approx(before.centre_mercator_m)


def test_a_pinch_comes_to_rest_on_a_step_when_the_fingers_are_off(canvas, hand):
    hand.send(f0=("press", 350, 300), f1=("press", 450, 300))
    hand.send(f0=("move", 340, 300), f1=("move", 475, 300))
    hand.send(f0=("release", 340, 300), f1=("move", 475, 300))
    hand.send(f1=("release", 475, 300))
    for _ in range(60):
        canvas.looking.camera.advance(0.016)
    assert canvas.view.m_per_px == pytest.approx(m_per_px_of(31))
    assert not canvas.looking.camera.is_moving


def test_lifting_one_of_two_fingers_does_not_make_the_map_leap(canvas, hand):
    hand.send(f0=("press", 300, 300), f1=("press", 500, 300))
    before = canvas.view.centre_mercator_m
    hand.send(f0=("release", 300, 300), f1=("move", 500, 300))
    hand.send(f1=("move", 501, 300))
    x, y = canvas.view.centre_mercator_m
    assert abs(x - before[0]) / canvas.view.m_per_px <= 2
    assert abs(y - before[1]) / canvas.view.m_per_px <= 2


def test_a_tap_beside_a_mark_still_takes_it_as_a_fingertip_is_broad(canvas, hand, qtbot):
    canvas.looking.centre_on(canvas.scene.members.mercator_m[0].tolist(), m_per_px_of(38))
    with qtbot.waitSignal(canvas.subject_clicked) as clicked:
        hand.tap(400 + 18, 300)
    assert clicked.args[:2] == [MEMBER, canvas.scene.members.ids[0]]


def test_a_double_tap_goes_into_the_cell(canvas, hand, qtbot):
    canvas.looking.fit_all()
    x, y = canvas.view.to_screen(GROUND.cells[-1].label_m[3])[0].round().astype(int).tolist()
    with qtbot.waitSignal(canvas.cell_entered) as entered:
        hand.tap(x, y)
        hand.tap(x, y)
    assert entered.args == [GROUND.cells[-1].ids[3]]


def test_a_finger_that_rests_and_lifts_asks_for_the_menu_of_what_is_there_and_clicks_nothing(
    canvas, hand, qtbot
):
    canvas.looking.centre_on(canvas.scene.members.mercator_m[0].tolist(), m_per_px_of(38))
    hovered, clicked = [], []
    canvas.subject_hovered.connect(hovered.append)
    canvas.subject_clicked.connect(lambda *which: clicked.append(which))
    hand.hold(400, 300)
    assert not hovered, "not before it is lifted: it may want to carry what is there"
    hand.send(f0=("release", 400, 300))
    assert hovered[0].id == canvas.scene.members.ids[0]
    assert not clicked


@pytest.fixture
def carried(canvas):
    """What comes of drags: what was picked up, what was dropped on what, how many ended."""
    told = {"started": [], "dropped": [], "ended": []}
    canvas.drag_started.connect(told["started"].append)
    canvas.dropped.connect(lambda payload, target: told["dropped"].append((payload, target)))
    canvas.drag_ended.connect(lambda: told["ended"].append(True))
    return told


def spot(canvas, kind, row):
    layer = canvas.scene.members if kind == MEMBER else canvas.scene.incidents
    return canvas.view.to_screen(layer.mercator_m[row])[0].round().astype(int).tolist()


@pytest.fixture
def two_marks(canvas):
    """A map so near that an incident stands alone, its place, and that of a member."""
    incident, member = (
        layer.mercator_m[0] for layer in (canvas.scene.incidents, canvas.scene.members)
    )
    middle = ((incident + member) / 2).tolist()
    apart = float(np.hypot(*(incident - member)))
    scale = next(
        m_per_px_of(step) for step in range(44, 10, -1) if apart / m_per_px_of(step) < 400
    )
    canvas.looking.set_view(Viewport(middle, scale, (800, 600)))
    return spot(canvas, INCIDENT, 0), spot(canvas, MEMBER, 0)


def test_a_finger_carries_an_incident_to_a_member_as_the_mouse_does(
    canvas, hand, two_marks, carried
):
    begin, end = two_marks
    before = canvas.view
    hand.hold(*begin)
    (payload,) = carried["started"]
    assert (payload.kind, payload.ids) == (INCIDENT, (canvas.scene.incidents.ids[0],))
    for share in (0.3, 0.7, 1.0):
        x, y = (round(a + (b - a) * share) for a, b in zip(begin, end, strict=True))
        hand.send(f0=("move", x, y))
    assert canvas.view == before, "the map stays where it is"
    hand.send(f0=("release", *end))
    ((payload, target),) = carried["dropped"]
    assert (target.kind, target.id) == (MEMBER, canvas.scene.members.ids[0])
    assert carried["ended"] == [True]


def test_let_go_over_nothing_it_goes_back(canvas, hand, two_marks, carried):
    hand.hold(*two_marks[0])
    hand.send(f0=("move", 5, 5))
    hand.send(f0=("release", 5, 5))
    assert (carried["dropped"], carried["ended"]) == ([], [True])


def test_a_second_finger_or_a_jump_puts_it_back_and_drops_nothing(
    canvas, hand, two_marks, carried
):
    (x, y), end = two_marks
    hand.hold(x, y)
    hand.send(f0=("move", x + 30, y), f1=("press", 700, 500))
    hand.send(f0=("release", *end), f1=("release", 700, 500))
    hand.hold(x, y)
    hand.send(f0=("move", *end))
    canvas.drop_gesture()
    hand.send(f0=("release", *end))
    assert (carried["dropped"], carried["ended"]) == ([], [True, True])


def test_where_nothing_may_be_dispatched_a_resting_finger_asks_at_once(
    canvas, hand, two_marks, carried
):
    hovered = []
    canvas.subject_hovered.connect(hovered.append)
    canvas.set_draggable(False)
    hand.hold(*two_marks[0])
    assert carried["started"] == []
    assert hovered
    hand.send(f0=("release", *two_marks[0]))


def test_a_trembling_finger_still_asks_for_the_menu(canvas, hand, two_marks, carried, qtbot):
    (x, y), _ = two_marks
    hand.hold(x, y)
    hand.send(f0=("move", x + 3, y - 2))
    with qtbot.waitSignal(canvas.subject_hovered):
        hand.send(f0=("release", x + 3, y - 2))
    assert (carried["dropped"], carried["ended"]) == ([], [True])


def test_a_cancelled_touch_means_nothing(canvas, hand, glass):
    clicked = []
    canvas.ground_clicked.connect(clicked.append)
    hand.send(f0=("press", 10, 10))
    canvas.drop_gesture()
    hand.send(f0=("release", 10, 10))
    assert not clicked


def a_native(kind, value, at=MIDDLE):
    device, at = QPointingDevice.primaryPointingDevice(), QPointF(at)
    return QNativeGestureEvent(kind, device, 2, at, at, at, value, QPointF())


def test_a_pinch_on_a_touchpad_zooms_and_a_turn_does_not(canvas):
    kinds, before = Qt.NativeGestureType, canvas.view.m_per_px
    QApplication.sendEvent(canvas, a_native(kinds.ZoomNativeGesture, 0.1))
    assert canvas.view.m_per_px == pytest.approx(before / 1.1)
    turned = canvas.view
    QApplication.sendEvent(canvas, a_native(kinds.RotateNativeGesture, 30.0))
    assert canvas.view == turned
    QApplication.sendEvent(canvas, a_native(kinds.EndNativeGesture, 0.0))
    for _ in range(60):
        canvas.looking.camera.advance(0.016)
    assert canvas.view.m_per_px == pytest.approx(before)


@pytest.mark.parametrize(
    ("pixels", "angle", "keys", "halves"),
    [
        ((0, 3), (0, 15), Qt.KeyboardModifier.NoModifier, 0.125),
        ((0, 30), (0, 0), Qt.KeyboardModifier.NoModifier, 0.5),
        ((0, 0), (120, 0), Qt.KeyboardModifier.AltModifier, 1.0),
        ((0, 0), (0, -240), Qt.KeyboardModifier.ControlModifier, -2.0),
        ((0, 0), (120, 0), Qt.KeyboardModifier.NoModifier, 0.0),
    ],
)
def test_a_touchpad_zooms_by_fractions_of_a_level(canvas, pixels, angle, keys, halves):
    at, before = QPointF(MIDDLE), canvas.view.m_per_px
    turn = QWheelEvent(
        at,
        at,
        QPoint(*pixels),
        QPoint(*angle),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.ScrollUpdate,
        False,
    )
    QApplication.sendEvent(canvas, turn)
    camera = canvas.looking.camera
    goal = camera._goal_m_per_px or camera.view.m_per_px
    assert goal == pytest.approx(before * 2 ** (-halves / 2))


def test_the_next_drag_draws_a_box_when_the_tool_was_asked_for(canvas, mouse):
    hand = mouse(canvas)
    canvas.box_next()
    assert canvas.cursor().shape() is Qt.CursorShape.CrossCursor
    hand.press((300, 200))
    hand.move((500, 350))
    hand.release()
    assert canvas.view.m_per_px < m_per_px_of(30)
    assert canvas.cursor().shape() is Qt.CursorShape.ArrowCursor
    hand.send(QEvent.Type.MouseMove, (10, 10))


def test_esc_puts_the_box_away_before_it_is_drawn(canvas, qtbot):
    canvas.box_next()
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.cursor().shape() is Qt.CursorShape.ArrowCursor
