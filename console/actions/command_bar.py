"""Carries a line of shorthand out: by the very doors that keys, menus and drags go through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from console.actions.leaving import LEAVE_ACTS
from console.actions.lifecycle import PICKED
from console.actions.members import MEMBER_ACTS
from console.actions.shorthand import Shorthand

if TYPE_CHECKING:
    from console.actions.asking import Ask, Asking
    from console.actions.dispatching import Dispatching
    from console.actions.lifecycle import Lifecycle
    from console.actions.shorthand import Draft
    from console.state.session import Session

MOST_KEPT = 30


class CommandBar(QObject):
    """Reads lines, does them, and remembers what was typed.

    Signals: `told(object)` Words of a refusal; `act_wanted(str)` an act of the catalogue that
    the window does.
    Thread: GUI
    """

    told = Signal(object)
    act_wanted = Signal(str)

    def __init__(
        self,
        session: Session,
        asking: Asking,
        dispatching: Dispatching,
        lifecycle: Lifecycle,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._asking = asking
        self._dispatching = dispatching
        self._lifecycle = lifecycle
        self.shorthand = Shorthand(session, dispatching, lifecycle)
        self.history: list[str] = []

    def do(self, draft: Draft, line: str) -> None:
        """Do what a draft says, or tell why not; the line is remembered either way."""
        self._remember(line.strip())
        if draft.problem is not None:
            self.told.emit(draft.problem)
            return
        selection, action = self._session.selection, draft.action
        if draft.incident is not None:
            selection.pick_incident(draft.incident.id)
        if action.id in MEMBER_ACTS and draft.members:
            selection.pick_members(draft.members)
        before = self._asking.current
        if action.verb in PICKED:
            self._send(draft)
        elif action.verb:
            self._lifecycle.ask(action.verb, draft.incident.id if draft.incident else None)
        else:
            self.act_wanted.emit(action.id)
        ask = self._asking.current
        if ask is not None and ask is not before:
            self._answer(ask, draft)

    def _send(self, draft: Draft) -> None:
        if draft.incident is None:
            return
        if draft.office is not None:
            self._dispatching.ask_office(draft.incident.id, draft.office, draft.action.verb)
        elif draft.members:
            cases, verb = (draft.incident.id,), draft.action.verb
            self._dispatching.ask_dispatch(cases, draft.members, verb)

    def _answer(self, ask: Ask, draft: Draft) -> None:
        """Answer at once what the line has said already; else the card waits for it."""
        ids = [choice.id for choice in ask.choices]
        wanted = draft.choice.id if draft.choice else draft.action.verb
        choice = ask.choices[ids.index(wanted)] if wanted in ids else None
        if choice is None and len(ask.choices) == 1:
            choice = ask.choices[0]
        is_said = draft.choice is not None or draft.action.verb not in _ASKED_BY_FORM
        if draft.action.id in LEAVE_ACTS:
            # Without a day the card asks for it.
            is_said = bool(draft.blanks)
        if choice is not None and is_said and (draft.words or not choice.needs_text):
            self._asking.answer(choice.id, draft.words, draft.blanks)

    def _remember(self, line: str) -> None:
        if line in self.history:
            self.history.remove(line)
        self.history.insert(0, line)
        del self.history[MOST_KEPT:]


_ASKED_BY_FORM = frozenset({"accept", "close", "verify-result", "follow-up", "hand-down"})
"""Their first choice is no usual one, or says something: it must be said."""
