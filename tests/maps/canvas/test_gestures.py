import json
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication

from maps.canvas.drop import MIME_SUBJECTS, DragPayload, payload_from
from maps.canvas.marks import INCIDENT, MEMBER, Subject
from maps.canvas.overlays import HoverCard, distance_words, nice_length_m, scale_bar_of
from maps.canvas.sketch import Tool
from maps.canvas.tile_cache import m_per_px_of
from maps.geometry.projection import mercator_of, place_of
from maps.geometry.viewport import Viewport
from maps.layers.incidents import incidents_layer
from maps.layers.members import members_layer
from maps.layers.scene import Scene
from models.domain.place import LonLat, distance_m
from models.picture.picture import Picture
from tests.builders import JIMO, a_member, an_incident
from tests.maps.canvas.conftest import GROUND
from tests.maps.layers.test_members_and_incidents import fixes_of
from tests.maps.worlds import NOW_US

pytestmark = pytest.mark.gui
EMPTY = (60.0, 60.0)


@pytest.fixture
def stage(a_canvas, mouse):
    """One incident and two members, well apart on the screen."""
    return Stage(a_canvas, mouse)


class Stage:
    def __init__(self, a_canvas, mouse):
        self.incident = an_incident(place=JIMO)
        self.members = [a_member(), a_member()]
        east = [JIMO.lon_deg + 0.006, JIMO.lon_deg - 0.006]
        fixes = fixes_of(
            *(
                (m.ref, lon, JIMO.lat_deg, 0.0, 0.0, 1.0)
                for m, lon in zip(self.members, east, strict=True)
            )
        )
        picture = Picture(
            incidents={self.incident.id: self.incident}, members={m.id: m for m in self.members}
        )
        self.scene = Scene(
            GROUND, members_layer(picture, fixes, NOW_US), incidents_layer(picture, NOW_US)
        )
        self.canvas = a_canvas(self.scene)
        self.canvas.looking.set_view(
            Viewport(
                self.canvas.image.place_m(INCIDENT, self.incident.id),
                m_per_px_of(32),
                (800, 600),
            )
        )
        self.mouse = mouse(self.canvas)
        self.dropped, self.refused, self.ended = [], [], []
        self.canvas.dropped.connect(self.on_dropped)
        self.canvas.drop_refused.connect(self.on_refused)

    def on_dropped(self, payload, target):
        self.dropped.append((payload, target))

    def on_refused(self, payload, target, words):
        self.refused.append((payload, target, words))

    def px(self, kind, subject):
        return tuple(
            self.canvas.view.to_screen(self.canvas.image.place_m(kind, subject))[0].tolist()
        )

    @property
    def incident_px(self):
        return self.px(INCIDENT, self.incident.id)

    @property
    def member_px(self):
        return self.px(MEMBER, self.members[0].id)

    def drag_event(self, kind, at, payload):
        self.mime = payload.to_mime() if isinstance(payload, DragPayload) else payload
        actions, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        keys = Qt.KeyboardModifier.NoModifier
        if kind is QDropEvent:
            event = kind(QPointF(*at), actions, self.mime, left, keys)
        else:
            event = kind(QPointF(*at).toPoint(), actions, self.mime, left, keys)
        QApplication.sendEvent(self.canvas, event)
        return event


def test_dragging_an_incident_onto_a_member_drops_it_once(stage):
    stage.mouse.drag(stage.incident_px, stage.member_px)
    payload = DragPayload(INCIDENT, (stage.incident.id,))
    assert stage.dropped == [(payload, Subject(MEMBER, stage.members[0].id))]


def test_dragging_a_member_onto_an_incident_works_as_well(stage):
    stage.mouse.drag(stage.member_px, stage.incident_px)
    payload = DragPayload(MEMBER, (stage.members[0].id,))
    assert stage.dropped == [(payload, Subject(INCIDENT, stage.incident.id))]


def test_all_selected_members_are_carried_together(stage):
    stage.canvas.set_selection(MEMBER, [m.id for m in stage.members])
    stage.mouse.drag(stage.member_px, stage.incident_px)
    assert set(stage.dropped[0][0].ids) == {m.id for m in stage.members}


