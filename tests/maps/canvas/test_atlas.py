"""A mark is drawn when it is first seen, and never again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from maps.canvas.atlas import Atlas, made_atlas
from maps.canvas.badge_atlas import BadgeAtlas
from maps.canvas.marks import MEMBER
from maps.layers.style import map_style

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

pytestmark = pytest.mark.gui
COLUMNS, SIDE_PX = 4, 6.0
SHADES = [Qt.GlobalColor.red, Qt.GlobalColor.green, Qt.GlobalColor.blue]


class Sheet:
    """Nine squares, and which of them were drawn, in order."""

    def __init__(self) -> None:
        self.drawn: list[int] = []
        self.atlas: Atlas = made_atlas(self.draw, 9, COLUMNS, SIDE_PX, 1.0)

    def draw(self, painter: QPainter, number: int) -> None:
        self.drawn.append(number)
        painter.fillRect(QRectF(-3, -3, 6, 6), SHADES[number % 3])


def stamped(atlas: Atlas, *numbers: int) -> list[int]:
    """The shades (0 to 2) in a row of squares that were stamped."""
    image = QImage(10 * len(numbers), 10, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    centre_px = np.array([[10.0 * at + 5, 5.0] for at in range(len(numbers))])
    atlas.stamp(painter, centre_px, np.array(numbers))
    painter.end()
    seen = [image.pixelColor(10 * at + 5, 5) for at in range(len(numbers))]
    return [[colour == shade for shade in SHADES].index(True) for colour in seen]


def test_only_the_marks_that_are_shown_are_drawn(qapp: QApplication) -> None:
    assert qapp is not None
    sheet = Sheet()
    assert stamped(sheet.atlas, 7, 2, 7) == [1, 2, 1]
    assert sheet.drawn == [2, 7]


def test_what_was_drawn_once_is_stamped_without_drawing_it_again(qapp: QApplication) -> None:
    assert qapp is not None
    sheet = Sheet()
    stamped(sheet.atlas, 7, 2)
    assert stamped(sheet.atlas, 2, 8, 7) == [2, 2, 1]
    assert sheet.drawn == [2, 7, 8]


def test_more_badges_than_there_is_room_for_look_like_the_first(qapp: QApplication) -> None:
    assert qapp is not None
    style = map_style("night")
    badges = BadgeAtlas(style, 1.0, 1.0)
    first = badge_image(badges, 7)
    for many in range(10, 200):
        badge_image(badges, many)
    assert badge_image(badges, 7) == first
    assert badge_image(badges, 8) != first


def badge_image(badges: BadgeAtlas, many: int) -> QImage:
    """A badge of so many members, all of them free, on plain ground."""
    image = QImage(80, 80, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    badges.stamp(painter, MEMBER, np.array([[40.0, 40.0]]), np.array([[many, 12, 0]]))
    painter.end()
    return image
