"""Acts on their way: sent, kept, confirmed or refused, until a frame carries their facts.

The ghost of an act is drawn from here; the picture itself changes by the fold alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from models.desk.act import Act, Fate

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from models.domain.command import Command
    from models.domain.ids import CommandId


class PendingActs(QObject):
    """The acts of this console that no frame has confirmed yet.

    Signals: `act_sent(object)` a Command for the desk lane; `changed()`;
    `settled(object)` an Act that was confirmed, refused or failed.
    Thread: GUI
    """

    act_sent = Signal(object)
    changed = Signal()
    settled = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._acts: dict[CommandId, Act] = {}

    def send(self, command: Command, now: datetime) -> None:
        """Hand a command out; its ghost shows at once."""
        self._acts[command.id] = Act(command, now)
        self.changed.emit()
        self.act_sent.emit(command)

    @Slot(object)
    def on_answered(self, act: Act) -> None:
        """Take the desk lane's word on an act."""
        mine = self._acts.get(act.command.id)
        since = mine.since if mine else act.since
        act = replace(act, since=since)
        if act.fate in {Fate.REFUSED, Fate.FAILED}:
            self._acts.pop(act.command.id, None)
            self.settled.emit(act)
        else:
            self._acts[act.command.id] = act
            if act.fate is Fate.CONFIRMED:
                self.settled.emit(act)
        self.changed.emit()

    def seen(self, seq: int) -> None:
        """A frame shows everything up to `seq`: ghosts of it go."""
        gone = [
            command_id
            for command_id, act in self._acts.items()
            if act.done is not None and act.done.seq <= seq
        ]
        for command_id in gone:
            del self._acts[command_id]
        if gone:
            self.changed.emit()

    @property
    def acts(self) -> tuple[Act, ...]:
        """All of them, oldest first."""
        return tuple(self._acts.values())

    def of(self, subject: UUID) -> Act | None:
        """The act under way on an incident, for its ghost."""
        for act in self._acts.values():
            if act.incident == subject:
                return act
        return None
