"""From the bytes of a tile to pixels: checked, and turned dark for the night."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage, QImageReader

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LARGEST_PX = 2_048
"""The side beyond which an image is no tile: a small file may unpack to gigabytes."""
_FORMS = frozenset({b"png", b"jpeg", b"webp", b"gif"})


def image_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of an image by its head alone; None where it is none, or no tile."""
    reader, keep = _reader(data)
    # Qt knows more forms than tiles have; SVG may take a minute to draw.
    is_tile = reader.format().data() in _FORMS
    size = reader.size() if is_tile else QSize()
    del reader, keep
    if not size.isValid() or max(size.width(), size.height()) > _LARGEST_PX:
        return None
    return size.width(), size.height()


def decoded(data: bytes, *, is_turned: bool = False) -> QImage | None:
    """An image from PNG, JPEG or WebP; None where the bytes are no image of a tile's size.

    `is_turned` turns light into dark and keeps the hue: a paper map becomes a night map.
    """
    if image_size(data) is None:
        return None
    reader, keep = _reader(data)
    image = reader.read()
    del reader, keep
    if image.isNull():
        return None
    if is_turned:
        image = turned(image)
    return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def turned(image: QImage) -> QImage:
    """Each colour with the opposite lightness (HSL) and its own hue; alpha as it was."""
    plain = image.convertToFormat(QImage.Format.Format_RGBA8888)
    width, height = plain.width(), plain.height()
    rows: NDArray[np.uint8] = np.frombuffer(plain.constBits(), np.uint8)
    pixels = rows.reshape(height, -1)[:, : width * 4].reshape(height, width, 4).copy()
    rgb = pixels[..., :3]
    # L' = 1 - L with the same chroma: add what the extremes lack to the other end.
    red, green, blue = (rgb[..., channel] for channel in range(3))
    most = np.maximum(np.maximum(red, green), blue)
    least = np.minimum(np.minimum(red, green), blue)
    # All within a byte: c + (255 - most - least) lies in 0 … 255, so wrapping is harmless.
    rgb += (255 - most - least)[..., None]
    kind = QImage.Format.Format_RGBA8888
    return QImage(pixels.tobytes(), width, height, width * 4, kind).copy()


def _reader(data: bytes) -> tuple[QImageReader, QBuffer]:
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return QImageReader(buffer), buffer
