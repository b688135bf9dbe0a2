"""Special-duty cells of a fictional district: a market here, a school there.

They are the last units of some villages, coded and named anew: no chance is drawn, so all
else in a district of a seed stays as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from models.simulation.names import Name

if TYPE_CHECKING:
    from models.simulation.plane import IntArray

_FIRST_SERIAL: Final = 901
_EVERY: Final = 4
_FEWEST_UNITS: Final = 3
_SORTS: Final = (
    ("market", "农贸市场", "Market"),
    ("school", "学校", "School"),
    ("hospital", "医院", "Hospital"),
    ("park", "工业园", "Industrial Park"),
    ("compound", "机关大院", "Government Compound"),
)


def set_apart(
    village_of_unit: IntArray, codes: list[list[str]], names: list[list[Name]]
) -> dict[int, str]:
    """Give the last unit of every fourth village a duty of its own; unit to kind.

    `village_of_unit` (units,) indexes villages; the unit's code and name are changed in
    place, and stay the last of their village in the order of codes.
    """
    kinds: dict[int, str] = {}
    count = np.bincount(village_of_unit)
    for village in range(0, len(count), _EVERY):
        if count[village] < _FEWEST_UNITS:
            continue
        units = np.flatnonzero(village_of_unit == village).tolist()
        last = max(units, key=codes[-1].__getitem__)
        kind, zh, en = _SORTS[len(kinds) % len(_SORTS)]
        home = names[-2][village]
        stem = Name(home.zh[:-1], home.en.rpartition(" ")[0])
        codes[-1][last] = f"{codes[-2][village]}{_FIRST_SERIAL}"
        names[-1][last] = stem.as_(zh, en)
        kinds[last] = kind
    return kinds
