"""An opaque image as large as the widget, kept from frame to frame.

Its memory is kept too: a new one of 33 MB at 4K costs more to touch than to paint. It is
numpy's, which asks for large pages where the system has them (Linux): a copy of such an
image takes half as long, and so do dots strewn over it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    from PySide6.QtCore import QSize

_BYTES = 4
_SPARE = 1.25
"""So much more memory is taken than asked for when an image grows: more will be."""


class KeptImage:
    """Pixels that may be shown again while `is_fresh`.

    Invariant: the image lies in the memory, and is let go before it is.
    """

    def __init__(self) -> None:
        self._memory = np.empty(0, np.uint8)
        self._image = QImage()
        self.is_fresh = False

    @property
    def is_new(self) -> bool:
        """Whether it has no pixels yet."""
        return self._image.isNull()

    def sized(self, size: QSize, pixel_ratio: float) -> QImage:
        """The image, of this size in device-independent pixels; to paint upon, not to keep."""
        wanted = size * pixel_ratio
        if self._image.size() != wanted or self._image.devicePixelRatio() != pixel_ratio:
            self._image = QImage()
            self._image = self._laid_out(wanted.width(), wanted.height())
            self._image.setDevicePixelRatio(pixel_ratio)
            self.is_fresh = False
        return self._image

    def copy_from(self, other: KeptImage) -> None:
        """Take the pixels of another of the same size."""
        np.frombuffer(self._image.bits(), np.uint8)[:] = np.frombuffer(
            other._image.constBits(), np.uint8
        )

    def _laid_out(self, width: int, height: int) -> QImage:
        """An image in the memory there is, or in more of it."""
        needed = width * height * _BYTES
        if needed > len(self._memory):
            spare = _SPARE if len(self._memory) else 1.0
            self._memory = np.empty(round(needed * spare), np.uint8)
        form = QImage.Format.Format_RGB32
        return QImage(self._memory.data, width, height, width * _BYTES, form)
