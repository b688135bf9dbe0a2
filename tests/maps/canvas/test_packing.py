"""Shapes made ready for drawing: each edge once, found by the box that is drawn."""

import io

import numpy as np
import pytest

from maps.canvas.packing import Packed, each_edge_once, segments_of
from maps.canvas.tile_wire import message, read_message
from models.geography import on_disk


def some_lines(seed: int, count: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    lengths = random.integers(2, 9, count)
    offsets = np.concatenate([[0], np.cumsum(lengths)])
    begins = np.repeat(random.uniform(-500.0, 500.0, (count, 2)), lengths, axis=0)
    return begins + random.uniform(-5.0, 5.0, (offsets[-1], 2)), offsets


def test_an_edge_of_two_cells_comes_once_whichever_way_each_goes_round_it():
    shared, left, right = [0.0, 0.0, 3.0, 4.0], [0.0, 0.0, -1.0, 2.0], [3.0, 4.0, 7.0, 7.0]
    edges = np.array([shared, left, shared[2:] + shared[:2], right, left])
    once = each_edge_once(edges)
    ends = {frozenset([(a, b), (c, d)]) for a, b, c, d in once.tolist()}
    assert ends == {frozenset([(a, b), (c, d)]) for a, b, c, d in [shared, left, right]}
    assert len(once) == 3


def test_no_edge_of_many_is_lost_and_none_left_twice():
    edges = np.random.default_rng(7).integers(0, 12, (20_000, 4)).astype(float) * 0.4
    turned = np.vstack([edges, edges[:, [2, 3, 0, 1]]])
    once = each_edge_once(turned)
    expected = {frozenset([tuple(e[:2]), tuple(e[2:])]) for e in edges.tolist()}
    assert len(once) == len(expected)
    assert {frozenset([tuple(e[:2]), tuple(e[2:])]) for e in once.tolist()} == expected


@pytest.mark.parametrize("box", [(-80.0, -60.0, 40.0, 90.0), (-900.0, -900.0, 900.0, 900.0)])
def test_every_edge_that_touches_a_box_is_found_in_the_chunks(box):
    coords_m, offsets = some_lines(3, 1_500)
    found = {tuple(edge) for edge in Packed(coords_m, offsets).within(box).tolist()}
    edges = segments_of(coords_m, offsets)
    low, high = np.minimum(edges[:, :2], edges[:, 2:]), np.maximum(edges[:, :2], edges[:, 2:])
    touches = (low <= box[2:]).all(axis=1) & (high >= box[:2]).all(axis=1)
    assert touches.any()
    assert {tuple(edge) for edge in edges[touches].tolist()} <= found
    assert len(found) <= len(edges)


def test_chunks_of_nothing_hold_nothing():
    nothing = Packed(np.empty((0, 2)), np.array([0]))
    points = Packed(np.array([[1.0, 1.0], [2.0, 2.0]]), np.array([0, 1, 2, 2]))
    assert len(nothing.within((-9.0, -9.0, 9.0, 9.0))) == 0
    assert len(points.within((-9.0, -9.0, 9.0, 9.0))) == 0


def test_large_arrays_of_a_message_lie_on_the_disk(monkeypatch):
    monkeypatch.setattr(on_disk, "MANY_BYTES", 1_000)
    large, small = np.arange(600_000.0).reshape(-1, 2), np.arange(9, dtype=np.int32)
    told = read_message(io.BytesIO(message({"say": "ground"}, [large, small])))
    assert told is not None
    header, (first, second) = told
    assert header == {"say": "ground"}
    assert np.array_equal(first, large)
    assert np.array_equal(second, small)
    assert not first.flags.owndata
    assert first.dtype == large.dtype


def test_a_message_that_breaks_off_in_an_array_is_none():
    whole = message({"say": "ground"}, [np.arange(50.0)])
    assert read_message(io.BytesIO(whole[:-8])) is None
