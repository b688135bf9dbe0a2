"""What is hidden from whoever lacks the grant: restricted incidents and every trace of them.

A trace is a task in them, a fact about them, and what is drawn on the map for them. All is
taken out of the picture, so that lists, map, search, figures and exports need no rule of
their own. Digests speak of the whole picture and are nobody's secret.
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from models.domain.fact import SubjectKind
from models.domain.ids import DrawingId
from models.domain.lifecycle import CLEARED_ROLES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from models.domain.fact import Entry
    from models.domain.lifecycle import Role
    from models.picture.fold import Changes
    from models.picture.picture import Picture


def is_cleared(roles: Collection[Role]) -> bool:
    """Whether somebody in these roles may know of restricted incidents."""
    return not CLEARED_ROLES.isdisjoint(roles)


def restricted_in(picture: Picture) -> frozenset[UUID]:
    """The ids of the restricted incidents of a picture, and of what is drawn for them."""
    incidents: set[UUID] = {i.id for i in picture.incidents.values() if i.restricted}
    drawn = {one.id for one in picture.drawings.values() if one.incident in incidents}
    return frozenset(incidents | drawn)


def restricted_by(entries: Iterable[Entry]) -> frozenset[UUID]:
    """The ids of the incidents that these facts ever made restricted, and of their drawings."""
    entries = list(entries)
    secret = {
        entry.fact.subject_id
        for entry in entries
        if entry.fact.change.fields.get("restricted") is True
    }
    return frozenset(secret | drawn_for(entries, secret))


def drawn_for(entries: Iterable[Entry], hidden: Collection[UUID]) -> frozenset[UUID]:
    """The ids of what these facts draw for some incidents."""
    return frozenset(
        entry.fact.subject_id
        for entry in entries
        if entry.fact.change.fields.get("incident") in hidden
    )


def without(picture: Picture, hidden: Collection[UUID]) -> Picture:
    """The picture without some incidents, the tasks in them and the drawings for them."""
    if not hidden:
        return picture
    incidents = {i: value for i, value in picture.incidents.items() if i not in hidden}
    drawings = {i: one for i, one in picture.drawings.items() if one.incident not in hidden}
    tasks_of = {
        member: left
        for member, held in picture.tasks_of.items()
        if (left := tuple(incident for incident in held if incident not in hidden))
    }
    return replace(
        picture,
        incidents=MappingProxyType(incidents),
        drawings=MappingProxyType(drawings),
        tasks_of=MappingProxyType(tasks_of),
    )


def told(changes: Changes, hidden: Collection[UUID]) -> Changes:
    """The changes without the facts about what is hidden.

    Its ids stay: what is not in the picture any more has left it, for whoever looks. A
    change of a hidden incident may be what hid it, and then its drawings leave with it.
    """
    drawings = changes.drawings
    if not changes.incidents.isdisjoint(hidden):
        drawings |= frozenset(DrawingId(i) for i in hidden)
    return replace(changes, entries=tuple(visible(changes.entries, hidden)), drawings=drawings)


def visible(entries: Iterable[Entry], hidden: Collection[UUID]) -> list[Entry]:
    """The facts about what is not hidden; nor those that themselves say "restricted"."""
    return [
        entry
        for entry in entries
        if entry.fact.subject_id not in hidden
        and (
            entry.fact.subject_kind is not SubjectKind.INCIDENT
            or entry.fact.change.fields.get("restricted") is not True
        )
    ]
