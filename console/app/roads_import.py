"""Road files into the home: read by the map's geometry, stored as one batch."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import numpy as np

from console.app.importing import Imported, Store, an_author
from console.state.road_net import travel_profiles
from maps.geometry.road_file import read_roads
from models.domain.error import Words
from models.geography.road_graph import build_graph
from models.geography.travel_net import TravelNet
from models.intake.row_problem import RowProblem
from models.store.cell_rows import read_shapes
from models.store.engine import troubles
from models.store.reference_write import Batch
from models.store.roads import store_roads

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from console.app.home import Home
    from maps.geometry.road_file import RoadReading, RoadRequest

_WHOLE = 0.8
"""A net of which the largest piece has a smaller share of the length is doubted aloud."""


def import_roads(
    home: Home,
    request: RoadRequest,
    *,
    actor: str,
    store: Store,
    progress: Callable[[int, int, str], None],
) -> Imported:
    """Read a file of roads, and put them in the place of those the home has."""
    progress(0, 3, "read")
    reading = read_roads(request)
    progress(1, 3, "check")
    more, doubts = _measured(reading)
    batch = Batch(0, 0, 0)
    refused = bool(reading.rejected) and store is Store.ALL
    if store is not Store.NOTHING and not refused and len(reading.roads):
        progress(2, 3, "store")
        batch = store_roads(home.engine, reading.roads, an_author(home, actor))
    progress(3, 3, "store")
    return Imported(
        read=reading.read,
        batch=batch,
        rejected=tuple(RowProblem(r.row, "geometry", r.reason) for r in reading.rejected),
        warnings=(
            *(doubt.words for doubt in reading.warnings),
            *doubts,
            *_misplaced(reading, home),
        ),
        crs=reading.crs,
        encoding=reading.encoding,
        more=more,
        is_refused=refused,
    )


def _misplaced(reading: RoadReading, home: Home) -> list[Words]:
    """What is to be said of a file that brings nothing, or the roads of another place."""
    points = reading.roads.lonlat_deg
    if not len(points):
        zh = "文件中没有可用的道路：原有路网保持不变"
        return [Words(zh, "the file has no road: the net there was stays")]
    with contextlib.closing(home.connection()) as connection, troubles():
        cells = [cell.bbox for cell, _ in read_shapes(connection) if cell.bbox]
    if not cells:
        return []
    west, south, east, north = np.array(cells).T
    low, high = points.min(axis=0), points.max(axis=0)
    is_near = (low <= (east.max(), north.max())) & (high >= (west.min(), south.min()))
    if is_near.all():
        return []
    zh = f"道路（经度 {low[0]:.2f} 起，纬度 {low[1]:.2f} 起）都在网格之外：请核对文件和 --crs"
    en = (
        f"all roads lie outside the cells (from {low[0]:.2f}° east, {low[1]:.2f}° north): "
        "check the file and --crs"
    )
    return [Words(zh, en)]


def _measured(reading: RoadReading) -> tuple[dict[str, Any], list[Words]]:
    """What net these roads make: kilometres by class, and whether it hangs together."""
    roads = reading.roads
    graph = build_graph(roads)
    profiles = travel_profiles()
    net = TravelNet(graph, profiles[profiles.default])
    figures: dict[str, Any] = {
        "roads": len(roads),
        "km": round(float(graph.length_m.sum()) / 1000, 3),
        "km_by_class": dict(roads.km_by_kind()),
        "named": sum(1 for name in roads.names if name),
        "oneway": int((roads.oneway != 0).sum()),
        "with_limit": int(np.isfinite(roads.max_kmh).sum()),
        "nodes": len(graph.node_lonlat_deg),
        "edges": len(graph.first),
        "left_out_by_class": dict(reading.left_out),
        "layer": reading.layer,
    }
    share = _largest_share(net)
    figures["connected"] = round(share, 3)
    if len(roads) and share < _WHOLE:
        zh = (
            f"路网不连通：最大的一片只占 {share:.0%}。道路只在共同的端点或折点处相接；"
            "若线在交叉处没有打断，请先在 GIS 中打断。"
        )
        en = (
            f"the net is in pieces: the largest has {share:.0%} of the length. Roads meet only"
            " where they share a point; where lines merely cross, split them in a GIS first."
        )
        return figures, [Words(zh, en)]
    return figures, []


def _largest_share(net: TravelNet) -> float:
    """The share of the passable length that lies in the largest piece."""
    graph = net.graph
    metres = graph.length_m * np.isfinite(net.seconds).any(axis=1)
    if not metres.any():
        return 0.0
    by_piece = np.bincount(net.component[graph.ends[:, 0]], metres)
    return float(by_piece.max() / metres.sum())
