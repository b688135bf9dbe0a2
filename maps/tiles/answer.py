"""What a server of tiles answered: is it a tile, how long may it be kept, when to ask again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from maps.tiles.manners import Outcome, outcome_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from maps.tiles.base_map import BaseMap

MOST_BYTES: Final = 4 << 20
"""A tile is never so large; what is, is cut off."""
_LEAST_KEPT_S: Final = 3600.0
"""Servers that say `max-age=0` for want of thought must not be asked at each step."""
_DAY_S: Final = 86_400.0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer taken apart. `keep_s` is 0 where it may not be kept on a disk."""

    outcome: Outcome
    data: bytes = b""
    keep_s: float = 0.0
    retry_after_s: float | None = None


def answer_of(
    status: int,
    headers: dict[str, str],
    data: bytes,
    base: BaseMap,
    size_of: Callable[[bytes], tuple[int, int] | None],
    now_s: float,
) -> Answer:
    """Take an answer apart.

    Parameters
    ----------
    status
        The HTTP status, 0 where none came.
    headers
        By their names in lower case.
    size_of
        Tells the size of an image from its bytes, None for what is no image.
    now_s
        Seconds since the epoch.
    """
    outcome = outcome_of(status)
    if outcome is Outcome.TILE:
        if not data:
            outcome = Outcome.ABSENT
        elif len(data) > MOST_BYTES or size_of(data) is None:
            outcome = Outcome.ODD
    retry_s = _retry_after_s(headers.get("retry-after", ""), now_s)
    if outcome is not Outcome.TILE:
        return Answer(outcome, retry_after_s=retry_s)
    return Answer(outcome, data, _keep_s(headers.get("cache-control", ""), base), retry_s)


def _keep_s(cache_control: str, base: BaseMap) -> float:
    if "no-store" in cache_control.lower() or not base.keep_days:
        return 0.0
    longest_s = base.keep_days * _DAY_S
    said = re.search(r"max-age=(\d{1,12})", cache_control.lower())
    return min(longest_s, max(_LEAST_KEPT_S, float(said[1]))) if said else longest_s


def _retry_after_s(text: str, now_s: float) -> float | None:
    text = text.strip()
    if re.fullmatch(r"\d{1,9}", text):
        return float(text)
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now_s)
    except (ValueError, TypeError, OverflowError):
        return None
