"""A report that was refused comes back into the form it left: no call is taken twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from models.desk.act import Fate

if TYPE_CHECKING:
    from console.state.session import Session
    from console.windows.reporting import ReportForm
    from models.desk.act import Act
    from models.domain.command import Report
    from models.domain.error import Words
    from models.domain.ids import IncidentId


class ReportReturned(QObject):
    """What went out of one form, until its fate is known.

    Invariants: what somebody is writing is never overwritten; a report that came back waits
    until the form is empty. One that lies with the conflicts is left to them.
    Thread: GUI
    """

    def __init__(self, session: Session, form: ReportForm) -> None:
        super().__init__(form)
        self._session = session
        self._form = form
        self._out: dict[IncidentId, dict[str, Any]] = {}
        self._back: list[tuple[dict[str, Any], Words | None]] = []
        form.sent.connect(self.on_sent)
        form.closed.connect(self.bring_back)
        session.pending.settled.connect(self.on_settled)

    @Slot(object, object)
    def on_sent(self, report: Report, plain: dict[str, Any]) -> None:
        """A report went out."""
        self._out[report.incident] = plain

    @Slot(object)
    def on_settled(self, act: Act) -> None:
        """What became of one; only the report itself counts, not what was done upon it."""
        if act.incident not in self._out or act.command.intent.verb != "report":
            return
        plain = self._out.pop(act.incident)
        if act.fate is not Fate.CONFIRMED and not act.is_listed:
            self._back.append((plain, act.words))
            self.bring_back()

    @Slot()
    def bring_back(self) -> None:
        """Put the oldest that came back into the form, where nothing is being written."""
        if self._back and not self._form.is_written:
            plain, words = self._back.pop(0)
            self._form.fill(plain)
            self._form.open()
            if words is not None:
                self._form.complain(words.in_(self._session.seat.language), self._form.text)
