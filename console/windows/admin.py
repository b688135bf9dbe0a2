"""The administrator's window: a list of sheets, and the one in hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from console.panels.sheet_page import SheetPage
from console.state.deeds import ACTION
from console.state.words import action_words, role_words
from console.windows.help_room import HelpRoom
from models.domain.error import Words
from models.domain.lifecycle import BY_ACTION, TRANSITIONS, Role
from models.domain.rulebook import REPORT
from models.intake.sheet import Column, Sheet

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import tzinfo

    from console.settings.look import Look
    from console.state.session import Seat
    from models.domain.error import Language
    from models.intake.row_problem import FilePlace
    from models.intake.sheet import PastEdit, Row

ROLES: Final = Sheet(
    "roles",
    Words("角色", "Roles"),
    Words("每个角色可以做什么；由事件流程表决定。", "What each role may do, by the lifecycle."),
    (
        Column("role", Words("角色", "Role")),
        Column("acts", Words("可做的操作", "May do")),
    ),
    ("role",),
)


_BETWEEN: Final = Words("、", ", ")


class AdminWindow(QWidget):
    """The sheets of a home, one page at a time.

    Signals: `read_wanted(str)` a sheet by its name; `apply_wanted(str, object)` edits of
    one; `file_wanted(str, object)` a file to read rows from; `export_wanted(str, object)`
    a file to write; `history_wanted(str)` what was changed in one before.
    Thread: GUI
    """

    read_wanted = Signal(str)
    apply_wanted = Signal(str, object)
    file_wanted = Signal(str, object)
    export_wanted = Signal(str, object)
    history_wanted = Signal(str)

    def __init__(
        self, seat: Seat, look: Look, sheets: Mapping[str, Sheet], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self._seat = seat
        self._look = look
        self._sheets = {name: _with_acts(sheet) for name, sheet in sheets.items()}
        self._sheets[ROLES.name] = ROLES
        self.setObjectName("admin")
        self.setProperty("panel", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.pages = QListWidget()
        self.pages.setFixedWidth(look.px(200))
        self.pages.setSpacing(look.px(3))
        self.pages.setAccessibleName(self.tr("Pages"))
        for sheet in self._sheets.values():
            item = QListWidgetItem(sheet.words.in_(seat.language))
            item.setData(Qt.ItemDataRole.UserRole, sheet.name)
            self.pages.addItem(item)
        self.page = SheetPage(look, seat.language)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.pages)
        row.addWidget(self.page, 1)
        self.helping = HelpRoom(lambda: seat.language, look, self.page, self)
        self._connect()
        self.setWindowTitle(self.tr("Administration — {0}").format(seat.operator))
        room = self.screen().availableSize()
        wanted = QSize(look.px(1280), look.px(760))
        self.resize(wanted.boundedTo(QSize(room.width(), room.height() - look.px(40))))

    def _connect(self) -> None:
        self.pages.currentItemChanged.connect(self.on_page)
        self.page.read_wanted.connect(self.on_read)
        self.page.apply_wanted.connect(self.on_apply)
        self.page.import_wanted.connect(self.on_import)
        self.page.export_wanted.connect(self.on_export)
        self.page.history_wanted.connect(self.on_history)
        QShortcut(QKeySequence("Ctrl+PgDown"), self, self.on_next)
        QShortcut(QKeySequence("Ctrl+PgUp"), self, self.on_previous)
        QShortcut(QKeySequence("Ctrl+W"), self, self.close)
        QShortcut(QKeySequence("F1"), self, self.helping.do)

    @property
    def name(self) -> str:
        """The sheet in hand."""
        item = self.pages.currentItem()
        return "" if item is None else str(item.data(Qt.ItemDataRole.UserRole))

    def open(self) -> None:
        """Come up on the first page, or on the one that was in hand."""
        if self.pages.currentRow() < 0:
            self.pages.setCurrentRow(0)
        self.show()
        self.raise_()
        self.activateWindow()
        self.page.table.setFocus()

    def show_rows(
        self, name: str, rows: Sequence[Row], known: Mapping[str, Collection[str]]
    ) -> None:
        """A sheet as it stands; ignored where another page was turned to meanwhile."""
        if name == self.name:
            may = Role.ADMINISTRATOR in self._seat.roles
            self.page.show_sheet(self._sheets[name], rows, known, is_editable=may)

    def merge(self, name: str, rows: Sequence[Row], places: Sequence[FilePlace] = ()) -> None:
        """Rows of a file, to be looked at before they are applied."""
        if name == self.name:
            self.page.model.merge(rows, places)

    def show_history(self, name: str, past: Sequence[PastEdit], zone: tzinfo) -> None:
        """What was changed in a sheet before; ignored where another page was turned to."""
        if name == self.name:
            self.page.show_history(past, zone)

    def complain(self, words: Words) -> None:
        """Say why something could not be done."""
        self.page.complain(words)

    def tell(self, words: Words) -> None:
        """Say that something was done."""
        self.page.tell(words)

    @Slot()
    def on_page(self) -> None:
        """Another page; what was edited and not applied holds the present one."""
        self.page.take_typed()
        old = self.page.model.sheet
        if old is None or old.name == self.name or not self.page.model.has_edits():
            self.on_read()
            return
        self.page.complain(
            Words(
                "先应用（Ctrl+S）或放弃（Ctrl+R）修改。",
                "Apply (Ctrl+S) or discard (Ctrl+R) first.",
            )
        )
        with QSignalBlocker(self.pages):
            self.pages.setCurrentRow(list(self._sheets).index(old.name))

    @Slot()
    def on_read(self) -> None:
        """Have the sheet read as it stands."""
        if self.name == ROLES.name:
            self.page.show_sheet(ROLES, _role_rows(self._seat.language), {}, is_editable=False)
        elif self.name:
            sheet = self._sheets[self.name]
            if self.page.model.sheet is not sheet:
                # Keys that come before the rows do nothing.
                self.page.show_sheet(sheet, (), {}, is_editable=False)
                self.page.await_rows()
            self.read_wanted.emit(self.name)

    @Slot(object)
    def on_apply(self, edits: object) -> None:
        """Have the edits written."""
        self.apply_wanted.emit(self.name, edits)

    @Slot()
    def on_import(self) -> None:
        """Choose a file whose rows are to be looked at."""
        file, _ = QFileDialog.getOpenFileName(
            self, self.tr("Import rows"), "", "xlsx, csv (*.xlsx *.csv)"
        )
        if file:
            self.file_wanted.emit(self.name, Path(file))

    @Slot()
    def on_export(self) -> None:
        """Choose where the sheet is to be written."""
        file, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export the sheet"), f"{self.name}.xlsx", "xlsx (*.xlsx)"
        )
        if file:
            self.export_wanted.emit(self.name, Path(file))

    @Slot()
    def on_history(self) -> None:
        """Have it looked up what was changed before; the roles are not the district's."""
        if self.name != ROLES.name:
            self.history_wanted.emit(self.name)

    @Slot()
    def on_next(self) -> None:
        """The next page."""
        self.pages.setCurrentRow(min(self.pages.currentRow() + 1, self.pages.count() - 1))

    @Slot()
    def on_previous(self) -> None:
        """The page before."""
        self.pages.setCurrentRow(max(self.pages.currentRow() - 1, 0))


def _with_acts(sheet: Sheet) -> Sheet:
    """The same sheet; its columns that name acts say them as the buttons do."""
    said: dict[str, Words] = {}
    for act in (REPORT, *BY_ACTION):
        words = action_words(act).rstrip("….")
        if words not in {one.en for one in said.values()}:
            said[act] = Words(words, words)
    columns = (replace(one, said=said) if one.names == "act" else one for one in sheet.columns)
    return replace(sheet, columns=tuple(columns))


def _role_rows(language: Language) -> list[Row]:
    """Every role with what it may do, in the order of the lifecycle."""
    rows = []
    for role in Role:
        # What an act becomes in this case or that has no words of its own.
        acts = dict.fromkeys(
            row.action for row in TRANSITIONS if role in row.roles and row.action in ACTION
        )
        said = _BETWEEN.in_(language).join(action_words(act).rstrip("….") for act in acts)
        rows.append({"role": role_words(role), "acts": said})
    return rows
