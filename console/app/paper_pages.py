"""Where a document may be cut into pages: between rows and lines, and below no title.

Qt cuts the rows of a table through, and loses titles that it moves. So a document is laid out
as one long page, and cut here: between rows and lines, with the head of a table repeated.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QTextCursor

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QTextBlock, QTextDocument, QTextTable

_BELOW: Final = 0.75
"""A cut lies so far down the gap between two rows: below the rule in its middle."""


@dataclass(frozen=True, slots=True)
class Band:
    """A strip of the long page, in its pixels: from `top` to `bottom`, the latter left out."""

    top: float
    bottom: float

    @property
    def height(self) -> float:
        """How high it is."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on one page: the head of a table that goes on, then the body."""

    head: Band | None
    body: Band


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is never cut. `head` is repeated above it where a page begins with it."""

    top: float
    bottom: float
    head: Band | None = None
    keeps_next: bool = False


def pages_of(document: QTextDocument, height: float) -> tuple[Page, ...]:
    """Cut a document that is laid out at its width into pages of a height.

    A piece that is higher than a page, as a row of a hundred lines would be, runs over it.
    """
    pieces = list(_pieces(document))
    pages: list[Page] = []
    first = 0
    for last, piece in enumerate(pieces):
        begin = pieces[first]
        head = begin.head.height if begin.head else 0.0
        kept = _begin_of_group(pieces, last)
        if head + piece.bottom - begin.top > height and kept > first:
            pages.append(Page(begin.head, Band(begin.top, pieces[kept - 1].bottom)))
            first = kept
    if pieces:
        pages.append(Page(pieces[first].head, Band(pieces[first].top, pieces[-1].bottom)))
    return tuple(pages)


def _begin_of_group(pieces: Sequence[_Piece], at: int) -> int:
    """The first of those that stay with a piece: its title, and the head of its table."""
    while at and pieces[at - 1].keeps_next:
        at -= 1
    return at


def _pieces(document: QTextDocument) -> Iterator[_Piece]:
    block = document.begin()
    while block.isValid():
        table = QTextCursor(block).currentTable()
        if table is None or table.columns() == 1:
            yield from _lines(block)
        else:
            yield from _rows(document, table)
            block = table.lastCursorPosition().block()
        block = block.next()


def _lines(block: QTextBlock) -> Iterator[_Piece]:
    """The lines of a paragraph; of a title they stay together, and with what follows.

    One without words is room between others, and needs none at the end of a page.
    """
    if not block.text():
        return
    box = block.document().documentLayout().blockBoundingRect(block)
    if block.blockFormat().headingLevel():
        yield _Piece(box.top(), box.bottom(), keeps_next=True)
        return
    layout = block.layout()
    for at in range(layout.lineCount()):
        line = layout.lineAt(at).rect()
        yield _Piece(box.top() + line.top(), box.top() + line.bottom())


def _rows(document: QTextDocument, table: QTextTable) -> Iterator[_Piece]:
    """The rows of a table, each from below the rule above it to below its own."""
    boxes = [_box_of(document, table, row) for row in range(table.rows())]
    gaps = [after.top() - before.bottom() for before, after in pairwise(boxes)]
    gap = min(gaps, default=0.0)
    above, below = (1 - _BELOW) * gap, _BELOW * gap
    count = table.format().headerRowCount()
    head = Band(boxes[0].top() - above, boxes[count - 1].bottom() + below) if count else None
    for row, box in enumerate(boxes):
        is_head = row < count
        again = None if row <= count else head
        yield _Piece(box.top() - above, box.bottom() + below, again, keeps_next=is_head)


def _box_of(document: QTextDocument, table: QTextTable, row: int) -> QRectF:
    """What the words of a row take."""
    layout = document.documentLayout()
    box = None
    for column in range(table.columns()):
        cell = table.cellAt(row, column)
        block, last = cell.firstCursorPosition().block(), cell.lastCursorPosition().block()
        while True:
            part = layout.blockBoundingRect(block)
            box = part if box is None else box.united(part)
            if block == last:
                break
            block = block.next()
    assert box is not None  # noqa: S101 - a table has columns; for the type checker
    return box
