"""What the user is at on the map: hovering, selecting, dragging, sketching, boxing.

Owns the passing things painted over the scene. It answers gestures and speaks through
the signals of its canvas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent

from maps.canvas.cell_hover import CellHover
from maps.canvas.drawing_overlay import paint_drawing_ghosts, paint_outline
from maps.canvas.drawing_pick import drawing_at
from maps.canvas.drop import DragPayload, DropController
from maps.canvas.marks import DRAWING, INCIDENT, MEMBER, Subject
from maps.canvas.overlays import HoverCard, OverlayPainter, distance_words
from maps.canvas.picking import FINGER_PX, PICK_PX, Pile, cells_at, marks_at
from maps.canvas.sketch_painter import paint_sketch
from maps.canvas.sketching import VERTEX, Sketching
from maps.geometry.projection import place_of
from maps.layers.drawings import DrawingsLayer
from maps.layers.layer import DRAWINGS
from models.domain.ids import CellId, IncidentId, MemberId
from models.domain.place import distance_m

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QKeyEvent, QPainter

    from maps.canvas.canvas import MapCanvas

CardSource = Callable[[str, UUID], HoverCard | None]
"""What the card of a mark says; the words are the console's."""
CellCardSource = Callable[[CellId], HoverCard | None]
"""What the card of a cell says, when somebody asks what lies below the cursor."""
Link = tuple[UUID, UUID]
"""An incident and a member."""
_SMALLEST_BOX_PX = 8.0


