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
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from console.state.session import Session
    from models.desk.act import Act
    from models.domain.command import Command, Intent

OFFERED_FOR = timedelta(minutes=10)
"""Older acts are history; whoever wants them back says so with a reason of their own."""
MOST_KEPT = 600
"""A whole plan of many dispatches, and what was done before it."""
MOST_JOINED = 50
NOTHING = Words("没有可撤销的操作。", "There is nothing to undo.")
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
    `changed()` there is something else to undo, or nothing; `several_wanted(str, object,
    object)` the verb, the intents with the versions seen, and what is left out and why, of
    acts that go out together.
    Thread: GUI
    """

    told = Signal(object)
    changed = Signal()
    several_wanted = Signal(str, object, object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._deeds: list[Deed] = []
        self._together: list[frozenset[UUID]] = []
        self._going_back: list[Intent] = []
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
        if command.intent in self._going_back:
            self._going_back.remove(command.intent)
            self._taking_back.add(command.id)
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

    def join(self, acts: Sequence[Act]) -> None:
        """Acts that were done together are taken back together."""
        ids = frozenset(act.command.id for act in acts)
        self._together = [*self._together[-MOST_JOINED:], ids]

    def undo(self) -> None:
        """Take the last act back, with all that was done together; or say why not."""
        refusal, deed = self.refusal(), self.last
        if refusal is not None or deed is None:
            self.told.emit(refusal)
        else:
            self._take_back(self._all_with(deed))

    @Slot(object)
    def undo_act(self, act: Act) -> None:
        """Take one certain act back: the one of a notice."""
        known = (*self._deeds, *self._takings_back)
        deed = next((d for d in known if d.command.id == act.command.id), None)
        refusal = self._refusal_of_all(deed)
        if refusal is not None or deed is None:
            self.told.emit(refusal)
        else:
            self._take_back(self._all_with(deed))

    def refusal(self) -> Words | None:
        """Why the last act cannot be taken back; None where it can."""
        if any(act.fate in {Fate.SENT, Fate.KEPT} for act in self._session.pending.acts):
            return Words(
                "上一操作尚未确认，确认后才能撤销。", "The last act is not confirmed yet."
            )
        return self._refusal_of_all(self.last)

    def _all_with(self, deed: Deed) -> list[Deed]:
        """What was done together with a deed and is not taken back yet, itself included."""
        named = (ids for ids in self._together if deed.command.id in ids)
        ids = next(named, frozenset({deed.command.id}))
        return [one for one in (*self._deeds, *self._takings_back) if one.command.id in ids]

    def _refusal_of_all(self, deed: Deed | None) -> Words | None:
        """Why none of what was done together can be taken back; None where some can."""
        # Asked at every change: of a plan of hundreds the first that can be is enough.
        together = self._all_with(deed) if deed else []
        if any(self._refusal_of(one) is None for one in together):
            return None
        return self._refusal_of(deed)

    def _refusal_of(self, deed: Deed | None) -> Words | None:
        if deed is None or self._session.frame.now - deed.at > OFFERED_FOR:
            return NOTHING
        intent = deed.way_back or compensation(deed.command.intent, "")
        closed = may_act(self._session, intent.verb if intent is not None else "withdraw")
        if closed is not None:
            return closed.words
        if intent is None:
            label = _label(deed)
            return Words(f"“{label}”不能撤销。", f"'{label}' cannot be taken back.")
        return self._moved_on(deed)

    def _take_back(self, deeds: Sequence[Deed]) -> None:
        """Send what takes them back; several go out together, and are told of once."""
        acts, left_out = [], []
        reason = REASON.in_(self._session.seat.language)
        for deed in deeds:
            intent = deed.way_back or compensation(deed.command.intent, reason)
            refusal = self._refusal_of(deed)
            if refusal is not None or intent is None:
                left_out.append((deed.number, refusal or NOTHING))
                continue
            self._deeds = [kept for kept in self._deeds if kept is not deed]
            self._takings_back = [kept for kept in self._takings_back if kept is not deed]
            acts.append((intent, deed.version))
        self._going_back += [intent for intent, _version in acts]
        self.changed.emit()
        self.told.emit(_going_words(deeds))
        if len(deeds) > 1:
            self.several_wanted.emit(acts[0][0].verb, acts, left_out)
        else:
            for intent, version in acts:
                self._session.send(intent, seen_version=version)

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


def _going_words(deeds: Sequence[Deed]) -> Words:
    label, count = _label(deeds[0]), len(deeds)
    what = f"{label} {deeds[0].number}".strip() if count == 1 else f"{label} × {count}"
    return Words(f"正在撤销：{what}", f"Taking back: {what}")


def _label(deed: Deed) -> str:
    return action_words(deed.command.intent.verb).rstrip("….")
