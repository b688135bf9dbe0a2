from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt

from maps.canvas.drop import DragPayload
from maps.canvas.marks import INCIDENT, MEMBER, Subject
from maps.canvas.overlays import HoverCard
from maps.canvas.passes.incidents import overdue_in
from maps.canvas.tile_cache import m_per_px_of
from maps.geometry.projection import mercator_of
from maps.geometry.viewport import Viewport
from maps.layers.incidents import incidents_layer
from maps.layers.layer import CLUSTERS, LayerStack
from maps.layers.members import members_layer
from maps.layers.places import OnPlane
from maps.layers.scene import Scene
from models.domain.category import Urgency
from models.domain.place import LonLat
from models.picture.picture import Picture
from tests.builders import JIMO, a_member, an_incident, at
from tests.maps.canvas.conftest import GROUND
from tests.maps.layers.test_members_and_incidents import fixes_of
from tests.maps.worlds import NOW_US

pytestmark = pytest.mark.gui
FAR = m_per_px_of(26)
"""About 19 m of the plane a pixel."""


def east_of(metres, north=0.0):
    return LonLat(JIMO.lon_deg + metres / 89_700, JIMO.lat_deg + north / 111_000)


def a_scene_of(members=(), incidents=()):
    """Members as (member, place), incidents as they are."""
    fixes = fixes_of(
        *((m.ref, p.lon_deg, p.lat_deg, 0.0, 0.0, 1.0) for m, p in members),
        (0, 0.0, 0.0, 0.0, 0.0, 1.0),
    )
    picture = Picture(
        incidents={i.id: i for i in incidents}, members={m.id: m for m, _ in members}
    )
    return Scene(
        GROUND, members_layer(picture, fixes, NOW_US), incidents_layer(picture, NOW_US)
    )


@pytest.fixture
def stage(a_canvas, mouse):
    return Stage(a_canvas, mouse)


class Stage:
    """Four members on one spot in the west, an incident well east of them."""

    def __init__(self, a_canvas, mouse):
        self.people = [a_member() for _ in range(4)]
        self.incident = an_incident(place=east_of(3_000))
        crowd = [(m, east_of(-2_000 + 8 * n)) for n, m in enumerate(self.people)]
        self.canvas = a_canvas(a_scene_of(crowd, [self.incident]))
        self.look_at(FAR)
        self.mouse = mouse(self.canvas)
        self.clicked, self.ground, self.dropped = [], [], []
        self.canvas.subject_clicked.connect(lambda _kind, one, _keys: self.clicked.append(one))
        self.canvas.ground_clicked.connect(self.ground.append)
        self.canvas.dropped.connect(lambda payload, on: self.dropped.append((payload, on)))

    def look_at(self, m_per_px):
        self.canvas.looking.set_view(Viewport(mercator_of(JIMO), m_per_px, (800, 600)))

    @property
    def sight(self):
        return self.canvas.image.sight

    @property
    def badge(self):
        return tuple(self.sight.member_groups.screen_px[0].tolist())

    def fanned(self):
        return {self.canvas.image.id_at(MEMBER, row) for row in self.sight.fan.marks.rows}


def test_members_on_one_spot_are_a_badge_and_no_marks(stage):
    assert len(stage.sight.member_groups.group) == 1
    assert not len(stage.sight.members.rows)


def test_a_click_opens_a_group_in_place(stage):
    stage.mouse.click(stage.badge)
    assert stage.fanned() == {m.id for m in stage.people}
    assert not len(stage.sight.member_groups.group)
    assert not stage.clicked
    assert not stage.ground


