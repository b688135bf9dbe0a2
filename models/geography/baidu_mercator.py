"""Baidu's own plane, "BD-09 MC": degrees of BD-09 to its metres, as arrays.

A Mercator by six pieces of a polynomial, one for each fifteen degrees of latitude. Baidu
publishes no formula; the coefficients are those of its JavaScript API (`LL2MC`, as quoted at
https://cnblogs.com/xiaozhi_5638/p/4748186.html). They are held against Baidu's own answer for
Beijing: 116.403874, 39.914889 is 12958160.97, 4825907.72. All arrays: shape (n, 2), float64,
copied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    FloatArray = NDArray[np.float64]

MOST_LAT_DEG: Final = 74.0
"""Further from the equator Baidu draws nothing."""
_BAND_DEG: Final = 15.0
_PIECES: Final = np.array(
    [
        [
            *(-0.0003218135878613132, 111320.7020701615, 0.00369383431289),
            *(823725.6402795718, 0.46104986909093, 2351.343141331292),
            *(1.58060784298199, 8.77738589078284, 0.37238884252424, 7.45),
        ],
        [
            *(-0.0003441963504368392, 111320.7020576856, 278.2353980772752),
            *(2485758.690035394, 6070.750963243378, 54821.18345352118),
            *(9540.606633304236, -2710.55326746645, 1405.483844121726, 22.5),
        ],
        [
            *(0.00220636496208, 111320.7020209128, 51751.86112841131),
            *(3796837.749470245, 992013.7397791013, -1221952.21711287),
            *(1340652.697009075, -620943.6990984312, 144416.9293806241, 37.5),
        ],
        [
            *(0.00337398766765, 111320.7020202162, 4481351.045890365),
            *(-23393751.19931662, 79682215.47186455, -115964993.2797253),
            *(97236711.15602145, -43661946.33752821, 8477230.501135234, 52.5),
        ],
        [
            *(0.0008277824516172526, 111320.7020463578, 647795574.6671607),
            *(-4082003173.641316, 10774905663.51142, -15171875531.51559),
            *(12053065338.62167, -5124939663.577472, 913311935.9512032, 67.5),
        ],
        [
            *(-0.0015702102444, 111320.7020616939, 1704480524535203.0),
            *(-10338987376042340.0, 26112667856603880.0, -35149669176653700.0),
            *(26595700718403920.0, -10725012454188240.0, 1800819912950474.0, 82.5),
        ],
    ]
)
"""From the equator: shift and slope of x, the coefficients of y, and its unit, degrees."""


def bd09_to_plane(lonlat_deg: ArrayLike) -> FloatArray:
    """BD-09 degrees as metres of the plane, east then north; latitudes end at 74 degrees."""
    degrees = np.asarray(lonlat_deg, np.float64).reshape(-1, 2)
    lon, lat = degrees[:, 0], np.clip(degrees[:, 1], -MOST_LAT_DEG, MOST_LAT_DEG)
    piece = _piece(lat)
    east = np.copysign(piece[:, 0] + piece[:, 1] * np.abs(lon), lon)
    return np.column_stack((east, np.copysign(_north_m(np.abs(lat), piece), lat)))


def _piece(lat_deg: FloatArray) -> FloatArray:
    band: FloatArray = _PIECES[(np.abs(lat_deg) // _BAND_DEG).astype(np.intp)]
    return band


def _north_m(lat_deg: FloatArray, piece: FloatArray) -> FloatArray:
    share = lat_deg / piece[:, 9]
    north = np.zeros_like(share)
    for power in range(8, 1, -1):
        north = north * share + piece[:, power]
    return north
