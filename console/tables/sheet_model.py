"""A sheet on the screen: rows as they stand and as they are being edited, and what is wrong.

Rows of a large sheet come in by and by: a rota of a district has 93,000, and the window goes
on meanwhile.
"""

from __future__ import annotations

from itertools import chain, islice, zip_longest
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, QTimer, Signal, Slot

from models.intake.sheet_draft import SheetDraft

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from PySide6.QtCore import QObject, QPersistentModelIndex

    from models.domain.error import Language, Words
    from models.intake.row_problem import FilePlace, RowProblem
    from models.intake.sheet import Edit, Row, Sheet

    Index = QModelIndex | QPersistentModelIndex
STATE: Final = Qt.ItemDataRole.UserRole + 1
"""Of a cell: "wrong", "new", "changed" or ""."""
SLICE: Final = 500
"""So many rows are taken in at a time: some 10 ms."""
_ROOT: Final = QModelIndex()
_LONG: Final = 20
"""Words of more characters may be cut by their column: the tool tip has them whole."""


class SheetModel(QAbstractTableModel):
    """The rows of one sheet under edit. Nothing is written here.

    Invariants: `_shown` holds the ids of the rows that the search let through, ascending;
    `_hay` what a search looks into, of every row; `_places` where rows stand in the file that
    brought them. While rows are still coming (`is_filling`) nothing is edited.

    Signals: `edited()` rows, or what is wrong with them, changed.
    Thread: GUI
    """

    edited = Signal()

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.language = language
        self.sheet: Sheet | None = None
        self.is_editable = True
        self._known: Mapping[str, Collection[str]] = {}
        self._draft: SheetDraft | None = None
        self._shown: list[int] = []
        self._sought = ""
        self._hay: dict[int, str] = {}
        self._coming: Iterator[tuple[Row, FilePlace | None, bool]] = iter(())
        self._places: dict[int, FilePlace] = {}
        self._filling = QTimer(self, interval=0)
        self._filling.timeout.connect(self.on_slice)

    # -- what comes in ---------------------------------------------------------------

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
        self._draft = SheetDraft(sheet, known)
        self._shown, self._hay, self._places = [], {}, {}
        self._coming = ((row, None, True) for row in rows)
        self.endResetModel()
        self._fill()

    def merge(self, rows: Iterable[Row], places: Iterable[FilePlace] = ()) -> None:
        """Rows of a file over those with the same key; others stay, nothing is written.

        `places` says of each where in which file it stands.
        """
        if self._draft is not None:
            coming = zip_longest(rows, places)
            self._coming = chain(self._coming, ((*one, False) for one in coming))
            self._fill()

    def clear(self) -> None:
        """Let go of everything; of use when the window goes."""
        self._filling.stop()
        self._draft, self._coming = None, iter(())
        self._shown, self._hay, self._places = [], {}, {}

    @property
    def is_filling(self) -> bool:
        """Whether rows are still coming."""
        return self._filling.isActive()

    def _fill(self) -> None:
        """Take the first slice at once: of most sheets it is the only one."""
        self._filling.start()
        self.on_slice()

    @Slot()
    def on_slice(self) -> None:
        """Take some rows in."""
        draft = self._draft
        if draft is None:
            return
        rows = list(islice(self._coming, SLICE))
        new = []
        for row, place, stands in rows:
            row_id, is_new = (draft.take(row), True) if stands else draft.merge(row)
            if place is not None:
                self._places[row_id] = place
            self._hay[row_id] = self._hay_of(row)
            if is_new:
                new.append(row_id)
        self._append(new)
        if len(rows) < SLICE:
            self._filling.stop()
            self._repaint()
        self.edited.emit()

    def _append(self, ids: Sequence[int]) -> None:
        shown = [row_id for row_id in ids if self._is_found(row_id)]
        if shown:
            at = len(self._shown)
            self.beginInsertRows(QModelIndex(), at, at + len(shown) - 1)
            self._shown += shown
            self.endInsertRows()

    # -- what is looked for ----------------------------------------------------------

    @Slot(str)
    def seek(self, text: str) -> None:
        """Show the rows alone of which a cell says this; all for an empty text."""
        self.beginResetModel()
        self._sought = text.casefold()
        ids = self._draft.ids if self._draft is not None else ()
        self._shown = [row_id for row_id in ids if self._is_found(row_id)]
        self.endResetModel()

    def _is_found(self, row_id: int) -> bool:
        return not self._sought or self._sought in self._hay[row_id]

    def _hay_of(self, row: Row) -> str:
        columns = self.sheet.columns if self.sheet else ()
        cells = (one.words_for(row.get(one.name, ""), self.language) for one in columns)
        return "\n".join(cells).casefold()

    # -- what is asked ---------------------------------------------------------------

    def edits(self) -> Iterable[Edit]:
        """What would change, as of now; gone through elsewhere where it is much."""
        return self._draft.pending() if self._draft is not None and self.is_editable else ()

    def some_edits(self, most: int) -> list[Edit]:
        """The first of them."""
        if self._draft is None or not self.is_editable:
            return []
        return self._draft.some_edits(most)

    def has_edits(self) -> bool:
        """Whether anything would change."""
        return self._draft is not None and self.is_editable and self._draft.has_edits()

    def counts(self) -> tuple[int, int, int]:
        """How many rows are new, changed and taken out."""
        return self._draft.counts() if self._draft is not None else (0, 0, 0)

    def row_count(self) -> int:
        """How many rows there are, shown or not."""
        return len(self._draft.rows) if self._draft is not None else 0

    def problem_count(self) -> int:
        """How much is wrong."""
        return self._draft.problem_count() if self._draft and self.is_editable else 0

    def first_problem(self) -> RowProblem | None:
        """What is wrong first from above; its row as in a workbook."""
        return self._draft.first_problem() if self._draft and self.is_editable else None

    def first_place(self) -> FilePlace | None:
        """Where the row with the first problem stands in the file that brought it."""
        wrong = self._draft.first_wrong() if self._draft else None
        return None if wrong is None else self._places.get(wrong)

    def problem_at(self, index: Index) -> Words | None:
        """What is wrong with a cell."""
        if self._draft is None or not self.is_editable or not index.isValid():
            return None
        field = self._draft.sheet.columns[index.column()].name
        return self._draft.problem(self._shown[index.row()], field)

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

    # -- what is edited --------------------------------------------------------------

    def add(self) -> int:
        """An empty row at the end, shown whatever is looked for; its place."""
        if self.sheet is None or self._draft is None or self.is_filling:
            return -1
        place = len(self._shown)
        self.beginInsertRows(QModelIndex(), place, place)
        row = self.sheet.tidy({})
        row_id = self._draft.add(row)
        self._hay[row_id] = self._hay_of(row)
        self._shown.append(row_id)
        self.endInsertRows()
        self.edited.emit()
        return place

    def take_out(self, places: Iterable[int]) -> None:
        """Take rows out; of a sheet whose rows stay, only those that are new."""
        gone = {place for place in places if self._may_go(place)}
        for place in sorted(gone, reverse=True) if len(gone) <= _SINGLE_STEPS else ():
            self.beginRemoveRows(QModelIndex(), place, place)
            self._take_out([self._shown.pop(place)])
            self.endRemoveRows()
        if len(gone) > _SINGLE_STEPS:
            self.beginResetModel()
            self._take_out([self._shown[place] for place in gone])
            self._shown = [one for place, one in enumerate(self._shown) if place not in gone]
            self.endResetModel()
        self._repaint()
        self.edited.emit()

    def _take_out(self, row_ids: Sequence[int]) -> None:
        if self._draft is not None:
            self._draft.take_out(row_ids)
            for row_id in row_ids:
                del self._hay[row_id]

    def _may_go(self, place: int) -> bool:
        if self._draft is None or not self.is_editable or self.is_filling:
            return False
        return self._draft.sheet.is_open or not self._draft.is_standing(self._shown[place])

    def _row(self, row_id: int) -> Row:
        return self._draft.rows[row_id] if self._draft is not None else {}

    def _repaint(self) -> None:
        if self._shown and self.sheet is not None:
            last = self.index(len(self._shown) - 1, len(self.sheet.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    # -- Qt -----------------------------------------------------------------------------

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """How many columns the sheet has."""
        return 0 if parent.isValid() or self.sheet is None else len(self.sheet.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, state and what is wrong of a cell."""
        if self.sheet is None or not index.isValid():
            return None
        name = self.sheet.columns[index.column()].name
        text = self._row(self._shown[index.row()]).get(name, "")
        match role:
            case Qt.ItemDataRole.EditRole:
                return text
            case Qt.ItemDataRole.DisplayRole:
                return self.said(index.column(), text)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._tip(index, self.said(index.column(), text))
        return self._state(index, name) if role == STATE else None

    def _tip(self, index: Index, said: str) -> str | None:
        wrong = self.problem_at(index)
        if wrong is not None:
            return wrong.in_(self.language)
        return said if len(said) > _LONG else None

    def _state(self, index: Index, name: str) -> str:
        if self._draft is None:
            return ""
        if self.problem_at(index) is not None:
            return "wrong"
        row_id = self._shown[index.row()]
        before = self._draft.before_of(row_id)
        if before is None:
            return "new"
        return "changed" if before.get(name, "") != self._row(row_id).get(name, "") else ""

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed into a cell."""
        if self._draft is None or not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        row_id = self._shown[index.row()]
        row = self._row(row_id)
        column = self._draft.sheet.columns[index.column()]
        name, text = column.name, column.code_for(str(value).strip())
        if self.is_filling or row.get(name, "") == text:
            return False
        new = {**row, name: text}
        self._draft.change(row_id, new)
        self._places.pop(row_id, None)
        self._hay[row_id] = self._hay_of(new)
        # A row that repeated this one, or was repeated by it, may be right now.
        self._repaint()
        self.edited.emit()
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cells are edited where the sheet is; a key that others speak of stays."""
        flags = super().flags(index)
        is_open = self.is_editable and not self.is_filling
        if self.sheet is None or not is_open or not index.isValid():
            return flags
        name = self.sheet.columns[index.column()].name
        is_fixed = not self.sheet.is_open and name in self.sheet.key
        if is_fixed and self._state(index, name) not in {"new", "wrong"}:
            return flags
        return flags | Qt.ItemFlag.ItemIsEditable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """The words of a column, or a row's number as in a workbook."""
        if role != Qt.ItemDataRole.DisplayRole or self.sheet is None or self._draft is None:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(self._draft.number_of(self._shown[section]))
        if section >= len(self.sheet.columns):
            return None
        return self.sheet.columns[section].words.in_(self.language)


_SINGLE_STEPS: Final = 60
"""More rows than this go as a whole: telling each would take longer."""