def test_a_mark_of_an_opened_group_is_picked_where_it_is_drawn(stage):
    stage.mouse.click(stage.badge)
    fan = stage.sight.fan
    for row, place in zip(fan.marks.rows.tolist(), fan.marks.screen_px.tolist(), strict=True):
        wanted = Subject(MEMBER, stage.canvas.image.id_at(MEMBER, row))
        assert stage.canvas.hand.pick(QPointF(*place)) == wanted
    stage.mouse.click(fan.marks.screen_px[0].tolist())
    assert stage.clicked == [stage.canvas.image.id_at(MEMBER, int(fan.marks.rows[0]))]
    assert stage.sight.fan is not None


def test_esc_closes_an_opened_group(stage, qtbot):
    stage.mouse.click(stage.badge)
    qtbot.keyClick(stage.canvas, Qt.Key.Key_Escape)
    assert stage.sight.fan is None
    assert len(stage.sight.member_groups.group) == 1


def test_a_click_beside_closes_an_opened_group_and_means_nothing_else(stage):
    stage.mouse.click(stage.badge)
    stage.mouse.click((60, 60))
    assert stage.sight.fan is None
    assert not stage.ground
    stage.mouse.click((60, 60))
    assert len(stage.ground) == 1


def test_zooming_closes_an_opened_group_and_panning_does_not(stage):
    stage.mouse.click(stage.badge)
    stage.canvas.looking.pan(40, 0)
    assert stage.sight.fan is not None
    stage.look_at(FAR / 4)
    assert stage.sight.fan is None


def test_a_jump_in_time_closes_an_opened_group(stage):
    stage.mouse.click(stage.badge)
    stage.canvas.drop_gesture()
    assert stage.sight.fan is None


def test_the_keyboard_opens_the_group_nearest_to_the_middle(stage):
    assert stage.canvas.opening.open_nearest()
    assert stage.sight.fan is not None
    stage.canvas.opening.close()
    stage.look_at(0.2)
    assert not stage.canvas.opening.open_nearest()


def test_a_member_dragged_out_of_an_opened_group_is_dropped(stage):
    stage.mouse.click(stage.badge)
    fan = stage.sight.fan
    chosen = stage.canvas.image.id_at(MEMBER, int(fan.marks.rows[1]))
    to = stage.canvas.image.drawn_px(INCIDENT, stage.incident.id)
    stage.mouse.drag(fan.marks.screen_px[1].tolist(), to)
    assert stage.dropped == [
        (DragPayload(MEMBER, (chosen,)), Subject(INCIDENT, stage.incident.id))
    ]


def test_an_incident_dropped_on_a_group_goes_to_the_nearest_who_may_have_it(stage):
    nearest, next_best = stage.people[3].id, stage.people[2].id
    stage.canvas.set_judge(
        lambda _payload, _kind, one: (2, "忙") if one == nearest else (0, "")
    )
    start = stage.canvas.image.drawn_px(INCIDENT, stage.incident.id)
    stage.mouse.drag(start, stage.badge)
    assert stage.dropped[0][1] == Subject(MEMBER, next_best)


def test_a_drag_that_rests_on_a_group_opens_it_until_it_goes_on(stage):
    badge = stage.badge
    stage.mouse.press(stage.canvas.image.drawn_px(INCIDENT, stage.incident.id))
    stage.mouse.move(badge)
    assert stage.canvas.opening._dwell.isActive()
    stage.canvas.opening.on_rested()
    assert stage.fanned() == {m.id for m in stage.people}
    place = stage.sight.fan.marks.screen_px[2].tolist()
    chosen = stage.canvas.image.id_at(MEMBER, int(stage.sight.fan.marks.rows[2]))
    stage.mouse.move(place)
    stage.mouse.release(place)
    assert stage.dropped[0][1] == Subject(MEMBER, chosen)
    assert stage.sight.fan is None


def test_a_drag_that_leaves_closes_what_it_opened(stage):
    stage.mouse.press(stage.canvas.image.drawn_px(INCIDENT, stage.incident.id))
    stage.mouse.move(stage.badge)
    stage.canvas.opening.on_rested()
    stage.mouse.move((760, 560))
    assert stage.sight.fan is None
    stage.mouse.release((760, 560))
    assert not stage.canvas.opening._dwell.isActive()


