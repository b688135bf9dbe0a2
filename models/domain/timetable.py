"""By what a district's members are rostered: the zone that their days are of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from datetime import datetime, tzinfo


def _shanghai() -> ZoneInfo:
    return ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Timetable:
    """The zone of a district."""

    zone: tzinfo = field(default_factory=_shanghai)

    def local(self, at: datetime) -> datetime:
        """An instant in the district's zone."""
        return at.astimezone(self.zone)
