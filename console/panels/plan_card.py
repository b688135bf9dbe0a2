"""The plan of "assign all" as a table: each row with its reasons, each one can be left out.

Nothing happens before Enter. Space ticks and unticks the row under the keyboard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStyledItemDelegate,
    QTableView,
    QVBoxLayout,
)

from console.actions.planning import NOBODY
from console.state.words import category_words, short_number, urgency_words
from console.tables.enclosure import Enclosure
from maps.canvas.overlays import distance_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

    from console.actions.planning import Plan, PlanRow
    from console.settings.look import Look
    from console.state.session import Session
    from models.domain.incident import Incident

_Index = QModelIndex | QPersistentModelIndex
_TICK, _WHAT, _WHOM, _WAY, _WHY = range(5)
_CHECKED: Final = Qt.CheckState.Checked


class PlanModel(QAbstractTableModel):
    """The rows of a plan, and below them the incidents that nobody can be sent to.

    Thread: GUI
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._plan: Plan | None = None
        self._off: set[int] = set()

    def show_plan(self, plan: Plan | None) -> None:
        """Put another plan up, everything ticked."""
        self.beginResetModel()
        self._plan, self._off = plan, set()
        self.endResetModel()

    @property
    def ticked(self) -> list[PlanRow]:
        """What would be sent."""
        rows = self._plan.rows if self._plan else ()
        return [row for at, row in enumerate(rows) if at not in self._off]

    def toggle(self, at: int) -> None:
        """Tick a row, or untick it; one without a member has no tick."""
        if self._plan is not None and 0 <= at < len(self._plan.rows):
            self._off ^= {at}
            self.dataChanged.emit(self.index(at, 0), self.index(at, _WHY))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        """Pairs, and incidents without anybody."""
        if parent.isValid() or self._plan is None:
            return 0
        return len(self._plan.rows) + len(self._plan.without)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        """Tick, what, whom, way, why."""
        return 0 if parent.isValid() else _WHY + 1

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """What the columns are."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        names = ("", self.tr("Incident"), self.tr("Member"), self.tr("Way"), self.tr("Why"))
        return names[section]

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """The first column can be ticked."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        has_tick = index.column() == _TICK and self._row(index) is not None
        return flags | Qt.ItemFlag.ItemIsUserCheckable if has_tick else flags

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A click on the tick."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        if (Qt.CheckState(value) == _CHECKED) == (index.row() in self._off):
            self.toggle(index.row())
        return True

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words and ticks."""
        row = self._row(index)
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == _TICK and row:
            return Qt.CheckState.Unchecked if index.row() in self._off else _CHECKED
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._words(index)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = (self._words(self.index(index.row(), at)) for at in range(_WHY + 1))
            return ", ".join(part for part in said if part)
        return None

    def _row(self, index: _Index) -> PlanRow | None:
        rows = self._plan.rows if self._plan else ()
        return rows[index.row()] if index.row() < len(rows) else None

    def _words(self, index: _Index) -> str:
        row, plan = self._row(index), self._plan
        if plan is None:
            return ""
        if row is None:
            incident = plan.without[index.row() - len(plan.rows)]
            words = ("", self._what(incident), "—", "", NOBODY.in_(self._language))
            return words[index.column()]
        member = row.candidate.member
        away = row.candidate.distance_m
        words = (
            "",
            self._what(row.incident),
            f"{member.name}  {member.number}",
            distance_words(away) if away is not None else "",
            self._why(row),
        )
        return words[index.column()]

    @property
    def _language(self) -> Any:
        return self._session.seat.language

    def _what(self, incident: Incident) -> str:
        category = self._session.reference.categories.get(incident.category or "")
        kind = category_words(category, self._language)
        urgency = urgency_words(incident.urgency) if incident.urgency.rank else ""
        return " · ".join(filter(None, (short_number(incident.number), kind, urgency)))

    def _why(self, row: PlanRow) -> str:
        grounds = [
            f"{ground.words.in_(self._language)} ({ground.minutes:+.0f})"
            for ground in row.candidate.grounds
            if round(ground.minutes)
        ]
        # "First choice" goes without saying where there are grounds: the room is theirs.
        place = "" if grounds else self.tr("first choice")
        if row.instead is not None:
            other = self._session.frame.picture.members.get(row.instead)
            name = other.name if other else ""
            place = self.tr("choice {0}: {1} is needed elsewhere").format(row.place, name)
        return " · ".join(filter(None, (place, *grounds)))


class _Roomy(QStyledItemDelegate):
    """Leaves a gap behind each cell: a way and the grounds beside it are two things.

    Thread: GUI
    """

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Somewhat wider than the words."""
        size = super().sizeHint(option, index)
        return QSize(size.width() + self._look.px(14), size.height())


