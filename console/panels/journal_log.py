"""The journal log: facts as they come in, in words, the newest on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QListView, QVBoxLayout, QWidget

from console.tables.chips import is_language_change
from console.tables.drawing import EntryDelegate
from console.tables.entries_model import ENTRY, EntriesModel
from models.domain.fact import Entry, SubjectKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from console.settings.look import Look
    from console.state.session import Session
    from models.feed.frame import Frame


class JournalLog(QWidget):
    """Facts of the frames seen so far; a jump in time begins a new page.

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
        self.view.setModel(self.model)
        self.view.setItemDelegate(EntryDelegate(look, compact=True, parent=self))
        self.view.setUniformItemSizes(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.empty = QLabel(self.view.viewport(), alignment=Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("words", "faint")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
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
        away, before = bar.value() > 0, self.model.rowCount()
        self.model.add(frame.changes.entries)
        grown = self.model.rowCount() - before
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
        self.empty.setText(self.tr("Facts appear here as they are recorded."))
        self.model.forget_words()
        self._place_empty()

    def _place_empty(self) -> None:
        self.empty.setGeometry(self.view.viewport().rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the words for an empty page in the middle."""
        super().resizeEvent(event)
        self._place_empty()

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if is_language_change(event):
            self.retranslate()
        super().changeEvent(event)
