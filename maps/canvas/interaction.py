"""What the user is at on the map: hovering, selecting, dragging, sketching, boxing.

Owns the passing things painted over the scene. It answers gestures and speaks through
the signals of its canvas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt

from maps.canvas.cell_hover import CellHover
from maps.canvas.drawing_overlay import paint_drawing_ghosts, paint_outline
from maps.canvas.drawing_pick import drawing_at
from maps.canvas.drop import DragPayload, DropController
from maps.canvas.marks import DRAWING, INCIDENT, MEMBER, Subject, nearest_mark
from maps.canvas.overlays import HoverCard, OverlayPainter, distance_words
from maps.canvas.sketch_painter import paint_sketch
from maps.canvas.sketching import VERTEX, Sketching
from maps.geometry.projection import place_of
from maps.layers.drawings import DrawingsLayer
from maps.layers.layer import DRAWINGS
from models.domain.ids import IncidentId, MemberId
from models.domain.place import distance_m

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QKeyEvent, QPainter

    from maps.canvas.canvas import MapCanvas

CardSource = Callable[[str, UUID], HoverCard | None]
"""What the card of a mark says; the words are the console's."""
Link = tuple[UUID, UUID]
"""An incident and a member."""
_PICK_PX = 14.0
_SMALLEST_BOX_PX = 8.0


