"""Candidates of a suggestion as rows of a list: who, how far, why, and what that is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from console.actions.offices import Office
from console.actions.suggesting import id_of
from console.actions.whereabouts import distance_to, sighting
from console.state.travel_words import minutes_words
from console.state.words import ago_words, availability_words
from console.tables.pick_list import PickRow
from maps.canvas.overlays import distance_words
from models.analysis.suggestion import reason_words
from models.domain.dispatching import Verdict
from models.picture.query import load_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from uuid import UUID

    from console.actions.ranking import Candidate
    from console.actions.suggesting import Pick
    from console.state.session import Session
    from models.analysis.suggestion import Ground
    from models.domain.error import Language, Words
    from models.domain.ids import MemberId
    from models.domain.member import Member
    from models.domain.place import LonLat

_TONES: Final = {Verdict.ELIGIBLE: "green", Verdict.WARN: "yellow", Verdict.BLOCKED: "red"}
LEFT_OUT: Final = "left out"
"""The key of the row that opens those who are not offered."""
_MOST_NUMBERED: Final = 9
_STOPS: Final = ".。"
"""Of the sentences of reasons, which stand in one line here."""
_MOST_LEFT_OUT: Final = 300
"""A list of more is found by typing."""


def pick_row(pick: Pick, place: int, marked: Collection[UUID], language: Language) -> PickRow:
    """One pick; `place` from 0 gives the digit that takes it."""
    number = str(place + 1) if place < _MOST_NUMBERED else ""
    title, aside, first = _office(pick) if isinstance(pick, Office) else _member(pick)
    against = pick.answer.verdict is not Verdict.ELIGIBLE
    reasons = (
        [words.in_(language).rstrip(_STOPS) for words in pick.reasons]
        if against
        else [_worth(ground, language) for ground in _shown(pick)]
    )
    return PickRow(
        id_of(pick),
        title,
        " · ".join(
            part
            for part in (*first, QCoreApplication.translate("Candidates", "; ").join(reasons))
            if part
        ),
        aside,
        _TONES[pick.answer.verdict],
        marked=id_of(pick) in marked,
        number=number,
        tip=_tip(pick, language),
    )


def _member(pick: Candidate) -> tuple[str, str, tuple[str, ...]]:
    member, distance, age = pick.member, pick.distance_m, pick.fix_age_s
    facts = (
        minutes_words(pick.way) if pick.way is not None else "",
        distance_words(distance)
        if distance is not None
        else QCoreApplication.translate("Candidates", "place unknown"),
        f"{pick.load}/{member.capacity}",
    )
    seen = (
        QCoreApplication.translate("Candidates", "fix {0}").format(ago_words(age))
        if age is not None
        else ""
    )
    title = f"{member.name}  {member.number}" if member.name else member.number
    aside = "   ".join(fact for fact in facts if fact)
    return title, aside, (availability_words(pick.availability), seen)


def _office(pick: Office) -> tuple[str, str, tuple[str, ...]]:
    department = pick.department
    load = QCoreApplication.translate("Candidates", "{0} in hand").format(pick.load)
    return (
        f"{department.name}  {department.code}",
        load,
        (QCoreApplication.translate("Candidates", "department"),),
    )


def _shown(pick: Pick) -> list[Ground]:
    """The grounds a row does not show in a column of its own."""
    hidden = {"task", "fix_age", "unplaced", "department"}
    return [ground for ground in pick.grounds if ground.code not in hidden]


def _worth(ground: Ground, language: Language) -> str:
    words = ground.words.in_(language)
    return f"{words} ({ground.minutes:+.0f})" if round(ground.minutes) else words


def _tip(pick: Pick, language: Language) -> str:
    """The whole sum, one ground a line."""
    lines = [f"{ground.minutes:+.1f}  {ground.words.in_(language)}" for ground in pick.grounds]
    way = None if isinstance(pick, Office) else pick.way
    if way is not None and way.seconds is not None:
        words = QCoreApplication.translate("Candidates", "the way")
        lines.insert(0, f"{way.seconds / 60:+.1f}  {words}")
    return "\n".join(
        [
            QCoreApplication.translate("Candidates", "Minutes that count, the least first:"),
            *lines,
        ]
    )


def left_out_row(left_out: Mapping[str, tuple[MemberId, ...]], language: Language) -> PickRow:
    """The last row: how many are not offered, by reason."""
    count = sum(map(len, left_out.values()))
    parts = [
        f"{len(who)} {reason_words(reason).in_(language)}" for reason, who in left_out.items()
    ]
    title = QCoreApplication.translate("Candidates", "{0} left out").format(count)
    return PickRow(
        LEFT_OUT,
        title,
        " · ".join(parts),
        QCoreApplication.translate("Candidates", "Enter shows them"),
    )


def left_out_rows(
    session: Session, place: LonLat | None, left_out: Mapping[str, tuple[MemberId, ...]]
) -> list[PickRow]:
    """Those who are not offered, each with reason, distance and load; reason by reason."""
    members, language = session.frame.picture.members, session.seat.language
    rows = [
        PickRow(
            member.id,
            f"{member.name}  {member.number}",
            _reason(reason, language),
            _aside(session, place, member),
        )
        for reason, who in left_out.items()
        for member in (members.get(one) for one in who[:_MOST_LEFT_OUT])
        if member is not None
    ]
    return rows[:_MOST_LEFT_OUT]


def _aside(session: Session, place: LonLat | None, member: Member) -> str:
    away_m = distance_to(place, sighting(session.frame, member))
    load = f"{load_of(session.frame.picture, member)}/{member.capacity}"
    return load if away_m is None else f"{distance_words(away_m)}   {load}"


def _reason(code: str, language: Language) -> str:
    words: Words = reason_words(code)
    return words.in_(language)
