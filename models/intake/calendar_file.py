"""The working calendar's file: TOML as in `resources/calendar.toml`, read into its value."""

from __future__ import annotations

import tomllib
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from models.domain.deadline import Period, WorkCalendar
from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_TOP = frozenset({"zone", "week", "holiday"})
_HOLIDAY = frozenset({"name", "first", "last", "workdays"})
_LONGEST_HOLIDAY_DAYS = 60


def read_calendar(text: str) -> WorkCalendar:
    """The calendar that a file's text describes.

    Raises
    ------
    BadInput
        `bad_calendar`, naming the key that is missing, unknown or wrong.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        _bad("TOML", f"不是 TOML 文件（{error}）", f"this is no TOML ({error})")
    _known(document, _TOP, "")
    week = document.get("week")
    if not isinstance(week, dict):
        _bad("week", "缺少 [week] 表", "the table [week] is missing")
    _known(week, frozenset(WEEKDAYS), "week.")
    holidays, workdays = _exceptions(document.get("holiday", []))
    return WorkCalendar(
        weekly=tuple(_periods(week.get(day, []), f"week.{day}") for day in WEEKDAYS),
        zone=_zone(document.get("zone", "Asia/Shanghai")),
        holidays=holidays,
        workdays=workdays,
    )


def _zone(name: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        _bad("zone", f"未知时区 {name!r}", f"there is no time zone {name!r}")


def _periods(texts: object, key: str) -> tuple[Period, ...]:
    return tuple(_period(text, key) for text in _listed(texts, key))


def _period(text: object, key: str) -> Period:
    begin, _, end = str(text).partition("-")
    try:
        return Period(_clock_s(begin), _clock_s(end))
    except (ValueError, BadInput):
        _bad(
            key,
            f"{text!r} 不是时段，应形如 08:30-12:00",
            f"{text!r} is no period such as 08:30-12:00",
        )


def _clock_s(text: str) -> int:
    hours, minutes = text.strip().split(":")
    if not 0 <= int(minutes) < 60:
        raise ValueError(text)
    return int(hours) * 3600 + int(minutes) * 60


def _exceptions(entries: object) -> tuple[frozenset[date], frozenset[date]]:
    holidays: set[date] = set()
    workdays: set[date] = set()
    for number, entry in enumerate(_listed(entries, "holiday"), 1):
        key = f"holiday {number}"
        if not isinstance(entry, dict):
            _bad(key, "应为 [[holiday]] 表", "it must be a [[holiday]] table")
        _known(entry, _HOLIDAY, f"{key}.")
        first = _date(entry.get("first"), f"{key}.first")
        last = _date(entry.get("last", first), f"{key}.last")
        if not 0 <= (last - first).days < _LONGEST_HOLIDAY_DAYS:
            _bad(
                f"{key}.last",
                f"{last} 须不早于 {first}，且不超过 {_LONGEST_HOLIDAY_DAYS} 天",
                f"{last} must follow {first} within {_LONGEST_HOLIDAY_DAYS} days",
            )
        holidays.update(first + timedelta(days=n) for n in range((last - first).days + 1))
        made_up = _listed(entry.get("workdays", []), f"{key}.workdays")
        workdays.update(_date(day, f"{key}.workdays") for day in made_up)
    return frozenset(holidays), frozenset(workdays)


def _date(value: object, key: str) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        _bad(key, f"{value!r} 不是日期，应形如 2026-10-01", f"{value!r} is no date: 2026-10-01")
    return value


def _listed(value: object, key: str) -> list[object]:
    if not isinstance(value, list):
        _bad(key, "应为列表", "it must be a list")
    return value


def _known(table: Mapping[str, Any], keys: frozenset[str], where: str) -> None:
    for key in table:
        if key not in keys:
            _bad(
                f"{where}{key}",
                f"没有这一项；可用：{'、'.join(sorted(keys))}",
                f"no such key; known are {', '.join(sorted(keys))}",
            )


def _bad(key: str, zh: str, en: str) -> NoReturn:
    words = Words(f"工作日历 {key}：{zh}。", f"working calendar, {key}: {en}.")
    raise BadInput("bad_calendar", words)
