"""Who is rostered for which shift: a member's days ahead, set as one value."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from models.desk.guard import known_member, require_role
from models.domain.command import Done
from models.domain.error import BadInput, Words
from models.domain.rest import short_rests
from models.domain.rights import COMMANDS
from models.domain.timetable import (
    MOST_DAYS,
    OFF,
    UNSAID,
    days_of,
    rota_text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from models.desk.port import UnitOfWork
    from models.domain.command import Command
    from models.domain.member import Member
    from models.domain.timetable import SetRota

_KEPT: Final = timedelta(days=2)
"""Days that are over for longer say nothing any more: the night shift before is still told."""
_AHEAD: Final = timedelta(days=MOST_DAYS - 1) - _KEPT


def set_rota(intent: SetRota, command: Command, work: UnitOfWork) -> Done:
    """Roster a member; what is over is let go of, the same again changes nothing."""
    require_role(command, COMMANDS["set-rota"], "set-rota")
    old = known_member(work, intent.member)
    today = work.now().astimezone(work.calendar().zone).date()
    days = days_kept(days_of(intent.rota), today)
    _require_known(days, work)
    _require_rest(old, days, work)
    rota = rota_text(days)
    if rota == old.rota:
        return work.commit(Done(0, old.id, old.number, old.version, old.duty.value))
    new = replace(old, version=old.version + 1, rota=rota)
    work.record("rota-set", old, new)
    return work.commit(Done(0, new.id, new.number, new.version, new.duty.value))


def days_kept(days: Mapping[date, str], today: date) -> dict[date, str]:
    """Those days of a rota that still say something.

    Raises
    ------
    BadInput
        `rota_too_far`, naming the last.
    """
    kept = {day: code for day, code in days.items() if day >= today - _KEPT}
    words = too_far(max(kept), today) if kept else None
    if words is not None:
        raise BadInput("rota_too_far", words)
    return kept


def too_far(day: date, today: date) -> Words | None:
    """Why nobody is rostered for a day yet; None where one may be."""
    if day <= today + _AHEAD:
        return None
    return Words(
        f"排班最多到 {_AHEAD.days} 天之后（{today + _AHEAD}），现到 {day}",
        f"shifts are rostered {_AHEAD.days} days ahead at the most ({today + _AHEAD}), "
        f"not up to {day}",
    )


def _require_rest(old: Member, days: Mapping[date, str], work: UnitOfWork) -> None:
    shifts = {one.code: one for one in work.rulebook().shifts}
    least_s = work.settings().least_rest_h * 3600
    short = next(short_rests(days, days_of(old.rota), shifts, least_s), None)
    if short is not None:
        zh, en = f"{old.number}：{short.words.zh}", f"{old.number}: {short.words.en}"
        raise BadInput("too_little_rest", Words(zh, en))


def _require_known(days: dict[date, str], work: UnitOfWork) -> None:
    known = {OFF, UNSAID, *(one.code for one in work.rulebook().shifts)}
    for day, code in days.items():
        if code not in known:
            listed = ", ".join(sorted(known))
            raise BadInput(
                "unknown_shift",
                Words(
                    f"{day} 没有班次 {code}；可用：{listed}",
                    f"{day}: there is no shift {code}; use {listed}",
                ),
            )
