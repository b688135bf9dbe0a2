"""Promises of the plane of the map."""

from __future__ import annotations

import numpy as np
import pytest

from maps.geometry.projection import (
    HALF_WORLD_M,
    MAX_LATITUDE_DEG,
    from_survey_grid,
    ground_scale,
    mercator_of,
    place_of,
    to_lonlat,
    to_mercator,
    to_survey_grid,
    zone_epsg,
    zone_of,
)
from models.domain.place import LonLat

JIMO = [[120.447, 36.389]]


def test_the_known_point_comes_out_on_the_plane_and_on_the_survey_grid() -> None:
    assert to_mercator(JIMO)[0].tolist() == pytest.approx([13408098.71, 4354280.04], abs=0.01)
    assert to_survey_grid(JIMO, 40)[0].tolist() == pytest.approx(
        [540104.43, 4028799.94], abs=0.01
    )


def test_a_zones_number_stands_before_the_easting_where_asked() -> None:
    prefixed = to_survey_grid(JIMO, 40, prefixed=True)
    assert prefixed[0, 0] == pytest.approx(40_540_104.43, abs=0.01)
    assert (zone_of(120.447), zone_epsg(40), zone_epsg(40, prefixed=True)) == (40, 4549, 4528)


def test_there_and_back_is_better_than_a_ten_millionth_of_a_degree() -> None:
    world = np.random.default_rng(1).uniform([-180, -85], [180, 85], (2000, 2))
    china = np.random.default_rng(2).uniform([119, 20], [121, 50], (500, 2))
    assert np.abs(to_lonlat(to_mercator(world)) - world).max() < 1e-7
    assert np.abs(from_survey_grid(to_survey_grid(china, 40), 40) - china).max() < 1e-7


def test_the_poles_are_drawn_on_the_edge() -> None:
    plane = to_mercator([[0, 90], [0, -90]])
    assert plane[:, 1].tolist() == pytest.approx([HALF_WORLD_M, -HALF_WORLD_M])
    assert to_lonlat(plane)[:, 1].tolist() == pytest.approx(
        [MAX_LATITUDE_DEG, -MAX_LATITUDE_DEG]
    )


def test_the_antimeridian_keeps_its_side_and_what_lies_beyond_is_wrapped() -> None:
    assert to_lonlat(to_mercator([[180, 0], [-180, 0]]))[:, 0].tolist() == [180, -180]
    assert to_lonlat(to_mercator([[181, 0]]))[0, 0] == pytest.approx(-179)


def test_one_point_goes_the_same_way_as_many() -> None:
    place = LonLat(120.447, 36.389)
    assert mercator_of(place) == tuple(to_mercator(JIMO)[0])
    assert place_of(mercator_of(place)).lat_deg == pytest.approx(36.389)


def test_a_metre_of_the_plane_shrinks_towards_the_poles() -> None:
    assert ground_scale(0) == 1
    assert ground_scale(60) == pytest.approx(0.5)
    assert 0 < ground_scale(90) < 0.1


def test_no_points_are_no_trouble_and_other_shapes_are_a_bug() -> None:
    assert to_mercator([]).shape == (0, 2)
    with pytest.raises(ValueError, match="shape"):
        to_lonlat([[1.0, 2.0, 3.0]])
