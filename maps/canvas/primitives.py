"""From numpy arrays to QPainter without a Python object per line, point or sprite.

Owns the only places where the memory of an array is handed to Qt.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QByteArray, QDataStream, QLineF
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap
from shiboken6 import Shiboken

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.layers.style import Colour

_ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])
_MOVE_TO, _LINE_TO = 0, 1
FRAGMENT_FIELDS = 10
"""x, y (centre), source left, top, width, height, scale x, scale y, rotation, opacity."""


def q_colour(colour: Colour, alpha: float = 1.0) -> QColor:
    """A Qt colour, its alpha multiplied."""
    red, green, blue, full = colour
    return QColor(red, green, blue, round(full * alpha))


def draw_lines(painter: QPainter, segments: NDArray[np.float64]) -> None:
    """Draw separate segments, (n, 4) float64: x, y, x, y in painter coordinates."""
    if not len(segments):
        return
    memory = np.ascontiguousarray(segments, np.float64)
    # `memory` outlives the call; Qt keeps no pointer to it.
    first: Any = Shiboken.wrapInstance(memory.ctypes.data, QLineF)
    painter.drawLines(first, len(memory))


def draw_sprites(painter: QPainter, fragments: NDArray[np.float64], atlas: QPixmap) -> None:
    """Draw pieces of an atlas, (n, 10) float64 in the order of `FRAGMENT_FIELDS`."""
    if not len(fragments):
        return
    memory = np.ascontiguousarray(fragments, np.float64)
    first: Any = Shiboken.wrapInstance(memory.ctypes.data, QPainter.PixmapFragment)
    painter.drawPixmapFragments(first, len(memory), atlas)


def path_of(xy: NDArray[np.float64], starts: NDArray[np.int64]) -> QPainterPath:
    """One path of several polylines, filled by the odd-even rule.

    Parameters
    ----------
    xy
        Shape (v, 2), all vertices one after the other.
    starts
        Rows at which a polyline begins.
    """
    path = QPainterPath()
    if not len(xy):
        return path
    elements = np.empty(len(xy), _ELEMENT)
    elements["kind"] = _LINE_TO
    elements["kind"][starts] = _MOVE_TO
    elements["x"] = xy[:, 0]
    elements["y"] = xy[:, 1]
    # Qt's own stream format: building element by element costs 30 times as much.
    data = struct.pack(">i", len(xy)) + elements.tobytes() + struct.pack(">ii", 0, 0)
    stream = QDataStream(QByteArray(data))
    stream >> path
    return path
