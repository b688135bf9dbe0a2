"""A conflict in words: what was wanted, by whom, and who was faster."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from console.state.words import (
    action_words,
    clock_words,
    fact_words,
    moment_words,
    short_number,
    with_codes_named,
)

if TYPE_CHECKING:
    from console.state.session import Session
    from models.desk.conflict import Conflict

_DONE_TO_IT: Final = frozenset(
    {
        *("accepted", "refused", "merged", "registered", "dispatched", "redispatched"),
        *("signed", "finished", "closed", "archived", "voided", "reopened", "reported"),
        *("not-registered", "joint-signed"),
    }
)
"""Facts whose English words want an `it` behind them."""


def wanted_words(session: Session, conflict: Conflict) -> str:
    """What was to be done, to which incident, with whom: "Dispatch 1127-003 → Zhao"."""
    verb = action_words(conflict.command.intent.verb).rstrip("….")
    parts = (verb, _number(session, conflict), _whom(session, conflict))
    return " ".join(part for part in parts if part)


def author_words(session: Session, conflict: Conflict) -> str:
    """Whose act it was, and since when it is listed."""
    frame, zone = session.frame, session.reference.calendar.zone
    at = moment_words(conflict.at, zone, frame.now)
    return QCoreApplication.translate("Conflict", "by {0} · refused {1}").format(
        conflict.command.actor, at
    )


def faster_words(session: Session, conflict: Conflict) -> str:
    """Who was faster, doing what, when, from where; else why it was refused.

    "Wang Li dispatched it to Zhao at 14:02:07 from station 3"
    """
    deed = conflict.deed
    if deed is None:
        return refusal_words(session, conflict)
    if deed.verb in _DONE_TO_IT:
        pattern = QCoreApplication.translate(
            "Conflict", "{0} {1} it{2} at {3} from station {4}"
        )
    else:
        pattern = QCoreApplication.translate("Conflict", "{0} {1}{2} at {3} from station {4}")
    to = ""
    if deed.assignees:
        to = QCoreApplication.translate("Conflict", " to {0}").format(deed.assignees)
    at = clock_words(deed.at, session.reference.calendar.zone)
    return pattern.format(deed.actor, fact_words(deed.verb), to, at, deed.station)


def refusal_words(session: Session, conflict: Conflict) -> str:
    """Why a rule refused it."""
    return with_codes_named(conflict.words).in_(session.seat.language)


def said_words(conflict: Conflict) -> str:
    """The words that the act itself brought: a result, a reason, an instruction."""
    intent = conflict.command.intent
    said = (getattr(intent, name, "") for name in ("text", "result", "instruction", "reason"))
    return " · ".join(dict.fromkeys(word.strip() for word in said if word and word.strip()))


def _number(session: Session, conflict: Conflict) -> str:
    incident = session.incident(conflict.incident)
    if incident is not None:
        return short_number(incident.number)
    return short_number(conflict.about.get("incident", ""))


def _whom(session: Session, conflict: Conflict) -> str:
    intent = conflict.command.intent
    known = session.frame.picture.members
    ids = getattr(intent, "members", ()) or tuple(
        filter(None, [getattr(intent, "member", None)])
    )
    names = [known[one].name or known[one].number for one in ids if one in known]
    departments = session.reference.departments
    named = (getattr(intent, "department", None), *getattr(intent, "departments", ()))
    names += [departments[one].name for one in named if one in departments]
    if not names:
        return ""
    joined = QCoreApplication.translate("Conflict", ", ").join(names)
    return QCoreApplication.translate("Conflict", "→ {0}").format(joined)
