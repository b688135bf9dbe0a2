"""A moment as rows with places, layer by layer: what other programs are given.

WGS 84 throughout; instants are ISO 8601 in the district's zone, with its offset; what is not
known is null. `docs/export.md` tells the fields, and a test compares it with these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from maps.geometry.measures import area_and_perimeter_m, lengths_m
from maps.geometry.projection import to_lonlat
from maps.layers.drawings import AREAS, outline_m
from models.domain.dispatching import STALE_FIX_S
from models.domain.ids import MemberId
from models.domain.incident import AssigneeKind
from models.feed.track import from_us, to_us
from models.picture.query import availability, is_overdue, load_of
from models.picture.secrecy import is_restricted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from numpy.typing import NDArray

    from console.state.reference import Reference
    from maps.layers.members import Positions
    from models.domain.drawing import Drawing
    from models.domain.grid import Cell
    from models.domain.incident import Incident
    from models.domain.member import Member
    from models.picture.picture import Picture

Row = dict[str, Any]
CELLS, INCIDENTS, MEMBERS, LINKS = "cells", "incidents", "members", "links"
DRAWINGS: Final = "drawings"
_UNKNOWN: Final = np.nan


@dataclass(frozen=True, slots=True)
class Layer:
    """Rows and their shapes, (n,) shapely geometries or None, all of the type named."""

    name: str
    geometry_type: str
    rows: list[Row]
    shapes: NDArray[np.object_]


class RowMaker:
    """Makes the rows of one moment."""

    def __init__(
        self, picture: Picture, fixes: Positions, now: datetime, reference: Reference
    ) -> None:
        self._picture = picture
        self._fixes = fixes
        self._now = now
        self._reference = reference
        self._fix_of = {int(ref): row for row, ref in enumerate(self._fixes.member)}

    def instant(self, at: datetime | None) -> str | None:
        """An instant in the district's zone, to the second."""
        if at is None:
            return None
        return at.astimezone(self._reference.calendar.zone).isoformat(timespec="seconds")

    def incidents(self) -> Layer:
        """Every incident of the picture; what is archived is not in it."""
        rows = [self._incident(one) for one in self._picture.incidents.values()]
        return Layer(INCIDENTS, "Point", rows, _points(rows))

    def members(self) -> Layer:
        """Every member at the last position, else in the middle of the home cell."""
        rows = [self._member(one) for one in self._picture.members.values()]
        return Layer(MEMBERS, "Point", rows, _points(rows))

    def cells(self) -> Layer:
        """Every cell of every level, coarsest first."""
        cells = sorted(self._reference.grid, key=lambda cell: (cell.level, cell.code))
        wkb = [self._reference.shapes.get(cell.id) for cell in cells]
        shapes = shapely.from_wkb(np.array(wkb, dtype=object))
        return Layer(
            CELLS, "MultiPolygon", [self._cell(cell) for cell in cells], _multi(shapes)
        )

    def links(self) -> Layer:
        """A line from each open incident to every member who is on it."""
        found = list(self._links())
        lines = [shapely.LineString(ends) for _, ends in found]
        return Layer(LINKS, "LineString", [row for row, _ in found], _objects(lines))

    def drawings(self) -> Layer:
        """What stands on everybody's map: points, lines and areas, the oldest first."""
        standing = [
            one
            for one in sorted(self._picture.drawings.values(), key=lambda one: one.id.int)
            if one.stands(self._now)
        ]
        rows = [self._drawing(one) for one in standing]
        return Layer(DRAWINGS, "Unknown", rows, _objects([_drawn_shape(o) for o in standing]))

    def place_of(self, member: Member) -> tuple[float, float]:
        """Longitude and latitude, not numbers where nobody knows."""
        row = self._fix_of.get(member.ref)
        if row is not None:
            return float(self._fixes.lon_deg[row]), float(self._fixes.lat_deg[row])
        home = self._reference.cell(member.home_cell)
        if home is None or home.centre is None:
            return _UNKNOWN, _UNKNOWN
        return home.centre.lon_deg, home.centre.lat_deg

    def _incident(self, incident: Incident) -> Row:
        category = self._reference.categories.get(incident.category or "")
        cell = self._reference.cell(incident.cell)
        place = incident.place
        return {
            "id": str(incident.id),
            "number": incident.number,
            "state": incident.state.value,
            "is_open": incident.state.is_open,
            "is_overdue": is_overdue(incident, self._now),
            "restricted": is_restricted(incident, self._reference.categories),
            "category": incident.category,
            "category_zh": category.zh if category else None,
            "category_en": category.en if category else None,
            "urgency": incident.urgency.value,
            "source": incident.source.value,
            "cell": cell.code if cell else None,
            "reported_at": self.instant(incident.reported_at),
            "dispatched_at": self.instant(incident.dispatched_at),
            "closed_at": self.instant(incident.closed_at),
            "due_at": self.instant(incident.due_at),
            "step_due_at": self.instant(incident.step_due_at),
            "tasks": len(incident.open_tasks),
            "lon": place.lon_deg if place else _UNKNOWN,
            "lat": place.lat_deg if place else _UNKNOWN,
        }

    def _member(self, member: Member) -> Row:
        home = self._reference.cell(member.home_cell)
        load = load_of(self._picture, member)
        lon, lat = self.place_of(member)
        return {
            "id": str(member.id),
            "number": member.number,
            "name": member.name,
            "member_kind": member.kind.value,
            "state": member.duty.value,
            "availability": availability(member, load, self._now).value,
            "cell": home.code if home else None,
            "tasks": load,
            "capacity": member.capacity,
            **self._fix(member),
            "lon": lon,
            "lat": lat,
        }

    def _fix(self, member: Member) -> Row:
        row = self._fix_of.get(member.ref)
        if row is None:
            unknown = dict.fromkeys(("speed_mps", "heading_deg"), _UNKNOWN)
            return {"fixed_at": None, "is_stale": True, **unknown}
        fixes, ts_us = self._fixes, int(self._fixes.ts_us[row])
        return {
            "fixed_at": self.instant(from_us(ts_us)),
            "is_stale": to_us(self._now) - ts_us > STALE_FIX_S * 1_000_000,
            "speed_mps": round(float(fixes.speed_mps[row]), 2),
            "heading_deg": round(float(fixes.heading_deg[row]), 1),
        }

    def _cell(self, cell: Cell) -> Row:
        parent = self._reference.cell(cell.parent)
        return {
            "id": str(cell.id),
            "code": cell.code,
            "name": cell.name,
            "level": int(cell.level),
            "level_zh": cell.level.zh,
            "level_en": cell.level.en,
            "parent": parent.code if parent else None,
            "valid_from": cell.valid_from.isoformat() if cell.valid_from else None,
            "valid_to": cell.valid_to.isoformat() if cell.valid_to else None,
            "area_m2": cell.area_m2 if cell.area_m2 is not None else _UNKNOWN,
        }

    def _drawing(self, drawing: Drawing) -> Row:
        about = self._picture.incidents.get(drawing.incident) if drawing.incident else None
        lonlat = to_lonlat(outline_m(drawing))
        is_area = drawing.shape in AREAS
        area_m2, around_m = area_and_perimeter_m(lonlat) if is_area else (_UNKNOWN, _UNKNOWN)
        length_m = around_m if is_area else float(lengths_m(lonlat)[-1])
        return {
            "id": str(drawing.id),
            "drawing_kind": drawing.kind.value,
            "shape": drawing.shape.value,
            "tone": drawing.tone.value,
            "text": drawing.text,
            "incident": about.number if about else None,
            "restricted": about is not None
            and is_restricted(about, self._reference.categories),
            "drawn_at": self.instant(drawing.drawn_at),
            "expires_at": self.instant(drawing.expires_at),
            "radius_m": drawing.radius_m if drawing.radius_m is not None else _UNKNOWN,
            "length_m": round(length_m, 1),
            "area_m2": round(area_m2, 1),
        }

    def _links(self) -> Iterator[tuple[Row, list[tuple[float, float]]]]:
        for incident in self._picture.incidents.values():
            if incident.place is None or not incident.state.is_open:
                continue
            begin = incident.place.lon_deg, incident.place.lat_deg
            for task in incident.open_tasks:
                member = self._picture.members.get(MemberId(task.assignee))
                if task.assignee_kind is not AssigneeKind.MEMBER or member is None:
                    continue
                end = self.place_of(member)
                if not np.isnan(end[0]):
                    row = {
                        "incident": incident.number,
                        "member": member.number,
                        "role": task.role.value,
                        "state": task.state.value,
                        "given_at": self.instant(task.given_at),
                        "restricted": is_restricted(incident, self._reference.categories),
                    }
                    yield row, [begin, end]


def _drawn_shape(drawing: Drawing) -> shapely.Geometry:
    lonlat = to_lonlat(outline_m(drawing))
    if drawing.shape in AREAS:
        return shapely.Polygon(lonlat)
    return shapely.Point(lonlat[0]) if len(lonlat) == 1 else shapely.LineString(lonlat)


def _points(rows: list[Row]) -> NDArray[np.object_]:
    lonlat = np.array([(row["lon"], row["lat"]) for row in rows], float).reshape(-1, 2)
    points = np.full(len(rows), None, dtype=object)
    is_known = ~np.isnan(lonlat[:, 0])
    points[is_known] = shapely.points(lonlat[is_known])
    return points


def _multi(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    is_single = shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON
    made = shapes.copy()
    made[is_single] = shapely.multipolygons(shapes[is_single][:, None])
    return made


def _objects(shapes: list[Any]) -> NDArray[np.object_]:
    made = np.empty(len(shapes), dtype=object)
    made[:] = shapes
    return made
