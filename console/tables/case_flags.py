"""What is particular about a case, in a few words each: counters, flags, what is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from console.state.words import moment_words, short_number
from console.tables.case_rules import rules_of
from models.domain.grid import Level
from models.domain.ids import IncidentId
from models.domain.incident import Finding

if TYPE_CHECKING:
    from console.state.session import Session
    from models.domain.incident import Incident

_FLAGS: Final = (
    ("restricted", QT_TRANSLATE_NOOP("CaseFlags", "Restricted")),
    ("important", QT_TRANSLATE_NOOP("CaseFlags", "Important")),
    ("legacy", QT_TRANSLATE_NOOP("CaseFlags", "Legacy problem")),
    ("is_self_handled", QT_TRANSLATE_NOOP("CaseFlags", "Self-handled")),
    ("whistled_at", QT_TRANSLATE_NOOP("CaseFlags", "Whistle")),
    ("second_handling", QT_TRANSLATE_NOOP("CaseFlags", "Second handling")),
    ("is_binding", QT_TRANSLATE_NOOP("CaseFlags", "Binding")),
)
_COUNTS: Final = (
    ("appeals", QT_TRANSLATE_NOOP("CaseFlags", "Appealed ×{0}")),
    ("returns", QT_TRANSLATE_NOOP("CaseFlags", "Returned ×{0}")),
    ("buck_passing", QT_TRANSLATE_NOOP("CaseFlags", "Buck-passing ×{0}")),
    ("reworks", QT_TRANSLATE_NOOP("CaseFlags", "Reworked ×{0}")),
    ("extended", QT_TRANSLATE_NOOP("CaseFlags", "Extended ×{0}")),
    ("escalated", QT_TRANSLATE_NOOP("CaseFlags", "Escalated ×{0}")),
    ("reopened", QT_TRANSLATE_NOOP("CaseFlags", "Reopened ×{0}")),
    ("unreachable", QT_TRANSLATE_NOOP("CaseFlags", "No answer ×{0}")),
    ("asked_days", QT_TRANSLATE_NOOP("CaseFlags", "Working days asked for: {0}")),
    ("void_asked_by", QT_TRANSLATE_NOOP("CaseFlags", "Void asked by {0}")),
    ("reclass_to", QT_TRANSLATE_NOOP("CaseFlags", "Class {0} asked for")),
    ("satisfaction", QT_TRANSLATE_NOOP("CaseFlags", "Rated {0}")),
)
_MOMENTS: Final = (
    ("asked_until", QT_TRANSLATE_NOOP("CaseFlags", "To be suspended until {0}")),
    ("resume_by", QT_TRANSLATE_NOOP("CaseFlags", "Suspended until {0}")),
    ("reply_by", QT_TRANSLATE_NOOP("CaseFlags", "Reply by {0}")),
    ("stay_due_at", QT_TRANSLATE_NOOP("CaseFlags", "At this level until {0}")),
)
_CARDS: Final = (
    QT_TRANSLATE_NOOP("CaseFlags", "Supervised"),
    QT_TRANSLATE_NOOP("CaseFlags", "Yellow card"),
    QT_TRANSLATE_NOOP("CaseFlags", "Red card"),
)
_NAMED: Final = 3
_FINDINGS: Final = {
    Finding.TRUE: QT_TRANSLATE_NOOP("CaseFlags", "Verified: it is so"),
    Finding.FALSE: QT_TRANSLATE_NOOP("CaseFlags", "Verified: it is not"),
    Finding.NOT_FOUND: QT_TRANSLATE_NOOP("CaseFlags", "Verified: not found"),
}


def flags_of(incident: Incident, session: Session) -> list[str]:
    """What is particular about an incident, the gravest first."""
    zone, now = session.reference.calendar.zone, session.frame.now
    found = [_said(_CARDS[incident.supervise - 1])] if incident.supervise else []
    found += [_said(words) for name, words in _FLAGS if getattr(incident, name)]
    if incident.verified is not None:
        found.append(_said(_FINDINGS[incident.verified]))
    for name, words in _MOMENTS:
        at = getattr(incident, name)
        if at is not None and incident.state.is_open:
            found.append(_said(words).format(moment_words(at, zone, now)))
    for name, words in _COUNTS:
        value = getattr(incident, name)
        if value:
            found.append(_said(words).format(value))
    found += rules_of(incident, session)
    found += _merging(incident, session)
    if incident.level is not None and incident.state.is_open:
        level = Level(incident.level).words.in_(session.seat.language)
        found.append(_said(QT_TRANSLATE_NOOP("CaseFlags", "At level: {0}")).format(level))
    if incident.photos:
        photos = _said(QT_TRANSLATE_NOOP("CaseFlags", "Photos ×{0}"))
        found.append(photos.format(len(incident.photos)))
    return found


def _merging(incident: Incident, session: Session) -> list[str]:
    """Into which case it was merged, and which reports into it, as the picture has them."""
    if incident.merged_into is None:
        return _merged_reports(incident, session)
    master = session.incident(IncidentId(incident.merged_into))
    words = _said(QT_TRANSLATE_NOOP("CaseFlags", "Merged into {0}"))
    return [words.format(master.number)] if master is not None else []


def _merged_reports(incident: Incident, session: Session) -> list[str]:
    found = map(session.incident, session.merged.of(incident.id))
    numbers = sorted(short_number(one.number) for one in found if one is not None)
    if not numbers:
        return []
    named = _said(QT_TRANSLATE_NOOP("CaseFlags", ", ")).join(numbers[:_NAMED])
    more = f" +{len(numbers) - _NAMED}" if len(numbers) > _NAMED else ""
    words = _said(QT_TRANSLATE_NOOP("CaseFlags", "Merged into it: {0}"))
    return [words.format(named + more)]


def _said(words: object) -> str:
    return QCoreApplication.translate("CaseFlags", str(words))
