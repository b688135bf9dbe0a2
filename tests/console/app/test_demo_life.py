"""The simulator finds the district of its home kept; it never makes one itself."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import pytest

from console.app import demo_life
from models.simulation.district import FictionalDistrict, Size, make_district

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def small() -> FictionalDistrict:
    return make_district(Size.SMALL, 1)


@pytest.fixture
def unmade(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr(demo_life, "make_district", refuse)
    monkeypatch.setitem(os.environ, "PYTHONPATH", os.pathsep.join(sys.path))


@pytest.mark.usefixtures("unmade")
def test_a_district_that_is_kept_is_read_and_not_made(
    tmp_path: Path, small: FictionalDistrict, monkeypatch: pytest.MonkeyPatch
) -> None:
    demo_life.keep_life(tmp_path, small)
    monkeypatch.setattr(demo_life.subprocess, "run", lambda *_, **__: pytest.fail("started"))
    found = demo_life.district_of(tmp_path, Size.SMALL, 1)
    assert [m.member for m in found.members] == [m.member for m in small.members]


@pytest.mark.usefixtures("unmade")
@pytest.mark.parametrize("content", [None, b"", b"no arrays"])
def test_a_district_that_is_missing_or_damaged_is_made_by_a_process_of_its_own(
    tmp_path: Path, small: FictionalDistrict, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / demo_life.FILE).write_bytes(content)
    found = demo_life.district_of(tmp_path, Size.SMALL, 1)
    assert found.roads.ends.tobytes() == small.roads.ends.tobytes()
    assert found.of_level(5)[0].polygon.is_empty


@pytest.mark.usefixtures("unmade")
def test_a_district_of_another_seed_does_not_serve(
    tmp_path: Path, small: FictionalDistrict
) -> None:
    demo_life.keep_life(tmp_path, small)
    assert demo_life.district_of(tmp_path, Size.SMALL, 2).seed == 2
