"""Small road nets whose travel times can be reckoned by hand."""

from __future__ import annotations

from types import MappingProxyType

import numpy as np

from models.domain.place import EARTH_RADIUS_M, LonLat
from models.geography.road_graph import build_graph
from models.geography.roads import EVERYBODY, Access, Roads
from models.geography.travel import Profile
from models.geography.travel_net import TravelNet

M_PER_DEG = np.radians(1.0) * EARTH_RADIUS_M
"""On the equator, where these nets lie, in both directions."""

RIDER = Profile(
    name="rider",
    access=Access.RIDE,
    kmh=MappingProxyType({"street": 36.0, "lane": 18.0}),
    of_limit=0.5,
    straight_kmh=36.0,
    detour=1.3,
    obeys_oneway=True,
    walk_kmh=3.6,
    most_walk_m=500.0,
)
"""Ten metres a second on streets, five on lanes, one on foot."""


def at(x_m: float, y_m: float) -> LonLat:
    return LonLat(x_m / M_PER_DEG, y_m / M_PER_DEG)


def degrees(points_m) -> np.ndarray:
    return np.asarray(points_m, float).reshape(-1, 2) / M_PER_DEG


def roads_of(*lines, kind=None, oneway=None, max_kmh=None, access=None) -> Roads:
    """Roads from lists of (x, y) metres; streets, both ways, open, without limits."""
    n = len(lines)
    return Roads(
        lonlat_deg=degrees([point for line in lines for point in line]),
        offset=np.concatenate([[0], np.cumsum([len(line) for line in lines])]).astype(np.int64),
        kind=np.asarray(kind or [0] * n, np.int16),
        kinds=("street", "lane"),
        oneway=np.asarray(oneway or [0] * n, np.int8),
        max_kmh=np.asarray(max_kmh or [np.nan] * n, np.float32),
        access=np.asarray(access or [EVERYBODY] * n, np.uint8),
        names=("",) * n,
    )


def a_net(*lines, profile: Profile = RIDER, **how) -> TravelNet:
    return TravelNet(build_graph(roads_of(*lines, **how)), profile)


def a_random_net(seed: int, *, two_way: bool) -> TravelNet:
    """A grid of crooked blocks with gaps, lanes, limits and perhaps one-way streets."""
    rng = np.random.default_rng(seed)
    side = 6
    spots = np.stack(np.meshgrid(np.arange(side), np.arange(side)), -1) * 400.0
    spots += rng.uniform(-90, 90, spots.shape)
    pairs = [((r, c), (r, c + 1)) for r in range(side) for c in range(side - 1)]
    pairs += [((r, c), (r + 1, c)) for r in range(side - 1) for c in range(side)]
    pairs = [pair for pair in pairs if rng.random() < 0.85]
    lines = [
        [spots[a], (spots[a] + spots[b]) / 2 + rng.uniform(-30, 30, 2), spots[b]]
        for a, b in pairs
    ]
    n = len(lines)
    return a_net(
        *lines,
        kind=rng.integers(0, 2, n).tolist(),
        oneway=None if two_way else rng.choice([-1, 0, 0, 1], n).tolist(),
        max_kmh=rng.choice([np.nan, 20.0, 50.0], n).tolist(),
    )
