"""A new incident: what, how urgent, where; the place is clicked on the map.

Seven fields and no more, the needed ones first; the address follows from the cell. What is
missing is said, not coloured only.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from console.actions.reporting import Draft, missing, report_of
from console.state.words import category_words, source_words, urgency_words
from console.tables.card import FormCard, refill
from models.domain.category import Urgency
from models.domain.incident import Source

if TYPE_CHECKING:
    from console.settings.look import Look
    from console.state.session import Session
    from models.domain.place import LonLat

_SOURCES = (Source.HOTLINE, Source.CITIZEN, Source.PATROL, Source.POLICE, Source.DEPARTMENT)


class ReportForm(FormCard):
    """The form of one window.

    Signals: `opened()` a click on the map is wanted from now on; `closed()` no longer;
    `sent(str)` the text of a report that went out.
    Thread: GUI
    """

    opened = Signal()
    closed = Signal()
    sent = Signal(str)
    WIDTH = 460

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__("report", look, parent)
        self._session = session
        self.text = QPlainTextEdit()
        self._place: LonLat | None = None
        self.place = QLabel()
        self.place.setWordWrap(True)
        self.text.setTabChangesFocus(True)
        self.category, self.urgency, self.source = QComboBox(), QComboBox(), QComboBox()
        self.caller, self.phone = QLineEdit(), QLineEdit()
        self.category.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.ask(
            self.text,
            self.place,
            self.category,
            self.urgency,
            self.source,
            self.caller,
            self.phone,
        )
        session.reference_changed.connect(self.offer)
        self.dress()

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
        self.come_up(self.text)
        self.opened.emit()

    @Slot()
    def leave(self) -> None:
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
    def go_on(self) -> None:
        """Send what is complete; say what is missing."""
        lack = missing(self.draft)
        if lack is not None:
            self.complain(lack.in_(self._session.seat.language))
            return
        self._session.send(report_of(self.draft))
        self.sent.emit(self.text.toPlainText().strip())
        self.leave()

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
        self.text.setFixedHeight(self._look.px(76))

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
        super().retranslate()
        self.title.setText(self.tr("New incident"))
        self.say_rows(
            self.tr("What happened"),
            self.tr("Where"),
            self.tr("Class"),
            self.tr("Urgency"),
            self.tr("Source"),
            self.tr("Reported by"),
            self.tr("Phone"),
        )
        self.text.setPlaceholderText(self.tr("For example: rubbish piled up at the crossing"))
        self.go.setText(self.tr("Report"))
        self._say_place()
        self.offer()


def _urgencies() -> list[tuple[str, str]]:
    return [(urgency_words(urgency), urgency.value) for urgency in Urgency]
