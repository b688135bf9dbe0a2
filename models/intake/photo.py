"""Photos as they come from outside: what they say of themselves, and small pictures of them.

An image is the input that costs most where it lies: a few kilobytes can claim a gigabyte of
pixels. So its kind and its size are read from its head, and bounded, before anything is
decoded, and only the formats of telephones and cameras are known at all.
"""

from __future__ import annotations

import io
import math
import re
import struct
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Final

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from models.domain.error import BadInput, Words
from models.domain.photo import Seen
from models.domain.place import LonLat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

ENDING_OF: Final = {"JPEG": ".jpg", "MPO": ".jpg", "PNG": ".png", "WEBP": ".webp"}
"""The endings by format; MPO is what some telephones make of a JPEG."""
MOST_BYTES: Final = 30 * 2**20
MOST_PIXELS: Final = 64_000_000
"""The largest sensors of telephones have 50 million, or less where they bin."""
MOST_ASPECT: Final = 20.0
"""A panorama; a line of a pixel's height is no photo."""
_FORMATS: Final = ("JPEG", "PNG", "WEBP")
_OFFSET: Final = re.compile(r"([+-])(\d\d):?(\d\d)")


@dataclass(frozen=True, slots=True)
class Pixels:
    """A picture to be painted: rows of red, green, blue bytes, `width_px` × 3 each, upright."""

    width_px: int
    height_px: int
    rgb: bytes


def seen_in(content: bytes, zone: tzinfo) -> tuple[Seen, str]:
    """What a photo says of itself, and the ending its format has; decodes nothing.

    `zone` is assumed of times that give no offset.

    Raises
    ------
    BadInput
        `bad_photo`: no photo, too large, of no known format.
    """
    with _opened(content) as image:
        exif = image.getexif()
        turned = exif.get(ExifTags.Base.Orientation, 1) in {5, 6, 7, 8}
        width, height = image.size
        size = (height, width) if turned else (width, height)
        detail = exif.get_ifd(ExifTags.IFD.Exif)
        place = _place(exif.get_ifd(ExifTags.IFD.GPSInfo))
        return Seen(size, place, _taken_at(detail, zone)), ENDING_OF[str(image.format)]


def pixels_of(content: bytes, most_px: int) -> Pixels:
    """The photo no larger than `most_px` in either direction, upright.

    Raises
    ------
    BadInput
        `bad_photo`, also where it ends too early.
    """
    with _opened(content) as image:
        # A JPEG is decoded at an eighth, a quarter or half of its size where that will do.
        image.draft("RGB", (most_px, most_px))
        image.thumbnail((most_px, most_px))
        upright = ImageOps.exif_transpose(image).convert("RGB")
        return Pixels(*upright.size, upright.tobytes())


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    """The image with its head read and its size found bearable."""
    if len(content) > MOST_BYTES:
        most = MOST_BYTES // 2**20
        raise _bad(f"照片大于 {most} MB", f"the photo is larger than {most} MB")
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            _require_bearable(image.size)
            yield image
    except UnidentifiedImageError as error:
        raise _bad(
            "不是 JPEG、PNG 或 WebP 照片；请先转换格式",
            "this is no JPEG, PNG or WebP photo; convert it first",
        ) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many() from error
    except (OSError, ValueError, SyntaxError, struct.error, KeyError, TypeError) as error:
        # What Pillow's readers raise for files that end early or lie about themselves.
        raise _bad(f"照片已损坏：{error}", f"the photo is damaged: {error}") from error


def _require_bearable(size: tuple[int, int]) -> None:
    width, height = size
    if width * height > MOST_PIXELS:
        raise _too_many()
    if min(size) < 1 or max(size) / min(size) > MOST_ASPECT:
        raise _bad(
            f"照片尺寸 {width} × {height} 不合理",
            f"{width} × {height} pixels is no size of a photo",
        )


def _too_many() -> BadInput:
    most = MOST_PIXELS // 1_000_000
    return _bad(
        f"照片超过 {most * 100} 万像素；请先缩小",
        f"the photo has more than {most} million pixels; make it smaller first",
    )


def _bad(zh: str, en: str) -> BadInput:
    return BadInput("bad_photo", Words(zh, en))


def _taken_at(detail: dict[int, Any], zone: tzinfo) -> datetime | None:
    """When the shutter opened, in UTC; None where it is not said or cannot be."""
    said = str(detail.get(ExifTags.Base.DateTimeOriginal, "")).strip("\0 ")
    offset = _OFFSET.fullmatch(
        str(detail.get(ExifTags.Base.OffsetTimeOriginal, "")).strip("\0 ")
    )
    if offset:
        sign, hours, minutes = offset.groups()
        apart = timedelta(hours=int(hours), minutes=int(minutes))
        if apart < timedelta(hours=24):
            zone = timezone(-apart if sign == "-" else apart)
    try:
        at = datetime.strptime(said, "%Y:%m:%d %H:%M:%S").replace(tzinfo=zone)
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _place(gps: dict[int, Any]) -> LonLat | None:
    """Where it was taken, WGS 84; None where it is not said, or said badly."""
    lat = _degrees(gps, ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S", 90)
    lon = _degrees(gps, ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W", 180)
    if lat is None or lon is None or (lat, lon) == (0.0, 0.0):
        return None  # some telephones write noughts before they know where they are
    return LonLat(lon, lat)


def _degrees(
    gps: dict[int, Any], value: int, ref: int, minus: str, most: float
) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in gps[value])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    found = degrees + minutes / 60 + seconds / 3_600
    if not math.isfinite(found) or not 0 <= found <= most:
        return None
    return -found if str(gps.get(ref, "")).startswith(minus) else found