def test_a_member_dropped_on_a_group_of_incidents_has_to_choose(a_canvas, mouse):
    member = a_member()
    cases = [an_incident(place=east_of(2_000)), an_incident(place=east_of(2_008))]
    canvas = a_canvas(a_scene_of([(member, east_of(-3_000))], cases))
    canvas.looking.set_view(Viewport(mercator_of(JIMO), FAR, (800, 600)))
    dropped = []
    canvas.dropped.connect(lambda *given: dropped.append(given))
    badge = canvas.image.sight.incident_groups.screen_px[0].tolist()
    mouse(canvas).drag(canvas.image.drawn_px(MEMBER, member.id), badge)
    assert not dropped


def test_who_is_selected_stands_out_of_the_group(stage):
    chosen = stage.people[1].id
    stage.canvas.set_selection(MEMBER, [chosen])
    alone = [stage.canvas.image.id_at(MEMBER, row) for row in stage.sight.members.rows]
    assert alone == [chosen]
    group = stage.sight.groups.members
    assert group.count.tolist() == [3]


def test_a_large_group_is_zoomed_into_and_one_on_a_point_is_fanned_out(a_canvas):
    many = [(a_member(), east_of(20 * n, 35 * (n % 5))) for n in range(30)]
    canvas = a_canvas(a_scene_of(many))
    canvas.looking.set_view(Viewport(mercator_of(JIMO), FAR, (800, 600)))
    assert canvas.opening.open_nearest()
    assert canvas.image.sight.fan is None
    canvas.looking.settle()
    assert canvas.view.m_per_px < FAR / 2
    canvas.shut()

    heap = [(a_member(), JIMO) for _ in range(70)]
    canvas = a_canvas(a_scene_of(heap))
    canvas.looking.set_view(Viewport(mercator_of(JIMO), FAR, (800, 600)))
    assert canvas.opening.open_nearest()
    assert len(canvas.image.sight.fan.marks.rows) == 60
    assert canvas.image.sight.fan.rest == 10


def test_at_the_edge_of_the_map_a_fan_is_moved_into_sight(a_canvas):
    canvas = a_canvas(a_scene_of([(a_member(), JIMO) for _ in range(6)]))
    x, y = mercator_of(JIMO)
    canvas.looking.set_view(Viewport((x + 380 * FAR, y), FAR, (800, 600)))
    assert canvas.opening.open_nearest()
    at_px = canvas.image.sight.fan.marks.screen_px
    assert ((at_px > 0) & (at_px < (800, 600))).all()


def test_without_the_layer_every_mark_stands_alone(stage):
    stage.canvas.set_layers(LayerStack().switched(CLUSTERS, on=False))
    assert len(stage.sight.members.rows) == 4
    assert not len(stage.sight.member_groups.group)


def test_an_emergency_among_others_stays_a_mark_and_an_overdue_heap_pulses(a_canvas):
    calm = [an_incident(place=east_of(30 * n)) for n in range(8)]
    hot = an_incident(place=east_of(100), urgency=Urgency.EMERGENCY)
    late = [an_incident(place=east_of(4_000), due_at=at(minutes=-5)) for _ in range(3)]
    canvas = a_canvas(a_scene_of([], [*calm, hot, *late]))
    canvas.looking.set_view(Viewport(mercator_of(JIMO), FAR, (800, 600)))
    sight = canvas.image.sight
    assert canvas.image.id_at(INCIDENT, int(sight.incidents.rows[0])) == hot.id
    assert sorted(sight.groups.incidents.count.tolist()) == [3, 8]
    overdue = overdue_in(sight)
    assert not len(overdue.marks_px)
    assert len(overdue.groups_px) == 1
    assert canvas.image.has_pulse()


