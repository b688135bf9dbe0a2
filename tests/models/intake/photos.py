"""Photos made for tests, as a telephone writes them."""

from __future__ import annotations

import io

from PIL import ExifTags, Image


def a_photo(
    size: tuple[int, int] = (640, 480),
    *,
    kind: str = "JPEG",
    colour: str = "teal",
    taken: str = "",
    offset: str = "",
    place: tuple[float, float] | None = None,
    orientation: int = 1,
) -> bytes:
    """An image file; `place` is (lon, lat), `taken` as EXIF writes it."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    detail = exif.get_ifd(ExifTags.IFD.Exif)
    if taken:
        detail[ExifTags.Base.DateTimeOriginal] = taken
    if offset:
        detail[ExifTags.Base.OffsetTimeOriginal] = offset
    if place is not None:
        gps = exif.get_ifd(ExifTags.IFD.GPSInfo)
        for value, at, signs in (
            (ExifTags.GPS.GPSLongitude, place[0], "EW"),
            (ExifTags.GPS.GPSLatitude, place[1], "NS"),
        ):
            gps[value - 1] = signs[at < 0]
            gps[value] = _sexagesimal(abs(at))
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, exif=exif)
    return out.getvalue()


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    minutes = degrees % 1 * 60
    return float(int(degrees)), float(int(minutes)), round(minutes % 1 * 60, 4)
