"""The category tree: what kinds of incident there are, their limits and who answers for them.

The national list is in `resources/event_categories.csv` (source marks and cautions
in its `source` column); a user edits it, so nothing here depends on a code.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Urgency(StrEnum):
    """How fast an incident must be answered; decides which step limits hold."""

    GENERAL = "general"
    URGENT = "urgent"
    EMERGENCY = "emergency"

    @property
    def rank(self) -> int:
        """0 general, 1 urgent, 2 emergency."""
        return list(Urgency).index(self)


OTHER = "E9901"
"""其他事件, the class of whatever has no class of its own."""


@dataclass(frozen=True, slots=True)
class Category:
    """A minor class (小类) under its major class (大类).

    Limits are written as in the field: `4WH` working hours, `3WD` working days,
    `2H` clock hours, `30MIN`, `IMMEDIATE`; empty where there is none. `verify`: somebody
    looks by themselves at what the public or a device reports.
    """

    code: str
    major_code: str
    major_zh: str
    major_en: str
    zh: str
    en: str
    response_limit: str
    handle_limit: str
    danger_limit: str
    departments: str
    lowest_level: str
    urgency: Urgency
    self_handle: bool
    restricted: bool
    source: str
    verify: bool = False
