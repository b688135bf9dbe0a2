"""The filters above a queue: working lists, chips to tick, filters kept by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from console.state.words import light_words, source_words, state_words, unmarked, urgency_words
from console.tables.chips import ChoiceChip, SearchField
from console.tables.flow import FlowLayout
from console.tables.places import COMMUNITY, TOWN, cell_name, cells_on
from console.tables.queue_filter import (
    QueueFilter,
    Whose,
    filter_plain,
    filter_read,
    lists_of,
)
from console.tables.work_lists import WorkLists, work_list_words
from models.domain.category import Urgency
from models.domain.deadline import Light
from models.domain.ids import CellId
from models.domain.incident import Source, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.settings.look import Look
    from console.settings.queue_memory import QueueMemory
    from console.state.session import Session
    from models.domain.ids import IncidentId
    from models.domain.incident import Incident

_LONGEST = 40


class QueueFilters(QWidget):
    """The filters of one queue.

    Signals: `changed()` something else is asked for.
    Thread: GUI
    """

    changed = Signal()

    def __init__(
        self,
        session: Session,
        look: Look,
        search: SearchField,
        memory: QueueMemory | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look
        self._search = search
        self._memory = memory
        self._is_quiet = False
        self._touched: frozenset[IncidentId] = frozenset()
        self.lists = WorkLists(lists_of(session.seat.roles))
        self.states, self.urgencies, self.majors = ChoiceChip(), ChoiceChip(), ChoiceChip()
        self.cells, self.lights = ChoiceChip(), ChoiceChip()
        self.sources, self.departments = ChoiceChip(), ChoiceChip()
        self.chips = (
            self.states,
            self.urgencies,
            self.majors,
            self.cells,
            self.lights,
            self.sources,
            self.departments,
        )
        self.saved, self.clear = QPushButton(), QPushButton()
        self.clear.setProperty("kind", "flat")
        # No higher than a chip, or the table would jump when it comes.
        self.clear.setProperty("among", "chips")
        self.saved.setProperty("kind", "chip")
        self.saved.setProperty("opens", "menu")
        self.menu = QMenu(self.saved)
        self.saved.setMenu(self.menu)
        self._flow = FlowLayout(gap_px=look.px(6))
        for widget in (*self.chips, self.saved, self.clear):
            self._flow.addWidget(widget)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.lists)
        self._column.addLayout(self._flow)
        self._connect()
        self.space()

    def _connect(self) -> None:
        self._search.textChanged.connect(self.on_changed)
        self.lists.chosen_changed.connect(self.on_changed)
        for chip in self.chips:
            chip.chosen_changed.connect(self.on_changed)
        self.clear.clicked.connect(self.on_clear)
        self.menu.aboutToShow.connect(self.on_menu)
        for keys, slot in (
            ("Ctrl+PgDown", self.next_list),
            ("Ctrl+PgUp", self.previous_list),
        ):
            QShortcut(QKeySequence(keys), self.parentWidget() or self).activated.connect(slot)

    def space(self) -> None:
        """Distances for the look as it is now."""
        self._column.setSpacing(self._look.px(4))
        self._flow.setSpacing(self._look.px(6))

    # -- what is asked for ---------------------------------------------------------------

    @property
    def wanted(self) -> QueueFilter:
        """All of it."""
        return QueueFilter(
            worklist=self.lists.chosen,
            states=frozenset(self.states.chosen),
            urgencies=frozenset(self.urgencies.chosen),
            majors=frozenset(self.majors.chosen),
            cells=frozenset(self.cells.chosen),
            lights=frozenset(self.lights.chosen),
            sources=frozenset(self.sources.chosen),
            departments=frozenset(self.departments.chosen),
            text=self._search.text().strip(),
        )

    def ask_for(self, wanted: QueueFilter) -> None:
        """Set all of it at once."""
        self._is_quiet = True
        self.lists.choose(wanted.worklist)
        for chip, chosen in zip(self.chips, _parts(wanted), strict=True):
            chip.choose(tuple(chosen))
        self._search.setText(wanted.text)
        self._is_quiet = False
        self.changed.emit()

    @property
    def whose(self) -> Whose:
        """Who looks."""
        cell = self._memory.my_cell if self._memory else None
        return Whose(self._session.seat.operator, self._touched, CellId(cell) if cell else None)

    def touch(self, incidents: Iterable[IncidentId]) -> None:
        """Whoever sits here did something about these."""
        self._touched |= frozenset(incidents)

    @Slot()
    def on_changed(self) -> None:
        """Something was ticked or typed."""
        self.clear.setVisible(self.wanted != QueueFilter())
        if not self._is_quiet:
            self.changed.emit()

    @Slot()
    def on_clear(self) -> None:
        """Show everything again."""
        self.ask_for(QueueFilter())

    @Slot()
    def next_list(self) -> None:
        """The working list to the right."""
        self.lists.step(1)

    @Slot()
    def previous_list(self) -> None:
        """The working list to the left."""
        self.lists.step(-1)

    # -- what is offered -----------------------------------------------------------------

    def offer(self, incidents: list[Incident]) -> None:
        """Fill the chips; cells and classes are those that occur."""
        reference, language = self._session.reference, self._session.seat.language
        self.states.offer((s, state_words(s)) for s in State if s.is_open)
        self.urgencies.offer((u, urgency_words(u)) for u in reversed(Urgency))
        self.lights.offer((one, light_words(one)) for one in reversed(Light))
        self.sources.offer((one, source_words(one)) for one in Source)
        departments = sorted((d.name, d.id) for d in reference.departments.values())
        self.departments.offer((key, name) for name, key in departments)
        self.departments.setVisible(bool(departments))
        majors = {
            category.major_code: category.major_zh if language == "zh" else category.major_en
            for category in reference.categories.values()
        }
        self.majors.offer(sorted(majors.items()))
        paths = [incident.cell_path for incident in incidents]
        choices = []
        for town in cells_on(reference, paths, TOWN):
            choices.append((town.id, town.name or town.code))
            under = [path for path in paths if town.id in path]
            choices += [
                (cell.id, f"      {cell.name or cell.code}")
                for cell in cells_on(reference, under, COMMUNITY)
            ]
        self.cells.offer(choices)

    # -- kept filters --------------------------------------------------------------------

    @Slot()
    def on_menu(self) -> None:
        """Offer what is kept, and to keep what is asked for now."""
        self.menu.clear()
        kept = self._memory.filters if self._memory else []
        for row in kept:
            action = self.menu.addAction(unmarked(str(row["name"])))
            action.setData(row)
            action.triggered.connect(self.on_apply)
        if kept:
            self.menu.addSeparator()
        keep = self.menu.addAction(self.tr("Keep these filters"))
        keep.setEnabled(self._memory is not None and self.wanted != QueueFilter())
        keep.triggered.connect(self.on_keep)
        if kept:
            forget = self.menu.addMenu(self.tr("Let a kept filter go"))
            for row in kept:
                action = forget.addAction(unmarked(str(row["name"])))
                action.setData(row)
                action.triggered.connect(self.on_forget)
        self.menu.addSeparator()
        self._offer_cell()

    def _offer_cell(self) -> None:
        chosen = self.cells.chosen
        mine = self.menu.addAction(self.tr("The chosen cell is mine"))
        if len(chosen) == 1:
            name = cell_name(self._session.reference, chosen[0])
            mine.setText(self.tr("{0} is my cell").format(unmarked(name)))
        mine.setEnabled(self._memory is not None and len(chosen) == 1)
        mine.triggered.connect(self.on_my_cell)

    @Slot()
    def on_apply(self) -> None:
        """A kept filter was chosen."""
        wanted = filter_read(_row_of(self.sender()))
        if wanted is not None:
            self.ask_for(wanted)

    @Slot()
    def on_keep(self) -> None:
        """Keep what is asked for, by a name that says what it is."""
        if self._memory is None:
            return
        row = filter_plain(self.wanted) | {"name": self.name()}
        others = [one for one in self._memory.filters if one["name"] != row["name"]]
        self._memory.filters = [*others, row]

    @Slot()
    def on_forget(self) -> None:
        """Let a kept filter go."""
        row = _row_of(self.sender())
        if self._memory is not None:
            self._memory.filters = [one for one in self._memory.filters if one != row]

    @Slot()
    def on_my_cell(self) -> None:
        """The chosen cell is the one that whoever sits here looks after."""
        if self._memory is not None and len(self.cells.chosen) == 1:
            self._memory.my_cell = int(self.cells.chosen[0])
            self.changed.emit()

    def name(self) -> str:
        """What is asked for, in words."""
        parts = [work_list_words(self.lists.chosen)]
        parts += [chip.said for chip in self.chips if chip.chosen]
        parts += [f"“{self._search.text()}”"] if self._search.text() else []
        return " · ".join(parts)[:_LONGEST]

    # -- words ---------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        names = (
            self.tr("State"),
            self.tr("Urgency"),
            self.tr("Class"),
            self.tr("Cell"),
            self.tr("Light"),
            self.tr("Source"),
            self.tr("Department"),
        )
        for chip, name in zip(self.chips, names, strict=True):
            chip.name(name)
        self.saved.setText(self.tr("Kept"))
        self.saved.setToolTip(self.tr("Filters kept by name"))
        self.clear.setText(self.tr("Clear filters"))
        self.clear.setVisible(self.wanted != QueueFilter())
        self.lists.setToolTip(self.tr("Ctrl+PgUp and Ctrl+PgDn go through the lists"))
        self.lists.say()


def _parts(wanted: QueueFilter) -> tuple[frozenset[Any], ...]:
    return (
        wanted.states,
        wanted.urgencies,
        wanted.majors,
        wanted.cells,
        wanted.lights,
        wanted.sources,
        wanted.departments,
    )


def _row_of(action: object) -> Any:
    return action.data() if isinstance(action, QAction) else None
