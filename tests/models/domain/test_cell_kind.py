"""What a cell is kept for, by its file or by its code."""

from __future__ import annotations

import pytest

from models.domain.cell_kind import kind_of_cell
from models.domain.grid import CellKind


@pytest.mark.parametrize(
    ("code", "said", "kind"),
    [
        ("370215003201012", "", CellKind.BASIC),
        ("370215003201899", "", CellKind.BASIC),
        ("370215003201901", "", CellKind.SPECIAL),
        ("370215003201999-07", "", CellKind.SPECIAL),
        ("37021500320190", "", CellKind.BASIC),
        ("", "", CellKind.BASIC),
        ("370215003201901", "market", CellKind.MARKET),
        ("370215003201012", " 医院 ", CellKind.HOSPITAL),
        ("370215003201012", "Industrial Park", CellKind.PARK),
        ("370215003201012", "something else", CellKind.BASIC),
        ("370215003201901", "something else", CellKind.SPECIAL),
    ],
)
def test_the_file_says_more_than_the_code(code: str, said: str, kind: CellKind) -> None:
    assert kind_of_cell(code, said) is kind
