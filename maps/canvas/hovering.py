"""What the cursor rests on: the pile of marks below it, a group, a cell; and its card."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QPointF

from maps.canvas.cell_hover import CellHover
from maps.canvas.drawing_pick import drawing_at
from maps.canvas.marks import DRAWING, Subject
from maps.canvas.overlays import HoverCard, OverlayPainter
from maps.canvas.picking import PICK_PX, Pile, cells_at, marks_at
from maps.layers.layer import DRAWINGS
from models.domain.ids import CellId

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from maps.canvas.canvas import MapCanvas
    from maps.canvas.opening import Group

CardSource = Callable[[str, UUID], HoverCard | None]
"""What the card of a mark says; the words are the console's."""
GroupCardSource = Callable[[str, tuple[int, ...]], HoverCard]
"""What the card of a group says, by its kind and how many of each part it holds."""
CellCardSource = Callable[[CellId], HoverCard | None]
"""What the card of a cell says, when somebody asks what lies below the cursor."""
_OFFSET_PX = QPointF(16, 14)


class Hovering:
    """The cursor on one canvas.

    Invariants: `pile.mark` is what the last `subject_hovered` said.
    """

    def __init__(self, canvas: MapCanvas) -> None:
        self._canvas = canvas
        self.card_source: CardSource | None = None
        self.group_card_source: GroupCardSource | None = None
        self.cell_card_source: CellCardSource | None = None
        self.classes = CellHover(canvas)
        self.pile = Pile()
        self._group: Group | None = None
        self._cursor = QPointF()
        self._is_over = False

    @property
    def cursor(self) -> QPointF | None:
        """Where the cursor is; None where it is not over the map."""
        return self._cursor if self._is_over else None

    @property
    def place(self) -> QPointF:
        """Where the cursor is; the middle of the map where it is elsewhere."""
        return self._cursor if self._is_over else QPointF(self._canvas.rect().center())

    def marks_at(self, at: QPointF, reach_px: float = PICK_PX) -> tuple[Subject, ...]:
        """The marks under a point, from the top, and below them all a drawing.

        None under the badge of a group, which covers them.
        """
        if self._canvas.opening.group_at(at) is not None:
            return ()
        image, where = self._canvas.image, (at.x(), at.y())
        marks = marks_at(image.sight, where, reach_px, image.brushes.scale)
        if not self._canvas.layers.shows(DRAWINGS):
            return marks
        found = drawing_at(self._canvas.scene.drawings, self._canvas.view, where)
        return (*marks, Subject(DRAWING, found)) if found else marks

    def pile_at(self, at: QPointF) -> Pile:
        """What lies under a point; the pile leafed through already where it is still that."""
        marks, before = self.marks_at(at), self.pile
        if marks != before.marks:
            return Pile(marks)
        if before.cells:
            return before if self._cells_at(at) == before.cells else Pile(marks)
        return before

    def cell_at(self, at: QPointF) -> CellId | None:
        """The cell leafed to at a point, or else the finest drawn there."""
        is_here = (at - self._cursor).manhattanLength() <= PICK_PX
        chosen = self.pile.cell if is_here else None
        return chosen if chosen is not None else next(iter(self._cells_at(at)), None)

    def come(self, at: QPointF) -> None:
        """The cursor came to a point."""
        self.stand(at)
        self.show(self.pile_at(at))
        self.classes.is_here = True
        group = self._canvas.opening.group_at(at)
        is_other = group is not None or self._group is not None
        self._group = group
        if is_other or (self.pile.mark is None and self.classes.is_wanted):
            self._canvas.update()

    def stand(self, at: QPointF) -> None:
        """The cursor is at a point, whatever lies there."""
        self._cursor, self._is_over = at, True

    def leaf(self, step: int = 1) -> None:
        """Come to the next thing below the cursor: a mark, then the cells it lies in.

        Without a cursor over the map, what lies in its middle.
        """
        self._cursor = self.place
        self.show(self.pile_at(self._cursor).leafed(self._cells_at(self._cursor), step))

    def leave(self) -> None:
        """The cursor left the map."""
        self._is_over = self.classes.is_here = False
        self._group = None
        self.show(Pile())
        if self.classes.is_wanted:
            self._canvas.update()

    def press_long(self, at: QPointF, marks: tuple[Subject, ...]) -> None:
        """A finger rests on a point; `marks` lie below its tip."""
        self._cursor = at
        self.show(Pile(marks))

    def scene_changed(self) -> None:
        """What the cursor rests on may have gone on."""
        if len(self.pile):
            self.show(self.pile_at(self._cursor))

    def put_cell_away(self) -> bool:
        """Close the card of a cell; whether one was open."""
        is_open = self.pile.cell is not None
        if is_open:
            self.show(Pile(self.pile.marks))
        return is_open

    def show(self, pile: Pile) -> None:
        """Let a pile be the one under the cursor."""
        before, self.pile = self.pile, pile
        if pile.mark != before.mark:
            self._canvas.subject_hovered.emit(pile.mark)
        if len(pile) or len(before):
            self._canvas.update()  # the card goes with the cursor

    def paint(self, painter: QPainter, over: OverlayPainter) -> None:
        """The card at the cursor; on bare coloured ground the cell and its class."""
        # Groups are numbered anew with each scene, and the map may have moved.
        if self._group is not None:
            self._group = self._canvas.opening.group_at(self._cursor)
        card = self.card()
        if card is not None:
            over.card(painter, card, self._cursor + _OFFSET_PX)
        elif self.pile.mark is None:
            self.classes.paint(painter, over, self._cursor)

    def card(self) -> HoverCard | None:
        """What the card at the cursor says, and its place in the pile if there are several."""
        group = self._group
        if group is not None and self.group_card_source is not None:
            return self.group_card_source(group[0], self._canvas.opening.tally(group))
        pile = self.pile_at(self._cursor)  # the map may have moved below a cursor at rest
        card = None
        if pile.mark is not None and pile.mark == self.pile.mark and self.card_source:
            card = self.card_source(pile.mark.kind, pile.mark.id)
        elif pile.cell is not None and self.cell_card_source:
            card = self.cell_card_source(pile.cell)
        if card is None or len(pile) < 2:
            return card
        return replace(card, aside=f"{pile.at + 1}/{len(pile)}")

    def _cells_at(self, at: QPointF) -> tuple[CellId, ...]:
        x, y = self._canvas.view.to_map([(at.x(), at.y())])[0].tolist()
        return cells_at(self._canvas.image.sight, (x, y))
