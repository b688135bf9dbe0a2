import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import maps.layers.cells as made
from maps.geometry.projection import to_mercator
from maps.layers.cells import cell_at, cells_scene, levels_shown
from maps.layers.labels import cell_names, fitted, placed
from maps.layers.layer import CELLS, MEMBERS, LayerStack
from maps.layers.style import map_style, style_from
from models.domain.error import BadInput
from models.domain.grid import Cell, Level
from models.domain.ids import CellId
from tests.maps.worlds import a_ground

GROUND = a_ground()
PX = st.floats(-2_000, 2_000)
BOXES = st.lists(st.tuples(PX, PX, st.floats(5, 200), st.floats(5, 40)), max_size=40)


def a_square_with_a_hole():
    outer = shapely.box(120.0, 36.0, 121.0, 37.0)
    return outer.difference(shapely.box(120.4, 36.4, 120.6, 36.6))


def one_cell(polygon):
    cell = Cell(CellId(1), "", "区", Level.DISTRICT, None, (CellId(1),))
    return cells_scene([cell], {CellId(1): shapely.to_wkb(polygon)})


def test_levels_come_coarsest_first_and_cells_largest_first():
    assert [cells.level for cells in GROUND.cells] == [1, 2, 3]
    assert all((np.diff(cells.size_m) <= 0).all() for cells in GROUND.cells)


def test_a_cell_without_a_shape_is_left_out():
    cell = Cell(CellId(1), "", "区", Level.DISTRICT, None, (CellId(1),))
    assert cells_scene([cell], {}).cells == ()


def test_cells_taken_one_by_one_make_the_same_ground(monkeypatch):
    monkeypatch.setattr(made, "_AT_ONCE", 1)
    for whole, parts in zip(GROUND.cells, a_ground().cells, strict=True):
        assert list(whole.names) == list(parts.names)
        for name in ("ids", "label_m", "size_m", "bounds_m", "coords_m"):
            assert np.array_equal(getattr(whole, name), getattr(parts, name))
        assert np.array_equal(whole.ring_offsets, parts.ring_offsets)
        assert np.array_equal(whole.ring_cell, parts.ring_cell)


def test_names_stand_inside_their_cells_even_where_the_middle_is_a_hole():
    cells = one_cell(a_square_with_a_hole()).cells[0]
    x, y = cells.label_m[0].tolist()
    assert cell_at(cells, (x, y)) == 0


def test_a_point_in_a_hole_lies_in_no_cell():
    cells = one_cell(a_square_with_a_hole()).cells[0]
    x, y = to_mercator([[120.5, 36.5]])[0].tolist()
    assert cell_at(cells, (x, y)) is None


def test_the_cell_found_is_the_one_whose_polygon_holds_the_point():
    cells = GROUND.cells[-1]
    for row in range(len(cells.ids)):
        x, y = cells.label_m[row].tolist()
        assert cell_at(cells, (x, y)) == row


def test_far_off_only_the_coarsest_level_is_drawn_and_near_all_are():
    assert [c.level for c in levels_shown(GROUND, 1e6)] == [1]
    assert [c.level for c in levels_shown(GROUND, 1.0)] == [1, 2, 3]


def test_coarser_cells_are_named_before_finer_ones():
    west, south, east, north = GROUND.bounds_m()
    names = cell_names(GROUND, 20.0, (west, south, east, north))
    assert (np.diff(names.level) >= 0).all()


def test_a_cell_that_fills_the_screen_is_not_named():
    x, y = GROUND.cells[0].label_m[0].tolist()
    names = cell_names(GROUND, 1.0, (x - 500, y - 300, x + 500, y + 300))
    assert 1 not in names.level


@given(BOXES)
def test_no_two_names_collide(boxes):
    centre = np.array([box[:2] for box in boxes]).reshape(-1, 2)
    size = np.array([box[2:] for box in boxes]).reshape(-1, 2)
    rows = placed(centre, size, gap_px=0.0)
    for i, a in enumerate(rows):
        for b in rows[i + 1 :]:
            apart = np.abs(centre[a] - centre[b]) - (size[a] + size[b]) / 2
            assert apart.max() >= -1e-6


@given(BOXES)
def test_the_first_candidate_always_stands_and_nothing_is_dropped_without_cause(boxes):
    centre = np.array([box[:2] for box in boxes]).reshape(-1, 2)
    size = np.array([box[2:] for box in boxes]).reshape(-1, 2)
    rows = placed(centre, size, gap_px=0.0).tolist()
    assert rows == sorted(rows)
    for row in set(range(len(boxes))) - set(rows):
        earlier = [other for other in rows if other < row]
        apart = np.abs(centre[earlier] - centre[row]) - (size[earlier] + size[row]) / 2
        assert (apart < 0).all(axis=1).any()


def test_a_layer_is_switched_off_and_on_again():
    stack = LayerStack().switched(CELLS, on=False)
    assert not stack.shows(CELLS)
    assert stack.switched(CELLS, on=True).shows(CELLS)


def test_a_layer_is_moved_to_the_bottom():
    assert LayerStack().raised(MEMBERS, 0).order[0] == MEMBERS


def test_both_themes_style_the_same_things():
    night, day = map_style("night"), map_style("day")
    assert night.levels.keys() == day.levels.keys()
    assert night.ways.keys() == day.ways.keys()
    assert night.member.keys() == day.member.keys()


@pytest.mark.parametrize("theme", ["night", "day"])
def test_names_and_marks_stand_out_from_the_ground(theme):
    style = map_style(theme)
    for tint in style.tints:
        assert contrast(style.plain["text"], tint) >= 4.5
        assert contrast(style.plain["text_dim"], tint) >= 4.5
        for name in ("free", "tasked", "full", "held", "off"):
            assert contrast(style.member[name], tint) >= 3
        for name in ("urgent", "emergency"):
            assert contrast(style.incident[name], tint) >= 3


def contrast(a, b):
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    shares = [c / 255 for c in colour[:3]]
    linear = [s / 12.92 if s <= 0.03928 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_style_file_with_a_wrong_colour_is_refused_in_words():
    with pytest.raises(BadInput, match="bad_symbols"):
        style_from('[night]\nbackground = "blue"\n', "night")


def test_a_name_steps_aside_for_a_mark_and_stays_where_none_is() -> None:
    size = np.array([[60.0, 20.0], [60.0, 20.0]])
    spots = np.array([[[100, 100], [100, 130]], [[300, 100], [300, 130]]], np.float64)
    mark = np.array([[95.0, 95.0, 105.0, 105.0]])
    rows, chosen = fitted(spots, size, marks_px=mark)
    assert (rows.tolist(), chosen.tolist()) == ([0, 1], [1, 0])


def test_where_every_spot_is_covered_a_name_covers_the_fewest_marks() -> None:
    spots = np.array([[[100, 100], [100, 130], [100, 160]]], np.float64)
    marks = np.array(
        [[90, 90, 95, 95], [100, 90, 105, 95], [95, 125, 105, 135], [95, 155, 9e2, 165]]
    )
    rows, chosen = fitted(spots, np.array([[60.0, 20.0]]), marks_px=marks)
    assert (rows.tolist(), chosen.tolist()) == ([0], [1])


def test_no_name_stands_on_what_is_taken() -> None:
    spots = np.array([[[100, 100]]], np.float64)
    taken = np.array([[95.0, 95.0, 105.0, 105.0]])
    assert not len(fitted(spots, np.array([[60.0, 20.0]]), taken_px=taken)[0])
