"""What a unit of work asks about subjects without parts: drawings, walls, shifts, notes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from models.domain.drawing import Drawing
from models.domain.scope import scope_of
from models.domain.shift import Handover, RoomNote
from models.domain.wall_view import THE_WALL, WallView
from models.store import rows
from models.store.codec import from_row

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import Connection, Cursor

    from models.domain.ids import CellId, DrawingId, HandoverId, RoomNoteId
    from models.store.reference import Reference


class PlainSubjects:
    """A part of `StoreUnitOfWork`; see `models.desk.port.UnitOfWork`."""

    _connection: Connection
    _now: datetime
    _reference: Reference

    def drawing(self, drawing_id: DrawingId) -> Drawing | None:
        """A drawing, erased or not, its row locked."""
        return cast("Drawing | None", self._one(Drawing, rows.LOCKED_DRAWING, drawing_id))

    def drawings_standing(self) -> int:
        """How many drawings stand now."""
        return self._count(rows.DRAWINGS_STANDING)

    def wall_view(self) -> WallView | None:
        """What was last sent to the walls, its row locked; None where nothing ever was."""
        return cast("WallView | None", self._one(WallView, rows.LOCKED_WALL, THE_WALL))

    def scope_path(self) -> tuple[CellId, ...]:
        """The cells that the login is bound to, with all above them; empty for everywhere."""
        ((cells,),) = self._ask("SELECT cells FROM my_rights()").fetchall()
        return scope_of(cells, self._reference.grid.grid.path_of)

    def handover(self, handover_id: HandoverId) -> Handover | None:
        """A hand-over, its row locked."""
        return cast("Handover | None", self._one(Handover, rows.LOCKED_HANDOVER, handover_id))

    def last_handover(self, cell_path: tuple[CellId, ...]) -> Handover | None:
        """The last hand-over of exactly these cells, its row locked."""
        found = self._one(Handover, rows.LAST_HANDOVER, list(cell_path))
        return cast("Handover | None", found)

    def room_note(self, note_id: RoomNoteId) -> RoomNote | None:
        """A note to the room, over or not, its row locked."""
        return cast("RoomNote | None", self._one(RoomNote, rows.LOCKED_NOTE, note_id))

    def notes_standing(self) -> int:
        """How many notes to the room stand now."""
        return self._count(rows.NOTES_STANDING)

    def _one(self, cls: type, statement: str, value: object) -> object:
        row = self._ask(statement, [value]).fetchone()
        return None if row is None else from_row(cls, row)

    def _count(self, statement: str) -> int:
        ((count,),) = self._ask(statement, [self._now]).fetchall()
        return int(count)

    def _ask(self, query: Any, values: Any = None) -> Cursor[tuple[Any, ...]]:
        return rows.plain_cursor(self._connection).execute(query, values)
