"""Other people's maps on the same scene, where installed: QGIS, and Leaflet in Chromium.

Each gets just what the canvas shows at a view (the same levels, ways, marks), as GeoJSON in
degrees, and tells how long a frame takes. They run apart from us, with programs of their own.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from maps.geometry.projection import to_lonlat
from maps.layers.cells import levels_shown
from maps.layers.members import MemberLook
from maps.layers.style import map_style
from resources.files import resource_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from maps.geometry.viewport import Viewport
    from maps.layers.scene import Scene
    from maps.layers.style import Colour, MapStyle

    _Json = dict[str, Any]

_SYSTEM_PYTHON = "/usr/bin/python3"
_LONGEST_S = 240
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def qgis_frames_s(scene: Scene, view: Viewport) -> list[float] | None:
    """Seconds of whole frames drawn by QGIS; None where its bindings are missing."""
    python = shutil.which(_SYSTEM_PYTHON)
    if python is None or _says([python, "-c", "import qgis.core"]) is None:
        return None
    with tempfile.TemporaryDirectory(prefix="wangge-bench-") as folder:
        place = Path(folder)
        layers = dict(_layers(scene, view))
        for name, collection in layers.items():
            (place / f"{name}.geojson").write_text(json.dumps(collection), encoding="utf-8")
        plan = {
            "bounds": view.bounds_m(),
            "size": [round(side) for side in view.size_px],
            "folder": folder,
            "names": list(layers),
        }
        told = _says([python, str(Path(__file__).with_name("map_qgis.py")), json.dumps(plan)])
    return _frames_in(told)


def leaflet_frames_s(scene: Scene, view: Viewport) -> list[float] | None:
    """Seconds of panned frames drawn by Leaflet's canvas; None where there is no Chromium."""
    browser = next((path for name in _BROWSERS if (path := shutil.which(name))), None)
    if browser is None:
        return None
    with tempfile.TemporaryDirectory(prefix="wangge-bench-") as folder:
        page = Path(folder) / "page.html"
        page.write_text(_page(scene, view), encoding="utf-8")
        width, height = (round(side) for side in view.size_px)
        told = _says(
            [
                browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                "--no-first-run", "--disable-background-networking", "--disable-sync",
                "--disable-component-update", f"--window-size={width},{height}",
                f"--user-data-dir={folder}/profile", "--timeout=200000", "--dump-dom",
                page.as_uri(),
            ]
        )  # fmt: skip
    return _frames_in(told)


def _says(command: list[str]) -> str | None:
    done = subprocess.run(  # noqa: S603 - programs of the system, our own arguments
        command, capture_output=True, text=True, timeout=_LONGEST_S, check=False
    )
    return done.stdout if done.returncode == 0 else None


def _frames_in(told: str | None) -> list[float] | None:
    """The list between the two marks of what a rival said."""
    if told is None or "FRAMES" not in told:
        return None
    frames: list[float] = json.loads(told.split("FRAMES")[1])
    return frames


def _layers(scene: Scene, view: Viewport) -> Iterator[tuple[str, _Json]]:
    """What the canvas shows, from bottom to top, as GeoJSON with its looks in the features."""
    style = map_style("night")
    shown = levels_shown(scene.ground, view.m_per_px)
    fill = shown[max(0, len(shown) - 2)]
    tints = [style.tints[hash(cell) % len(style.tints)] for cell in fill.ids]
    rings = [[ring] for ring in _rings(fill.coords_m, fill.ring_offsets)]
    yield (
        "fill",
        _features("Polygon", rings, [{"colour": _css(tints[c])} for c in fill.ring_cell]),
    )
    for ways in scene.ground.ways:
        looks = style.ways.get(ways.kind)
        if looks is not None and view.m_per_px <= looks.from_m_per_px:
            width = looks.width_px(view.m_per_px)
            yield ways.kind, _lines(_rings(ways.coords_m, ways.offsets), looks.colour, width)
    for cells in reversed(shown):
        level = style.level(cells.level)
        rings = _rings(cells.coords_m, cells.ring_offsets)
        yield f"level{cells.level}", _lines(rings, level.line, level.width)
    yield "members", _members(scene, style)
    yield "incidents", _incidents(scene, style)


