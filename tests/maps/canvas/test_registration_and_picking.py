import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QImage

from maps.canvas.dots import Dots, packed, write_dots
from maps.canvas.marks import INCIDENT, MEMBER, nearest_mark, visible_marks
from maps.canvas.tile_cache import TileKey, m_per_px_of, step_of, tiles_over
from maps.canvas.tile_drawing import TILE_PX, GroundPainter
from maps.geometry.projection import mercator_of, to_mercator
from maps.geometry.viewport import Viewport
from maps.layers.layer import LayerStack
from maps.layers.places import OnPlane
from maps.layers.scene import Ground, Scene, Ways
from maps.layers.style import map_style
from models.domain.place import LonLat
from tests.maps.canvas.map_picture import picture_of, view_of
from tests.maps.worlds import a_ground, a_scene

pytestmark = pytest.mark.gui
QINGDAO = LonLat(120.447, 36.389)
BARE = LayerStack().switched("members", on=False).switched("incidents", on=False)


def a_cross_at(place):
    x, y = mercator_of(place)
    arms = np.array([[x - 400, y], [x + 400, y], [x, y - 400], [x, y + 400]])
    return Ground(ways=(Ways("primary", arms, np.array([0, 2, 4])),))


def brightness(image, x, y):
    return image.pixelColor(x, y).lightness()


@pytest.mark.parametrize("pixel_ratio", [1.0, 1.5, 2.0])
def test_a_known_place_lands_on_its_pixel(qapp, pixel_ratio):
    scale = m_per_px_of(34) * pixel_ratio
    x, y = mercator_of(QINGDAO)
    view = Viewport((x + 101 * scale, y - 53 * scale), scale, (600, 400))
    image = picture_of(
        Scene(ground=a_cross_at(QINGDAO)), view, layers=BARE, pixel_ratio=pixel_ratio
    )
    column, row = round((300 - 101) * pixel_ratio), round((200 - 53) * pixel_ratio)
    crossing = max(
        brightness(image, column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)
    )
    assert crossing > brightness(image, column + 20, row + 20) + 20
    rows = [brightness(image, column + 15, row + dy) for dy in range(-8, 9)]
    assert abs(np.average(np.arange(-8, 9), weights=np.array(rows) - min(rows)) + 0.0) <= 1


def test_tiles_of_a_step_cover_a_box_without_gaps():
    box = (-3_000.0, -2_000.0, 5_000.0, 4_000.0)
    keys = tiles_over(20, box)
    edges = np.array([key.bbox_m for key in keys])
    assert (edges[:, :2].min(axis=0) <= box[:2]).all()
    assert (edges[:, 2:].max(axis=0) >= box[2:]).all()
    side = TILE_PX * m_per_px_of(20)
    columns, rows = {k.column for k in keys}, {k.row for k in keys}
    assert len(keys) == len(columns) * len(rows)
    assert (8_000 / side) <= len(columns) <= 8_000 / side + 2


def test_the_tile_nearest_to_the_middle_is_drawn_first():
    keys = tiles_over(20, (-50_000.0, -50_000.0, 50_000.0, 50_000.0))
    distance = [(k.column + 0.5) ** 2 + (k.row + 0.5) ** 2 for k in keys]
    assert distance == sorted(distance)


@given(st.integers(0, 44))
def test_a_scale_of_rest_is_found_again(step):
    assert step_of(m_per_px_of(step)) == step


def test_neighbouring_tiles_agree_on_their_common_edge(qapp):
    painter = GroundPainter(a_ground(), map_style("night"))
    x, y = mercator_of(QINGDAO)
    side = TILE_PX * m_per_px_of(28)
    key = TileKey(28, int(x // side), int(-y // side))
    left, right = (
        painter.draw(TileKey(28, key.column + i, key.row).request(1.0)) for i in (0, 1)
    )
    differs = [
        row
        for row in range(TILE_PX)
        if abs(brightness(left, TILE_PX - 1, row) - brightness(right, 0, row)) > 60
    ]
    assert len(differs) < TILE_PX / 50


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.floats(-390, 390), st.floats(-290, 290)), min_size=1, max_size=60),
    st.data(),
)
def test_the_mark_picked_is_the_mark_drawn_there(places, data):
    centre = mercator_of(QINGDAO)
    view = Viewport(centre, 4.0, (800, 600))
    mercator = np.array(places) * 4.0 + centre
    marks = visible_marks(MEMBER, OnPlane(mercator), view)
    chosen = data.draw(st.integers(0, len(places) - 1))
    at = view.to_screen(mercator[chosen : chosen + 1])[0]
    row, distance = nearest_mark(marks, (float(at[0]), float(at[1])), 14.0)
    on_top = max(
        i for i, p in enumerate(view.to_screen(mercator)) if np.hypot(*(p - at)) < 1e-6
    )
    assert distance < 1e-6
    assert row == on_top


def test_marks_out_of_sight_and_of_unknown_place_are_not_picked():
    view = Viewport((0.0, 0.0), 1.0, (800, 600))
    marks = visible_marks(INCIDENT, OnPlane(np.array([[np.nan, np.nan], [1e6, 0.0]])), view)
    assert nearest_mark(marks, (400, 300), 1e9) is None


