"""A sheet on the screen: rows as they stand and as they are being edited, and what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal

from models.intake.sheet import Edit, edits_between
from models.intake.sheet_check import check_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from PySide6.QtCore import QObject, QPersistentModelIndex

    from models.domain.error import Language, Words
    from models.intake.row_problem import RowProblem
    from models.intake.sheet import Row, Sheet

    Index = QModelIndex | QPersistentModelIndex
STATE: Final = Qt.ItemDataRole.UserRole + 1
"""Of a cell: "wrong", "new", "changed" or ""."""
_ROOT: Final = QModelIndex()
_LONG: Final = 20
"""Words of more characters may be cut by their column: the tool tip has them whole."""


class SheetModel(QAbstractTableModel):
    """The rows of one sheet under edit. Nothing is written here.

    Signals: `edited()` rows, or what is wrong with them, changed.
    Thread: GUI
    """

    edited = Signal()

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self.sheet: Sheet | None = None
        self.is_editable = True
        self.rows: list[Row] = []
        self._before: list[Row] = []
        self._by_key: dict[str, Row] = {}
        self._known: Mapping[str, Collection[str]] = {}
        self._problems: dict[tuple[int, str], Words] = {}

    def show(
        self,
        sheet: Sheet,
        rows: Sequence[Row],
        known: Mapping[str, Collection[str]],
        *,
        is_editable: bool = True,
    ) -> None:
        """Put a sheet up as it stands; what was being edited is gone."""
        self.beginResetModel()
        self.sheet, self.is_editable, self._known = sheet, is_editable, known
        self._before = [dict(row) for row in rows]
        self._by_key = {sheet.key_of(row): row for row in self._before}
        self.rows = [dict(row) for row in rows]
        self._check()
        self.endResetModel()
        self.edited.emit()

    def edits(self) -> list[Edit]:
        """What would change."""
        if self.sheet is None or not self.is_editable:
            return []
        return edits_between(self.sheet, self._before, self.rows)

    def problems(self) -> list[RowProblem]:
        """What is wrong, by row; rows as on the screen, the first being 2 as in a workbook."""
        if self.sheet is None or not self.is_editable:
            return []
        return check_rows(self.sheet, self.rows, self._known)

    def problem_at(self, index: Index) -> Words | None:
        """What is wrong with a cell."""
        if self.sheet is None or not index.isValid():
            return None
        return self._problems.get((index.row(), self.sheet.columns[index.column()].name))

    def names_for(self, column: int) -> list[str]:
        """What a cell of a column may say, where that is a closed list."""
        if self.sheet is None:
            return []
        one = self.sheet.columns[column]
        listed = [*one.choices] or sorted(self._known.get(one.names, ()))
        return listed if one.is_needed or not listed else ["", *listed]

    def said(self, column: int, text: str) -> str:
        """What a cell of a column says to people."""
        if self.sheet is None:
            return text
        return self.sheet.columns[column].words_for(text, self.language)

    def add(self, row: Row | None = None) -> int:
        """A row at the end, empty or like another; its place."""
        if self.sheet is None:
            return -1
        place = len(self.rows)
        self.beginInsertRows(QModelIndex(), place, place)
        self.rows.append(self.sheet.tidy(row or {}))
        self._check()
        self.endInsertRows()
        self._tell()
        return place

    def take_out(self, places: Iterable[int]) -> None:
        """Take rows out; of a sheet whose rows stay, only those that are new."""
        for place in sorted(set(places), reverse=True):
            if not self._may_go(place):
                continue
            self.beginRemoveRows(QModelIndex(), place, place)
            del self.rows[place]
            self._check()
            self.endRemoveRows()
        self._tell()

    def merge(self, rows: Iterable[Row]) -> None:
        """Rows of a file over those with the same key; others stay, nothing is written."""
        if self.sheet is None:
            return
        self.beginResetModel()
        places = {self.sheet.key_of(row): place for place, row in enumerate(self.rows)}
        for row in rows:
            key = self.sheet.key_of(row)
            if key in places:
                self.rows[places[key]] = dict(row)
            else:
                places[key] = len(self.rows)
                self.rows.append(dict(row))
        self._check()
        self.endResetModel()
        self.edited.emit()

    def _may_go(self, place: int) -> bool:
        if self.sheet is None or not self.is_editable:
            return False
        return self.sheet.is_open or self.sheet.key_of(self.rows[place]) not in self._by_key

    def _check(self) -> None:
        self._problems = {(one.row - 2, one.field): one.reason for one in self.problems()}

    def _tell(self) -> None:
        if self.rows and self.sheet is not None:
            last = self.index(len(self.rows) - 1, len(self.sheet.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
        self.edited.emit()

    # -- Qt -----------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """How many columns the sheet has."""
        return 0 if parent.isValid() or self.sheet is None else len(self.sheet.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, state and what is wrong of a cell."""
        if self.sheet is None or not index.isValid():
            return None
        name = self.sheet.columns[index.column()].name
        if role == Qt.ItemDataRole.EditRole:
            return self.rows[index.row()].get(name, "")
        if role == Qt.ItemDataRole.DisplayRole:
            return self.said(index.column(), self.rows[index.row()].get(name, ""))
        if role == STATE:
            return self._state(index.row(), name)
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleDescriptionRole}:
            wrong = self.problem_at(index)
            if wrong is not None:
                return wrong.in_(self.language)
            said = self.said(index.column(), self.rows[index.row()].get(name, ""))
            return said if len(said) > _LONG else None
        return None

    def _state(self, place: int, name: str) -> str:
        if (place, name) in self._problems:
            return "wrong"
        row = self.rows[place]
        before = self._by_key.get(self.sheet.key_of(row)) if self.sheet else None
        if before is None:
            return "new"
        return "changed" if before.get(name, "") != row.get(name, "") else ""

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed into a cell."""
        if self.sheet is None or not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        name, text = self.sheet.columns[index.column()].name, str(value).strip()
        if self.rows[index.row()].get(name, "") == text:
            return False
        self.rows[index.row()][name] = text
        self._check()
        self._tell()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells are edited where the sheet is; a key that others speak of stays."""
        flags = super().flags(index)
        if self.sheet is None or not self.is_editable or not index.isValid():
            return flags
        name = self.sheet.columns[index.column()].name
        is_fixed = not self.sheet.is_open and name in self.sheet.key
        if is_fixed and self._state(index.row(), name) not in {"new", "wrong"}:
            return flags
        return flags | Qt.ItemFlag.ItemIsEditable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """The words of a column, or a row's number as in a workbook."""
        if role != Qt.ItemDataRole.DisplayRole or self.sheet is None:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(section + 2)
        if section >= len(self.sheet.columns):
            return None
        return self.sheet.columns[section].words.in_(self.language)
