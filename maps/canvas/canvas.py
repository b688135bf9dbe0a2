"""The map widget: shows a scene at a viewport and reports gestures in map terms.

It owns no data and knows no rule: scenes come in whole, gestures go out as signals, and
whether a drop is allowed says the judge it was given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter

from maps.canvas.camera import Camera, rest_m_per_px
from maps.canvas.gesture_widget import GestureWidget
from maps.canvas.interaction import CardSource, Interaction, Link
from maps.canvas.marks import MEMBER
from maps.canvas.measure import Measure
from maps.canvas.overlays import OverlayPainter
from maps.canvas.painters import ScenePainter
from maps.canvas.scene_image import SceneImage
from maps.canvas.static_tiles import StaticTiles, Where
from maps.canvas.tile_cache import step_of
from maps.geometry.viewport import Bounds, Viewport
from maps.layers.layer import STATIC, LayerStack
from maps.layers.style import Theme, map_style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from uuid import UUID

    from PySide6.QtGui import QCloseEvent, QHideEvent, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from maps.canvas.drop import Judge
    from maps.layers.scene import Scene

_FRAME_MS = 16
_PULSE_MS = 125


class MapCanvas(GestureWidget):
    """The map.

    Signals
    -------
    place_hovered(place: LonLat)
        The cursor is over this place.
    subject_hovered(subject: Subject | None)
        The cursor came upon a mark, or left one.
    subject_clicked(kind: str, id: UUID, modifiers: Qt.KeyboardModifier)
        A mark was clicked.
    ground_clicked(place: LonLat)
        The map was clicked where no mark is.
    drag_started(payload: DragPayload)
        Marks were picked up here.
    drag_moved(payload: DragPayload, target: Subject | None)
        The drag came upon a target, or left one.
    dropped(payload: DragPayload, target: Subject)
        Let go over a target that the judge allows (0) or warns about (1).
    drop_refused(payload: DragPayload, target: Subject, words: str)
        Let go over a target that the judge blocks.
    drag_ended()
        A drag that began here is over, whatever came of it.
    view_changed(view: Viewport)
        The map shows another part or scale.
    follow_ended()
        The user moved the map away from the member it followed.

    Thread: GUI
    """

    place_hovered = Signal(object)
    subject_hovered = Signal(object)
    subject_clicked = Signal(str, object, object)
    ground_clicked = Signal(object)
    drag_started = Signal(object)
    drag_moved = Signal(object, object)
    dropped = Signal(object, object)
    drop_refused = Signal(object, object, str)
    drag_ended = Signal()
    view_changed = Signal(object)
    follow_ended = Signal()

    def __init__(
        self, parent: QWidget | None = None, *, theme: Theme = "night", tiles: Where = "process"
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._theme: Theme = theme
        self._scale = 1.0
        self._attribution = ""
        self._fits_all, self._has_fitted = True, False
        self._followed: UUID | None = None
        self._tiles = StaticTiles(tiles, self)
        self._tiles.tiles_changed.connect(self.on_more)
        ratio = self.devicePixelRatioF()
        self._image = SceneImage(ScenePainter(map_style(theme), ratio), self._tiles)
        self._camera = Camera(Viewport((0.0, 0.0), 1_000.0, (640.0, 480.0)), ratio)
        self._interaction = Interaction(self)
        self.take_gestures(self._interaction)
        self._frame_clock = QElapsedTimer()
        self._frames = self._a_timer(_FRAME_MS, self.on_frame)
        self._pulse = self._a_timer(_PULSE_MS, self.on_pulse)
        self._later = self._a_timer(0, self.on_more)
        self._later.setSingleShot(True)

    @property
    def image(self) -> SceneImage:
        """What is painted, and where its marks are."""
        return self._image

    @property
    def scene(self) -> Scene:
        """What is shown."""
        return self._image.scene

    @property
    def view(self) -> Viewport:
        """What part of the plane is shown."""
        return self._camera.view

    @property
    def layers(self) -> LayerStack:
        """Which layers are shown, in which order."""
        return self._image.stack

    @property
    def worker_pid(self) -> int:
        """The process id of the tile painter; 0 when none runs."""
        return self._tiles.worker_pid

    @property
    def is_sharp(self) -> bool:
        """Whether every visible tile is drawn."""
        return self._tiles.is_sharp

    def set_scene(self, scene: Scene) -> None:
        """Show a scene. Until somebody moves the map, it shows the whole ground."""
        is_new_ground = scene.ground is not self.scene.ground
        self._image.scene = scene
        self._image.changed()
        if is_new_ground:
            self._tell_ground()
        if self._fits_all and (is_new_ground or not self._has_fitted):
            self.fit_all()
        place = self.place_m(MEMBER, self._followed) if self._followed else None
        if place is not None and not self._gestures.is_busy:
            self._show(self.view.centred_on(place))
        self._interaction.scene_changed()
        self._changed()

    def set_view(self, view: Viewport) -> None:
        """Look at a part of the plane, at exactly this scale; the size is the widget's."""
        self._fits_all = False
        self._show(view)

    def zoom_to(self, bounds_m: Bounds, *, margin_px: float = 24.0) -> None:
        """Show a box of the plane (EPSG:3857 metres), at the next coarser scale of rest."""
        fitted = self.view.fitted_to(bounds_m, margin_px=margin_px)
        scale = rest_m_per_px(fitted.m_per_px, self._camera.pixel_ratio, coarser=True)
        self.set_view(Viewport(fitted.centre_mercator_m, scale, fitted.size_px))

    def centre_on(self, mercator_m: tuple[float, float], m_per_px: float | None = None) -> None:
        """Bring a point of the plane to the middle, no further off than a scale."""
        scale = min(self.view.m_per_px, m_per_px or self.view.m_per_px)
        scale = rest_m_per_px(scale, self._camera.pixel_ratio)
        self.set_view(Viewport(mercator_m, scale, self.view.size_px))

    def fit_all(self) -> None:
        """Show the whole ground, or failing that everything that has a place."""
        bounds = self._image.bounds_m()
        if bounds is not None:
            self.zoom_to(bounds)
            self._fits_all = self._has_fitted = True

    def zoom_into_cell(self, mercator_m: tuple[float, float]) -> None:
        """Show the finest drawn cell that holds a point of the plane."""
        bounds = self._image.cell_bounds_m(mercator_m)
        if bounds is not None:
            self.zoom_to(bounds)

    def set_layers(self, layers: LayerStack) -> None:
        """Show other layers, or in another order."""
        is_static = (layers.hidden ^ self.layers.hidden) & STATIC
        self._image.stack = layers
        if is_static:
            self._tell_ground()
        self._changed()

    def set_theme(self, theme: Theme) -> None:
        """Night or day."""
        self._theme = theme
        self._restyle()

    def set_scale(self, scale: float) -> None:
        """Names, marks and cards so much larger than the style says; for walls and eyes."""
        self._scale = scale
        self._restyle()

    def set_attribution(self, words: str) -> None:
        """Whose data this is; always shown."""
        self._attribution = words
        self.update()

    def set_selection(self, kind: str, ids: Iterable[UUID]) -> None:
        """Put a halo around these marks of one kind, and no others of it."""
        self._interaction.selected[kind] = frozenset(ids)
        self.update()

    def set_ghosts(self, links: Iterable[Link]) -> None:
        """Show acts not yet confirmed: pairs of an incident and a member."""
        self._interaction.ghosts = tuple(links)
        self.update()

    def set_judge(self, judge: Judge) -> None:
        """Who says whether a payload may go to a target."""
        self._interaction.drop.judge = judge

    def set_card_source(self, source: CardSource | None) -> None:
        """Who says what the card of a mark reads."""
        self._interaction.card_source = source

    def set_draggable(self, draggable: bool) -> None:  # noqa: FBT001 - a setter, like Qt's
        """Whether marks can be picked up and drops are taken; not at a sealed desk."""
        self._interaction.can_drag = draggable
        if not draggable:
            self._gestures.give_up()

    def drop_gesture(self) -> None:
        """Give up the drag or box under way; after a jump in time."""
        self._gestures.give_up()

    def start_measuring(self) -> None:
        """Let clicks set points of a measured line until Esc."""
        self._interaction.measure = Measure()
        self.update()

    def follow(self, member: UUID | None) -> None:
        """Keep a member in the middle until the user moves the map; None ends it."""
        self._followed = member
        place = self.place_m(MEMBER, member) if member else None
        if place is not None:
            self.centre_on(place)

    def settle(self, timeout_s: float = 20.0) -> bool:
        """Wait until everything visible is sharp; whether it is. For pictures and tests."""
        self._camera.stop()
        self._moved()
        is_sharp = self._tiles.settle(timeout_s)
        self._image.settle(self.size())
        self.update()
        return is_sharp

    def shut(self) -> None:
        """Stop all timers and end the worker process."""
        self._frames.stop()
        self._pulse.stop()
        self._tiles.close()

    def place_m(self, kind: str, subject: UUID) -> tuple[float, float] | None:
        """Where a subject is on the plane, EPSG:3857 metres; None where nobody knows."""
        return self._image.place_m(kind, subject)

    def pan(self, dx_px: float, dy_px: float) -> None:
        """Move the map by hand; ends following."""
        self._fits_all = False
        self._end_following()
        self._camera.pan(dx_px, dy_px)
        self._moved()

    def glide(self, vx_px_s: float, vy_px_s: float) -> None:
        """Let the map go on moving at a speed, slower and slower; zero stops it."""
        if vx_px_s == vy_px_s == 0.0:
            if not self._camera.is_zooming:
                self._camera.stop()
            return
        self._camera.glide(vx_px_s, vy_px_s)
        self._run()

    def zoom(self, halves: float, at_px: tuple[float, float]) -> None:
        """Zoom by half levels about a point of the screen, smoothly."""
        self._fits_all = False
        self._camera.zoom(halves, at_px)
        self._run()

    @Slot()
    def on_frame(self) -> None:
        """Move the camera by the time that went by."""
        self._camera.advance(min(self._frame_clock.restart() / 1000, 0.1))
        if not self._camera.is_moving:
            self._frames.stop()
        self._moved()

    @Slot()
    def on_pulse(self) -> None:
        """Let the rings of overdue incidents widen by one phase."""
        region = self._image.pulse()
        if region is None:
            self.update()
        else:
            self.update(region)

    @Slot()
    def on_more(self) -> None:
        """Show tiles that came, or names for which the last frame had no time."""
        self._changed()

    def _a_timer(self, interval_ms: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setInterval(interval_ms)
        timer.timeout.connect(slot)
        return timer

    def _run(self) -> None:
        if self._camera.is_moving and not self._frames.isActive():
            self._frame_clock.start()
            self._frames.start()

    def _show(self, view: Viewport) -> None:
        self._camera.show(view.resized((float(self.width()), float(self.height()))))
        self._moved()

    def _moved(self) -> None:
        view = self._image.view = self.view
        self._tiles.want(step_of(view.m_per_px / self._camera.pixel_ratio), view.bounds_m())
        self._changed()
        self.view_changed.emit(view)

    def _changed(self) -> None:
        self._image.changed()
        self.update()

    def _end_following(self) -> None:
        if self._followed is not None:
            self._followed = None
            self.follow_ended.emit()

    def _restyle(self) -> None:
        self._camera.pixel_ratio = ratio = self.devicePixelRatioF()
        self._image.painter = ScenePainter(map_style(self._theme), ratio, self._scale)
        self._tell_ground()

    def _tell_ground(self) -> None:
        hidden = self.layers.hidden & STATIC
        ratio = self._camera.pixel_ratio
        self._tiles.set_ground(self.scene.ground, self._theme, hidden, ratio)
        self._moved()

    def _keep_pulse(self) -> None:
        """The timer of the pulse runs only while something overdue is to be seen."""
        is_wanted = self._image.has_pulse() and self.isVisible()
        if is_wanted != self._pulse.isActive():
            self._pulse.start() if is_wanted else self._pulse.stop()

    # Qt overrides

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the kept image of the scene and what passes over it."""
        painter = QPainter(self)
        if self._camera.is_moving or self._gestures.is_panning:
            is_zooming = self._camera.is_zooming
            self._image.paint_moving_view(painter, self.size(), is_zooming=is_zooming)
        else:
            self._image.paint_still(painter, self.size())
            if not self._image.is_whole:
                self._later.start()
        self._keep_pulse()
        self._image.paint_pulse(painter)
        style = self._image.painter.style
        over = OverlayPainter(style, self.view.size_px, round(14 * self._scale))
        self._interaction.paint(painter, over)
        over.scale_bar(painter, self.view, self._attribution)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Keep the middle in the middle, or everything in sight."""
        self._camera.view = self.view.resized((float(self.width()), float(self.height())))
        if self._fits_all:
            self.fit_all()
        self._moved()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Nothing moves on a map nobody sees."""
        self._pulse.stop()
        self._frames.stop()
        self._camera.stop()

    def event(self, event: QEvent) -> bool:
        """Notice another screen, and the end."""
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._restyle()
        elif event.type() is QEvent.Type.DeferredDelete:
            self.shut()
        return super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the worker with the window."""
        self.shut()
        super().closeEvent(event)
