"""Undo: the act that takes back the last one of this seat, where there is such an act.

Nothing is ever unwritten; the compensating command is a command like any other, and
the journal shows both.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from console.actions.compensating import compensation, way_back
from console.actions.judging import may_act
from console.state.words import action_words
from models.desk.act import Fate
from models.domain.command import SetDuty
from models.domain.error import Words
from models.domain.ids import DrawingId, IncidentId

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from console.state.session import Session
    from models.desk.act import Act
    from models.domain.command import Command, Intent

OFFERED_FOR = timedelta(minutes=10)
"""Older acts are history; whoever wants them back says so with a reason of their own."""
MOST_KEPT = 50
REASON = Words("撤销：操作有误", "undone: sent by mistake")


@dataclass(frozen=True, slots=True)
class Deed:
    """A confirmed act of this seat: when, and the version it left its subject in.

    `way_back` is known beforehand where it depends on what was there before.
    """

    command: Command
    at: datetime
    subject_id: UUID
    number: str
    version: int
    way_back: Intent | None = None


class Undo(QObject):
    """Remembers what this seat did and takes it back.

    Signals: `told(object)` Words: what is being taken back, or why it cannot be;
    `changed()` there is something else to undo, or nothing.
    Thread: GUI
    """

    told = Signal(object)
    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._deeds: list[Deed] = []
        self._taking_back: set[UUID] = set()
        self._ways_back: dict[UUID, Intent] = {}
        self._takings_back: list[Deed] = []
        session.pending.act_sent.connect(self.on_sent)
        session.pending.settled.connect(self.on_settled)

    @property
    def last(self) -> Deed | None:
        """What Ctrl+Z would take back."""
        return self._deeds[-1] if self._deeds else None

    @Slot(object)
    def on_sent(self, command: Command) -> None:
        """Remember what an act is about to change, where that is the way back."""
        intent = way_back(command.intent, self._session.frame.picture)
        if intent is not None:
            self._ways_back[command.id] = intent

    @Slot(object)
    def on_settled(self, act: Act) -> None:
        """Remember an act of ours once it is in the journal."""
        back = self._ways_back.pop(act.command.id, None)
        is_taking_back = act.command.id in self._taking_back
        self._taking_back.discard(act.command.id)
        if act.fate is not Fate.CONFIRMED or act.done is None:
            return
        done = act.done
        deed = Deed(
            act.command,
            self._session.frame.now,
            done.subject_id,
            done.number,
            done.version,
            back,
        )
        if is_taking_back:
            # The next undo takes back an older act; its own notice may still undo this.
            self._takings_back = [*self._takings_back[-MOST_KEPT:], deed]
            return
        self._deeds = [*self._deeds[-MOST_KEPT:], deed]
        self.changed.emit()

    def undo(self) -> None:
        """Take the last act back, or say why that cannot be."""
        refusal, deed = self.refusal(), self.last
        if refusal is not None or deed is None:
            self.told.emit(refusal)
        else:
            self._take_back(deed)

    @Slot(object)
    def undo_act(self, act: Act) -> None:
        """Take one certain act back: the one of a notice."""
        known = (*self._deeds, *self._takings_back)
        deed = next((d for d in known if d.command.id == act.command.id), None)
        refusal = self._refusal_of(deed)
        if refusal is not None or deed is None:
            self.told.emit(refusal)
        else:
            self._take_back(deed)

    def refusal(self) -> Words | None:
        """Why the last act cannot be taken back; None where it can."""
        if any(act.fate in {Fate.SENT, Fate.KEPT} for act in self._session.pending.acts):
            return Words(
                "上一操作尚未确认，确认后才能撤销。", "The last act is not confirmed yet."
            )
        return self._refusal_of(self.last)

    def _refusal_of(self, deed: Deed | None) -> Words | None:
        if deed is None or self._session.frame.now - deed.at > OFFERED_FOR:
            return Words("没有可撤销的操作。", "There is nothing to undo.")
        intent = deed.way_back or compensation(deed.command.intent, "")
        closed = may_act(self._session, intent.verb if intent is not None else "withdraw")
        if closed is not None:
            return closed.words
        if intent is None:
            label = _label(deed)
            return Words(f"“{label}”不能撤销。", f"'{label}' cannot be taken back.")
        return self._moved_on(deed)

    def _take_back(self, deed: Deed) -> None:
        reason = REASON.in_(self._session.seat.language)
        intent = deed.way_back or compensation(deed.command.intent, reason)
        if intent is None:
            return
        self._deeds = [kept for kept in self._deeds if kept is not deed]
        self._takings_back = [kept for kept in self._takings_back if kept is not deed]
        self.changed.emit()
        self._session.send(intent, seen_version=deed.version)
        self._taking_back.add(self._session.pending.acts[-1].command.id)
        what = f"{_label(deed)} {deed.number}".strip()
        self.told.emit(Words(f"正在撤销：{what}", f"Taking back: {what}"))

    def _moved_on(self, deed: Deed) -> Words | None:
        drawing = self._session.frame.picture.drawings.get(DrawingId(deed.subject_id))
        if drawing is not None and drawing.version > deed.version:
            return Words(
                f"该标绘在此之后已由 {drawing.author} 修改，不能直接撤销。",
                f"{drawing.author} has changed the drawing since: it is not taken back.",
            )
        if (changed := self._changed_duty(deed)) is not None:
            return changed
        incident = self._session.incident(IncidentId(deed.subject_id))
        if incident is None or incident.decided <= deed.version:
            return None
        return Words(
            f"{deed.number} 在此之后已有变动，不能直接撤销；请在事件卡上办理。",
            f"{deed.number} has moved on since; decide on its card instead.",
        )

    def _changed_duty(self, deed: Deed) -> Words | None:
        intent = deed.command.intent
        members = self._session.frame.picture.members
        member = members.get(intent.member) if isinstance(intent, SetDuty) else None
        if not isinstance(intent, SetDuty) or member is None or member.duty is intent.duty:
            return None
        return Words(
            f"{member.name} 的在岗状态在此之后已有变动，不能直接撤销。",
            f"The duty of {member.name} has changed since: it is not taken back.",
        )


def _label(deed: Deed) -> str:
    return action_words(deed.command.intent.verb).rstrip("….")
