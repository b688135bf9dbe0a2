"""Contours of a field on a grid, by marching squares (Lorensen and Cline, 1987)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]
    IntArray = NDArray[np.int64]

_BOTTOM, _RIGHT, _TOP, _LEFT = range(4)
_STEPS: Final = (
    (1, _BOTTOM, _LEFT),
    (2, _RIGHT, _BOTTOM),
    (3, _RIGHT, _LEFT),
    (4, _TOP, _RIGHT),
    (5, _BOTTOM, _LEFT),
    (5, _TOP, _RIGHT),
    (6, _TOP, _BOTTOM),
    (7, _TOP, _LEFT),
    (8, _LEFT, _TOP),
    (9, _BOTTOM, _TOP),
    (10, _RIGHT, _BOTTOM),
    (10, _LEFT, _TOP),
    (11, _RIGHT, _TOP),
    (12, _LEFT, _RIGHT),
    (13, _BOTTOM, _RIGHT),
    (14, _LEFT, _BOTTOM),
)
"""Which side of a cell the contour comes in by and goes out by, the inside on its left.

The cell's case: bottom left 1, bottom right 2, top right 4, top left 8, where inside.
"""


def rings_below(field: FloatArray, level: float) -> tuple[FloatArray, IntArray]:
    """The rings around everything that is at most `level`.

    Parameters
    ----------
    field
        Shape (rows, columns), finite, above `level` on its rim: row 0 lowest, one unit
        from crossing to crossing.

    Returns
    -------
    FloatArray, IntArray
        All rings, (v, 2), east then north, each closed, counter-clockwise around what is
        inside; and where each begins, (rings + 1,).
    """
    inside = field <= level
    case = inside[:-1, :-1] + 2 * inside[:-1, 1:] + 4 * inside[1:, 1:] + 8 * inside[1:, :-1]
    begins, ends = [], []
    for number, come, go in _STEPS:
        row, column = np.nonzero(case == number)
        begins.append(_side(row, column, come, field.shape))
        ends.append(_side(row, column, go, field.shape))
    begin, end = np.concatenate(begins), np.concatenate(ends)
    side, offset = _followed(dict(zip(begin.tolist(), end.tolist(), strict=True)))
    return _crossings(field, level, side), offset


def _side(row: IntArray, column: IntArray, which: int, shape: tuple[int, ...]) -> IntArray:
    """The number of a side of a cell: horizontal ones first, then vertical ones."""
    rows, columns = shape
    row = row + (which == _TOP)
    column = column + (which == _RIGHT)
    return row * columns + column + (rows * columns if which in {_LEFT, _RIGHT} else 0)


def _followed(following: dict[int, int]) -> tuple[IntArray, IntArray]:
    """The rings of a chain in which every side has one that follows it."""
    sides: list[int] = []
    offset = [0]
    while following:
        first, at = following.popitem()
        sides += (first, at)
        while at != first:
            at = following.pop(at)
            sides.append(at)
        offset.append(len(sides))
    return np.array(sides, np.int64), np.array(offset, np.int64)


def _crossings(field: FloatArray, level: float, side: IntArray) -> FloatArray:
    """Where the contour crosses each side, by linear interpolation."""
    rows, columns = field.shape
    upright = side >= rows * columns
    row, column = np.divmod(side - np.where(upright, rows * columns, 0), columns)
    low = field[row, column]
    high = field[row + upright, column + ~upright]
    part = (level - low) / np.where(high == low, 1.0, high - low)
    return np.column_stack([column + part * ~upright, row + part * upright])
