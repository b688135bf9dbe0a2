"""Asks why the names and numbers of a case are needed, and has the reason recorded."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from console.actions.asking import Ask, Choice
from console.actions.judging import SEALED, may_act
from models.domain.command import Judge
from models.domain.error import Words
from models.domain.refusal import Refused, refuse
from models.domain.rights import LEAST_REASON

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.actions.asking import Act, Asking
    from console.state.session import Session
    from models.domain.ids import IncidentId

_PHRASES = (
    Words("核实情况", "To verify what was said"),
    Words("电话催签", "To call whoever has the task"),
    Words("联系到场", "To meet on the spot"),
    Words("回访", "Follow-up call"),
)


class Revealing(QObject):
    """Carries out "reveal" for one window.

    Signals: `told(object)` Words why it cannot be.
    Thread: GUI
    """

    told = Signal(object)

    def __init__(self, session: Session, asking: Asking, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._asking = session, asking

    @Slot(object)
    def ask(self, incident_id: IncidentId) -> None:
        """Ask for the reason; shown again, it is masked."""
        session = self._session
        if session.revealed.holds(incident_id):
            session.revealed.hide()
            return
        incident = session.incident(incident_id)
        if session.pending.of(incident_id) is not None:
            # The reason just given is on its way; a second one would be asked for nothing.
            return
        refusal = may_act(session, "reveal")
        if refusal is not None or incident is None:
            self.told.emit((refusal or SEALED).words)
            return
        number = incident.number
        self._asking.open(
            Ask(
                title=Words(f"查看 {number} 的姓名与电话", f"Names and numbers of {number}"),
                choices=(Choice("reveal", Words("查看", "Reveal")),),
                prompt=Words(
                    "为何需要？理由与姓名记入日志。",
                    "Why? Your reason and name go on the record.",
                ),
                make=partial(_made, incident.id),
                phrases=_PHRASES,
            )
        )


def _made(incident_id: IncidentId, _choice: str, reason: str) -> Sequence[Act]:
    if len(reason) < LEAST_REASON:
        raise Refused(
            refuse(
                "reason_too_short",
                f"理由至少 {LEAST_REASON} 个字。",
                f"A reason has at least {LEAST_REASON} characters.",
            )
        )
    return [(Judge(verb="reveal", incident=incident_id, reason=reason), None)]
