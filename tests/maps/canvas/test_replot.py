"""A map at rest is painted again only where something differs, and is the same to the pixel."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap, QRegion

from maps.canvas.brushes import Brushes
from maps.canvas.kept_image import KeptImage
from maps.canvas.painters import plotted
from maps.canvas.plot import NotPlotted, Plot, differing
from maps.canvas.primitives import draw_lines, draw_wholes
from maps.canvas.replot import CELL_PX, region_of, repaint
from maps.canvas.scene_image import UNHURRIED, SceneImage
from maps.canvas.static_tiles import StaticTiles
from maps.canvas.tile_cache import m_per_px_of, tiles_over
from maps.geometry.viewport import Viewport
from maps.layers.layer import CLUSTERS, TRAILS, LayerStack
from maps.layers.moment import next_scene
from maps.layers.style import map_style
from models.picture.fold import Changes
from tests.maps.worlds import NOW_US, a_crowd, a_ground

pytestmark = pytest.mark.gui
GROUND = a_ground()
SIZE = QSize(640, 480)
BOUNDS = GROUND.bounds_m()


def a_view(closer: float = 1.0) -> Viewport:
    view = Viewport((0.0, 0.0), 1.0, (640.0, 480.0)).fitted_to(BOUNDS)
    return replace(view, m_per_px=view.m_per_px / closer)


class Shown:
    """An image of a crowd that walks, beside what a new image would show of it."""

    def __init__(self, view, ratio, stack, members=120, incidents=40, seed=1) -> None:
        self.ratio, self.stack, self.view = ratio, stack, view
        self.picture, self.fixes = a_crowd(GROUND, members, incidents, seed)
        self.scene = next_scene(None, self.picture, self.fixes, NOW_US, ground=GROUND)
        self.seconds = 0
        self.image = self.new()
        self.image.settle(SIZE)
        self.widget = paint(self.image, a_widget(ratio), None)

    def new(self) -> SceneImage:
        image = SceneImage(Brushes(map_style("night"), self.ratio), StaticTiles("here"))
        image.view, image.stack, image.scene = self.view, self.stack, self.scene
        image.ground_changed()
        return image

    def walk(self, rng) -> None:
        """Some go a few pixels on, some turn; whoever is gone is back elsewhere."""
        self.seconds += 1
        count = len(self.fixes.lon_deg)
        goes = rng.random(count) < 0.3
        step_deg = self.view.m_per_px * 4 / 111_000
        away = rng.normal(0, step_deg, (2, count)) * goes
        self.fixes = replace(
            self.fixes,
            lon_deg=self.fixes.lon_deg + away[0],
            lat_deg=self.fixes.lat_deg + away[1],
            heading_deg=np.where(goes, rng.random(count) * 360, self.fixes.heading_deg).astype(
                np.float32
            ),
            ts_us=self.fixes.ts_us + goes * self.seconds * 1_000_000,
        )
        self.show(Changes())

    def show(self, changes) -> None:
        now_us = NOW_US + self.seconds * 1_000_000
        self.scene = next_scene(self.scene, self.picture, self.fixes, now_us, changes=changes)
        self.image.scene = self.scene
        self.image.changed()

    def renew(self) -> QRegion | None:
        """As a widget does: what is told to differ is painted there, and nothing else."""
        part = self.image.renewed(SIZE)
        paint(self.image, self.widget, part)
        return part

    def assert_same(self) -> None:
        """What is seen is what is painted from nothing, where names stand as they stand."""
        fresh = self.new()
        fresh.brushes = self.image.brushes
        fresh.grouping = self.image.grouping
        fresh.settle(SIZE)
        assert self.widget == paint(fresh, a_widget(self.ratio), None)


def a_widget(ratio: float) -> QImage:
    widget = QImage(SIZE * ratio, QImage.Format.Format_RGB32)
    widget.setDevicePixelRatio(ratio)
    widget.fill(0)
    return widget


def paint(image: SceneImage, widget: QImage, part: QRegion | None) -> QImage:
    painter = QPainter(widget)
    if part is not None:
        painter.setClipRegion(part)
    image.paint_still(painter, SIZE)
    image.paint_pulse(painter)
    painter.end()
    return widget


STACKS = {
    "single marks": LayerStack().switched(CLUSTERS, on=False),
    "groups": LayerStack(),
    "trails, too": LayerStack().switched(TRAILS, on=True).switched(CLUSTERS, on=False),
}


@pytest.mark.parametrize("stack", STACKS.values(), ids=STACKS)
@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("closer", [1.0, 6.0, 40.0])
def test_what_is_painted_where_it_differs_is_what_is_painted_anew(
    qapp: object, closer: float, ratio: float, stack: LayerStack
) -> None:
    rng = np.random.default_rng(5)
    shown = Shown(a_view(closer), ratio, stack)
    parts = []
    for _ in range(5):
        shown.walk(rng)
        parts.append(shown.renew())
        shown.assert_same()
    assert any(part is not None for part in parts)


def test_an_incident_that_is_closed_leaves_no_trace(qapp: object) -> None:
    shown = Shown(a_view(3.0), 1.0, STACKS["single marks"])
    rows = shown.image.sight.incidents.rows
    gone = shown.scene.incidents.ids[rows[0]]
    rest = {key: one for key, one in shown.picture.incidents.items() if key != gone}
    shown.picture = replace(shown.picture, incidents=rest)
    shown.show(Changes(incidents=frozenset({gone})))
    shown.renew()
    shown.assert_same()


def test_where_nothing_differs_nothing_is_painted(qapp: object) -> None:
    shown = Shown(a_view(), 1.0, STACKS["single marks"])
    shown.show(Changes())
    part = shown.renew()
    assert part is not None
    assert part.isEmpty()


def test_a_mark_that_moves_changes_its_surroundings_alone(qapp: object) -> None:
    shown = Shown(a_view(6.0), 1.0, STACKS["single marks"])
    row = int(shown.image.sight.members.rows[0])
    fix = shown.scene.members.fix[row]
    lon = shown.fixes.lon_deg.copy()
    lon[fix] += 3 * shown.view.m_per_px / 111_000
    shown.fixes = replace(shown.fixes, lon_deg=lon)
    shown.show(Changes())
    part = shown.renew()
    x, y = shown.image.sight.drawn_px("member", np.array([row]))[0].tolist()
    assert part.contains(QPointF(x, y).toPoint())
    assert part.boundingRect().width() <= 6 * CELL_PX
    shown.assert_same()


def test_a_tile_drawn_ahead_is_not_shown_and_changes_nothing(qapp: object) -> None:
    shown = Shown(a_view(), 1.0, STACKS["single marks"])
    image, tiles = shown.image, shown.image.tiles
    step = 30
    image.view = replace(image.view, m_per_px=m_per_px_of(step))
    image.ground_changed()
    seen = tiles_over(step, image.view.bounds_m())
    tile = QImage(512, 512, QImage.Format.Format_RGB32)
    for key in seen:
        tiles.cache.put(key, 1, tile)
        assert image.tiles_came(frozenset({key}))
    image.settle(SIZE)
    west, south, east, north = image.view.bounds_m()
    beside = tiles_over(step, (east + (east - west), south, east + 2 * (east - west), north))
    assert not image.tiles_came(frozenset(set(beside) - set(seen)))
    assert image.tiles_came(frozenset(seen[:1]))


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_the_region_covers_its_cells(qapp: object, ratio: float) -> None:
    cells = np.random.default_rng(3).random((9, 13)) < 0.2
    region = region_of(cells, ratio)
    side = CELL_PX / ratio
    for row, column in np.argwhere(cells).tolist():
        cell = QRectF(column * side, row * side, side, side).toAlignedRect()
        assert QRegion(cell).subtracted(region).boundingRect().width() <= 0
    assert region_of(np.zeros((4, 5), np.bool_), ratio).isEmpty()


def test_things_in_another_order_differ_and_things_that_stay_do_not(qapp: object) -> None:
    sprites = [QPixmap(4, 4) for _ in range(6)]
    places = [QPointF(10.0 * number, 0.0) for number in range(6)]

    def batch(order):
        plot = Plot(1.0)
        draw_wholes(plot, [(places[number], sprites[number]) for number in order])
        return plot.batches[0]

    went, came = differing(batch([0, 1, 2, 3]), batch([0, 2, 3, 4, 5]))
    assert went.tolist() == [False, True, False, False]
    assert came.tolist() == [False, False, False, True, True]
    went, came = differing(batch([0, 1, 2]), batch([2, 1, 0, 3]))
    assert went.all()
    assert came.all()


def test_lines_are_told_apart_by_their_ends_and_their_pen(qapp: object) -> None:
    def batch(ends, width):
        plot = Plot(2.0)
        plot.setPen(QPen(QColor("red"), width))
        draw_lines(plot, np.array(ends, np.float64))
        return plot.batches[0]

    one = batch([[0, 0, 5, 5], [9, 9, 1, 1]], 1.0)
    assert not any(which.any() for which in differing(one, batch(one.ends, 1.0)))
    assert all(which.all() for which in differing(one, batch(one.ends, 2.0)))
    went, _ = differing(one, batch([[0, 0, 5, 5], [9, 9, 1, 2]], 1.0))
    assert went.tolist() == [False, True]
    assert (one.boxes_px[1, :2] <= 2).all()
    assert (one.boxes_px[1, 2:] >= 18).all()


def test_a_link_to_somebody_without_a_place_changes_nothing(qapp: object) -> None:
    def plot(x: float) -> Plot:
        plot = Plot(1.0)
        draw_lines(plot, np.array([[x, 5.0, np.nan, np.nan]]))
        return plot

    image = QImage(64, 64, QImage.Format.Format_RGB32)
    changed = repaint(image, image.copy(), KeptImage(), (plot(5.0), plot(6.0)))
    assert changed is not None
    assert not changed.any()


@pytest.mark.parametrize("is_selected", [False, True])
def test_a_map_paints_a_tick_where_it_differs_and_all_where_a_halo_goes_along(
    a_canvas, monkeypatch, is_selected
) -> None:
    picture, fixes = a_crowd(GROUND, 60, 0)
    scene = next_scene(None, picture, fixes, NOW_US, ground=GROUND)
    canvas = a_canvas(scene)
    canvas.set_layers(canvas.layers.switched(CLUSTERS, on=False))
    canvas.settle()
    canvas.repaint()
    one = int(canvas.image.sight.members.rows[0])
    if is_selected:
        canvas.set_selection("member", [scene.members.ids[one]])
        canvas.repaint()
    lon = fixes.lon_deg.copy()
    lon[scene.members.fix[one]] += 5 * canvas.view.m_per_px / 111_000
    moved = next_scene(
        scene, picture, replace(fixes, lon_deg=lon), NOW_US + 1_000_000, changes=Changes()
    )
    told = []
    monkeypatch.setattr(canvas, "update", told.append)
    canvas.set_scene(moved)
    assert not told, "a turn later: the panels of the same frame come first"
    canvas.on_turn()
    box = told[-1] if is_selected else told[-1].boundingRect()
    assert (box == canvas.rect()) is is_selected
    assert is_selected or box.width() < canvas.width() / 2


def test_what_no_plot_knows_is_painted_straight_away(qapp: object) -> None:
    with pytest.raises(NotPlotted):
        Plot(1.0).drawEllipse(1, 2, 3, 4)
    shown = Shown(a_view(), 1.0, STACKS["single marks"])
    assert plotted(shown.image.sight, shown.image.brushes, UNHURRIED) is not None
    heated = replace(shown.image.sight, stack=LayerStack(hidden=frozenset()))
    assert plotted(heated, shown.image.brushes, UNHURRIED) is None