def _members(scene: Scene, style: MapStyle) -> _Json:
    members = scene.members
    known = ~np.isnan(members.mercator_m[:, 0])
    colours = [_css(style.member[look.name.lower()]) for look in MemberLook]
    turns = np.nan_to_num(members.heading_deg[known]).tolist()
    told = [
        {"colour": colours[look], "turn": turn}
        for look, turn in zip(members.look[known].tolist(), turns, strict=True)
    ]
    return _features("Point", to_lonlat(members.mercator_m[known]).tolist(), told)


def _incidents(scene: Scene, style: MapStyle) -> _Json:
    incidents = scene.incidents
    colours = [_css(style.incident[urgency]) for urgency in ("general", "urgent", "emergency")]
    told = [{"colour": colours[urgency]} for urgency in incidents.urgency.tolist()]
    return _features("Point", to_lonlat(incidents.mercator_m).tolist(), told)


def _features(kind: str, shapes: list[Any], told: list[_Json]) -> _Json:
    features = [
        {
            "type": "Feature",
            "geometry": {"type": kind, "coordinates": shape},
            "properties": properties,
        }
        for shape, properties in zip(shapes, told, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def _lines(lines: list[Any], colour: Colour, width: float) -> _Json:
    told = {"colour": _css(colour), "width": width}
    return _features("LineString", lines, [told] * len(lines))


def _rings(coords_m: NDArray[np.float64], offsets: NDArray[np.int64]) -> list[Any]:
    degrees = np.round(to_lonlat(coords_m), 6)
    return [part.tolist() for part in np.split(degrees, offsets[1:-1])]


def _css(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour[:3])


def _page(scene: Scene, view: Viewport) -> str:
    west, south, east, north = view.bounds_deg()
    return (
        _PAGE.replace("STYLE", resource_path("leaflet/leaflet.css").read_text("utf-8"))
        .replace("LEAFLET", resource_path("leaflet/leaflet.js").read_text("utf-8"))
        .replace("BOUNDS", json.dumps([[south, west], [north, east]]))
        .replace("LAYERS", json.dumps([collection for _, collection in _layers(scene, view)]))
    )


_PAGE = """<!doctype html><meta charset="utf-8"><style>STYLE
html, body, #map { margin: 0; width: 100%; height: 100% }</style>
<div id="map"></div><p id="said"></p><script>LEAFLET</script><script>
const renderer = L.canvas();
const map = L.map("map", { renderer, zoomSnap: 0, zoomAnimation: false });
map.fitBounds(BOUNDS);
for (const layer of LAYERS) L.geoJSON(layer, {
  style: f => f.geometry.type === "Polygon"
    ? { stroke: false, fillColor: f.properties.colour, fillOpacity: 1 }
    : { color: f.properties.colour, weight: f.properties.width },
  pointToLayer: (f, at) => L.circleMarker(at, {
    renderer, radius: 5, weight: 1, color: "#04122B",
    fillColor: f.properties.colour, fillOpacity: 1 })
}).addTo(map);
const taken = [];
for (let n = 0; n < 9; n++) {
  const begun = performance.now();
  // Further than the margin that the canvas keeps drawn, so that each frame is drawn anew.
  map.panBy([n % 2 ? -900 : 900, 0], { animate: false });
  renderer._redraw();
  renderer._ctx.getImageData(0, 0, 1, 1);
  taken.push((performance.now() - begun) / 1000);
}
document.getElementById("said").textContent = `FRAMES${JSON.stringify(taken.slice(2))}FRAMES`;
</script>"""
