"""The roster: members under their town, community or state, with load and age of the fix.

Two levels: groups, and members under them. Members come, go and change groups in
`settle`; what a member carries is repainted by `refresh` for the rows somebody sees.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from console.state.leave_words import (
    away_words,
    shift_words,
    state_words,
    until_words,
)
from console.state.words import availability_words, kind_words
from console.tables.fix_ages import FixAges
from console.tables.payload import MIME, Payload
from console.tables.places import COMMUNITY, TOWN, cell_at, cell_name, path_words
from console.tables.roster_columns import GROUP_FLAGS, MEMBER_FLAGS, Cell, Column
from console.tables.roster_filter import Grouping, RosterFilter, fits
from console.tables.staff import Staff
from models.domain.member import Duty, Member
from models.domain.skill import skill_words
from models.picture.picture import Picture
from models.picture.query import Availability, availability, load_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from console.state.session import Session
    from models.domain.ids import CellId, MemberId
    from models.feed.frame import Frame

_Index = QModelIndex | QPersistentModelIndex
_SINGLE_STEPS = 60
"""More rows than this come or go as a whole: telling each would take longer."""


@dataclass(slots=True)
class _Group:
    key: str
    title: str
    members: list[MemberId] = field(default_factory=list)


class RosterModel(QAbstractItemModel):
    """Members in groups.

    `staff` knows who is on duty and free, shown or not.

    Invariants: a member has one row at most; within a group rows stand by number; the
    internal id of a group's index is 0, of a member's the group's row + 1.
    Thread: GUI
    """

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._groups: list[_Group] = []
        self._ages = FixAges(session)
        self.staff = Staff()
        self._picture = Picture()
        self._group_at: dict[tuple[int, tuple[CellId, ...]], tuple[str, str]] = {}
        self._filter = RosterFilter()
        self._grouping = Grouping.TOWN
        self._settled_at = _minute(session.frame.now)
        self.is_unsettled = True
        self.take(replace(session.frame, jumped=True))
        self.settle()

    # -- what comes in -----------------------------------------------------------------

    def take(self, frame: Frame) -> None:
        """Keep who is free now; rows change when asked to."""
        before, self._picture = self._picture, frame.picture
        away = frozenset(self.staff.away)
        self.staff.take(frame)
        changes = frame.changes
        # Work in hand moves a member only where rows are chosen or grouped by it.
        by_load = self._filter.free or self._grouping is Grouping.STATE
        moved = (by_load and changes.incidents) or any(
            self._moves(before.members.get(key), frame.picture.members.get(key))
            for key in changes.members
        )
        # A shift begins and ends by the minute, and without a fact.
        is_late = self._filter.follows_the_clock and _minute(frame.now) != self._settled_at
        if frame.jumped or moved or changes.reference or away != self.staff.away or is_late:
            self.is_unsettled = True

    def _moves(self, before: Member | None, now: Member | None) -> bool:
        """Whether a member may stand in another row than before, or in none."""
        if before is None or now is None or Duty.LEFT in {before.duty, now.duty}:
            return True
        by_duty = self._filter.on_duty or self._filter.free or self._grouping is Grouping.STATE
        return by_duty or _place_of(before) != _place_of(now)

    @property
    def filter(self) -> RosterFilter:
        """Whom the roster shows."""
        return self._filter

    def show_only(self, wanted: RosterFilter) -> None:
        """Show others, at once."""
        if wanted != self._filter:
            self._filter = wanted
            self.settle()

    @property
    def grouping(self) -> Grouping:
        """What members are put together by."""
        return self._grouping

    def group_by(self, grouping: Grouping) -> None:
        """Put members together by something else, at once."""
        if grouping is not self._grouping:
            self._grouping = grouping
            self._begin_again(self._next_groups())

    def forget_words(self) -> None:
        """Language or reference data changed: every word is another one."""
        self._group_at.clear()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(Column) - 1)
        self._begin_again(self._next_groups())

    # -- what is asked -----------------------------------------------------------------

    @property
    def member_ids(self) -> tuple[MemberId, ...]:
        """All shown members, group by group."""
        return tuple(member for group in self._groups for member in group.members)

    @property
    def group_titles(self) -> tuple[str, ...]:
        """The groups from above."""
        return tuple(group.title for group in self._groups)

    def member_at(self, index: _Index) -> Member | None:
        """The member of a row; None for a group's."""
        if not index.isValid() or index.internalId() == 0:
            return None
        group = self._groups[index.internalId() - 1]
        return self._member(group.members[index.row()])

    def cell(self, index: _Index) -> Cell | None:
        """What a member's cell shows; None for a group's."""
        member = self.member_at(index)
        if member is None:
            return None
        column, state = Column(index.column()), self.availability_of(member)
        is_state = column is Column.STATE
        return Cell(
            column,
            self._said(member, column),
            member.name,
            member.number,
            state,
            load_of(self._session.frame.picture, member),
            member.capacity,
            is_held=member.held_for is not None,
            is_stale=column is Column.FIX and self._ages.is_stale(member),
            until=until_words(self._session, member, state) if is_state else "",
        )

    def index_of(self, member_id: MemberId) -> QModelIndex:
        """The row of a member; an invalid index where there is none."""
        for row, group in enumerate(self._groups):
            if member_id in group.members:
                return self.createIndex(group.members.index(member_id), 0, row + 1)
        return QModelIndex()

    def availability_of(self, member: Member) -> Availability:
        """Whether the member can take more."""
        frame = self._session.frame
        return availability(member, load_of(frame.picture, member), frame.now)

    # -- bringing the rows up to date ----------------------------------------------------

    def refresh(self, indexes: Sequence[QModelIndex]) -> None:
        """Repaint some rows; the others are not looked at."""
        for index in indexes:
            end = index.siblingAtColumn(len(Column) - 1)
            self.dataChanged.emit(index.siblingAtColumn(0), end)

    def settle(self) -> None:
        """Let members come and go; a few by single rows, many by beginning again."""
        self.is_unsettled = False
        groups = self._next_groups()
        if [g.key for g in groups] != [g.key for g in self._groups]:
            self._begin_again(groups)
            return
        pairs = list(zip(self._groups, groups, strict=True))
        steps = sum(len(set(old.members) ^ set(new.members)) for old, new in pairs)
        if steps > _SINGLE_STEPS:
            self._begin_again(groups)
            return
        for row, (old, new) in enumerate(pairs):
            self._bring(row, old, new)

    def _bring(self, row: int, old: _Group, new: _Group) -> None:
        old.title = new.title
        parent = self.index(row, 0)
        wanted = set(new.members)
        for at in reversed(range(len(old.members))):
            if old.members[at] not in wanted:
                self.beginRemoveRows(parent, at, at)
                del old.members[at]
                self.endRemoveRows()
        for at, member in enumerate(new.members):
            if at >= len(old.members) or old.members[at] != member:
                self.beginInsertRows(parent, at, at)
                old.members.insert(at, member)
                self.endInsertRows()

    def _begin_again(self, groups: list[_Group]) -> None:
        self.beginResetModel()
        self._groups = groups
        self.endResetModel()

    def _next_groups(self) -> list[_Group]:
        groups: dict[str, _Group] = {}
        self._settled_at = _minute(self._session.frame.now)
        members = self._session.frame.picture.members.values()
        for member in sorted(members, key=lambda m: m.number):
            if member.duty is not Duty.LEFT and fits(
                self._filter, member, self.staff, self._session
            ):
                key, title = self._group_of(member)
                group = groups.setdefault(key, _Group(key, title))
                group.members.append(member.id)
        return [groups[key] for key in sorted(groups)]

    def _group_of(self, member: Member) -> tuple[str, str]:
        """Key, by which groups are sorted, and title of the group of a member."""
        if self._grouping is Grouping.STATE:
            state = self.availability_of(member)
            return f"{list(Availability).index(state)}", availability_words(state)
        level = TOWN if self._grouping is Grouping.TOWN else COMMUNITY
        known = self._group_at.get((level, member.cell_path))
        if known is None:
            known = self._group_at[level, member.cell_path] = self._cell_group(member, level)
        return known

    def _cell_group(self, member: Member, level: int) -> tuple[str, str]:
        reference = self._session.reference
        cell = cell_at(reference, member.cell_path, level)
        if cell is None:
            return "~", self.tr("Without a cell")
        path = member.cell_path[: member.cell_path.index(cell.id) + 1]
        return f"{cell.code}|{cell.id}", path_words(reference, path)

    # -- words -------------------------------------------------------------------------

    def _member(self, member_id: MemberId) -> Member | None:
        return self._session.frame.picture.members.get(member_id)

    def _said(self, member: Member, column: Column) -> str:
        match column:
            case Column.NAME:
                return f"{member.name}  {member.number}" if member.name else member.number
            case Column.STATE:
                return state_words(self._session, member, self.availability_of(member))
            case Column.LOAD:
                load = load_of(self._session.frame.picture, member)
                return f"{load}/{member.capacity}"
            case Column.FIX:
                return self._ages.words(member)
            case Column.PLACE:
                return cell_name(self._session.reference, member.home_cell)
            case Column.SKILLS:
                language = self._session.seat.language
                said = (skill_words(skill).in_(language) for skill in member.skills)
                return self.tr(", ").join(said)

    def _tip(self, member: Member, column: Column) -> str:
        if column is Column.NAME:
            return f"{member.name} · {member.number} · {kind_words(member.kind)}"
        if column is Column.PLACE:
            return path_words(self._session.reference, member.cell_path)
        if column is Column.STATE and member.id in self.staff.away:
            return away_words(self._session, member)
        if column is Column.STATE and member.rota and member.held_for is None:
            return shift_words(self._session, member) or self._said(member, column)
        if column is Column.STATE and member.held_for is not None:
            incident = self._session.incident(member.held_for)
            number = incident.number if incident else ""
            return self.tr("Reserved for {0}").format(number)
        return self._said(member, column)

    # -- Qt ------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: _Index = QModelIndex()) -> QModelIndex:
        """A group's or a member's cell."""
        if not self.hasIndex(row, column, parent):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: _Index = QModelIndex()) -> QModelIndex:  # type: ignore[override] # Qt overloads it
        """The group of a member."""
        if not index.isValid() or index.internalId() == 0:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, 0)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        """Groups, or members of one."""
        if not parent.isValid():
            return len(self._groups)
        if parent.internalId() or parent.column() > 0:
            return 0
        return len(self._groups[parent.row()].members)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:
        """Six."""
        return 0 if parent.isValid() and parent.internalId() else len(Column)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for people; what the delegate draws is in `cell`."""
        if not index.isValid():
            return None
        if index.internalId() == 0:
            return self._group_data(self._groups[index.row()], index.column(), role)
        member = self.member_at(index)
        return self._member_data(member, Column(index.column()), role) if member else None

    def _member_data(self, member: Member, column: Column, role: int) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._said(member, column)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(member, column)
        return None

    def _group_data(self, group: _Group, column: int, role: int) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return group.title if role == Qt.ItemDataRole.ToolTipRole else None
        if column == Column.NAME:
            return group.title
        if column == Column.STATE:
            free = sum(map(self.staff.free.__contains__, group.members))
            return self.tr("{0} free of {1}").format(free, len(group.members))
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """The columns' names."""
        names = (
            self.tr("Member"),
            self.tr("State"),
            self.tr("Load"),
            self.tr("Last fix"),
            self.tr("Home cell"),
            self.tr("Skills"),
        )
        is_ours = orientation is Qt.Orientation.Horizontal and 0 <= section < len(names)
        return names[section] if is_ours and role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Members can be picked up, and incidents dropped on them."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return GROUP_FLAGS if index.internalId() == 0 else MEMBER_FLAGS

    def mimeTypes(self) -> list[str]:
        """Ours alone."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        """The members of the rows, once each, in their order."""
        found = (self.member_at(index) for index in indexes)
        return Payload("member", tuple(dict.fromkeys(m.id for m in found if m))).to_mime()


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


def _place_of(member: Member) -> tuple[object, ...]:
    """What the row of a member follows from, its duty aside."""
    return member.number, member.name, member.skills, member.cell_path, member.rota
