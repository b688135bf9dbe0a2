"""Turns fingers on a screen into what they mean: pan, pinch, tap, double tap, long press.

One finger moves the map and lets it glide; two bring it closer about their middle. The
map is never turned: north stays up whatever the fingers do. A finger that rests on a mark
picks it up: moved on it carries the mark, and lets it go where it leaves the glass, by the
very road of a drag with the mouse; lifted at once it asks for the menu of the mark.
"""

from __future__ import annotations

from enum import Enum, auto
from math import hypot
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPointF, Qt, QTimer, Slot
from PySide6.QtGui import QEventPoint

from maps.canvas.momentum import Momentum

if TYPE_CHECKING:
    from PySide6.QtGui import QTouchEvent

    from maps.canvas.marks import Subject

_SLOP_PX = 10.0
"""A finger that has moved less has not moved."""
_LONG_MS = 600
_DOUBLE_MS = 350
_DOUBLE_PX = 40.0
_NARROWEST_PX = 8.0
"""Fingers nearer than this to each other tell nothing about scale."""


class TouchSurface(Protocol):
    """What fingers ask of the canvas; points are device-independent pixels."""

    def pick_by_finger(self, at: QPointF) -> Subject | None:
        """The mark under a fingertip."""

    def on_pan(self, dx_px: float, dy_px: float) -> None:
        """The map was moved by the hand."""

    def on_glide(self, vx_px_s: float, vy_px_s: float) -> None:
        """The hand let go in motion."""

    def on_pinch(self, factor: float, at: QPointF) -> None:
        """So many times closer about a point, now."""

    def on_pinch_end(self, at: QPointF) -> None:
        """The fingers are off: come to rest."""

    def on_click(self, subject: Subject | None, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """A mark or the ground was tapped."""

    def on_double_click(self, at: QPointF) -> None:
        """Into the cell under the finger."""

    def on_long_press(self, at: QPointF) -> None:
        """What is under the finger, and what can be done with it."""

    def lift(self, at: QPointF) -> bool:
        """Pick up the mark under a finger that rests; whether there is one to be carried."""

    def on_drag(self, at: QPointF) -> None:
        """It is carried."""

    def end_drag(self, *, is_dropped: bool) -> None:
        """It is let go, or the drag given up."""


class _Doing(Enum):
    NOTHING = auto()
    PRESSING = auto()
    PANNING = auto()
    PINCHING = auto()
    HELD = auto()
    LIFTED = auto()
    CARRYING = auto()


_WITH_MARK = frozenset({_Doing.LIFTED, _Doing.CARRYING})


class Touches(QObject):
    """The fingers on one canvas.

    Invariants: the timer of the long press runs only while one finger rests.
    Thread: GUI
    """

    def __init__(self, surface: TouchSurface, parent: QObject) -> None:
        super().__init__(parent)
        self._surface = surface
        self._doing = _Doing.NOTHING
        self._from = self._last = QPointF()
        self._span_px = 0.0
        self._fingers: frozenset[int] = frozenset()
        self._momentum = Momentum()
        self._since_tap = QElapsedTimer()
        self._tapped = QPointF()
        self._long = QTimer(self, singleShot=True, interval=_LONG_MS)
        self._long.timeout.connect(self.on_long)

    @property
    def is_moving_map(self) -> bool:
        """Whether the map hangs on fingers."""
        return self._doing in {_Doing.PANNING, _Doing.PINCHING}

    @property
    def is_busy(self) -> bool:
        """Whether fingers move the map or carry a mark."""
        return self.is_moving_map or self._doing in _WITH_MARK

    @property
    def is_pinching(self) -> bool:
        """Whether two fingers hold the scale."""
        return self._doing is _Doing.PINCHING

    def take(self, event: QTouchEvent) -> None:
        """Fingers came, moved or went."""
        kind = event.type()
        down = [p for p in event.points() if p.state() is not QEventPoint.State.Released]
        if kind is QEvent.Type.TouchCancel:
            self.give_up()
        elif kind is QEvent.Type.TouchEnd or not down:
            self._end(event.points()[0].position() if event.points() else self._last)
        elif len(down) == 1:
            self._one(down[0], is_first=kind is QEvent.Type.TouchBegin)
        else:
            self._two(down[0], down[1])

    def give_up(self) -> None:
        """Forget the gesture under way; a pinch comes to rest, a mark goes back."""
        self._long.stop()
        done, self._doing = self._doing, _Doing.NOTHING
        if done in _WITH_MARK:
            self._surface.end_drag(is_dropped=False)
        elif done is _Doing.PINCHING:
            self._surface.on_pinch_end(self._last)

    @Slot()
    def on_long(self) -> None:
        """A finger has rested."""
        if self._doing is not _Doing.PRESSING:
            return
        if self._surface.lift(self._from):
            self._doing = _Doing.LIFTED
        else:
            self._doing = _Doing.HELD
            self._surface.on_long_press(self._from)

    def _one(self, finger: QEventPoint, *, is_first: bool) -> None:
        at, fingers = finger.position(), frozenset({finger.id()})
        if is_first:
            self._surface.on_glide(0.0, 0.0)
            self._doing, self._from = _Doing.PRESSING, at
            self._long.start()
        elif self._doing is _Doing.PINCHING:
            self._surface.on_pinch_end(self._last)  # the other finger is off
            self._doing = _Doing.PANNING
        if is_first or fingers != self._fingers:
            self._momentum.begin(at)
        elif self._doing in _WITH_MARK:
            self._carry(at)
        elif self._moves(at):
            self._surface.on_pan(at.x() - self._last.x(), at.y() - self._last.y())
            self._momentum.move(at)
        self._fingers = fingers
        if self._doing is not _Doing.PRESSING or is_first:
            self._last = at

    def _moves(self, at: QPointF) -> bool:
        if self._doing is _Doing.PRESSING and _apart(at, self._from) >= _SLOP_PX:
            self._long.stop()
            self._doing = _Doing.PANNING
        return self._doing is _Doing.PANNING

    def _carry(self, at: QPointF) -> None:
        if self._doing is _Doing.CARRYING or _apart(at, self._from) >= _SLOP_PX:
            self._doing = _Doing.CARRYING
            self._surface.on_drag(at)

    def _two(self, first: QEventPoint, second: QEventPoint) -> None:
        self._long.stop()
        if self._doing in _WITH_MARK:  # the second finger moves the map, not the mark
            self.give_up()
        a, b = first.position(), second.position()
        middle, span_px = (a + b) / 2, max(_apart(a, b), _NARROWEST_PX)
        fingers = frozenset({first.id(), second.id()})
        if self._doing is _Doing.PINCHING and fingers == self._fingers:
            self._surface.on_pan(middle.x() - self._last.x(), middle.y() - self._last.y())
            self._surface.on_pinch(span_px / self._span_px, middle)
        self._doing = _Doing.PINCHING
        self._last, self._span_px, self._fingers = middle, span_px, fingers

    def _end(self, at: QPointF) -> None:
        self._long.stop()
        done, self._doing = self._doing, _Doing.NOTHING
        self._fingers = frozenset()
        if done is _Doing.PINCHING:
            self._surface.on_pinch_end(self._last)
        elif done is _Doing.PANNING:
            self._surface.on_glide(*self._momentum.speed_px_s(at))
        elif done is _Doing.PRESSING:
            self._tap(self._from)
        elif done is _Doing.CARRYING:
            self._surface.on_drag(at)
            self._surface.end_drag(is_dropped=True)
        elif done is _Doing.LIFTED:
            self._surface.end_drag(is_dropped=False)
            self._surface.on_long_press(self._from)

    def _tap(self, at: QPointF) -> None:
        is_again = self._since_tap.isValid() and self._since_tap.elapsed() <= _DOUBLE_MS
        if is_again and _apart(at, self._tapped) <= _DOUBLE_PX:
            self._since_tap.invalidate()
            self._surface.on_double_click(at)
            return
        self._since_tap.start()
        self._tapped = at
        subject = self._surface.pick_by_finger(at)
        self._surface.on_click(subject, at, Qt.KeyboardModifier.NoModifier)


def _apart(a: QPointF, b: QPointF) -> float:
    return hypot(a.x() - b.x(), a.y() - b.y())
