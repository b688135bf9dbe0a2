"""The one fold: from a picture and facts to the next picture.

Pure, idempotent by `seq`, indifferent to how the facts are cut into batches, at ease
with gaps in `seq` (a scoped reader sees only its own). Live, replay, keyframes and
`journal verify` all go through here and through nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from models.domain.drawing import Drawing
from models.domain.fact import Entry, SubjectKind, applied, applied_to
from models.domain.ids import DrawingId, HandoverId, IncidentId, MemberId, RoomNoteId
from models.domain.incident import AssigneeKind, Incident, State
from models.domain.member import Member
from models.domain.shift import KEPT_HANDOVERS, Handover, RoomNote, newest_first
from models.domain.wall_view import WallView

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from models.domain.fact import Fact
    from models.picture.picture import Picture


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between two pictures: ids of subjects that came, changed or left.

    `entries` are the facts themselves, in order, for timelines and announcements; `unread`
    the seqs of those that say nothing anybody can read, which were passed over.
    """

    incidents: frozenset[IncidentId] = frozenset()
    members: frozenset[MemberId] = frozenset()
    reference: bool = False
    entries: tuple[Entry, ...] = field(default=())
    drawings: frozenset[DrawingId] = frozenset()
    unread: tuple[int, ...] = ()

    def united(self, later: Changes) -> Changes:
        """Both, as one; for frames that were not shown in between."""
        return Changes(
            self.incidents | later.incidents,
            self.members | later.members,
            self.reference or later.reference,
            self.entries + later.entries,
            self.drawings | later.drawings,
            self.unread + later.unread,
        )


def fold(picture: Picture, entries: Iterable[Entry]) -> tuple[Picture, Changes]:
    """The picture after `entries`, and what changed.

    Entries at or below `picture.seq` are already in it and are passed over.
    """
    fresh = [entry for entry in entries if entry.seq > picture.seq]
    if not fresh:
        return picture, Changes()
    folding = _Folding(picture)
    unread = tuple(entry.seq for entry in fresh if not folding.takes(entry))
    folding.drop_expired(fresh[-1].recorded_at)
    tasks_of = _tasks_of(picture, folding.incidents, folding.touched_incidents)
    changes = Changes(
        frozenset(folding.touched_incidents),
        frozenset(folding.touched_members),
        folding.reference != picture.reference,
        tuple(fresh),
        frozenset(folding.touched_drawings),
        unread,
    )
    following = replace(
        picture,
        seq=fresh[-1].seq,
        at=fresh[-1].recorded_at,
        reference=folding.reference,
        incidents=MappingProxyType(folding.incidents),
        members=folding.all_members(),
        tasks_of=MappingProxyType(tasks_of),
        drawings=MappingProxyType(folding.drawings),
        wall=folding.wall,
        handovers=MappingProxyType(folding.handovers),
        notes=MappingProxyType(folding.notes),
    )
    return following, changes


class _Folding:
    """A picture under work: the subjects so far, and which of them were touched."""

    def __init__(self, picture: Picture) -> None:
        self.incidents = dict(picture.incidents)
        self.members: dict[MemberId, Member] = {}
        """Those that were touched; a roster of thousands is copied for nobody else."""
        self._members_before = picture.members
        self.drawings = dict(picture.drawings)
        self.wall = picture.wall
        self.handovers = dict(picture.handovers)
        self.notes = dict(picture.notes)
        self.reference = picture.reference
        self.touched_incidents: set[IncidentId] = set()
        self.touched_members: set[MemberId] = set()
        self.touched_drawings: set[DrawingId] = set()

    def takes(self, entry: Entry) -> bool:
        """One more fact; False where it cannot be read, and changes nothing."""
        if entry.unread:
            return False
        try:
            self._take(entry.fact)
        except (TypeError, ValueError):
            # Fields that the subject does not have, or too few to begin one with.
            return False
        return True

    def _take(self, fact: Fact) -> None:
        match fact.subject_kind:
            case SubjectKind.INCIDENT:
                incident_id = IncidentId(fact.subject_id)
                self.touched_incidents.add(incident_id)
                incident = applied(self.incidents.get(incident_id), fact)
                _keep(self.incidents, incident_id, incident)
            case SubjectKind.MEMBER:
                member_id = MemberId(fact.subject_id)
                self.touched_members.add(member_id)
                before = self.members.get(member_id) or self._members_before.get(member_id)
                member = applied_to(Member, before, fact)
                self.members[member_id] = member
            case SubjectKind.DRAWING:
                self._take_drawing(fact)
            case SubjectKind.WALL:
                self.wall = applied_to(WallView, self.wall, fact)
            case SubjectKind.HANDOVER:
                self._take_handover(fact)
            case SubjectKind.ROOM_NOTE:
                self._take_note(fact)
            case SubjectKind.REFERENCE:
                self.reference = fact.subject_version

    def all_members(self) -> Mapping[MemberId, Member]:
        """Everybody; the very mapping of before where nobody changed."""
        if not self.members:
            return self._members_before
        return MappingProxyType({**self._members_before, **self.members})

    def drop_expired(self, at: datetime) -> None:
        """Let go of drawings and notes that no longer stand at the last fact's instant.

        Once a batch is enough: a fact about one with an expiry carries it whole.
        """
        self.notes = {one.id: one for one in self.notes.values() if one.stands(at)}
        gone = [drawing.id for drawing in self.drawings.values() if not drawing.stands(at)]
        for drawing_id in gone:
            self.touched_drawings.add(drawing_id)
            del self.drawings[drawing_id]

    def _take_handover(self, fact: Fact) -> None:
        handover_id = HandoverId(fact.subject_id)
        taken = applied_to(Handover, self.handovers.get(handover_id), fact)
        known = newest_first((self.handovers | {handover_id: taken}).values())
        self.handovers = {one.id: one for one in known[:KEPT_HANDOVERS]}

    def _take_note(self, fact: Fact) -> None:
        note_id = RoomNoteId(fact.subject_id)
        self.notes[note_id] = applied_to(RoomNote, self.notes.get(note_id), fact)

    def _take_drawing(self, fact: Fact) -> None:
        drawing_id = DrawingId(fact.subject_id)
        self.touched_drawings.add(drawing_id)
        drawing = applied_to(Drawing, self.drawings.get(drawing_id), fact)
        if drawing.erased_at is None:
            self.drawings[drawing_id] = drawing
        else:
            self.drawings.pop(drawing_id, None)


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
