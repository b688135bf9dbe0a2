"""What a cell is for: a basic grid, or one kept for a special duty (专属网格).

A special-duty cell still lies in a village. By the project's code (`domain.md` §2.3) it has
a serial of 901 to 999; what sort of place it is says the file that it came from.
"""

from __future__ import annotations

from typing import Final

from models.domain.cell_code import parse_code
from models.domain.grid import CellKind

_FIRST_SPECIAL_SERIAL: Final = 901
_SAID: Final = {
    "市场": CellKind.MARKET,
    "商圈": CellKind.MARKET,
    "学校": CellKind.SCHOOL,
    "校园": CellKind.SCHOOL,
    "医院": CellKind.HOSPITAL,
    "园区": CellKind.PARK,
    "工业园": CellKind.PARK,
    "机关": CellKind.COMPOUND,
    "专属": CellKind.SPECIAL,
    "专属网格": CellKind.SPECIAL,
    "industrial park": CellKind.PARK,
    "campus": CellKind.SCHOOL,
    "special-duty": CellKind.SPECIAL,
} | {kind.value: kind for kind in CellKind}


def kind_of_cell(code: str, said: str = "") -> CellKind:
    """The kind of a cell: what its file said, else what its code says, else a basic one."""
    kind = _SAID.get(said.strip().casefold())
    if kind is not None:
        return kind
    parsed = parse_code(code)
    serial = int(parsed.serial or 0) if parsed is not None and len(parsed.serial) == 3 else 0
    return CellKind.SPECIAL if serial >= _FIRST_SPECIAL_SERIAL else CellKind.BASIC
