"""Whose patrol leads along which roads: the beat of each walker, in arrays.

A city has tens of thousands of members on a million of roads. What a beat consists of is not
listed for each of them: the two villages of a road say whose it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from models.simulation.plane import IntArray

NOWHERE = -1


class Beats:
    """The roads that each walker patrols: those that touch the home village.

    `villages` (m, 2) are those to the left and right of each road; `home` (n,) is each
    walker's village, `NOWHERE` for who has none of these; `door` (n,) is the only road of
    such a walker. Nothing here grows with the length of a beat.
    """

    def __init__(self, villages: IntArray, home: IntArray, door: IntArray) -> None:
        self._left, self._right, self._home, self._door = (
            np.ascontiguousarray(column, np.int32).data
            for column in (villages[:, 0], villages[:, 1], home, door)
        )

    def has(self, walker: int, road: int) -> bool:
        """Whether a road is of a walker's beat."""
        home = self._home[walker]
        if home == NOWHERE:
            return bool(self._door[walker] == road)
        return bool(self._left[road] == home or self._right[road] == home)


def roads_of_villages(villages: IntArray, count: int) -> tuple[IntArray, IntArray]:
    """The roads of each village, one after another, ascending; and where each one's begin.

    `villages` (m, 2) are those to the left and right of each road; the second answer has
    `count` + 1 entries.
    """
    road = np.arange(len(villages))
    is_border = villages[:, 0] != villages[:, 1]
    village = np.concatenate([villages[:, 0], villages[is_border, 1]])
    roads = np.concatenate([road, road[is_border]])
    order = np.lexsort((roads, village))
    return roads[order], np.searchsorted(village[order], np.arange(count + 1))
