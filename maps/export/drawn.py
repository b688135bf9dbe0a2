"""Drawings of a page: notes, lines and perimeters, each from when it stood until when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from maps.export.outlines import stepped
from maps.geometry.projection import to_lonlat
from maps.layers.drawings import AREAS, outline_m

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from maps.export.moments import Moment
    from models.domain.drawing import Drawing, DrawingKind, DrawingTone
    from models.domain.ids import DrawingId, IncidentId


@dataclass(frozen=True, slots=True)
class PageDrawing:
    """A drawing as it looked from one moment of the page until before another, by number.

    `line` is flat steps: one point, a line, or where `is_area` a ring that is not closed.
    """

    kind: DrawingKind
    tone: DrawingTone
    text: str
    is_area: bool
    line: list[int]
    since: int
    until: int


def drawn(moments: Sequence[Moment], hidden: Container[IncidentId]) -> list[PageDrawing]:
    """What stands on the map at a moment at least, the oldest first.

    What is drawn for a `hidden` incident is hidden with it.
    """
    begun: dict[DrawingId, tuple[Drawing, int]] = {}
    found: list[PageDrawing] = []
    for number, moment in enumerate(moments):
        standing = {
            one.id: one
            for one in moment.picture.drawings.values()
            if one.stands(moment.now) and one.incident not in hidden
        }
        for key, (one, since) in list(begun.items()):
            if standing.get(key) is not one:
                found.append(_page_drawing(one, since, number))
                del begun[key]
        for key, one in standing.items():
            begun.setdefault(key, (one, number))
    found += [_page_drawing(one, since, len(moments)) for one, since in begun.values()]
    return sorted(found, key=lambda one: one.since)


def _page_drawing(drawing: Drawing, since: int, until: int) -> PageDrawing:
    is_area = drawing.shape in AREAS
    lonlat = to_lonlat(outline_m(drawing))
    if len(lonlat) == 1:
        (line,) = stepped(np.array([shapely.Point(lonlat[0])]), is_closed=False)
    else:
        ring = np.vstack([lonlat, lonlat[:1]]) if is_area else lonlat
        (line,) = stepped(np.array([shapely.LineString(ring)]), is_closed=is_area)
    text = " ".join(drawing.text.split())
    return PageDrawing(drawing.kind, drawing.tone, text, is_area, line, since, until)
