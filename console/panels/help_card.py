"""Help as a card: what this part is for, an example, its keys. F1 again, and it is gone."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QScrollArea, QWidget

from console.actions.helping import topics
from console.tables.card import Card
from console.tables.task_row import card_words

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from console.settings.look import Look
    from models.domain.error import Language

_KEYS_HIGH_PX: Final = 300


class HelpCard(Card):
    """One topic at a time; PgUp and PgDn leaf through all.

    Thread: GUI
    """

    WIDTH = 520

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__("help", look, parent)
        self._language: Language = "en"
        self._topic = ""
        self.says, self.example = (card_words("", wraps=True) for _ in range(2))
        self.example.setProperty("box", "true")
        self.example.setProperty("markup", "true")
        self.keys = QScrollArea()
        self.keys.setWidgetResizable(True)
        self.keys.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.keys.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.back, self.on = QPushButton(), QPushButton()
        for button, slot in ((self.back, self.on_back), (self.on, self.on_next)):
            button.setProperty("kind", "flat")
            button.clicked.connect(slot)
            self.buttons.insertWidget(self.buttons.count() - 2, button)
        for part in (self.says, self.example, self.keys):
            self.body.addWidget(part)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.dress()

    @property
    def topic(self) -> str:
        """What is shown."""
        return self._topic

    def open_at(self, topic: str, language: Language) -> None:
        """Come up with a topic."""
        self._topic, self._language = topic, language
        self._say()
        self.come_up(self)

    @Slot()
    def on_next(self) -> None:
        """The next topic; after the last the first."""
        self._leaf(1)

    @Slot()
    def on_back(self) -> None:
        """The topic before."""
        self._leaf(-1)

    def _leaf(self, by: int) -> None:
        names = list(topics())
        self._topic = names[(names.index(self._topic) + by) % len(names)]
        self._say()
        self.adjustSize()

    def _say(self) -> None:
        topic, language = topics()[self._topic], self._language
        self.title.setText(topic.title.in_(language))
        self.says.setText(topic.says.in_(language))
        label, example = self.tr("For example"), topic.example.in_(language)
        self.example.setText(f"<b>{escape(label)}</b><br>{escape(example)}")
        rows = topic.rows(language)
        table = _table(rows, self._look)
        self.keys.setWidget(table)
        wanted = table.sizeHint().height()
        self.keys.setFixedHeight(min(wanted, self._look.px(_KEYS_HIGH_PX)))
        self.keys.setVisible(bool(rows))
        spoken = [self.says.text(), f"{label}: {example}", *map(": ".join, rows)]
        self.setAccessibleName(self.title.text())
        self.setAccessibleDescription("\n".join(spoken))

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        super().retranslate()
        self.cancel.setText(self.tr("Close (Esc)"))
        self.back.setText(self.tr("◂ PgUp"))
        self.on.setText(self.tr("PgDn ▸"))

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F1 and Esc leave, PgUp and PgDn leaf, arrows scroll the keys."""
        match Qt.Key(event.key()):
            case Qt.Key.Key_F1:
                self.leave()
            case Qt.Key.Key_PageDown:
                self.on_next()
            case Qt.Key.Key_PageUp:
                self.on_back()
            case Qt.Key.Key_Up | Qt.Key.Key_Down as key:
                bar = self.keys.verticalScrollBar()
                step = bar.singleStep() * 3
                bar.setValue(bar.value() + (step if key is Qt.Key.Key_Down else -step))
            case _:
                super().keyPressEvent(event)


def _table(rows: list[tuple[str, str]], look: Look) -> QWidget:
    table = QWidget()
    table.setProperty("panel", "true")
    grid = QGridLayout(table)
    grid.setContentsMargins(look.px(10), look.px(6), look.px(12), look.px(6))
    grid.setHorizontalSpacing(look.px(16))
    grid.setVerticalSpacing(look.px(3))
    grid.setColumnStretch(1, 1)
    for row, (keys, words) in enumerate(rows):
        name = QLabel(keys)
        name.setProperty("words", "accent")
        grid.addWidget(name, row, 0)
        said = QLabel(words)
        said.setWordWrap(True)
        grid.addWidget(said, row, 1)
    return table
