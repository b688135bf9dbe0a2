"""The incident card: the whole case, its clocks, its tasks, its facts, what may be done now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from console.state.presence_words import under_way_words
from console.state.words import (
    left_words,
    moment_words,
    source_words,
    span_words,
    who_words,
)
from console.tables.case_acts import CaseActs
from console.tables.case_asked import asked_words
from console.tables.case_flags import flags_of
from console.tables.case_head import CaseHead, Clock
from console.tables.case_place import CasePlace
from console.tables.case_tasks import CaseTasks
from console.tables.case_words import CaseWords
from console.tables.chips import is_language_change
from console.tables.entries_model import EntriesModel
from console.tables.flow import at_once, rule, settle
from console.tables.keyboard import keyboard_kept
from console.tables.note_words import NotePane
from console.tables.photo_pane import PhotoPane
from console.tables.task_row import card_words
from console.tables.timeline_pane import FIRST_ROWS, TimelinePane
from models.domain.fact import Entry, SubjectKind
from models.domain.redaction import redacted
from models.feed.frame import Capability
from models.picture.query import case_standing, step_standing, unit_standing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.settings.look import Look
    from console.state.session import Session
    from maps.canvas.canvas import MapCanvas
    from models.domain.ids import IncidentId
    from models.domain.incident import Incident
    from models.feed.frame import Frame


class IncidentCard(QWidget):
    """The current incident of the selection.

    Signals: `act_wanted(str, object)` a verb of the lifecycle table and the IncidentId;
    `timeline_wanted(object)` IncidentId whose facts `show_timeline` should bring;
    `place_wanted(object)` IncidentId to show on the map; `reveal_wanted(object)`
    IncidentId whose reporter somebody needs to see.
    Thread: GUI
    """

    act_wanted = Signal(str, object)
    timeline_wanted = Signal(object)
    place_wanted = Signal(object)
    reveal_wanted = Signal(object)

    def __init__(
        self,
        session: Session,
        look: Look,
        parent: QWidget | None = None,
        *,
        canvas: MapCanvas | None = None,
    ) -> None:
        """`canvas` lends its ground to the card's small map; without, there is none."""
        super().__init__(parent)
        self._session = session
        self._look = look
        self.place = CasePlace(look, canvas, self)
        self._said = CaseWords(session)
        self._shown: IncidentId | None = None
        self._painted: tuple[object, ...] = ()
        # A turn behind what is chosen: the row and the map answer a key before the card does.
        self._drawn: IncidentId | None = None
        self.timeline = EntriesModel(session, names_subject=False, rows=FIRST_ROWS, parent=self)
        self._build()
        session.frame_changed.connect(self.on_frame)
        session.reference_changed.connect(self.on_other)
        session.selection.incident_changed.connect(self.on_incident)
        session.pending.changed.connect(self.on_pending)
        session.presence.changed.connect(self.on_pending)
        session.revealed.changed.connect(self.refresh)
        look.changed.connect(self.on_other)
        self.retranslate()

    # -- building ------------------------------------------------------------------------

    def _build(self) -> None:
        self.setProperty("panel", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.head = CaseHead(self._look, self)
        self.ghost = card_words("accent")
        self.text = card_words("", wraps=True)
        self.reporter, self.facts = (card_words("soft", wraps=True) for _ in range(2))
        self.reveal = QPushButton()
        self.reveal.setProperty("kind", "flat")
        self.reveal.clicked.connect(self.on_reveal)
        self.place.wanted.connect(self.on_locate)
        self.acts_title, self.tasks_title = (card_words("section") for _ in range(2))
        self.asked = card_words("yellow", wraps=True)
        self.acts = CaseActs(self._session, self._look)
        self.acts.wanted.connect(self.on_act)
        self.tasks = CaseTasks(self._session, self._look)
        self.tasks.reveal_wanted.connect(self.on_reveal)
        self.happened = TimelinePane(self.timeline, self._look, self)
        self.notes = NotePane(self._session, self._look, self)
        self.photos = PhotoPane(self._session, self._look, self)
        self.photos.wanted.connect(self.act_wanted)
        self.empty = card_words("faint", wraps=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out()

    def _lay_out(self) -> None:
        look = self._look
        who = QHBoxLayout()
        who.addWidget(self.reporter, 1)
        who.addWidget(self.reveal, 0, Qt.AlignmentFlag.AlignTop)
        self.body = QWidget()
        inner = self._inner = QVBoxLayout(self.body)
        inner.setContentsMargins(look.px(16), look.px(12), look.px(12), look.px(8))
        inner.setSpacing(look.px(8))
        self.tasks_rule = rule()
        inset = () if self.place.inset is None else (self.place.inset,)
        # What and where, then what can be done: seen without scrolling in large letters too.
        case = (self.head, self.ghost, self.notes, self.text, self.place)
        acts = (rule(), self.acts_title, self.asked, self.acts, rule())
        tasks = (self.tasks_rule, self.tasks_title, self.tasks)
        lower = (rule(), self.photos, *tasks, rule(), self.happened)
        for part in (*case, *acts, *inset, who, self.facts, *lower):
            inner.addLayout(part) if isinstance(part, QHBoxLayout) else inner.addWidget(part)
        inner.addStretch(1)
        self.pane = QScrollArea()
        self.pane.setWidgetResizable(True)
        self.pane.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pane.setWidget(self.body)
        self.body.setProperty("panel", "true")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pane)
        column.addWidget(self.empty)

    # -- what comes in -------------------------------------------------------------------

    @Slot(object)
    def on_incident(self, incident_id: IncidentId | None) -> None:
        """Another incident is current."""
        self._shown = incident_id
        self.timeline.clear()
        self._painted = ()
        self._session.turns.ask(self.refresh)
        if incident_id is not None:
            self.timeline_wanted.emit(incident_id)

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Clocks tick; facts of this incident join its timeline."""
        if self._shown is None:
            return
        if frame.jumped:
            self.place.forget()
            self.timeline.clear()
            self.timeline_wanted.emit(self._shown)
        self.timeline.add(e for e in frame.changes.entries if self._is_of_shown(e))
        self._session.turns.ask(self.refresh)

    def _is_of_shown(self, entry: Entry) -> bool:
        is_incident = entry.fact.subject_kind is SubjectKind.INCIDENT
        return is_incident and entry.fact.subject_id == self._shown

    def show_timeline(self, entries: Sequence[Entry]) -> None:
        """The facts of the shown incident, asked for by `timeline_wanted`.

        An answer about an incident that is not shown any more is dropped.
        """
        ours = [entry for entry in entries if self._is_of_shown(entry)]
        known = {entry.seq: entry for entry in (*ours, *self.timeline.entries)}
        self.timeline.show(known.values())
        self._session.turns.ask(self.refresh)

    @Slot()
    def on_pending(self) -> None:
        """The ghost of an act came or went."""
        self._session.turns.ask(self.refresh)

    @Slot()
    def on_other(self) -> None:
        """Another theme or size; other cells, classes or departments."""
        self._painted = ()
        with keyboard_kept(self.tasks, self.pane):
            self.tasks.forget()
        self.refresh()

    @property
    def incident(self) -> Incident | None:
        """The newest value of the incident on show."""
        if self._shown is None:
            return None
        return self._session.incident(self._shown)

    # -- showing -------------------------------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        """Bring the card up to the session's frame; what did not change is left alone."""
        is_other, self._drawn = self._drawn != self._shown, self._shown
        incident = self.incident
        self.pane.setVisible(incident is not None)
        self.empty.setVisible(incident is None)
        if incident is None:
            self.tasks.take_down()
            self._say_empty()
            return
        with at_once(self._inner):
            self._show(incident)
        settle()
        if is_other:
            self.pane.verticalScrollBar().setValue(0)

    def _show(self, incident: Incident) -> None:
        self._show_clocks(incident)
        self._show_ghost(incident)
        self.place.look_at(incident)
        sealed = not self._session.frame.may(Capability.DISPATCH)
        seat = self._session.seat
        merged = self._session.merged.of(incident.id)
        state = (incident, sealed, seat, self._session.revealed.holds(incident.id), merged)
        if state != self._painted:
            self._painted = state
            self._show_words(incident)
            self.acts.show_of(incident)
            self._show_tasks(incident)
        self._show_asked(incident)
        self.photos.show_of(incident, self.timeline.entries)
        self.tasks.tick(self._session.frame.now)

    def _say_empty(self) -> None:
        self.empty.setText(
            self.tr("Choose an incident in the queue or on the map.")
            if self._shown is None
            else self.tr(
                "This incident is not in the picture of this moment.\n"
                "If it is archived, a search in everything finds it."
            )
        )

    def _show_clocks(self, incident: Incident) -> None:
        now, calendar = self._session.frame.now, self._session.reference.calendar
        waiting_s = (now - incident.reported_at).total_seconds()
        waiting: Clock = (self.tr("Waiting"), span_words(waiting_s), None)
        clocks = [waiting] if incident.state.is_open else []
        category = self._said.category_of(incident)
        step = step_standing(incident, now, self._session.reference.step_calendar(incident))
        own = self._session.reference.calendar_of(incident.lead)
        unit = unit_standing(incident, category, now, own)
        case = case_standing(incident, category, now, calendar)
        if unit is not None and case is not None and unit.due_at == case.due_at:
            unit = None
        for name, clock in (
            (self.tr("This step"), step),
            (self.tr("The unit"), unit),
            (self.tr("The case"), case),
        ):
            if clock is not None:
                clocks.append((name, left_words(clock.left_s), clock))
        name = self._said.class_name(incident)
        self.head.show_incident(incident, name, clocks)

    def _show_ghost(self, incident: Incident) -> None:
        said = under_way_words(self._session, incident.id)
        self.ghost.setVisible(bool(said))
        self.ghost.setText(said)

    def _show_words(self, incident: Incident) -> None:
        is_clear = self._session.revealed.holds(incident.id)
        told = (incident.text or self.tr("No text."), incident.address)
        text, address = told if is_clear else map(redacted, told)
        self.text.setText(text)
        self.place.say(address, self._said.path(incident))
        who = who_words(incident.reporter_name, incident.reporter_phone, is_clear=is_clear)
        zone = self._session.reference.calendar.zone
        reported = moment_words(incident.reported_at, zone, self._session.frame.now)
        parts = (source_words(incident.source), who, self.tr("reported {0}").format(reported))
        self.reporter.setText(" · ".join(filter(None, parts)))
        self.reveal.setVisible(bool(who) or told != tuple(map(redacted, told)))
        self.reveal.setText(self.tr("Mask") if is_clear else self.tr("Reveal"))
        self._show_flags(incident)

    def _show_flags(self, incident: Incident) -> None:
        words = " · ".join(flags_of(incident, self._session))
        self.facts.setText(words)
        self.facts.setVisible(bool(words))

    def _show_asked(self, incident: Incident) -> None:
        words = asked_words(incident, self.timeline)
        self.asked.setText(words)
        self.asked.setVisible(bool(words))

    def _show_tasks(self, incident: Incident) -> None:
        for widget in (self.tasks_rule, self.tasks_title):
            widget.setVisible(bool(incident.tasks))
        is_clear = self._session.revealed.holds(incident.id)
        with keyboard_kept(self.tasks, self.pane):
            self.tasks.show_of(incident, is_clear=is_clear)

    @Slot(str)
    def on_act(self, verb: str) -> None:
        """A button was pressed: of the case that it was drawn for."""
        if self._drawn is not None:
            self.act_wanted.emit(verb, self._drawn)

    @Slot()
    def on_locate(self) -> None:
        """Show it on the map."""
        if self._drawn is not None:
            self.place_wanted.emit(self._drawn)

    @Slot()
    def on_reveal(self) -> None:
        """Somebody needs the names and numbers of the case."""
        if self._drawn is not None:
            self.reveal_wanted.emit(self._drawn)

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.acts_title.setText(self.tr("What may be done now"))
        self.acts.setAccessibleName(self.acts_title.text())
        self.tasks_title.setText(self.tr("Tasks"))
        self.happened.retranslate()
        self.place.retranslate()
        self.reveal.setToolTip(self.tr("Shows name and phone; the reason is recorded."))
        self.pane.setAccessibleName(self.tr("Incident"))
        self._painted = ()
        self.tasks.forget()
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if is_language_change(event):
            self.retranslate()
        super().changeEvent(event)
