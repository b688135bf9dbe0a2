"""Finding by words: acts of the catalogue, places, incidents, members, cells, roads.

The best fit comes first: a number typed whole, then beginnings, then initials, then what
merely contains the words; of equals the one nearest to the middle of the map.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QCoreApplication

from console.actions.act_names import ActNames
from console.actions.catalogue import CATALOGUE, key_words, words_of
from console.actions.index import Index
from console.actions.shelf import lit
from console.state.lineage import where_words
from console.state.words import (
    availability_words,
    category_words,
    short_number,
    state_words,
)
from maps.geometry.coordinate_text import looks_like_coordinates, place_read
from maps.geometry.coordinates import CoordinateSystem, coordinate_words
from models.domain.error import BadInput
from models.domain.redaction import redacted
from models.picture.query import availability, load_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from console.actions.action import Action
    from console.actions.index import Learnt
    from console.actions.initials import Initials
    from console.actions.shorthand import Draft, Shorthand
    from console.state.session import Session
    from models.domain.error import Words

MOST_HITS = 40
_NEVER = "\x7f"
"""Nobody types it and nothing bears it: looking for it puts everything on its shelf."""


class Kind(StrEnum):
    """What was found."""

    ACTION = "action"
    PLACE = "place"
    INCIDENT = "incident"
    MEMBER = "member"
    CELL = "cell"
    ROAD = "road"


Spans = tuple[tuple[int, int], ...]
"""Parts of a text: from, to (the latter left out)."""
Distances = Callable[[Kind, Sequence[Any]], "NDArray[np.float64]"]
"""How far things of a kind are from where the map looks: any unit, infinite if unknown."""
Refusals = Callable[["Action"], "Words | None"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: `key` is its id, of a place a LonLat, of a road a `Road`.

    `refusal` says why an act cannot be done now, or a place not be gone to. `lit` are the
    parts of the title that were typed, `detail_lit` those of the detail.
    """

    kind: Kind
    key: object
    title: str
    detail: str = ""
    aside: str = ""
    refusal: str = ""
    lit: Spans = ()
    detail_lit: Spans = ()


def anywhere(_kind: Kind, keys: Sequence[Any]) -> NDArray[np.float64]:
    """The distances of a window without a map: all the same."""
    return np.zeros(len(keys))


class Finder:
    """Finds things of one session, and acts.

    Thread: GUI
    """

    def __init__(self, session: Session, distances: Distances = anywhere) -> None:
        self._session = session
        self._distances = distances
        self._index = Index(session)
        self._names: ActNames | None = None

    @property
    def wants_to_learn(self) -> bool:
        """Whether somebody should bring what `learn` gives."""
        return self._index.wants_to_learn

    @property
    def initials(self) -> Initials:
        """How characters are spelt, as far as it was learnt."""
        return self._index.initials

    def take(self, learnt: Learnt) -> None:
        """Take what was learnt elsewhere, and make ready for the next keystroke."""
        self._index.take(learnt)
        self._names = ActNames(self._index.initials)
        self._best((_NEVER,))

    def acts(self, text: str, refusal: Refusals) -> tuple[Hit, ...]:
        """The acts that contain every word; without a text, those that can be done now."""
        words = text.casefold().split()
        found = self._act_names().holding(words) if words else CATALOGUE
        return tuple(_acts(self._session, found, words, refusal))

    def named(self, line: str, refusal: Refusals) -> tuple[tuple[Hit, ...], tuple[Hit, ...]]:
        """Acts that a line of several words may mean rather than an act and its words.

        First those called so, then the others whose names hold every word.
        """
        words = line.casefold().split()
        called = self._act_names().called(line)
        held = self._act_names().holding(words) if len(words) > 1 else []
        others = [one for one in held if one not in called]
        first, last = (
            tuple(_acts(self._session, found, words, refusal)) for found in (called, others)
        )
        return first, last

    def draft(self, line: str, shorthand: Shorthand) -> Draft | None:
        """What a line of shorthand means; None where it is none."""
        return shorthand.read(line, self._act_names(), self._index)

    def _act_names(self) -> ActNames:
        if self._names is None:
            self._names = ActNames(self._index.initials)
        return self._names

    def things(self, text: str) -> tuple[Hit, ...]:
        """All places and things that fit every word, the best first."""
        words = text.casefold().split()
        if not words:
            return ()
        place = _place(self._session, text)
        best = [self._hit(kind, key, words) for kind, key in self._best(words)]
        return tuple([*place, *best][:MOST_HITS])

    def _best(self, words: Sequence[str]) -> list[tuple[Kind, object]]:
        index = self._index
        shelves = (
            (Kind.INCIDENT, index.incidents(words)),
            (Kind.MEMBER, index.members(words)),
            (Kind.CELL, index.cells(words)),
            (Kind.ROAD, index.roads(words)),
        )
        ranks = np.concatenate([fits.ranks for _, fits in shelves])
        if not len(ranks):
            return []
        # Beyond the rank of the last hit shown, nobody needs to know how far things are.
        last = np.partition(ranks, MOST_HITS)[MOST_HITS] if len(ranks) > MOST_HITS else 255
        best = []
        for kind, fits in shelves:
            is_kept = fits.ranks <= last
            rows, rank = fits.rows[is_kept], fits.ranks[is_kept]
            away = self._distances(kind, fits.keys)[rows]
            order = np.lexsort((away, rank))[:MOST_HITS].tolist()
            best += [(int(rank[i]), float(away[i]), kind, fits.keys[rows[i]]) for i in order]
        best.sort(key=_rank_then_distance)
        return [(kind, key) for _, _, kind, key in best[:MOST_HITS]]

    def _hit(self, kind: Kind, key: Any, words: Sequence[str]) -> Hit:
        title, detail, aside = _SAYING[kind](self._session, key, words)
        initials = self._index.initials
        return Hit(
            kind,
            key,
            title,
            detail,
            aside,
            lit=lit(title, words, initials),
            detail_lit=lit(detail, words, initials),
        )


