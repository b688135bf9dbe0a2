"""The card of a member in one window: what opens it, and where it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Slot

from console.panels.member_card import MemberCard
from console.windows.floating import Floating, top_middle
from models.domain.error import Words

if TYPE_CHECKING:
    from console.windows.workbench import Workbench
    from models.domain.ids import IncidentId, MemberId
    from models.domain.leave import JudgeLeave

CARD_ACTS: Final = frozenset({"member-card"})
_NOBODY: Final = Words("先选择一名网格员。", "Select a member first.")


class MemberRoom(QObject):
    """Between roster, card, map and the reveal.

    Thread: GUI
    """

    def __init__(self, window: Workbench) -> None:
        super().__init__(window)
        self._window = window
        self.card = MemberCard(window.session, window.look, window)
        Floating(self.card, window.map, top_middle)
        self.card.incident_wanted.connect(window.going.to_incident)
        self.card.place_wanted.connect(window.going.to_member)
        self.card.reveal_wanted.connect(self.on_reveal)
        self.card.leave_wanted.connect(self.on_leave)
        self.card.judged.connect(self.on_judged)
        window.roster.opened.connect(self.on_opened)
        # The ask must be gone first: it gives the keyboard back to whatever had it.
        queued = Qt.ConnectionType.QueuedConnection
        window.members.redispatch_wanted.connect(self.on_redispatch, queued)

    def refusal(self, _action_id: str) -> Words | None:
        """Why there is no card to open; None where there is."""
        return None if self._window.selection.members else _NOBODY

    def do(self, _action_id: str) -> None:
        """Open the card of the first selected member."""
        members = self._window.selection.members
        if members:
            self.card.open_for(members[0])

    @Slot(object)
    def on_opened(self, member_id: MemberId) -> None:
        """A row of the roster was opened."""
        self.card.open_for(member_id)

    @Slot(object)
    def on_leave(self, member_id: MemberId) -> None:
        """The member on show is to have leave."""
        self._window.selection.pick_members((member_id,))
        self._window.members.do("ask-leave")

    @Slot(object)
    def on_judged(self, intent: JudgeLeave) -> None:
        """A leave of the member on show is decided upon."""
        self._window.members.judge(intent)

    @Slot(object)
    def on_redispatch(self, incident_id: IncidentId) -> None:
        """Somebody is to have leave, and a task of theirs goes to others first."""
        self._window.selection.pick_incident(incident_id)
        self._window.lifecycle.ask("redispatch", incident_id)

    @Slot(object)
    def on_reveal(self, incident_id: IncidentId) -> None:
        """A number is revealed for a task: its incident is looked at meanwhile."""
        self._window.selection.pick_incident(incident_id)
        self._window.revealing.ask(incident_id)
