"""How the numbers of a file become WGS 84 degrees, once it is known what they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from pyproj import CRS, Transformer

from maps.geometry.draft import Notice, notice
from models.geography.datum import Datum, to_wgs84

if TYPE_CHECKING:
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

Box = tuple[float, float, float, float]
"""West, south, east, north (or least x, least y, greatest x, greatest y)."""


@dataclass(frozen=True, slots=True)
class Placing:
    """How a file's numbers become degrees: the CRS or datum, and whether x is the north."""

    name: str
    crs: CRS | None = None
    datum: Datum = Datum.WGS84
    is_swapped: bool = False

    def to_lonlat(self, shapes: NDArray[np.object_]) -> NDArray[np.object_]:
        """The shapes in WGS 84 degrees, east then north; what cannot be is not finite."""
        transformer = None
        if self.crs is not None and not _is_plain_degrees(self.crs):
            transformer = Transformer.from_crs(self.crs, "EPSG:4326", always_xy=True)

        def moved(points: FloatArray) -> FloatArray:
            if self.is_swapped:
                points = points[:, ::-1]
            if transformer is not None:
                points = np.column_stack(transformer.transform(points[:, 0], points[:, 1]))
            return to_wgs84(points, self.datum)

        placed: NDArray[np.object_] = shapely.transform(shapes, moved)
        return placed


def crs_name(crs: CRS) -> str:
    """`EPSG:n` where the CRS has a number, else what it calls itself."""
    epsg = crs.to_epsg(min_confidence=60)
    if epsg is None and crs.is_bound and crs.source_crs is not None:
        epsg = crs.source_crs.to_epsg(min_confidence=60)
    return f"EPSG:{epsg}" if epsg else str(crs.name)


def with_swap(placing: Placing, warnings: list[Notice]) -> Placing:
    """The same placing; axes turned round are told."""
    if placing.is_swapped:
        zh = "坐标顺序颠倒（先北后东），已调换"
        en = "the coordinates come north first: their order was turned round"
        warnings.append(notice("axes_swapped", zh, en))
    return placing


def _is_plain_degrees(crs: CRS) -> bool:
    """Whether degrees may be taken as they are: WGS 84, or CGCS2000 (< 1 dm apart)."""
    return crs.to_epsg() in {4326, 4490} or crs.to_authority() == ("OGC", "CRS84")


def fits_degrees(box: Box) -> bool:
    """Whether a box can be degrees, east then north."""
    return is_within(box, (-180.000001, -90.000001, 180.000001, 90.000001))


def is_within(box: Box, outer: Box) -> bool:
    """Whether a box lies in another, borders included."""
    return (
        box[0] >= outer[0] and box[1] >= outer[1] and box[2] <= outer[2] and box[3] <= outer[3]
    )


def range_words(box: Box) -> str:
    """A box as people read it."""
    digits = 6 if max(map(abs, box)) <= 360 else 1
    west, south, east, north = (f"{value:.{digits}f}" for value in box)
    return f"x {west} … {east}, y {south} … {north}"
