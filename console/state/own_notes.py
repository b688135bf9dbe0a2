"""Notes to self of whoever sits here: read once, kept at each change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from console.settings.jottings import OwnNote
from models.domain.ids import new_uuid

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from models.domain.ids import IncidentId
    from models.domain.incident import Incident


class NotesStore(Protocol):
    """Where notes lie."""

    def read(self) -> list[OwnNote]:
        """All of them, oldest first."""

    def keep(self, notes: Iterable[OwnNote]) -> bool:
        """Keep these; whether they are safe."""


class OwnNotes(QObject):
    """The notes of one operator at one station.

    Signals: `changed()` one was written or struck out.
    Thread: GUI
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store: NotesStore | None = None
        self._notes: list[OwnNote] = []

    def use(self, store: NotesStore) -> None:
        """Take the notes of a place, and keep new ones there."""
        self._store, self._notes = store, store.read()
        self.changed.emit()

    @property
    def all(self) -> tuple[OwnNote, ...]:
        """All of them, the newest first."""
        return tuple(reversed(self._notes))

    def about(self, incident_id: IncidentId | None) -> tuple[OwnNote, ...]:
        """Those about an incident, the newest first."""
        return tuple(note for note in self.all if note.incident == incident_id is not None)

    def write(self, text: str, at: datetime, about: Incident | None = None) -> bool:
        """Write one more; whether it is safe on this machine."""
        self._read_again()
        number = about.number if about else ""
        note = OwnNote(new_uuid(), text, at, about.id if about else None, number)
        self._notes.append(note)
        return self._keep()

    def strike(self, note_id: UUID) -> None:
        """Strike one out."""
        self._read_again()
        self._notes = [note for note in self._notes if note.id != note_id]
        self._keep()

    def _read_again(self) -> None:
        """What was erased meanwhile, or written in another window, is no more, or is there."""
        if self._store is not None:
            self._notes = self._store.read()

    def _keep(self) -> bool:
        is_safe = self._store is not None and self._store.keep(self._notes)
        self.changed.emit()
        return is_safe
