"""A running console without a window, as one workstation of many, and what its desk said."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from console.app.home import Address, Home
from console.app.running import RunningConsole
from console.state.session import Seat
from models.desk.act import Fate
from models.domain.lifecycle import Role

if TYPE_CHECKING:
    from pathlib import Path

    from models.desk.act import Act
    from models.desk.conflict import Conflict
    from models.domain.command import Intent
    from models.domain.ids import CommandId, IncidentId
    from models.domain.incident import State


class Station:
    """A console on a database by its URL: it never starts or revives the server.

    Thread: GUI, whose event loop the test turns.
    """

    def __init__(
        self, folder: Path, url: str, operator: str, *, remembers: bool = True
    ) -> None:
        # A folder of its own, as a second workstation has: its outbox is its own.
        self.home = Home(Address(folder, url), station=f"desk-{operator}")
        seat = Seat(operator, frozenset(Role), self.home.station, "en")
        self.console = RunningConsole(
            self.home, seat, self.home.desk, clock=self.home.clock(),
            open_source=self.home.source,
        )  # fmt: skip
        self.session = self.console.session
        self._remembers = remembers
        self._fates: dict[CommandId, list[Fate]] = {}
        self.conflicts: tuple[Conflict, ...] = ()
        self.confirmed_s = 0.0
        self.console.desk.answered.connect(self.on_answered)
        self.console.desk.conflicts_changed.connect(self.on_conflicts)
        self.console.start()

    def on_answered(self, act: Act) -> None:
        """What became of an act; when the last was confirmed, s since the epoch."""
        if self._remembers:
            self._fates.setdefault(act.command.id, []).append(act.fate)
        if act.fate is Fate.CONFIRMED:
            self.confirmed_s = time.time()

    def on_conflicts(self, conflicts: tuple[Conflict, ...]) -> None:
        """What is listed for a person."""
        self.conflicts = conflicts

    def send(self, intent: Intent) -> CommandId:
        """An act, as a window sends it; its command's id."""
        self.session.send(intent)
        return self.session.pending.acts[-1].command.id

    def state(self, incident: IncidentId) -> State | None:
        """The state that this console shows."""
        found = self.session.frame.picture.incidents.get(incident)
        return found.state if found else None

    def fates(self, command: CommandId) -> list[Fate]:
        """What became of an act, in order."""
        return self._fates.get(command, [])

    def close(self) -> None:
        """Lanes first, then connections."""
        self.console.close()
        self.home.close()
        self.console.deleteLater()
