"""Who of a fictional district serves when: two weeks of shifts, and a few leaves."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from models.domain.ids import LeaveId
from models.domain.leave import AskLeave, LeaveKind
from models.domain.member import Duty
from models.domain.timetable import OFF, SetRota, rota_text
from models.simulation.chance import seeded_uuid

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from models.domain.command import Enrol, Intent

_DAYS: Final = 15
_AT_WORK: Final = ("D", "D", "D", "B", "E")
"""What those on duty at the opening serve today: day mostly, else a shift of a round."""
_ROUNDS: Final = {"D": "DDDDD--", "B": "BBCC--AA", "E": "EELL--", "L": "LL--EE", "N": "N--"}
"""What follows: a week of days, four teams in three shifts, early and late, nights."""
_RESTING: Final = ("N", "L", OFF)
_ASKS_EVERY: Final = 29
_KINDS: Final = (LeaveKind.ANNUAL, LeaveKind.SICK, LeaveKind.TRAINING, LeaveKind.PERSONAL)


def shifts_of(members: Sequence[Enrol], seed: int, opening: datetime) -> Iterator[Intent]:
    """What they are rostered for from the day before the opening; leaves granted and asked.

    `opening` is in the district's zone.
    """
    today = opening.date()
    for index, member in enumerate(members):
        yield SetRota(member=member.member, rota=_rota(member, index, today))
        leave = _leave(member, index, seed, opening)
        if leave is not None:
            yield leave


def _rota(member: Enrol, index: int, today: date) -> str:
    is_resting = member.duty is Duty.OFF
    among = _RESTING if is_resting else _AT_WORK
    first = among[index % len(among)]
    turn = _ROUNDS.get(first, _ROUNDS["D"][::-1])
    # The round begins today with the shift that fits the member's duty, and goes both ways.
    return rota_text(
        {today + timedelta(days=n): turn[n % len(turn)] for n in range(-1, _DAYS - 1)}
    )


def _leave(member: Enrol, index: int, seed: int, opening: datetime) -> AskLeave | None:
    midnight = datetime.combine(opening.date(), time(), opening.tzinfo)
    is_away = member.duty is Duty.OFF and index % 2 == 0
    if not is_away and index % _ASKS_EVERY != 7:
        return None
    begins_at = midnight + timedelta(days=0 if is_away else 3 + index % 5)
    return AskLeave(
        verb="give-leave" if is_away else "ask-leave",
        member=member.member,
        leave=LeaveId(seeded_uuid(seed, "leave", index)),
        kind=_KINDS[index % len(_KINDS)],
        begins_at=begins_at,
        ends_at=begins_at + timedelta(days=1 + index % 4),
    )
