"""What may be done with a case now, as buttons."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from console.state.words import action_words, role_words
from console.tables.flow import FlowLayout, at_once, empty
from console.tables.keyboard import keyboard_kept
from console.tables.offer import DANGEROUS, NEXT, next_acts, offered
from models.domain.incident import State
from models.domain.lifecycle import IMPLIED, TRANSITIONS, UNASKED
from models.feed.frame import Capability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.settings.look import Look
    from console.state.session import Session
    from models.domain.ids import IncidentId
    from models.domain.incident import Incident
    from models.domain.lifecycle import Transition


class CaseActs(QWidget):
    """The acts that an incident's state allows, the usual next one first.

    Invariants: `buttons` are those on show, by verb and in their order. A button that was made
    is kept for the next state or case that offers its act: a style sheet makes them dear. The
    keyboard never goes from one act to another, or to one of another case, by itself: where
    the button that has it is not offered any more, all of them together take it.

    Signals: `wanted(str)` a verb of the lifecycle table.
    Thread: GUI
    """

    wanted = Signal(str)

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        # Not by Tab, which begins at the first button then.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._flow = FlowLayout(self, gap_px=look.px(6))
        self._made: dict[tuple[str, str], QPushButton] = {}
        self._of: IncidentId | None = None
        self.buttons: dict[str, QPushButton] = {}

    def show_of(self, incident: Incident) -> None:
        """Offer what may be done with an incident, grey where this seat may not."""
        is_other, self._of = incident.id != self._of, incident.id
        if is_other and self.isAncestorOf(self.window().focusWidget()):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        with keyboard_kept(self, self):
            self._offer(incident)

    def _offer(self, incident: Incident) -> None:
        usual = next_acts(incident)
        shown = {row.action: self._button(row, usual) for row in offered(incident)}
        with at_once(self._flow):
            empty(self._flow)
            for button in self.buttons.values():
                button.setVisible(button in shown.values())
            for button in shown.values():
                self._flow.addWidget(button)
                button.show()
        for one, other in pairwise((self, *shown.values())):
            QWidget.setTabOrder(one, other)
        self.buttons = shown

    def ahead(self) -> Iterator[None]:
        """Make whatever any state may offer, a button a step."""
        for state in State:
            usual = NEXT.get(state, ())
            for row in TRANSITIONS:
                if state in row.sources and row.action not in IMPLIED | UNASKED:
                    self._kept(row.action, usual).ensurePolished()
                    yield

    def _button(self, row: Transition, usual: tuple[str, ...]) -> QPushButton:
        button = self._kept(row.action, usual)
        button.setText(action_words(row.action))
        why = self._why_not(row)
        button.setEnabled(not why)
        button.setToolTip(why)
        return button

    def _kept(self, action: str, usual: tuple[str, ...]) -> QPushButton:
        danger = "danger" if action in DANGEROUS else ""
        kind = "primary" if action in usual else danger
        button = self._made.get((action, kind))
        if button is None:
            button = self._made[action, kind] = QPushButton(self)
            button.hide()
            if kind:
                button.setProperty("kind", kind)
            button.setProperty("verb", action)
            button.clicked.connect(self.on_act)
        return button

    def _why_not(self, row: Transition) -> str:
        """Why an act cannot be done from this seat now; "" where it can."""
        if not self._session.frame.may(Capability.DISPATCH):
            return self.tr("The desk is sealed: follow the live picture to act.")
        if not self._session.seat.roles & row.roles:
            names = self.tr(", ").join(role_words(role) for role in sorted(row.roles))
            return self.tr("Needs one of these roles: {0}").format(names)
        return ""

    @Slot()
    def on_act(self) -> None:
        """A button was pressed."""
        button = self.sender()
        if button is not None:
            self.wanted.emit(str(button.property("verb")))
