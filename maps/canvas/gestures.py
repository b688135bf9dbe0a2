"""Turns mouse, wheel and keys into what the user means: pan, zoom, pick, drag, measure.

One gesture at a time, as a small state: it begins with a press and ends with the
release or with Esc. Drags inside the map are followed by hand (`QDrag` runs a nested
loop and does nothing offscreen).
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QElapsedTimer, QPointF, QRectF, Qt

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

    from maps.canvas.marks import Subject

_DRAG_PX = 6.0
_NOTCH = 120.0
"""Qt counts the wheel in eighths of a degree; a notch is 15 degrees."""
_GLIDE_MEMORY_S = 0.08
_KEY_PAN_PX = 120.0
_PANS = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
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
        self._clock = QElapsedTimer()
        self._trail: list[tuple[float, QPointF]] = []

    @property
    def is_panning(self) -> bool:
        """Whether the map hangs on the hand."""
        return self._doing is _Doing.PANNING

    @property
    def is_busy(self) -> bool:
        """Whether a gesture is under way."""
        return self._doing is not _Doing.NOTHING

    def press(self, event: QMouseEvent) -> None:
        """A button went down."""
        at = event.position()
        self._from = self._last = at
        self._clock.start()
        self._trail = [(0.0, at)]
        self._surface.on_glide(0.0, 0.0)
        if event.button() is Qt.MouseButton.MiddleButton:
            self._doing = _Doing.PANNING
        elif event.button() is Qt.MouseButton.LeftButton:
            is_box = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._doing = _Doing.BOXING if is_box else _Doing.PRESSING
            self._subject = self._surface.pick(at)

    def move(self, event: QMouseEvent) -> None:
        """The cursor moved."""
        at = event.position()
        if self._doing is _Doing.PRESSING and _far(at, self._from):
            self._begin(at)
        if self._doing is _Doing.PANNING:
            self._surface.on_pan(at.x() - self._last.x(), at.y() - self._last.y())
            self._trail.append((self._clock.nsecsElapsed() / 1e9, at))
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
            self._surface.on_glide(*self._speed(at))
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
        """The wheel turned, or two fingers moved."""
        if event.angleDelta().y():
            self._surface.on_zoom(event.angleDelta().y() / _NOTCH, event.position())

    def key(self, event: QKeyEvent, middle: QPointF) -> bool:
        """A key went down; whether the map made use of it."""
        key = Qt.Key(event.key())
        if key is Qt.Key.Key_Escape:
            return self._escape()
        if self._surface.on_key(event):
            return True
        if key in _PANS:
            right, down = _PANS[key]
            self._surface.on_pan(right * _KEY_PAN_PX, down * _KEY_PAN_PX)
        elif key in _ZOOMS:
            self._surface.on_zoom(_ZOOMS[key], middle)
        elif key is Qt.Key.Key_Home:
            self._surface.fit_all()
        else:
            return False
        return True

    def give_up(self) -> None:
        """End the gesture under way without effect."""
        done, self._doing = self._doing, _Doing.NOTHING
        if done is _Doing.DRAGGING:
            self._surface.end_drag(is_dropped=False)
        elif done is _Doing.BOXING:
            self._surface.on_box(QRectF(), is_done=False)

    def _escape(self) -> bool:
        if self._doing is _Doing.NOTHING:
            return self._surface.on_escape()
        self.give_up()
        return True

    def _begin(self, at: QPointF) -> None:
        subject = self._subject
        is_drag = subject is not None and self._surface.begin_drag(subject, at)
        self._doing = _Doing.DRAGGING if is_drag else _Doing.PANNING

    def _speed(self, at: QPointF) -> tuple[float, float]:
        """Pixels a second over the last moments before the release."""
        now = self._clock.nsecsElapsed() / 1e9
        recent = [(t, point) for t, point in self._trail if now - t <= _GLIDE_MEMORY_S]
        if len(recent) < 2:
            return 0.0, 0.0
        then, start = recent[0]
        lasted = max(now - then, 1e-3)
        return (at.x() - start.x()) / lasted, (at.y() - start.y()) / lasted


def _far(a: QPointF, b: QPointF) -> bool:
    return (a - b).manhattanLength() >= _DRAG_PX
