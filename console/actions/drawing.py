"""Drawing on everybody's map: who may, what goes out, and what takes it back.

Pure: no signals here; the frame and the seat say everything.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from console.actions.judging import may_act
from models.domain.drawing import SHAPES_OF, TONE_OF, Drawing, DrawingKind, DrawingShape
from models.domain.error import Words
from models.domain.ids import DrawingId, new_uuid
from models.domain.map_command import Draw, Erase, Redraw

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.state.session import Session
    from models.domain.command import Intent
    from models.domain.drawing import DrawingTone
    from models.domain.ids import IncidentId
    from models.domain.place import LonLat
    from models.picture.picture import Picture

NO_DRAWING: Final = Words("先在地图上点选一个标绘。", "Click a drawing on the map first.")
LASTING: Final[Mapping[str, timedelta | None]] = {
    "": None,
    "1h": timedelta(hours=1),
    "4h": timedelta(hours=4),
    "12h": timedelta(hours=12),
    "24h": timedelta(hours=24),
}
"""How long a drawing may be made to stand."""
_USUAL: Final = {
    DrawingShape.POINT: DrawingKind.NOTE,
    DrawingShape.LINE: DrawingKind.CLOSED_ROAD,
    DrawingShape.AREA: DrawingKind.CORDON,
    DrawingShape.CIRCLE: DrawingKind.CORDON,
}


@dataclass(frozen=True, slots=True)
class Draft:
    """A drawing that has been sketched and is being named. `tone` None is the kind's own."""

    shape: DrawingShape
    points: tuple[LonLat, ...]
    radius_m: float | None
    kind: DrawingKind
    tone: DrawingTone | None = None
    text: str = ""
    lasting: str = ""
    incident: IncidentId | None = None


def usual_kind(shape: DrawingShape) -> DrawingKind:
    """What a shape most often means."""
    return _USUAL[shape]


def kinds_of(shape: DrawingShape) -> list[DrawingKind]:
    """What a shape may mean."""
    return [kind for kind in DrawingKind if shape in SHAPES_OF[kind]]


def drawing_refusal(session: Session, verb: str) -> Words | None:
    """Why nothing can be drawn, changed or erased from here now; None where it can."""
    refusal = may_act(session, verb)
    if refusal is not None:
        return refusal.words
    if verb != "draw" and chosen(session) is None:
        return NO_DRAWING
    return None


def chosen(session: Session) -> Drawing | None:
    """The selected drawing, as the picture on show has it."""
    drawing_id = session.selection.drawing
    return None if drawing_id is None else session.frame.picture.drawings.get(drawing_id)


def draw_of(draft: Draft, session: Session) -> Draw:
    """The intent of a draft; a new id each time."""
    lasting = LASTING[draft.lasting]
    return Draw(
        drawing=DrawingId(new_uuid()),
        kind=draft.kind,
        points=draft.points,
        shape=draft.shape,
        tone=draft.tone,
        radius_m=draft.radius_m,
        text=draft.text.strip(),
        about=draft.incident,
        expires_at=None if lasting is None else session.frame.now + lasting,
    )


def ghosts(session: Session, draft: Draft | None) -> list[Drawing]:
    """Drawings as they will be: those under way, and the one that is being named."""
    picture = session.frame.picture
    found = [
        drawing
        for act in session.pending.acts
        if (drawing := _awaited(act.command.intent, session, picture)) is not None
    ]
    if draft is not None:
        found += filter(None, [_awaited(draw_of(draft, session), session, picture)])
    return found


def _awaited(intent: Intent, session: Session, picture: Picture) -> Drawing | None:
    if isinstance(intent, Draw) and intent.drawing not in picture.drawings:
        return Drawing(
            id=intent.drawing,
            version=0,
            kind=intent.kind,
            shape=intent.shape or SHAPES_OF[intent.kind][0],
            tone=intent.tone or TONE_OF[intent.kind],
            points=intent.points,
            radius_m=intent.radius_m,
            text=intent.text,
            incident=intent.about,
            cell_path=(),
            author=session.seat.operator,
            station=session.seat.station,
            drawn_at=session.frame.now,
        )
    if isinstance(intent, Redraw) and (old := picture.drawings.get(intent.drawing)):
        return replace(old, text=old.text if intent.text is None else intent.text)
    return None


def way_back(intent: Intent, picture: Picture) -> Intent | None:
    """What takes an act of drawing back, from the picture before it; None for other acts."""
    if isinstance(intent, Draw):
        return Erase(drawing=intent.drawing)
    if isinstance(intent, Redraw | Erase) and (old := picture.drawings.get(intent.drawing)):
        return Redraw(
            drawing=old.id,
            kind=old.kind,
            points=old.points,
            shape=old.shape,
            tone=old.tone,
            radius_m=old.radius_m,
            text=old.text,
            expires_at=old.expires_at,
            lasting=old.expires_at is None,
        )
    return None
