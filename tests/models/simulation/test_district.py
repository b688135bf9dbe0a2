from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from models.domain.cell_code import code_problem, lies_under, parse_code
from models.domain.cell_kind import kind_of_cell
from models.domain.grid import CellKind, Level
from models.simulation.district import SCOPES, FictionalDistrict, Size, make_district
from models.simulation.names import person_names
from models.simulation.plane import M_PER_DEG_LAT, M_PER_DEG_LON, to_lonlat, to_plane
from models.simulation.settlement import shares

SQUARE_M_PER_SQUARE_DEG = M_PER_DEG_LON * M_PER_DEG_LAT


@pytest.fixture(scope="module")
def children(small: FictionalDistrict) -> dict[str, list[shapely.Geometry]]:
    below: dict[str, list[shapely.Geometry]] = {}
    for cell in small.cells:
        if cell.parent is not None:
            below.setdefault(cell.parent, []).append(cell.polygon)
    return below


def test_the_counts_are_those_of_the_command_line(small: FictionalDistrict) -> None:
    counts = [len(small.of_level(level)) for level in range(6)]
    assert counts == [0, 1, 3, 12, 40, 240]
    assert len(small.members) == 60


def test_the_same_seed_gives_the_same_district_to_the_last_bit(
    small: FictionalDistrict,
) -> None:
    again = make_district(Size.SMALL, 7)
    assert [c.polygon.wkb for c in again.cells] == [c.polygon.wkb for c in small.cells]
    assert [c.name for c in again.cells] == [c.name for c in small.cells]
    assert again.roads.line_lonlat_deg.tobytes() == small.roads.line_lonlat_deg.tobytes()
    assert again.members == small.members


def test_another_seed_gives_another_district(small: FictionalDistrict) -> None:
    other = make_district(Size.SMALL, 8)
    assert other.cells[0].polygon.wkb != small.cells[0].polygon.wkb


def test_every_polygon_is_valid_and_in_one_piece(small: FictionalDistrict) -> None:
    assert all(cell.polygon.is_valid for cell in small.cells)
    assert {cell.polygon.geom_type for cell in small.cells} == {"Polygon"}


@pytest.mark.parametrize("level", [2, 3, 4, 5])
def test_cells_of_a_level_share_their_edges_without_gap_or_overlap(
    small: FictionalDistrict, level: int
) -> None:
    polygons = [cell.polygon for cell in small.of_level(level)]
    assert shapely.coverage_is_valid(polygons)


def test_a_parent_is_exactly_the_union_of_its_children(
    small: FictionalDistrict, children: dict[str, list[shapely.Geometry]]
) -> None:
    for cell in small.cells:
        if cell.level == 5:
            continue
        below = shapely.coverage_union_all(children[cell.code])
        left_m2 = below.symmetric_difference(cell.polygon).area * SQUARE_M_PER_SQUARE_DEG
        total = sum(part.area for part in children[cell.code])
        off_m2 = abs(total - cell.polygon.area) * SQUARE_M_PER_SQUARE_DEG
        assert max(left_m2, off_m2) < 1.0, cell.code


def test_codes_follow_the_rules_of_their_level(small: FictionalDistrict) -> None:
    problems = [
        (cell.code, problem.words.en)
        for cell in small.cells
        if (problem := code_problem(cell.code, Level(cell.level), cell.name))
    ]
    assert problems == []
    assert len({cell.code for cell in small.cells}) == len(small.cells)


def test_codes_lie_under_their_parents_and_in_a_county_that_is_none(
    small: FictionalDistrict,
) -> None:
    for cell in small.cells:
        assert cell.code.startswith("999901")
        assert cell.parent is None or lies_under(cell.code, cell.parent)


def test_unit_serials_run_from_one_without_gaps(small: FictionalDistrict) -> None:
    for village in small.of_level(4):
        serials = [
            int(parsed.serial)
            for unit in small.of_level(5)
            if unit.parent == village.code
            and not unit.kind
            and (parsed := parse_code(unit.code))
        ]
        assert serials == list(range(1, len(serials) + 1))


def test_some_cells_have_a_special_duty_of_every_sort(small: FictionalDistrict) -> None:
    special = [cell for cell in small.cells if cell.kind]
    sorts = {kind_of_cell(cell.code, cell.kind) for cell in special}
    assert sorts == set(CellKind) - {CellKind.BASIC, CellKind.SPECIAL}
    assert all(cell.level == 5 and cell.code.endswith("901") for cell in special)
    assert {kind_of_cell(cell.code) for cell in special} == {CellKind.SPECIAL}


def test_units_are_small_in_town_and_large_in_the_country(small: FictionalDistrict) -> None:
    area = np.array([unit.polygon.area for unit in small.of_level(5)])
    town, country = area[small.urban > 0.8], area[small.urban < 0.1]
    assert np.median(country) > 4 * np.median(town)


