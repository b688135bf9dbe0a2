"""Coordinates as people write them: whatever is shown can be typed again."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maps.geometry.coordinate_text import looks_like_coordinates, place_read
from maps.geometry.coordinates import CoordinateSystem, coordinate_words
from maps.geometry.projection import to_lonlat, to_mercator
from maps.geometry.viewport import Viewport
from models.domain.error import BadInput
from models.domain.place import LonLat

QINGDAO = LonLat(120.447, 36.389)
ANYWHERE = st.builds(LonLat, st.floats(-180, 180), st.floats(-90, 90))
IN_CHINA = st.builds(LonLat, st.floats(73.6, 135.0), st.floats(1.0, 54.0))


@pytest.mark.parametrize(
    ("system", "words"),
    [
        ("degrees", "120.447000° E, 36.389000° N"),
        ("sexagesimal", "120°26′49.20″ E, 36°23′20.40″ N"),
        ("cgcs2000", "40540104.43 E, 4028799.94 N"),
        ("utm", "UTM 51N 271016.87 E, 4030123.37 N"),
    ],
)
def test_a_known_place_reads_as_the_survey_says(system, words):
    assert coordinate_words(QINGDAO, CoordinateSystem(system)) == words


@settings(max_examples=200)
@given(ANYWHERE, st.sampled_from(CoordinateSystem))
def test_whatever_is_shown_can_be_typed_again(place, system):
    words = coordinate_words(place, system)
    again = place_read(words)
    assert looks_like_coordinates(words)
    assert again.lat_deg == pytest.approx(place.lat_deg, abs=2e-6)
    turn = abs(again.lon_deg - place.lon_deg) % 360
    assert min(turn, 360 - turn) * np.cos(np.radians(place.lat_deg)) < 2e-6


@given(IN_CHINA)
def test_the_number_of_the_zone_stands_before_the_easting(place):
    words = coordinate_words(place, CoordinateSystem.CGCS2000)
    zone = int(words[:2])
    assert abs(place.lon_deg - 3 * zone) <= 1.5 + 1e-9
    assert 25 <= zone <= 45


@pytest.mark.parametrize(
    "text",
    [
        "120.447, 36.389",
        "120.447,36.389",
        "120.447 36.389",
        "36.389, 120.447",
        "N36.389 E120.447",
        "120.447E 36.389N",
        "东经120.447 北纬36.389",
        "东经120.447度，北纬36.389度",
        "120°26′49.2″E 36°23′20.4″N",
        "120°26'49.2\" 36°23'20.4\"",
        "120度26分49.2秒，36度23分20.4秒",
        "120 26 49.2 36 23 20.4",
        "120°26.82′, 36°23.34′",
        "40540104.43, 4028799.94",
        "4028799.94, 40540104.43",
        "540104.43 4028799.94 40带",
        "540104.43, 4028799.94 zone 40",
        "CGCS2000 540104.43, 4028799.94 CM 120",
        "WGS84 120.447, 36.389",
        "GCJ-02 120.452086, 36.389331",
        "高德坐标：120.452086,36.389331",
        "火星 36.389331, 120.452086",
        "BD-09 120.458593, 36.395376",
        "百度 120.458593,36.395376",
        "UTM 51N 271016.87 4030123.37",
    ],
)
def test_every_form_leads_to_the_same_place(text):
    place = place_read(text)
    assert looks_like_coordinates(text)
    assert place.lon_deg == pytest.approx(120.447, abs=1e-6)
    assert place.lat_deg == pytest.approx(36.389, abs=1e-6)


def test_south_and_west_are_negative_by_letter_or_by_sign():
    for text in ("70.5W 33.25S", "-70.5, -33.25", "S33°15′ W70°30′"):
        assert place_read(text) == LonLat(-70.5, -33.25)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "two numbers"),
        ("120.447", "two numbers"),
        ("95, 95", "out of range"),
        ("200, 36", "out of range"),
        ("540104.43 4028799.94", "which zone"),
        ("99540104.43, 4028799.94", "no zone 99"),
        ("540104.43 4028799.94 zone 12", "no zone 12"),
        ("40000012.00, 4028799.94", "outside the zone"),
        ("120°75′, 36°", "less than 60"),
        ("120E 36E", "same direction"),
        ("BD-09 40540104.43, 4028799.94", "with degrees"),
        ("UTM 51N 5", "write UTM"),
        ("40540104.43 4028799.94 12", "two numbers"),
    ],
)
def test_what_cannot_be_a_place_is_refused_in_words(text, says):
    with pytest.raises(BadInput) as bad:
        place_read(text)
    assert bad.value.code == "bad_coordinates"
    assert says in bad.value.words.en
    assert bad.value.words.zh


@pytest.mark.parametrize(
    "text", ["M00012", "2026-0042", "0042 12", "12号楼3单元", "张三", "zs", "120.447", "E0101"]
)
def test_numbers_of_things_are_no_coordinates(text):
    assert not looks_like_coordinates(text)


@given(st.text(alphabet="0123456789 .,°′″EWNSzoneCMutmgcjbd带度-+", max_size=40))
def test_whatever_is_typed_ends_in_a_place_or_in_words(text):
    looks_like_coordinates(text)
    with suppress(BadInput):
        assert abs(place_read(text).lat_deg) <= 90


@settings(max_examples=200)
@given(
    st.tuples(st.floats(-179.9, 179.9), st.floats(-84.9, 84.9)),
    st.tuples(st.floats(0, 3840), st.floats(0, 2160)),
    st.floats(0.075, 20_000),
)
def test_from_the_screen_to_degrees_and_back_is_the_same_pixel(centre, at_px, m_per_px):
    middle = to_mercator([centre])[0].tolist()
    view = Viewport((middle[0], middle[1]), m_per_px, (3840, 2160))
    plane = view.to_map([at_px])
    assert view.to_screen(plane)[0] == pytest.approx(at_px, abs=1e-5)
    lonlat = to_lonlat(plane)
    again = to_lonlat(view.to_map(view.to_screen(to_mercator(lonlat))))
    off = np.abs(again - lonlat)
    assert off[0, 1] <= 1e-7 or abs(lonlat[0, 1]) > 85.05
    assert min(off[0, 0], 360 - off[0, 0]) <= 1e-7
