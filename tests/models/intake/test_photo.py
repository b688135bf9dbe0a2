"""Promises of reading photos, kind ones and hostile ones."""

from __future__ import annotations

import contextlib
import io
import struct
import zlib
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from models.domain.error import BadInput
from models.intake.photo import MOST_BYTES, pixels_of, seen_in
from tests.models.intake.photos import a_photo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def a_png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that speak of so many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    said = b"\x89PNG\r\n\x1a\n"
    for kind, body in ((b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")):
        crc = struct.pack(">I", zlib.crc32(kind + body))
        said += struct.pack(">I", len(body)) + kind + body + crc
    return said


def code(content: bytes) -> str:
    with pytest.raises(BadInput) as bad:
        seen_in(content, SHANGHAI)
    return bad.value.words.en


def test_place_and_time_are_read_in_the_zone_of_the_district() -> None:
    photo = a_photo(taken="2026:11:27 09:30:00", place=(121.4737, 31.2304))
    seen, ending = seen_in(photo, SHANGHAI)
    assert ending == ".jpg"
    assert seen.taken_at == datetime(2026, 11, 27, 1, 30, tzinfo=UTC)
    assert seen.place is not None
    assert seen.place.lon_deg == pytest.approx(121.4737, abs=1e-6)
    assert seen.place.lat_deg == pytest.approx(31.2304, abs=1e-6)


def test_an_offset_of_the_file_is_believed_before_the_zone() -> None:
    photo = a_photo(taken="2026:11:27 09:30:00", offset="-03:30")
    assert seen_in(photo, SHANGHAI)[0].taken_at == datetime(2026, 11, 27, 13, 0, tzinfo=UTC)


def test_south_and_west_are_negative_and_nought_is_nowhere() -> None:
    seen, _ = seen_in(a_photo(place=(-70.5, -33.25)), UTC)
    assert seen.place is not None
    assert (seen.place.lon_deg, seen.place.lat_deg) == pytest.approx((-70.5, -33.25))
    assert seen_in(a_photo(place=(0.0, 0.0)), UTC)[0].place is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_that_says_nothing_is_a_photo(kind: str) -> None:
    seen, _ = seen_in(a_photo(kind=kind), SHANGHAI)
    assert (seen.size_px, seen.place, seen.taken_at) == ((640, 480), None, None)


@pytest.mark.parametrize("said", ["0000:00:00 00:00:00", "yesterday", "2026:13:40 00:00:00"])
def test_a_time_that_cannot_be_is_no_time(said: str) -> None:
    assert seen_in(a_photo(taken=said), SHANGHAI)[0].taken_at is None


def test_a_photo_held_upright_is_shown_upright() -> None:
    photo = a_photo((640, 480), orientation=6)
    assert seen_in(photo, UTC)[0].size_px == (480, 640)
    shown = pixels_of(photo, 120)
    assert (shown.width_px, shown.height_px) == (90, 120)
    assert len(shown.rgb) == 90 * 120 * 3


def test_a_few_bytes_that_claim_a_gigabyte_are_refused_before_decoding() -> None:
    assert "million pixels" in code(a_png_that_claims(30_000, 30_000))
    assert "million pixels" in code(a_png_that_claims(2_000_000_000, 2))
    assert "no size of a photo" in code(a_png_that_claims(60_000, 1))


def test_a_file_larger_than_any_photo_is_not_even_opened() -> None:
    assert "larger than 30 MB" in code(bytes(MOST_BYTES + 1))


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a\x01\x00\x01\x00", b"%PDF-1.7", b"\xff\xd8\xff\xe0", b"<svg/>"],
    ids=["nothing", "gif", "pdf", "cut", "svg"],
)
def test_what_is_no_photo_is_refused_with_a_way_out(content: bytes) -> None:
    assert code(content)


def test_other_formats_that_pillow_knows_are_not_opened() -> None:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "TIFF")
    assert "convert it first" in code(out.getvalue())


def test_a_photo_that_ends_too_early_is_told() -> None:
    photo = a_photo((2_000, 1_500), colour="olive")
    with pytest.raises(BadInput, match="damaged"):
        pixels_of(photo[: len(photo) // 2], 200)


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow tells of what it read around
@pytest.mark.parametrize("at", range(0, 400, 7))
def test_a_flipped_byte_is_read_or_refused_but_never_a_crash(at: int) -> None:
    photo = bytearray(a_photo(taken="2026:11:27 09:30:00", place=(121.0, 31.0)))
    photo[at] ^= 0xFF
    with contextlib.suppress(BadInput):
        seen_in(bytes(photo), SHANGHAI)
        pixels_of(bytes(photo), 100)
