"""The hand-over sheet over the window: read, written to, handed over, signed for, printed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from console.state.shifts import (
    SheetMade,
    SheetWanted,
    may_hand_over,
    may_sign,
    past_shifts,
    scope_here,
    waiting_shift,
)
from console.state.words import age_words, moment_words
from console.tables.card import ENTER, refill
from console.tables.enclosure import Enclosure
from console.tables.shift_html import Dress, html_of, incident_of
from console.tables.shift_paper import PaperWriter, Told
from models.domain.error import BadInput, Trouble
from models.domain.shift import MOST_INSTRUCTIONS, TakeOverShift

if TYPE_CHECKING:
    from console.settings.look import Look
    from console.state.session import Session
    from models.domain.shift import Handover

NOW: Final = "now"
_KEEPING_MS: Final = 800
_OLD: Final = timedelta(minutes=10)
"""A sheet that was read before is made anew before it is handed over."""


class ShiftPanel(Enclosure):
    """One sheet at a time: that of now, or one that was handed over.

    Invariants: what is handed over is the sheet that is read; a sheet of now that was made
    before a jump in time is made anew.

    Signals: `incident_wanted(object)` IncidentId of a line; `print_wanted(object)` the Told
    on show; `handing_over(object, str)` ShiftPapers and the instructions; `draft(str)` the
    instructions as they stand; `closed()` it went away.
    Thread: GUI
    """

    incident_wanted = Signal(object)
    print_wanted = Signal(object)
    handing_over = Signal(object, str)
    draft = Signal(str)
    closed = Signal()

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__("shift", look, parent)
        self._session = session
        self._asked: SheetWanted | None = None
        self._made: SheetMade | None = None
        self._handover: Handover | None = None
        self.complaint = QLabel()
        self.which = QComboBox()
        # Filled anew with each shift, and as wide as what it says then.
        self.which.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.sheet = QTextBrowser()
        self.ask = QLabel()
        self.instructions = QPlainTextEdit()
        self.anew, self.print_, self.leave_ = QPushButton(), QPushButton(), QPushButton()
        self.hand, self.sign = QPushButton(), QPushButton()
        self._keeping = QTimer(self, interval=_KEEPING_MS, singleShot=True)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.complaint.setProperty("words", "red")
        self.complaint.setWordWrap(True)
        self.ask.setProperty("words", "section")
        self.ask.setBuddy(self.instructions)
        self.sheet.setOpenLinks(False)
        self.sheet.setFrameShape(QFrame.Shape.NoFrame)
        self.sheet.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.instructions.setTabChangesFocus(True)
        self.instructions.setFixedHeight(self._look.px(92))
        for button in (self.anew, self.print_, self.leave_):
            button.setProperty("kind", "flat")
        for button in (self.hand, self.sign):
            button.setProperty("kind", "primary")
        top = QHBoxLayout()
        top.addWidget(self.title)
        top.addStretch(1)
        for part in (self.which, self.anew, self.print_):
            top.addWidget(part)
        foot = QHBoxLayout()
        foot.addWidget(self.complaint, 1)
        foot.addStretch(0)
        for part in (self.leave_, self.hand, self.sign):
            foot.addWidget(part)
        column = QVBoxLayout(self)
        margin = self._look.px(10)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(self._look.px(6))
        column.addLayout(top)
        column.addWidget(self.sheet, 1)
        column.addWidget(self.ask)
        column.addWidget(self.instructions)
        column.addLayout(foot)

    def _connect(self) -> None:
        session = self._session
        session.inquiries.answered.connect(self.on_answered)
        session.frame_changed.connect(self.on_frame)
        self._look.changed.connect(self.on_look)
        self.which.activated.connect(self.on_chosen)
        self.sheet.anchorClicked.connect(self.on_link)
        self.instructions.textChanged.connect(self._keeping.start)
        self._keeping.timeout.connect(self.keep_draft)
        self.anew.clicked.connect(self.ask_anew)
        self.print_.clicked.connect(self.on_print)
        self.leave_.clicked.connect(self.leave)
        self.hand.clicked.connect(self.hand_over)
        self.sign.clicked.connect(self.take_over)

    # -- coming and going ------------------------------------------------------------------

    def open(self, draft: str = "") -> None:
        """Come up: with the shift that waits for whoever sits here, else with that of now."""
        if draft and not self.instructions.toPlainText():
            self.instructions.setPlainText(draft)
        self._offer()
        waiting = waiting_shift(self._session)
        is_mine = may_sign(self._session, waiting)
        self.which.setCurrentIndex(
            self.which.findData(str(waiting.id) if waiting and is_mine else NOW)
        )
        self.complaint.hide()
        self.show()
        self.raise_()
        self.sheet.setFocus()
        self.ask_anew()

    @Slot()
    def leave(self) -> None:
        """Go away; the instructions are kept for the next time."""
        self.keep_draft()
        self.hide()
        self.closed.emit()

    @Slot()
    def keep_draft(self) -> None:
        """Let what is written so far outlive a crash."""
        self.draft.emit(self.instructions.toPlainText())

    @Slot()
    def on_chosen(self) -> None:
        """Another sheet."""
        self.complaint.hide()
        self.ask_anew()

    @Slot()
    def ask_anew(self) -> None:
        """Have the chosen sheet made of the frame on show; until then there is none."""
        session = self._session
        self._made = None
        frame = session.frame
        self._handover = self._chosen()
        self._asked = SheetWanted(frame.picture, frame.now, scope_here(session), self._handover)
        self.sheet.setPlaceholderText(self.tr("The sheet is being made…"))
        session.inquiries.ask(self._asked)
        self.refresh()

    def _chosen(self) -> Handover | None:
        wanted = self.which.currentData()
        known = {str(one.id): one for one in past_shifts(self._session)}
        return known.get(str(wanted))

    @Slot(object, object)
    def on_answered(self, question: object, answer: object) -> None:
        """A sheet is made; one that nobody waits for any more is passed over."""
        if question is not self._asked:
            return
        if isinstance(answer, SheetMade):
            self._made = answer
            self.show_sheet()
        elif isinstance(answer, Trouble | BadInput):
            self.sheet.setPlaceholderText("")
            self.complain(answer.words.in_(self._session.seat.language))

    @Slot(object)
    def on_frame(self, frame: object) -> None:
        """Somebody handed over or signed; a jump wants another sheet."""
        if not self.isVisible():
            return
        chosen = self._chosen()
        is_other = chosen != self._handover
        if self.which.count() != len(past_shifts(self._session)) + 1 or is_other:
            self._offer()
        if getattr(frame, "jumped", False):
            self.ask_anew()
        elif is_other:
            self._handover = chosen
            self.show_sheet()
        self.refresh()

    # -- acts --------------------------------------------------------------------------------

    @Slot()
    def hand_over(self) -> None:
        """Hand over the sheet that is read, with the instructions, or say why not."""
        text = self.instructions.toPlainText().strip()
        if self._made is None or not self.hand.isVisible():
            return
        if len(text) > MOST_INSTRUCTIONS:
            words = self.tr("Instructions take at most {0} characters; these have {1}.")
            self.complain(words.format(MOST_INSTRUCTIONS, len(text)))
            self.instructions.setFocus()
            return
        age = self._session.frame.now - self._made.papers.open.at
        if age > _OLD:
            self.ask_anew()
            words = self.tr("The sheet was {0} old and is made anew: read it, then hand over.")
            self.complain(words.format(age_words(age.total_seconds())))
            return
        self.handing_over.emit(self._made.papers, text)
        self.instructions.clear()
        self.leave()

    @Slot()
    def take_over(self) -> None:
        """Sign for the shift that is read."""
        read = self._handover if self._made is not None else None
        if read is not None and may_sign(self._session, read):
            self._session.send(TakeOverShift(handover=read.id))
            self.leave()

    @Slot()
    def on_print(self) -> None:
        """Print what is read; restricted incidents are left out there."""
        if self._made is not None:
            self.print_wanted.emit(self._told(is_paper=True))

    @Slot(QUrl)
    def on_link(self, link: QUrl) -> None:
        """Go to the incident of a line; the sheet makes room."""
        incident_id = incident_of(link.toString())
        if incident_id is not None:
            self.leave()
            self.incident_wanted.emit(incident_id)

    def complain(self, words: str) -> None:
        """Say why it does not go on."""
        self.complaint.setText(words)
        self.complaint.show()

    # -- showing -----------------------------------------------------------------------------

    def show_sheet(self) -> None:
        """Lay the sheet out."""
        if self._made is None:
            return
        told = self._told()
        paper = PaperWriter(told).paper()
        place = self.sheet.verticalScrollBar().value()
        self.sheet.setHtml(html_of(paper, Dress(self._look.theme.colours, self._size)))
        self.sheet.verticalScrollBar().setValue(place)
        self.sheet.setAccessibleName(paper.title)
        self.refresh()

    def _told(self, *, is_paper: bool = False) -> Told:
        made = self._made
        assert made is not None  # noqa: S101 - asked before; for the type checker
        papers = made.papers
        return Told(
            papers.open if is_paper else papers.own,
            made.picture,
            self._session.reference,
            self._session.seat.language,
            self._handover,
        )

    def _size(self, design_px: float) -> str:
        return f"{self._look.px(design_px)}px"

    @Slot()
    def refresh(self) -> None:
        """Offer what whoever sits here may do with the sheet on show."""
        is_now = self._handover is None
        can_hand = is_now and may_hand_over(self._session)
        for part in (self.ask, self.instructions, self.hand):
            part.setVisible(can_hand)
        self.anew.setVisible(is_now)
        self.sign.setVisible(may_sign(self._session, self._handover))
        for part in (self.hand, self.sign, self.print_):
            part.setEnabled(self._made is not None)

    def _offer(self) -> None:
        session = self._session
        zone, now = session.reference.calendar.zone, session.frame.now
        choices: list[tuple[str, object]] = [(self.tr("Now"), NOW)]
        for one in past_shifts(session):
            when = moment_words(one.handed_at, zone, now)
            whom = one.taken_by or self.tr("not signed for")
            choices.append((f"{when} · {one.author} → {whom}", str(one.id)))
        refill(self.which, choices)

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        self.instructions.setFixedHeight(self._look.px(92))
        self.show_sheet()

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.title.setText(self.tr("Shift hand-over sheet"))
        self.which.setAccessibleName(self.tr("Which sheet"))
        self.sheet.setAccessibleName(self.title.text())
        self.anew.setText(self.tr("Make anew (F5)"))
        self.print_.setText(self.tr("Print as PDF… (Ctrl+P)"))
        self.leave_.setText(self.tr("Close (Esc)"))
        self.hand.setText(self.tr("Hand over (Ctrl+Enter)"))
        self.sign.setText(self.tr("Take over and sign (Ctrl+Enter)"))
        self.ask.setText(self.tr("Instructions for the next shift"))
        self.instructions.setAccessibleName(self.ask.text())
        self.instructions.setPlaceholderText(
            self.tr("What to watch, whom to call, what was promised. Kept as you type.")
        )
        if self.isVisible():
            self._offer()
        self.show_sheet()

    # Qt overrides

    def event(self, event: QEvent) -> bool:
        """Keep F5 and Ctrl+P, which mean something else to the window below."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if event.key() == Qt.Key.Key_F5 or (ctrl and event.key() == Qt.Key.Key_P):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter goes on, F5 makes the sheet anew, Ctrl+P prints it."""
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_F5:
            self.ask_anew()
        elif event.key() == Qt.Key.Key_P and ctrl:
            self.on_print()
        elif event.key() in ENTER and ctrl and self.sign.isVisible():
            self.take_over()
        elif event.key() in ENTER and ctrl:
            self.hand_over()
        else:
            super().keyPressEvent(event)