def test_a_drop_near_a_member_snaps_to_it(stage):
    x, y = stage.member_px
    stage.mouse.drag(stage.incident_px, (x + 22, y - 15))
    assert stage.dropped[0][1].id == stage.members[0].id


def test_dropping_onto_nothing_does_nothing(stage):
    stage.mouse.drag(stage.incident_px, EMPTY)
    assert not stage.dropped
    assert not stage.refused


def test_an_incident_does_not_snap_to_an_incident(stage):
    x, y = stage.incident_px
    stage.mouse.press(stage.incident_px)
    stage.mouse.move((x + 12, y))
    assert stage.canvas.hand.carrying.drop.state.target is None
    stage.mouse.release()


def test_esc_gives_a_drag_up(stage, qtbot):
    stage.mouse.press(stage.incident_px)
    stage.mouse.move(stage.member_px)
    with qtbot.waitSignal(stage.canvas.drag_ended):
        qtbot.keyClick(stage.canvas, Qt.Key.Key_Escape)
    stage.mouse.release(stage.member_px)
    assert not stage.dropped


def test_a_blocked_target_refuses_with_the_words_of_the_judge(stage):
    stage.canvas.set_judge(a_judge(2, "已被派遣"))
    stage.mouse.drag(stage.incident_px, stage.member_px)
    assert not stage.dropped
    assert stage.refused[0][2] == "已被派遣"


def test_a_warned_target_takes_the_drop(stage):
    stage.canvas.set_judge(a_judge(1, "距离远"))
    stage.mouse.drag(stage.incident_px, stage.member_px)
    assert len(stage.dropped) == 1


def test_the_judge_is_asked_once_a_target_not_once_a_pixel(stage):
    asked = []

    def judge(payload, kind, subject):
        asked.append(subject)
        return 0, ""

    stage.canvas.set_judge(judge)
    x, y = stage.member_px
    stage.mouse.press(stage.incident_px)
    for offset in range(10):
        stage.mouse.send(QEvent.Type.MouseMove, (x + offset, y), held=Qt.MouseButton.LeftButton)
    stage.mouse.release()
    assert asked == [stage.members[0].id]


@pytest.mark.parametrize("verdict", [0, 1, 2])
def test_a_drag_under_way_paints_its_verdict(stage, verdict):
    stage.canvas.set_judge(a_judge(verdict, "理由"))
    before = stage.canvas.grab().toImage()
    stage.mouse.press(stage.incident_px)
    stage.mouse.move(stage.member_px)
    assert stage.canvas.grab().toImage() != before
    stage.mouse.release(EMPTY)


def a_judge(verdict, words):
    def judge(payload, kind, subject):
        return verdict, words

    return judge


def test_a_sealed_map_lets_nothing_be_picked_up(stage):
    stage.canvas.set_draggable(False)
    stage.mouse.drag(stage.incident_px, stage.member_px)
    assert not stage.dropped


def test_a_row_dragged_in_from_the_queue_drops_on_a_member(stage, qtbot):
    payload = DragPayload(INCIDENT, (stage.incident.id,))
    assert stage.drag_event(QDragEnterEvent, EMPTY, payload).isAccepted()
    stage.drag_event(QDragMoveEvent, stage.member_px, payload)
    with qtbot.waitSignal(stage.canvas.dropped):
        assert stage.drag_event(QDropEvent, stage.member_px, payload).isAccepted()
    assert stage.dropped == [(payload, Subject(MEMBER, stage.members[0].id))]


def test_a_drag_that_leaves_the_map_drops_nothing(stage):
    payload = DragPayload(INCIDENT, (stage.incident.id,))
    stage.drag_event(QDragEnterEvent, stage.member_px, payload)
    QApplication.sendEvent(stage.canvas, QDragLeaveEvent())
    assert stage.canvas.hand.carrying.drop.state is None
    assert not stage.dropped


