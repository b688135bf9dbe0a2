"""The journal log: facts as they come in, in words, the newest on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QListView, QVBoxLayout, QWidget

from console.tables.chips import is_language_change
from console.tables.drawing import EntryDelegate
from console.tables.entries_model import ENTRY, EntriesModel, EntryFilter
from models.domain.fact import Entry, SubjectKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from console.settings.look import Look
    from console.state.session import Session
    from models.feed.frame import Frame


class JournalLog(QWidget):
    """Facts of the frames seen so far; a jump in time begins a new page.

    The line to search in them is hidden until somebody shows it; Esc takes it away again.

    Signals: `incident_wanted(object)` IncidentId of a row that was opened.
    Thread: GUI
    """

    incident_wanted = Signal(object)

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("panel", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = EntriesModel(session, names_subject=True, parent=self)
        self.view = QListView()
        self.shown = EntryFilter(self.model, self)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.shown.seek)
        self.search.installEventFilter(self)
        self.search.hide()
        self.view.setModel(self.shown)
        self.view.setItemDelegate(EntryDelegate(look, compact=True, parent=self))
        self.view.setUniformItemSizes(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.empty = QLabel(self.view.viewport(), alignment=Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("words", "faint")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.search)
        column.addWidget(self.view)
        session.frame_changed.connect(self.on_frame)
        look.changed.connect(self.view.scheduleDelayedItemsLayout)
        self.view.activated.connect(self.on_activated)
        self.retranslate()

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Put the frame's facts on top; who has scrolled away stays where they are."""
        if frame.jumped:
            self.model.show(())
        bar = self.view.verticalScrollBar()
        away, before = bar.value() > 0, self.shown.rowCount()
        self.model.add(frame.changes.entries)
        grown = self.shown.rowCount() - before
        if away and grown > 0:
            self.view.doItemsLayout()
            bar.setValue(bar.value() + grown * self.view.sizeHintForRow(0))
        self.empty.setVisible(self.model.rowCount() == 0)

    def show_history(self, entries: Sequence[Entry]) -> None:
        """Begin with facts from before the first frame."""
        self.model.show((*entries, *self.model.entries))
        self.empty.setVisible(self.model.rowCount() == 0)

    @Slot(QModelIndex)
    def on_activated(self, index: QModelIndex) -> None:
        """A row was opened."""
        entry = index.data(ENTRY)
        if isinstance(entry, Entry) and entry.fact.subject_kind is SubjectKind.INCIDENT:
            self.incident_wanted.emit(entry.fact.subject_id)

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.view.setAccessibleName(self.tr("Journal"))
        words = self.tr("Search in the journal (Esc)")
        self.search.setPlaceholderText(words)
        self.search.setAccessibleName(words)
        self.empty.setText(self.tr("Facts appear here as they are recorded."))
        self.model.forget_words()
        self._place_empty()

    def _place_empty(self) -> None:
        self.empty.setGeometry(self.view.viewport().rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc ends the search; down goes to what was found."""
        if watched is self.search and isinstance(event, QKeyEvent):
            is_press = event.type() is QEvent.Type.KeyPress
            if is_press and event.key() == Qt.Key.Key_Escape:
                self.search.clear()
                self.search.hide()
                self.view.setFocus()
                return True
            if is_press and event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return}:
                self.view.setFocus()
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the words for an empty page in the middle."""
        super().resizeEvent(event)
        self._place_empty()

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if is_language_change(event):
            self.retranslate()
        super().changeEvent(event)