def test_the_card_of_a_group_tells_what_is_in_it(stage):
    asked = []

    def card(kind, tally):
        asked.append((kind, tally))
        return HoverCard("4", ())

    stage.canvas.hovering.group_card_source = card
    stage.mouse.move(stage.badge, held=Qt.MouseButton.NoButton)
    stage.canvas.grab()
    assert asked[-1] == (MEMBER, (4, 0, 0))


def test_badges_are_drawn_where_groups_are(stage):
    stage.canvas.settle()
    x, y = map(round, stage.badge)
    with_badge = stage.canvas.grab().toImage()
    stage.canvas.set_layers(LayerStack(hidden=frozenset({CLUSTERS, "members"})))
    stage.canvas.settle()
    without = stage.canvas.grab().toImage()
    ring = [(x + dx, y) for dx in (-11, 11)] + [(x, y + dy) for dy in (-11, 11)]
    assert all(with_badge.pixelColor(*p) != without.pixelColor(*p) for p in ring)


@pytest.mark.parametrize("key", LayerStack().order)
def test_any_layer_can_be_hidden_while_marks_are_grouped(stage, key):
    stage.canvas.set_layers(LayerStack(hidden=frozenset({key})))
    assert stage.canvas.settle()


spots = st.tuples(st.floats(-380, 380), st.floats(-280, 280))
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=25, deadline=None, suppress_health_check=SLOW)
@given(
    st.lists(spots, max_size=40),
    st.lists(st.tuples(spots, st.sampled_from(list(Urgency))), max_size=30),
    st.sampled_from([22, 26, 30, 33]),
    st.booleans(),
)
def test_what_is_picked_is_what_is_drawn(a_canvas, people, cases, step, has_open):
    scale = m_per_px_of(step)
    members = [(a_member(), east_of(x * scale * 0.8, y * scale * 0.8)) for x, y in people]
    incidents = [
        an_incident(place=east_of(x * scale * 0.8, y * scale * 0.8), urgency=urgency)
        for (x, y), urgency in cases
    ]
    canvas = a_canvas(a_scene_of(members, incidents))
    canvas.looking.set_view(Viewport(mercator_of(JIMO), scale, (800, 600)))
    if has_open:
        canvas.opening.open_nearest()
        canvas.looking.settle()
    sight, pick = canvas.image.sight, canvas.hand.pick
    for kind in (MEMBER, INCIDENT):
        badges, marks = sight.badges(kind), sight.marks(kind)
        for group, place in zip(badges.group.tolist(), badges.screen_px, strict=True):
            if not _covered(sight, place, 13.0, but=badges):
                assert canvas.opening.group_at(QPointF(*place)) == (kind, group)
                assert pick(QPointF(*place)) is None
        for row, place in zip(marks.rows.tolist(), marks.screen_px, strict=True):
            if not _covered(sight, place, 13.0, but=marks) and _is_top(marks, row, place):
                found = pick(QPointF(*place))
                assert found == Subject(kind, canvas.image.id_at(kind, row))
    canvas.close()


def _covered(sight, place, radius, but):
    """Whether something of another layer is drawn over a point."""
    for kind in (MEMBER, INCIDENT):
        badges, marks = sight.badges(kind), sight.marks(kind)
        if badges is not but and badges.at(place) is not None:
            return True
        is_same = kind == but.kind and hasattr(but, "rows")
        near = np.hypot(*(marks.screen_px - place).T) <= radius
        if not is_same and near.any():
            return True
    return False


def _is_top(marks, row, place):
    near = np.hypot(*(marks.screen_px - place).T) < 13.0
    return marks.rows[near][-1] == row


def test_a_scene_that_moves_on_keeps_an_open_group_open(stage):
    stage.mouse.click(stage.badge)
    scene = stage.canvas.scene
    moved = scene.members.mercator_m + np.array([300.0, 0.0])
    stage.canvas.set_scene(
        replace(scene, members=replace(scene.members, places=OnPlane(moved)))
    )
    assert stage.fanned() == {m.id for m in stage.people}