def test_a_drag_of_something_else_is_not_taken(stage):
    data = QMimeData()
    data.setText("hello")
    assert not stage.drag_event(QDragEnterEvent, EMPTY, data).isAccepted()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"kind": "incident", "ids": ["x"]}',
        b"\xff",
        json.dumps({"kind": "spoon", "ids": []}).encode(),
    ],
)
def test_a_broken_payload_is_no_payload(body):
    data = QMimeData()
    data.setData(MIME_SUBJECTS, body)
    assert payload_from(data) is None


def test_a_click_reports_the_mark_and_a_click_beside_it_the_place(stage, qtbot):
    with qtbot.waitSignal(stage.canvas.subject_clicked) as clicked:
        stage.mouse.click(stage.member_px)
    assert clicked.args[:2] == [MEMBER, stage.members[0].id]
    with qtbot.waitSignal(stage.canvas.ground_clicked) as clicked:
        stage.mouse.click(EMPTY)
    expected = place_of(tuple(stage.canvas.view.to_map([EMPTY])[0]))
    assert distance_m(clicked.args[0], expected) < 0.01


def test_hovering_says_whose_mark_it_is_once(stage):
    said = []
    stage.canvas.subject_hovered.connect(said.append)
    stage.mouse.move(stage.member_px, held=Qt.MouseButton.NoButton)
    stage.mouse.move(EMPTY, held=Qt.MouseButton.NoButton)
    assert said == [Subject(MEMBER, stage.members[0].id), None]


def test_a_mark_that_leaves_a_resting_cursor_is_no_longer_hovered(stage):
    said = []
    stage.canvas.subject_hovered.connect(said.append)
    stage.mouse.move(stage.member_px, held=Qt.MouseButton.NoButton)
    stage.canvas.looking.pan(200, 0)
    stage.canvas.set_scene(stage.canvas.scene)
    assert said == [Subject(MEMBER, stage.members[0].id), None]


def a_card(kind, subject):
    return HoverCard("张伟", ("在岗",))


def test_a_card_with_the_words_of_the_console_is_painted_at_the_cursor(stage):
    stage.canvas.hovering.card_source = a_card
    stage.canvas.settle()
    before = stage.canvas.grab().toImage()
    stage.mouse.move(stage.member_px, held=Qt.MouseButton.NoButton)
    assert stage.canvas.grab().toImage() != before


def test_the_ground_is_panned_by_hand(stage):
    before = stage.canvas.view.centre_mercator_m
    stage.mouse.press(EMPTY)
    stage.mouse.move((160.0, 100.0))
    x, y = stage.canvas.view.centre_mercator_m
    scale = stage.canvas.view.m_per_px
    assert (x - before[0]) / scale == pytest.approx(-100)
    assert (y - before[1]) / scale == pytest.approx(40)


