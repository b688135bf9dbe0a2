"""Leave in words: its kind, how far it has come, from when until when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from models.domain.error import Words
from models.domain.leave import LeaveKind, LeaveState, leave_at
from models.domain.moment import moment

if TYPE_CHECKING:
    from datetime import datetime

    from console.state.session import Session
    from models.domain.error import Language
    from models.domain.leave import Leave
    from models.domain.member import Member

KINDS: Final = {
    LeaveKind.ANNUAL: Words("年假", "Annual"),
    LeaveKind.SICK: Words("病假", "Sick"),
    LeaveKind.PERSONAL: Words("事假", "Personal"),
    LeaveKind.TRAINING: Words("培训", "Training"),
    LeaveKind.OTHER: Words("其他", "Other"),
}
"""The kinds, as an answer offers them and a line names them."""
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
    ends = (moment(one, at).in_(language) for one in (leave.begins_at, leave.ends_at))
    return " – ".join(ends)
