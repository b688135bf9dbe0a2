"""Facts in words: one row a journal entry, for an incident's timeline and for the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)

from console.state.advice_words import advice_words, left_out_words
from console.state.words import fact_words, moment_words, role_words, short_number
from console.tables.case_words import CaseWords
from models.desk import clockwork, courier
from models.domain.fact import Entry, SubjectKind
from models.domain.ids import DrawingId, IncidentId, MemberId
from models.domain.lifecycle import Role
from models.domain.redaction import redacted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from console.state.session import Session

_Index = QModelIndex | QPersistentModelIndex
ENTRY: Final = int(Qt.ItemDataRole.UserRole)
"""Role of the whole `Entry`."""
WHEN: Final = ENTRY + 1
"""Role of the moment in words."""
WHO: Final = ENTRY + 2
"""Role of who did it, as which role, from which station, in words."""
NOTE: Final = ENTRY + 3
"""Role of the note given with it."""
KEPT_ROWS: Final = 2_000
"""The log is a window on the journal, not the journal."""
_NAMES_TASKS: Final = frozenset({"dispatched", "redispatched", "assist-added", "check-sent"})


class EntriesModel(QAbstractListModel):
    """Journal entries, the newest first.

    Invariants: no `seq` twice; at most `KEPT_ROWS` entries, of which the newest are rows.
    Thread: GUI
    """

    def __init__(
        self,
        session: Session,
        *,
        names_subject: bool,
        rows: int = KEPT_ROWS,
        parent: QObject | None = None,
    ) -> None:
        """`names_subject`: rows tell which incident or member they are about.

        `rows` are shown at most, until `show_rows` asks for more.
        """
        super().__init__(parent)
        self._session = session
        self._names_subject = names_subject
        self._words = CaseWords(session)
        self._entries: list[Entry] = []
        self._first_rows = self._most_rows = rows
        self._rows = 0
        self._by_number: dict[str, MemberId] = {}
        self._counted = -1

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries, the newest first."""
        return tuple(self._entries)

    def clear(self) -> None:
        """Show nothing, and begin with as few rows as at first."""
        self._most_rows = self._first_rows
        self.show(())

    def show(self, entries: Iterable[Entry]) -> None:
        """Begin again with other entries, in any order."""
        by_seq = {entry.seq: entry for entry in entries}
        self.beginResetModel()
        self._entries = [by_seq[seq] for seq in sorted(by_seq, reverse=True)][:KEPT_ROWS]
        self._rows = min(len(self._entries), self._most_rows)
        self.endResetModel()

    def add(self, entries: Iterable[Entry]) -> None:
        """Put newer entries on top; those at or below the newest known are passed over."""
        newest = self._entries[0].seq if self._entries else -1
        fresh = sorted((e for e in entries if e.seq > newest), key=lambda e: -e.seq)
        if not fresh:
            return
        # What goes, goes first: there are never more rows than may be.
        self._set_rows(min(self._rows, self._most_rows - len(fresh)))
        new = fresh[: self._most_rows]
        self.beginInsertRows(QModelIndex(), 0, len(new) - 1)
        self._entries = [*fresh, *self._entries][:KEPT_ROWS]
        self._rows += len(new)
        self.endInsertRows()

    def show_rows(self, rows: int) -> None:
        """Show so many of the entries at most."""
        self._most_rows = min(rows, KEPT_ROWS)
        self._set_rows(min(len(self._entries), self._most_rows))

    def _set_rows(self, rows: int) -> None:
        rows, old = max(0, rows), self._rows
        if rows > old:
            self.beginInsertRows(QModelIndex(), old, rows - 1)
            self._rows = rows
            self.endInsertRows()
        elif rows < old:
            self.beginRemoveRows(QModelIndex(), rows, old - 1)
            self._rows = rows
            self.endRemoveRows()

    def forget_words(self) -> None:
        """The language changed: every word is another one."""
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(self._rows - 1))

    def who(self, entry: Entry) -> str:
        """Who did it, a member by name too, in which role, from which station."""
        by_itself = {
            clockwork.ACTOR: self.tr("the clocks"),
            courier.ACTOR: self.tr("a channel"),
        }
        if entry.actor in by_itself:
            return " · ".join(filter(None, (by_itself[entry.actor], entry.station)))
        role = role_words(Role(entry.role)) if entry.role in set(Role) else entry.role
        actor = f"{self._name_of(entry.actor)} {entry.actor}".strip()
        return " · ".join(filter(None, (actor, role, entry.station)))

    def _name_of(self, actor: str) -> str:
        """The name of a member who acted under their number; "" of anybody else."""
        members = self._session.frame.picture.members
        if len(members) != self._counted:
            self._counted = len(members)
            self._by_number = {one.number: key for key, one in members.items()}
        member = members.get(self._by_number[actor]) if actor in self._by_number else None
        return member.name if member else ""

    def what(self, entry: Entry) -> str:
        """What was done, to whom it was given."""
        parts = [fact_words(entry.fact.verb)]
        if self._names_subject:
            parts.append(self._subject(entry))
        if entry.fact.verb in _NAMES_TASKS:
            tasks = [task for task in entry.fact.change.tasks if task.state.is_open]
            names = map(self._words.assignee, tasks)
            to = self.tr(", ").join(dict.fromkeys(filter(None, names)))
            parts.append(self.tr("to {0}").format(to) if to else "")
            advice = advice_words(entry.fact.change.advice)
            parts.append(f"({advice})" if advice else "")
        return " ".join(filter(None, parts))

    def note(self, entry: Entry) -> str:
        """The note given with it; says so where it was erased on request, or is unreadable."""
        if entry.unread:
            return self.tr("This entry cannot be read and was passed over.")
        if entry.erased:
            return self.tr("The words of this entry were erased on request.")
        note, about = entry.fact.change.note, IncidentId(entry.fact.subject_id)
        return note if self._session.revealed.holds(about) else redacted(note)

    def _subject(self, entry: Entry) -> str:
        picture = self._session.frame.picture
        if entry.fact.subject_kind is SubjectKind.INCIDENT:
            incident = picture.incidents.get(IncidentId(entry.fact.subject_id))
            return short_number(incident.number) if incident else ""
        if entry.fact.subject_kind is SubjectKind.MEMBER:
            member = picture.members.get(MemberId(entry.fact.subject_id))
            return f"{member.name} {member.number}".strip() if member else ""
        if entry.fact.subject_kind is SubjectKind.DRAWING:
            return self._drawing(entry)
        # Their facts carry them whole.
        said = entry.fact.change.fields
        return _first_line(said.get("text") or said.get("instructions") or "")

    def hay(self, row: int) -> str:
        """Everything that a search for words looks into, lower case."""
        entry = self._entries[row]
        said = (self.who(entry), self.what(entry), self.note(entry), self._when(entry))
        return "\n".join(said).casefold()

    def _drawing(self, entry: Entry) -> str:
        """A drawing's label: as this fact gave it, else as it is now."""
        drawing = self._session.frame.picture.drawings.get(DrawingId(entry.fact.subject_id))
        said = entry.fact.change.fields.get("text", drawing.text if drawing else "")
        return str(said)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        """Entries on show."""
        return 0 if parent.isValid() else self._rows

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for people; the parts of the sentence under the roles above."""
        if not index.isValid() or not 0 <= index.row() < self._rows:
            return None
        entry = self._entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.what(entry)
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                rest = left_out_words(entry.fact.change.advice, self._session.seat.language)
                said = (self.who(entry), self.what(entry), self.note(entry))
                words = (self._when(entry), *said, rest)
                return "\n".join(filter(None, words))
            case _ if role == ENTRY:
                return entry
            case _ if role == WHEN:
                return self._when(entry)
            case _ if role == WHO:
                return self.who(entry)
            case _ if role == NOTE:
                return self.note(entry)
        return None

    def _when(self, entry: Entry) -> str:
        zone = self._session.reference.calendar.zone
        return moment_words(entry.recorded_at, zone, self._session.frame.now)


def _first_line(text: object) -> str:
    lines = str(text).strip().splitlines()
    return lines[0] if lines else ""


class EntryFilter(QSortFilterProxyModel):
    """The entries that hold all words of a search; every one while nothing is sought.

    Thread: GUI
    """

    def __init__(self, entries: EntriesModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries = entries
        self._sought: tuple[str, ...] = ()
        self.setSourceModel(entries)

    def seek(self, text: str) -> None:
        """Leave those that hold these words."""
        self._sought = tuple(text.casefold().split())
        self.setFilterFixedString(text)  # has every row asked again

    def filterAcceptsRow(self, row: int, parent: _Index) -> bool:
        """Whether a row is left."""
        if not self._sought or parent.isValid():
            return True
        hay = self._entries.hay(row)
        return all(word in hay for word in self._sought)