def test_all_roads_hang_together(small: FictionalDistrict) -> None:
    a, b = small.roads.ends.T
    count = len(small.roads.node_lonlat_deg)
    graph = coo_matrix((np.ones(len(a)), (a, b)), shape=(count, count))
    assert connected_components(graph, directed=False)[0] == 1
    assert set(np.unique(small.roads.grade)) == {0, 1, 2, 3}


def test_road_lines_run_from_end_to_end_and_stay_inside(small: FictionalDistrict) -> None:
    roads = small.roads
    first = roads.line_lonlat_deg[roads.offset[:-1]]
    last = roads.line_lonlat_deg[roads.offset[1:] - 1]
    assert np.array_equal(first, roads.node_lonlat_deg[roads.ends[:, 0]])
    assert np.array_equal(last, roads.node_lonlat_deg[roads.ends[:, 1]])
    district = small.cells[0].polygon
    shapely.prepare(district)
    assert shapely.contains_xy(district, roads.line_lonlat_deg).all()


def test_nearly_every_unit_has_a_road(small: FictionalDistrict) -> None:
    assert len(np.unique(small.roads.unit)) >= 0.97 * len(small.of_level(5))


def test_the_sea_begins_where_the_district_ends(small: FictionalDistrict) -> None:
    district, water = small.cells[0].polygon, small.water
    shared = water.sea.intersection(district).area * SQUARE_M_PER_SQUARE_DEG
    assert shared < 1.0
    assert water.coastline.within(district.boundary.buffer(1e-9))
    assert district.contains(water.lake)


def test_it_lies_in_the_open_sea(small: FictionalDistrict) -> None:
    west, south, east, north = small.cells[0].polygon.bounds
    assert (west, south) > (121.0, 34.9)
    assert (east, north) < (122.0, 35.5)


def test_every_village_has_a_member_and_every_member_a_village(
    small: FictionalDistrict,
) -> None:
    villages = {cell.code for cell in small.of_level(4)}
    assert {enrol.home_cell for enrol in small.members} == villages
    assert len({enrol.member for enrol in small.members}) == 60
    assert len({enrol.number for enrol in small.members}) == 60


def test_members_are_plainly_synthetic(small: FictionalDistrict) -> None:
    assert all(set(enrol.name) & set("演拟样试例") for enrol in small.members)
    assert all(enrol.phone.startswith("100") for enrol in small.members)


def test_departments_stand_at_districts_and_towns(small: FictionalDistrict) -> None:
    level = {cell.code: cell.level for cell in small.cells}
    assert {level[department.cell] for department in small.departments} == {1, 2}
    codes = [department.code for department in small.departments]
    assert len(set(codes)) == len(codes)


@given(
    total=st.integers(1, 400),
    weight=st.lists(st.floats(0.01, 1e3), min_size=1, max_size=30),
)
def test_shares_are_exact_and_within_their_bounds(total: int, weight: list[float]) -> None:
    low, high = 1, 40
    total = min(max(total, len(weight)), high * len(weight))
    part = shares(total, np.array(weight), low, high)
    assert part.sum() == total
    assert part.min() >= low
    assert part.max() <= high


@given(st.lists(st.tuples(st.floats(-8e4, 8e4), st.floats(-8e4, 8e4)), min_size=1))
def test_board_and_globe_agree_both_ways(points: list[tuple[float, float]]) -> None:
    plane = np.array(points)
    assert np.allclose(to_plane(to_lonlat(plane)), plane, atol=1e-5)


@given(st.integers(0, 2**31))
@settings(max_examples=20)
def test_names_come_from_the_play_list_alone(seed: int) -> None:
    names = person_names(np.random.default_rng(seed), 30)
    assert all(len(name) == 3 and name[1] in "演拟样试例" for name in names)


@pytest.mark.parametrize("seed", [1])
def test_any_seed_gives_a_sound_district(seed: int) -> None:
    made = make_district(Size.SMALL, seed)
    assert all(cell.polygon.is_valid for cell in made.cells)
    assert shapely.coverage_is_valid([cell.polygon for cell in made.of_level(5)])


def test_sizes_grow() -> None:
    units = [SCOPES[size].units for size in Size]
    assert all(a < b for a, b in pairwise(units))


@pytest.mark.long
def test_a_whole_district_is_made_and_fits(small: FictionalDistrict) -> None:
    made = make_district(Size.DISTRICT, 7)
    assert [len(made.of_level(k)) for k in range(6)] == [0, 1, 15, 133, 1101, 20_000]
    for level in range(1, 6):
        polygons = [cell.polygon for cell in made.of_level(level)]
        assert shapely.coverage_is_valid(polygons)
        assert all(polygon.is_valid for polygon in polygons)
    assert not any(code_problem(c.code, Level(c.level), c.name) for c in made.cells)
