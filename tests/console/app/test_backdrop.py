"""Roads and water of a demo home, with the names of its main roads."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from console.app.backdrop import FILE, read_backdrop, write_backdrop
from models.simulation.district import Size, make_district

if TYPE_CHECKING:
    from pathlib import Path

    from console.state.reference import Backdrop


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home: Path = tmp_path_factory.mktemp("home")
    write_backdrop(home, make_district(Size.SMALL, 1))
    return home


def test_main_roads_come_back_with_their_names_the_longest_first(folder: Path) -> None:
    backdrop: Backdrop = read_backdrop(folder)
    for rank, words in ((1, "大道"), (2, "路")):
        names, lines = backdrop.names[rank], backdrop.named[rank]
        assert len(names) == len(lines.ends) - 1 > 0
        assert all(name.endswith(words) for name in names)
        parts = [lines.lonlat_deg[a:b] for a, b in pairwise(lines.ends)]
        length = [np.hypot(*np.diff(part, axis=0).T).sum() for part in parts]
        assert length == sorted(length, reverse=True)
    assert backdrop.names[3] == ()


def test_a_home_made_before_roads_had_names_has_its_roads(folder: Path, tmp_path: Path) -> None:
    with np.load(folder / FILE) as arrays:
        old = {name: arrays[name] for name in arrays.files if "name" not in name}
    with (tmp_path / FILE).open("wb") as handle:
        np.savez(handle, **old)
    backdrop = read_backdrop(tmp_path)
    assert backdrop.names == {}
    assert len(backdrop.roads[1].lonlat_deg)
