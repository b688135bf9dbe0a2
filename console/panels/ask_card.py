"""What an act still needs: grounds to weigh, words to give, a choice; a card, not a dialog.

It lies over a corner of the window and holds up nothing: the map goes on, the queue goes on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QPushButton, QWidget

from console.actions.naming import fitting
from console.actions.phrase_blanks import blank_in
from console.state.words import unmarked
from console.tables.card import ENTER, Card
from console.tables.flow import FlowLayout
from console.tables.lines import in_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QLayout

    from console.actions.asking import Ask, Asking, Choice
    from console.actions.naming import Named
    from console.settings.look import Look
    from console.state.session import Session
    from models.domain.error import Words

FEW = 3
"""So many choices stand in one line with the way out, where there is room for their words."""
BLANK_PX = 220
"""A blank is at least so wide: coordinates are read whole, and a reason has room."""


class AskCard(Card):
    """Shows the open ask of a window.

    Signals: `shown()` it came up and wants its place and the keyboard.
    Thread: GUI
    """

    shown = Signal()

    def __init__(
        self, session: Session, look: Look, asking: Asking, parent: QWidget | None = None
    ) -> None:
        super().__init__("ask", look, parent)
        self._session = session
        self._asking = asking
        self.grounds, self.prompt = QLabel(), QLabel()
        self.field = QLineEdit()
        self.blanks: list[QLineEdit] = []
        self._blanks = QFormLayout()
        self._phrases = FlowLayout(gap_px=look.px(6))
        self._names = FlowLayout(gap_px=look.px(6))
        self._many = FlowLayout(gap_px=look.px(6))
        self._build()
        asking.asked.connect(self.on_asked)
        asking.ended.connect(self.on_ended)
        asking.told.connect(self.on_told)
        self.field.returnPressed.connect(self.on_return)
        self.field.textEdited.connect(self.on_edited)
        self.field.installEventFilter(self)
        self.dress()

    def _build(self) -> None:
        self.grounds.setProperty("words", "yellow")
        self.grounds.setWordWrap(True)
        self.prompt.setProperty("words", "soft")
        for part in (self.grounds, self.prompt, self.field):
            self.body.addWidget(part)
        self.body.addLayout(self._names)
        self.body.addLayout(self._phrases)
        self.body.addLayout(self._blanks)
        self._column.insertLayout(self._column.indexOf(self.buttons), self._many)

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
        for part in (self.prompt, self.field):
            part.setVisible(bool(self.prompt.text()))
        self.field.clear()
        self._offer_phrases(ask)
        self._offer_names()
        self._offer_blanks(ask)
        self._offer_choices(ask)
        self.come_up(self._first())
        self.shown.emit()

    @Slot()
    def on_ended(self) -> None:
        """Go."""
        self.hide()

    @Slot(object)
    def on_told(self, words: Words) -> None:
        """The answer cannot be used, and this is why."""
        self.complain(self._in(words), at=self._first())
        self._to_blank()
        self.shown.emit()

    @Slot()
    def on_phrase(self) -> None:
        """A phrase was clicked: it is the answer's text."""
        button = self.sender()
        if isinstance(button, QPushButton):
            self.field.setText(str(button.property("said")))
            self.field.setFocus()
            self._to_blank()

    def _to_blank(self) -> None:
        """Put the cursor on the first blank of a phrase, so that typing fills it."""
        span = blank_in(self.field.text())
        if span is not None:
            self.field.setSelection(span[0], span[1] - span[0])

    @Slot()
    def on_edited(self) -> None:
        """Names that fit what is written now."""
        self._offer_names()

    @Slot()
    def on_name(self) -> None:
        """A name was clicked: it ends the word that was begun."""
        button = self.sender()
        if button is not None:
            self._name(str(button.property("word")))

    @Slot()
    def on_choice(self) -> None:
        """One of the ways to answer."""
        button = self.sender()
        if button is not None:
            self._answer(str(button.property("choice")))

    @Slot()
    def on_return(self) -> None:
        """Enter: the usual way."""
        ask = self._asking.current
        if ask is not None:
            self._answer(ask.choices[0].id)

    def _answer(self, choice_id: str) -> None:
        more = [blank.text() for blank in self.blanks]
        self._asking.answer(choice_id, self.field.text(), more)

    @Slot()
    def leave(self) -> None:
        """Think better of it."""
        self._asking.drop()

    def _first(self) -> QWidget:
        """Where the keyboard begins: words, else the first blank, else the usual answer."""
        if self.prompt.text():
            return self.field
        if self.blanks:
            return self.blanks[0]
        return next(one for one in self.choices if one.property("kind") == "primary")

    def _offer_phrases(self, ask: Ask) -> None:
        _empty(self._phrases)
        for words in ask.phrases:
            button = self._chip(self._in(words))
            button.clicked.connect(self.on_phrase)
            self._phrases.addWidget(button)

    def _offer_names(self) -> None:
        _empty(self._names)
        for one in self._fitting():
            button = self._chip(one.title)
            button.setProperty("word", one.word)
            button.clicked.connect(self.on_name)
            self._names.addWidget(button)

    def _fitting(self) -> list[Named]:
        ask = self._asking.current
        if ask is None or not ask.names.known:
            return []
        before, word = ask.names.split(self.field.text())
        named = before.split()
        others = [one for one in ask.names.known if one.word not in named]
        return fitting(others, word, self._asking.spelling())

    def _name(self, word: str) -> None:
        ask = self._asking.current
        if ask is not None:
            before, _word = ask.names.split(self.field.text())
            self.field.setText(before + word + " " * (ask.names.most > 1))
            self.field.setFocus()
            self._offer_names()

    def _offer_blanks(self, ask: Ask) -> None:
        # Not `removeRow`, which deletes at once: the keyboard may rest on a field, or a key of
        # its may be what brought the next ask.
        while self._blanks.rowCount():
            row = self._blanks.takeRow(0)
            for item in (row.labelItem, row.fieldItem):
                if (widget := item.widget()) is not None:
                    widget.hide()
                    widget.deleteLater()
        self.blanks = []
        for blank in ask.blanks:
            label, field = self._in(blank.label), QLineEdit(blank.usual)
            field.setAccessibleName(label)
            field.setPlaceholderText(self._in(blank.hint))
            field.returnPressed.connect(self.on_return)
            field.setMinimumWidth(self._look.px(BLANK_PX))
            self._blanks.addRow(label, field)
            self.blanks.append(field)
        self._blanks.setRowWrapPolicy(self._wrapping())

    def _wrapping(self) -> QFormLayout.RowWrapPolicy:
        """Labels beside their fields, or all above them where one would leave no room."""
        labels = list(filter(None, map(self._blanks.labelForField, self.blanks)))
        for label in labels:
            label.ensurePolished()
        widest = max((label.sizeHint().width() for label in labels), default=0)
        room = self._room() - self._blanks.horizontalSpacing()
        is_narrow = widest + self._look.px(BLANK_PX) > room
        policy = QFormLayout.RowWrapPolicy
        return policy.WrapAllRows if is_narrow else policy.DontWrapRows

    def _offer_choices(self, ask: Ask) -> None:
        self.buttons.removeWidget(self.cancel)
        _empty(self.buttons)
        _empty(self._many)
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.cancel)
        buttons = [self._button(ask, choice) for choice in ask.choices]
        is_many = len(buttons) > max(FEW * bool(self._in(ask.prompt)), 1)
        if is_many or not self._fit_beside_cancel(buttons):
            # Too many for one line beside each other, or all that is asked: they run like
            # words, the usual first.
            for button in buttons:
                self._many.addWidget(button)
                button.show()
            return
        for button in reversed(buttons):
            self.buttons.addWidget(button)
            # Of a card that is up already: the keyboard may go there at once.
            button.show()

    def _fit_beside_cancel(self, buttons: Sequence[QPushButton]) -> bool:
        wanted = 0
        for button in (self.cancel, *buttons):
            button.ensurePolished()
            wanted += button.sizeHint().width() + self._look.px(10)
        return wanted <= self._room()

    def _room(self) -> int:
        edge = self._column.contentsMargins()
        return self.width() - edge.left() - edge.right()

    def _button(self, ask: Ask, choice: Choice) -> QPushButton:
        button = QPushButton()
        button.setProperty("choice", choice.id)
        if choice is ask.choices[0]:
            button.setProperty("kind", "primary")
        self._say(button, self._in(choice.words))
        button.clicked.connect(self.on_choice)
        return button

    def _chip(self, words: str) -> QPushButton:
        """A button that leaves the keyboard in the field."""
        button = QPushButton()
        button.setProperty("kind", "chip")
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._say(button, words)
        return button

    def _say(self, button: QPushButton, words: str) -> None:
        """All of it: a rule or a phrase of the district's may be a sentence."""
        button.setProperty("said", words)
        # A cell of a workbook has lines of its own.
        words = " ".join(words.split())
        button.setText(unmarked(words))
        button.setAccessibleName(words)
        button.ensurePolished()
        beyond = button.sizeHint().width() - self._room()
        if beyond > 0:
            room = button.fontMetrics().horizontalAdvance(words) - beyond
            button.setText(unmarked(in_lines(words, button.font(), room)))
            button.setMinimumWidth(self._room())

    def _in(self, words: Words) -> str:
        return words.in_(self._session.seat.language)

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        super().retranslate()
        self.field.setAccessibleName(self.tr("Reason or result"))

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tab ends the word that was begun with the first name that fits it."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() is QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Tab
            and self._complete()
        ):
            return True
        return super().eventFilter(watched, event)

    def _complete(self) -> bool:
        ask = self._asking.current
        word = ask.names.split(self.field.text())[1] if ask is not None else ""
        found = self._fitting() if word else []
        if not found or found[0].word == word:
            return False
        self._name(found[0].word)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter stays in here: a field passes it on even after it answered.

        By then the keyboard is back where it was, and the window would press that button
        with the same stroke: the ask would be open again.
        """
        if event.key() not in ENTER:
            super().keyPressEvent(event)
            return
        focus = self.focusWidget()
        if self.isVisible() and isinstance(focus, QPushButton):
            focus.click()
        event.accept()


def _empty(layout: QLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            # Gone from the tree at once: `choices` must not find it.
            widget.setParent(None)
            widget.deleteLater()
