"""The image kept from frame to frame: its size, its memory, what is copied into it."""

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from maps.canvas.kept_image import KeptImage

pytestmark = pytest.mark.gui
SMALL, LARGE = QSize(30, 20), QSize(300, 200)


def pixels(image):
    rows = np.frombuffer(image.constBits(), np.uint32)
    return rows.reshape(image.height(), image.width())


def test_it_has_the_device_pixels_of_its_screen():
    image = KeptImage().sized(SMALL, 1.5)
    assert (image.width(), image.height(), image.devicePixelRatio()) == (45, 30, 1.5)


def test_it_is_stale_in_another_size_and_stays_fresh_in_the_same():
    kept = KeptImage()
    kept.sized(SMALL, 1.0)
    kept.is_fresh = True
    kept.sized(SMALL, 1.0)
    assert kept.is_fresh
    kept.sized(LARGE, 1.0)
    assert not kept.is_fresh


def test_whatever_sizes_it_went_through_every_pixel_is_painted():
    kept = KeptImage()
    for size in (SMALL, LARGE, SMALL, QSize(301, 201), QSize(7, 900)):
        image = kept.sized(size, 1.0)
        image.fill(QColor(1, 2, 3))
        assert image.size() == size
        assert (pixels(image) == 0xFF010203).all()


def test_a_copy_has_the_pixels_of_the_other_and_its_own_life():
    one, other = KeptImage(), KeptImage()
    one.sized(SMALL, 1.0).fill(QColor(9, 9, 9))
    other.sized(SMALL, 1.0).fill(QColor(0, 0, 0))
    other.copy_from(one)
    one.sized(SMALL, 1.0).fill(QColor(200, 0, 0))
    assert (pixels(other.sized(SMALL, 1.0)) == 0xFF090909).all()


def test_without_room_there_is_no_image():
    assert KeptImage().sized(QSize(0, 5), 1.0).isNull()
