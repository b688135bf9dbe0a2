"""Presence in words: "Wang Li has it open (station 3)"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from console.state.words import action_words
from models.desk.act import Fate

if TYPE_CHECKING:
    from console.state.session import Session
    from models.domain.ids import IncidentId
    from models.feed.presence import Present

MOST_NAMED = 3
"""More than so many at one incident are only counted."""


def held_words(session: Session, incident_id: IncidentId | None) -> str:
    """Who else has an incident, one a line; empty where nobody does."""
    found = session.presence.at(incident_id)
    lines = [_line(one) for one in found[:MOST_NAMED]]
    if len(found) > MOST_NAMED:
        more = QCoreApplication.translate("Presence", "and {0} more")
        lines.append(more.format(len(found) - MOST_NAMED))
    return "\n".join(lines)


def under_way_words(session: Session, incident_id: IncidentId) -> str:
    """The act of this seat that is on its way to an incident, and who else is at it."""
    act, held = session.pending.of(incident_id), held_words(session, incident_id)
    if act is None:
        return held
    verb = action_words(act.command.intent.verb).rstrip("…")
    said = (
        QCoreApplication.translate("Presence", "Kept until the database is back: {0}")
        if act.fate is Fate.KEPT
        else QCoreApplication.translate("Presence", "On its way: {0}")
    ).format(verb)
    return f"{said}\n{held}" if held else said


def names_words(found: tuple[Present, ...]) -> str:
    """The names alone, for a row."""
    names = dict.fromkeys(one.operator for one in found)
    return QCoreApplication.translate("Presence", ", ").join(names)


def _line(one: Present) -> str:
    pattern = (
        QCoreApplication.translate("Presence", "{0} has it in hand (station {1})")
        if one.in_hand
        else QCoreApplication.translate("Presence", "{0} has it open (station {1})")
    )
    return pattern.format(one.operator, one.station)
