"""Roads and water are made into arrays by a process of its own."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from console.app import backdrop_apart
from console.app.backdrop import BroughtIn, is_kept, read_backdrop
from console.app.ground_file import write_ground
from console.app.home import Address, Home
from models.geography.roads import Roads
from models.simulation.district import Size, make_district

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.db
NONE = BroughtIn("", Roads)


def test_a_desk_finds_the_arrays_of_a_changed_file_made_by_another_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_ground(tmp_path, make_district(Size.SMALL, 1))
    monkeypatch.setitem(os.environ, "PYTHONPATH", os.pathsep.join(sys.path))
    with Home(Address(tmp_path)) as home:
        assert not is_kept(tmp_path, NONE)
        backdrop_apart.keep_backdrop(home, NONE)
        assert is_kept(tmp_path, NONE)
        assert len(read_backdrop(tmp_path).roads["primary"].ends) > 2
        os.utime(tmp_path / "ground.gpkg", (1, 1))
        assert not is_kept(tmp_path, NONE)


def test_where_no_process_starts_the_desk_makes_them_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_ground(tmp_path, make_district(Size.SMALL, 1))
    monkeypatch.setattr(backdrop_apart.sys, "executable", str(tmp_path / "nothing"))
    with Home(Address(tmp_path)) as home:
        backdrop_apart.keep_backdrop(home, NONE)
    assert len(read_backdrop(tmp_path).roads["primary"].ends) > 2
