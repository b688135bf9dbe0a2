"""Whom to send, by the keyboard: the ranked nearest free members of one incident.

The very command of the drag comes out of it. The order stands still once shown; only
distances, loads and ages go on, so that Enter takes what the eye had chosen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QEvent, QTimer, Signal, Slot

from console.state.travel_words import basis_note, minutes_words
from console.state.words import ago_words, availability_words, category_words, short_number
from console.tables.pick_list import PickList, PickRow
from maps.canvas.overlays import distance_words
from models.domain.dispatching import Verdict

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from console.actions.dispatching import Dispatching
    from console.actions.ranking import Candidate
    from console.settings.look import Look
    from console.state.session import Session
    from models.domain.ids import IncidentId, MemberId
    from models.feed.frame import Frame

_TONES = {Verdict.ELIGIBLE: "green", Verdict.WARN: "yellow", Verdict.BLOCKED: "red"}
_BEAT_MS = 1_000
_UNSEEN_MS = 600
"""So long after the rows came up nobody has read them."""


class DispatchPicker(PickList):
    """The picker of one window.

    Signals: `picked(object, object)` a tuple of one IncidentId, and of the MemberId chosen,
    the lead first; `looked_at(object, object)` the IncidentId and the MemberId under the
    keyboard; `left_alone()` nobody is looked at any more.
    Thread: GUI
    """

    picked = Signal(object, object)
    looked_at = Signal(object, object)
    left_alone = Signal()

    def __init__(
        self,
        session: Session,
        look: Look,
        dispatching: Dispatching,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(look, parent)
        self._session = session
        self._dispatching = dispatching
        self._incident: IncidentId | None = None
        self._marked: tuple[MemberId, ...] = ()
        self._shown: tuple[Candidate, ...] = ()
        self._since_ranked = QElapsedTimer()
        self._beat = QTimer(self, interval=_BEAT_MS)
        self._beat.timeout.connect(self.on_beat)
        self.typed.connect(self.on_typed)
        self.taken.connect(self.on_row_taken)
        self.marked.connect(self.on_row_marked)
        self.left.connect(self.leave)
        self.highlighted.connect(self.on_highlighted)
        session.travel.changed.connect(self.on_travel)
        session.frame_changed.connect(self.on_frame)
        self.retranslate()
        self.hide()

    def open_for(self, incident_id: IncidentId) -> None:
        """Come up with the members for an incident."""
        self._incident = incident_id
        self._marked = ()
        self.field.clear()
        self._rank()
        self._say_title()
        self.retranslate()
        self.show()
        self.raise_()
        self.field.setFocus()
        self._beat.start()

    def leave(self) -> None:
        """Go away without an act."""
        self._beat.stop()
        self._incident = None
        self.hide()
        self.left_alone.emit()

    @Slot(object)
    def on_highlighted(self, member_id: MemberId) -> None:
        """The keyboard came upon somebody: their way may be shown."""
        if self._incident is not None:
            self.looked_at.emit(self._incident, member_id)

    @Slot()
    def on_travel(self) -> None:
        """Times by road came: they put the rows in order once, before any eye has chosen."""
        if self._incident is None or not self.isVisible():
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
        self._rank()

    @Slot(object)
    def on_row_taken(self, member_id: MemberId) -> None:
        """Enter, or a click: those marked, or this one."""
        incident_id = self._incident
        chosen = self._marked or (member_id,)
        self.leave()
        if incident_id is not None:
            self.picked.emit((incident_id,), chosen)

    @Slot(object)
    def on_row_marked(self, member_id: MemberId) -> None:
        """Mark one more, or one less; the first marked leads."""
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
        if self._incident is None or not self.isVisible():
            return
        self._shown = self._dispatching.again(self._incident, self._shown)
        self._show()

    def _rank(self) -> None:
        if self._incident is not None:
            text = self.field.text().strip()
            self._shown = self._dispatching.ranked(self._incident, text)
            self._since_ranked.restart()
            self._show()

    def _show(self) -> None:
        self.show_rows([self._row(candidate) for candidate in self._shown])

    def _row(self, candidate: Candidate) -> PickRow:
        member, language = candidate.member, self._session.seat.language
        distance = candidate.distance_m
        age = candidate.fix_age_s
        facts = (
            minutes_words(candidate.way) if candidate.way is not None else "",
            distance_words(distance) if distance is not None else self.tr("place unknown"),
            f"{candidate.load}/{member.capacity}",
        )
        reasons = self.tr("; ").join(words.in_(language) for words in candidate.reasons)
        detail = (
            availability_words(candidate.availability),
            self.tr("fix {0}").format(ago_words(age)) if age is not None else "",
            reasons,
        )
        return PickRow(
            member.id,
            f"{member.name}  {member.number}" if member.name else member.number,
            " · ".join(part for part in detail if part),
            "   ".join(fact for fact in facts if fact),
            _TONES[candidate.answer.verdict],
            marked=member.id in self._marked,
        )

    def _say_title(self) -> None:
        incident = self._session.incident(self._incident)
        if incident is None:
            return
        category = self._session.reference.categories.get(incident.category or "")
        kind = category_words(category, self._session.seat.language)
        number = short_number(incident.number)
        self.title.setText(self.tr("Whom for {0} {1}?").format(number, kind))

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.field.setPlaceholderText(self.tr("Name, number or skill…"))
        self.field.setAccessibleName(self.tr("Filter the members"))
        session = self._session
        keys = self.tr(
            "Enter dispatches · Ctrl+Space marks several, the first leads · Esc leaves"
        )
        self.help.setText(f"{basis_note(session.travel, session.seat.language)}\n{keys}")

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
