"""The map widget: shows a scene at a viewport and reports gestures in map terms.

It owns no data and knows no rule: scenes come in whole, gestures go out as signals, and
whether a drop is allowed says the judge it was given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter

from maps.canvas.brushes import Brushes
from maps.canvas.gesture_widget import GestureWidget
from maps.canvas.interaction import CardSource, GroupCardSource, Interaction, Link
from maps.canvas.looking import Looking
from maps.canvas.measure import Measure
from maps.canvas.opening import Opening
from maps.canvas.overlays import OverlayPainter
from maps.canvas.scene_image import SceneImage
from maps.canvas.static_tiles import StaticTiles, Where
from maps.canvas.tile_cache import step_of
from maps.layers.layer import STATIC, LayerStack
from maps.layers.style import Theme, map_style

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from uuid import UUID

    from PySide6.QtGui import QCloseEvent, QHideEvent, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from maps.canvas.drop import Judge
    from maps.geometry.viewport import Viewport
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
    view_changed(view: Viewport)
        The map shows another part or scale.
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

    def __init__(
        self, parent: QWidget | None = None, *, theme: Theme = "night", tiles: Where = "process"
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._theme: Theme = theme
        self._scale = 1.0
        self._attribution = ""
        self._tiles = StaticTiles(tiles, self)
        self._tiles.tiles_changed.connect(self.on_more)
        ratio = self.devicePixelRatioF()
        self._image = SceneImage(Brushes(map_style(theme), ratio), self._tiles)
        self.looking = Looking(self._image, ratio, self)
        self.looking.moved.connect(self.on_moved)
        self.opening = Opening(self._image, self.looking, self)
        self._interaction = Interaction(self)
        self.take_gestures(self._interaction)
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
        return self.looking.view

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
        self.looking.scene_changed(is_new_ground=is_new_ground, is_held=self._gestures.is_busy)
        self._interaction.scene_changed()
        self._changed()

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
        chosen = frozenset(ids)
        if chosen != self._interaction.selected.get(kind, frozenset()):
            self._interaction.selected[kind] = chosen
            self._image.grouping.pinned[kind] = chosen
            self._changed()

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

    def set_group_card_source(self, source: GroupCardSource) -> None:
        """Who says what the card of a group reads."""
        self._interaction.group_card_source = source

    def set_trail_length(self, seconds: float) -> None:
        """How far back the trails of members reach, at most `maps.layers.trails.KEPT_S`."""
        self._image.trail_s = seconds
        self._changed()

    def open_nearest_group(self) -> bool:
        """Open the group nearest to the middle of the map; whether there is one."""
        return self.opening.open_nearest(QPointF(self.rect().center()))

    def set_draggable(self, draggable: bool) -> None:  # noqa: FBT001 - a setter, like Qt's
        """Whether marks can be picked up and drops are taken; not at a sealed desk."""
        self._interaction.can_drag = draggable
        if not draggable:
            self._gestures.give_up()

    def drop_gesture(self) -> None:
        """Give up the drag or box under way and close what is open; after a jump in time."""
        self._gestures.give_up()
        self.opening.close()

    def start_measuring(self) -> None:
        """Let clicks set points of a measured line until Esc."""
        self._interaction.measure = Measure()
        self.update()

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
        self._tiles.close()

    def place_m(self, kind: str, subject: UUID) -> tuple[float, float] | None:
        """Where a subject is on the plane, EPSG:3857 metres; None where nobody knows."""
        return self._image.place_m(kind, subject)

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

    @Slot()
    def on_moved(self) -> None:
        """Show what the map looks at now."""
        view = self._image.view = self.view
        ratio = self.looking.camera.pixel_ratio
        self._tiles.want(step_of(view.m_per_px / ratio), view.bounds_m())
        self._changed()
        self.view_changed.emit(view)

    def _changed(self) -> None:
        self._image.changed()
        self.update()

    def _restyle(self) -> None:
        self.looking.camera.pixel_ratio = ratio = self.devicePixelRatioF()
        self._image.restyled(Brushes(map_style(self._theme), ratio, self._scale))
        self._tell_ground()

    def _tell_ground(self) -> None:
        hidden = self.layers.hidden & STATIC
        ratio = self.looking.camera.pixel_ratio
        self._tiles.set_ground(self.scene.ground, self._theme, hidden, ratio)
        self.on_moved()

    def _keep_pulse(self) -> None:
        """The timer of the pulse runs only while something overdue is to be seen."""
        is_wanted = self._image.has_pulse() and self.isVisible()
        if is_wanted != self._pulse.isActive():
            self._pulse.start() if is_wanted else self._pulse.stop()

    # Qt overrides

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Paint the kept image of the scene and what passes over it."""
        painter = QPainter(self)
        camera = self.looking.camera
        if camera.is_moving or self._gestures.is_panning:
            is_zooming = camera.is_zooming
            self._image.paint_moving_view(painter, self.size(), is_zooming=is_zooming)
        else:
            self._image.paint_still(painter, self.size())
            if not self._image.is_whole:
                self._later.start()
        self._keep_pulse()
        self._image.paint_pulse(painter)
        style = self._image.brushes.style
        over = OverlayPainter(style, self.view.size_px, round(14 * self._scale))
        self._interaction.paint(painter, over)
        over.scale_bar(painter, self.view, self._attribution)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: ARG002 - Qt's signature
        """The same middle, more or less around it."""
        self.looking.resized((float(self.width()), float(self.height())))

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Nothing moves on a map nobody sees."""
        self._pulse.stop()
        self.looking.halt()

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
