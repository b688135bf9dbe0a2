"""Incidents as marks, by urgency and stage, and the links to those who are on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from enum import IntEnum
from typing import TYPE_CHECKING, Any

import numpy as np

from maps.geometry.projection import to_mercator
from maps.layers.glyphs import class_glyph
from maps.layers.scene import IncidentsLayer, LinksLayer, MembersLayer
from models.domain.category import Urgency
from models.domain.incident import Incident, State
from models.picture.query import pressing_due_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from models.domain.ids import IncidentId
    from models.picture.fold import Changes
    from models.picture.picture import Picture

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LOW = (1 << 64) - 1
_EMERGENCY = Urgency.EMERGENCY.rank
_NEVER_US = np.iinfo(np.int64).max


class Stage(IntEnum):
    """What an incident waits for; drawn by how the mark is filled."""

    TO_ACCEPT = 0
    TO_DISPATCH = 1
    TO_SIGN = 2
    HANDLING = 3
    TO_CLOSE = 4


def stage_of(state: State) -> Stage:
    """The stage of an open state."""
    if state < State.REGISTERED:
        return Stage.TO_ACCEPT
    if state is State.REGISTERED:
        return Stage.TO_DISPATCH
    if state is State.DISPATCHED:
        return Stage.TO_SIGN
    return Stage.HANDLING if state.is_with_unit else Stage.TO_CLOSE


def incidents_layer(
    picture: Picture,
    now_us: int,
    *,
    before: IncidentsLayer | None = None,
    changes: Changes | None = None,
    major_of: Mapping[str, str] | None = None,
) -> IncidentsLayer:
    """The open incidents of a picture that have a place.

    With `before` and the `changes` since its picture, only what changed is looked at
    again, so that a tick among 5,000 costs about a millisecond. `major_of` leads from
    minor to major classes, by their codes.
    """
    majors = major_of or {}
    if before is None or changes is None:
        rows = _rows_of(picture.incidents.values(), picture, majors)
    elif changes.incidents:
        rows = _merged(before, picture, changes.incidents, majors)
    else:
        rows = replace(before, picture=picture)
    return replace(rows, is_overdue=rows.due_us < now_us)


def burning(incidents: IncidentsLayer) -> NDArray[np.bool_]:
    """Emergencies and whatever is overdue, (n,): no map may hide these among others."""
    burns: NDArray[np.bool_] = incidents.is_overdue | (incidents.urgency == _EMERGENCY)
    return burns


def links_layer(incidents: IncidentsLayer, members: MembersLayer) -> LinksLayer:
    """One link for each open task of a member in an incident, where both are on the map."""
    pairs = [
        (row, members.row[member_id])
        for member_id, held in incidents.picture.tasks_of.items()
        if member_id in members.row
        for incident_id in held
        if (row := incidents.row.get(incident_id)) is not None
    ]
    table = np.array(pairs, np.int32).reshape(-1, 2)
    return LinksLayer(table[:, 0], table[:, 1])


def _rows_of(
    incidents: Iterable[Incident], picture: Picture, major_of: Mapping[str, str]
) -> IncidentsLayer:
    shown = [i for i in incidents if i.state.is_open and i.place is not None]
    lonlat = np.array([(i.place.lon_deg, i.place.lat_deg) for i in shown if i.place])
    table = IncidentsLayer(
        ids=tuple(i.id for i in shown),
        numbers=tuple(i.number for i in shown),
        mercator_m=to_mercator(lonlat.reshape(-1, 2)),
        urgency=np.array([i.urgency.rank for i in shown], np.uint8),
        stage=np.array([stage_of(i.state) for i in shown], np.uint8),
        glyph=np.array([class_glyph(i.category, major_of) for i in shown], np.uint8),
        due_us=np.array([_due_us(i) for i in shown], np.int64),
        key=np.array([_drawing_key(i) for i in shown], np.uint64).reshape(-1, 3),
        picture=picture,
    )
    return _in_drawing_order(table)


def _merged(
    before: IncidentsLayer,
    picture: Picture,
    changed: frozenset[IncidentId],
    major_of: Mapping[str, str],
) -> IncidentsLayer:
    stays = np.ones(len(before.ids), np.bool_)
    stays[[before.row[i] for i in changed if i in before.row]] = False
    kept = _taken(before, np.flatnonzero(stays))
    came = _rows_of(
        (picture.incidents[i] for i in sorted(changed) if i in picture.incidents),
        picture,
        major_of,
    )
    both = replace(
        kept,
        ids=kept.ids + came.ids,
        numbers=kept.numbers + came.numbers,
        picture=picture,
        **_columns(kept, came),
    )
    return _in_drawing_order(both)


_COLUMNS = ("mercator_m", "urgency", "stage", "glyph", "due_us", "key")


def _columns(*parts: IncidentsLayer) -> dict[str, Any]:
    return {name: np.concatenate([getattr(p, name) for p in parts]) for name in _COLUMNS}


def _taken(rows: IncidentsLayer, index: NDArray[np.intp]) -> IncidentsLayer:
    order = index.tolist()
    ids = tuple([rows.ids[i] for i in order])
    columns: dict[str, Any] = {name: getattr(rows, name)[index] for name in _COLUMNS}
    return replace(
        rows,
        ids=ids,
        numbers=tuple([rows.numbers[i] for i in order]),
        row=dict(zip(ids, range(len(ids)), strict=True)),
        **columns,
    )


def _drawing_key(incident: Incident) -> tuple[int, int, int]:
    """Urgency and whether it waits for a dispatcher, then the id: a UUIDv7, so its age."""
    waits_for_us = stage_of(incident.state) is Stage.TO_DISPATCH
    return (
        incident.urgency.rank * 2 + waits_for_us,
        incident.id.int >> 64,
        incident.id.int & _LOW,
    )


def _in_drawing_order(rows: IncidentsLayer) -> IncidentsLayer:
    return _taken(rows, np.lexsort(rows.key.T[::-1]))


def _due_us(incident: Incident) -> int:
    due_at = pressing_due_at(incident)
    return (due_at - _EPOCH) // datetime.resolution if due_at else int(_NEVER_US)
