"""What a cell of the queue says when somebody rests on it, or has it read aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.state.presence_words import held_words
from console.state.unread import unread_words
from console.state.words import light_words
from console.tables.queue_columns import Column, sayers
from models.domain.redaction import redacted

if TYPE_CHECKING:
    from console.state.session import Session
    from console.tables.case_words import CaseWords
    from models.domain.incident import Incident


def tip_of(session: Session, words: CaseWords, incident: Incident, column: Column) -> str:
    """More than the cell has room for."""
    match column:
        case Column.DUE:
            clock = words.standing_of(incident)
            return light_words(clock.light) if clock else ""
        case Column.PLACE:
            parts = (words.path(incident), redacted(incident.address))
            return "\n".join(filter(None, parts))
        case Column.NUMBER:
            return incident.number
        case Column.CLASS:
            return class_and_news(session, words, incident)
        case Column.TEXT:
            held = held_words(session, incident.id)
            return "\n".join(filter(None, (words.text(incident), held)))
        case _:
            return sayers(words)[column](incident)


def class_and_news(session: Session, words: CaseWords, incident: Incident) -> str:
    """The class, and what was said of the incident since this seat looked at it."""
    news = unread_words(session, incident.id)
    return ", ".join(filter(None, (words.class_name(incident), news)))
