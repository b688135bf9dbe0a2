"""Promises of coarser outlines."""

from __future__ import annotations

import numpy as np
import shapely

from maps.geometry.simplify import (
    BANDS_M_PER_PX,
    band_of,
    simplified,
    simplified_by_band,
    tolerance_of,
)
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


def test_each_band_is_at_most_as_fine_as_the_one_before() -> None:
    bands = simplified_by_band(UNITS)
    counts = [int(shapely.get_num_coordinates(band).sum()) for band in bands]
    assert len(bands) == len(BANDS_M_PER_PX) + 1
    assert counts == sorted(counts, reverse=True)


def test_a_scale_finds_its_band_and_a_band_its_tolerance() -> None:
    assert [band_of(scale) for scale in (0.1, 2.0, 2.1, 1e6)] == [0, 0, 1, len(BANDS_M_PER_PX)]
    assert [tolerance_of(band) for band in (0, 1, 99)] == [0.0, 2.0, BANDS_M_PER_PX[-1]]


def test_no_cells_are_no_trouble() -> None:
    assert len(simplified(np.array([], dtype=object), 10.0)) == 0
    assert [len(band) for band in simplified_by_band([])] == [0] * (len(BANDS_M_PER_PX) + 1)
