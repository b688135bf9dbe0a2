"""An instant is said as people near it would say it."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from models.domain.moment import moment

ZONE = ZoneInfo("Asia/Shanghai")
FRIDAY = datetime(2026, 11, 27, 18, 0, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("2026-11-27T17:30", "17:30", "17:30"),
        ("2026-11-28T00:00", "24:00", "24:00"),
        ("2026-12-02T08:30", "周三 08:30", "Wed 08:30"),
        ("2026-11-30T00:00", "周日 24:00", "Sun 24:00"),
        ("2026-12-25T08:30", "12-25 08:30", "12-25 08:30"),
        ("2026-11-27T00:00", "00:00", "00:00"),
    ],
)
def test_today_a_clock_this_week_a_weekday_else_a_date(text: str, zh: str, en: str) -> None:
    said = moment(datetime.fromisoformat(text).replace(tzinfo=ZONE), FRIDAY)
    assert (said.zh, said.en) == (zh, en)


def test_what_begins_at_midnight_begins_with_the_day_that_comes() -> None:
    midnight = datetime(2026, 11, 28, tzinfo=ZONE)
    said = moment(midnight, FRIDAY, is_begin=True)
    assert (said.zh, said.en) == ("周六 00:00", "Sat 00:00")
