"""Roads and water of a page."""

from __future__ import annotations

import shapely

from maps.export.ways import ways_of_page
from maps.geometry.projection import to_mercator
from maps.layers.cells import ways_of
from maps.layers.scene import Ways

BOX = (120.4, 36.3, 120.6, 36.4)
(LOW_X, LOW_Y), (HIGH_X, HIGH_Y) = to_mercator([BOX[:2], BOX[2:]]).tolist()
BOUNDS = LOW_X, LOW_Y, HIGH_X, HIGH_Y
ENOUGH = 1_000_000


def a_road(kind: str, *lonlat: tuple[float, float]) -> Ways:
    return ways_of(kind, [shapely.to_wkb(shapely.LineString(lonlat))])


def points(flat: list[int]) -> list[tuple[int, int]]:
    lat = lon = 0
    found = []
    for d_lat, d_lon in zip(flat[0::2], flat[1::2], strict=True):
        lat, lon = lat + d_lat, lon + d_lon
        found.append((lon, lat))
    return found


def area_of(rings: list[list[int]]) -> float:
    """By the odd-even rule, as the page fills them."""
    area = shapely.Polygon()
    for ring in rings:
        area = shapely.symmetric_difference(area, shapely.Polygon(points(ring)))
    return float(area.area)


def test_a_road_is_cut_a_little_beyond_the_district() -> None:
    road = a_road("primary", (110.0, 36.35), (130.0, 36.35))

    (found,) = ways_of_page([road], BOUNDS, ENOUGH)

    ends = [lon for lon, _ in points(found.lines[0])]
    assert (min(ends), max(ends)) == (12_038_000, 12_062_000)


def test_what_does_not_touch_the_district_is_left_out() -> None:
    assert ways_of_page([a_road("minor", (100.0, 20.0), (101.0, 20.0))], BOUNDS, ENOUGH) == []


def test_the_broadest_roads_are_kept_when_not_all_fit() -> None:
    # Ways come in drawing order: the finest first.
    minor = a_road("minor", *((120.41 + n / 1e3, 36.31 + n % 2 / 100) for n in range(150)))
    primary = a_road("primary", (120.4, 36.3), (120.6, 36.4))

    found = ways_of_page([minor, primary], BOUNDS, 100)

    assert [ways.kind for ways in found] == ["primary"]


def test_where_two_waters_overlap_there_is_water() -> None:
    lake, river = (
        shapely.box(120.45, 36.33, 120.5, 36.36),
        shapely.box(120.48, 36.34, 120.55, 36.35),
    )
    water = ways_of("water", [shapely.to_wkb(lake), shapely.to_wkb(river)], is_area=True)

    (found,) = ways_of_page([water], BOUNDS, ENOUGH)

    assert area_of(found.lines) == area_of_degrees(shapely.union(lake, river))


def test_an_island_stays_dry() -> None:
    lake = shapely.box(120.45, 36.33, 120.5, 36.36) - shapely.box(120.46, 36.34, 120.47, 36.35)
    water = ways_of("water", [shapely.to_wkb(lake)], is_area=True)

    (found,) = ways_of_page([water], BOUNDS, ENOUGH)

    assert area_of(found.lines) == area_of_degrees(lake)


def area_of_degrees(shape: shapely.Geometry) -> float:
    return round(shape.area * 1e10)


def test_without_cells_there_are_no_ways() -> None:
    assert ways_of_page([a_road("primary", (120.4, 36.3), (120.6, 36.4))], None, ENOUGH) == []
