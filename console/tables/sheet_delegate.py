"""How cells of a sheet are drawn and edited: colour and mark by state, lists to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from console.tables.sheet_model import STATE, SheetModel

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex

    from console.settings.look import Look

    Index = QModelIndex | QPersistentModelIndex
_MARKS: Final = {"wrong": "⚠ ", "new": "＋ ", "changed": "• "}
"""Beside the colour, for those who do not see it."""
_COLOURS: Final = {"wrong": "red", "new": "green", "changed": "accent"}
FEW: Final = 20
"""So many choices are a list to open; of more, names are typed and completed."""


class SheetDelegate(QStyledItemDelegate):
    """Draws and edits cells of a `SheetModel`.

    Thread: GUI
    """

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = look

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """A mark and a colour for what is new, changed or wrong."""
        super().initStyleOption(option, index)
        state = index.data(STATE)
        if not state:
            return
        colour = QColor(self._look.theme.colours[_COLOURS[state]])
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
            option.palette.setColor(role, colour)
        option.text = _MARKS[state] + option.text

    def createEditor(
        self, parent: QWidget, _option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        """A list for a few choices, a line with completion for many, else a line."""
        model = index.model()
        assert isinstance(model, SheetModel)  # noqa: S101 - no other is shown
        names = model.names_for(index.column())
        if names and len(names) <= FEW:
            box = QComboBox(parent)
            for name in names:
                box.addItem(model.said(index.column(), name), name)
            box.activated.connect(self.on_chosen)
            return box
        line = QLineEdit(parent)
        line.setFrame(False)
        if names:
            said = (model.said(index.column(), name) for name in names)
            completer = QCompleter([*said], line)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            line.setCompleter(completer)
        return line

    def on_chosen(self) -> None:
        """A choice from a list is taken at once."""
        box = self.sender()
        if isinstance(box, QComboBox):
            self.commitData.emit(box)
            self.closeEditor.emit(box)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """The cell's text in the editor: a list chooses a code, a line has words."""
        if isinstance(editor, QComboBox):
            text = str(index.data(Qt.ItemDataRole.EditRole) or "")
            if text and editor.findData(text) < 0:
                # What is wrong stays until somebody chooses: Tab takes what stands there.
                editor.insertItem(0, text, text)
            editor.setCurrentIndex(max(editor.findData(text), 0))
        elif isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.DisplayRole) or ""))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """What was chosen or typed, in the cell."""
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
            return
        super().setModelData(editor, model, index)