class Interaction:
    """The passing things of one canvas; implements `gestures.Surface`.

    Invariants: at most one drag; the pile's mark is what the last `subject_hovered` said.
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
        self.cell_card_source: CellCardSource | None = None
        self._pile = Pile()
        self._cursor = QPointF()
        self._is_over = False
        self._box = QRectF()

    def pick(self, at: QPointF) -> Subject | None:
        """The mark under a point: the one somebody has leafed to there, else the topmost.

        With a tool in hand only the points of the sketch can be picked.
        """
        if self.sketching.sketch is not None:
            return self.sketching.vertex_at(at)
        return self._pile_at(at).mark

    def pick_by_finger(self, at: QPointF) -> Subject | None:
        """The mark under a fingertip."""
        return next(iter(self._marks_at(at, FINGER_PX)), None)

    def on_pan(self, dx_px: float, dy_px: float) -> None:
        """Move the map with the hand."""
        self._canvas.looking.pan(dx_px, dy_px)

    def on_glide(self, vx_px_s: float, vy_px_s: float) -> None:
        """Let the map glide on."""
        self._canvas.looking.glide(vx_px_s, vy_px_s)

    def on_zoom(self, halves: float, at: QPointF) -> None:
        """Zoom about the cursor."""
        self._canvas.looking.zoom(halves, (at.x(), at.y()))

    def on_pinch(self, factor: float, at: QPointF) -> None:
        """Follow the fingers."""
        self._canvas.looking.pinch(factor, (at.x(), at.y()))

    def on_pinch_end(self, at: QPointF) -> None:
        """Come to rest at the nearest scale."""
        self._canvas.looking.zoom(0.0, (at.x(), at.y()))

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
        self._enter_cell_at(at)

    def enter_cell_below(self) -> None:
        """Into the cell under the cursor, or in the middle of the map."""
        middle = QPointF(self._canvas.rect().center())
        self._enter_cell_at(self._cursor if self._is_over else middle)

    def _enter_cell_at(self, at: QPointF) -> None:
        chosen = self._pile.cell if self._is_here(at) else None
        found = cells_at(self._canvas.image.sight, self._map_at(at))
        self.enter_cell(chosen if chosen is not None else next(iter(found), None))

    def on_long_press(self, at: QPointF) -> None:
        """Show the card of what the finger rests on, and ask for its menu."""
        self._cursor = at
        marks = self._marks_at(at, FINGER_PX)
        self._show(Pile(marks))
        self._canvas.place_hovered.emit(place_of(self._map_at(at)))
        where = at.toPoint()
        reason = QContextMenuEvent.Reason.Other
        asking = QContextMenuEvent(reason, where, self._canvas.mapToGlobal(where))
        QCoreApplication.sendEvent(self._canvas, asking)

    def enter_cell(self, cell_id: CellId | None) -> None:
        """Show a whole cell and say so; one that is not drawn changes nothing."""
        bounds = self._canvas.image.cell_bounds_m(cell_id) if cell_id is not None else None
        if bounds is not None:
            self._canvas.looking.zoom_to(bounds)
            self._canvas.cell_entered.emit(cell_id)

    def on_hover(self, at: QPointF) -> None:
        """Say what lies under the cursor."""
        self._cursor, self._is_over = at, True
        place = self._map_at(at)
        self._canvas.place_hovered.emit(place_of(place))
        if self.sketching.sketch is not None:
            self.sketching.hover(place)
            return
        self._show(self._pile_at(at))
        self.cells.is_here = True
        if self._pile.mark is None and self.cells.is_wanted:
            self._canvas.update()

    def leaf(self, step: int = 1) -> None:
        """Come to the next thing below the cursor: a mark, then the cells it lies in.

        Without a cursor over the map, what lies in its middle.
        """
        if not self._is_over:
            self._cursor = QPointF(self._canvas.rect().center())
        below = cells_at(self._canvas.image.sight, self._map_at(self._cursor))
        self._show(self._pile_at(self._cursor).leafed(below, step))

    def leave(self) -> None:
        """The cursor left the map."""
        self._is_over = self.cells.is_here = False
        self._show(Pile())
        if self.cells.is_wanted:
            self._canvas.update()

    def on_take(self) -> bool:
        """Enter: as a click on what was leafed to, or into that cell."""
        mark, cell = self._pile.mark, self._pile.cell
        if mark is not None:
            keys = Qt.KeyboardModifier.NoModifier
            self._canvas.subject_clicked.emit(mark.kind, mark.id, keys)
        self.enter_cell(cell)
        return mark is not None or cell is not None

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
        self._show(Pile())
        self.drop.start(payload, (at.x(), at.y()))
        self._canvas.drag_started.emit(payload)
        return True

    def enter(self, payload: DragPayload, at: QPointF) -> None:
        """A drag from elsewhere comes over the map."""
        self._show(Pile())
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
        if len(self._pile):
            self._show(self._pile_at(self._cursor))
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
        """Put the tool away, the card of a cell, or areas of travel time; one at a time."""
        if self.sketching.end():
            return True
        if self._pile.cell is not None:
            self._show(Pile(self._pile.marks))
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
        elif (card := self._card()) is not None:
            over.card(painter, card, self._cursor + QPointF(16, 14))
        elif self._pile.mark is None and not self.sketching.sketch and self._box.isEmpty():
            self.cells.paint(painter, over, self._cursor)

    def _card(self) -> HoverCard | None:
        """The card at the cursor, with its place in the pile where there are several."""
        # The map may have moved below a cursor at rest.
        pile = self._pile_at(self._cursor)
        card = None
        if pile.mark is not None and pile.mark == self._pile.mark and self.card_source:
            card = self.card_source(pile.mark.kind, pile.mark.id)
        elif pile.cell is not None and self.cell_card_source:
            card = self.cell_card_source(pile.cell)
        if card is None or len(pile) < 2:
            return card
        return replace(card, aside=f"{pile.at + 1}/{len(pile)}")

    def _marks_at(self, at: QPointF, reach_px: float = PICK_PX) -> tuple[Subject, ...]:
        """Marks, from the top, and below them all a drawing."""
        image, where = self._canvas.image, (at.x(), at.y())
        marks = marks_at(image.sight, where, reach_px, image.brushes.scale)
        if not self._canvas.layers.shows(DRAWINGS):
            return marks
        found = drawing_at(self._canvas.scene.drawings, self._canvas.view, where)
        return (*marks, Subject(DRAWING, found)) if found else marks

    def _pile_at(self, at: QPointF) -> Pile:
        """What lies under a point; the pile leafed through already where it is still that."""
        marks, before = self._marks_at(at), self._pile
        if marks != before.marks:
            return Pile(marks)
        if before.cells:
            below = cells_at(self._canvas.image.sight, self._map_at(at))
            return before if below == before.cells else Pile(marks)
        return before

    def _is_here(self, at: QPointF) -> bool:
        return (at - self._cursor).manhattanLength() <= PICK_PX

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

    def _show(self, pile: Pile) -> None:
        before, self._pile = self._pile, pile
        if pile.mark != before.mark:
            self._canvas.subject_hovered.emit(pile.mark)
        if len(pile) or len(before):
            self._canvas.update()  # the card goes with the cursor

    def _map_at(self, at: QPointF) -> tuple[float, float]:
        x, y = self._canvas.view.to_map([(at.x(), at.y())])[0]
        return float(x), float(y)


_BLOCKED = 2
