"""A canvas on a small district, drawn in the test's own process unless asked otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from shiboken6 import Shiboken

from maps.canvas.canvas import MapCanvas
from tests.maps.worlds import a_ground, a_scene

GROUND = a_ground()


@pytest.fixture
def a_canvas(qtbot) -> Iterator[Callable[..., MapCanvas]]:
    """Makes canvases of 800 × 600 with a scene; shuts them afterwards."""
    made = []

    def make(scene=None, *, tiles="here", **given) -> MapCanvas:
        canvas = MapCanvas(tiles=tiles, **given)
        made.append(canvas)
        canvas.resize(800, 600)
        canvas.set_scene(a_scene(GROUND) if scene is None else scene)
        canvas.show()
        return canvas

    yield make
    for canvas in filter(Shiboken.isValid, made):
        canvas.close()
        canvas.deleteLater()


class Mouse:
    """Sends mouse events to a widget as a hand would: press, several moves, release."""

    def __init__(self, widget) -> None:
        self.widget = widget
        self.at = QPointF(0, 0)

    def send(
        self,
        kind,
        at,
        button=Qt.MouseButton.NoButton,
        held=Qt.MouseButton.NoButton,
        keys=Qt.KeyboardModifier.NoModifier,
    ):
        self.at = QPointF(*at)
        where = self.widget.mapToGlobal(QPoint(0, 0)).toPointF() + self.at
        QApplication.sendEvent(
            self.widget, QMouseEvent(kind, self.at, where, button, held, keys)
        )

    def press(self, at, button=Qt.MouseButton.LeftButton, keys=Qt.KeyboardModifier.NoModifier):
        self.send(QEvent.Type.MouseButtonPress, at, button, button, keys)

    def move(self, at, held=Qt.MouseButton.LeftButton):
        start = self.at
        for share in (0.3, 0.6, 1.0):
            step = start + (QPointF(*at) - start) * share
            self.send(QEvent.Type.MouseMove, (step.x(), step.y()), held=held)

    def release(self, at=None, button=Qt.MouseButton.LeftButton):
        at = (self.at.x(), self.at.y()) if at is None else at
        self.send(QEvent.Type.MouseButtonRelease, at, button)

    def click(self, at, keys=Qt.KeyboardModifier.NoModifier):
        self.press(at, keys=keys)
        self.release(at)

    def drag(self, start, end):
        self.press(start)
        self.move(end)
        self.release(end)


@pytest.fixture
def mouse():
    return Mouse
