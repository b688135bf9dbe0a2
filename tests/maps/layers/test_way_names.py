"""Names along roads: on the line, straight, readable, and in one place while the map moves."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from maps.layers.scene import NamedWays
from maps.layers.way_names import APART_PX, names_along

EVERYWHERE = (-1e9, -1e9, 1e9, 1e9)


def ways(*lines):
    coords = [np.asarray(line, float) for line in lines]
    ends = np.concatenate([[0], np.cumsum([len(line) for line in coords])]).astype(np.int64)
    texts = tuple(f"路{number}" for number in range(len(lines)))
    return NamedWays("primary", texts, np.vstack(coords), ends)


def along(lines, width_px=50.0, m_per_px=1.0, bbox=EVERYWHERE):
    return names_along(ways(*lines), np.full(len(lines), width_px), m_per_px, bbox)


def test_a_straight_road_is_named_on_its_line_in_its_direction():
    found = along([[(0, 0), (300, 300)]])
    assert set(found.text.tolist()) == {0}
    assert set(found.slot.tolist()) == {0}
    assert np.allclose(found.anchor_m[:, 0], found.anchor_m[:, 1])
    assert np.allclose(found.turn_deg, -45)


def test_a_road_shorter_than_its_name_has_none():
    assert len(along([[(0, 0), (40, 0)]]).text) == 0


def test_no_name_stands_in_a_hairpin():
    found = along([[(0, 0), (60, 0), (60, 12), (0, 12)]], width_px=60)
    assert len(found.text) == 0


def test_a_long_road_is_named_again_and_again_far_enough_apart():
    found = along([[(0, 0), (5_000, 0)]])
    first = [found.anchor_m[found.slot == slot][0, 0] for slot in np.unique(found.slot)]
    assert len(first) > 3
    assert (np.diff(first) >= APART_PX).all()


def test_a_moved_map_has_its_names_in_the_same_places():
    line = [[(0, 0), (3_000, 400), (6_000, 0)]]
    whole = along(line)
    part = along(line, bbox=(1_000, -1e4, 4_000, 1e4))
    kept = {tuple(at) for at in whole.anchor_m.tolist()}
    assert {tuple(at) for at in part.anchor_m.tolist()} <= kept
    assert 0 < len(part.text) < len(whole.text)


COORDINATE = st.floats(-4_000, 4_000)


@given(
    st.lists(st.tuples(COORDINATE, COORDINATE), min_size=2, max_size=12),
    st.sampled_from([0.5, 1.0, 8.0]),
)
def test_no_name_is_upside_down_and_each_lies_by_its_road(line, m_per_px):
    found = along([line], m_per_px=m_per_px)
    assert (np.abs(found.turn_deg) <= 90).all()
    points = np.asarray(line, float)
    for at in found.anchor_m:
        assert distance_to(points, at) <= 20 * m_per_px


def distance_to(points, at):
    first, last = points[:-1], points[1:]
    leg = last - first
    length = np.maximum((leg**2).sum(axis=1), 1e-12)
    share = np.clip(((at - first) * leg).sum(axis=1) / length, 0, 1)
    return np.hypot(*(first + share[:, None] * leg - at).T).min()
