"""What an act still needs: grounds to weigh, words to give, a choice; a card, not a dialog.

It lies over a corner of the window and holds up nothing: the map goes on, the queue goes on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.tables.flow import FlowLayout

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QLayout

    from console.actions.asking import Ask, Asking, Choice
    from console.settings.look import Look
    from console.state.session import Session
    from models.domain.error import Words

FEW = 3
"""So many choices stand in one line with the way out."""


class AskCard(QFrame):
    """Shows the open ask of a window.

    Signals: `shown()` it came up and wants its place and the keyboard.
    Thread: GUI
    """

    shown = Signal()

    def __init__(
        self, session: Session, look: Look, asking: Asking, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look
        self._asking = asking
        self._before: QWidget | None = None
        self.setObjectName("ask")
        self.setProperty("box", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title, self.grounds = QLabel(), QLabel()
        self.prompt, self.complaint = QLabel(), QLabel()
        self.field = QLineEdit()
        self.cancel = QPushButton(self)
        self.cancel.setProperty("kind", "flat")
        self._phrases = FlowLayout(gap_px=look.px(6))
        self._many = FlowLayout(gap_px=look.px(6))
        self._buttons = QHBoxLayout()
        self._column = QVBoxLayout(self)
        self._build()
        asking.asked.connect(self.on_asked)
        asking.ended.connect(self.on_ended)
        asking.told.connect(self.on_told)
        self.cancel.clicked.connect(self.on_cancel)
        self.field.returnPressed.connect(self.on_return)
        look.changed.connect(self.on_look)
        self.on_look()
        self.retranslate()
        self.hide()

    def _build(self) -> None:
        self.title.setProperty("words", "title")
        self.grounds.setProperty("words", "yellow")
        self.complaint.setProperty("words", "red")
        self.prompt.setProperty("words", "soft")
        for label in (self.title, self.grounds, self.complaint):
            label.setWordWrap(True)
        for part in (self.title, self.grounds, self.prompt, self.field):
            self._column.addWidget(part)
        self._column.addLayout(self._phrases)
        self._column.addWidget(self.complaint)
        self._column.addLayout(self._many)
        self._column.addLayout(self._buttons)

    @property
    def choices(self) -> tuple[QPushButton, ...]:
        """The buttons that answer, the usual one first."""
        return tuple(
            button
            for button in self.findChildren(QPushButton)
            if button.property("choice") is not None
        )

    @Slot(object)
    def on_asked(self, ask: Ask) -> None:
        """Come up with an ask."""
        self.title.setText(self._in(ask.title))
        self.grounds.setText("\n".join(f"! {self._in(words)}" for words in ask.grounds))
        self.grounds.setVisible(bool(ask.grounds))
        self.prompt.setText(self._in(ask.prompt))
        self.complaint.hide()
        self.field.clear()
        self._offer_phrases(ask)
        self._offer_choices(ask)
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self.show()
        self.raise_()
        self.shown.emit()
        self.field.setFocus()

    @Slot()
    def on_ended(self) -> None:
        """Go; the keyboard returns to where it was."""
        self.hide()
        if self._before is not None and self._asking.current is None:
            self._before.setFocus()
        self._before = None

    @Slot(object)
    def on_told(self, words: Words) -> None:
        """The answer cannot be used, and this is why."""
        self.complaint.setText(self._in(words))
        self.complaint.show()
        self.shown.emit()
        self.field.setFocus()

    @Slot()
    def on_phrase(self) -> None:
        """A phrase was clicked: it is the answer's text."""
        button = self.sender()
        if isinstance(button, QPushButton):
            self.field.setText(button.text())
            self.field.setFocus()

    @Slot()
    def on_choice(self) -> None:
        """One of the ways to answer."""
        button = self.sender()
        if button is not None:
            self._asking.answer(str(button.property("choice")), self.field.text())

    @Slot()
    def on_return(self) -> None:
        """Enter: the usual way."""
        ask = self._asking.current
        if ask is not None:
            self._asking.answer(ask.choices[0].id, self.field.text())

    @Slot()
    def on_cancel(self) -> None:
        """Think better of it."""
        self._asking.drop()

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        margin = self._look.px(14)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(self._look.px(8))
        self.setFixedWidth(self._look.px(440))

    def _offer_phrases(self, ask: Ask) -> None:
        _empty(self._phrases)
        for words in ask.phrases:
            button = QPushButton(self._in(words))
            button.setProperty("kind", "chip")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(self.on_phrase)
            self._phrases.addWidget(button)

    def _offer_choices(self, ask: Ask) -> None:
        self._buttons.removeWidget(self.cancel)
        _empty(self._buttons)
        _empty(self._many)
        self._buttons.addStretch(1)
        self._buttons.addWidget(self.cancel)
        if len(ask.choices) > FEW:
            # Too many for one line beside each other: they run like words, the usual first.
            for choice in ask.choices:
                self._many.addWidget(self._button(ask, choice))
            return
        for choice in reversed(ask.choices):
            self._buttons.addWidget(self._button(ask, choice))

    def _button(self, ask: Ask, choice: Choice) -> QPushButton:
        button = QPushButton(self._in(choice.words))
        button.setProperty("choice", choice.id)
        if choice is ask.choices[0]:
            button.setProperty("kind", "primary")
        button.clicked.connect(self.on_choice)
        return button

    def _in(self, words: Words) -> str:
        return words.in_(self._session.seat.language)

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.cancel.setText(self.tr("Cancel (Esc)"))
        self.field.setAccessibleName(self.tr("Reason or result"))

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc thinks better of it."""
        if event.key() == Qt.Key.Key_Escape:
            self._asking.drop()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _empty(layout: QLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            # Gone from the tree at once: `choices` must not find it.
            widget.setParent(None)
            widget.deleteLater()
