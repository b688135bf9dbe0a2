"""What can be found in a session, kept on shelves: incidents, members, cells, roads.

The shelves of cells and roads are made once a version of the reference data, where nobody
waits for them; those of the picture follow the frames, by what has changed.
"""

from __future__ import annotations

from array import array
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np

from console.actions.initials import no_initials, read_initials
from console.actions.shelf import NOT_FOUND, Label, Shelf, shelf_of
from console.state.reference import ROAD_KINDS
from console.state.words import category_words, short_number
from models.domain.place import LonLat
from models.picture.secrecy import is_cleared, is_restricted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from console.actions.initials import Initials
    from console.state.reference import Backdrop, Reference
    from console.state.session import Session
    from models.domain.ids import IncidentId, MemberId
    from models.domain.incident import Incident

FEW_CELLS = 1_500
"""So many cells are put on their shelf in 5 ms, which a keystroke may take once."""
_MANY_NEW = 300
"""Once so many incidents were written anew, the whole shelf is."""


class Road(NamedTuple):
    """A road by its name, and the middle of the longest piece that bears it."""

    name: str
    place: LonLat


class Learnt(NamedTuple):
    """What takes too long for a keystroke: the initials, cells and roads of a reference."""

    version: int
    initials: Initials
    cells: Shelf
    roads: Shelf


def learn(reference: Reference) -> Learnt:
    """Learn to read, and put cells and roads on their shelves. Pure: on any thread."""
    initials = read_initials()
    roads = shelf_of(_roads(reference.backdrop), initials)
    return Learnt(reference.version, initials, _cells(reference, initials), roads)


class Fits(NamedTuple):
    """Things of one kind that were found.

    `rows` (n,) leads into `keys`, all of that kind; `ranks` (n,) says how well each fits.
    """

    keys: Sequence[object]
    rows: NDArray[np.intp]
    ranks: NDArray[np.uint8]


class Index:
    """The shelves of one session.

    Invariants: what is found stands in the frame on show; restricted incidents stand on no
    shelf of a seat that is not told of them.
    Thread: GUI
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self.initials = no_initials()
        self._cells: tuple[int, Shelf] | None = None
        self._roads: Shelf | None = None
        self._members: tuple[object, object, Shelf] | None = None
        self._incidents = _Incidents(session)

    @property
    def wants_to_learn(self) -> bool:
        """Whether initials or cells are missing, and somebody else should bring them."""
        version = self._session.reference.version
        return not self.initials.any() or self._cells is None or self._cells[0] != version

    def take(self, learnt: Learnt) -> None:
        """Take what was learnt elsewhere."""
        self.initials = learnt.initials
        self._cells = learnt.version, learnt.cells
        self._roads = learnt.roads
        self._members = None
        self._incidents.forget()

    def incidents(self, words: Sequence[str]) -> Fits:
        """The incidents that fit all of the words."""
        return self._incidents.fits(words, self.initials)

    def members(self, words: Sequence[str]) -> Fits:
        """The members that fit all of the words."""
        members = self._session.frame.picture.members
        before = self._members
        if before is None or before[0] is not members:
            names = [(one.id, one.name, one.number) for one in members.values()]
            is_same = before is not None and before[1] == names
            shelf = (
                before[2] if before and is_same else shelf_of(_written(names), self.initials)
            )
            before = self._members = members, names, shelf
        return _fits(before[2], words)

    def cells(self, words: Sequence[str]) -> Fits:
        """The cells that fit all of the words; none while a large grid is not learnt."""
        reference = self._session.reference
        is_known = self._cells is not None and self._cells[0] == reference.version
        if not is_known and len(reference.shapes) <= FEW_CELLS:
            self._cells = reference.version, _cells(reference, self.initials)
        if self._cells is None or self._cells[0] != reference.version:
            return _NOTHING
        return _fits(self._cells[1], words)

    def roads(self, words: Sequence[str]) -> Fits:
        """The roads that fit all of the words; none before they are learnt."""
        return _NOTHING if self._roads is None else _fits(self._roads, words)


class _Incidents:
    """The incidents of a session: a shelf, and a small one of what was written since."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.forget()

    def forget(self) -> None:
        """Make the whole shelf anew at the next question."""
        self._seen: object = None
        self._language: object = None
        self._base: Shelf | None = None
        self._known: dict[IncidentId, Incident] = {}
        self._fresh: Shelf | None = None
        self._keys: Sequence[object] = ()
        self._valid = np.empty(0, np.bool_)

    def fits(self, words: Sequence[str], initials: Initials) -> Fits:
        """Those that fit, of the frame on show."""
        self._follow(initials)
        if self._base is None:
            return _NOTHING
        old = _fits(self._base, words, self._valid)
        if self._fresh is None:
            return old
        new = _fits(self._fresh, words)
        return Fits(
            self._keys,
            np.concatenate([old.rows, new.rows + len(old.keys)]),
            np.concatenate([old.ranks, new.ranks]),
        )

    def _follow(self, initials: Initials) -> None:
        incidents, language = self._session.frame.picture.incidents, self._session.seat.language
        if incidents is self._seen and language == self._language:
            return
        shown = self._shown(incidents)
        if self._base is None or language != self._language:
            self._begin(shown, initials)
        else:
            fresh = {key: one for key, one in shown.items() if not self._is_known(one)}
            if len(fresh) > _MANY_NEW:
                self._begin(shown, initials)
            else:
                self._fresh = shelf_of(self._labelled(fresh), initials) if fresh else None
                self._keys = (*self._base.keys, *(self._fresh.keys if self._fresh else ()))
                self._valid = np.array(
                    [key in shown and key not in fresh for key in self._base.keys], np.bool_
                )
        self._seen, self._language = incidents, language

    def _begin(self, shown: dict[IncidentId, Incident], initials: Initials) -> None:
        self._base, self._fresh = shelf_of(self._labelled(shown), initials), None
        self._known = shown
        self._valid = np.ones(len(shown), np.bool_)

    def _is_known(self, now: Incident) -> bool:
        before = self._known.get(now.id)
        return before is now or (before is not None and _writing(before) == _writing(now))

    def _shown(self, incidents: Mapping[IncidentId, Incident]) -> dict[IncidentId, Incident]:
        if is_cleared(self._session.seat.roles):
            return dict(incidents)
        known = self._session.reference.categories
        return {i: one for i, one in incidents.items() if not is_restricted(one, known)}

    def _labelled(
        self, incidents: Mapping[IncidentId, Incident]
    ) -> Iterator[tuple[object, tuple[Label, ...]]]:
        categories, language = self._session.reference.categories, self._session.seat.language
        for incident in incidents.values():
            kind = category_words(categories.get(incident.category or ""), language)
            short = short_number(incident.number)
            yield (
                incident.id,
                (
                    Label(incident.number),
                    Label(short),
                    Label(short.rpartition("-")[2]),
                    Label(kind, spelt=True),
                    Label(incident.address, spelt=True),
                    Label(incident.text),
                ),
            )


