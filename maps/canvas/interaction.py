"""What the user is at on the map: hovering, selecting, dragging, measuring, boxing.

Owns the passing things painted over the scene. It answers gestures and speaks through
the signals of its canvas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt

from maps.canvas.drop import DragPayload, DropController
from maps.canvas.marks import INCIDENT, MEMBER, Subject, nearest_mark
from maps.canvas.overlays import HoverCard, OverlayPainter, distance_words
from maps.geometry.projection import place_of
from models.domain.ids import IncidentId, MemberId
from models.domain.place import distance_m

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QPainter

    from maps.canvas.canvas import MapCanvas
    from maps.canvas.drop import DragState
    from maps.canvas.measure import Measure
    from maps.canvas.opening import Group

CardSource = Callable[[str, UUID], HoverCard | None]
"""What the card of a mark says; the words are the console's."""
GroupCardSource = Callable[[str, tuple[int, ...]], HoverCard]
"""What the card of a group says, by its kind and how many of each part it holds."""
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
        self.group_card_source: GroupCardSource | None = None
        self.can_drag = True
        self.selected: dict[str, frozenset[UUID]] = {}
        self.ghosts: tuple[Link, ...] = ()
        self.measure: Measure | None = None
        self._hovered: Subject | None = None
        self._over: Group | None = None
        self._cursor = QPointF()
        self._box = QRectF()

    @property
    def is_measuring(self) -> bool:
        """Whether clicks set points of a measured line."""
        return self.measure is not None

    def pick(self, at: QPointF) -> Subject | None:
        """The mark under a point: of the nearest, the one drawn on top; none under a group."""
        if self._canvas.opening.group_at(at) is not None:
            return None
        best: tuple[float, Subject] | None = None
        for kind in (INCIDENT, MEMBER):
            hit = nearest_mark(self._canvas.image.marks(kind), (at.x(), at.y()), _PICK_PX)
            if hit is not None and (best is None or hit[1] < best[0]):
                best = hit[1], Subject(kind, self._canvas.image.id_at(kind, hit[0]))
        return best[1] if best else None

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
        """Set a point of the measured line, or report what was clicked."""
        if self.measure is not None:
            self.measure.points_m.append(self._map_at(at))
            self._canvas.update()
        elif subject is not None:
            self._canvas.subject_clicked.emit(subject.kind, subject.id, keys)
        elif self._clicked_group(at):
            pass
        else:
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
        """End the measured line, or go into the cell under the cursor."""
        if self.measure is not None:
            self.measure.cursor_m = None
            self._canvas.update()
            return
        if self._canvas.opening.is_open:
            return  # the first click opened a group
        self._canvas.looking.zoom_into_cell(self._map_at(at))

    def on_hover(self, at: QPointF) -> None:
        """Say what lies under the cursor."""
        self._cursor = at
        place = self._map_at(at)
        self._canvas.place_hovered.emit(place_of(place))
        if self.measure is not None:
            if self.measure.points_m:
                self.measure.cursor_m = place
                self._canvas.update()
            return
        self._hover(self.pick(at))
        over = self._canvas.opening.group_at(at)
        if over is not None or self._over is not None:
            self._over = over
            self._canvas.update()

    def leave(self) -> None:
        """The cursor left the map."""
        self._hover(None)
        self._over = None

    def begin_drag(self, subject: Subject, at: QPointF) -> bool:
        """Pick up a mark, and with it the other selected ones of its kind."""
        if not self.can_drag:
            return False
        selected = self.selected.get(subject.kind, frozenset())
        others = sorted(selected - {subject.id}) if subject.id in selected else []
        payload = DragPayload(subject.kind, (subject.id, *others))
        self.leave()
        self.drop.start(payload, (at.x(), at.y()))
        self._canvas.drag_started.emit(payload)
        return True

    def enter(self, payload: DragPayload, at: QPointF) -> None:
        """A drag from elsewhere comes over the map."""
        self.leave()
        self.drop.start(payload, (at.x(), at.y()))
        self.on_drag(at)

    def on_drag(self, at: QPointF) -> None:
        """Carry on; say so when the target changes."""
        before = self.drop.state
        if before is None:
            return
        self._canvas.opening.on_drag(before.payload, at)
        state = self._carried(before, at)
        if state.target != before.target:
            self._canvas.drag_moved.emit(state.payload, state.target)
        self._canvas.update()

    def _carried(self, state: DragState, at: QPointF) -> DragState:
        """The drag at a point: near a mark, over a group, or over nothing."""
        image = self._canvas.image
        targets = image.marks(state.payload.target_kind)
        group = self._canvas.opening.candidates(state.payload, at)
        return self.drop.move((at.x(), at.y()), self._canvas.scene, targets, group)

    def scene_changed(self) -> None:
        """Ask again what a drag under way would mean: somebody else may have been faster.

        What the cursor rests on may have gone on, too.
        """
        if self._hovered is not None:
            self._hover(self.pick(self._cursor))
        state = self.drop.state
        if state is not None:
            self.drop.forget_verdict()
            now = self._carried(state, QPointF(*state.at_px))
            if now.target != state.target:
                self._canvas.drag_moved.emit(now.payload, now.target)

    def end_drag(self, *, is_dropped: bool) -> None:
        """Let go: over a target say so, over nothing do nothing."""
        state = self.drop.end()
        self._canvas.opening.end_drag()
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
        """End the measuring tool, or close the open group."""
        if self.measure is None:
            return self._canvas.opening.close()
        self.measure = None
        self._canvas.update()
        return True

    def fit_all(self) -> None:
        """Show everything."""
        self._canvas.looking.fit_all()

    def paint(self, painter: QPainter, over: OverlayPainter) -> None:
        """Everything passing, over the painted scene."""
        view = self._canvas.view
        over.links(painter, self._ends_of(self._links_of_selected()))
        over.ghosts(painter, self._ends_of(self.ghosts))
        for at_px, side_px in self._selected_px():
            over.selection(painter, at_px, side_px * 0.78)
        if self.measure is not None and self.measure.points_m:
            line = view.to_screen(self.measure.line_m())
            over.measured(painter, line, self.measure.words())
        if not self._box.isEmpty():
            over.box(painter, self._box)
        if self.drop.state is not None:
            self._paint_drag(painter, over)
        elif self._hovered is not None and self.card_source and self._is_under_cursor():
            card = self.card_source(self._hovered.kind, self._hovered.id)
            if card is not None:
                over.card(painter, card, self._cursor + QPointF(16, 14))
        elif self._over is not None:
            self._paint_group_card(painter, over)

    def _paint_group_card(self, painter: QPainter, over: OverlayPainter) -> None:
        # Groups are numbered anew with each scene, and the map may have moved.
        group = self._over = self._canvas.opening.group_at(self._cursor)
        if group is not None and self.group_card_source is not None:
            card = self.group_card_source(group[0], self._canvas.opening.tally(group))
            over.card(painter, card, self._cursor + QPointF(16, 14))

    def _is_under_cursor(self) -> bool:
        # The map may have moved below a cursor at rest.
        return self.pick(self._cursor) == self._hovered

    def _paint_drag(self, painter: QPainter, over: OverlayPainter) -> None:
        state = self.drop.state
        if state is None:
            return
        image, target = self._canvas.image, state.target
        source_m = image.place_m(state.payload.kind, state.payload.ids[0])
        source_px = image.drawn_px(state.payload.kind, state.payload.ids[0])
        end_m, end_px = self._map_at(QPointF(*state.at_px)), state.at_px
        if target is not None:
            end_m = image.place_m(target.kind, target.id) or end_m
            end_px = image.drawn_px(target.kind, target.id) or end_px
        end = QPointF(*end_px)
        if source_m is None or source_px is None:
            over.band(painter, state, (None, end), "")
            return
        source = QPointF(*source_px)
        words = distance_words(distance_m(place_of(source_m), place_of(end_m)))
        over.band(painter, state, (source, end), words)

    def _selected_px(self) -> list[tuple[NDArray[np.float64], float]]:
        """Where selected subjects are drawn, (n, 2), and how large: in place, in the fan."""
        image = self._canvas.image
        fan = image.sight.fan
        places: dict[bool, list[tuple[float, float]]] = {False: [], True: []}
        for kind, ids in self.selected.items():
            is_open = fan is not None and fan.marks.kind == kind
            fanned = (
                {image.id_at(kind, row) for row in fan.marks.rows} if fan and is_open else ()
            )
            for one in ids:
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
