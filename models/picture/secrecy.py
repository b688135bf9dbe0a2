"""What is hidden from whoever lacks the grant: restricted incidents and every trace of them.

A trace is a task in them, a fact about them, what is drawn on the map for them, and a note to
the room about them. All is
taken out of the picture, so that lists, map, search, figures and exports need no rule of
their own. Digests speak of the whole picture and are nobody's secret.

An incident is restricted by its own mark or by its class, whichever says so: screens, lists and
exports ask here, and nowhere else. (`models.store.secret_facts` says the same in SQL.)
"""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from models.domain.fact import SubjectKind
from models.domain.ids import DrawingId
from models.domain.lifecycle import CLEARED_ROLES
from models.domain.scope import lies_in

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from typing import Any
    from uuid import UUID

    from models.domain.category import Category
    from models.domain.fact import Entry, Subject
    from models.domain.ids import CellId
    from models.domain.incident import Incident
    from models.domain.lifecycle import Role
    from models.domain.scope import PathOf
    from models.picture.fold import Changes
    from models.picture.picture import Picture


def is_cleared(roles: Collection[Role]) -> bool:
    """Whether somebody in these roles may know of restricted incidents."""
    return not CLEARED_ROLES.isdisjoint(roles)


def is_restricted(incident: Incident, categories: Mapping[str, Category]) -> bool:
    """Whether an incident is told to few, by its own mark or by its class."""
    return incident.restricted or is_secret_class(incident.category, categories)


def restricted_in(picture: Picture, categories: Mapping[str, Category]) -> frozenset[UUID]:
    """The ids of the restricted incidents of a picture, and of what is drawn or told of any."""
    incidents: set[UUID] = {
        one.id for one in picture.incidents.values() if is_restricted(one, categories)
    }
    drawn = {one.id for one in picture.drawings.values() if one.incident in incidents}
    told_of = {one.id for one in picture.notes.values() if one.incident in incidents}
    return frozenset(incidents | drawn | told_of)


def restricted_by(
    entries: Iterable[Entry], categories: Mapping[str, Category]
) -> frozenset[UUID]:
    """The ids of the incidents that these facts ever made restricted, and of their drawings."""
    entries = list(entries)
    secret = {entry.fact.subject_id for entry in entries if _says_so(entry, categories)}
    return frozenset(secret | drawn_for(entries, secret))


def drawn_for(entries: Iterable[Entry], hidden: Collection[UUID]) -> frozenset[UUID]:
    """The ids of what these facts draw for some incidents, or tell the room of them."""
    return frozenset(
        entry.fact.subject_id
        for entry in entries
        if entry.fact.change.fields.get("incident") in hidden
    )


def beyond(
    picture: Picture, cells: Collection[CellId] | None, path_of: PathOf
) -> frozenset[UUID]:
    """The ids of what left the cells that somebody sees; nothing for whoever sees all."""
    if cells is None:
        return frozenset()
    subjects: tuple[Mapping[Any, Subject], ...] = (
        picture.incidents,
        picture.members,
        picture.drawings,
    )
    return frozenset(
        subject_id
        for kind in subjects
        for subject_id, subject in kind.items()
        if not lies_in(subject, cells, path_of)
    )


def without(picture: Picture, hidden: Collection[UUID]) -> Picture:
    """The picture without some subjects, the tasks in them, the drawings and notes for them."""
    if not hidden:
        return picture
    members = {m: value for m, value in picture.members.items() if m not in hidden}
    incidents = {i: value for i, value in picture.incidents.items() if i not in hidden}
    drawings = {i: one for i, one in picture.drawings.items() if one.incident not in hidden}
    notes = {i: one for i, one in picture.notes.items() if one.incident not in hidden}
    tasks_of = {
        member: left
        for member, held in picture.tasks_of.items()
        if (left := tuple(incident for incident in held if incident not in hidden))
    }
    return replace(
        picture,
        incidents=MappingProxyType(incidents),
        members=MappingProxyType(members),
        drawings=MappingProxyType(drawings),
        notes=MappingProxyType(notes),
        tasks_of=MappingProxyType(tasks_of),
    )


def told(
    changes: Changes, hidden: Collection[UUID], categories: Mapping[str, Category]
) -> Changes:
    """The changes without the facts about what is hidden.

    Its ids stay: what is not in the picture any more has left it, for whoever looks. A
    change of a hidden incident may be what hid it, and then its drawings leave with it.
    """
    drawings = changes.drawings
    if not changes.incidents.isdisjoint(hidden):
        drawings |= frozenset(DrawingId(i) for i in hidden)
    entries = tuple(visible(changes.entries, hidden, categories))
    return replace(changes, entries=entries, drawings=drawings)


def visible(
    entries: Iterable[Entry], hidden: Collection[UUID], categories: Mapping[str, Category]
) -> list[Entry]:
    """The facts about what is not hidden; nor those that themselves say "restricted"."""
    return [
        entry
        for entry in entries
        if entry.fact.subject_id not in hidden and not _says_so(entry, categories)
    ]


def _says_so(entry: Entry, categories: Mapping[str, Category]) -> bool:
    """Whether a fact makes an incident restricted, by the mark or the class that it sets."""
    if entry.fact.subject_kind is not SubjectKind.INCIDENT:
        return False
    fields = entry.fact.change.fields
    return fields.get("restricted") is True or is_secret_class(
        fields.get("category"), categories
    )


def is_secret_class(code: object, categories: Mapping[str, Category]) -> bool:
    """Whether incidents of a class are told to few; not of one that nobody knows."""
    category = categories.get(code) if isinstance(code, str) else None
    return category is not None and category.restricted
