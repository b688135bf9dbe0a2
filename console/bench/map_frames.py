"""Times the frames of the map: the canvas and its plain rival, in one process.

A process of its own for `bench map`: `python -m console.bench.map_frames PLAN`, PLAN as
JSON; the answer is one line of JSON. A frame is a change, the paint of the window and its
flush to the screen, all of which the GUI thread waits for.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPointF, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from console.bench.map_world import World, a_world
from maps.canvas.camera import rest_m_per_px
from maps.canvas.canvas import MapCanvas
from maps.canvas.marks import MEMBER, nearest_mark
from maps.geometry.viewport import Viewport
from maps.layers.layer import CLUSTERS
from maps.layers.moment import next_scene
from maps.layers.style import map_style
from models.picture.fold import Changes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from console.bench.map_plain import PlainMap
    from maps.layers.scene import Scene
    from models.feed.track import Fixes

WORKING_CLOSER = 4.0
"""The working view is so many times closer than the whole district."""
_SETTLE_S = 60.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What one process measures.

    `districts` above 1 lays so many districts around the one that is looked at, each as
    full; `rival` also times plain pyqtgraph items; `seconds` bounds each rival's frames.
    """

    width: int = 3840
    height: int = 2160
    members: int = 10_000
    incidents: int = 5_000
    districts: int = 1
    rival: bool = True
    frames: int = 40
    rival_frames: int = 6
    parts: tuple[str, ...] = ("pan", "zoom", "tick", "pulse", "cold", "hover", "grouped")

    def to_text(self) -> str:
        """As the process reads it."""
        return json.dumps(asdict(self))


Samples = dict[str, list[float]]


def measure(plan: Plan) -> dict[str, list[float]]:
    """Seconds of every frame, by `who_what_view`: `ours_pan_full`, `plain_tick_working`."""
    world = a_world(plan.members, plan.incidents, districts=plan.districts)
    scene = world.scene()
    samples: Samples = {}
    _measure_ours(plan, world, scene, samples)
    if plan.rival:
        for name, view in views_of(plan, world):
            _measure_plain(plan, world, scene, samples, name=name, view=view)
    return samples


def views_of(plan: Plan, world: World) -> Iterator[tuple[str, Viewport]]:
    """The whole district, and a view 4 × closer; both at a scale of rest."""
    size = (float(plan.width), float(plan.height))
    full = Viewport((0.0, 0.0), 1.0, size).fitted_to(world.bounds_m, margin_px=24.0)
    scale = rest_m_per_px(full.m_per_px, 1.0, coarser=True)
    for name, closer in (("full", 1.0), ("working", WORKING_CLOSER)):
        yield name, Viewport(full.centre_mercator_m, scale / closer, size)


def _measure_ours(plan: Plan, world: World, scene: Scene, samples: Samples) -> None:
    canvas = MapCanvas()
    canvas.resize(plan.width, plan.height)
    # The rival draws every mark: so does the canvas, until its groups are measured.
    canvas.set_layers(canvas.layers.switched(CLUSTERS, on=False))
    canvas.show()
    begun_s = time.perf_counter()
    canvas.set_scene(scene)
    ours = _Ours(canvas, world, scene)
    for name, view in views_of(plan, world):
        canvas.looking.set_view(view)
        if name == "full" and "cold" in plan.parts:
            samples["ours_gap_full"] = ours.gaps_until_sharp()
            samples["ours_cold_full"] = [time.perf_counter() - begun_s]
        _settle(canvas, view)
        for part, taken in _parts_of(ours, plan):
            samples[f"ours_{part}_{name}"] = taken
        if "zoom" in plan.parts:
            _settle(canvas, view)
            samples[f"ours_zoom_{name}"] = ours.zooms()
    if "grouped" in plan.parts:
        _measure_grouped(plan, world, canvas, ours, samples)
    canvas.close()