def test_the_wheel_zooms_about_the_cursor_and_comes_to_rest_on_a_step(stage):
    at = QPointF(600, 150)
    held = stage.canvas.view.to_map([(600, 150)])[0]
    turn = QWheelEvent(
        at,
        at,
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(stage.canvas, turn)
    for _ in range(60):
        stage.canvas.looking.camera.advance(0.016)
    assert stage.canvas.view.m_per_px == pytest.approx(m_per_px_of(34))
    assert stage.canvas.view.to_screen(held)[0] == pytest.approx([600, 150], abs=0.01)


def test_a_box_drawn_with_shift_fills_the_view(stage):
    (west, north), (east, south) = stage.canvas.view.to_map([(300, 200), (500, 350)])
    stage.mouse.press((300, 200), keys=Qt.KeyboardModifier.ShiftModifier)
    stage.mouse.move((500, 350))
    stage.mouse.release()
    left, low, right, high = stage.canvas.view.bounds_m()
    assert left <= west
    assert right >= east
    assert low <= south
    assert high >= north
    assert stage.canvas.view.m_per_px < m_per_px_of(32)


def test_a_double_click_goes_into_the_cell(stage):
    stage.canvas.looking.fit_all()
    row = len(GROUND.cells[-1].ids) // 2
    at = stage.canvas.view.to_screen(GROUND.cells[-1].label_m[row : row + 1])[0]
    stage.mouse.send(QEvent.Type.MouseButtonDblClick, at.tolist(), Qt.MouseButton.LeftButton)
    west, _, east, _ = GROUND.cells[-1].bounds_m[row].tolist()
    left, _, right, _ = stage.canvas.view.bounds_m()
    assert left <= west
    assert right >= east
    assert right - left < 8 * (east - west)


def test_arrow_keys_pan_and_home_shows_everything(stage, qtbot):
    before = stage.canvas.view.centre_mercator_m
    qtbot.keyClick(stage.canvas, Qt.Key.Key_Right)
    assert stage.canvas.view.centre_mercator_m[0] > before[0]
    qtbot.keyClick(stage.canvas, Qt.Key.Key_Home)
    assert stage.canvas.view.bounds_m()[0] <= GROUND.bounds_m()[0]


def test_a_measured_line_gives_the_distance_on_the_ground(stage, qtbot):
    stage.canvas.sketching.begin(Tool.DISTANCE)
    stage.mouse.click(stage.incident_px)
    stage.mouse.click(stage.member_px)
    true_m = distance_m(JIMO, LonLat(JIMO.lon_deg + 0.006, JIMO.lat_deg))
    assert stage.canvas.sketching.sketch.totals_m()[-1] == pytest.approx(true_m, rel=6e-3)
    qtbot.keyClick(stage.canvas, Qt.Key.Key_Escape)
    assert stage.canvas.sketching.sketch is None


def test_a_followed_member_stays_in_the_middle_until_the_map_is_moved(stage, qtbot):
    member = stage.members[0]
    stage.canvas.looking.follow(member.id)
    assert stage.px(MEMBER, member.id) == pytest.approx((400, 300))
    with qtbot.waitSignal(stage.canvas.looking.follow_ended):
        qtbot.keyClick(stage.canvas, Qt.Key.Key_Left)


def test_a_glide_slows_down_and_ends(stage):
    stage.canvas.looking.glide(1_500.0, 0.0)
    for _ in range(200):
        stage.canvas.looking.on_frame() if stage.canvas.looking.camera.is_moving else None
        stage.canvas.looking.camera.advance(0.016)
    assert not stage.canvas.looking.camera.is_moving


def test_no_timer_runs_on_a_map_at_rest(stage):
    stage.canvas.settle()
    stage.canvas.grab()
    assert not stage.canvas._pulse.isActive()
    assert not stage.canvas.looking._frames.isActive()


@pytest.mark.parametrize(
    ("metres", "words"),
    [
        (85.4, "85 m"),
        (1_240, "1.24 km"),
        (5_000, "5 km"),
        (23_480, "23.5 km"),
        (120_400, "120 km"),
    ],
)
def test_distances_read_like_distances(metres, words):
    assert distance_words(metres) == words


@pytest.mark.parametrize(("longest", "nice"), [(7, 5), (23, 20), (99, 50), (1_000, 1_000)])
def test_the_scale_bar_has_a_round_length(longest, nice):
    assert nice_length_m(longest) == nice


@pytest.mark.parametrize("lat_deg", [-85.0, -36.4, 0.0, 36.4, 60.0, 85.0])
@pytest.mark.parametrize("m_per_px", [0.075, 1.2, 38.0, 900.0])
def test_the_scale_bar_is_as_long_on_the_ground_as_it_says(lat_deg, m_per_px):
    view = Viewport(mercator_of(LonLat(120.4, lat_deg)), m_per_px, (800, 600))
    length_m, span_px = scale_bar_of(view, 150)
    left, right = view.to_map([(400 - span_px / 2, 300), (400 + span_px / 2, 300)])
    on_ground = distance_m(place_of(tuple(left)), place_of(tuple(right)))
    assert on_ground == pytest.approx(length_m, rel=0.01)
    assert 50 < span_px <= 150.001


def test_a_verdict_is_asked_again_when_the_world_changes_under_the_drag(stage):
    verdicts = iter([(0, ""), (2, "已被派遣")])

    def judge(payload, kind, subject):
        return next(verdicts)

    stage.canvas.set_judge(judge)
    stage.mouse.press(stage.incident_px)
    stage.mouse.move(stage.member_px)
    stage.canvas.set_scene(stage.scene)
    stage.mouse.release()
    assert not stage.dropped
    assert len(stage.refused) == 1


def test_a_jump_in_time_gives_the_drag_up(stage):
    stage.mouse.press(stage.incident_px)
    stage.mouse.move(stage.member_px)
    stage.canvas.drop_gesture()
    stage.mouse.release()
    assert not stage.dropped


def test_rings_pulse_only_while_something_overdue_is_to_be_seen(stage):
    late = incidents_layer(stage.scene.incidents.picture, NOW_US + 10**12)
    due = replace(late, is_overdue=~late.is_overdue | True)
    stage.canvas.set_scene(replace(stage.scene, incidents=due))
    stage.canvas.grab()
    assert stage.canvas._pulse.isActive()
    stage.canvas.set_scene(stage.scene)
    stage.canvas.grab()
    assert not stage.canvas._pulse.isActive()


def test_the_whole_ground_stays_in_sight_until_the_map_is_moved(a_canvas, mouse):
    canvas = a_canvas()
    canvas.resize(400, 300)
    west, south, east, north = GROUND.bounds_m()
    left, low, right, high = canvas.view.bounds_m()
    assert left <= west
    assert low <= south
    assert right >= east
    assert high >= north


def test_no_hand_zooms_out_until_the_ground_is_lost(a_canvas):
    canvas = a_canvas()
    for _ in range(30):
        canvas.looking.zoom_by(-4)
        canvas.looking.settle()
    (left, _), (right, _) = canvas.view.to_screen(
        [GROUND.bounds_m()[:2], GROUND.bounds_m()[2:]]
    )
    assert 800 / 8 < right - left < 800 / 2
    led = replace(canvas.view, m_per_px=15_000.0)
    canvas.looking.set_view(led)
    canvas.looking.zoom_by(-1)
    canvas.looking.settle()
    assert canvas.view.m_per_px == led.m_per_px, "who was led further off is not pulled back"


def test_no_flick_carries_the_map_away_from_the_ground(a_canvas):
    canvas = a_canvas()
    west, south, east, north = GROUND.bounds_m()
    canvas.looking.pan(-1e6, -1e6)
    assert canvas.view.centre_mercator_m == pytest.approx(
        (east + (east - west) / 4, south - (north - south) / 4)
    )
    canvas.looking.set_view(canvas.view.centred_on((east + 1e6, north)))
    before = canvas.view.centre_mercator_m
    canvas.looking.pan(-10.0, 0.0)
    assert canvas.view.centre_mercator_m == before, "further off goes nothing"
    canvas.looking.pan(10.0, 0.0)
    assert canvas.view.centre_mercator_m[0] < before[0], "who was led there comes back by hand"


def test_marks_and_names_grow_with_the_scale_of_the_text(stage):
    stage.canvas.settle()
    before = stage.canvas.grab().toImage()
    stage.canvas.set_scale(1.5)
    stage.canvas.settle()
    assert stage.canvas.grab().toImage() != before


def test_selection_and_ghosts_are_painted(stage):
    stage.canvas.settle()
    before = stage.canvas.grab().toImage()
    stage.canvas.set_selection(MEMBER, [stage.members[0].id])
    selected = stage.canvas.grab().toImage()
    stage.canvas.hand.show_ghosts([(stage.incident.id, stage.members[1].id)])
    assert before != selected
    assert stage.canvas.grab().toImage() != selected


def test_ids_that_are_not_on_the_map_do_no_harm(stage):
    stage.canvas.set_selection(INCIDENT, [an_incident().id])
    stage.canvas.hand.show_ghosts([(an_incident().id, a_member().id)])
    stage.canvas.looking.follow(a_member().id)
    assert not stage.canvas.grab().isNull()


def test_a_home_without_cells_is_fitted_to_the_first_marks(a_canvas, stage):
    canvas = a_canvas(Scene())
    canvas.set_scene(replace(stage.scene, ground=canvas.scene.ground))
    at = canvas.view.to_screen(canvas.image.place_m(INCIDENT, stage.incident.id))[0]
    assert (at >= 0).all()
    assert (at <= (800, 600)).all()
