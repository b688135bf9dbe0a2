"""Whom the roster shows, and by what it puts them together."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Grouping(StrEnum):
    """What members are put together by."""

    TOWN = "town"
    COMMUNITY = "community"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class RosterFilter:
    """Whom the roster shows; `text` looks in name, number, skills and shift."""

    text: str = ""
    on_duty: bool = False
    free: bool = False
    away: bool = False
