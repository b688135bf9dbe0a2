"""Marks on their way over the map: picked up here or elsewhere, judged, dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from maps.canvas.drop import DragPayload, DragState, DropController
from maps.canvas.overlays import OverlayPainter, distance_words
from maps.geometry.projection import place_of
from models.domain.place import distance_m

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from maps.canvas.canvas import MapCanvas

_BLOCKED = 2


class Carrying:
    """The drag under way on one canvas; at most one."""

    def __init__(self, canvas: MapCanvas) -> None:
        self._canvas = canvas
        self.drop = DropController()

    def begin(self, payload: DragPayload, at: QPointF) -> None:
        """Marks are picked up, or come over the map from elsewhere."""
        self.drop.start(payload, (at.x(), at.y()))

    def go_on(self, at: QPointF) -> None:
        """Carry on; say so when the target changes."""
        before = self.drop.state
        if before is None:
            return
        self._canvas.opening.on_drag(before.payload, at)
        state = self._carried(before, at)
        if state.target != before.target:
            self._canvas.drag_moved.emit(state.payload, state.target)
        self._canvas.update()

    def scene_changed(self) -> None:
        """Ask again what the drag would mean: somebody else may have been faster."""
        state = self.drop.state
        if state is not None:
            self.drop.forget_verdict()
            now = self._carried(state, QPointF(*state.at_px))
            if now.target != state.target:
                self._canvas.drag_moved.emit(now.payload, now.target)

    def end(self, *, is_dropped: bool) -> None:
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

    def paint(self, painter: QPainter, over: OverlayPainter) -> None:
        """The band from what is carried to its target or the cursor."""
        state = self.drop.state
        if state is None:
            return
        image, target, first = self._canvas.image, state.target, state.payload.ids[0]
        source_m = image.place_m(state.payload.kind, first)
        source_px = image.drawn_px(state.payload.kind, first)
        x, y = self._canvas.view.to_map([state.at_px])[0].tolist()
        end_m, end_px = (x, y), state.at_px
        if target is not None:
            end_m = image.place_m(target.kind, target.id) or end_m
            end_px = image.drawn_px(target.kind, target.id) or end_px
        if source_m is None or source_px is None:
            over.band(painter, state, (None, QPointF(*end_px)), "")
            return
        words = distance_words(distance_m(place_of(source_m), place_of(end_m)))
        over.band(painter, state, (QPointF(*source_px), QPointF(*end_px)), words)

    def _carried(self, state: DragState, at: QPointF) -> DragState:
        """The drag at a point: near a mark, over a group, or over nothing."""
        targets = self._canvas.image.marks(state.payload.target_kind)
        group = self._canvas.opening.candidates(state.payload, at)
        return self.drop.move((at.x(), at.y()), self._canvas.scene, targets, group)
