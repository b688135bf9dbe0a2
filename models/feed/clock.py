"""Clocks: the only reader of real time, and one that tests drive by hand."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the home's time and measures durations."""

    def now(self) -> datetime:
        """The home's present instant, aware UTC."""

    def steady_s(self) -> float:
        """Seconds on a clock that never jumps; its zero means nothing."""


class SystemClock:
    """The wall clock of this machine, bent to the home's by an origin and a rate.

    A home in `running` mode gives its origin pair and rate; a `real` one is 1:1.
    Between two readings of the database the home's time is interpolated here, so that
    nobody has to ask the server what time it is.
    """

    def __init__(
        self,
        origin_real: datetime | None = None,
        origin_home: datetime | None = None,
        rate: float = 1.0,
    ) -> None:
        now = datetime.now(UTC)
        self._real = origin_real or now
        self._home = origin_home or self._real
        self._rate = rate

    def now(self) -> datetime:
        """The home's present instant, aware UTC."""
        return self._home + (datetime.now(UTC) - self._real) * self._rate

    def steady_s(self) -> float:
        """Monotonic seconds of this process's machine."""
        return time.monotonic()


@dataclass(slots=True)
class ManualClock:
    """A clock that stands until it is moved."""

    at: datetime
    seconds: float = 0.0

    def now(self) -> datetime:
        """The instant it was put to."""
        return self.at

    def steady_s(self) -> float:
        """Seconds it was moved by so far."""
        return self.seconds

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.at += timedelta(seconds=seconds)
        self.seconds += seconds
