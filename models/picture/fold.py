"""The one fold: from a picture and facts to the next picture.

Pure, idempotent by `seq`, indifferent to how the facts are cut into batches, at ease
with gaps in `seq` (a scoped reader sees only its own). Live, replay, keyframes and
`journal verify` all go through here and through nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from models.domain.fact import Entry, SubjectKind, applied, applied_to_member
from models.domain.ids import IncidentId, MemberId
from models.domain.incident import AssigneeKind, Incident, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from models.picture.picture import Picture


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two pictures: ids of subjects that came, changed or left.

    `entries` are the facts themselves, in order, for timelines and announcements.
    """

    incidents: frozenset[IncidentId] = frozenset()
    members: frozenset[MemberId] = frozenset()
    reference: bool = False
    entries: tuple[Entry, ...] = field(default=())

    def united(self, later: Changes) -> Changes:
        """Both, as one; for frames that were not shown in between."""
        return Changes(
            self.incidents | later.incidents,
            self.members | later.members,
            self.reference or later.reference,
            self.entries + later.entries,
        )


def fold(picture: Picture, entries: Iterable[Entry]) -> tuple[Picture, Changes]:
    """The picture after `entries`, and what changed.

    Entries at or below `picture.seq` are already in it and are passed over.
    """
    fresh = [entry for entry in entries if entry.seq > picture.seq]
    if not fresh:
        return picture, Changes()
    incidents = dict(picture.incidents)
    members = dict(picture.members)
    touched_incidents: set[IncidentId] = set()
    touched_members: set[MemberId] = set()
    reference = picture.reference
    for entry in fresh:
        fact = entry.fact
        if fact.subject_kind is SubjectKind.INCIDENT:
            incident_id = IncidentId(fact.subject_id)
            touched_incidents.add(incident_id)
            _keep(incidents, incident_id, applied(incidents.get(incident_id), entry.fact))
        elif fact.subject_kind is SubjectKind.MEMBER:
            member_id = MemberId(fact.subject_id)
            touched_members.add(member_id)
            members[member_id] = applied_to_member(members.get(member_id), fact)
        else:
            reference = fact.subject_version
    tasks_of = _tasks_of(picture, incidents, touched_incidents)
    changes = Changes(
        frozenset(touched_incidents),
        frozenset(touched_members),
        reference != picture.reference,
        tuple(fresh),
    )
    following = replace(
        picture,
        seq=fresh[-1].seq,
        at=fresh[-1].recorded_at,
        reference=reference,
        incidents=MappingProxyType(incidents),
        members=MappingProxyType(members),
        tasks_of=MappingProxyType(tasks_of),
    )
    return following, changes


def _keep(
    incidents: dict[IncidentId, Incident], incident_id: IncidentId, incident: Incident
) -> None:
    # The picture is bounded: an archived incident lives on in the tables alone. One
    # that is reopened later comes back whole, because its fact carries it whole.
    if incident.state is State.ARCHIVED:
        incidents.pop(incident_id, None)
    else:
        incidents[incident_id] = incident


def _tasks_of(
    picture: Picture, incidents: dict[IncidentId, Incident], touched: set[IncidentId]
) -> dict[MemberId, tuple[IncidentId, ...]]:
    """Open tasks by member, corrected for the touched incidents only."""
    tasks_of = dict(picture.tasks_of)
    for incident_id in touched:
        held_before = _members_at(picture.incidents.get(incident_id))
        held_after = _members_at(incidents.get(incident_id))
        for member in held_before - held_after:
            left = tuple(i for i in tasks_of.get(member, ()) if i != incident_id)
            if left:
                tasks_of[member] = left
            else:
                tasks_of.pop(member, None)
        for member in held_after - held_before:
            # Sorted, or the order would tell how the facts were cut into batches.
            tasks_of[member] = tuple(sorted((*tasks_of.get(member, ()), incident_id)))
    return tasks_of


def _members_at(incident: Incident | None) -> set[MemberId]:
    if incident is None:
        return set()
    return {
        MemberId(task.assignee)
        for task in incident.open_tasks
        if task.assignee_kind is AssigneeKind.MEMBER
    }
