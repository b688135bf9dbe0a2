"""What happened to a case, on its card: the newest facts, the earlier ones when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QListView, QPushButton, QVBoxLayout, QWidget

from console.tables.chips import is_language_change
from console.tables.drawing import EntryDelegate
from console.tables.task_row import card_words

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QResizeEvent, QShowEvent

    from console.settings.look import Look
    from console.tables.entries_model import EntriesModel

FIRST_ROWS: Final = 60
"""A list as high as its rows measures each of them: a case of thousands of facts shows so many
until somebody asks for more."""


class TimelinePane(QWidget):
    """The facts of one case, the newest first; as high as its rows, for the card scrolls.

    Thread: GUI
    """

    def __init__(
        self, entries: EntriesModel, look: Look, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._entries = entries
        self._look = look
        self.title = card_words("section")
        self.list = self._a_list()
        self.earlier = QPushButton()
        self.earlier.setProperty("kind", "flat")
        self.earlier.clicked.connect(self.on_earlier)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(8))
        column.addWidget(self.title)
        column.addWidget(self.list)
        column.addWidget(self.earlier, 0, Qt.AlignmentFlag.AlignLeft)
        # Once a turn: new facts on top and old ones that go are one change, not two.
        self._fit = QTimer(self, interval=0, singleShot=True)
        self._fit.timeout.connect(self.fit)
        entries.rowsInserted.connect(self.on_rows)
        entries.rowsRemoved.connect(self.on_rows)
        entries.modelReset.connect(self.fit)
        look.changed.connect(self.fit)

    def _a_list(self) -> QListView:
        view = QListView()
        view.setModel(self._entries)
        view.setItemDelegate(EntryDelegate(self._look, compact=False, parent=self))
        view.setSelectionMode(QListView.SelectionMode.NoSelection)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return view

    @Slot()
    def on_rows(self) -> None:
        """Facts came on top, or old ones went."""
        self._fit.start()

    @Slot()
    def on_earlier(self) -> None:
        """Somebody wants to read further back."""
        self._entries.show_rows(4 * self._entries.rowCount())

    @Slot()
    def fit(self) -> None:
        """Be as high as the rows are."""
        rows = range(self._entries.rowCount())
        self.list.setFixedHeight(sum(map(self.list.sizeHintForRow, rows)) + self._look.px(8))
        hidden = len(self._entries.entries) - len(rows)
        self.earlier.setVisible(hidden > 0)
        self.earlier.setText(self.tr("Show earlier ({0})").format(hidden))

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.title.setText(self.tr("What happened"))
        self.list.setAccessibleName(self.tr("Timeline of the incident"))
        self._entries.forget_words()
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Notes wrap anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Only now is the width known."""
        super().showEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if is_language_change(event):
            self.retranslate()
        super().changeEvent(event)
