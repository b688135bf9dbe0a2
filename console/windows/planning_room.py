"""Assign all, in one window: the plan is made on the side lane and shown before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QSize, QTimer, Signal, Slot

from console.actions.planning import CHANGED, NOTHING, Plan, acts_of, plan_maker, plan_refusal
from console.panels.plan_card import PlanCard
from console.state.words import short_number
from console.windows.floating import Floating, top_middle
from models.domain.error import BadInput, Trouble, Words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from console.actions.planning import PlanRow
    from console.settings.look import Look
    from console.state.session import Session
    from models.feed.frame import Frame

PLAN_ACTS: Final = frozenset({"assign-all"})
LATE_MS: Final = 400
"""A plan that is not there by then is said to be on its way."""


class PlanningRoom(QObject):
    """The act, the card, and the sending.

    Signals: `told(object)` Words for a notice; `several_wanted(str, object, object)` the verb
    of acts that go out together, these, and what is left out and why.
    Thread: GUI
    """

    told = Signal(object)
    several_wanted = Signal(str, object, object)

    def __init__(self, session: Session, look: Look, over: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look
        self._window = parent
        self._plan: Plan | None = None
        self._is_making = False
        self._late = QTimer(self, interval=LATE_MS, singleShot=True)
        self._late.timeout.connect(self.on_late)
        self.card = PlanCard(session, look, parent)
        self.card.confirmed.connect(self.on_confirmed)
        self.card.left.connect(self.on_left)
        Floating(self.card, over, top_middle, self._size)
        session.frame_changed.connect(self.on_frame)

    def do(self, _action_id: str) -> None:
        """Have a plan made, or say why there is none."""
        if self._is_making:
            self.on_late()
            return
        refusal = self.refusal("")
        make = None if refusal else plan_maker(self._session)
        if refusal is not None or make is None:
            self.told.emit(refusal or NOTHING)
            return
        self._is_making = True
        self._late.start()
        self._session.lookups.ask(make, self.on_plan)

    def refusal(self, _action_id: str) -> Words | None:
        """Why nothing can be assigned now; None where something can."""
        refusal = plan_refusal(self._session)
        return refusal.words if refusal else None

    def on_plan(self, answer: object) -> None:
        """The plan is made; of no use to whoever left meanwhile."""
        if not self._is_making:
            return
        self.on_left()
        if isinstance(answer, Plan):
            self._plan = answer
            self.card.open_with(answer)
            return
        self.card.hide()
        if isinstance(answer, BadInput | Trouble):
            self.told.emit(answer.words)

    @Slot()
    def on_late(self) -> None:
        """It takes a while: say so."""
        self.card.open_with(None)

    @Slot()
    def on_left(self) -> None:
        """Nobody waits for a plan any more."""
        self._is_making = False
        self._late.stop()

    @Slot(object)
    def on_confirmed(self, rows: list[PlanRow]) -> None:
        """Send what was left ticked; what changed meanwhile is told with what was done."""
        if self._plan is None:
            return
        acts, passed = acts_of(self._session, self._plan, rows)
        left_out = [(short_number(one.number), CHANGED) for one in passed]
        self.several_wanted.emit("dispatch", acts, left_out)

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """A jump in time ends what was half-done."""
        if frame.jumped and (self._is_making or self.card.isVisible()):
            self.card.leave()

    def _size(self, ground: QSize) -> QSize:
        px = self._look.px
        return QSize(
            min(px(860), self._window.width() - px(32)), min(px(600), ground.height() - px(48))
        )