class PlanCard(Enclosure):
    """The table with its two buttons.

    Signals: `confirmed(object)` the list of PlanRow left ticked; `left()`.
    Thread: GUI
    """

    confirmed = Signal(object)
    left = Signal()

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__("plan", look, parent)
        self._plan: Plan | None = None
        self.why, self.help = QLabel(), QLabel()
        self.help.setProperty("words", "small")
        # The whole of it: in the row it is cut, and a tool tip is for the mouse alone.
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        for words in (self.why, self.help):
            words.setWordWrap(True)
        self.model = PlanModel(session, self)
        self.model.dataChanged.connect(self.retranslate)
        self.view = self._table()
        self.view.selectionModel().currentRowChanged.connect(self.on_row)
        self.go, self.drop = QPushButton(), QPushButton()
        self.go.setProperty("kind", "primary")
        self.go.clicked.connect(self.on_go)
        self.drop.clicked.connect(self.leave)
        self._arrange()
        self.retranslate()

    def _arrange(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.drop)
        buttons.addWidget(self.go)
        column = QVBoxLayout(self)
        margin = self._look.px(10)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(self._look.px(6))
        for widget in (self.title, self.view, self.why, self.help):
            column.addWidget(widget)
        column.addLayout(buttons)

    def _table(self) -> QTableView:
        view = QTableView()
        view.setModel(self.model)
        view.setItemDelegate(_Roomy(self._look, view))
        view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setShowGrid(False)
        view.setWordWrap(False)
        view.verticalHeader().hide()
        view.setTabKeyNavigation(False)
        head = view.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setStretchLastSection(True)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return view

    def open_with(self, plan: Plan | None) -> None:
        """Come up with a plan, or with the word that it is being made."""
        self._plan = plan
        self.model.show_plan(plan)
        self.retranslate()
        self.show()
        self.raise_()
        self.view.setFocus()
        self.view.selectRow(0)

    @Slot()
    def leave(self) -> None:
        """Go away; nothing is done."""
        super().leave()
        self.left.emit()

    @Slot()
    def on_row(self) -> None:
        """Say why for the row under the keyboard."""
        index = self.view.currentIndex()
        said = (str(index.siblingAtColumn(column).data() or "") for column in (_WHAT, _WHY))
        self.why.setText(" — ".join(said) if index.isValid() else "")

    @Slot()
    def on_go(self) -> None:
        """Send what is ticked."""
        rows = self.model.ticked
        if rows:
            self.hide()
            self.confirmed.emit(rows)

    @Slot()
    def retranslate(self) -> None:
        """Say everything in the language of now."""
        plan, ticked = self._plan, len(self.model.ticked)
        self.view.setAccessibleName(self.tr("Plan of the dispatches"))
        self.drop.setText(self.tr("Leave"))
        self.go.setText(self.tr("Dispatch {0}").format(ticked))
        self.go.setEnabled(ticked > 0)
        self.on_row()
        self.go.setVisible(plan is not None and bool(plan.rows))
        if plan is None:
            self.title.setText(self.tr("Assign all"))
            self.help.setText(self.tr("The plan is being made… · Esc leaves"))
            return
        total = len(plan.rows) + len(plan.without)
        self.title.setText(self.tr("Assign all: {0} of {1}").format(len(plan.rows), total))
        self.help.setText("\n".join(self._help(plan)))

    def _help(self, plan: Plan) -> Iterator[str]:
        if not plan.rows:
            yield self.tr(
                "Nobody can go at once; choose by hand (D), with a reason where one is"
                " asked for · Esc leaves"
            )
            return
        yield self.tr(
            "About {0} min of way in all, by the straight line; nobody with an old fix,"
            " off duty, full or far is in it."
        ).format(round(plan.minutes))
        yield self.tr(
            "Space ticks · Enter dispatches what is ticked, each by itself · Esc leaves"
        )

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks, Enter sends."""
        key = Qt.Key(event.key())
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.drop.click() if self.drop.hasFocus() else self.on_go()
        elif key is Qt.Key.Key_Space:
            self.model.toggle(self.view.currentIndex().row())
        else:
            super().keyPressEvent(event)
