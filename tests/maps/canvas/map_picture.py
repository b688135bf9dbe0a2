"""Pictures of the map at any size, without a window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QImage, QPainter

from maps.canvas.brushes import Brushes
from maps.canvas.camera import rest_m_per_px
from maps.canvas.grouping import Grouping
from maps.canvas.label_painter import Pace
from maps.canvas.overlays import OverlayPainter
from maps.canvas.painters import paint_moving
from maps.canvas.passes.tiles import paint_tiles
from maps.canvas.sight import sight_of
from maps.canvas.static_tiles import StaticTiles
from maps.canvas.tile_cache import step_of
from maps.geometry.viewport import Viewport
from maps.layers.layer import STATIC, LayerStack
from maps.layers.style import Theme, map_style

if TYPE_CHECKING:
    from pathlib import Path

    from maps.geometry.viewport import Bounds
    from maps.layers.scene import Scene
    from maps.tiles.base_map import BaseMap

_UNHURRIED_MS = 600_000


def picture_of(
    scene: Scene,
    view: Viewport,
    *,
    theme: Theme = "night",
    layers: LayerStack | None = None,
    pixel_ratio: float = 1.0,
    attribution: str = "",
    base: tuple[BaseMap, Path] | None = None,
) -> QImage:
    """The map of a scene at a view, drawn in this process; needs a QGuiApplication for text.

    The image has `view.size_px` × `pixel_ratio` pixels. `base` is a base map and the folder
    of kept tiles: nothing is fetched, and without an `attribution` its own is shown.
    """
    layers = layers or LayerStack()
    tiles = StaticTiles("here")
    if base is not None:
        tiles.set_base(*base)
        attribution = attribution or base[0].attribution.zh
    tiles.set_ground(scene.ground, theme, layers.hidden & STATIC, pixel_ratio)
    tiles.want(step_of(view.m_per_px / pixel_ratio), view.bounds_m())
    tiles.settle(_UNHURRIED_MS / 1000)
    width, height = (round(side * pixel_ratio) for side in view.size_px)
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(pixel_ratio)
    brushes = Brushes(map_style(theme), pixel_ratio)
    painter = QPainter(image)
    paint_tiles(painter, tiles, view, brushes)
    sight = sight_of(scene, view, layers, Grouping(pixel_ratio))
    paint_moving(painter, sight, brushes, Pace(_UNHURRIED_MS))
    over = OverlayPainter(brushes.style, view.size_px)
    over.scale_bar(painter, view, attribution)
    painter.end()
    tiles.close()
    return image


def view_of(
    bounds_m: Bounds, size_px: tuple[float, float], pixel_ratio: float = 1.0
) -> Viewport:
    """A view of a size that shows a box of the plane at a scale of rest."""
    fitted = Viewport((0.0, 0.0), 1.0, size_px).fitted_to(bounds_m, margin_px=24.0)
    scale = rest_m_per_px(fitted.m_per_px, pixel_ratio, coarser=True)
    return Viewport(fitted.centre_mercator_m, scale, size_px)
