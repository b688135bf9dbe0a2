"""Acts of this station that were accepted and then refused, until somebody decides.

They lie on the disk with the outbox; the desk lane says which there are, and keeps what is
decided. Nothing leaves the list before the lane has it on the disk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from models.desk.conflict import Decision

if TYPE_CHECKING:
    from datetime import datetime

    from models.desk.conflict import Conflict, Way
    from models.domain.ids import CommandId


class Conflicts(QObject):
    """The conflicts of one console.

    Signals: `changed()`; `decided(object)` a Decision for the desk lane; `told(object)`
    Words why a decision could not be kept.
    Thread: GUI
    """

    changed = Signal()
    decided = Signal(object)
    told = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[Conflict, ...] = ()

    @property
    def items(self) -> tuple[Conflict, ...]:
        """All of them, oldest first."""
        return self._items

    def get(self, key: CommandId) -> Conflict | None:
        """The conflict of an act, while nobody has decided it."""
        return next((conflict for conflict in self._items if conflict.key == key), None)

    @Slot(object)
    def on_listed(self, items: tuple[Conflict, ...]) -> None:
        """Take the desk lane's list."""
        self._items = items
        self.changed.emit()

    def decide(
        self, conflict: Conflict, way: Way, operator: str, at: datetime, reason: str = ""
    ) -> None:
        """Have a decision kept; what it sends must have been sent before."""
        self.decided.emit(Decision(conflict.key, way, operator, at, reason))
