"""A widget that hands mouse, wheel, key, touch and drag events to the gestures of the map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QTouchEvent
from PySide6.QtWidgets import QWidget

from maps.canvas.drop import payload_from
from maps.canvas.gestures import Gestures
from maps.canvas.touch import Touches

if TYPE_CHECKING:
    from PySide6.QtGui import (
        QDragEnterEvent,
        QDragLeaveEvent,
        QDragMoveEvent,
        QDropEvent,
        QKeyEvent,
        QMouseEvent,
        QWheelEvent,
    )

    from maps.canvas.interaction import Interaction


class GestureWidget(QWidget):
    """The half of the canvas that listens.

    Invariants: `take_gestures` was called before the first event.

    Thread: GUI
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def take_gestures(self, interaction: Interaction) -> None:
        """Say who answers the gestures."""
        self._answers = interaction
        self._gestures = Gestures(interaction)
        self._shows_box = False
        self._touches = Touches(interaction, self)

    @property
    def is_held(self) -> bool:
        """Whether a hand or fingers move the map."""
        return self._gestures.is_panning or self._touches.is_moving_map

    def box_next(self) -> None:
        """Let the next drag draw the box to go to."""
        self._gestures.box_next()
        self._shows_box = True
        self.setCursor(Qt.CursorShape.CrossCursor)

    def escape(self) -> bool:
        """Do what Esc does on the map, for whoever has the keyboard; whether it did any."""
        is_used = self._gestures.escape()
        self._put_box_away()
        return is_used

    def _put_box_away(self) -> None:
        if self._shows_box and not self._gestures.boxes_next:
            self._shows_box = False
            self.unsetCursor()

    # Qt overrides

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture."""
        self._gestures.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with it."""
        self._gestures.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End it."""
        self._gestures.release(event)
        self._put_box_away()
        self.update()  # the hand off the map, it is painted at rest again

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Into a cell."""
        self._gestures.double_click(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the cursor."""
        self._gestures.wheel(event)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Pan, zoom, fit, give up."""
        if not self._gestures.key(event, QPointF(self.rect().center())):
            super().keyPressEvent(event)
        self._put_box_away()

    def event(self, event: QEvent) -> bool:
        """Fingers, on the screen and on touchpads that know gestures."""
        if isinstance(event, QTouchEvent):
            self._touches.take(event)
            event.accept()
            self.update()
            return True
        if isinstance(event, QNativeGestureEvent):
            self._gestures.native(event)
            event.accept()
            return True
        return super().event(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Nothing is hovered outside."""
        self._answers.leave()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take drags that carry subjects of ours."""
        payload = payload_from(event.mimeData())
        if payload is None or not self._answers.can_drag:
            event.ignore()
            return
        event.acceptProposedAction()
        self._answers.enter(payload, event.position())

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Show what a drop here would mean."""
        self._answers.on_drag(event.position())
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: ARG002 - Qt's signature
        """The drag goes elsewhere."""
        self._answers.end_drag(is_dropped=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Let go here."""
        self._answers.on_drag(event.position())
        event.acceptProposedAction()
        self._answers.end_drag(is_dropped=True)