class Interaction:
    """The passing things of one canvas; implements `gestures.Surface`.

    Invariants: at most one drag; `hovered` is what the last `subject_hovered` said.
    """

    def __init__(self, canvas: MapCanvas) -> None:
        self._canvas = canvas
        self.drop = DropController()
        self.card_source: CardSource | None = None
        self.cells = CellHover(canvas)
        self.can_drag = True
        self.selected: dict[str, frozenset[UUID]] = {}
        self.ghosts: tuple[Link, ...] = ()
        self.way_m: NDArray[np.float64] | None = None
        self.drawing_ghosts = DrawingsLayer()
        self.sketching = Sketching(canvas)
        self._hovered: Subject | None = None
        self._cursor = QPointF()
        self._box = QRectF()

    def pick(self, at: QPointF) -> Subject | None:
        """The mark under a point: of the nearest, the one drawn on top; else a drawing.

        With a tool in hand only the points of the sketch can be picked.
        """
        if self.sketching.sketch is not None:
            return self.sketching.vertex_at(at)
        best: tuple[float, Subject] | None = None
        for kind in (INCIDENT, MEMBER):
            hit = nearest_mark(self._canvas.image.marks(kind), (at.x(), at.y()), _PICK_PX)
            if hit is not None and (best is None or hit[1] < best[0]):
                best = hit[1], Subject(kind, self._canvas.image.id_at(kind, hit[0]))
        return best[1] if best else self._drawing_at(at)

    def _drawing_at(self, at: QPointF) -> Subject | None:
        canvas = self._canvas
        if not canvas.layers.shows(DRAWINGS):
            return None
        found = drawing_at(canvas.scene.drawings, canvas.view, (at.x(), at.y()))
        return Subject(DRAWING, found) if found else None

    def on_pan(self, dx_px: float, dy_px: float) -> None:
        """Move the map with the hand."""
        self._canvas.looking.pan(dx_px, dy_px)

    def on_glide(self, vx_px_s: float, vy_px_s: float) -> None:
        """Let the map glide on."""
        self._canvas.looking.glide(vx_px_s, vy_px_s)

    def on_zoom(self, halves: float, at: QPointF) -> None:
        """Zoom about the cursor."""
        self._canvas.looking.zoom(halves, (at.x(), at.y()))

    def on_box(self, rect: QRectF, *, is_done: bool) -> None:
        """Show the box, or go where it lay."""
        self._box = QRectF() if is_done else rect
        if is_done and min(rect.width(), rect.height()) >= _SMALLEST_BOX_PX:
            corners = [[rect.left(), rect.bottom()], [rect.right(), rect.top()]]
            (west, south), (east, north) = self._canvas.view.to_map(corners).tolist()
            self._canvas.looking.zoom_to((west, south, east, north), margin_px=0)
        self._canvas.update()

    def on_click(self, subject: Subject | None, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        """Set a point of the sketch, or report what was clicked; a drawing lies on ground."""
        if subject is not None and subject.kind == VERTEX:
            self.sketching.click_vertex(subject)
            return
        if self.sketching.sketch is not None:
            self.sketching.click(self._map_at(at))
            return
        if subject is not None:
            self._canvas.subject_clicked.emit(subject.kind, subject.id, keys)
        if subject is None or subject.kind == DRAWING:
            self._canvas.ground_clicked.emit(place_of(self._map_at(at)))

    def on_double_click(self, at: QPointF) -> None:
        """Finish the sketch, or go into the cell under the cursor."""
        if self.sketching.sketch is not None:
            self.sketching.finish()
            return
        self._canvas.looking.zoom_into_cell(self._map_at(at))

    def on_hover(self, at: QPointF) -> None:
        """Say what lies under the cursor."""
        self._cursor = at
        place = self._map_at(at)
        self._canvas.place_hovered.emit(place_of(place))
        if self.sketching.sketch is not None:
            self.sketching.hover(place)
            return
        self._hover(self.pick(at))
        self.cells.is_here = True
        if self._hovered is None and self.cells.is_wanted:
            self._canvas.update()

    def leave(self) -> None:
        """The cursor left the map."""
        self._hover(None)
        self.cells.is_here = False
        if self.cells.is_wanted:
            self._canvas.update()

    def begin_drag(self, subject: Subject, at: QPointF) -> bool:
        """Pick up a mark, and with it the other selected ones of its kind."""
        if subject.kind == VERTEX:
            self.sketching.grab(subject)
            return True
        if not self.can_drag or subject.kind == DRAWING:
            return False
        selected = self.selected.get(subject.kind, frozenset())
        others = sorted(selected - {subject.id}) if subject.id in selected else []
        payload = DragPayload(subject.kind, (subject.id, *others))
        self._hover(None)
        self.drop.start(payload, (at.x(), at.y()))
        self._canvas.drag_started.emit(payload)
        return True

    def enter(self, payload: DragPayload, at: QPointF) -> None:
        """A drag from elsewhere comes over the map."""
        self._hover(None)
        self.drop.start(payload, (at.x(), at.y()))
        self.on_drag(at)

    def on_drag(self, at: QPointF) -> None:
        """Carry on; say so when the target changes."""
        if self.sketching.is_carrying:
            self.sketching.carry(self._map_at(at))
            return
        before = self.drop.state
        if before is None:
            return
        targets = self._canvas.image.marks(before.payload.target_kind)
        state = self.drop.move((at.x(), at.y()), self._canvas.scene, targets)
        if state.target != before.target:
            self._canvas.drag_moved.emit(state.payload, state.target)
        self._canvas.update()

    def scene_changed(self) -> None:
        """Ask again what a drag under way would mean: somebody else may have been faster.

        What the cursor rests on may have gone on, too.
        """
        if self._hovered is not None:
            self._hover(self.pick(self._cursor))
        state = self.drop.state
        if state is not None:
            self.drop.forget_verdict()
            targets = self._canvas.image.marks(state.payload.target_kind)
            now = self.drop.move(state.at_px, self._canvas.scene, targets)
            if now.target != state.target:
                self._canvas.drag_moved.emit(now.payload, now.target)

    def end_drag(self, *, is_dropped: bool) -> None:
        """Let go: over a target say so, over nothing do nothing."""
        self.sketching.let_go()
        state = self.drop.end()
        self._canvas.update()
        if state is None:
            return
        if is_dropped and state.target is not None:
            if state.verdict < _BLOCKED:
                self._canvas.dropped.emit(state.payload, state.target)
            else:
                self._canvas.drop_refused.emit(state.payload, state.target, state.words)
        self._canvas.drag_ended.emit()

    def on_escape(self) -> bool:
        """Put the tool away, or have areas of travel time taken away."""
        if self.sketching.end():
            return True
        if self._canvas.image.reach is None:
            return False
        self._canvas.reach_left.emit()
        return True

    def on_key(self, event: QKeyEvent) -> bool:
        """Give a key to the tool."""
        return self.sketching.key(event)

    def fit_all(self) -> None:
        """Show everything."""
        self._canvas.looking.fit_all()

    def paint(self, painter: QPainter, over: OverlayPainter) -> None:
        """Everything passing, over the painted scene."""
        view = self._canvas.view
        if self.way_m is not None:
            over.way(painter, view.to_screen(self.way_m))
        brushes = self._canvas.image.brushes
        paint_drawing_ghosts(painter, self.drawing_ghosts, view, brushes)
        chosen = self.selected.get(DRAWING, frozenset())
        paint_outline(painter, self._canvas.scene.drawings, view, brushes, chosen)
        over.links(painter, self._ends_of(self._links_of_selected()))
        over.ghosts(painter, self._ends_of(self.ghosts))
        radius = brushes.incident_px(view) * 0.78
        over.selection(painter, self._selected_px(), radius)
        paint_sketch(painter, over, view, self.sketching)
        if not self._box.isEmpty():
            over.box(painter, self._box)
        if self.drop.state is not None:
            self._paint_drag(painter, over)
        elif self._hovered is not None and self.card_source and self._is_under_cursor():
            card = self.card_source(self._hovered.kind, self._hovered.id)
            if card is not None:
                over.card(painter, card, self._cursor + QPointF(16, 14))
        elif self._hovered is None and not self.sketching.sketch and self._box.isEmpty():
            self.cells.paint(painter, over, self._cursor)

    def _is_under_cursor(self) -> bool:
        # The map may have moved below a cursor at rest.
        return self.pick(self._cursor) == self._hovered

    def _paint_drag(self, painter: QPainter, over: OverlayPainter) -> None:
        state = self.drop.state
        if state is None:
            return
        to_screen = self._canvas.view.to_screen
        source_m = self._canvas.place_m(state.payload.kind, state.payload.ids[0])
        end_m = self._map_at(QPointF(*state.at_px))
        if state.target is not None:
            end_m = self._canvas.place_m(state.target.kind, state.target.id) or end_m
        end = QPointF(*to_screen(end_m)[0].tolist())
        if source_m is None:
            over.band(painter, state, (None, end), "")
            return
        source = QPointF(*to_screen(source_m)[0].tolist())
        words = distance_words(distance_m(place_of(source_m), place_of(end_m)))
        over.band(painter, state, (source, end), words)

    def _selected_px(self) -> NDArray[np.float64]:
        places = [
            place
            for kind, ids in self.selected.items()
            if kind != DRAWING
            for one in ids
            if (place := self._canvas.place_m(kind, one)) is not None
        ]
        return self._canvas.view.to_screen(np.array(places).reshape(-1, 2))

    def _links_of_selected(self) -> list[Link]:
        """The selected incidents with their members, and the other way round."""
        picture = self._canvas.scene.incidents.picture
        links = []
        for one in self.selected.get(INCIDENT, ()):
            incident = picture.incidents.get(IncidentId(one))
            tasks = incident.open_tasks if incident else ()
            links += [(one, task.assignee) for task in tasks]
        for one in self.selected.get(MEMBER, ()):
            links += [(held, one) for held in picture.tasks_of.get(MemberId(one), ())]
        return links

    def _ends_of(self, links: Iterable[Link]) -> NDArray[np.float64]:
        ends = []
        for incident, member in links:
            a = self._canvas.place_m(INCIDENT, incident)
            b = self._canvas.place_m(MEMBER, member)
            if a is not None and b is not None:
                ends.append((a, b))
        flat = np.array(ends, np.float64).reshape(-1, 2)
        return self._canvas.view.to_screen(flat).reshape(-1, 4)

    def _hover(self, subject: Subject | None) -> None:
        if subject != self._hovered:
            self._hovered = subject
            self._canvas.subject_hovered.emit(subject)
            self._canvas.update()
        elif subject is not None:
            self._canvas.update()  # the card goes with the cursor

    def _map_at(self, at: QPointF) -> tuple[float, float]:
        x, y = self._canvas.view.to_map([(at.x(), at.y())])[0]
        return float(x), float(y)


_BLOCKED = 2
