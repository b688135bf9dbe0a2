"""What the user is at on the map: the gestures, answered in map terms.

Hovering, carrying and sketching have rooms of their own; here gestures find their way to
them, and what is selected or under way is painted over the scene.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QContextMenuEvent

from maps.canvas.carrying import Carrying
from maps.canvas.drawing_overlay import paint_drawing_ghosts, paint_outline
from maps.canvas.drop import DragPayload
from maps.canvas.hovering import Hovering
from maps.canvas.marks import DRAWING, INCIDENT, MEMBER, Subject
from maps.canvas.picking import FINGER_PX
from maps.canvas.sketch_painter import paint_sketch
from maps.canvas.sketching import VERTEX, Sketching
from maps.geometry.projection import place_of
from maps.layers.drawings import DrawingsLayer, layer_of
from models.domain.ids import IncidentId, MemberId

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QKeyEvent, QPainter

    from maps.canvas.canvas import MapCanvas
    from maps.canvas.overlays import OverlayPainter
    from models.domain.drawing import Drawing
    from models.domain.ids import CellId

Link = tuple[UUID, UUID]
"""An incident and a member."""
_SMALLEST_BOX_PX = 8.0


class Interaction:
    """The passing things of one canvas; implements `gestures.Surface` and `touch.Surface`.

    Invariants: with a tool in hand only the points of its sketch can be picked.
    """

    def __init__(self, canvas: MapCanvas) -> None:
        self._canvas = canvas
        self.hovering = Hovering(canvas)
        self.carrying = Carrying(canvas)
        self.sketching = Sketching(canvas)
        self.can_drag = True
        self.selected: dict[str, frozenset[UUID]] = {}
        self.ghosts: tuple[Link, ...] = ()
        self.way_m: NDArray[np.float64] | None = None
        self.drawing_ghosts = DrawingsLayer()
        self._box = QRectF()

    def show_ghosts(self, links: Iterable[Link]) -> None:
        """Show acts not yet confirmed: pairs of an incident and a member."""
        self.ghosts = tuple(links)
        self._canvas.update()

    def show_drawing_ghosts(self, drawings: Iterable[Drawing]) -> None:
        """Show drawings not yet confirmed."""
        self.drawing_ghosts = layer_of(drawings)
        self._canvas.update()

    def show_way(self, way_m: NDArray[np.float64] | None) -> None:
        """Show a way along the roads, (p, 2) EPSG:3857 metres, or no longer."""
        self.way_m = way_m
        self._canvas.update()

    def pick(self, at: QPointF) -> Subject | None:
        """The mark under a point: the one somebody has leafed to there, else the topmost."""
        if self.sketching.sketch is not None:
            return self.sketching.vertex_at(at)
        return self.hovering.pile_at(at).mark

    def pick_by_finger(self, at: QPointF) -> Subject | None:
        """The mark under a fingertip."""
        return next(iter(self.hovering.marks_at(at, FINGER_PX)), None)

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
        """Set a point of the sketch, open a group, or report what was clicked."""
        if subject is not None and subject.kind == VERTEX:
            self.sketching.click_vertex(subject)
        elif self.sketching.sketch is not None:
            self.sketching.click(self._map_at(at))
        elif subject is not None:
            self._canvas.subject_clicked.emit(subject.kind, subject.id, keys)
            if subject.kind == DRAWING:  # a drawing lies on ground
                self._canvas.ground_clicked.emit(place_of(self._map_at(at)))
        elif not self._clicked_group(at):
            self._canvas.ground_clicked.emit(place_of(self._map_at(at)))

    def _clicked_group(self, at: QPointF) -> bool:
        """Open the group under a point, or close the open one beside it."""
        opening = self._canvas.opening
        group = opening.group_at(at)
        if group is None:
            return opening.close()
        opening.open(group)
        return True

    def on_double_click(self, at: QPointF) -> None:
        """Finish the sketch, or go into the cell under the cursor."""
        if self.sketching.sketch is not None:
            self.sketching.finish()
        elif not self._canvas.opening.is_open:  # else the first click opened a group
            self.enter_cell(self.hovering.cell_at(at))

    def on_long_press(self, at: QPointF) -> None:
        """Show the card of what the finger rests on, and ask for its menu."""
        self.hovering.press_long(at, self.hovering.marks_at(at, FINGER_PX))
        self._canvas.place_hovered.emit(place_of(self._map_at(at)))
        where = at.toPoint()
        reason = QContextMenuEvent.Reason.Other
        asking = QContextMenuEvent(reason, where, self._canvas.mapToGlobal(where))
        QCoreApplication.sendEvent(self._canvas, asking)

    def lift(self, at: QPointF) -> bool:
        """Pick up the mark, or the point of the sketch, under a finger that rests."""
        if self.sketching.sketch is not None:
            subject = self.sketching.vertex_at(at)
        else:
            subject = self.pick_by_finger(at)
        return subject is not None and self.begin_drag(subject, at)

    def enter_cell(self, cell_id: CellId | None) -> None:
        """Show a whole cell and say so; one that is not drawn changes nothing."""
        bounds = self._canvas.image.cell_bounds_m(cell_id) if cell_id is not None else None
        if bounds is not None:
            self._canvas.looking.zoom_to(bounds)
            self._canvas.cell_entered.emit(cell_id)

    def enter_cell_below(self) -> None:
        """Into the cell under the cursor, or in the middle of the map."""
        self.enter_cell(self.hovering.cell_at(self.hovering.place))

    def on_hover(self, at: QPointF) -> None:
        """Say what lies under the cursor."""
        place = self._map_at(at)
        self._canvas.place_hovered.emit(place_of(place))
        if self.sketching.sketch is not None:
            self.hovering.stand(at)
            self.sketching.hover(place)
        else:
            self.hovering.come(at)

    def leave(self) -> None:
        """The cursor left the map."""
        self.hovering.leave()

    def on_take(self) -> bool:
        """Enter: as a click on what was leafed to, or into that cell."""
        pile = self.hovering.pile
        if pile.mark is not None:
            keys = Qt.KeyboardModifier.NoModifier
            self._canvas.subject_clicked.emit(pile.mark.kind, pile.mark.id, keys)
        self.enter_cell(pile.cell)
        return pile.mark is not None or pile.cell is not None

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
        self.hovering.leave()
        self.carrying.begin(payload, at)
        self._canvas.drag_started.emit(payload)
        return True

    def enter(self, payload: DragPayload, at: QPointF) -> None:
        """A drag from elsewhere comes over the map."""
        self.hovering.leave()
        self.carrying.begin(payload, at)
        self.on_drag(at)

    def on_drag(self, at: QPointF) -> None:
        """Carry on: a point of the sketch, or marks."""
        if self.sketching.is_carrying:
            self.sketching.carry(self._map_at(at))
        else:
            self.carrying.go_on(at)

    def end_drag(self, *, is_dropped: bool) -> None:
        """Let go."""
        self.sketching.let_go()
        self.carrying.end(is_dropped=is_dropped)

    def scene_changed(self) -> None:
        """What lies under the cursor, and what a drag would mean, may be other things now."""
        self.hovering.scene_changed()
        self.carrying.scene_changed()

    def on_escape(self) -> bool:
        """Put one thing away: the tool, a cell's card, the open group, areas of travel time."""
        if self.sketching.end() or self.hovering.put_cell_away():
            return True
        if self._canvas.opening.close():
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
        view, brushes = self._canvas.view, self._canvas.image.brushes
        if self.way_m is not None:
            over.way(painter, view.to_screen(self.way_m))
        paint_drawing_ghosts(painter, self.drawing_ghosts, view, brushes)
        chosen = self.selected.get(DRAWING, frozenset())
        paint_outline(painter, self._canvas.scene.drawings, view, brushes, chosen)
        over.links(painter, self._ends_of(self._links_of_selected()))
        over.ghosts(painter, self._ends_of(self.ghosts))
        for at_px, side_px in self._selected_px():
            over.selection(painter, at_px, side_px * 0.78)
        paint_sketch(painter, over, view, self.sketching)
        if not self._box.isEmpty():
            over.box(painter, self._box)
        elif self.carrying.drop.state is not None:
            self.carrying.paint(painter, over)
        elif self.sketching.sketch is None:
            self.hovering.paint(painter, over)

    def _selected_px(self) -> list[tuple[NDArray[np.float64], float]]:
        """Where selected subjects are drawn, (n, 2), and how large: in place, in the fan."""
        image = self._canvas.image
        fan = image.sight.fan
        places: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
        for kind in (INCIDENT, MEMBER):
            is_open = fan is not None and fan.marks.kind == kind
            fanned = (
                {image.id_at(kind, row) for row in fan.marks.rows} if fan and is_open else ()
            )
            for one in self.selected.get(kind, ()):
                place = image.drawn_px(kind, one)
                if place is not None:
                    places[one in fanned].append(place)
        sides = (image.brushes.incident_px(self._canvas.view), image.brushes.fanned_px())
        return [
            (np.array(at, np.float64).reshape(-1, 2), side)
            for at, side in zip(places.values(), sides, strict=True)
        ]

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
            a = self._canvas.image.drawn_px(INCIDENT, incident)
            b = self._canvas.image.drawn_px(MEMBER, member)
            if a is not None and b is not None:
                ends.append((*a, *b))
        return np.array(ends, np.float64).reshape(-1, 4)

    def _map_at(self, at: QPointF) -> tuple[float, float]:
        x, y = self._canvas.view.to_map([(at.x(), at.y())])[0]
        return float(x), float(y)
