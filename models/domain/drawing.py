"""Drawings: notes, lines and perimeters that everybody in the centre sees on the map.

A drawing is a sketch of the situation, not reference data and no survey. It knows no
projection; what its shape looks like on a map is reckoned there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import isfinite
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from models.domain.error import BadInput, Words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from models.domain.ids import CellId, DrawingId, IncidentId
    from models.domain.place import LonLat

MOST_POINTS: Final = 500
"""More is a survey, which belongs into the reference data."""
MOST_LABEL: Final = 200
"""Characters of a label: it has to be read on a map."""
MOST_DRAWINGS: Final = 1_000
"""So many may stand at once: every console carries them in its picture."""
LEAST_RADIUS_M: Final = 1.0
MOST_RADIUS_M: Final = 100_000.0


class DrawingShape(StrEnum):
    """What is drawn with the points."""

    POINT = "point"
    LINE = "line"
    AREA = "area"
    CIRCLE = "circle"


class DrawingKind(StrEnum):
    """What a drawing means."""

    NOTE = "note"
    CORDON = "cordon"
    CLOSED_ROAD = "closed_road"
    SEARCH_AREA = "search_area"
    ASSEMBLY_POINT = "assembly_point"
    ROUTE = "route"
    OTHER = "other"


class DrawingTone(StrEnum):
    """How grave a drawing looks; its colour follows the theme."""

    DANGER = "danger"
    CAUTION = "caution"
    CALM = "calm"
    PLAIN = "plain"


_K, _S, _T = DrawingKind, DrawingShape, DrawingTone
SHAPES_OF: Final[Mapping[DrawingKind, tuple[DrawingShape, ...]]] = MappingProxyType(
    {
        _K.NOTE: (_S.POINT,),
        _K.CORDON: (_S.AREA, _S.CIRCLE),
        _K.CLOSED_ROAD: (_S.LINE, _S.AREA),
        _K.SEARCH_AREA: (_S.AREA, _S.CIRCLE),
        _K.ASSEMBLY_POINT: (_S.POINT, _S.AREA, _S.CIRCLE),
        _K.ROUTE: (_S.LINE,),
        _K.OTHER: (_S.AREA, _S.CIRCLE, _S.LINE, _S.POINT),
    }
)
"""What each kind may be drawn as, the usual one first."""
TONE_OF: Final[Mapping[DrawingKind, DrawingTone]] = MappingProxyType(
    {
        _K.NOTE: _T.PLAIN,
        _K.CORDON: _T.DANGER,
        _K.CLOSED_ROAD: _T.CAUTION,
        _K.SEARCH_AREA: _T.CAUTION,
        _K.ASSEMBLY_POINT: _T.CALM,
        _K.ROUTE: _T.CALM,
        _K.OTHER: _T.PLAIN,
    }
)
"""The tone of a kind where nobody chose another."""
LEAST_POINTS: Final[Mapping[DrawingShape, int]] = MappingProxyType(
    {_S.POINT: 1, _S.LINE: 2, _S.AREA: 3, _S.CIRCLE: 1}
)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A note, a line or a perimeter.

    Invariants: `shape` is one of `SHAPES_OF[kind]`; `points` holds the one point of a
    note, the centre of a circle, the vertices of a line, or the corners of an area, not
    closed; at most `MOST_POINTS`. `radius_m`, on the ground, is there for circles alone.
    `cell_path` leads to the cell of the first point. `author`, `station` and `drawn_at`
    speak of the last who drew, redrew or erased it.

    It stands until `erased_at`, and at most until `expires_at`, exclusive.
    """

    id: DrawingId
    version: int
    kind: DrawingKind
    shape: DrawingShape
    tone: DrawingTone
    points: tuple[LonLat, ...]
    radius_m: float | None
    text: str
    incident: IncidentId | None
    cell_path: tuple[CellId, ...]
    author: str
    station: str
    drawn_at: datetime
    expires_at: datetime | None = None
    erased_at: datetime | None = None

    def stands(self, at: datetime) -> bool:
        """Whether it is to be seen at an instant after it was drawn."""
        is_over = self.expires_at is not None and self.expires_at <= at
        return self.erased_at is None and not is_over


DRAWING_WORDS = ("text",)
"""Personal fields: kept beside the journal, so that they can be erased."""


def require_drawable(drawing: Drawing) -> None:
    """Turn away what is no drawing of its kind and shape.

    Raises
    ------
    BadInput
        `bad_shape`, `too_few_points`, `too_many_points`, `bad_radius`, `text_too_long`.
    """
    _require_shape(drawing)
    _require_points(drawing)
    is_circle = drawing.shape is DrawingShape.CIRCLE
    radius = drawing.radius_m
    if (radius is not None) != is_circle or not _is_radius(radius):
        raise _bad(
            "bad_radius",
            f"半径只用于圆，应为 {LEAST_RADIUS_M:g} 至 {MOST_RADIUS_M:g} 米，现为 {radius}",
            f"a radius is for circles, {LEAST_RADIUS_M:g} to {MOST_RADIUS_M:g} metres;"
            f" it is {radius}",
        )
    if len(drawing.text) > MOST_LABEL:
        raise _bad(
            "text_too_long",
            f"标注至多 {MOST_LABEL} 个字，现为 {len(drawing.text)} 个",
            f"a label takes at most {MOST_LABEL} characters; it has {len(drawing.text)}",
        )


def _require_shape(drawing: Drawing) -> None:
    allowed = SHAPES_OF[drawing.kind]
    if drawing.shape not in allowed:
        wanted = ", ".join(allowed)
        raise _bad(
            "bad_shape",
            f"{drawing.kind} 不能画成 {drawing.shape}；可用：{wanted}",
            f"a {drawing.kind} cannot be a {drawing.shape}; use {wanted}",
        )


def _require_points(drawing: Drawing) -> None:
    shape, count, least = drawing.shape, len(drawing.points), LEAST_POINTS[drawing.shape]
    most = MOST_POINTS if shape in {DrawingShape.LINE, DrawingShape.AREA} else 1
    # Points on top of one another make no line and no area.
    if len(set(drawing.points)) < least:
        raise _bad(
            "too_few_points",
            f"{shape} 至少需要 {least} 个不同的点，现为 {count} 个",
            f"a {shape} needs at least {least} different points; it has {count}",
        )
    if count > most:
        raise _bad(
            "too_many_points",
            f"{shape} 至多 {most} 个点，现为 {count} 个",
            f"a {shape} takes at most {most} points; it has {count}",
        )


def _is_radius(radius_m: float | None) -> bool:
    if radius_m is None:
        return True
    return isfinite(radius_m) and LEAST_RADIUS_M <= radius_m <= MOST_RADIUS_M


def _bad(code: str, zh: str, en: str) -> BadInput:
    return BadInput(code, Words(zh, en))
