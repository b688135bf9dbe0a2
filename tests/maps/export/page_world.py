"""A district of two towns with people and incidents in it, and how to read a page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import shapely

from maps.export.moments import Moment
from maps.export.web_map import PageMatter
from models.domain.drawing import Drawing
from models.domain.grid import Cell, Level
from models.domain.ids import CellId, IncidentId, MemberId
from models.domain.incident import Incident
from models.domain.member import Member
from models.domain.place import LonLat
from models.picture.picture import Picture
from tests.builders import NINE, a_category
from tests.maps.worlds import Fixes

ZONE = ZoneInfo("Asia/Shanghai")
RUBBISH = a_category()
SECRET = a_category("E1302", zh="涉密", en="Secret matter", restricted=True)
_WEST, _SOUTH = 120.4, 36.3


def the_cells() -> tuple[dict[CellId, Cell], dict[CellId, bytes]]:
    """A district, 1, and its western and eastern town, 2 and 3."""
    boxes = {1: (0.0, 0.2), 2: (0.0, 0.1), 3: (0.1, 0.2)}
    names = {1: "即墨区", 2: "通济街道", 3: "环秀街道</script>"}
    cells, shapes = {}, {}
    for number, (west, east) in boxes.items():
        cell_id = CellId(number)
        path = (cell_id,) if number == 1 else (CellId(1), cell_id)
        shape = shapely.box(_WEST + west, _SOUTH, _WEST + east, _SOUTH + 0.1)
        cells[cell_id] = Cell(
            id=cell_id,
            code=f"37021500{number}",
            name=names[number],
            level=Level.DISTRICT if number == 1 else Level.TOWN,
            parent=None if number == 1 else CellId(1),
            path=path,
            centre=LonLat(shape.centroid.x, shape.centroid.y),
        )
        shapes[cell_id] = shapely.to_wkb(shape)
    return cells, shapes


def fixes_of(*members: Member) -> Fixes:
    """A fix for each, a minute old, side by side."""
    count = len(members)
    return Fixes(
        np.array([m.ref for m in members], np.int32),
        np.full(count, int((NINE.timestamp() - 60) * 1e6), np.int64),
        _WEST + 0.02 + np.arange(count) * 0.01,
        np.full(count, _SOUTH + 0.05),
        np.zeros(count, np.float32),
        np.full(count, np.nan, np.float32),
    )


def a_moment(
    incidents: Iterable[Incident] = (),
    members: Sequence[Member] = (),
    fixes: Fixes | None = None,
    now: datetime = NINE,
    *,
    drawings: Iterable[Drawing] = (),
) -> Moment:
    """What is known at an instant; members have fixes unless others are given."""
    people = {m.id: m for m in members}
    cases = {i.id: i for i in incidents}
    held: dict[MemberId, tuple[IncidentId, ...]] = {}
    for case in cases.values():
        for task in case.open_tasks:
            if task.assignee in people:
                member_id = MemberId(task.assignee)
                held[member_id] = (*held.get(member_id, ()), case.id)
    picture = Picture(
        seq=7,
        at=now,
        incidents=cases,
        members=people,
        tasks_of=held,
        drawings={d.id: d for d in drawings},
    )
    return Moment(picture, fixes or fixes_of(*members), now)


def matter(
    incidents: Iterable[Incident] = (),
    members: Sequence[Member] = (),
    fixes: Fixes | None = None,
    **given: Any,
) -> PageMatter:
    """What a page is made from, at 09:00 unless `moments` are given."""
    cells, shapes = the_cells()
    usual: dict[str, Any] = {
        "moments": [a_moment(incidents, members, fixes)],
        "cells": cells,
        "shapes": shapes,
        "categories": {c.code: c for c in (RUBBISH, SECRET)},
        "zone": ZONE,
    }
    return PageMatter(**usual | given)


def data_of(page: str) -> dict[str, Any]:
    """The data element of a page, read as the page's own script reads it."""
    found = re.search(r'<script type="application/json" id="wangge-data">(.*?)</script>', page)
    assert found is not None
    table: dict[str, Any] = json.loads(found[1])
    return table
