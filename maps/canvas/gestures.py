"""Turns mouse, wheel and keys into what the user means: pan, zoom, pick, drag, measure.

One gesture at a time, as a small state: it begins with a press and ends with the
release or with Esc. Drags inside the map are followed by hand (`QDrag` runs a nested
loop and does nothing offscreen).
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QPointF, QRectF, Qt

from maps.canvas.momentum import Momentum

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent

    from maps.canvas.marks import Subject

_DRAG_PX = 6.0
_NOTCH = 120.0
"""Qt counts the wheel in eighths of a degree; a notch is 15 degrees."""
_NOTCH_PX = 60.0
"""So far do two fingers move on a touchpad for what a notch would do."""
_KEY_PAN_PX = 120.0
_PANS = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_TAKING = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_ZOOMS = {
    Qt.Key.Key_Plus: 2.0,
    Qt.Key.Key_Equal: 2.0,
    Qt.Key.Key_Minus: -2.0,
    Qt.Key.Key_Underscore: -2.0,
}


class _Doing(Enum):
    NOTHING = auto()
    PRESSING = auto()
    PANNING = auto()
    DRAGGING = auto()
    BOXING = auto()


class Surface(Protocol):
    """What gestures ask of the canvas; points are device-independent pixels."""

    def pick(self, at: QPointF) -> Subject | None:
        """The mark under a point."""

    def on_pan(self, dx_px: float, dy_px: float) -> None:
        """The map was moved by the hand."""

    def on_glide(self, vx_px_s: float, vy_px_s: float) -> None:
        """The hand let go in motion."""

    def on_zoom(self, halves: float, at: QPointF) -> None:
        """Closer or further, by half levels."""

    def on_pinch(self, factor: float, at: QPointF) -> None:
        """So many times closer about a point, now."""

    def on_pinch_end(self, at: QPointF) -> None:
        """The fingers are off: come to rest."""

    def on_box(self, rect: QRectF, *, is_done: bool) -> None:
        """A box is drawn; done: go there."""

    def on_click(self, subject: Subject | None, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """A mark or the ground was clicked."""

    def on_double_click(self, at: QPointF) -> None:
        """Into the cell under the cursor."""

    def on_hover(self, at: QPointF) -> None:
        """The cursor moved with no button down."""

    def begin_drag(self, subject: Subject, at: QPointF) -> bool:
        """A mark is picked up; whether it may be."""

    def on_drag(self, at: QPointF) -> None:
        """It is carried."""

    def end_drag(self, *, is_dropped: bool) -> None:
        """It is let go, or the drag given up."""

    def on_key(self, event: QKeyEvent) -> bool:
        """A key, before it means a pan or a zoom; whether it meant something."""

    def on_escape(self) -> bool:
        """Esc, with no gesture under way; whether it meant something."""

    def on_take(self) -> bool:
        """Enter: what the cursor rests on; whether it meant something."""

    def fit_all(self) -> None:
        """Show everything."""


class Gestures:
    """The gesture under way on one canvas."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._doing = _Doing.NOTHING
        self._from = QPointF()
        self._last = QPointF()
        self._subject: Subject | None = None
        self._momentum = Momentum()
        self._boxes_next = False

    @property
    def is_panning(self) -> bool:
        """Whether the map hangs on the hand."""
        return self._doing is _Doing.PANNING

    @property
    def is_busy(self) -> bool:
        """Whether a gesture is under way."""
        return self._doing is not _Doing.NOTHING

    @property
    def boxes_next(self) -> bool:
        """Whether the next drag draws a box."""
        return self._boxes_next

    def box_next(self) -> None:
        """Let the next drag draw a box, as one with Shift held does."""
        self._boxes_next = True

    def press(self, event: QMouseEvent) -> None:
        """A button went down."""
        at = event.position()
        self._from = self._last = at
        self._momentum.begin(at)
        self._surface.on_glide(0.0, 0.0)
        if event.button() is Qt.MouseButton.MiddleButton:
            self._doing = _Doing.PANNING
        elif event.button() is Qt.MouseButton.LeftButton:
            is_box = self._boxes_next or _has_shift(event)
            self._boxes_next = False
            self._doing = _Doing.BOXING if is_box else _Doing.PRESSING
            self._subject = self._surface.pick(at)

    def move(self, event: QMouseEvent) -> None:
        """The cursor moved."""
        at = event.position()
        if self._doing is _Doing.PRESSING and _far(at, self._from):
            self._begin(at)
        if self._doing is _Doing.PANNING:
            self._surface.on_pan(at.x() - self._last.x(), at.y() - self._last.y())
            self._momentum.move(at)
        elif self._doing is _Doing.DRAGGING:
            self._surface.on_drag(at)
        elif self._doing is _Doing.BOXING:
            self._surface.on_box(QRectF(self._from, at).normalized(), is_done=False)
        elif self._doing is _Doing.NOTHING:
            self._surface.on_hover(at)
        self._last = at

    def release(self, event: QMouseEvent) -> None:
        """The button went up."""
        done, self._doing = self._doing, _Doing.NOTHING
        at = event.position()
        if done is _Doing.PRESSING:
            self._surface.on_click(self._subject, at, event.modifiers())
        elif done is _Doing.PANNING:
            self._surface.on_glide(*self._momentum.speed_px_s(at))
            self._surface.on_hover(at)
        elif done is _Doing.DRAGGING:
            self._surface.on_drag(at)
            self._surface.end_drag(is_dropped=True)
        elif done is _Doing.BOXING:
            self._surface.on_box(QRectF(self._from, at).normalized(), is_done=True)

    def double_click(self, event: QMouseEvent) -> None:
        """The second press of a double click."""
        self._doing = _Doing.NOTHING
        if event.button() is Qt.MouseButton.LeftButton:
            self._surface.on_double_click(event.position())

    def wheel(self, event: QWheelEvent) -> None:
        """The wheel turned, or fingers moved on a touchpad: in any fraction of a notch."""
        turned = _turned(event)
        if turned:
            self._surface.on_zoom(turned, event.position())

    def native(self, event: QNativeGestureEvent) -> None:
        """Fingers on a touchpad that knows gestures; one that turns the map does nothing."""
        at = event.position()
        match event.gestureType():
            case Qt.NativeGestureType.ZoomNativeGesture:
                self._surface.on_pinch(1.0 + event.value(), at)
            case Qt.NativeGestureType.EndNativeGesture:
                self._surface.on_pinch_end(at)
            case Qt.NativeGestureType.SmartZoomNativeGesture:
                self._surface.on_double_click(at)

    def key(self, event: QKeyEvent, middle: QPointF) -> bool:
        """A key went down; whether the map made use of it."""
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Escape:
            return self.escape()
        if self._surface.on_key(event):
            return True
        if key in _TAKING:
            return self._surface.on_take()
        if key in _PANS and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            right, down = _PANS[key]
            self._surface.on_pan(right * _KEY_PAN_PX, down * _KEY_PAN_PX)
        elif key in _ZOOMS:
            self._surface.on_zoom(_ZOOMS[key], middle)
        elif key is Qt.Key.Key_Home:
            self._surface.fit_all()
        else:
            return False
        return True

    def escape(self) -> bool:
        """Give the gesture under way up, or put one thing away; whether there was any."""
        if self._doing is _Doing.NOTHING and not self._boxes_next:
            return self._surface.on_escape()
        self.give_up()
        return True

    def give_up(self) -> None:
        """End the gesture under way without effect."""
        done, self._doing = self._doing, _Doing.NOTHING
        self._boxes_next = False
        if done is _Doing.DRAGGING:
            self._surface.end_drag(is_dropped=False)
        elif done is _Doing.BOXING:
            self._surface.on_box(QRectF(), is_done=False)

    def _begin(self, at: QPointF) -> None:
        subject = self._subject
        is_drag = subject is not None and self._surface.begin_drag(subject, at)
        self._doing = _Doing.DRAGGING if is_drag else _Doing.PANNING


def _turned(event: QWheelEvent) -> float:
    """Half levels for a turn of the wheel, away from the hand being closer.

    Some touchpads tell pixels alone; with Alt held Qt calls a turn sideways.
    """
    for delta, per_notch in (
        (event.angleDelta(), _NOTCH),
        (event.pixelDelta(), _NOTCH_PX),
    ):
        turned = delta.y() or (delta.x() if _has_alt(event) else 0)
        if turned:
            return turned / per_notch
    return 0.0


def _has_shift(event: QMouseEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)


def _has_alt(event: QWheelEvent) -> bool:
    return bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)


def _far(a: QPointF, b: QPointF) -> bool:
    return (a - b).manhattanLength() >= _DRAG_PX
