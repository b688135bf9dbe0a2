"""Instants as foreign files write them: local text of a zone, ISO 8601, Unix counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NoReturn
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

COUNTS = {"unix_s": 1, "unix_ms": 1_000, "unix_us": 1_000_000}
"""Formats that count from the epoch, and how many there are in a second."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_YEAR, _LAST_YEAR = 1970, 2099


@dataclass(frozen=True, slots=True)
class ForeignTime:
    """How a file writes instants; the first format that fits a text is taken.

    `formats`: `iso`, one of `COUNTS`, or patterns of `strptime`. Text without an offset is
    local time in `zone`. In the hour that a clock shows twice the first pass is meant; text
    in the hour that it leaps over is no instant.
    """

    zone: ZoneInfo
    formats: tuple[str, ...]

    def read(self, text: str) -> datetime:
        """The aware UTC instant of a text.

        Raises
        ------
        BadInput
            `bad_time`, where no format fits or the instant cannot be.
        """
        for pattern in self.formats:
            try:
                at = _parsed(text, pattern)
            except (ValueError, OverflowError):
                continue
            return self._placed(at, text)
        shown = ", ".join(self.formats)
        return _bad(
            f"{text!r} 不是时间（格式 {shown}）", f"{text!r} is no time in the form {shown}"
        )

    def _placed(self, at: datetime, text: str) -> datetime:
        if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
            _bad(
                f"{text!r} 不在 {_FIRST_YEAR} 至 {_LAST_YEAR} 年之间",
                f"{text!r} does not lie in {_FIRST_YEAR} to {_LAST_YEAR}",
            )
        if at.tzinfo is not None:
            return at.astimezone(UTC)
        instant = at.replace(tzinfo=self.zone).astimezone(UTC)
        if instant.astimezone(self.zone).replace(tzinfo=None) != at:
            _bad(
                f"{self.zone} 没有 {text!r} 这一时刻（夏令时跳过）",
                f"{self.zone} has no {text!r}: the clocks leap over it",
            )
        return instant


def foreign_time(zone: str, formats: Sequence[str]) -> ForeignTime:
    """A reader of instants.

    Raises
    ------
    BadInput
        `bad_zone`, `bad_time_format`.
    """
    try:
        found = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadInput(
            "bad_zone", Words(f"未知时区 {zone!r}", f"there is no time zone {zone!r}")
        ) from None
    wrong = [one for one in formats if one != "iso" and one not in COUNTS and "%" not in one]
    if wrong or not formats:
        shown = ", ".join(wrong)
        raise BadInput(
            "bad_time_format",
            Words(
                f"未知的时间格式 {shown!r}；可用 iso、unix_s、unix_ms、unix_us，"
                "或 %Y-%m-%d %H:%M:%S 一类",
                f"unknown time format {shown!r}; use iso, unix_s, unix_ms, unix_us or a"
                " pattern such as %Y-%m-%d %H:%M:%S",
            ),
        )
    return ForeignTime(found, tuple(formats))


def _parsed(text: str, pattern: str) -> datetime:
    if pattern == "iso":
        return datetime.fromisoformat(text)
    if pattern in COUNTS:
        return _EPOCH + timedelta(seconds=float(text) / COUNTS[pattern])
    return datetime.strptime(text, pattern)  # noqa: DTZ007 - the caller puts a local time's zone


def _bad(zh: str, en: str) -> NoReturn:
    raise BadInput("bad_time", Words(zh, en))
