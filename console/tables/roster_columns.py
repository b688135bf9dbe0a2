"""The columns of the roster, and what a member's cell of each shows."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from models.picture.query import Availability

GROUP_FLAGS: Final = Qt.ItemFlag.ItemIsEnabled
MEMBER_FLAGS: Final = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemIsDropEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)
"""Asked for each cell painted: put together once."""


class Column(IntEnum):
    """The columns, as they stand until somebody moves them."""

    NAME = 0
    STATE = 1
    LOAD = 2
    FIX = 3
    PLACE = 4
    SKILLS = 5


class Cell(NamedTuple):
    """All that a member's cell shows, to be compared and drawn; `words` are for people.

    `until` is the end of them that is never cut: of a state, when the shift ends.
    """

    column: Column
    words: str
    name: str
    number: str
    availability: Availability
    load: int
    capacity: int
    is_held: bool
    is_stale: bool
    until: str = ""
