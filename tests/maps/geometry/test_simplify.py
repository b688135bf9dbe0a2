"""Promises of coarser outlines."""

from __future__ import annotations

import numpy as np
import shapely

from maps.geometry.simplify import simplified
from tests.models.geography.patchwork import a_patchwork

UNITS = a_patchwork({5: (6, 5)}).polygons


def test_borders_that_neighbours_share_stay_shared() -> None:
    coarse = simplified(UNITS, 200.0)
    assert shapely.coverage_is_valid(UNITS)
    assert shapely.coverage_is_valid(coarse)
    assert shapely.get_num_coordinates(coarse).sum() < shapely.get_num_coordinates(UNITS).sum()


def test_no_tolerance_changes_nothing() -> None:
    assert shapely.equals_exact(simplified(UNITS, 0.0), UNITS).all()


def test_no_cell_vanishes_however_coarse() -> None:
    coarse = simplified(UNITS, 1e6)
    assert len(coarse) == len(UNITS)
    assert shapely.is_valid(coarse).all()
    assert not shapely.is_empty(coarse).any()


def test_no_cells_are_no_trouble() -> None:
    assert len(simplified(np.array([], dtype=object), 10.0)) == 0
