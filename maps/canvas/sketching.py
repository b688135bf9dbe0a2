"""The tools that set points: measuring and drawing by mouse and by keyboard.

With a tool in hand a click sets a point, a point can be carried elsewhere, Backspace takes
the last one back, a double click, Enter or a click on the first corner finishes, Esc puts
the tool away. By keyboard the arrows move the map below a cross-hair, and Space sets a point
there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence

from maps.canvas.marks import Subject
from maps.canvas.sketch import Sketch, Tool

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QKeyEvent

    from maps.canvas.canvas import MapCanvas
    from maps.canvas.sketch import Point

VERTEX: Final = "vertex"
"""The kind of a point of the sketch; its id is its number."""
_REACH_PX: Final = 10.0
_FINISH: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYS: Final = (*_FINISH, Qt.Key.Key_Space, Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
_ARROWS: Final = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class Sketching:
    """The tool in the hand of one canvas.

    Invariants: `sketch` is None without a tool; `by_key` says that the cross-hair in the
    middle stands for the cursor.
    """

    def __init__(self, canvas: MapCanvas) -> None:
        self._canvas = canvas
        self.sketch: Sketch | None = None
        self.by_key = False
        self._carried: int | None = None

    @property
    def is_carrying(self) -> bool:
        """Whether a point of the sketch hangs on the hand."""
        return self._carried is not None

    def begin(self, tool: Tool) -> None:
        """Take a tool; what was in the making is given up."""
        self.sketch = Sketch(tool)
        self._carried = None
        # Until the mouse moves on the map, whoever came here by key goes on by key.
        self.by_key = True
        self._canvas.setCursor(Qt.CursorShape.CrossCursor)
        self._canvas.update()

    def end(self) -> bool:
        """Put the tool away; whether there was one."""
        was_there, self.sketch, self._carried = self.sketch is not None, None, None
        if was_there:
            self._canvas.unsetCursor()
            self._canvas.update()
            self._canvas.sketch_ended.emit()
        return was_there

    def click(self, at_m: Point) -> None:
        """Set a point. After a finished measure it is the first of another."""
        sketch = self.sketch
        if sketch is None:
            return
        if sketch.is_done:
            sketch = self.sketch = Sketch(sketch.tool)
        if not sketch.is_full:
            sketch.points_m.append(at_m)
        if sketch.tool in {Tool.NOTE, Tool.CIRCLE} and sketch.is_full:
            self.finish()
        self._canvas.update()

    def hover(self, at_m: Point) -> None:
        """The loose end follows the cursor."""
        self.by_key = False
        if self.sketch is not None and not self.sketch.is_done:
            self.sketch.cursor_m = at_m
            self._canvas.update()

    def map_moved(self) -> None:
        """Under the cross-hair lies another place."""
        if self.by_key and self.sketch is not None and not self.sketch.is_done:
            self.sketch.cursor_m = self.middle_m()

    def finish(self) -> None:
        """Be done, where the points are enough: a drawing goes out, a measure stays."""
        sketch = self.sketch
        if sketch is None or sketch.is_done or not sketch.is_enough:
            return
        sketch.cursor_m = None
        sketch.is_done = True
        if not sketch.tool.measures:
            self.end()
            self._canvas.sketched.emit(sketch.result())
        self._canvas.update()

    def back(self) -> None:
        """Take the last point back."""
        if self.sketch is not None and self.sketch.points_m:
            self.sketch.points_m.pop()
            self.sketch.is_done = False
            self._canvas.update()

    def copied(self) -> str:
        """Put the figures on the clipboard; what they are."""
        words = "\n".join(self.sketch.words()) if self.sketch is not None else ""
        if words:
            QGuiApplication.clipboard().setText(words)
        return words

    # -- points carried elsewhere ----------------------------------------------------------

    def vertex_at(self, at: QPointF) -> Subject | None:
        """The point of the sketch under the cursor."""
        if self.sketch is None or not self.sketch.points_m:
            return None
        points = self._canvas.view.to_screen(np.array(self.sketch.points_m))
        away = np.hypot(*(points - (at.x(), at.y())).T)
        nearest = int(np.argmin(away))
        return Subject(VERTEX, UUID(int=nearest)) if away[nearest] <= _REACH_PX else None

    def grab(self, vertex: Subject) -> None:
        """Take a point in the hand."""
        self._carried = vertex.id.int

    def carry(self, at_m: Point) -> None:
        """Move the point in the hand."""
        if self.sketch is not None and self._carried is not None:
            self.sketch.points_m[self._carried] = at_m
            self._canvas.update()

    def let_go(self) -> None:
        """Leave the point where it is."""
        self._carried = None

    def click_vertex(self, vertex: Subject) -> None:
        """A click on the first corner of an area closes it; others mean nothing."""
        sketch = self.sketch
        if sketch is not None and sketch.tool.is_ring and vertex.id.int == 0:
            self.finish()

    # -- keys ------------------------------------------------------------------------------

    def wants(self, event: QKeyEvent) -> bool:
        """Whether a key belongs to the tool, and not to a shortcut of the window."""
        if self.sketch is None:
            return False
        has_keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_plain = has_keys == Qt.KeyboardModifier.NoModifier
        return (is_plain and event.key() in _KEYS) or self._is_copy(event)

    def key(self, event: QKeyEvent) -> bool:
        """A key went down; whether the tool made use of it."""
        if self.sketch is not None and event.key() in _ARROWS:
            self.by_key = True
        if not self.wants(event):
            return False
        if self._is_copy(event):
            self.copied()
        elif event.key() in _FINISH:
            self.finish()
        elif event.key() == Qt.Key.Key_Space:
            self.by_key = True
            self.click(self.middle_m())
        else:
            self.back()
        return True

    def middle_m(self) -> Point:
        """Where the cross-hair stands."""
        return self._canvas.view.centre_mercator_m

    def _is_copy(self, event: QKeyEvent) -> bool:
        return event.matches(QKeySequence.StandardKey.Copy)
