"""Promises of the areas of travel time."""

from __future__ import annotations

import numpy as np

from maps.geometry.projection import to_mercator
from maps.layers.layer import CELL_NAMES, REACH, REACH_MINUTES, ROADS, STATIC, LayerStack
from maps.layers.reach import label_places_m, reached
from models.domain.place import LonLat
from models.geography.isochrone import Isochrone

SQUARE = np.array([[121.0, 35.0], [121.2, 35.0], [121.2, 35.2], [121.0, 35.2], [121.0, 35.0]])
PLACE = LonLat(121.1, 35.1)


def isochrone(minutes: float, grown: float = 0.0) -> Isochrone:
    ring = SQUARE + np.sign(SQUARE - [121.1, 35.1]) * grown
    return Isochrone(minutes * 60, ring, np.array([0, len(ring)]))


def nothing(minutes: float) -> Isochrone:
    return Isochrone(minutes * 60, np.empty((0, 2)), np.zeros(1, np.int64))


def test_the_smallest_area_comes_first_and_empty_ones_are_left_out() -> None:
    found = reached((isochrone(15, 0.2), nothing(5), isochrone(10, 0.1)), PLACE)
    assert [area.minutes for area in found.areas] == [10, 15]
    assert (
        found.areas[1].coords_m.tolist() == to_mercator(isochrone(15, 0.2).lonlat_deg).tolist()
    )
    assert found.bounds_m()[0] == found.areas[1].coords_m[:, 0].min()


def test_minutes_are_written_on_the_rim_inside_the_box_the_north_first() -> None:
    (area,) = reached((isochrone(5),), PLACE).areas
    west, south = to_mercator([[120.9, 34.9]])[0].tolist()
    east, north = to_mercator([[121.3, 35.3]])[0].tolist()
    spots = label_places_m(area, (west, south, east, north))
    assert spots[0, 1] == area.coords_m[:, 1].max()
    assert spots[4, 1] == area.coords_m[:, 1].min()
    assert label_places_m(area, (west, south, west + 1, south + 1)).shape == (0, 2)


def test_areas_lie_on_the_roads_and_below_all_names() -> None:
    stack = LayerStack()
    assert stack.order.index(ROADS) < stack.order.index(REACH) < stack.order.index(CELL_NAMES)
    assert stack.order[-1] == REACH_MINUTES
    assert REACH not in STATIC