def _writing(incident: Incident) -> tuple[object, ...]:
    return (incident.number, incident.category, incident.address, incident.text)


def _written(
    names: Iterable[tuple[MemberId, str, str]],
) -> Iterator[tuple[object, tuple[Label, ...]]]:
    for key, name, number in names:
        yield key, (Label(name, spelt=True), Label(number))


def _cells(reference: Reference, initials: Initials) -> Shelf:
    shelf = shelf_of(_named(reference), initials)
    # Ids as numbers in a row: a city's as objects take five times the room.
    return replace(shelf, keys=array("q", cast("Sequence[int]", shelf.keys)))


def _named(reference: Reference) -> Iterable[tuple[object, tuple[Label, ...]]]:
    for cell in reference.grid:
        if cell.id in reference.shapes:
            yield cell.id, (Label(cell.name, spelt=True), Label(cell.code))


def _roads(backdrop: Backdrop) -> Iterator[tuple[object, tuple[Label, ...]]]:
    """Each name once, of the greatest road and its longest piece."""
    known: set[str] = set()
    for kind in ROAD_KINDS:
        for row, name in enumerate(backdrop.names.get(kind, ())):
            if name not in known:
                known.add(name)
                lines = backdrop.named[kind]
                first, behind = lines.ends[row : row + 2].tolist()
                east, north = lines.lonlat_deg[(first + behind) // 2].tolist()
                yield Road(name, LonLat(east, north)), (Label(name, spelt=True),)


def _fits(shelf: Shelf, words: Sequence[str], among: NDArray[np.bool_] | None = None) -> Fits:
    ranks = shelf.ranked(words)
    is_found = ranks < NOT_FOUND
    if among is not None:
        is_found &= among
    rows = np.flatnonzero(is_found)
    return Fits(shelf.keys, rows, ranks[rows])


_NOTHING = Fits((), np.empty(0, np.intp), np.empty(0, np.uint8))