def test_nothing_is_picked_beyond_the_radius():
    view = Viewport((0.0, 0.0), 1.0, (800, 600))
    marks = visible_marks(MEMBER, OnPlane(np.array([[0.0, 0.0]])), view)
    assert nearest_mark(marks, (415, 300), 14.0) is None
    assert nearest_mark(marks, (413, 300), 14.0) is not None


def test_a_marker_is_painted_where_its_member_is(qapp):
    scene = a_scene(a_ground(), members=1, incidents=0)
    x, y = scene.members.mercator_m[0].tolist()
    view = Viewport((x + 70, y), m_per_px_of(34), (400, 300))
    with_member = picture_of(scene, view)
    without = picture_of(
        scene,
        view,
        layers=LayerStack().switched("members", on=False).switched("member_names", on=False),
    )
    changed = [
        (column, row)
        for column in range(400)
        for row in range(300)
        if with_member.pixelColor(column, row) != without.pixelColor(column, row)
    ]
    at = view.to_screen(np.array([[x, y]]))[0]
    nearest = min(np.hypot(c + 0.5 - at[0], r + 0.5 - at[1]) for c, r in changed)
    assert nearest < 1


def test_the_poles_and_the_other_side_of_the_world_do_no_harm(qapp):
    place = to_mercator([[180.0, 89.9]])[0].tolist()
    image = picture_of(Scene(ground=a_ground()), Viewport(tuple(place), 5_000.0, (300, 200)))
    assert not image.isNull()


def test_a_dot_is_written_where_its_member_is_and_a_ring_leaves_its_middle_free(qapp):
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(0)
    at = np.array([[20.5, 10.5], [40.5, 30.5]])
    dots = Dots((packed((0, 255, 0, 255)),) * 2, (False, True))
    write_dots(image, at, np.array([0, 1], np.uint8), dots, 3.0)
    assert image.pixelColor(20, 10).green() == 255
    assert image.pixelColor(40, 30).green() == 0
    assert image.pixelColor(43, 30).green() == 255
    assert image.pixelColor(25, 10).green() == 0


@pytest.mark.parametrize("is_hollow", [False, True])
@pytest.mark.parametrize("radius_px", [1.0, 2.3, 3.2, 6.4])
def test_a_dot_is_every_pixel_within_its_radius_and_a_ring_none_of_the_inner_half(
    qapp, radius_px, is_hollow
):
    image = QImage(33, 31, QImage.Format.Format_RGB32)
    image.fill(0)
    dots = Dots((packed((0, 255, 0, 255)),), (is_hollow,))
    write_dots(image, np.array([[16.5, 14.5]]), np.zeros(1, np.uint8), dots, radius_px)
    for x in range(33):
        for y in range(31):
            away_px = np.hypot(x - 16, y - 14)
            is_in = away_px <= radius_px and not (is_hollow and away_px <= radius_px / 2)
            assert (image.pixelColor(x, y).green() == 255) == is_in


def test_of_dots_on_one_spot_the_kind_of_the_lowest_number_lies_on_top(qapp):
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(0)
    dots = Dots((packed((0, 255, 0, 255)), packed((255, 0, 0, 255))), (False, False))
    write_dots(image, np.full((3, 2), 10.5), np.array([1, 0, 1], np.uint8), dots, 3.0)
    assert image.pixelColor(10, 10).getRgb()[:3] == (0, 255, 0)


def test_dots_at_the_edge_of_an_image_are_left_out(qapp):
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(0)
    at = np.array([[0.0, 0.0], [19.5, 10.0], [-50.0, 5.0], [5.0, 1e6]])
    dots = Dots((packed((255, 255, 255, 255)),), (False,))
    write_dots(image, at, np.zeros(4, np.uint8), dots, 3.0)
    assert all(image.pixelColor(x, y).red() == 0 for x in range(20) for y in range(20))


def test_a_crowd_is_painted_as_dots(qapp):
    scene = a_scene(a_ground(), members=13_000, incidents=0)
    view = view_of(scene.ground.bounds_m(), (800, 600))
    image = picture_of(scene, view, layers=LayerStack().switched("clusters", on=False))
    at = view.to_screen(scene.members.mercator_m)
    green = map_style("night").member["free"][:3]
    free = at[scene.members.look == 0][:50].astype(int).tolist()
    hits = [image.pixelColor(x, y).getRgb()[:3] == green for x, y in free]
    assert sum(hits) > 25


def test_a_sea_wider_than_the_cells_is_drawn_to_the_edge_of_the_view(qapp):
    ground = a_ground()
    west, south, east, north = (1.2e7, 2e6, 1.5e7, 6e6)
    ring = np.array([[west, south], [east, south], [east, north], [west, north], [west, south]])
    sea = Ground(ground.cells, (Ways("water", ring, np.array([0, 5]), is_area=True),))
    assert sea.bounds_m() == ground.bounds_m()
    _left, _low, right, high = ground.bounds_m()
    view = Viewport((right + 150_000, high), m_per_px_of(18), (800, 600))
    image = picture_of(Scene(ground=sea), view)
    water = map_style("night").ways["water"].colour[:3]
    assert {image.pixelColor(x, 300).getRgb()[:3] for x in (700, 790)} == {water}
