"""How a server of tiles is treated: what may be asked now, and what its answers mean.

Pure: the clock is given. A server that refuses, has had enough, or does not answer is left
alone, longer each time; one request then tries whether it is well again. A tile that is not
there is no failure: it is remembered by the cache and never a reason to ask more.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LONGEST_S: Final = 6 * 3600.0
_ODD_IN_A_ROW: Final = 3
"""One answer that is no image is a broken tile; so many in a row are a broken server."""


class Outcome(StrEnum):
    """What came of a request."""

    TILE = "tile"
    ABSENT = "absent"
    """404, 410, or an empty answer."""
    REFUSED = "refused"
    """401, 403: the key, the address or the country."""
    ENOUGH = "enough"
    """418, 429: the quota of the day or of the minute."""
    ODD = "odd"
    """An answer that is no image, or too large for one."""
    AWAY = "away"
    """No answer, a slow one, or the server's own trouble."""


_FIRST_S: Final = {
    Outcome.REFUSED: 900.0,
    Outcome.ENOUGH: 60.0,
    Outcome.ODD: 60.0,
    Outcome.AWAY: 2.0,
}
_LAST_S: Final = {
    Outcome.REFUSED: LONGEST_S,
    Outcome.ENOUGH: 3600.0,
    Outcome.ODD: 3600.0,
    Outcome.AWAY: 300.0,
}


def outcome_of(status: int) -> Outcome:
    """What an HTTP status means; 0 where no answer came."""
    if status == 200:
        return Outcome.TILE
    if status in {204, 404, 410}:
        return Outcome.ABSENT
    if status in {401, 403, 407, 451}:
        return Outcome.REFUSED
    return Outcome.ENOUGH if status in {418, 429} else Outcome.AWAY


@dataclass(slots=True)
class Manners:
    """One server: how many requests are on their way, and since when it is left alone.

    Instants are seconds of any clock that only goes forwards. Invariants: never more than
    `parallel` requests at once; while `trouble` is set one alone, and none before `until_s`.
    """

    parallel: int
    running: int = 0
    until_s: float = 0.0
    trouble: Outcome | None = None
    _in_a_row: int = 0
    _odd: int = 0

    def may_ask(self, now_s: float) -> bool:
        """Whether a request may go out now."""
        most = self.parallel if self.trouble is None else 1
        return self.running < most and now_s >= self.until_s

    def wait_s(self, now_s: float) -> float:
        """How long the server is left alone from now on, seconds."""
        return max(0.0, self.until_s - now_s)

    def asked(self) -> None:
        """A request went out."""
        self.running += 1

    def answered(
        self, outcome: Outcome, now_s: float, retry_after_s: float | None = None
    ) -> None:
        """A request came to its end.

        `retry_after_s` is what the server itself asked for; it is given at least that.
        """
        self.running -= 1
        if outcome in {Outcome.TILE, Outcome.ABSENT}:
            self.trouble, self._in_a_row, self._odd = None, 0, 0
            return
        self._odd = self._odd + 1 if outcome is Outcome.ODD else 0
        if outcome is Outcome.ODD and self._odd < _ODD_IN_A_ROW:
            return
        if now_s < self.until_s and self.trouble is not None:
            return  # asked before the server was left alone: the same bad news once more
        self.trouble = outcome
        pause_s = min(_LAST_S[outcome], _FIRST_S[outcome] * 2.0**self._in_a_row)
        self._in_a_row = min(self._in_a_row + 1, 30)
        if retry_after_s is not None:
            pause_s = max(pause_s if outcome is Outcome.REFUSED else 1.0, retry_after_s)
        self.until_s = now_s + min(pause_s, LONGEST_S)
