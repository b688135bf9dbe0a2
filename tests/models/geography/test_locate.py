"""Promises of point in cell."""

from __future__ import annotations

import numpy as np
import shapely

from models.domain.place import LonLat
from models.geography.locate import Locator
from tests.models.geography.patchwork import a_patchwork

SQUARE = shapely.box(0, 0, 10, 10)


def test_a_point_gets_one_cell_of_each_level() -> None:
    locator = Locator([SQUARE, shapely.box(0, 0, 5, 10)], [1, 2], [7, 8], [0, 7])
    assert locator.locate([[2, 2], [7, 7], [20, 2]]).tolist() == [
        [0, 7, 8, 0, 0, 0],
        [0, 7, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0],
    ]


def test_a_point_on_a_shared_border_gets_the_smallest_id_whatever_the_order() -> None:
    west, east = shapely.box(0, 0, 5, 10), shapely.box(5, 0, 10, 10)
    one = Locator([west, east], [2, 2], [4, 3])
    other = Locator([east, west], [2, 2], [3, 4])
    border = [[5.0, 5.0], [5.0, 0.0], [5.0, 10.0]]
    assert one.locate(border)[:, 2].tolist() == [3, 3, 3]
    assert other.locate(border)[:, 2].tolist() == [3, 3, 3]


def test_the_answer_is_one_path_of_the_tree_even_where_a_cell_leaves_its_parent() -> None:
    parents = [shapely.box(0, 0, 5, 5), shapely.box(5, 0, 10, 5)]
    leaning = shapely.box(4, 1, 6, 2)
    locator = Locator([*parents, leaning], [1, 1, 2], [1, 2, 3], [0, 0, 2])
    assert locator.locate([[4.5, 1.5]]).tolist() == [[0, 2, 3, 0, 0, 0]]


def test_a_cell_without_a_parent_gets_its_upper_levels_by_geometry() -> None:
    locator = Locator([SQUARE, shapely.box(1, 1, 2, 2)], [1, 5], [1, 2], [0, 0])
    assert locator.locate([[1.5, 1.5]]).tolist() == [[0, 1, 0, 0, 0, 2]]


def test_a_hole_belongs_to_the_level_above_and_an_exclave_to_its_cell() -> None:
    ringed = shapely.difference(shapely.box(1, 1, 5, 5), shapely.box(2, 2, 3, 3))
    village = shapely.union(ringed, shapely.box(8, 8, 9, 9))
    locator = Locator([SQUARE, village], [1, 4], [1, 2], [0, 1])
    assert locator.locate([[2.5, 2.5], [8.5, 8.5], [1.5, 1.5]])[:, 4].tolist() == [0, 2, 2]
    assert locator.cell_at(LonLat(2.5, 2.5)) == 1


def test_what_is_no_number_lies_nowhere() -> None:
    locator = Locator([SQUARE], [1], [1])
    assert not locator.locate([[np.nan, 1], [1, np.inf]]).any()
    assert locator.cell_at(LonLat(50, 50)) is None


def test_no_cells_and_no_points_are_no_trouble() -> None:
    assert Locator([], [], []).locate([[1, 1]]).tolist() == [[0] * 6]
    assert Locator([SQUARE], [1], [1]).locate([]).shape == (0, 6)


def test_every_point_of_a_patchwork_lies_in_the_cell_it_is_said_to_lie_in() -> None:
    patch = a_patchwork({1: (1, 1), 2: (2, 2), 5: (3, 3)})
    locator = Locator(patch.polygons, patch.levels, patch.ids, patch.parents)
    points = np.random.default_rng(5).uniform([120.01, 36.01], [120.49, 36.49], (500, 2))
    units = locator.locate(points)[:, 5]
    assert units.all()
    assert shapely.intersects_xy(patch.polygons[units - 1], points[:, 0], points[:, 1]).all()
