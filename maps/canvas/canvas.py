"""The map widget: shows a scene at a viewport and reports gestures in map terms.

It owns no data and knows no rule: scenes come in whole, gestures go out as signals, and
whether a drop is allowed says the judge it was given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter

from maps.canvas.base_layer import BaseLayer
from maps.canvas.brushes import Brushes
from maps.canvas.gesture_widget import GestureWidget
from maps.canvas.interaction import Interaction
from maps.canvas.looking import Looking
from maps.canvas.opening import Opening
from maps.canvas.overlays import OverlayPainter
from maps.canvas.scene_image import SceneImage
from maps.canvas.static_tiles import StaticTiles, Where
from maps.canvas.tile_cache import step_of
from maps.layers.layer import SHADES, STATIC, LayerStack
from maps.layers.shading import Shading
from maps.layers.style import Theme, map_style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from uuid import UUID

    from PySide6.QtGui import QCloseEvent, QHideEvent, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from maps.canvas.drop import Judge
    from maps.canvas.hovering import Hovering
    from maps.canvas.sketching import Sketching
    from maps.geometry.viewport import Viewport
    from maps.layers.reach import Reached
    from maps.layers.scene import Scene

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
    reach_left()
        Esc was pressed while areas of travel time are shown.
    view_changed(view: Viewport)
        The map shows another part or scale.
    layers_changed(layers: LayerStack)
        Other layers are shown, or in another order.
    sketched(sketch: Sketched)
        A drawing tool has set all its points; it is put away.
    sketch_ended()
        The tool in hand was put away, whatever came of it.
    cell_entered(cell: CellId)
        Somebody went into a cell; the view shows it already.
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
    reach_left = Signal()
    drag_ended = Signal()
    view_changed = Signal(object)
    layers_changed = Signal(object)
    sketched = Signal(object)
    sketch_ended = Signal()
    cell_entered = Signal(object)

    def __init__(
        self, parent: QWidget | None = None, *, theme: Theme = "night", tiles: Where = "process"
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._theme: Theme = theme
        self._scale = 1.0
        self._attribution = self._notice = self._own_style = ""
        self._shading = Shading()
        self._tiles = StaticTiles(tiles, self)
        self._tiles.tiles_changed.connect(self.on_tiles)
        self.base = BaseLayer(self._tiles, self)
        ratio = self.devicePixelRatioF()
        self._image = SceneImage(Brushes(map_style(theme), ratio), self._tiles)
        self.looking = Looking(self._image, ratio, self)
        self.looking.moved.connect(self.on_moved)
        self.base.changed.connect(self.on_moved)
        self.opening = Opening(self._image, self.looking, self)
        self.hand = Interaction(self)
        self.take_gestures(self.hand)
        self._pulse = self._a_timer(_PULSE_MS, self.on_pulse)
        self._later = self._a_timer(0, self._changed, once=True)
        self._turn = self._a_timer(0, self.update, once=True)

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
        return self.looking.view

    @property
    def layers(self) -> LayerStack:
        """Which layers are shown, in which order."""
        return self._image.stack

    @property
    def shading(self) -> Shading:
        """What is laid over the ground where its layers are shown."""
        return self._shading

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
            self._shading = Shading()
            self._tell_ground()
        is_held = self._gestures.is_busy or self._touches.is_busy
        self.looking.scene_changed(is_new_ground=is_new_ground, is_held=is_held)
        self.hand.scene_changed()
        # A turn later: what else a new scene changes holds up keys enough.
        self._turn.start()

    def set_layers(self, layers: LayerStack) -> None:
        """Show other layers, or in another order."""
        before, self._image.stack = self.layers, layers
        if (layers.hidden ^ before.hidden) & (STATIC - SHADES):
            self._tell_ground()
        self._tiles.set_shading(self._shading.shown(layers))
        self._changed()
        if layers != before:
            self.layers_changed.emit(layers)

    def set_shading(self, shading: Shading) -> None:
        """Lay other classes or areas over the ground; they are of its cells."""
        self._shading = shading
        self._tiles.set_shading(shading.shown(self.layers))

    def set_own_style(self, text: str, file: str = "symbols.toml") -> None:
        """Draw with a home's own `symbols.toml` over the shipped one.

        Raises
        ------
        BadInput
            `bad_symbols`; everything stays as it was.
        """
        if text == self._own_style:
            return
        for theme in ("night", "day"):
            map_style(theme, text, file)
        self._own_style = text
        self._tiles.set_own_style(text)
        self._restyle()

    def set_reach(self, reach: Reached | None) -> None:
        """Show what can be reached from a place, or no longer."""
        self._image.reach = reach
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

    def set_notice(self, words: str) -> None:
        """What is missing on the map, said at its foot; nothing where nothing is."""
        self._notice = words
        self.update()

    def set_selection(self, kind: str, ids: Iterable[UUID]) -> None:
        """Put a halo around these marks of one kind, and no others of it."""
        chosen = frozenset(ids)
        if chosen != self.hand.selected.get(kind, frozenset()):
            self.hand.selected[kind] = chosen
            self._image.grouping.pinned[kind] = chosen
            self._changed()

    def set_judge(self, judge: Judge) -> None:
        """Who says whether a payload may go to a target."""
        self.hand.carrying.drop.judge = judge

    def set_trail_length(self, seconds: float) -> None:
        """How far back the trails of members reach, at most `maps.layers.trails.KEPT_S`."""
        self._image.trail_s = seconds
        self._changed()

    def set_draggable(self, draggable: bool) -> None:  # noqa: FBT001 - a setter, like Qt's
        """Whether marks can be picked up and drops are taken; not at a sealed desk."""
        self.hand.can_drag = draggable
        if not draggable:
            self._gestures.give_up()
            self._touches.give_up()

    def drop_gesture(self) -> None:
        """Give up the drag, box or drawing under way and close what is open; after a jump.

        A measure says nothing about the time and stays.
        """
        self._gestures.give_up()
        self._touches.give_up()
        self.opening.close()
        sketch = self.sketching.sketch
        if sketch is not None and not sketch.tool.measures:
            self.sketching.end()

    @property
    def hovering(self) -> Hovering:
        """What the cursor rests on, and who words its cards."""
        return self.hand.hovering

    @property
    def sketching(self) -> Sketching:
        """The tool in hand that sets points, if any."""
        return self.hand.sketching

    def settle(self, timeout_s: float = 20.0) -> bool:
        """Wait until everything visible is sharp; whether it is. For pictures and tests."""
        self.looking.settle()
        is_sharp = self._tiles.settle(timeout_s)
        self._image.settle(self.size())
        self.update()
        return is_sharp

    def shut(self) -> None:
        """Stop all timers and end the worker process."""
        self.looking.halt()
        self._pulse.stop()
        self.base.stop()
        self._tiles.close()

    @Slot()
    def on_pulse(self) -> None:
        """Let the rings of overdue incidents widen by one phase."""
        part = self._image.pulse()
        self.update(self.rect() if part is None else part)

    @Slot()
    def on_tiles(self) -> None:
        """Show tiles that came."""
        if self._image.tiles_came(self._tiles.take_come()):
            self.update()

    def _a_timer(self, ms: int, slot: Callable[[], None], *, once: bool = False) -> QTimer:
        timer = QTimer(self, interval=ms, singleShot=once)
        timer.timeout.connect(slot)
        return timer

    @Slot()
    def on_moved(self) -> None:
        """Show what the map looks at now."""
        view = self._image.view = self.view
        self.sketching.map_moved()
        ratio = self.looking.camera.pixel_ratio
        self._tiles.want(step_of(view.m_per_px / ratio), view.bounds_m())
        self.base.on_wanted()
        self._image.ground_changed()
        self.update()
        self.view_changed.emit(view)

    @Slot()
    def _changed(self) -> None:
        self._image.changed()
        self.update()

    def _restyle(self) -> None:
        self.looking.camera.pixel_ratio = ratio = self.devicePixelRatioF()
        style = map_style(self._theme, self._own_style)
        self._image.restyled(Brushes(style, ratio, self._scale))
        self._tell_ground()

    def _tell_ground(self) -> None:
        hidden = self.layers.hidden & (STATIC - SHADES)
        ratio = self.looking.camera.pixel_ratio
        self._tiles.set_ground(self.scene.ground, self._theme, hidden, ratio, self._scale)
        self.on_moved()

    def _keep_pulse(self) -> None:
        """The timer of the pulse runs only while something overdue is to be seen."""
        is_wanted = self.isVisible() and self._image.has_pulse()
        if is_wanted != self._pulse.isActive():
            self._pulse.start() if is_wanted else self._pulse.stop()

    # Qt overrides

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the kept image of the scene and what passes over it."""
        if event.region().rectCount() == 1 and event.rect() == self.rect():
            self._turn.stop()
        with QPainter(self) as painter:  # ended whatever happens, or Qt would crash
            camera = self.looking.camera
            if camera.is_moving or self.is_held:
                is_zooming = camera.is_zooming or self._touches.is_pinching
                self._image.paint_moving_view(painter, self.size(), is_zooming=is_zooming)
            else:
                # A part of a new scene beside the rest of the old one would tear names apart.
                self._image.paint_still(painter, self.size(), as_was=self._turn.isActive())
                if not self._image.is_whole:
                    self._later.start()
            self._keep_pulse()
            self._image.paint_pulse(painter)
            style = self._image.brushes.style
            over = OverlayPainter(style, self.view.size_px, round(14 * self._scale))
            self.hand.paint(painter, over)
            over.scale_bar(painter, self.view, self._attribution, event.region())
            if self._notice:
                over.notice(painter, self._notice, self._attribution)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002 - Qt's signature
        """The same middle, more or less around it."""
        self.looking.resized((float(self.width()), float(self.height())))

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Nothing moves on a map nobody sees."""
        self._pulse.stop()
        self.looking.halt()

    def event(self, event: QEvent) -> bool:
        """Notice another screen, the end, and keys that are the tool's."""
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._restyle()
        elif event.type() is QEvent.Type.DeferredDelete:
            self.shut()
        elif isinstance(event, QKeyEvent) and self._is_tools_own(event):
            event.accept()
            return True
        return super().event(event)

    def _is_tools_own(self, event: QKeyEvent) -> bool:
        return event.type() is QEvent.Type.ShortcutOverride and self.sketching.wants(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the worker with the window."""
        self.shut()
        super().closeEvent(event)