def _rank_then_distance(row: tuple[int, float, Kind, object]) -> tuple[int, float]:
    return row[:2]


def _acts(
    session: Session, found: Sequence[Action], words: list[str], refusal: Refusals
) -> Iterator[Hit]:
    later = []
    for action in found:
        said = words_of(action)
        why = refusal(action)
        keys = key_words(action)
        hit = Hit(Kind.ACTION, action.id, said, aside=keys)
        if why is None:
            yield hit
        elif words:
            refused = why.in_(session.seat.language)
            later.append(Hit(Kind.ACTION, action.id, said, refused, keys, refused))
    yield from later


def _place(session: Session, text: str) -> list[Hit]:
    """The place that coordinates mean, or why they mean none."""
    if not looks_like_coordinates(text):
        return []
    try:
        place = place_read(text)
    except BadInput as bad:
        why = bad.words.in_(session.seat.language)
        return [Hit(Kind.PLACE, None, text.strip(), why, refusal=why)]
    said = coordinate_words(place, CoordinateSystem.DEGREES)
    zone = coordinate_words(place, CoordinateSystem.CGCS2000)
    go = QCoreApplication.translate("Finding", "Go to these coordinates")
    return [Hit(Kind.PLACE, place, said, zone if zone != said else "", go)]


Said = tuple[str, str, str]
"""Title, detail and what stands aside."""


def _incident(session: Session, key: Any, words: Sequence[str]) -> Said:
    incident = session.frame.picture.incidents[key]
    number = short_number(incident.number)
    if any(word in incident.number and word not in number for word in words):
        number = incident.number  # whoever types more than the usual end wants to see it
    category = session.reference.categories.get(incident.category or "")
    kind = category_words(category, session.seat.language)
    where = redacted(incident.address) or where_words(session.reference, incident.cell)
    text = redacted(incident.text).strip().replace("\n", " ")
    detail = " · ".join(part for part in (where, text) if part)
    said = QCoreApplication.translate("Finding", "Incident")
    return f"{number}  {kind}", detail, f"{said} · {state_words(incident.state)}"


def _member(session: Session, key: Any, _words: Sequence[str]) -> Said:
    picture = session.frame.picture
    member = picture.members[key]
    load = load_of(picture, member)
    said = QCoreApplication.translate("Finding", "Member")
    state = availability_words(availability(member, load, session.frame.now))
    home = member.cell_path[-1] if member.cell_path else None
    where = where_words(session.reference, home)
    return (
        f"{member.name}  {member.number}",
        where,
        f"{said} · {state} {load}/{member.capacity}",
    )


def _cell(session: Session, key: Any, _words: Sequence[str]) -> Said:
    cell = session.reference.grid[key]
    level = cell.level.words.in_(session.seat.language)
    above = where_words(session.reference, cell.parent)
    detail = " · ".join(part for part in (above, cell.code) if part)
    return cell.name or cell.code, detail, level


def _road(session: Session, key: Any, _words: Sequence[str]) -> Said:
    by_box = session.reference.by_box
    cell = None if by_box is None else by_box.cell_at(key.place)
    road = QCoreApplication.translate("Finding", "Road")
    return key.name, where_words(session.reference, cell), road


_SAYING: dict[Kind, Callable[[Session, Any, Sequence[str]], Said]] = {
    Kind.INCIDENT: _incident,
    Kind.MEMBER: _member,
    Kind.CELL: _cell,
    Kind.ROAD: _road,
}
