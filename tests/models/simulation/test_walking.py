"""Walkers know the shortest way."""

from __future__ import annotations

import numpy as np

from models.simulation.plane import to_lonlat
from models.simulation.roads import Roads
from models.simulation.walking import Network, Spot

CROSSINGS_M = np.array([[0.0, 0.0], [100.0, 0.0], [50.0, 80.0], [100.0, 50.0]])
LINES = [
    [(0, 0), (100, 0)],
    [(0, 0), (50, -120), (100, 0)],
    [(0, 0), (50, 80)],
    [(50, 80), (100, 0)],
    [(100, 0), (100, 50)],
]
STRAIGHT, ROUND_ABOUT, HILL, DOWN, LAST = range(5)
ENDS = np.array([(0, 1), (0, 1), (0, 2), (2, 1), (1, 3)])


def network() -> Network:
    points = np.array([point for line in LINES for point in line], float)
    offset = np.concatenate([[0], np.cumsum([len(line) for line in LINES])])
    length_m = [np.hypot(*np.diff(np.array(line, float), axis=0).T).sum() for line in LINES]
    return Network(
        Roads(
            to_lonlat(CROSSINGS_M),
            ENDS,
            np.zeros(len(LINES), np.int8),
            to_lonlat(points),
            offset,
            np.array(length_m),
            np.zeros((len(LINES), 2), np.int64),
            np.full(len(LINES), -1),
            (),
        )
    )


def test_of_two_roads_between_the_same_crossings_the_shorter_is_taken() -> None:
    ways, stop_m = network().route(0, Spot(LAST, 30.0))
    assert ways == [2 * STRAIGHT, 2 * LAST]
    assert stop_m == 30.0
