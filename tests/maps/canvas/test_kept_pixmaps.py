"""Pixmaps kept for the next time: within a bound, whatever comes by."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter, QPixmap

from maps.canvas.badge_atlas import BadgeAtlas
from maps.canvas.kept_pixmaps import KeptPixmaps
from maps.canvas.marks import MEMBER
from maps.layers.style import map_style

pytestmark = pytest.mark.gui


def test_the_least_lately_shown_go_first(qapp: object) -> None:
    kept = KeptPixmaps(300)
    for name in "abc":
        kept.put(name, QPixmap(10, 10))
    assert kept.get("a") is not None
    kept.put("d", QPixmap(10, 10))
    assert [name for name in "abcd" if kept.get(name)] == ["a", "c", "d"]
    kept.hold(200)
    assert [name for name in "abcd" if kept.get(name)] == ["c", "d"]


def test_one_that_is_larger_than_the_bound_is_kept_alone(qapp: object) -> None:
    kept = KeptPixmaps(300)
    kept.put("a", QPixmap(10, 10))
    kept.put("b", QPixmap(100, 100))
    kept.put("c", QPixmap(10, 10))
    assert len(kept) == 1
    assert kept.get("c") is not None


def test_badges_of_any_number_of_groups_take_bounded_room_and_look_the_same(
    qapp: object,
) -> None:
    badges = BadgeAtlas(map_style("night"), 1.0, 1.0)
    first = stamped(badges, 7)
    for many in range(1, 990, 6):
        for free in range(13):
            stamped(badges, many, free)
    assert badges.room <= 1_024
    assert stamped(badges, 7) == first


def stamped(badges: BadgeAtlas, many: int, free: int = 3) -> QImage:
    image = QImage(60, 60, QImage.Format.Format_RGB32)
    image.fill(0)
    with QPainter(image) as painter:
        badges.stamp(painter, MEMBER, np.array([[30.0, 30.0]]), np.array([[many, free, 2]]))
    return image
