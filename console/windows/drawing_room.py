"""Drawing and the walls in one window: tools, the card that names a sketch, the acts.

The tool sets points on the map, the card gives them a name, the session sends the act; what
is under way is a ghost on the map until a frame has it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from console.actions.asking import Ask, Choice
from console.actions.drawing import Draft, chosen, draw_of, drawing_refusal, ghosts, usual_kind
from console.actions.walls import steer_wall, wall_refusal
from console.panels.draw_card import DrawCard
from console.windows.floating import Floating, top_left
from maps.canvas.marks import DRAWING
from maps.canvas.sketch import Tool
from maps.geometry.projection import to_lonlat
from maps.layers.layer import CHOROPLETH, OPT_IN
from models.domain.drawing import MOST_LABEL, DrawingShape
from models.domain.error import Words
from models.domain.map_command import Erase, Redraw, ShowOnWall
from models.domain.place import LonLat
from models.domain.refusal import Refused, refuse
from models.domain.wall_view import USUAL_S

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.actions.action_set import BoundAction
    from console.actions.asking import Act, Asking
    from console.panels.map_panel.panel import MapPanel
    from console.settings.look import Look
    from console.state.session import Session
    from maps.canvas.sketch import Sketched
    from models.domain.drawing import Drawing
    from models.domain.ids import DrawingId
    from models.feed.frame import Frame

DRAWING_ACTS: Final = ("draw.", "wall.")
"""What the ids of acts that draw, or steer the walls, begin with."""
_TOOLS: Final = {
    "note": Tool.NOTE,
    "line": Tool.LINE,
    "area": Tool.AREA,
    "circle": Tool.CIRCLE,
}
_SHAPES: Final = {
    Tool.NOTE: DrawingShape.POINT,
    Tool.LINE: DrawingShape.LINE,
    Tool.AREA: DrawingShape.AREA,
    Tool.CIRCLE: DrawingShape.CIRCLE,
}
_RENAME: Final = Choice("redraw", Words("修改", "Change"))


class DrawingRoom(QObject):
    """The drawing acts of one window.

    Signals: `told(object)` Words why something was not done.
    Thread: GUI
    """

    told = Signal(object)

    def __init__(
        self, session: Session, look: Look, asking: Asking, on: MapPanel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._asking = asking
        self._map = on
        self._draft: Draft | None = None
        self.card = DrawCard(session, look, on.window())
        Floating(self.card, on, top_left)
        on.canvas.sketched.connect(self.on_sketched)
        on.tools.draw.picked.connect(self.on_tool)
        self.card.changed.connect(self.on_draft)
        self.card.accepted.connect(self.on_accepted)
        session.pending.changed.connect(self.on_pending)
        session.frame_changed.connect(self.on_frame)
        session.selection.drawing_changed.connect(self.on_chosen)

    # -- the acts of the catalogue -----------------------------------------------------------

    def refusal(self, action_id: str) -> Words | None:
        """Why one of `draw.…` and `wall.…` cannot be done now; None where it can."""
        family, act = action_id.split(".")
        if family == "wall":
            return wall_refusal(self._session, act)
        verb = {"erase": "erase", "edit": "redraw"}.get(act, "draw")
        return drawing_refusal(self._session, verb)

    def do(self, action_id: str) -> None:
        """One of them; the refusal has been asked."""
        family, act = action_id.split(".")
        if family == "wall":
            steer_wall(self._session, act, _view_of(self._map))
            return
        drawing = chosen(self._session)
        if act in _TOOLS:
            self.card.leave()
            self._map.canvas.sketching.begin(_TOOLS[act])
            self._map.canvas.setFocus()
        elif drawing is not None and act == "erase":
            self._session.selection.pick_drawing(None)
            self._session.send(Erase(drawing=drawing.id), seen_version=drawing.version)
        elif drawing is not None:
            self._asking.open(_renaming(drawing))

    @Slot(str)
    def on_tool(self, tool: str) -> None:
        """A tool of the map's bar was picked."""
        refusal = self.refusal(f"draw.{tool}")
        if refusal is not None:
            self.told.emit(refusal)
        else:
            self.do(f"draw.{tool}")

    # -- what comes of it --------------------------------------------------------------------

    @Slot(object)
    def on_sketched(self, sketch: Sketched) -> None:
        """All points are set: ask what it is to be called."""
        shape = _SHAPES[sketch.tool]
        self.card.open_for(Draft(shape, sketch.points, sketch.radius_m, usual_kind(shape)))

    @Slot(object)
    def on_draft(self, draft: Draft | None) -> None:
        """Show the drawing as it would be."""
        self._draft = draft
        self.on_pending()
        if draft is None:
            self._map.canvas.setFocus()

    @Slot(object)
    def on_accepted(self, draft: Draft) -> None:
        """Send it, or say why that cannot be any more."""
        refusal = drawing_refusal(self._session, "draw")
        if refusal is not None:
            self.told.emit(refusal)
        else:
            self._session.send(draw_of(draft, self._session))

    @Slot()
    def on_pending(self) -> None:
        """What is under way or being named is a ghost."""
        self._map.canvas.hand.show_drawing_ghosts(ghosts(self._session, self._draft))

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """A jump drops what was half-done; a drawing that is gone is not selected."""
        if frame.jumped:
            self.card.leave()
        chosen_id = self._session.selection.drawing
        if chosen_id is not None and chosen_id not in frame.picture.drawings:
            self._session.selection.pick_drawing(None)

    @Slot(object)
    def on_chosen(self, drawing_id: DrawingId | None) -> None:
        """Put a halo around it."""
        self._map.canvas.set_selection(DRAWING, [drawing_id] if drawing_id else [])


def is_of_drawings(bound: BoundAction) -> bool:
    """Whether the menu beside a drawing offers this."""
    return bound.act.id in {"draw.edit", "draw.erase"}


def _renaming(drawing: Drawing) -> Ask:
    """An open ask for another label; the old one is offered for a click."""

    def make(_choice: str, text: str) -> Sequence[Act]:
        if len(text) > MOST_LABEL:
            raise Refused(
                refuse(
                    "text_too_long",
                    f"标注至多 {MOST_LABEL} 个字。",
                    f"A label takes at most {MOST_LABEL} characters.",
                )
            )
        return [(Redraw(drawing=drawing.id, text=text), drawing.version)]

    return Ask(
        title=Words("修改标绘", "Change the drawing"),
        choices=(_RENAME,),
        prompt=Words("新的标注", "New label"),
        make=make,
        phrases=(Words(drawing.text, drawing.text),) if drawing.text else (),
    )


def _view_of(panel: MapPanel) -> ShowOnWall:
    """What the map shows: the place, the layers, what colours the cells, what lies below."""
    canvas = panel.canvas
    west, south, east, north = canvas.view.bounds_m()
    (lon_w, lat_s), (lon_e, lat_n) = to_lonlat([(west, south), (east, north)]).tolist()
    stack = canvas.layers
    has_colours = stack.shows(CHOROPLETH)
    return ShowOnWall(
        corners=(LonLat(lon_w, lat_s), LonLat(lon_e, lat_n)),
        hidden=tuple(sorted(stack.hidden)),
        seconds=USUAL_S,
        shown=tuple(sorted(key for key in OPT_IN if stack.shows(key))),
        indicator=panel.layers.shader.choice.indicator if has_colours else None,
        base_map=canvas.base.name,
    )
