"""Acts on their way: sent, kept, confirmed or refused, until a frame carries their facts.

The ghost of an act is drawn from here; the picture itself changes by the fold alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from models.desk.act import Act, Fate

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from models.domain.command import Command
    from models.domain.ids import CommandId


RUSH_MS: Final = 300
"""So seldom is told how acts fare that had to wait: after an hour's cut they are thousands."""


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
        # Every row that is painted asks for its own: after an hour's cut they are thousands.
        self._by_incident: dict[UUID | None, dict[CommandId, Act]] = {}
        self._is_untold = False
        self._rush = QTimer(self, interval=RUSH_MS, singleShot=True)
        self._rush.timeout.connect(self.on_rush_over)

    def send(self, command: Command, now: datetime) -> None:
        """Hand a command out; its ghost shows at once."""
        self._put(Act(command, now))
        self.changed.emit()
        self.act_sent.emit(command)

    @Slot(object)
    def on_answered(self, act: Act) -> None:
        """Take the desk lane's word on an act."""
        mine = self._acts.get(act.command.id)
        if mine is not None:
            waited = mine.waited or mine.fate is Fate.KEPT
            act = replace(act, since=mine.since, waited=waited)
        if act.fate in {Fate.REFUSED, Fate.FAILED}:
            self._drop(act.command.id)
            self.settled.emit(act)
        else:
            self._put(act)
            if act.fate is Fate.CONFIRMED:
                self.settled.emit(act)
        self._tell_of([act])

    def _tell_of(self, acts: Iterable[Act]) -> None:
        """Tell at once; of acts that had to wait, together what comes right after one."""
        had_to_wait = all(act.waited or act.fate is Fate.KEPT for act in acts)
        if had_to_wait and self.is_in_a_rush:
            self._is_untold = True
            return
        if had_to_wait:
            self._rush.start()
        self.changed.emit()

    @property
    def is_in_a_rush(self) -> bool:
        """Whether what comes now is told a little later, together."""
        return self._rush.isActive()

    @Slot()
    def on_rush_over(self) -> None:
        """Tell what came meanwhile."""
        if self._is_untold:
            self._is_untold = False
            self._rush.start()
            self.changed.emit()

    def seen(self, seq: int) -> None:
        """A frame shows everything up to `seq`: ghosts of it go."""
        gone = [
            act for act in self._acts.values() if act.done is not None and act.done.seq <= seq
        ]
        for act in gone:
            self._drop(act.command.id)
        if gone:
            self._tell_of(gone)

    @property
    def acts(self) -> tuple[Act, ...]:
        """All of them, oldest first."""
        return tuple(self._acts.values())

    def of(self, subject: UUID) -> Act | None:
        """The act under way on an incident, for its ghost."""
        return next(iter(self._by_incident.get(subject, {}).values()), None)

    def _put(self, act: Act) -> None:
        self._acts[act.command.id] = act
        self._by_incident.setdefault(act.incident, {})[act.command.id] = act

    def _drop(self, command_id: CommandId) -> None:
        act = self._acts.pop(command_id, None)
        if act is None:
            return
        own = self._by_incident[act.incident]
        del own[command_id]
        if not own:
            del self._by_incident[act.incident]
