"""One page for every sheet: edited in place, checked beside the field, previewed, applied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from console.tables.chips import is_language_change
from console.tables.sheet_delegate import SheetDelegate
from console.tables.sheet_model import SheetModel

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import tzinfo

    from console.settings.look import Look
    from models.domain.error import Language, Words
    from models.intake.row_problem import RowProblem
    from models.intake.sheet import Edit, PastEdit, Row, Sheet

WIDEST_PX = 320
EMPTY_PX = 96
"""A column of a sheet that has no row yet: what is typed first is read whole."""
MOST_TOLD = 200
"""Lines of the preview; more are counted."""
_MEASURED = 100
"""By so many rows the columns take their widths."""


class SheetPage(QWidget):
    """The sheet in hand: its table, what would change, and the way to have it done.

    Signals: `apply_wanted(object)` edits to be written; `import_wanted()`,
    `export_wanted()` a file is to be chosen; `read_wanted()` the sheet as it stands;
    `history_wanted()` what was changed in it before.
    Thread: GUI
    """

    apply_wanted = Signal(object)
    import_wanted = Signal()
    export_wanted = Signal()
    read_wanted = Signal()
    history_wanted = Signal()

    def __init__(self, look: Look, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._language = language
        self.model = SheetModel(language, self)
        self.title, self.about = QLabel(), QLabel()
        self.title.setProperty("words", "title")
        self.about.setProperty("words", "soft")
        self.about.setWordWrap(True)
        self.finding = QLineEdit()
        self.finding.setClearButtonEnabled(True)
        self.table = QTableView()
        self.preview = QPlainTextEdit()
        self.preview.setReadOnly(True)
        self.preview.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.wrong, self.summary = QLabel(), QLabel()
        self.wrong.setWordWrap(True)
        self.wrong.setProperty("words", "red")
        self.add, self.remove, self.bring, self.take = (QPushButton() for _ in range(4))
        self.past = QPushButton()
        self.again, self.apply = QPushButton(), QPushButton()
        self.apply.setProperty("kind", "primary")
        self._build_table()
        self._arrange()
        self._connect()
        self.retranslate()
        self.on_edited()

    def _build_table(self) -> None:
        self.table.setModel(self.model)
        self.table.setItemDelegate(SheetDelegate(self._look, self.table))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setAlternatingRowColors(True)
        self.table.setWordWrap(False)
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.table.verticalHeader().setDefaultSectionSize(self._look.px(30))
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setHighlightSections(False)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self.table.horizontalHeader().setDefaultAlignment(left)
        # It would look through all rows for what is selected, at each paint.
        nothing = QItemSelectionModel(self.model, self.table)
        self.table.horizontalHeader().setSelectionModel(nothing)
        self.table.horizontalHeader().setSectionsClickable(False)
        self.table.horizontalHeader().setResizeContentsPrecision(_MEASURED)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    def _arrange(self) -> None:
        px = self._look.px
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        self.finding.setMinimumWidth(px(220))
        head.addWidget(self.finding)
        for button in (self.add, self.remove, self.bring, self.take, self.past):
            head.addWidget(button)
        foot = QHBoxLayout()
        foot.addWidget(self.summary)
        foot.addStretch(1)
        foot.addWidget(self.again)
        foot.addWidget(self.apply)
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.table)
        split.addWidget(self.preview)
        split.setStretchFactor(0, 4)
        split.setStretchFactor(1, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(14), px(10), px(14), px(10))
        column.setSpacing(px(8))
        column.addLayout(head)
        column.addWidget(self.about)
        column.addWidget(split, 1)
        column.addWidget(self.wrong)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.model.edited.connect(self.on_edited)
        self.finding.textChanged.connect(self.model.seek)
        self.table.selectionModel().currentChanged.connect(self.on_current)
        self.add.clicked.connect(self.on_add)
        self.remove.clicked.connect(self.on_remove)
        self.bring.clicked.connect(self.import_wanted)
        self.take.clicked.connect(self.export_wanted)
        self.past.clicked.connect(self.history_wanted)
        self.again.clicked.connect(self.read_wanted)
        self.apply.clicked.connect(self.on_apply)
        for keys, slot in (
            ("Ctrl+N", self.on_add),
            ("Ctrl+Return", self.on_apply),
            ("Ctrl+S", self.on_apply),
            ("Ctrl+Delete", self.on_remove),
            ("Ctrl+R", self.again.click),
            ("Ctrl+O", self.bring.click),
            ("Ctrl+E", self.take.click),
            ("Ctrl+H", self.past.click),
            ("Ctrl+F", self.finding.setFocus),
        ):
            QShortcut(QKeySequence(keys), self, slot)

    def show_sheet(
        self,
        sheet: Sheet,
        rows: Sequence[Row],
        known: Mapping[str, Collection[str]],
        *,
        is_editable: bool = True,
    ) -> None:
        """Put a sheet up as it stands; a filter that was typed stays with its sheet."""
        is_other = self.model.sheet is not sheet or not self.model.row_count()
        if self.model.sheet is not sheet:
            self.finding.clear()
        self.model.show(sheet, rows, known, is_editable=is_editable)
        self.title.setText(sheet.words.in_(self._language))
        self.about.setText(sheet.about.in_(self._language))
        for button in (*(self.add, self.remove, self.bring, self.past), self.again, self.apply):
            button.setVisible(is_editable)
        self.preview.setVisible(is_editable)
        if is_other:
            self._fit_columns()
            self.table.setCurrentIndex(self.model.index(0, 0))
            self.table.setFocus()

    def _fit_columns(self) -> None:
        self.table.resizeColumnsToContents()
        # Few columns share the room there is; a setting's name is long, its value short.
        share = self.table.viewport().width() // max(1, self.model.columnCount())
        most = max(self._look.px(WIDEST_PX), share)
        least = 0 if self.model.rowCount() else self._look.px(EMPTY_PX)
        for column in range(self.model.columnCount()):
            width = self.table.columnWidth(column) + self._look.px(14)
            self.table.setColumnWidth(column, max(min(width, most), least))

    def show_history(self, past: Sequence[PastEdit], zone: tzinfo) -> None:
        """List what was applied before, the newest first, in the place of what will change.

        It stays until something is edited. `zone` is that of the district's clock.
        """
        told: list[str] = []
        version = None
        for one in past:
            if one.version != version:
                version = one.version
                told.append(_headed(one, zone))
            told.append("    " + self._told(one.edit))
        self.preview.show()
        self.preview.setPlainText("\n".join(told) or self.tr("Nothing was changed before."))

    def complain(self, words: Words) -> None:
        """Say why something could not be done."""
        self._say(words.in_(self._language), "red")

    def tell(self, words: Words) -> None:
        """Say that something was done."""
        self._say(words.in_(self._language), "green")

    def _say(self, words: str, colour: str) -> None:
        self.wrong.setProperty("words", colour)
        # A rule of the style sheet is looked up anew only where it is asked for.
        self.wrong.style().polish(self.wrong)
        self.wrong.setText(words)
        self.wrong.show()

    @Slot()
    def on_edited(self) -> None:
        """Tell what would change, and what is wrong."""
        for button in (self.add, self.remove, self.bring):
            button.setEnabled(not self.model.is_filling)
        if self.model.is_filling:
            self.summary.setText(self.tr("%n row(s) so far…", "", self.model.row_count()))
            self.apply.setEnabled(False)
            return
        problems, has_edits = self.model.problem_count(), self.model.has_edits()
        edits = self.model.some_edits(MOST_TOLD + 1)
        told = [self._told(edit) for edit in edits[:MOST_TOLD]]
        if len(edits) > MOST_TOLD:
            told.append("…")
        self.preview.setPlainText("\n".join(told))
        self.summary.setText(self._summary(problems))
        self.apply.setEnabled(has_edits and not problems)
        self.again.setEnabled(has_edits)
        first = self.model.first_problem()
        self.wrong.setVisible(first is not None)
        if first is not None:
            self._say(self._place_of(first) + first.reason.in_(self._language), "red")

    def _place_of(self, problem: RowProblem) -> str:
        """Which row and field; of one that a file brought, where it stands there."""
        column, place = self._column(problem.field), self.model.first_place()
        if place is None:
            return self.tr("Row {0}, {1}: ").format(problem.row, column)
        words = self.tr("{0}, row {1} (here row {2}), {3}: ")
        return words.format(place.file, place.row, problem.row, column)

    def await_rows(self) -> None:
        """Say that the rows are still being read: a bare table is no empty sheet."""
        self.summary.setText(self.tr("Reading…"))

    def _column(self, name: str) -> str:
        columns = self.model.sheet.columns if self.model.sheet else ()
        found = (one.words.in_(self._language) for one in columns if one.name == name)
        return next(found, name)

    def _summary(self, problems: int) -> str:
        if not self.model.is_editable:
            return ""
        new, changed, gone = self.model.counts()
        counts = self.tr("{0} new, {1} changed, {2} taken out").format(new, changed, gone)
        if problems:
            return f"{counts} · " + self.tr("%n problem(s)", "", problems)
        return counts if self.model.has_edits() else self.tr("Nothing changed")

    def _told(self, edit: Edit) -> str:
        """One edit as a line: what was, and what will be."""
        if edit.before is None and edit.after is None:
            return self.tr("A row about a person; what it said is not kept.")
        if edit.before is None:
            said = self._line(edit.after or {})
            return f"＋ {said}"
        if edit.after is None:
            said = self._line(edit.before)
            return f"－ {said}"
        before, after = edit.before, edit.after
        changes = [
            self.tr("{0}: {1} → {2}").format(
                self._column(name),
                self._said(name, before.get(name, "")),
                self._said(name, after[name]),
            )
            for name in self._in_order(after)
            if before.get(name, "") != after[name]
        ]
        return f"• {self._named(before)}  " + self.tr("; ").join(changes)

    def _named(self, row: Row) -> str:
        """The row by its key, as people read it."""
        key = self.model.sheet.key if self.model.sheet else ()
        return " · ".join(self._said(name, row.get(name, "")) for name in key)

    def _said(self, name: str, text: str) -> str:
        """A value as people read it; a mark where there is none."""
        columns = self.model.sheet.columns if self.model.sheet else ()
        found = (one.words_for(text, self._language) for one in columns if one.name == name)
        return next(found, text) or "∅"

    def _line(self, row: Row) -> str:
        return " · ".join(
            self._said(name, row[name]) for name in self._in_order(row) if row[name]
        )

    def _in_order(self, row: Row) -> list[str]:
        """The names of a row's values as the columns stand; what is kept is by letter."""
        columns = self.model.sheet.columns if self.model.sheet else ()
        places = {one.name: place for place, one in enumerate(columns)}
        return sorted(row, key=lambda name: places.get(name, len(places)))

    @Slot(QModelIndex, QModelIndex)
    def on_current(self, index: QModelIndex, _: QModelIndex) -> None:
        """Say what is wrong with the cell in hand, if anything is."""
        wrong = self.model.problem_at(index)
        if wrong is not None:
            self.complain(wrong)

    @Slot()
    def on_add(self) -> None:
        """A row at the end, and the cursor in it."""
        if not self.model.is_editable or self.model.is_filling:
            return
        self.finding.clear()
        place = self.model.index(self.model.add(), 0)
        self.table.setCurrentIndex(place)
        self.table.scrollTo(place)
        self.table.edit(place)

    @Slot()
    def on_remove(self) -> None:
        """Take the selected rows out; nothing is written yet."""
        chosen = self.table.selectionModel().selection()
        self.model.take_out(
            row for part in chosen.toList() for row in range(part.top(), part.bottom() + 1)
        )

    def take_typed(self) -> None:
        """What is being typed into a cell stands in it: a key of the page says no less."""
        focus = self.window().focusWidget()
        if focus is not None and self.table.isAncestorOf(focus):
            self.table.setFocus()

    @Slot()
    def on_apply(self) -> None:
        """Have the edits written, where nothing is wrong with them."""
        self.take_typed()
        if self.apply.isEnabled():
            self.apply_wanted.emit(self.model.edits())

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.finding.setPlaceholderText(self.tr("Find a row (Ctrl+F)"))
        self.finding.setAccessibleName(self.tr("Find a row (Ctrl+F)"))
        self.table.setAccessibleName(self.tr("Rows"))
        self.preview.setAccessibleName(self.tr("What will change"))
        self.preview.setPlaceholderText(
            self.tr("What will change is listed here before it is applied.")
        )
        for button, words, keys in (
            (self.add, self.tr("New row"), "Ctrl+N"),
            (self.remove, self.tr("Take out"), "Ctrl+Delete"),
            (self.bring, self.tr("Import…"), "Ctrl+O"),
            (self.take, self.tr("Export…"), "Ctrl+E"),
            (self.past, self.tr("History"), "Ctrl+H"),
            (self.again, self.tr("Discard"), "Ctrl+R"),
            (self.apply, self.tr("Apply"), "Ctrl+S"),
        ):
            button.setText(words)
            button.setToolTip(f"{words} ({keys})")

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if is_language_change(event):
            self.retranslate()
        super().changeEvent(event)


def _headed(past: PastEdit, zone: tzinfo) -> str:
    """Version, when, and who."""
    at = past.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S") if past.at else ""
    return " · ".join(filter(None, (f"v{past.version}", at, past.actor)))
