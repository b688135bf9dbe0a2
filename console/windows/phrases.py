"""The phrases of the intake form: put in with two keys, kept and let go from the same menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRegularExpression, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPlainTextEdit

from console.actions.phrase_blanks import BLANK
from console.state.intake_lore import PHRASES_FILE, own_phrases
from console.state.words import unmarked
from models.domain.error import Words
from models.intake.intake_words import Phrase, phrases_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from console.state.session import Session
    from console.windows.reporting import ReportForm

_SHOWN = 60


def select_blank(field: QPlainTextEdit, begin: int = 0) -> None:
    """Put the cursor on the first blank from a position on, so that typing fills it."""
    cursor = field.document().find(QRegularExpression(BLANK), begin)
    if not cursor.isNull():
        field.setTextCursor(cursor)


class PhraseMenu(QObject):
    """The menu of one form.

    Signals: `told(object)` Words; `changed()` the file of own phrases is another.
    Thread: GUI
    """

    told = Signal(object)
    changed = Signal()

    def __init__(self, session: Session, home: Path, form: ReportForm) -> None:
        super().__init__(form)
        self._session = session
        self._home = home
        self._form = form
        self._phrases: tuple[Phrase, ...] = ()
        self.menu = QMenu(form)

    def know(self, phrases: Sequence[Phrase]) -> None:
        """Take what there is."""
        self._phrases = tuple(phrases)

    @Slot()
    def open(self) -> None:
        """Show the phrases below the text, those of the chosen class first."""
        self._fill()
        text = self._form.text
        self.menu.popup(text.mapToGlobal(QPoint(0, text.height())))
        first = next((one for one in self.menu.actions() if one.isEnabled()), None)
        if first is not None:
            self.menu.setActiveAction(first)

    def _fill(self) -> None:
        self.menu.clear()
        chosen = self._form.category.currentData()
        ours = [one for one in self._phrases if one.category == chosen and chosen]
        others = [one for one in self._phrases if one not in ours]
        for phrase in (*ours, *others):
            self._add(self.menu, phrase, self.on_put)
        self.menu.addSeparator()
        keep = self.menu.addAction(self.tr("Keep this text as a phrase"))
        keep.setEnabled(bool(self._form.text.toPlainText().strip()))
        keep.triggered.connect(self.on_keep)
        own = self._own()
        if own:
            forget = self.menu.addMenu(self.tr("Let an own phrase go"))
            for phrase in own:
                self._add(forget, phrase, self.on_forget)

    def _add(self, menu: QMenu, phrase: Phrase, slot: object) -> None:
        said = self._said(phrase)
        short = said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…"
        action = menu.addAction(unmarked(short))
        action.setData(phrase)
        action.triggered.connect(slot)

    def _said(self, phrase: Phrase) -> str:
        return phrase.zh if self._session.seat.language == "zh" else phrase.en

    @Slot()
    def on_put(self) -> None:
        """Put a phrase in where the cursor is, its first blank selected."""
        action = self.sender()
        if not isinstance(action, QAction):
            return
        text, cursor = self._form.text, self._form.text.textCursor()
        begin = cursor.selectionStart()
        said = self._said(action.data())
        cursor.insertText(said)
        text.setTextCursor(cursor)
        select_blank(text, begin)
        text.setFocus()

    @Slot()
    def on_keep(self) -> None:
        """Keep what is written as an own phrase, of the class that is chosen."""
        said = self._form.text.toPlainText().strip()
        category = self._form.category.currentData() or ""
        own = [one for one in self._own() if self._said(one) != said]
        self._write((*own, Phrase(said, said, category)))

    @Slot()
    def on_forget(self) -> None:
        """Let an own phrase go."""
        action = self.sender()
        if isinstance(action, QAction):
            self._write(tuple(one for one in self._own() if one != action.data()))

    def _own(self) -> tuple[Phrase, ...]:
        complaints: list[Words] = []
        return own_phrases(self._home, complaints)

    def _write(self, phrases: tuple[Phrase, ...]) -> None:
        complaints: list[Words] = []
        own_phrases(self._home, complaints)
        if complaints:  # a file that somebody else is at work on is not written over
            self.told.emit(complaints[0])
            return
        file = self._home / PHRASES_FILE
        half = file.with_suffix(".part")
        try:
            half.write_text(phrases_text(phrases), encoding="utf-8")
            half.replace(file)
        except OSError as error:
            self.told.emit(
                Words(f"常用语未保存：{error}", f"The phrases were not kept: {error}")
            )
            return
        self.changed.emit()
