"""What a sketch is to be called: kind, label, how grave, how long; a card, not a dialog.

Enter puts the drawing on everybody's map, Esc throws it away. While the card is open, the
map shows the drawing as it would be.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.actions.drawing import LASTING, Draft, kinds_of
from console.state.drawing_words import drawing_kind_words, drawing_tone_words
from console.state.words import short_number
from models.domain.drawing import MOST_LABEL, TONE_OF, DrawingKind, DrawingTone

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from console.settings.look import Look
    from console.state.session import Session


class DrawCard(QFrame):
    """Names one sketch.

    Signals: `changed(object)` the Draft as it stands now, None once there is none;
    `accepted(object)` the Draft, to be drawn; `shown()` it came up.
    Thread: GUI
    """

    changed = Signal(object)
    accepted = Signal(object)
    shown = Signal()

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look
        self._draft: Draft | None = None
        self.setObjectName("draw")
        self.setProperty("box", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title, self.complaint = QLabel(), QLabel()
        self.text = QLineEdit(maxLength=MOST_LABEL)
        self.kind, self.tone, self.lasting = QComboBox(), QComboBox(), QComboBox()
        self.about = QCheckBox()
        self.draw, self.cancel = QPushButton(), QPushButton()
        self._labels = [QLabel() for _ in range(4)]
        self._build()
        self.text.textChanged.connect(self.on_changed)
        self.text.returnPressed.connect(self.on_accept)
        self.kind.currentIndexChanged.connect(self.on_kind)
        self.tone.currentIndexChanged.connect(self.on_changed)
        self.lasting.currentIndexChanged.connect(self.on_changed)
        self.draw.clicked.connect(self.on_accept)
        self.cancel.clicked.connect(self.drop)
        look.changed.connect(self.on_look)
        self.on_look()
        self.retranslate()
        self.hide()

    def _build(self) -> None:
        self.title.setProperty("words", "title")
        self.complaint.setProperty("words", "red")
        self.complaint.setWordWrap(True)
        self.draw.setProperty("kind", "primary")
        self.cancel.setProperty("kind", "flat")
        self._form = QFormLayout()
        fields = (self.text, self.kind, self.tone, self.lasting)
        for label, field in zip(self._labels, fields, strict=True):
            label.setProperty("words", "soft")
            self._form.addRow(label, field)
        self._form.addRow(self.about)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.draw)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.title)
        self._column.addLayout(self._form)
        self._column.addWidget(self.complaint)
        self._column.addLayout(buttons)

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
        self.complaint.hide()
        _fill(self.kind, [(k.value, drawing_kind_words(k)) for k in kinds_of(draft.shape)])
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
        self.show()
        self.raise_()
        self.shown.emit()
        self.text.setFocus()

    @Slot()
    def drop(self) -> None:
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
    def on_accept(self) -> None:
        """Draw it, or say what is missing."""
        draft = self.draft
        if draft is None:
            return
        if not draft.text:
            self.complaint.setText(self.tr("Say something in the note first."))
            self.complaint.show()
            self.text.setFocus()
            return
        self.drop()
        self.accepted.emit(draft)

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        px = self._look.px
        self._column.setContentsMargins(px(16), px(14), px(16), px(14))
        self._column.setSpacing(px(10))
        self._form.setSpacing(px(8))
        self.setFixedWidth(px(380))

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.title.setText(self.tr("Draw on everybody's map"))
        words = (self.tr("Label"), self.tr("Kind"), self.tr("Colour"), self.tr("Stands for"))
        for label, said in zip(self._labels, words, strict=True):
            label.setText(said)
        self.text.setPlaceholderText(self.tr("What everybody should read"))
        _fill(self.tone, [(tone.value, drawing_tone_words(tone)) for tone in DrawingTone])
        _fill(self.kind, [(k.value, drawing_kind_words(k)) for k in self._kinds()])
        spans = {
            "": self.tr("Until it is erased"),
            "1h": self.tr("1 hour"),
            "4h": self.tr("4 hours"),
            "12h": self.tr("12 hours"),
            "24h": self.tr("24 hours"),
        }
        _fill(self.lasting, [(key, spans[key]) for key in LASTING])
        self.draw.setText(self.tr("Draw (Enter)"))
        self.cancel.setText(self.tr("Cancel (Esc)"))

    def _kinds(self) -> list[DrawingKind]:
        return [DrawingKind(self.kind.itemData(i)) for i in range(self.kind.count())]

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc throws away, Enter draws, wherever the keyboard is but on "Cancel"."""
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if event.key() == Qt.Key.Key_Escape or (is_enter and self.cancel.hasFocus()):
            self.drop()
        elif is_enter:
            self.on_accept()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _fill(box: QComboBox, choices: list[tuple[str, str]]) -> None:
    chosen = box.currentData()
    box.blockSignals(True)  # noqa: FBT003 - Qt's own name for it
    box.clear()
    for value, words in choices:
        box.addItem(words, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.blockSignals(False)  # noqa: FBT003 - Qt's own name for it