def _parts_of(ours: _Ours, plan: Plan) -> Iterator[tuple[str, list[float]]]:
    """What is measured at every view, without moving from it."""
    if "pan" in plan.parts:
        yield "pan", ours.pans(plan.frames)
    if "tick" in plan.parts:
        yield "tick", ours.ticks(max(8, plan.frames // 4))
    if "pulse" in plan.parts:
        yield "pulse", ours.pulses(plan.frames)
    if "hover" in plan.parts:
        yield "hover", ours.hovers(200)


def _settle(canvas: MapCanvas, view: Viewport) -> None:
    canvas.looking.set_view(view)
    canvas.settle(_SETTLE_S)
    canvas.repaint()


def _measure_grouped(
    plan: Plan, world: World, canvas: MapCanvas, ours: _Ours, samples: Samples
) -> None:
    """The same with marks grouped where they are many: what a desk shows."""
    canvas.set_layers(canvas.layers.switched(CLUSTERS, on=True))
    for name, view in views_of(plan, world):
        _settle(canvas, view)
        samples[f"ours_grouped_pan_{name}"] = ours.pans(plan.frames // 2)
        samples[f"ours_grouped_tick_{name}"] = ours.ticks(6)


class _Ours:
    """The canvas, worked as a hand and a feed work it."""

    def __init__(self, canvas: MapCanvas, world: World, scene: Scene) -> None:
        self._canvas = canvas
        self._world = world
        self._scene = scene
        self._second = 0

    def pans(self, count: int) -> list[float]:
        """Frames of a drag of the ground with the middle button."""
        canvas = self._canvas
        at = QPointF(canvas.width() / 2, canvas.height() / 2)
        _mouse(canvas, QEvent.Type.MouseButtonPress, at)
        _mouse(canvas, QEvent.Type.MouseMove, at + QPointF(12, 12))
        taken = []
        for number in range(count):
            step = 9 if number % 20 < 10 else -9
            at += QPointF(step, step * 0.6)
            move = partial(_mouse, canvas, QEvent.Type.MouseMove, at)
            taken.append(_timed(canvas, move))
            _let_go_on()
        # A hand that rests before it lets go: no glide.
        _mouse(canvas, QEvent.Type.MouseButtonRelease, at)
        canvas.looking.glide(0.0, 0.0)
        canvas.settle(_SETTLE_S)
        canvas.repaint()
        return taken

    def zooms(self) -> list[float]:
        """Frames of two notches of the wheel out and in again, about the middle."""
        canvas = self._canvas
        middle = canvas.width() / 2, canvas.height() / 2
        taken = []
        for halves in (-2.0, 2.0):
            canvas.looking.zoom(halves, middle)
            while canvas.looking.camera.is_moving:
                taken.append(_timed(canvas, canvas.looking.on_frame))
                _let_go_on()
        return taken

    def ticks(self, count: int) -> list[float]:
        """Frames of a second gone by: every fix is a new one, the scene is made anew."""
        taken = []
        for _ in range(count):
            self._second += 1
            fixes = self._world.moved(self._second)
            now_us = self._world.now_us + self._second * 1_000_000
            taken.append(_timed(self._canvas, partial(self._show, fixes, now_us)))
            _let_go_on()
        return taken

    def _show(self, fixes: Fixes, now_us: int) -> None:
        picture = self._world.picture
        self._scene = next_scene(self._scene, picture, fixes, now_us, changes=Changes())
        self._canvas.set_scene(self._scene)

    def pulses(self, count: int) -> list[float]:
        """Frames in which nothing but the rings of overdue incidents widens."""
        return [_timed(self._canvas, self._canvas.on_pulse, is_all=False) for _ in range(count)]

    def hovers(self, count: int) -> list[float]:
        """What lies under the cursor, asked of the marks on the screen; no painting."""
        rng = np.random.default_rng(3)
        size = self._canvas.width(), self._canvas.height()
        marks = self._canvas.image.marks(MEMBER)
        taken = []
        for at in (rng.random((count, 2)) * size).tolist():
            begun_s = time.perf_counter()
            nearest_mark(marks, (at[0], at[1]), 14.0)
            taken.append(time.perf_counter() - begun_s)
        return taken

    def gaps_until_sharp(self) -> list[float]:
        """Between two turns of a timer of 10 ms while tiles come in and are painted."""
        watch = _Watch(self._canvas)
        watch.loop.exec()
        return watch.gaps_s


class _Watch(QObject):
    """Notes how late a 10 ms timer comes, until the canvas is sharp.

    Thread: GUI
    """

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self.loop = QEventLoop()
        self.gaps_s: list[float] = []
        self._last_s = self._begun_s = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.on_turn)
        self._timer.start(10)

    @Slot()
    def on_turn(self) -> None:
        """Note the gap; end where nothing more comes in."""
        now_s = time.perf_counter()
        self.gaps_s.append(now_s - self._last_s)
        self._last_s = now_s
        if self._canvas.is_sharp or now_s - self._begun_s > _SETTLE_S:
            self._timer.stop()
            self.loop.quit()


def _measure_plain(
    plan: Plan, world: World, scene: Scene, samples: Samples, *, name: str, view: Viewport
) -> None:
    from console.bench import map_plain

    plain = map_plain.PlainMap(scene, view, map_style("night"))
    plain.widget.show()
    _timed(plain.widget, _nothing)
    _timed(plain.widget, _nothing)
    if "pan" in plan.parts:
        samples[f"plain_pan_{name}"] = _plain_pans(plain, view, plan.rival_frames)
    if "zoom" in plan.parts:
        samples[f"plain_zoom_{name}"] = _plain_zooms(plain, view, plan.rival_frames)
    if "tick" in plan.parts:
        samples[f"plain_tick_{name}"] = _plain_ticks(plain, world, scene, plan.rival_frames)
    plain.widget.close()


def _plain_ticks(plain: PlainMap, world: World, scene: Scene, count: int) -> list[float]:
    taken = []
    for second in range(1, count + 1):
        fixes, now_us = world.moved(second), world.now_us + second * 1_000_000
        begun_s = time.perf_counter()
        scene = next_scene(scene, world.picture, fixes, now_us, changes=Changes())
        plain.show_scene(scene)
        taken.append(time.perf_counter() - begun_s + _timed(plain.widget, _nothing))
    return taken


def _plain_pans(plain: PlainMap, view: Viewport, count: int) -> list[float]:
    taken = []
    for number in range(count):
        view = view.panned(9.0, 5.0 if number % 2 else -5.0)
        taken.append(_timed(plain.widget, partial(plain.look, view)))
    return taken


def _plain_zooms(plain: PlainMap, view: Viewport, count: int) -> list[float]:
    taken = []
    for number in range(count):
        scale = view.m_per_px * 1.1 ** (number + 1)
        there = Viewport(view.centre_mercator_m, scale, view.size_px)
        taken.append(_timed(plain.widget, partial(plain.look, there)))
    return taken


def _timed(widget: QWidget, change: Callable[[], object], *, is_all: bool = True) -> float:
    """Seconds of a change, the paint it asks for and the flush; `is_all` paints everything."""
    begun_s = time.perf_counter()
    change()
    if is_all:
        viewport = getattr(widget, "viewport", None)
        (viewport() if viewport else widget).repaint()
    else:
        QApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest.value)
    QGuiApplication.sync()
    return time.perf_counter() - begun_s


def _let_go_on() -> None:
    """Tiles that came are taken in between frames, as in life: one turn of the event loop."""
    loop = QEventLoop()
    QTimer.singleShot(0, loop.quit)
    loop.exec()


def _nothing() -> None:
    """No change: a paint alone."""


def _mouse(widget: QWidget, kind: QEvent.Type, at: QPointF) -> None:
    button = Qt.MouseButton.MiddleButton
    held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else button
    told = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else button
    where = widget.mapToGlobal(QPointF(0, 0)) + at
    event = QMouseEvent(kind, at, where, told, held, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(widget, event)


def main() -> None:
    """Measure what the first argument asks for."""
    given = json.loads(sys.argv[1])
    given["parts"] = tuple(given["parts"])
    application = QApplication(["wangge"])
    samples = measure(Plan(**given))
    print(json.dumps({"platform": application.platformName(), "samples": samples}))


if __name__ == "__main__":
    main()
