"""Commands about the map: what is drawn for everybody, what the walls look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from datetime import datetime

    from models.domain.drawing import DrawingKind, DrawingShape, DrawingTone
    from models.domain.ids import DrawingId, IncidentId
    from models.domain.place import LonLat


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """Put a note, a line or a perimeter on everybody's map.

    `shape` None is the usual one of the kind, `tone` None that of the kind; `about` is the
    incident it belongs to.
    """

    verb: ClassVar[str] = "draw"
    drawing: DrawingId
    kind: DrawingKind
    points: tuple[LonLat, ...]
    shape: DrawingShape | None = None
    tone: DrawingTone | None = None
    radius_m: float | None = None
    text: str = ""
    about: IncidentId | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Redraw:
    """Change a drawing, or bring an erased one back; what is None stays as it is.

    `lasting` takes an expiry away.
    """

    verb: ClassVar[str] = "redraw"
    drawing: DrawingId
    kind: DrawingKind | None = None
    points: tuple[LonLat, ...] = ()
    shape: DrawingShape | None = None
    tone: DrawingTone | None = None
    radius_m: float | None = None
    text: str | None = None
    expires_at: datetime | None = None
    lasting: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Erase:
    """Take a drawing off everybody's map."""

    verb: ClassVar[str] = "erase"
    drawing: DrawingId


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowOnWall:
    """Let every wall look at a part of the map for some seconds; see `WallView`."""

    verb: ClassVar[str] = "show-wall"
    corners: tuple[LonLat, ...]
    hidden: tuple[str, ...] = ()
    seconds: int = 120
    shown: tuple[str, ...] = ()
    indicator: str | None = None
    base_map: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearWall:
    """Let the walls go back to their own view."""

    verb: ClassVar[str] = "clear-wall"
