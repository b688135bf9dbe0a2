"""Promises about instants as foreign files write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from models.domain.error import BadInput
from models.intake.foreign_time import foreign_time

PACIFIC = "America/Los_Angeles"
AMERICAN = "%m/%d/%Y %I:%M:%S %p"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("12/31/2016 11:59:59 PM", datetime(2017, 1, 1, 7, 59, 59, tzinfo=UTC)),
        ("01/01/2017 12:00:00 AM", datetime(2017, 1, 1, 8, 0, 0, tzinfo=UTC)),
        ("07/01/2017 12:00:00 PM", datetime(2017, 7, 1, 19, 0, 0, tzinfo=UTC)),
    ],
)
def test_local_text_means_the_zone_of_the_file_through_midnight_and_new_year(
    text: str, wanted: datetime
) -> None:
    assert foreign_time(PACIFIC, [AMERICAN]).read(text) == wanted


@pytest.mark.parametrize(
    ("format_", "text"),
    [
        ("iso", "2017-01-01T16:00:00+08:00"),
        ("iso", "2017-01-01 00:00:00"),
        ("unix_s", "1483257600"),
        ("unix_ms", "1483257600000"),
    ],
)
def test_other_writings_of_one_instant_are_the_same(format_: str, text: str) -> None:
    assert foreign_time(PACIFIC, [format_]).read(text) == datetime(2017, 1, 1, 8, tzinfo=UTC)


def test_the_first_format_that_fits_is_taken() -> None:
    reader = foreign_time("UTC", [AMERICAN, "iso"])
    assert reader.read("2017-01-01T00:00:00") == datetime(2017, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["31/12/2016 11:00:00 PM", "soon", "01/01/0017 12:00:00 AM", "2016-12-31"]
)
def test_what_is_no_time_is_named(text: str) -> None:
    with pytest.raises(BadInput, match=text):
        foreign_time(PACIFIC, [AMERICAN]).read(text)


def test_the_hour_that_clocks_leap_over_is_no_time() -> None:
    with pytest.raises(BadInput, match="leap over"):
        foreign_time(PACIFIC, [AMERICAN]).read("03/12/2017 02:30:00 AM")


def test_the_hour_that_clocks_show_twice_means_its_first_pass() -> None:
    at = foreign_time(PACIFIC, [AMERICAN]).read("11/05/2017 01:30:00 AM")
    assert at == datetime(2017, 11, 5, 8, 30, tzinfo=UTC)
