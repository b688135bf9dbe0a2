"""A new incident: what, how urgent, where; the place is clicked on the map.

Seven fields and no more, the needed ones first; the address follows from the cell. What is
missing is said, not coloured only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.actions.reporting import Draft, missing, report_of
from console.state.words import category_words, source_words, urgency_words
from models.domain.category import Urgency
from models.domain.incident import Source

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from console.settings.look import Look
    from console.state.session import Session
    from models.domain.place import LonLat

_SOURCES = (Source.HOTLINE, Source.CITIZEN, Source.PATROL, Source.POLICE, Source.DEPARTMENT)


class ReportForm(QFrame):
    """The form of one window.

    Signals: `opened()` a click on the map is wanted from now on; `closed()` no longer;
    `sent(str)` the text of a report that went out.
    Thread: GUI
    """

    opened = Signal()
    closed = Signal()
    sent = Signal(str)

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look
        self._place: LonLat | None = None
        self.setObjectName("report")
        self.setProperty("box", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title, self.place, self.complaint = QLabel(), QLabel(), QLabel()
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.category, self.urgency, self.source = QComboBox(), QComboBox(), QComboBox()
        self.caller, self.phone = QLineEdit(), QLineEdit()
        self.send, self.cancel = QPushButton(), QPushButton()
        self._labels = [QLabel() for _ in range(7)]
        self._build()
        self.send.clicked.connect(self.on_send)
        self.cancel.clicked.connect(self.close_form)
        look.changed.connect(self.on_look)
        session.reference_changed.connect(self.offer)
        self.on_look()
        self.retranslate()
        self.hide()

    def _build(self) -> None:
        self.title.setProperty("words", "title")
        self.complaint.setProperty("words", "red")
        self.complaint.setWordWrap(True)
        self.place.setWordWrap(True)
        self.send.setProperty("kind", "primary")
        self.cancel.setProperty("kind", "flat")
        self.category.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._form = QFormLayout()
        fields = (
            self.text,
            self.place,
            self.category,
            self.urgency,
            self.source,
            self.caller,
            self.phone,
        )
        for label, field in zip(self._labels, fields, strict=True):
            label.setProperty("words", "soft")
            self._form.addRow(label, field)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.send)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.title)
        self._column.addLayout(self._form)
        self._column.addWidget(self.complaint)
        self._column.addLayout(buttons)

    @property
    def draft(self) -> Draft:
        """What has been filled in so far."""
        urgency = self.urgency.currentData()
        return Draft(
            text=self.text.toPlainText(),
            category=self.category.currentData() or None,
            urgency=Urgency(urgency) if urgency else None,
            place=self._place,
            source=Source(self.source.currentData()),
            reporter_name=self.caller.text(),
            reporter_phone=self.phone.text(),
        )

    def open(self) -> None:
        """Come up empty, and wait for a click on the map."""
        for field in (self.caller, self.phone):
            field.clear()
        self.text.clear()
        self._place = None
        self._say_place()
        self.complaint.hide()
        self.adjustSize()
        self.show()
        self.raise_()
        self.text.setFocus()
        self.opened.emit()

    @Slot()
    def close_form(self) -> None:
        """Go away; nothing is sent."""
        self.hide()
        self.closed.emit()

    @Slot(object)
    def on_place(self, place: LonLat) -> None:
        """The map was clicked."""
        self._place = place
        self._say_place()
        # The keyboard comes back from the map, so that Ctrl+Enter sends and Esc leaves.
        (self.category if self.text.toPlainText().strip() else self.text).setFocus()

    @Slot()
    def on_send(self) -> None:
        """Send what is complete; say what is missing."""
        lack = missing(self.draft)
        if lack is not None:
            self.complaint.setText(lack.in_(self._session.seat.language))
            self.complaint.show()
            self.adjustSize()
            return
        self._session.send(report_of(self.draft))
        self.sent.emit(self.text.toPlainText().strip())
        self.close_form()

    @Slot()
    def offer(self) -> None:
        """Fill the lists; what was chosen stays."""
        language = self._session.seat.language
        _fill(self.urgency, [("", self.tr("By class")), *_urgencies()])
        _fill(self.source, [(source.value, source_words(source)) for source in _SOURCES])
        categories = self._session.reference.categories.values()
        classes = [(one.code, category_words(one, language)) for one in categories]
        _fill(self.category, [("", self.tr("Not known yet")), *sorted(classes)])

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        px = self._look.px
        self._column.setContentsMargins(px(16), px(14), px(16), px(14))
        self._column.setSpacing(px(10))
        self._form.setSpacing(px(8))
        self.text.setFixedHeight(px(76))
        self.setFixedWidth(px(460))

    def _say_place(self) -> None:
        if self._place is None:
            self.place.setText(self.tr("Click the place on the map"))
            self.place.setProperty("words", "yellow")
        else:
            lon, lat = self._place.lon_deg, self._place.lat_deg
            self.place.setText(self.tr("{0:.5f}° E, {1:.5f}° N").format(lon, lat))
            self.place.setProperty("words", "green")
        self.place.style().unpolish(self.place)
        self.place.style().polish(self.place)

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.title.setText(self.tr("New incident"))
        words = (
            self.tr("What happened"),
            self.tr("Where"),
            self.tr("Class"),
            self.tr("Urgency"),
            self.tr("Source"),
            self.tr("Reported by"),
            self.tr("Phone"),
        )
        for label, said in zip(self._labels, words, strict=True):
            label.setText(said)
        self.text.setPlaceholderText(self.tr("For example: rubbish piled up at the crossing"))
        self.send.setText(self.tr("Report"))
        self.send.setToolTip("Ctrl+Enter")
        self.cancel.setText(self.tr("Cancel (Esc)"))
        self._say_place()
        self.offer()

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves, Ctrl+Enter sends."""
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
        elif ctrl and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.on_send()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _urgencies() -> list[tuple[str, str]]:
    return [(urgency.value, urgency_words(urgency)) for urgency in Urgency]


def _fill(box: QComboBox, choices: list[tuple[str, str]]) -> None:
    chosen = box.currentData()
    box.clear()
    for value, words in choices:
        box.addItem(words, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
