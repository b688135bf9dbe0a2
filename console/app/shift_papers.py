"""Hand-over sheets made from a home: for a window on its side lane, for the command line."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.app.facts_of import StoredFacts
from console.app.reference import read_reference
from models.domain.error import BadInput, Trouble, Words
from models.domain.grid import Level
from models.domain.scope import scope_of
from models.feed.reach import picture_at
from models.picture.secrecy import is_cleared, restricted_in, without
from models.picture.shift_sheet import Ground, shift_begun, shift_papers
from models.store.engine import troubles
from models.store.home_clock import home_now

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from console.app.facts_of import FactsOf
    from console.app.home import Home
    from console.state.reference import Reference
    from models.domain.ids import CellId
    from models.domain.lifecycle import Role
    from models.domain.shift import Handover
    from models.picture.picture import Picture
    from models.picture.shift_sheet import Happened, ShiftPapers


@dataclass(frozen=True, slots=True)
class Made:
    """Sheets, and the picture and the reference data that they were made of."""

    papers: ShiftPapers
    picture: Picture
    reference: Reference


def ground_for(reference: Reference) -> Ground:
    """What a sheet knows of the reference data; the towns by their codes."""
    towns = [cell for cell in reference.grid if cell.level == Level.TOWN]
    towns.sort(key=lambda cell: cell.code)
    ids = tuple(cell.id for cell in towns)
    return Ground(reference.categories, reference.calendar, ids, reference.calendars)


def scope_at(home: Home, reference: Reference) -> tuple[CellId, ...]:
    """Whose shifts whoever is signed in hands over: those of their cells, or of the whole."""
    cells = None if home.is_embedded else home.rights.cells
    return scope_of(cells, reference.grid.path_of)


def papers_for(
    facts: FactsOf, picture: Picture, now: datetime, ground: Ground, scope: tuple[CellId, ...]
) -> ShiftPapers:
    """The sheets of a picture; without a database, of what the picture alone can tell."""
    begun = shift_begun(picture, now, scope)

    def count() -> tuple[Happened, Happened] | None:
        try:
            return facts.happened(begun, picture.seq)
        except Trouble:
            return None

    return shift_papers(picture, now, ground, begun, count)


def past_papers(
    facts: FactsOf, handover: Handover, picture: Picture, reference: Reference
) -> ShiftPapers:
    """The sheets that were handed over; `picture` is that of the fact they were made at."""
    ground = ground_for(reference)
    return papers_for(facts, picture, handover.made_at, ground, handover.cell_path)


def seen_by(picture: Picture, reference: Reference, roles: Collection[Role]) -> Picture:
    """A picture without what is restricted, for whoever may not know of it."""
    if is_cleared(roles):
        return picture
    return without(picture, restricted_in(picture, reference.categories))


def home_papers(home: Home, roles: Collection[Role], at: datetime | None = None) -> Made:
    """The sheets of now, or of an instant."""
    reference = read_reference(home)
    with contextlib.closing(home.connection()) as connection, troubles():
        now = at or home_now(connection)
    with contextlib.closing(home.source()) as source:
        picture = source.present() if at is None else picture_at(source, at)
    picture = seen_by(picture, reference, roles)
    facts = StoredFacts(home, is_cleared=is_cleared(roles))
    scope = scope_at(home, reference)
    papers = papers_for(facts, picture, now, ground_for(reference), scope)
    return Made(papers, picture, reference)


def handed_over(picture: Picture, which: str) -> Handover:
    """A hand-over of a picture by its id, or by what it begins with.

    Raises
    ------
    BadInput
        `unknown_handover`.
    """
    wanted = which.strip().casefold()
    found = [one for one in picture.handovers.values() if str(one.id).startswith(wanted)]
    if len(found) != 1 or not wanted:
        raise BadInput(
            "unknown_handover",
            Words(
                f"没有编号为 {which!r} 的交班；用 wangge list handovers 查看",
                f"there is no hand-over {which!r}; see `wangge list handovers`",
            ),
        )
    return found[0]
