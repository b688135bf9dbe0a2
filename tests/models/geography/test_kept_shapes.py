"""Promises of the polygons that lie on the disk."""

from __future__ import annotations

import errno
from typing import IO

import pytest

from models.domain.ids import CellId
from models.geography import kept_shapes
from models.geography.kept_shapes import IN_MEMORY, KeptShapes

MANY = {CellId(number): bytes([number]) * (IN_MEMORY // 3) for number in (9, 4, 7, 1, 5, 2, 8)}
"""More than stays in memory, the last of them less."""


def _kept() -> KeptShapes:
    shapes = KeptShapes()
    for cell_id, shape in MANY.items():
        shapes.add(cell_id, shape)
    return shapes


def test_shapes_come_back_as_they_were_given_and_in_that_order() -> None:
    shapes = _kept()
    assert (list(shapes), len(shapes)) == (list(MANY), len(MANY))
    assert all(shapes[cell_id] == shape for cell_id, shape in MANY.items())


def test_a_cell_without_a_shape_has_none() -> None:
    shapes = _kept()
    assert (CellId(3) in shapes, "9" in shapes, shapes.get(CellId(99))) == (False, False, None)


def test_without_room_on_the_disk_they_stay_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room() -> IO[bytes]:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(kept_shapes, "a_file", no_room)
    shapes = _kept()
    assert dict(shapes) == MANY
