"""Whom to send, by the keyboard: the ranked members and departments for one incident.

The very command of the drag comes out of it. The order stands still once shown; only
distances, loads and ages go on, so that Enter takes what the eye had chosen. Each row has
its reasons, and everybody who is not offered stands behind the last one, with theirs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QTimer, Signal, SignalInstance, Slot

from console.actions.suggesting import Suggestion
from console.panels.dispatch_picker.rows import LEFT_OUT, left_out_row, left_out_rows, pick_row
from console.state.travel_words import basis_note
from console.state.words import category_words, short_number
from console.tables.pick_list import PickList

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget

    from console.actions.dispatching import Dispatching
    from console.actions.suggesting import Pick
    from console.settings.look import Look
    from console.state.session import Session
    from models.domain.ids import IncidentId, MemberId
    from models.feed.frame import Frame

_BEAT_MS = 1_000
_UNSEEN_MS = 600
"""So long after the rows came up nobody has read them."""


class DispatchPicker(PickList):
    """The picker of one window.

    Signals: `picked(object, object, str)` a tuple of one IncidentId, of the MemberId chosen,
    the lead first, and the act; `office_picked(object, object, str)` the IncidentId, a
    DepartmentId, the act; `worded` and `office_worded` the same with an instruction;
    `looked_at(object, object)` the IncidentId and the MemberId under the keyboard;
    `left_alone()` nobody is looked at any more.
    Thread: GUI
    """

    picked = Signal(object, object, str)
    office_picked = Signal(object, object, str)
    worded = Signal(object, object, str)
    office_worded = Signal(object, object, str)
    looked_at = Signal(object, object)
    left_alone = Signal()

    def __init__(
        self,
        session: Session,
        look: Look,
        dispatching: Dispatching,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("dispatch", look, parent)
        self._session = session
        self._dispatching = dispatching
        self._incident: IncidentId | None = None
        self._verb = "dispatch"
        self._marked: tuple[MemberId, ...] = ()
        self._shown: tuple[Pick, ...] = ()
        self._suggestion = Suggestion()
        self._shows_left_out = False
        self._awaits_rank = False
        self._since_ranked = QElapsedTimer()
        self._beat = QTimer(self, interval=_BEAT_MS)
        self._beat.timeout.connect(self.on_beat)
        self.field.takes_numbers = True
        self.field.installEventFilter(self)
        self.field.numbered.connect(self.on_number)
        self.typed.connect(self.on_typed)
        self.taken.connect(self.on_row_taken)
        self.marked.connect(self.on_row_marked)
        self.left.connect(self.on_left)
        self.highlighted.connect(self.on_highlighted)
        self.worded.connect(dispatching.ask_with_words)
        self.office_worded.connect(dispatching.ask_office_with_words)
        session.travel.changed.connect(self.on_travel)
        session.experience.changed.connect(self.on_travel)
        session.frame_changed.connect(self.on_frame)
        self.retranslate()

    def open_for(self, incident_id: IncidentId, verb: str = "dispatch") -> None:
        """Come up with the members for an incident: to dispatch, assist or redispatch it."""
        # Nothing of the last opening is left: what is emptied here asks for no rows.
        self._incident, self._verb = None, verb
        self._marked, self._shown, self._suggestion = (), (), Suggestion()
        self._shows_left_out = False
        self.field.clear()
        self.show_rows(())
        self._incident, self._awaits_rank = incident_id, True
        self.retranslate()
        self.show()
        self.raise_()
        self.field.setFocus()
        self._beat.start()
        self._session.turns.ask(self.on_turn)

    @Slot()
    def on_turn(self) -> None:
        """Rank them: the picker itself stands already, and takes keys."""
        if self._awaits_rank:
            self._rank()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A key that comes before the rows do is meant for them."""
        if event.type() is QEvent.Type.KeyPress and watched is self.field:
            self.on_turn()
        return super().eventFilter(watched, event)

    def leave(self) -> None:
        """Go away without an act."""
        self._beat.stop()
        self._incident = None
        self.hide()
        self.left_alone.emit()

    @Slot()
    def on_left(self) -> None:
        """Esc: back from those left out, else away."""
        if self._shows_left_out:
            self._shows_left_out = False
            self._show()
            self._say_title()
            self.retranslate()
        else:
            self.leave()

    @Slot(object)
    def on_highlighted(self, key: object) -> None:
        """The keyboard came upon somebody: their way may be shown."""
        if self._incident is not None and self._is_member(key):
            self.looked_at.emit(self._incident, key)

    @Slot()
    def on_travel(self) -> None:
        """More is known: it puts the rows in order once, before any eye has chosen."""
        if self._incident is None or self._awaits_rank or not self.isVisible():
            return
        self.retranslate()
        is_fresh = self._since_ranked.elapsed() < _UNSEEN_MS and not self._marked
        is_first = self.view.currentIndex().row() == 0
        if is_fresh and is_first:
            self._rank()
            self.view.setCurrentIndex(self.model.index(0))
        else:
            self.on_beat()

    @Slot(str)
    def on_typed(self, _text: str) -> None:
        """Leave only those who fit."""
        if self._shows_left_out:
            self._shows_left_out = False
            self.retranslate()
        self._rank()

    @Slot(int)
    def on_number(self, number: int) -> None:
        """A digit takes the row that bears it."""
        rows = self.model.rows
        if number <= len(rows) and rows[number - 1].number:
            self.taken.emit(rows[number - 1].key)

    @Slot(object)
    def on_row_taken(self, key: object) -> None:
        """Enter, a digit or a click: those marked, or this one."""
        self._take(key, self.picked, self.office_picked)

    @Slot()
    def on_worded(self) -> None:
        """Ctrl+Enter: they get an instruction with it."""
        if self.current is not None:
            self._take(self.current.key, self.worded, self.office_worded)

    def _take(self, key: object, people: SignalInstance, office: SignalInstance) -> None:
        if key == LEFT_OUT:
            self._show_left_out()
            return
        incident_id = self._incident
        chosen = self._marked or (key,)
        is_office = not self._marked and not self._is_member(key)
        self.leave()
        if incident_id is not None and is_office:
            office.emit(incident_id, key, self._verb)
        elif incident_id is not None:
            people.emit((incident_id,), chosen, self._verb)

    @Slot(object)
    def on_row_marked(self, member_id: MemberId) -> None:
        """Mark one more, or one less; the first marked leads. Departments lead alone."""
        if not self._is_member(member_id):
            return
        if member_id in self._marked:
            self._marked = tuple(m for m in self._marked if m != member_id)
        else:
            self._marked = (*self._marked, member_id)
        self._show()

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """A jump in time ends what was half-done."""
        if self.isVisible() and frame.jumped:
            self.leave()

    @Slot()
    def on_beat(self) -> None:
        """Let distances, loads and ages go on; the order stays."""
        if self._incident is None or self._awaits_rank or not self.isVisible():
            return
        self._shown = self._dispatching.again(self._incident, self._shown)
        self._show()

    def _is_member(self, key: object) -> bool:
        return key in self._session.frame.picture.members

    def _rank(self) -> None:
        self._awaits_rank = False
        if self._incident is not None:
            text = self.field.text().strip()
            self._suggestion = self._dispatching.suggest(self._incident, text)
            self._shown = self._suggestion.picks
            self._since_ranked.restart()
            self._show()

    def _show(self) -> None:
        if self._shows_left_out:
            return
        language, marked = self._session.seat.language, self._marked
        rows = [
            pick_row(pick, place, marked, language) for place, pick in enumerate(self._shown)
        ]
        if self._suggestion.left_out and not self.field.text().strip():
            rows.append(left_out_row(self._suggestion.left_out, language))
        self.show_rows(rows)

    def _show_left_out(self) -> None:
        incident = self._session.incident(self._incident)
        self._shows_left_out = True
        place = None if incident is None else incident.place
        self.show_rows(left_out_rows(self._session, place, self._suggestion.left_out))
        self.retranslate()

    def _say_title(self) -> None:
        incident = self._session.incident(self._incident)
        if incident is None:
            return
        category = self._session.reference.categories.get(incident.category or "")
        kind = category_words(category, self._session.seat.language)
        number = short_number(incident.number)
        asks = {
            "assist": self.tr("Who assists with {0} {1}?"),
            "redispatch": self.tr("Redispatch {0} {1} to whom?"),
        }
        ask = asks.get(self._verb, self.tr("Whom for {0} {1}?"))
        title = self.tr("Left out for {0} {1}") if self._shows_left_out else ask
        self.title.setText(title.format(number, kind))

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self._say_title()
        self.field.setPlaceholderText(self.tr("Name, number or skill…"))
        self.field.setAccessibleName(self.tr("Filter the members"))
        session = self._session
        keys = self.tr(
            "1–9 or Enter dispatches · Ctrl+Enter with an instruction · "
            "Ctrl+Space marks several, the first leads · Esc leaves"
        )
        basis = basis_note(session.travel, session.seat.language)
        back = self.tr("Enter asks for a reason, or says why not · Esc goes back")
        self.help.setText(back if self._shows_left_out else f"{basis}\n{keys}")
