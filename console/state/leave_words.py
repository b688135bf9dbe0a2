"""Leave and shifts in words: of what kind, how far a leave has come, when they end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from console.state.words import availability_words
from models.domain.error import Words
from models.domain.leave import LeaveKind, LeaveState, leave_at
from models.domain.moment import moment, weekday_words
from models.domain.timetable import UNSAID

if TYPE_CHECKING:
    from datetime import datetime

    from console.state.session import Session
    from models.domain.error import Language
    from models.domain.leave import Leave
    from models.domain.member import Member
    from models.domain.timetable import Shift
    from models.picture.query import Availability

KINDS: Final = {
    LeaveKind.ANNUAL: Words("年假", "Annual"),
    LeaveKind.SICK: Words("病假", "Sick"),
    LeaveKind.PERSONAL: Words("事假", "Personal"),
    LeaveKind.TRAINING: Words("培训", "Training"),
    LeaveKind.OTHER: Words("其他", "Other"),
}
"""The kinds, as an answer offers them and a line names them."""
_ON_SHIFT: Final = Words("当班", "on shift")
_STATE: Final = {
    LeaveState.ASKED: QT_TRANSLATE_NOOP("Leave", "to be decided"),
    LeaveState.GRANTED: QT_TRANSLATE_NOOP("Leave", "granted"),
    LeaveState.DENIED: QT_TRANSLATE_NOOP("Leave", "denied"),
    LeaveState.WITHDRAWN: QT_TRANSLATE_NOOP("Leave", "withdrawn"),
}


def leave_words(session: Session, leave: Leave) -> str:
    """A leave in one line: kind, span, how far it has come, by whom."""
    language, local = session.seat.language, session.reference.timetable.local
    span = span_words(leave, local(session.frame.now), language)
    state = QCoreApplication.translate("Leave", str(_STATE[leave.state]))
    by = leave.decided_by or leave.asked_by
    return f"{KINDS[leave.kind].in_(language)} {span} · {state} · {by}"


def away_words(session: Session, member: Member) -> str:
    """That a member is on leave and until when; nothing where they are not."""
    leave = leave_at(member.leaves, session.frame.now)
    if leave is None:
        return ""
    at = session.reference.timetable.local(session.frame.now)
    until = moment(leave.ends_at, at).in_(session.seat.language)
    return QCoreApplication.translate("Leave", "On leave until {0}").format(until)


def span_words(leave: Leave, at: datetime, language: Language) -> str:
    """From when until when, as said at an instant in the district's zone."""
    ends = moment(leave.begins_at, at, is_begin=True), moment(leave.ends_at, at)
    return " – ".join(one.in_(language) for one in ends)


def shift_words(session: Session, member: Member) -> str:
    """The present shift and its end, else that there is none; the next one. Empty: unknown."""
    timetable, language = session.reference.timetable, session.seat.language
    at = timetable.local(session.frame.now)
    turns = timetable.turns(member.rota, at)
    if turns is None:
        return ""
    said = QCoreApplication.translate("Shift", "Off shift")
    if turns.now is not None:
        pattern = QCoreApplication.translate("Shift", "{0} shift until {1}")
        name, until = turns.now.shift.words, moment(turns.now.ends_at, at)
        said = pattern.format(name.in_(language), until.in_(language))
    if turns.next is None:
        return said
    begins = moment(turns.next.begins_at, at, is_begin=True)
    name = turns.next.shift.words
    pattern = QCoreApplication.translate("Shift", "next {0} ({1})")
    return f"{said} · {pattern.format(begins.in_(language), name.in_(language))}"


def state_words(session: Session, member: Member, state: Availability) -> str:
    """Whether a member can take more; of one who serves, when the shift ends or that it has."""
    until = until_words(session, member, state)
    return f"{availability_words(state)} · {until}" if until else availability_words(state)


def until_words(session: Session, member: Member, state: Availability) -> str:
    """When the shift of one who serves ends, or that it has; empty where nobody knows."""
    if not state.is_on_duty:
        return ""
    timetable = session.reference.timetable
    at = timetable.local(session.frame.now)
    turns = timetable.turns(member.rota, at)
    if turns is None:
        return ""
    if turns.now is None:
        return QCoreApplication.translate("Shift", "off shift")
    return moment(turns.now.ends_at, at).in_(session.seat.language)


def is_on_shift(session: Session, member: Member) -> bool:
    """Whether a shift of the member's runs now."""
    return _shift_now(session, member) is not None


def shift_terms(session: Session, member: Member) -> tuple[str, ...]:
    """What finds a member by the present shift, in both languages; nothing where none runs."""
    shift = _shift_now(session, member)
    found = () if shift is None else (shift.words, _ON_SHIFT)
    return tuple(said for words in found for said in (words.zh, words.en))


def _shift_now(session: Session, member: Member) -> Shift | None:
    timetable = session.reference.timetable
    return timetable.shift_at(member.rota, timetable.local(session.frame.now))


def week_words(session: Session, member: Member) -> str:
    """The codes of a week, today first: "Fri D  Sat -  Sun -"; empty where unknown."""
    timetable = session.reference.timetable
    at = timetable.local(session.frame.now)
    days = [at + timedelta(days=n) for n in range(7)]
    codes = [timetable.day(member.rota, day.date()) for day in days]
    if all(code == UNSAID for code in codes):
        return ""
    names = (weekday_words(day).in_(session.seat.language) for day in days)
    # A day breaks off from the others, never from its code.
    pairs = zip(names, codes, strict=True)
    return "\u2002".join(f"{name}\u00a0{code}" for name, code in pairs)
