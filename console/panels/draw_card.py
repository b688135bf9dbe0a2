"""What a sketch is to be called: kind, label, how grave, how long; a card, not a dialog.

Enter puts the drawing on everybody's map, Esc throws it away. While the card is open, the
map shows the drawing as it would be.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from console.actions.drawing import LASTING, Draft, kinds_of
from console.state.drawing_words import drawing_kind_words, drawing_tone_words
from console.state.words import short_number
from console.tables.card import FormCard, refill
from models.domain.drawing import MOST_LABEL, TONE_OF, DrawingKind, DrawingTone

if TYPE_CHECKING:
    from console.settings.look import Look
    from console.state.session import Session


class DrawCard(FormCard):
    """Names one sketch.

    Signals: `changed(object)` the Draft as it stands now, None once there is none;
    `accepted(object)` the Draft, to be drawn; `shown()` it came up.
    Thread: GUI
    """

    changed = Signal(object)
    accepted = Signal(object)
    shown = Signal()
    WIDTH = 380
    ENTER_GOES = True

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__("draw", look, parent)
        self._session = session
        self._draft: Draft | None = None
        self.text = QLineEdit(maxLength=MOST_LABEL)
        self.kind, self.tone, self.lasting = QComboBox(), QComboBox(), QComboBox()
        self.about = QCheckBox()
        self.ask(self.text, self.kind, self.tone, self.lasting)
        self.form.addRow(self.about)
        self.text.textChanged.connect(self.on_changed)
        self.text.returnPressed.connect(self.go_on)
        self.kind.currentIndexChanged.connect(self.on_kind)
        self.tone.currentIndexChanged.connect(self.on_changed)
        self.lasting.currentIndexChanged.connect(self.on_changed)
        self.dress()

    @property
    def draft(self) -> Draft | None:
        """The drawing as the card has it now; None while nothing is being named.

        Without a label a perimeter is called what it is, a note has to say something.
        """
        if self._draft is None:
            return None
        kind = DrawingKind(self.kind.currentData())
        text = self.text.text().strip()
        if not text and kind is not DrawingKind.NOTE:
            text = drawing_kind_words(kind)
        incident = self._session.selection.incident if self.about.isChecked() else None
        return replace(
            self._draft,
            kind=kind,
            tone=DrawingTone(self.tone.currentData()),
            text=text,
            lasting=self.lasting.currentData(),
            incident=incident,
        )

    def open_for(self, draft: Draft) -> None:
        """Come up for a sketch; one that lay open is thrown away."""
        self._draft = None
        self.text.clear()
        refill(self.kind, [(drawing_kind_words(k), k.value) for k in kinds_of(draft.shape)])
        self.kind.setCurrentIndex(self.kind.findData(draft.kind.value))
        self.lasting.setCurrentIndex(0)
        self._draft = draft
        self.on_kind()
        incident = self._session.incident(self._session.selection.incident)
        self.about.setVisible(incident is not None)
        self.about.setChecked(False)
        if incident is not None:
            number = short_number(incident.number)
            self.about.setText(self.tr("Belongs to incident {0}").format(number))
        self.come_up(self.text)
        self.shown.emit()

    @Slot()
    def leave(self) -> None:
        """Throw the sketch away."""
        if self._draft is not None:
            self._draft = None
            self.hide()
            self.changed.emit(None)

    @Slot()
    def on_kind(self) -> None:
        """Another kind has another usual tone."""
        if self._draft is not None:
            tone = TONE_OF[DrawingKind(self.kind.currentData())]
            self.tone.setCurrentIndex(self.tone.findData(tone.value))
            self.on_changed()

    @Slot()
    def on_changed(self) -> None:
        """Let the map show it as it would be."""
        if self._draft is not None:
            self.complaint.hide()
            self.changed.emit(self.draft)

    @Slot()
    def go_on(self) -> None:
        """Draw it, or say what is missing."""
        draft = self.draft
        if draft is None:
            return
        if not draft.text:
            self.complain(self.tr("Say something in the note first."), at=self.text)
            return
        self.leave()
        self.accepted.emit(draft)

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        super().retranslate()
        self.title.setText(self.tr("Draw on everybody's map"))
        self.say_rows(
            self.tr("Label"), self.tr("Kind"), self.tr("Colour"), self.tr("Stands for")
        )
        self.text.setPlaceholderText(self.tr("What everybody should read"))
        refill(self.tone, [(drawing_tone_words(tone), tone.value) for tone in DrawingTone])
        refill(self.kind, [(drawing_kind_words(k), k.value) for k in self._kinds()])
        spans = {
            "": self.tr("Until it is erased"),
            "1h": self.tr("1 hour"),
            "4h": self.tr("4 hours"),
            "12h": self.tr("12 hours"),
            "24h": self.tr("24 hours"),
        }
        refill(self.lasting, [(spans[key], key) for key in LASTING])
        self.go.setText(self.tr("Draw (Enter)"))

    def _kinds(self) -> list[DrawingKind]:
        return [DrawingKind(self.kind.itemData(i)) for i in range(self.kind.count())]
