"""Names that somebody gave, as a card: keep what is on show, go, rename, delete."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
)

from console.settings.kept_views import LONGEST_NAME
from console.tables.enclosure import Enclosure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QWidget

    from console.settings.look import Look

_EDITABLE = Qt.ItemFlag.ItemIsEditable
_PLACE = int(Qt.ItemDataRole.UserRole)


class NamesCard(Enclosure):
    """A list of names; the first is the usual one and stays as it is.

    Whoever makes one says in `retranslate` what the names are of.

    Signals: `go_wanted(int)` the place of a name; `keep_wanted(str)` a name for what
    is on show; `renamed(int, str)`; `deleted(int)`; `left()`.
    Thread: GUI
    """

    go_wanted = Signal(int)
    keep_wanted = Signal(str)
    renamed = Signal(int, str)
    deleted = Signal(int)
    left = Signal()

    def __init__(self, name: str, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(name, look, parent)
        self.help = QLabel()
        self.help.setProperty("words", "small")
        self.help.setWordWrap(True)
        self.field = QLineEdit()
        self.field.setMaxLength(LONGEST_NAME)
        self.keep, self.go = QPushButton(), QPushButton()
        self.rename, self.delete = QPushButton(), QPushButton()
        self.list = QListWidget()
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self._column = QVBoxLayout(self)
        self._build()
        self._connect()
        look.changed.connect(self.on_look)
        self.on_look()
        self.retranslate()

    def _build(self) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.field, 1)
        above.addWidget(self.keep)
        below.addWidget(self.go)
        below.addStretch(1)
        below.addWidget(self.rename)
        below.addWidget(self.delete)
        self._column.addWidget(self.title)
        self._column.addLayout(above)
        self._column.addWidget(self.list, 1)
        self._column.addLayout(below)
        self._column.addWidget(self.help)

    def _connect(self) -> None:
        self.field.returnPressed.connect(self.on_keep)
        self.keep.clicked.connect(self.on_keep)
        self.go.clicked.connect(self.on_go)
        self.rename.clicked.connect(self.on_rename)
        self.delete.clicked.connect(self.on_delete)
        self.list.itemDoubleClicked.connect(self.on_go)
        self.list.itemChanged.connect(self.on_changed)
        self.list.currentRowChanged.connect(self.on_row)

    def open(self) -> None:
        """Come up with the keyboard on the names."""
        self.show()
        self.raise_()
        self.field.clear()
        self.list.setFocus()

    def open_to_keep(self) -> None:
        """Come up with the keyboard on the field for a new name."""
        self.open()
        self.field.setFocus()

    @Slot()
    def leave(self) -> None:
        """Whoever opened it lets it go."""
        self.left.emit()

    def show_names(self, names: Sequence[tuple[str, str]]) -> None:
        """Put names up, each with the key that goes there; the first cannot be changed."""
        row = max(self.list.currentRow(), 0)
        self.list.blockSignals(True)  # noqa: FBT003 - Qt's
        self.list.clear()
        for place, (name, keys) in enumerate(names):
            item = QListWidgetItem(name)
            item.setToolTip(keys)
            item.setData(_PLACE, place)
            if place:
                item.setFlags(item.flags() | _EDITABLE)
            self.list.addItem(item)
        self.list.blockSignals(False)  # noqa: FBT003 - Qt's
        self.list.setCurrentRow(min(row, len(names) - 1))
        self.on_row()

    @Slot()
    def on_keep(self) -> None:
        """Keep what is on show under the name typed."""
        name = self.field.text().strip()
        if name:
            self.field.clear()
            self.keep_wanted.emit(name)
        else:
            self.field.setFocus()

    @Slot()
    def on_go(self) -> None:
        """Go to the current one."""
        if self.list.currentRow() >= 0:
            self.go_wanted.emit(self.list.currentRow())

    @Slot()
    def on_rename(self) -> None:
        """Type another name into the row."""
        item = self.list.currentItem()
        if item is not None and item.flags() & _EDITABLE:
            self.list.setFocus()
            self.list.editItem(item)

    @Slot()
    def on_delete(self) -> None:
        """Let the current one go."""
        if self.list.currentRow() > 0:
            self.deleted.emit(self.list.currentRow())

    @Slot(QListWidgetItem)
    def on_changed(self, item: QListWidgetItem) -> None:
        """A row has another name."""
        self.renamed.emit(int(item.data(_PLACE)), item.text().strip())

    @Slot()
    def on_row(self) -> None:
        """The first row is nobody's to change."""
        is_own = self.list.currentRow() > 0
        self.rename.setEnabled(is_own)
        self.delete.setEnabled(is_own)

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        margin = self._look.px(12)
        self._column.setContentsMargins(margin, margin, margin, margin)
        self._column.setSpacing(self._look.px(8))

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.keep.setText(self.tr("Keep"))
        self.rename.setText(self.tr("Rename"))
        self.delete.setText(self.tr("Delete"))

    def name_all(self, title: str, new_name: str, go: str) -> None:
        """Say what the names are of."""
        self.title.setText(title)
        self.list.setAccessibleName(title)
        self.field.setPlaceholderText(new_name)
        self.field.setAccessibleName(new_name)
        self.go.setText(go)
        words = self.tr("Enter: {0} · F2: {1} · Del: {2} · Esc leaves")
        self.help.setText(words.format(go, self.rename.text(), self.delete.text()))

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes, Del deletes."""
        match Qt.Key(event.key()):
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.list.hasFocus():
                self.on_go()
            case Qt.Key.Key_Delete if self.list.hasFocus():
                self.on_delete()
            case _:
                super().keyPressEvent(event)
