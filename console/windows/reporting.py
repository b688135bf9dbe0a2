"""A new incident: what, how urgent, where; the map and the words fill in what they can.

Seven fields and no more, the needed ones first. What was filled in for the call-taker is
said and can be overruled; what they chose themselves is never changed again. What is missing
is said, not coloured only. Leaving keeps what was written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.actions.phrase_blanks import unfilled
from console.actions.reporting import Draft, joining, missing, report_of, too_open
from console.settings.drafts import KeptDraft
from console.state.words import category_words, source_words, urgency_words
from console.tables.card import FormCard, refill
from console.windows.phrases import select_blank
from console.windows.whereabouts import Origin, Whereabouts
from models.domain.category import Urgency
from models.domain.incident import Source

if TYPE_CHECKING:
    from console.settings.look import Look
    from console.settings.settings import Settings
    from console.state.session import Session
    from models.domain.incident import Incident
    from models.domain.place import LonLat

_SOURCES = (Source.HOTLINE, Source.CITIZEN, Source.PATROL, Source.POLICE, Source.DEPARTMENT)


class ReportForm(FormCard):
    """The form of one window.

    Signals: `opened()` a click on the map is wanted from now on; `closed()` no longer;
    `sent(object, object)` the Report that went out, and its fields as `plain` gives them;
    `changed()` something was filled in; `placed(object)` a LonLat to be shown on the map.
    Thread: GUI
    """

    opened = Signal()
    closed = Signal()
    sent = Signal(object, object)
    changed = Signal()
    placed = Signal(object)
    WIDTH = 460

    def __init__(
        self, session: Session, settings: Settings, look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__("report", look, parent)
        self._session = session
        self._kept = KeptDraft(settings.home, session.seat.operator)
        self.is_class_chosen = self.is_urgency_chosen = False
        self._master: Incident | None = None
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.where = Whereabouts(session)
        self.note = QLabel(wordWrap=True)
        self.note.setProperty("words", "small")
        self.category, self.urgency, self.source = QComboBox(), QComboBox(), QComboBox()
        self.caller, self.phone = QLineEdit(), QLineEdit()
        # Its key is Alt+P: the keyboard has no need of one more stop.
        self.phrases = QPushButton()
        self.phrases.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.phrases.setProperty("kind", "flat")
        self.anew = QPushButton()
        self.anew.setProperty("kind", "flat")
        self._build()
        self._connect()
        self.dress()
        self.fill(self._kept.read())

    def _build(self) -> None:
        self.category.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        text = QVBoxLayout()
        text.setSpacing(2)
        text.addWidget(self.text)
        text.addWidget(self.phrases, 0, Qt.AlignmentFlag.AlignRight)
        where = QVBoxLayout()
        where.setSpacing(2)
        where.addWidget(self.where.field)
        where.addWidget(self.where.hint)
        urgency = QVBoxLayout()
        urgency.setSpacing(2)
        urgency.addWidget(self.urgency)
        urgency.addWidget(self.note)
        self.ask(text, where, self.category, urgency, self.source, self.caller, self.phone)
        self.buttons.insertWidget(0, self.anew)

    def _connect(self) -> None:
        self._session.reference_changed.connect(self.offer)
        self.text.textChanged.connect(self.changed)
        self.where.changed.connect(self.changed)
        self.where.placed.connect(self.placed)
        self.category.activated.connect(self.on_class_chosen)
        self.urgency.activated.connect(self.on_urgency_chosen)
        self.phone.textChanged.connect(self.changed)
        self.anew.clicked.connect(self.begin_anew)

    # -- what it holds -------------------------------------------------------------------

    @property
    def draft(self) -> Draft:
        """What has been filled in so far."""
        urgency = self.urgency.currentData()
        return Draft(
            text=self.text.toPlainText(),
            category=self.category.currentData() or None,
            urgency=Urgency(urgency) if urgency else None,
            place=self.where.place,
            source=Source(self.source.currentData()),
            address=self.where.address,
            reporter_name=self.caller.text(),
            reporter_phone=self.phone.text(),
        )

    @property
    def is_written(self) -> bool:
        """Whether somebody has begun to fill it in."""
        draft = self.draft
        return bool(draft.text.strip() or draft.reporter_phone or draft.reporter_name)

    def plain(self) -> dict[str, Any]:
        """Its fields, as `fill` takes them."""
        draft = self.draft
        return {
            "text": draft.text,
            "category": draft.category if self.is_class_chosen else None,
            "urgency": self.urgency.currentData() if self.is_urgency_chosen else None,
            "source": draft.source.value,
            "caller": draft.reporter_name,
            "phone": draft.reporter_phone,
            **self.where.plain(),
        }

    def keep(self) -> None:
        """Keep what was written, for a crash and for later; nothing keeps nothing."""
        if self.is_written:
            self._kept.keep(self.plain())
        else:
            self._kept.forget()

    def fill(self, plain: dict[str, Any]) -> None:
        """Put plain fields in, as `plain` gave them; what is none of ours is left out."""
        self._master = None
        self.text.setPlainText(_text(plain, "text"))
        self.caller.setText(_text(plain, "caller"))
        self.phone.setText(_text(plain, "phone"))
        self.where.fill(plain)
        category, urgency = _text(plain, "category"), _text(plain, "urgency")
        self.category.setCurrentIndex(max(0, self.category.findData(category)))
        self.urgency.setCurrentIndex(max(0, self.urgency.findData(urgency)))
        self.is_class_chosen = self.category.currentIndex() > 0
        self.is_urgency_chosen = self.urgency.currentIndex() > 0
        source = self.source.findData(_text(plain, "source"))
        if source >= 0:
            self.source.setCurrentIndex(source)
        self.changed.emit()

    # -- coming and going ----------------------------------------------------------------

    def open(self) -> None:
        """Come up with what was kept, or empty, and wait for a click on the map."""
        self.come_up(self.text)
        if self.where.place is not None:
            self.placed.emit(self.where.place)
        self.opened.emit()
        self.changed.emit()

    @Slot()
    def leave(self) -> None:
        """Go away; nothing is sent, and nothing lost."""
        self.keep()
        self.hide()
        self.closed.emit()

    @Slot()
    def begin_anew(self) -> None:
        """Throw away what was written."""
        self._kept.forget()
        self.fill({})
        self.complaint.hide()
        self.text.setFocus()

    @Slot(object)
    def on_place(self, place: LonLat) -> None:
        """The map was clicked."""
        self.where.put(place, Origin.MAP)
        # The keyboard comes back from the map, so that Ctrl+Enter sends and Esc leaves.
        (self.category if self.text.toPlainText().strip() else self.text).setFocus()

    @Slot()
    def go_on(self) -> None:
        """Send what is complete; say what is missing."""
        draft = self.draft
        lack = missing(draft) or self.where.complaint
        if lack is not None:
            is_text = lack is not self.where.complaint and draft.place is not None
            self.complain(
                lack.in_(self._session.seat.language),
                self.text if is_text or not draft.text.strip() else self.where.field,
            )
            return
        lack = unfilled(draft.text)
        if lack is not None:
            self.complain(lack.in_(self._session.seat.language), self.text)
            select_blank(self.text)
            return
        if self._master is not None:
            known = self._session.reference.categories
            lack = too_open(draft, self._master, known)
            if lack is not None:
                self.complain(lack.in_(self._session.seat.language), self.category)
                return
        report, plain = report_of(draft), self.plain()
        self._session.send(report)
        if self._master is not None:
            self._session.send(joining(report, self._master))
        self._kept.forget()
        self.fill({})
        self.hide()
        self.closed.emit()
        self.sent.emit(report, plain)

    def join(self, master: Incident | None) -> None:
        """Tell of a known incident, or of a new one again."""
        self._master = master
        self._say_go()

    # -- filled in by others -------------------------------------------------------------

    def propose_class(self, code: str) -> None:
        """Fill a class in that nobody chose; "" takes it back."""
        if not self.is_class_chosen:
            self.category.setCurrentIndex(max(0, self.category.findData(code)))

    def take_class(self, code: str) -> None:
        """Take a class as if chosen from the list."""
        self.category.setCurrentIndex(max(0, self.category.findData(code)))
        self.on_class_chosen()

    def propose_urgency(self, urgency: Urgency | None, why: str) -> None:
        """Fill an urgency in that nobody chose, and say which word demands it."""
        if not self.is_urgency_chosen:
            value = urgency.value if urgency else ""
            self.urgency.setCurrentIndex(max(0, self.urgency.findData(value)))
        words = self.tr("“{0}” makes it: {1}")
        self.note.setText(words.format(why, urgency_words(urgency)) if urgency else "")
        self.note.setVisible(urgency is not None)

    @Slot()
    def on_class_chosen(self) -> None:
        """Somebody chose: nothing changes it any more."""
        self.is_class_chosen = bool(self.category.currentData())
        self.changed.emit()

    @Slot()
    def on_urgency_chosen(self) -> None:
        """Somebody chose: nothing changes it any more."""
        self.is_urgency_chosen = bool(self.urgency.currentData())
        self.changed.emit()

    # -- words and looks -----------------------------------------------------------------

    @Slot()
    def offer(self) -> None:
        """Fill the lists; what was chosen stays."""
        language = self._session.seat.language
        refill(self.urgency, [(self.tr("By class"), ""), *_urgencies()])
        refill(self.source, [(source_words(source), source.value) for source in _SOURCES])
        categories = self._session.reference.categories.values()
        classes = [(category_words(one, language), one.code) for one in categories]
        refill(self.category, [(self.tr("Not known yet"), ""), *sorted(classes)])

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        super().on_look()
        self.text.setFixedHeight(self._look.px(92))

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        super().retranslate()
        self.title.setText(self.tr("New incident"))
        names = (
            self.tr("What happened"),
            self.tr("Where"),
            self.tr("Class"),
            self.tr("Urgency"),
            self.tr("Source"),
            self.tr("Reported by"),
            self.tr("Phone"),
        )
        self.say_rows(*names)
        fields = (
            self.text,
            self.where.field,
            self.category,
            self.urgency,
            self.source,
            self.caller,
            self.phone,
        )
        for field, name in zip(fields, names, strict=True):
            field.setAccessibleName(name)
        self.text.setPlaceholderText(self.tr("For example: rubbish piled up at the crossing"))
        self.cancel.setText(self.tr("Keep for later (Esc)"))
        self.phrases.setText(self.tr("Phrases (Alt+P)"))
        self.anew.setText(self.tr("Begin anew"))
        self.anew.setToolTip("Ctrl+Backspace")
        self._say_go()
        self.where.retranslate()
        self.offer()

    def _say_go(self) -> None:
        words = self.tr("Report")
        if self._master is not None:
            words = self.tr("Report and join")
        self.go.setText(words)


def _text(plain: dict[str, Any], name: str) -> str:
    value = plain.get(name)
    return value if isinstance(value, str) else ""


def _urgencies() -> list[tuple[str, str]]:
    return [(urgency_words(urgency), urgency.value) for urgency in Urgency]
