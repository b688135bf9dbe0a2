"""What lies under the cursor: the mark that is seen there first, the rest by leafing."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPointF, Qt

from maps.canvas.marks import INCIDENT, MEMBER, Subject
from maps.canvas.overlays import HoverCard
from maps.canvas.picking import Pile, body_px, cells_at, marks_at
from maps.canvas.sight import sight_of
from maps.canvas.tile_cache import m_per_px_of
from maps.geometry.projection import mercator_of, place_of
from maps.geometry.viewport import Viewport
from maps.layers.incidents import incidents_layer
from maps.layers.layer import (
    CLASS_ICONS,
    CLUSTERS,
    INCIDENTS,
    MEMBER_NAMES,
    SKILL_ICONS,
    LayerStack,
)
from maps.layers.members import MemberLook, members_layer
from maps.layers.scene import Ground, Scene
from models.picture.picture import Picture
from tests.builders import JIMO, a_member, an_incident
from tests.maps.canvas.conftest import GROUND
from tests.maps.canvas.map_picture import picture_of
from tests.maps.layers.test_members_and_incidents import fixes_of
from tests.maps.worlds import NOW_US, a_scene

pytestmark = pytest.mark.gui
VIEW = Viewport(mercator_of(JIMO), m_per_px_of(36), (240, 160))
SPOTS = st.tuples(st.floats(-100, 100), st.floats(-60, 30))
"""Pixels from the middle of `VIEW`; the scale bar at its foot is left free."""
NAMELESS = LayerStack(
    hidden=LayerStack().hidden | {MEMBER_NAMES, CLUSTERS, CLASS_ICONS, SKILL_ICONS}
)
"""Marks and nothing that may lie over them."""


def a_stacked_scene(members, incidents, ground=None):
    """Members and incidents so many pixels east and south of the middle of `VIEW`."""
    people = [a_member() for _ in members]
    lonlat = [place_at(spot) for spot in members]
    fixes = fixes_of(
        *(
            (m.ref, p.lon_deg, p.lat_deg, 0.0, 0.0, 1.0)
            for m, p in zip(people, lonlat, strict=True)
        )
    )
    cases = [an_incident(place=place_at(spot)) for spot in incidents]
    picture = Picture(incidents={c.id: c for c in cases}, members={m.id: m for m in people})
    return Scene(
        ground or Ground(),
        members_layer(picture, fixes, NOW_US),
        incidents_layer(picture, NOW_US),
    )


def place_at(spot):
    x, y = VIEW.to_map([(spot[0] + 120, spot[1] + 80)])[0]
    return place_of((float(x), float(y)))


def sight(scene, stack=NAMELESS):
    return sight_of(scene, VIEW, stack)


def painted_otherwise(scene, subject):
    """The same scene, one mark in other colours: what it shows changes, nothing else."""
    layer = scene.members if subject.kind == MEMBER else scene.incidents
    row = layer.row[subject.id]
    if subject.kind == MEMBER:
        look = layer.look.copy()
        look[row] = MemberLook.FULL
        return replace(scene, members=replace(layer, look=look))
    urgency = layer.urgency.copy()
    urgency[row] = 2
    return replace(scene, incidents=replace(layer, urgency=urgency))


def is_on_an_edge(scene, at):
    """Whether a point lies on the dark edge of a mark: there no colour tells whose it is."""
    seen = sight(scene)
    for kind in (MEMBER, INCIDENT):
        away = np.hypot(*(seen.marks(kind).screen_px - at).T)
        body = body_px(seen, kind)
        if ((away > body - 2.5) & (away < body + 8)).any():
            return True
    return False


@settings(max_examples=30, deadline=None)
@given(st.lists(SPOTS, min_size=1, max_size=12), st.lists(SPOTS, max_size=12), st.data())
def test_the_mark_picked_is_the_mark_that_is_seen_there(qapp, members, incidents, data):
    scene = a_stacked_scene(members, incidents)
    x, y = data.draw(st.sampled_from(members + incidents))
    at = (x + 120, y + 80)
    assume(not is_on_an_edge(scene, at))
    picked = marks_at(sight(scene), at)[0]
    shown = picture_of(scene, VIEW, layers=NAMELESS)
    other = picture_of(painted_otherwise(scene, picked), VIEW, layers=NAMELESS)
    spot = int(at[0]), int(at[1])
    assert shown.pixel(*spot) != other.pixel(*spot)


@settings(max_examples=100, deadline=None)
@given(st.lists(SPOTS, min_size=1, max_size=20), st.lists(SPOTS, max_size=20), SPOTS)
def test_what_covers_the_cursor_comes_first_and_in_the_order_of_drawing(
    members, incidents, spot
):
    scene = a_stacked_scene(members, incidents)
    seen, at = sight(scene), (spot[0] + 120, spot[1] + 80)
    found = marks_at(seen, at)
    away = {}
    for kind, layer in ((MEMBER, scene.members), (INCIDENT, scene.incidents)):
        px = VIEW.to_screen(layer.mercator_m)
        for row, (subject, place) in enumerate(zip(layer.ids, px, strict=True)):
            height = (kind == INCIDENT, row)
            away[Subject(kind, subject)] = (float(np.hypot(*(place - at))), height)
    covering = [s for s, (d, _) in away.items() if d <= body_px(seen, s.kind)]
    assert list(found[: len(covering)]) == sorted(covering, key=lambda s: away[s][1])[::-1]
    rest = [away[s][0] for s in found[len(covering) :]]
    assert rest == sorted(rest)
    assert all(distance <= 14 for distance in rest)


def test_a_hidden_layer_cannot_be_picked():
    scene = a_stacked_scene([(0, 0)], [(0, 0)])
    bare = NAMELESS.switched("incidents", on=False)
    assert [s.kind for s in marks_at(sight(scene, bare), (120, 80))] == [MEMBER]


def test_members_raised_above_incidents_are_picked_first():
    scene = a_stacked_scene([(0, 0)], [(0, 0)])
    raised = NAMELESS.raised("members", NAMELESS.order.index(INCIDENTS))
    assert [s.kind for s in marks_at(sight(scene, raised), (120, 80))] == [MEMBER, INCIDENT]


def test_cells_below_a_point_come_finest_first():
    cells = GROUND.cells[-1]
    x, y = cells.label_m[2].tolist()
    scale = float(np.median(cells.size_m)) / 200
    seen = sight_of(Scene(GROUND), Viewport((x, y), scale, (800, 600)), NAMELESS)
    found = cells_at(seen, (x, y))
    assert found[0] == cells.ids[2]
    assert len(found) == len(GROUND.cells)


def test_leafing_goes_through_the_marks_then_the_cells_and_begins_again():
    marks = (Subject(MEMBER, a_member().id), Subject(INCIDENT, an_incident().id))
    pile, seen = Pile(marks), []
    for _ in range(4):
        pile = pile.leafed((7, 3))
        seen.append(pile.mark or pile.cell)
    assert seen == [marks[1], 7, 3, marks[0]]


def test_leafing_on_bare_ground_shows_the_cells_and_then_nothing():
    pile, seen = Pile(), []
    for _ in range(4):
        pile = pile.leafed((7, 3))
        seen.append(pile.cell)
    assert seen == [7, 3, None, 7]


def test_leafing_back_is_the_other_way():
    pile = Pile().leafed((7, 3), -1)
    assert pile.cell == 3
    assert pile.leafed((7, 3), -1).cell == 7


@pytest.fixture
def stage(a_canvas, mouse):
    canvas = a_canvas(a_stacked_scene([(0, 0), (1, 1)], [(2, 0)], GROUND))
    canvas.set_layers(NAMELESS)
    canvas.looking.set_view(Viewport(VIEW.centre_mercator_m, VIEW.m_per_px, (800, 600)))
    return canvas, mouse(canvas)


def hover(hand, at):
    hand.send(QEvent.Type.MouseMove, at)


def test_the_card_says_which_of_several_things_it_speaks_of(stage):
    canvas, hand = stage
    asked = []
    canvas.hovering.card_source = lambda kind, subject: HoverCard(f"{kind} {subject}")
    canvas.hovering.cell_card_source = lambda cell: asked.append(cell) or HoverCard("cell")
    hover(hand, (400, 300))
    said = [canvas.hovering.card().aside]
    for _ in range(3):
        canvas.hovering.leaf()
        said.append(canvas.hovering.card().aside)
    below = len(canvas.hovering.pile.cells)
    assert said == ["1/3", f"2/{3 + below}", f"3/{3 + below}", f"4/{3 + below}"]
    assert len(asked) == 1
    assert asked[0] in GROUND.cells[-1].ids


def test_a_click_takes_what_was_leafed_to(stage, qtbot):
    canvas, hand = stage
    hover(hand, (400, 300))
    first = canvas.hovering.pile.mark
    canvas.hovering.leaf()
    with qtbot.waitSignal(canvas.subject_clicked) as clicked:
        hand.click((400, 300))
    assert clicked.args[1] == canvas.hovering.pile.marks[1].id != first.id


def test_bare_ground_shows_nothing_until_somebody_asks(stage):
    canvas, hand = stage
    canvas.hovering.cell_card_source = lambda cell: HoverCard(f"cell {cell}")
    hover(hand, (60, 60))
    assert canvas.hovering.card() is None
    canvas.hovering.leaf()
    assert canvas.hovering.card().title.startswith("cell")


def test_a_double_click_goes_into_the_cell_leafed_to(stage, qtbot):
    canvas, hand = stage
    hover(hand, (60, 60))
    canvas.hovering.leaf()
    canvas.hovering.leaf()
    wanted = canvas.hovering.pile.cell
    with qtbot.waitSignal(canvas.cell_entered) as entered:
        hand.send(QEvent.Type.MouseButtonDblClick, (60, 60), Qt.MouseButton.LeftButton)
    assert entered.args == [wanted]


def test_esc_puts_the_card_of_a_cell_away(stage, qtbot):
    canvas, hand = stage
    hover(hand, (60, 60))
    canvas.hovering.leaf()
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.hovering.pile.cell is None


def test_moving_on_forgets_how_far_somebody_has_leafed(stage):
    canvas, hand = stage
    hover(hand, (60, 60))
    canvas.hovering.leaf()
    hover(hand, (400, 300))
    assert canvas.hovering.pile.at == 0


def test_picking_among_a_crowd_of_dots_takes_the_one_drawn_last(qapp):
    scene = a_scene(GROUND, members=13_000, incidents=0)
    west, south, east, north = GROUND.bounds_m()
    view = Viewport(((west + east) / 2, (south + north) / 2), (east - west) / 700, (800, 600))
    seen = sight_of(scene, view, NAMELESS)
    at = view.to_screen(scene.members.mercator_m)[12_999]
    assert marks_at(seen, tuple(at.tolist()))[0].id == scene.members.ids[12_999]


def test_leaving_the_map_puts_the_card_away(stage):
    canvas, hand = stage
    hover(hand, (400, 300))
    canvas.hand.leave()
    assert canvas.hand.pick(QPointF(400, 300)) is not None
    assert canvas.hovering.pile == Pile()
