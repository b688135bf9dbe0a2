"""The queue: what waits, the most pressing first; picked up here, dropped on members.

Rows are repainted five times a second at most and brought into a new order twice a second
at most, and never so that the row under the pointer moves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QEvent, QModelIndex, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from console.tables.chips import SearchField, is_language_change
from console.tables.queue_columns import Column
from console.tables.queue_filters import QueueFilters
from console.tables.queue_model import QueueModel
from console.tables.queue_view import QueueView
from console.tables.strips import Strips
from models.domain.fact import SubjectKind
from models.domain.ids import IncidentId

if TYPE_CHECKING:
    from console.settings.look import Look
    from console.settings.queue_memory import QueueMemory
    from console.state.session import Session
    from console.tables.payload import Judge
    from models.feed.frame import Frame

BEAT_MS: Final = 200
ORDER_MS: Final = 500
TICK_MS: Final = 900
"""Ages and clocks are told anew once a second, with some room for the beat."""
FRESH_MS: Final = 6_000
"""How long a new row stands out."""


class QueuePanel(QWidget):
    """Open incidents with their filters.

    Signals: `opened(object)` IncidentId by Enter or double click; `members_dropped(object,
    object)` IncidentId and tuple of MemberId; `context_wanted(object, object)` tuple of
    IncidentId and the global QPoint; `chosen_changed(object)` tuple of IncidentId.
    Thread: GUI
    """

    opened = Signal(object)
    members_dropped = Signal(object, object)
    context_wanted = Signal(object, object)
    chosen_changed = Signal(object)

    def __init__(
        self,
        session: Session,
        look: Look,
        judge: Judge | None = None,
        parent: QWidget | None = None,
        *,
        memory: QueueMemory | None = None,
    ) -> None:
        """Without a `memory` filters and columns are forgotten with the window."""
        super().__init__(parent)
        self._session = session
        self._look = look
        self._memory = memory
        self.model = QueueModel(session, self)
        self.view = QueueView(session, look, self.model, judge, self)
        self.setFocusProxy(self.view)
        self._unseen: set[IncidentId] = set()
        self._fresh: list[tuple[int, IncidentId]] = []
        self._dirty = False
        self._clock = QElapsedTimer()
        self._clock.start()
        self._ordered_ms = self._told_ms = 0
        self._counted_ms = -TICK_MS
        self._told_now = session.frame.now
        self._build()
        self._connect()
        self.retranslate()
        self._strips = Strips(self.model.refresh, self.view.repaint_clocks, self)
        self._beat = QTimer(self, interval=BEAT_MS)
        self._beat.timeout.connect(self.on_beat)
        self._beat.start()

    def _build(self) -> None:
        self.setProperty("panel", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.search = SearchField()
        self.filters = QueueFilters(self._session, self._look, self.search, self._memory, self)
        self.clear_button = self.filters.clear
        self.count = QLabel()
        self.count.setProperty("words", "soft")
        self.badge = QPushButton()
        self.badge.setProperty("kind", "badge")
        self.badge.hide()
        self.empty = QLabel(self.view.viewport(), alignment=Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("words", "faint")
        self.empty.setWordWrap(True)
        self._top = top = QHBoxLayout()
        top.addWidget(self.search, 1)
        top.addWidget(self.badge)
        top.addWidget(self.count)
        self._column = QVBoxLayout(self)
        self._column.addLayout(top)
        self._column.addWidget(self.filters)
        self._column.addWidget(self.view, 1)
        self._space()

    def _space(self) -> None:
        margin = self._look.px(8)
        self._column.setContentsMargins(0, margin, 0, 0)
        self._column.setSpacing(margin)
        self._top.setContentsMargins(margin, 0, margin, 0)
        self._top.setSpacing(self._look.px(6))
        self.filters.setContentsMargins(margin, 0, margin, 0)
        self.filters.space()

    def _connect(self) -> None:
        session, view = self._session, self.view
        session.frame_changed.connect(self.on_frame)
        session.reference_changed.connect(self.on_reference)
        session.pending.changed.connect(self.on_pending)
        session.presence.changed.connect(self.on_pending)
        session.unread.changed.connect(self.on_pending)
        session.selection.incident_changed.connect(self.on_selection)
        self._look.changed.connect(self.on_look)
        self.filters.changed.connect(self.on_filter)
        self.search.left.connect(view.setFocus)
        self.search.returnPressed.connect(self.on_search_done)
        if self._memory is not None:
            view.arrange(self._memory.columns)
            view.arranged.connect(self.on_arranged)
        self.badge.clicked.connect(self.on_badge)
        view.opened.connect(self.opened)
        view.members_dropped.connect(self.members_dropped)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self.on_context)
        view.selectionModel().selectionChanged.connect(self.on_rows_chosen)
        view.selectionModel().currentRowChanged.connect(self.on_current)
        header = view.horizontalHeader()
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self.on_header_context)
        slash = QShortcut(QKeySequence("/"), self)
        slash.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        slash.activated.connect(self.focus_search)

    # -- frames and beats ----------------------------------------------------------------

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Keep the frame; rows change at the next beat, after a jump at once."""
        if frame.jumped:
            self._unseen.clear()
            self._fresh.clear()
        arrived = self.model.take(frame)
        operator = self._session.seat.operator
        self.filters.touch(
            IncidentId(entry.fact.subject_id)
            for entry in frame.changes.entries
            if entry.actor == operator and entry.fact.subject_kind is SubjectKind.INCIDENT
        )
        self.model.look_as(self.filters.whose)
        now_ms = self._clock.elapsed()
        self._fresh += [(now_ms, incident_id) for incident_id in arrived]
        self._unseen.update(arrived)
        if frame.changes.reference:
            self._offer()
        self._dirty = self._dirty or frame.jumped or self._touches_the_screen(frame)
        if frame.jumped:
            # What stood here is of another time: not a beat longer.
            self.settle()

    def _touches_the_screen(self, frame: Frame) -> bool:
        first, last = self.view.visible_rows()
        shown = self.model.incident_ids[first : last + 1]
        return not frame.changes.incidents.isdisjoint(shown)

    @Slot()
    def on_beat(self) -> None:
        """Bring the rows up to date, as far as they may move."""
        now_ms = self._clock.elapsed()
        self._age_fresh(now_ms)
        if self.model.filter.goes_with_time:
            self.model.is_unsettled = True
        if self.model.is_unsettled and now_ms - self._ordered_ms >= ORDER_MS:
            self._ordered_ms = now_ms
            self.view.settle()
            self._offer_lately()
        ticked = self._told_now != self._session.frame.now and now_ms - self._told_ms >= TICK_MS
        if not (self._dirty or ticked) or not self.isVisible():
            return
        self._told_ms, self._told_now = now_ms, self._session.frame.now
        first, last = self.view.visible_rows()
        self._strips.begin(first, last, whole=self._dirty)
        self._dirty = False
        self._unseen.difference_update(self.model.incident_ids[first : last + 1])
        self._say_counts()

    def settle(self) -> None:
        """Bring everything up to date at once; for screenshots and tests."""
        self._ordered_ms, self._counted_ms = -ORDER_MS, -TICK_MS
        self._dirty = True
        self.on_beat()
        self._strips.finish()
        self._say_counts()

    def _age_fresh(self, now_ms: int) -> None:
        old = [key for since, key in self._fresh if now_ms - since > FRESH_MS]
        if old:
            self._fresh = [(since, key) for since, key in self._fresh if key not in old]
            self.model.forget_fresh(old)
            self._dirty = True

    def _say_counts(self) -> None:
        opened = self.model.open_incidents()
        overdue = self.model.overdue_count()
        self._count_lists()
        shown = self.model.rowCount()
        words = self.tr("%n open", "", len(opened))
        if not self.clear_button.isHidden():  # a row that lingers or waits is no filter
            words = self.tr("{0} of {1}").format(shown, words)
        if overdue:
            words += " · " + self.tr("%n overdue", "", overdue)
        self.count.setText(words)
        self.badge.setText(self.tr("%n new", "", len(self._unseen)))
        self.badge.setVisible(bool(self._unseen))
        self._say_empty(shown=shown, opened=len(opened))

    def _count_lists(self) -> None:
        """Once a second at most: it looks at every open incident."""
        now_ms = self._clock.elapsed()
        if now_ms - self._counted_ms >= TICK_MS:
            self._counted_ms = now_ms
            self.filters.lists.show_counts(self.model.counts(self.filters.whose))

    def _say_empty(self, *, shown: int, opened: int) -> None:
        self.empty.setVisible(shown == 0)
        self.empty.setText(
            self.tr("Nothing matches the filters.")
            if opened
            else self.tr("Nothing waits. New incidents appear here.")
        )
        self.empty.setGeometry(self.view.viewport().rect())

    # -- filters ---------------------------------------------------------------------------

    @Slot()
    def on_filter(self) -> None:
        """Show what is asked for."""
        self.model.show_only(self.filters.wanted, self.filters.whose)
        self._unseen &= set(self.model.incident_ids)
        self._say_counts()

    @Slot()
    def focus_search(self) -> None:
        """Begin to look for words."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    @Slot()
    def on_search_done(self) -> None:
        """Return: to the first of those found."""
        self.model.settle()
        if self.search.text().strip() and self.model.incident_ids:
            self.view.choose(self.model.incident_ids[0])

    def _offer_lately(self) -> None:
        # Cells and classes are offered as they occur; a new one is rare, a look is cheap.
        if not self.filters.cells.menu().actions():
            self._offer()

    def _offer(self) -> None:
        self.filters.offer(self.model.open_incidents())

    # -- selection and menus -----------------------------------------------------------

    @Slot(object)
    def on_selection(self, incident_id: IncidentId | None) -> None:
        """Follow a selection made elsewhere."""
        self.view.choose(incident_id)

    @Slot(QModelIndex, QModelIndex)
    def on_current(self, current: QModelIndex, _before: QModelIndex) -> None:
        """Tell everybody which row is current."""
        incident = self.model.incident_at(current.row())
        if incident is not None:
            self._session.selection.pick_incident(incident.id)

    @Slot()
    def on_rows_chosen(self) -> None:
        """Several rows may be chosen at once; the current one among them is acted upon.

        It may have been the current one all along, while another incident was looked at
        that is not in the list: then no current row changes when it is chosen.
        """
        current = self.view.currentIndex()
        if self.view.selectionModel().isSelected(current):
            self.on_current(current, current)
        self.chosen_changed.emit(self.view.chosen_ids())

    @Slot(QPoint)
    def on_context(self, at: QPoint) -> None:
        """Somebody wants to know what can be done with the chosen rows."""
        ids = self.view.chosen_ids()
        if ids:
            self.context_wanted.emit(ids, self.view.viewport().mapToGlobal(at))

    @Slot(QPoint)
    def on_header_context(self, at: QPoint) -> None:
        """Offer the columns where the pointer is."""
        self._offer_columns(at)

    def offer_columns(self) -> None:
        """Offer the columns below their headings; the arrows choose, Enter shows or hides."""
        self._offer_columns(self.view.horizontalHeader().rect().bottomLeft())

    def _offer_columns(self, at: QPoint) -> None:
        header = self.view.horizontalHeader()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column in Column:
            action = menu.addAction(self.model.heading(column))
            action.setCheckable(True)
            action.setChecked(not header.isSectionHidden(column))
            action.setData(int(column))
            action.toggled.connect(self.on_column_toggled)
        menu.popup(header.mapToGlobal(at))
        menu.setActiveAction(menu.actions()[0])

    @Slot(bool)
    def on_column_toggled(self, shown: bool) -> None:  # noqa: FBT001 - Qt's signature
        """Show or hide a column."""
        action = self.sender()
        if isinstance(action, QAction):
            self.view.show_column(Column(action.data()), shown=shown)

    @Slot()
    def on_arranged(self) -> None:
        """Columns were moved, widened, shown or hidden by hand."""
        if self._memory is not None:
            self._memory.columns = self.view.arrangement()

    @Slot()
    def on_badge(self) -> None:
        """Go to the new rows."""
        self.model.settle()
        rows = [row for row in map(self.model.row_of, self._unseen) if row is not None]
        self._unseen.clear()
        if rows:
            self.view.scrollTo(self.model.index(min(rows), 0))
        self._say_counts()

    @Slot()
    def on_pending(self) -> None:
        """An act was sent or settled: its ghost comes or goes with the next beat."""
        self._dirty = True

    @Slot()
    def on_reference(self) -> None:
        """Other cells, other classes."""
        self.model.forget_words()
        self._offer()

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        self.view.measure()
        self._space()

    # -- words -------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.search.setPlaceholderText(self.tr("Filter by words, number, place…  ( / )"))
        self.search.setAccessibleName(self.tr("Filter the queue"))
        self.filters.retranslate()
        self.view.setAccessibleName(self.tr("Queue of open incidents"))
        self.badge.setToolTip(self.tr("Go to the new incidents"))
        self._offer()
        self.model.forget_words()
        self.view.fit_columns()
        self._say_counts()

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if is_language_change(event):
            self.retranslate()
        super().changeEvent(event)
