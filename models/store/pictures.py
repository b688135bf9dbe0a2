"""Whole pictures: from their subjects, and as bytes for keyframes and recordings."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from models.domain.fact import FORMAT
from models.domain.ids import MemberId
from models.picture.picture import Picture
from models.store.codec import instant, instant_text
from models.store.mapping import (
    Body,
    drawing_from,
    handover_from,
    incident_from,
    member_from,
    room_note_from,
    subject_json,
    upgraded,
    wall_view_from,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from models.domain.drawing import Drawing
    from models.domain.ids import IncidentId
    from models.domain.incident import Incident
    from models.domain.member import Member
    from models.domain.shift import Handover, RoomNote
    from models.domain.wall_view import WallView


@dataclass(frozen=True, slots=True)
class Sketches:
    """What a picture holds besides incidents and members; all of it stands at its `at`."""

    drawings: tuple[Drawing, ...] = ()
    wall: WallView | None = None
    handovers: tuple[Handover, ...] = ()
    notes: tuple[RoomNote, ...] = ()


def a_picture(
    head: tuple[int, datetime, int],
    incidents: Iterable[Incident],
    members: Iterable[Member],
    sketches: Sketches = Sketches(),
) -> Picture:
    """The picture of these subjects, with who holds what; `head` is seq, at, reference."""
    seq, at, reference = head
    by_id = {incident.id: incident for incident in incidents}
    return Picture(
        seq=seq,
        at=at,
        reference=reference,
        incidents=MappingProxyType(by_id),
        members=MappingProxyType({member.id: member for member in members}),
        tasks_of=MappingProxyType(_tasks_of(by_id)),
        drawings=MappingProxyType({drawing.id: drawing for drawing in sketches.drawings}),
        wall=sketches.wall,
        handovers=MappingProxyType({one.id: one for one in sketches.handovers}),
        notes=MappingProxyType({one.id: one for one in sketches.notes}),
    )


def _tasks_of(incidents: dict[IncidentId, Incident]) -> dict[MemberId, tuple[IncidentId, ...]]:
    given = sorted(
        (task.given_at, task.id, MemberId(task.assignee), incident.id)
        for incident in incidents.values()
        for task in incident.open_tasks
    )
    held: dict[MemberId, dict[IncidentId, None]] = {}
    for _, _, assignee, incident_id in given:
        held.setdefault(assignee, {})[incident_id] = None
    return {assignee: tuple(ids) for assignee, ids in held.items()}


def picture_bytes(picture: Picture) -> bytes:
    """A picture whole, words included: zlib over JSON."""
    body: dict[str, Any] = {
        "format": FORMAT,
        "seq": picture.seq,
        "at": instant_text(picture.at),
        "reference": picture.reference,
        "incidents": [subject_json(incident) for incident in picture.incidents.values()],
        "members": [subject_json(member) for member in picture.members.values()],
        "drawings": [subject_json(drawing) for drawing in picture.drawings.values()],
        "wall": None if picture.wall is None else subject_json(picture.wall),
        "handovers": [subject_json(one) for one in picture.handovers.values()],
        "notes": [subject_json(one) for one in picture.notes.values()],
    }
    text = json.dumps(body, separators=(",", ":"), ensure_ascii=False)
    return zlib.compress(text.encode(), level=1)


def picture_from(data: bytes) -> Picture:
    """The picture of `picture_bytes`, of any known format."""
    body = json.loads(zlib.decompress(data))
    form = body["format"]
    return a_picture(
        (body["seq"], instant(body["at"]), body["reference"]),
        (incident_from(_led_up("incident", raw, form)) for raw in body["incidents"]),
        (member_from(_led_up("member", raw, form)) for raw in body["members"]),
        _sketches_of(body, form),
    )


def _sketches_of(body: dict[str, Any], form: int) -> Sketches:
    """Drawings, view, hand-overs and notes, which the first releases did not write."""
    drawings = (drawing_from(_led_up("drawing", raw, form)) for raw in body.get("drawings", ()))
    wall = body.get("wall")
    handovers = (
        handover_from(_led_up("handover", raw, form)) for raw in body.get("handovers", ())
    )
    notes = (room_note_from(_led_up("room_note", raw, form)) for raw in body.get("notes", ()))
    return Sketches(
        tuple(drawings),
        wall and wall_view_from(_led_up("wall", wall, form)),
        tuple(handovers),
        tuple(notes),
    )


def _led_up(kind: str, raw: Body, form: int) -> Body:
    """A whole subject of any format: its upgraders are those of the facts that carry one."""
    if form == FORMAT:
        return raw
    plain = {name: value for name, value in raw.items() if name != "tasks"}
    body = upgraded(kind, {"fields": plain, "tasks": raw.get("tasks", [])}, form)
    return {**body["fields"], "tasks": body["tasks"]}
