"""An opaque image as large as the widget, kept from frame to frame.

Its memory is kept too: a new one of 33 MB at 4K costs more to touch than to paint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from PySide6.QtCore import QSize


class KeptImage:
    """Pixels that may be shown again while `is_fresh`."""

    def __init__(self) -> None:
        self._image = QImage()
        self.is_fresh = False

    @property
    def is_new(self) -> bool:
        """Whether it has no pixels yet."""
        return self._image.isNull()

    def sized(self, size: QSize, pixel_ratio: float) -> QImage:
        """The image, of this size in device-independent pixels; to paint upon."""
        wanted = size * pixel_ratio
        if self._image.size() != wanted or self._image.devicePixelRatio() != pixel_ratio:
            self._image = QImage(wanted, QImage.Format.Format_RGB32)
            self._image.setDevicePixelRatio(pixel_ratio)
            self.is_fresh = False
        return self._image

    def copy_from(self, other: KeptImage) -> None:
        """Take the pixels of another of the same size."""
        np.frombuffer(self._image.bits(), np.uint8)[:] = np.frombuffer(
            other._image.constBits(), np.uint8
        )
