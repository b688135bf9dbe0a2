"""Finding by words: acts of the catalogue, incidents, members, cells; for the palette."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from console.actions.catalogue import CATALOGUE, words_of
from console.state.words import (
    availability_words,
    category_words,
    state_words,
)
from models.picture.query import availability, load_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from console.actions.catalogue import Action
    from console.state.session import Session
    from models.domain.error import Words

MOST_HITS = 40
_EACH = 12


class Kind(StrEnum):
    """What was found."""

    ACTION = "action"
    INCIDENT = "incident"
    MEMBER = "member"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: `key` is its id. `refusal` says why an act cannot be done now."""

    kind: Kind
    key: object
    title: str
    detail: str = ""
    aside: str = ""
    refusal: str = ""


def found(
    session: Session, text: str, refusal: Callable[[Action], Words | None]
) -> tuple[Hit, ...]:
    """What contains every word of a text: acts first, then what stands in the picture.

    Without a text: the acts that can be done now.
    """
    words = text.casefold().split()
    hits = list(_actions(session, words, refusal))
    if words:
        for search in (_incidents, _members, _cells):
            hits += [hit for hit, _ in zip(search(session, words), range(_EACH), strict=False)]
    return tuple(hits[:MOST_HITS])


def _fits(words: list[str], *parts: str) -> bool:
    hay = " ".join(parts).casefold()
    return all(word in hay for word in words)


def _actions(
    session: Session, words: list[str], refusal: Callable[[Action], Words | None]
) -> Iterator[Hit]:
    later = []
    for action in CATALOGUE:
        said = words_of(action)
        if not _fits(words, said, action.words, action.id):
            continue
        why = refusal(action)
        keys = QKeySequence(action.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
        hit = Hit(Kind.ACTION, action.id, said, aside=keys)
        if why is None:
            yield hit
        elif words:
            refused = why.in_(session.seat.language)
            later.append(Hit(Kind.ACTION, action.id, said, refused, keys, refused))
    yield from later


def _incidents(session: Session, words: list[str]) -> Iterator[Hit]:
    language, categories = session.seat.language, session.reference.categories
    for incident in session.frame.picture.incidents.values():
        kind = category_words(categories.get(incident.category or ""), language)
        if _fits(words, incident.number, incident.text, incident.address, kind):
            yield Hit(
                Kind.INCIDENT,
                incident.id,
                f"{incident.number}  {kind}",
                incident.text,
                state_words(incident.state),
            )


def _members(session: Session, words: list[str]) -> Iterator[Hit]:
    picture = session.frame.picture
    for member in picture.members.values():
        if _fits(words, member.name, member.number):
            load = load_of(picture, member)
            aside = f"{availability_words(availability(member, load))} {load}/{member.capacity}"
            yield Hit(Kind.MEMBER, member.id, f"{member.name}  {member.number}", aside=aside)


def _cells(session: Session, words: list[str]) -> Iterator[Hit]:
    reference = session.reference
    for cell_id in reference.shapes:
        cell = reference.cell(cell_id)
        if cell is not None and _fits(words, cell.name, cell.code):
            level = cell.level.words.in_(session.seat.language)
            yield Hit(Kind.CELL, cell.id, cell.name or cell.code, aside=f"{level} {cell.code}")
