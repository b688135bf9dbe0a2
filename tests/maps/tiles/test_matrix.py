import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.geometry.projection import HALF_WORLD_M, to_lonlat, to_mercator
from maps.tiles.address import address_of
from maps.tiles.base_map import base_map_of
from maps.tiles.matrix import (
    MatrixSet,
    TileAt,
    level_for,
    own_numbers,
    tiles_across,
    tiles_down,
    unit_of,
)
from maps.tiles.plan import plan_of
from models.geography.baidu_mercator import bd09_to_plane
from models.geography.datum import Datum, from_wgs84, to_wgs84

JIMO = (120.447, 36.389)
PLACES = st.tuples(st.floats(-180, 180), st.floats(-85, 85))
SETS = st.sampled_from(list(MatrixSet))
ROUND = st.sampled_from([one for one in MatrixSet if one is not MatrixSet.BAIDU])
"""Those whose square is the whole round of the world."""
DATUMS = st.sampled_from(list(Datum))


def tile_of(lonlat, matrix, level, datum=Datum.WGS84) -> TileAt:
    column, row = unit_of(to_mercator([lonlat]), matrix, datum)[0] * tiles_across(matrix, level)
    return TileAt(level, int(column), int(row))


@pytest.mark.parametrize(
    ("matrix", "level", "column", "row"),
    [
        (MatrixSet.MERCATOR, 14, 13673, 6411),  # Tianditu w, checked against its service
        (MatrixSet.DEGREES, 14, 13673, 2439),  # Tianditu c
        (MatrixSet.CRS84, 13, 13673, 2439),
    ],
)
def test_a_known_place_lies_on_its_known_tile(matrix, level, column, row):
    assert tile_of(JIMO, matrix, level) == TileAt(level, column, row)


@given(PLACES, ROUND, DATUMS)
def test_a_place_lies_where_the_datum_of_the_source_has_it(place, matrix, datum):
    there = unit_of(to_mercator([place]), matrix, datum)
    if matrix is MatrixSet.MERCATOR:
        degrees = to_lonlat((there - 0.5) * (1.0, -1.0) * 2 * HALF_WORLD_M)[0]
    else:
        degrees = ((there * 360.0 - (180.0, 90.0)) * (1.0, -1.0))[0]
    wanted = from_wgs84([place], datum)[0]
    around = abs(degrees[0] - wanted[0])
    assert min(around, 360.0 - around) <= 1e-7
    assert abs(degrees[1] - wanted[1]) <= 1e-7


def test_baidus_tiles_are_counted_from_where_the_equator_meets_greenwich():
    """Baidu's own answer for Beijing, 12958160.97 E, 4825907.72 N, in tiles of 256 m."""
    beijing = to_wgs84([(116.403874, 39.914889)], Datum.BD09)
    unit = unit_of(to_mercator(beijing), MatrixSet.BAIDU, Datum.BD09)[0]
    for level, east, north in ((18, 50617, 18851), (19, 101235, 37702), (3, 1, 0)):
        column, row = unit * tiles_across(MatrixSet.BAIDU, level)
        tile = TileAt(level, int(column), int(row))
        assert own_numbers(MatrixSet.BAIDU, tile) == (east, north)
    url = "http://a/{z}/{x}/{y}"
    base = base_map_of("b", {"kind": "xyz", "url": url, "matrix": "baidu"})
    assert base.datum is Datum.BD09
    assert address_of(base, "", tile) == "http://a/3/1/0"
    assert own_numbers(MatrixSet.BAIDU, TileAt(3, 3, 4)) == (-1, -1)


@given(st.tuples(st.floats(-179, 179), st.floats(-59.9, 59.9)))
def test_a_place_of_baidus_pyramid_lies_where_its_plane_has_it(place):
    unit = unit_of(to_mercator([place]), MatrixSet.BAIDU, Datum.BD09)
    assert (unit >= 0).all()
    assert (unit <= 1).all()
    side_m = 256.0 * 2**18
    wanted = bd09_to_plane(from_wgs84([place], Datum.BD09))
    assert np.abs((unit - 0.5) * (1.0, -1.0) * side_m - wanted).max() <= 0.01


def test_baidus_level_18_has_a_metre_of_its_plane_on_a_pixel():
    assert level_for(1.0, 256, (3, 19), MatrixSet.BAIDU) == 18
    assert level_for(0.5, 256, (3, 19), MatrixSet.BAIDU) == 19


def test_a_shifted_source_shows_a_place_where_its_datum_has_it():
    there = unit_of(to_mercator([JIMO]), MatrixSet.DEGREES, Datum.GCJ02)[0]
    lon, lat = there * (360.0, -360.0) + (-180.0, 90.0)
    assert (lon, lat) == pytest.approx((120.452086, 36.389331), abs=1e-6)
    there = unit_of(to_mercator([JIMO]), MatrixSet.DEGREES, Datum.BD09)[0]
    lon, lat = there * (360.0, -360.0) + (-180.0, 90.0)
    assert (lon, lat) == pytest.approx((120.458593, 36.395376), abs=1e-6)


@given(ROUND, DATUMS, st.floats(-90, 90))
def test_the_antimeridian_and_the_poles_have_finite_places(matrix, datum, lat):
    points = to_mercator([(-180.0, lat), (180.0, lat), (179.999, lat), (540.0, lat)])
    unit = unit_of(points, matrix, datum)
    assert np.isfinite(unit).all()
    assert unit[1, 0] - unit[0, 0] == pytest.approx(1.0)
    assert unit[3, 0] - unit[1, 0] == pytest.approx(1.0)


@given(SETS, st.integers(0, 20), st.floats(-9e7, 9e7), st.floats(-4e7, 4e7), st.integers(0, 44))
def test_a_plan_names_only_tiles_that_can_be(matrix, last, west, north, step):
    m_per_px = 156_543.033928 * 2 ** (-step / 2)
    side = 512 * m_per_px
    base = base_map_of("b", {"kind": "xyz", "url": "http://a/{z}/{x}/{y}", "matrix": matrix})
    bbox = (west, north - side, west + side, north)
    plan = plan_of(base, bbox, m_per_px, (0, last), 256)
    if plan is None:
        return
    tiles = [tile for tile, _ in plan.tiles()]
    assert 0 < len(tiles) <= 100
    assert all(0 <= tile.column < tiles_across(matrix, tile.level) for tile in tiles)
    assert all(0 <= tile.row < tiles_down(matrix, tile.level) for tile in tiles)


def test_half_way_between_two_levels_the_finer_one_is_taken():
    assert level_for(156_543.033928 / 2**10.5, 256, (0, 18)) == 11
    assert level_for(156_543.033928 / 2**10, 256, (0, 18)) == 10
    assert level_for(156_543.033928 / 2**10, 512, (0, 18)) == 9


def test_beyond_its_last_level_a_source_is_enlarged_and_far_before_its_first_left_out():
    assert level_for(0.1, 256, (0, 18)) == 18
    assert level_for(10_000.0, 256, (12, 18)) is None
