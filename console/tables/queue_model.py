"""The queue: open incidents as rows, sorted and filtered by the model itself.

Rows change in three ways, each at its own pace. `take` keeps the newest values and tells
nobody; `refresh` repaints the rows that somebody sees; `settle` brings the rows into
a new order, when the view allows it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from console.state.words import left_words
from console.tables.case_words import CaseWords
from console.tables.order import Times, ordered, ranks, times_of
from console.tables.payload import MIME, Payload
from console.tables.queue_columns import Cell, Column, sayers
from console.tables.queue_filter import (
    QueueFilter,
    Tally,
    Whose,
    WorkList,
    is_listed,
)
from console.tables.queue_tips import class_and_news, tip_of

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from console.state.session import Session
    from models.domain.deadline import Light
    from models.domain.ids import IncidentId
    from models.domain.incident import Incident
    from models.feed.frame import Frame

_Index = QModelIndex | QPersistentModelIndex
_ROW_FLAGS: Final = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemIsDropEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)
"""Asked for each cell painted: put together once."""


class QueueModel(QAbstractTableModel):
    """Open incidents, in the order and choice of this queue.

    Invariants: `incident_ids` are the rows from above; an id has one row at most; rows
    come, go and move only in `settle`, which costs one sort of all incidents; `_open` and
    `_times` hold the same ids in the same order.
    Thread: GUI
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._open: dict[IncidentId, Incident] = {}
        self._rows: list[IncidentId] = []
        self._row_of: dict[IncidentId, int] = {}
        self._times: dict[IncidentId, Times] = {}
        self._hay: dict[IncidentId, tuple[int, str]] = {}
        self._fresh: set[IncidentId] = set()
        self._silent_s = np.inf
        self._filter = QueueFilter()
        self._whose = Whose(session.seat.operator)
        self._tally = Tally(self._whose)
        self._words = CaseWords(session)
        self._say = sayers(self._words)
        self._column = Column.URGENCY
        self._falling = True
        self.is_unsettled = False
        self.take(replace(session.frame, jumped=True))
        self.settle()

    # -- what comes in ---------------------------------------------------------------

    def take(self, frame: Frame) -> tuple[IncidentId, ...]:
        """Keep a frame's incidents; the ids that are new in it, for the announcement."""
        incidents = frame.picture.incidents
        waits = self._session.waits
        if frame.jumped:
            self._open = {key: case for key, case in incidents.items() if case.state.is_open}
            self._times = {key: times_of(case, waits) for key, case in self._open.items()}
            self._hay.clear()
            self._fresh.clear()
            self._tally = self._counted(self._whose)
            self.is_unsettled = True
            return ()
        arrived = []
        for incident_id in frame.changes.incidents:
            incident, before = incidents.get(incident_id), self._open.get(incident_id)
            is_open = incident is not None and incident.state.is_open
            self._tally.take(before, incident if is_open else None)
            if incident is None or not is_open:
                for kept in (self._open, self._hay, self._times):
                    kept.pop(incident_id, None)
                continue
            if before is None:
                arrived.append(incident_id)
            self._open[incident_id] = incident
            self._times[incident_id] = times_of(incident, waits)
        is_due = frame.now.timestamp() >= self._silent_s
        self.is_unsettled |= is_due or bool(frame.changes.incidents)
        self._fresh.update(arrived)
        return tuple(arrived)

    def forget_fresh(self, incident_ids: Sequence[IncidentId]) -> None:
        """The rows are no news any more."""
        self._fresh.difference_update(incident_ids)

    @property
    def filter(self) -> QueueFilter:
        """What the queue shows."""
        return self._filter

    def show_only(self, wanted: QueueFilter, whose: Whose | None = None) -> None:
        """Show another choice of incidents, at once; `whose` is who looks."""
        whose = whose or self._whose
        if (wanted, whose) != (self._filter, self._whose):
            self._filter, self._whose = wanted, whose
            self.settle()

    def look_as(self, whose: Whose) -> None:
        """Who looks is another, or did something: the lists follow with the next order."""
        self._whose = whose

    def counts(self, whose: Whose) -> Counter[WorkList]:
        """How many incidents stand on each working list, shown or not."""
        if whose != self._tally.whose:
            self._tally = self._counted(whose)
        return self._tally.counts(self.overdue_count())

    def _counted(self, whose: Whose) -> Tally:
        tally = Tally(whose)
        for incident in self._open.values():
            tally.take(None, incident)
        return tally

    def forget_words(self) -> None:
        """Language or reference data changed: every word is another one."""
        self._hay.clear()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        self.refresh(0, len(self._rows) - 1)

    # -- what is asked ---------------------------------------------------------------

    @property
    def incident_ids(self) -> tuple[IncidentId, ...]:
        """The rows from above."""
        return tuple(self._rows)

    def overdue_count(self) -> int:
        """How many of the open incidents are overdue at the frame's now, shown or not."""
        now_s = self._session.frame.now.timestamp()
        return sum(times[0] < now_s for times in self._times.values())

    def cell(self, row: int, column: Column) -> Cell | None:
        """What a cell shows; None below the last row."""
        incident = self.incident_at(row)
        if incident is None:
            return None
        act = self._session.pending.of(incident.id)
        clock = self._words.standing_of(incident) if column is Column.DUE else None
        words = left_words(clock.left_s) if clock else self._say[column](incident)
        return Cell(
            column,
            words,
            incident.urgency,
            incident.state,
            clock.light if clock else None,
            act.fate if act else None,
            incident.id in self._fresh,
            self._session.presence.at(incident.id) if column is Column.TEXT else (),
            column is Column.CLASS and bool(self._session.unread.of(incident.id)),
        )

    def open_incidents(self) -> list[Incident]:
        """All of them, shown or not, in no order."""
        return list(self._open.values())

    def row_of(self, incident_id: IncidentId | None) -> int | None:
        """The row of an incident, if it has one."""
        return None if incident_id is None else self._row_of.get(incident_id)

    def incident_at(self, row: int) -> Incident | None:
        """The newest known value of a row's incident."""
        if not 0 <= row < len(self._rows):
            return None
        incident_id = self._rows[row]
        return self._open.get(incident_id) or self._session.frame.picture.incidents.get(
            incident_id
        )

    # -- bringing the rows up to date --------------------------------------------------

    def refresh(self, first: int, last: int) -> None:
        """Repaint rows `first` to `last`, both included; the others are not looked at."""
        last = min(last, len(self._rows) - 1)
        if 0 <= first <= last:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))

    def next_order(self) -> list[IncidentId]:
        """The rows as they would stand after `settle`."""
        self._silent_s = np.inf
        chosen = self._chosen()
        if not chosen:
            return []
        shown = [incident for incident, _ in chosen]
        times = np.array([times for _, times in chosen], float)
        keys = self._rising_keys(shown, times) * (-1 if self._falling else 1)
        order, self._silent_s = ordered(times, keys, self._session.frame.now.timestamp())
        return [shown[i].id for i in order]

    def settle(self, order: list[IncidentId] | None = None) -> None:
        """Bring the rows into their new order; selection and current row go along."""
        wanted = self.next_order() if order is None else order
        self.is_unsettled = False
        if wanted == self._rows:
            return
        fresh = [key for key in wanted if key not in self._row_of]
        if fresh:
            begin = len(self._rows)
            self.beginInsertRows(QModelIndex(), begin, begin + len(fresh) - 1)
            self._set_rows(self._rows + fresh)
            self.endInsertRows()
        keep = set(wanted)
        gone = [key for key in self._rows if key not in keep]
        self._permute(wanted + gone)
        if gone:
            self.beginRemoveRows(QModelIndex(), len(wanted), len(self._rows) - 1)
            self._set_rows(wanted)
            self.endRemoveRows()

    def _permute(self, order: list[IncidentId]) -> None:
        if order == self._rows:
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [(self._rows[index.row()], index.column()) for index in before]
        self._set_rows(order)
        after = [self.index(self._row_of[key], column) for key, column in kept]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _set_rows(self, rows: list[IncidentId]) -> None:
        self._rows = rows
        self._row_of = {key: row for row, key in enumerate(rows)}

    # -- choice and order --------------------------------------------------------------

    def _chosen(self) -> list[tuple[Incident, Times]]:
        """What is wanted of all; each question is asked of what the cheaper ones left."""
        wanted = self._filter
        # Side by side, for an id is looked up by a function of Python's own.
        shown = list(zip(self._open.values(), self._times.values(), strict=True))
        if wanted.worklist is not WorkList.ALL:
            shown = [one for one in shown if self._is_listed(*one)]
        if wanted.is_plain:
            shown = [one for one in shown if wanted.has_plain(one[0])]
        if wanted.majors:
            shown = [one for one in shown if self._words.major(one[0]) in wanted.majors]
        words = wanted.text.casefold().split()
        if words:
            shown = [one for one in shown if self._contains(one[0], words)]
        if wanted.lights:
            shown = [one for one in shown if self._light(one[0]) in wanted.lights]
        return shown

    def _is_listed(self, incident: Incident, times: Times) -> bool:
        overdue = times[0] < self._session.frame.now.timestamp()
        return is_listed(self._filter.worklist, incident, self._whose, is_overdue=overdue)

    def _light(self, incident: Incident) -> Light | None:
        clock = self._words.standing_of(incident)
        return clock.light if clock else None

    def _contains(self, incident: Incident, words: list[str]) -> bool:
        kept = self._hay.get(incident.id)
        if kept is None or kept[0] != incident.version:
            kept = self._hay[incident.id] = (incident.version, self._words.hay(incident))
        hay = kept[1]
        return words[0] in hay and all(word in hay for word in words)

    def _rising_keys(
        self, shown: list[Incident], times: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        match self._column:
            case Column.URGENCY:
                return times[:, 2]
            case Column.DUE:
                return times[:, 0]
            case Column.AGE:
                return -times[:, 1]
            case Column.STATE:
                return ranks([incident.state.value for incident in shown])
            case column:
                say = self._say[column]
                return ranks([say(incident) for incident in shown])

    # -- words -------------------------------------------------------------------------

    # -- Qt ------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        """Shown incidents."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        """Ten."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for people; what the delegate draws is in `cell`."""
        incident = self.incident_at(index.row())
        if not index.isValid() or incident is None:
            return None
        column = Column(index.column())
        match role:
            case Qt.ItemDataRole.AccessibleTextRole if column is Column.CLASS:
                return class_and_news(self._session, self._words, incident)
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._say[column](incident)
            case Qt.ItemDataRole.ToolTipRole:
                return tip_of(self._session, self._words, incident, column)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """The columns' names."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        names = self._headings()
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if section == Column.URGENCY else names[section]
        return names[section] if role == Qt.ItemDataRole.ToolTipRole else None

    def _headings(self) -> tuple[str, ...]:
        return (
            self.tr("Urgency"),
            self.tr("Time left"),
            self.tr("Class"),
            self.tr("State"),
            self.tr("What"),
            self.tr("Where"),
            self.tr("Waiting"),
            self.tr("Lead"),
            self.tr("Number"),
            self.tr("Source"),
        )

    def heading(self, column: int) -> str:
        """A column's name, also of the one whose heading is a mark."""
        return self._headings()[column]

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Every row can be picked up, and members can be dropped on it."""
        return _ROW_FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by another column, at once."""
        self._column = Column(column)
        self._falling = order is Qt.SortOrder.DescendingOrder
        self.settle()

    def mimeTypes(self) -> list[str]:
        """Ours alone."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The incidents of the rows, once each, from above."""
        rows = sorted({index.row() for index in indexes})
        return Payload("incident", tuple(self._rows[row] for row in rows)).to_mime()
