"""Cards that lie over a window: a title, what is asked, a complaint, a way out and a way on.

A card is no dialog: the map and the queue go on below it. Every card has the same frame, the
same keys and the same manners, which stand here; what it asks is its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.tables.enclosure import Enclosure
from console.tables.keyboard import bring_keyboard_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from console.settings.look import Look

ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class Card(Enclosure):
    """The frame of a card. Esc leaves it, and so does "Cancel".

    A subclass puts its parts into `body`, its buttons into `buttons` after `cancel`, says
    `leave`, and calls `dress` once its parts are there. `WIDTH` is in pixels of the normal
    size.
    Thread: GUI
    """

    WIDTH: ClassVar[int] = 440

    def __init__(self, name: str, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(name, look, parent)
        self.complaint = QLabel()
        self.cancel = QPushButton(self)
        self.complaint.setProperty("words", "red")
        self.cancel.setProperty("kind", "flat")
        for label in (self.title, self.complaint):
            label.setWordWrap(True)
        self.body, self.buttons = QVBoxLayout(), QHBoxLayout()
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.cancel)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.title)
        self._column.addLayout(self.body)
        self._column.addWidget(self.complaint)
        self._column.addLayout(self.buttons)
        self.complaint.hide()
        self.cancel.clicked.connect(self.leave)
        look.changed.connect(self.on_look)

    def dress(self) -> None:
        """Take the look and the language of now, once all parts are there."""
        self.on_look()
        self.retranslate()

    def come_up(self, focus: QWidget) -> None:
        """Show the card over everything, without a complaint, with the keyboard on a part."""
        self.complaint.hide()
        self.adjustSize()
        self.show()
        self.raise_()
        focus.setFocus()
        bring_keyboard_to(self)

    def complain(self, words: str, at: QWidget | None = None) -> None:
        """Say why it does not go on, and put the keyboard where that can be mended."""
        self.complaint.setText(words)
        self.complaint.show()
        self.adjustSize()
        if at is not None:
            at.setFocus()

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        px = self._look.px
        self._column.setContentsMargins(px(16), px(14), px(16), px(14))
        self._column.setSpacing(px(10))
        self.body.setSpacing(px(8))
        self.setFixedWidth(px(self.WIDTH))

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.cancel.setText(self.tr("Cancel (Esc)"))


class FormCard(Card):
    """A card of labelled fields with one button that goes on.

    Ctrl+Enter goes on from every field; with `ENTER_GOES` plain Enter does too, except on
    "Cancel", where it leaves. A subclass says `go_on`.
    Thread: GUI
    """

    ENTER_GOES: ClassVar[bool] = False

    def __init__(self, name: str, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(name, look, parent)
        self.form = QFormLayout()
        self.go = QPushButton()
        self._labels: list[QLabel] = []
        self._fields: list[QWidget | QLayout] = []
        self.go.setProperty("kind", "primary")
        self.body.addLayout(self.form)
        self.buttons.addWidget(self.go)
        self.go.clicked.connect(self.go_on)

    @Slot()
    def go_on(self) -> None:
        """Do what the card is for, or complain."""
        raise NotImplementedError

    def ask(self, *fields: QWidget | QLayout) -> None:
        """Add fields, one row each; `say_rows` names them, in this order."""
        for field in fields:
            label = QLabel()
            label.setProperty("words", "soft")
            self._labels.append(label)
            self._fields.append(field)
            if isinstance(field, QWidget):
                label.setBuddy(field)
            # Two overloads of Qt's, and a union fits neither.
            if isinstance(field, QLayout):
                self.form.addRow(label, field)
            else:
                self.form.addRow(label, field)

    def say_rows(self, *words: str) -> None:
        """Name the rows of `ask`."""
        for label, said in zip(self._labels, words, strict=True):
            label.setText(said)

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        super().on_look()
        self.form.setSpacing(self._look.px(8))
        self._level()

    def _level(self) -> None:
        """A label stands level with the first line of its field, however high that is."""
        for label, field in zip(self._labels, self._fields, strict=True):
            label.setMaximumHeight(max(_first_line_px(field), label.sizeHint().height()))

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        super().retranslate()
        if not self.ENTER_GOES:
            self.go.setToolTip("Ctrl+Enter")

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves, Ctrl+Enter goes on."""
        is_enter = event.key() in ENTER
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if is_enter and self.ENTER_GOES and self.cancel.hasFocus():
            self.leave()
        elif is_enter and (ctrl or self.ENTER_GOES):
            self.go_on()
        else:
            super().keyPressEvent(event)


def _first_line_px(part: QWidget | QLayout) -> int:
    """The height of what stands topmost in a field: a row, or the first of a column."""
    layout = part if isinstance(part, QLayout) else part.layout()
    top = None if layout is None or isinstance(layout, QHBoxLayout) else layout.itemAt(0)
    inner = (top.widget() or top.layout()) if top else None
    return part.sizeHint().height() if inner is None else _first_line_px(inner)


def refill(box: QComboBox, choices: Sequence[tuple[str, object]], *, default: int = 0) -> None:
    """Fill a box with words and values; what was chosen stays chosen, and nobody is told."""
    chosen = box.currentData()
    box.blockSignals(True)  # noqa: FBT003 - Qt's own name for it
    box.clear()
    for words, value in choices:
        box.addItem(words, value)
    box.setCurrentIndex(default if chosen is None else max(0, box.findData(chosen)))
    box.blockSignals(False)  # noqa: FBT003 - Qt's own name for it
