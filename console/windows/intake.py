"""Taking a call: the form, what stands beside it, the phrases, and what follows a report.

What is looked for while somebody types is found in memory, on the GUI thread, within a
keystroke; what needs the database is asked and comes when it comes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent

from console.state.intake_lore import Lore, LoreWanted
from console.windows.floating import Floating, top_left
from console.windows.intake_beside import Beside
from console.windows.phrases import PhraseMenu
from console.windows.report_returned import ReportReturned
from console.windows.reporting import ReportForm
from models.analysis.class_guess import SURE, demanded_urgency
from models.analysis.duplicates import Told, Twins
from models.feed.frame import Capability
from models.picture.search import Found, Sought
from models.picture.secrecy import is_cleared

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QMainWindow

    from console.panels.map_panel.panel import MapPanel
    from console.settings.look import Look
    from console.settings.settings import Settings
    from console.state.session import Session
    from models.domain.command import Report
    from models.domain.ids import IncidentId
    from models.domain.incident import Incident
    from models.feed.frame import Frame

THINK_MS: Final = 60
"""A pause in typing after which suggestions are found anew."""
KEEP_MS: Final = 800
_DIGITS: Final = 7
_ALT: Final = Qt.KeyboardModifier.AltModifier
_CTRL: Final = Qt.KeyboardModifier.ControlModifier
_NUMBERS: Final = {Qt.Key(Qt.Key.Key_1 + i): i + 1 for i in range(5)}


class Intake(QObject):
    """The taking of calls in one window.

    Signals: `arrived(object)` the IncidentId of a report that came back in a frame;
    `incident_wanted(object)` one to look at; `told(object)` Words.
    Thread: GUI
    """

    arrived = Signal(object)
    incident_wanted = Signal(object)
    told = Signal(object)

    def __init__(
        self,
        session: Session,
        settings: Settings,
        look: Look,
        over: MapPanel,
        parent: QMainWindow,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._settings = settings
        self._map = over
        self._lore: Lore | None = None
        self._asked: LoreWanted | None = None
        self._twins = Twins()
        self._calls: Sought | None = None
        self._awaited: IncidentId | None = None
        self._selected: IncidentId | None = None
        self.form = ReportForm(session, settings, look, parent)
        self.beside = Beside(session, look, parent)
        self.returned = ReportReturned(session, self.form)
        self.phrases = PhraseMenu(session, settings.home, self.form)
        self._look = look
        Floating(self.form, over, top_left)
        Floating(self.beside, over, self._beside_place)
        self._think = QTimer(self, interval=THINK_MS, singleShot=True)
        self._keep = QTimer(self, interval=KEEP_MS, singleShot=True)
        self._connect()

    def _connect(self) -> None:
        form, beside, session = self.form, self.beside, self._session
        form.opened.connect(self.on_opened)
        form.closed.connect(self.on_closed)
        form.sent.connect(self.on_sent)
        form.changed.connect(self.on_changed)
        form.placed.connect(self._map.pin.put)
        form.phrases.clicked.connect(self.phrases.open)
        beside.class_taken.connect(form.take_class)
        beside.join_wanted.connect(self.on_join)
        beside.incident_wanted.connect(self.incident_wanted)
        self.phrases.told.connect(self.told)
        self.phrases.changed.connect(self._ask_lore)
        self._think.timeout.connect(self.think)
        self._keep.timeout.connect(form.keep)
        self._map.picked.connect(form.on_place)
        session.frame_changed.connect(self.on_frame)
        session.reference_changed.connect(self.on_reference)
        session.inquiries.answered.connect(self.on_answered)
        for field in (
            form.text,
            form.where.field,
            form.category,
            form.urgency,
            form.source,
            form.caller,
            form.phone,
        ):
            field.installEventFilter(self)

    # -- coming and going ----------------------------------------------------------------

    @Slot()
    def on_opened(self) -> None:
        """A call comes in."""
        self._map.begin_picking()
        self._twins.show(self._visible())
        if self._lore is None:
            self._ask_lore()
        self.beside.come(wanted=True)
        self.think()

    @Slot()
    def on_closed(self) -> None:
        """The form is gone, sent or not."""
        self._think.stop()
        self._keep.stop()
        self._map.end_picking()
        self.beside.join(None)
        self.beside.come(wanted=False)

    @Slot(object, object)
    def on_sent(self, report: Report, _plain: object) -> None:
        """Wait for the report to come back; it is selected then, if nothing else is."""
        self._awaited = report.incident
        self._selected = self._session.selection.incident

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Follow what is known; a report of ours may have come."""
        if self._awaited is not None and self._awaited in frame.picture.incidents:
            awaited, self._awaited = self._awaited, None
            if self._session.selection.incident == self._selected:
                self.arrived.emit(awaited)
        if not self.form.isVisible():
            return
        if frame.jumped:
            self._twins.show(self._visible())
        elif frame.changes.incidents:
            self._twins.change(frame.changes.incidents, self._visible())

    def _visible(self) -> Mapping[IncidentId, Incident]:
        incidents = self._session.frame.picture.incidents
        if is_cleared(self._session.seat.roles):
            return incidents
        return {key: one for key, one in incidents.items() if not one.restricted}

    # -- what is learnt ------------------------------------------------------------------

    @Slot()
    def on_reference(self) -> None:
        """Other cells, other classes: learn anew when the next call comes."""
        if self._lore is not None or self.form.isVisible():
            self._ask_lore()

    def learn_ahead(self) -> None:
        """Learn before the first call comes, where calls are taken at all."""
        if self._asked is None and self._session.frame.may(Capability.DISPATCH):
            self._ask_lore()

    @Slot()
    def _ask_lore(self) -> None:
        self._asked = LoreWanted(self._session.reference, self._settings.home)
        self._session.inquiries.ask(self._asked)

    @Slot(object, object)
    def on_answered(self, question: object, answer: object) -> None:
        """What was learnt, or the earlier calls."""
        if question is self._asked and isinstance(answer, Lore):
            self._lore = answer
            self.form.where.know(answer)
            self.phrases.know(answer.phrases)
            for words in answer.complaints:
                self.told.emit(words)
            self.think()
        elif question == self._calls and isinstance(answer, Found):
            self.beside.show_calls(answer.incidents)

    # -- while somebody types ------------------------------------------------------------

    @Slot()
    def on_changed(self) -> None:
        """Something was filled in."""
        if self.form.isVisible():
            self._think.start()
            self._keep.start()

    @Slot()
    def think(self) -> None:
        """Find everything anew for what is written now."""
        form, lore = self.form, self._lore
        if not form.isVisible():
            return
        text = form.text.toPlainText()
        form.where.look_in(text)
        if lore is not None:
            guesses = lore.guesser.guesses(text)
            self.beside.show_classes(guesses)
            sure = guesses[0].category if guesses and guesses[0].confidence >= SURE else ""
            form.propose_class(sure)
            demanded = demanded_urgency(text, lore.words.alarms)
            form.propose_urgency(*(demanded or (None, "")))
        draft = form.draft
        told = Told(
            text,
            self._session.frame.now,
            draft.place,
            draft.category,
            draft.reporter_phone,
            draft.address,
        )
        self.beside.show_twins(self._twins.of(told) if text.strip() else ())
        self._ask_calls(draft.reporter_phone)
        self._think.stop()

    def _ask_calls(self, phone: str) -> None:
        digits = "".join(filter(str.isdigit, phone))
        wanted = Sought(phone=digits, limit=3) if len(digits) >= _DIGITS else None
        if wanted != self._calls:
            self._calls = wanted
            self.beside.show_calls(())
            if wanted is not None:
                self._session.inquiries.ask(wanted)

    @Slot(object)
    def on_join(self, incident_id: IncidentId | None) -> None:
        """The report is one more call of a known incident, or not."""
        self.form.join(self._session.incident(incident_id))

    # -- keys ----------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the form that mean something else in the window, or nothing in a field."""
        if isinstance(event, QKeyEvent) and event.type() in {
            QEvent.Type.ShortcutOverride,
            QEvent.Type.KeyPress,
        }:
            act = self._act_of(event)
            if act is not None:
                event.accept()
                if event.type() is QEvent.Type.KeyPress:
                    self._do(act)
                return True
        return super().eventFilter(watched, event)

    def _act_of(self, event: QKeyEvent) -> Qt.Key | None:
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == _ALT and (key in _NUMBERS or key in {Qt.Key.Key_J, Qt.Key.Key_P}):
            return key
        return key if held == _CTRL and key is Qt.Key.Key_Backspace else None

    def _do(self, key: Qt.Key) -> None:
        # What was typed in the last moments counts.
        self.think()
        if key in _NUMBERS:
            self.beside.take(_NUMBERS[key])
        elif key is Qt.Key.Key_J:
            self.beside.join_first()
        elif key is Qt.Key.Key_P:
            self.phrases.open()
        else:
            self.form.begin_anew()

    def _beside_place(self, ground: QSize, card: QSize) -> QPoint:
        """Left of the form, over the queue; right of it where there is no room."""
        at = top_left(ground, card)
        left = self._map.mapTo(self._map.window(), QPoint(0, 0)).x()
        gap = self._look.px(6)
        if left + at.x() >= card.width() + gap:
            return QPoint(at.x() - card.width() - gap, at.y())
        return QPoint(at.x() + self.form.width() + gap, at.y())
