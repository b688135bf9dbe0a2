"""The wall's towns: members on duty and open incidents, as bars.

A district of few towns has room left: its busiest communities stand below. One of many
has them turned over page by page.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from console.tables.chips import is_language_change
from console.tables.places import TOWN, cell_name, cells_on
from models.picture.query import TownLoad, loads_by_town

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.settings.look import Look
    from console.state.session import Session
    from models.domain.grid import Cell
    from models.feed.frame import Frame


BEAT_MS: Final = 5_000
"""Bars of a wall need no more (`domain.md` §11.3)."""
PAGE_BEATS: Final = 2
"""So many beats a page of towns stays up."""
UNIT: Final = 5
HEAD_PX: Final = 48
ROW_PX: Final = 78
TALLEST_PX: Final = 118
FEWEST_BELOW: Final = 2
"""Fewer communities than this are not worth a heading."""
Row = tuple[str, TownLoad]
_EDGE_PX: Final = 16
_GAP_PX: Final = 10
_SIGN_PX: Final = 26
"""What a sign takes before its number."""


@dataclass(frozen=True, slots=True)
class _Section:
    """Cells of one level with what they carry, the busiest first."""

    level: int
    loads: tuple[TownLoad, ...] = ()


@dataclass(frozen=True, slots=True)
class _Count:
    """A number of a row with its words, the role of its colour and its sign, if it has one."""

    words: str
    role: str
    icon: str = ""


class WallTowns(QWidget):
    """One line a town, the busiest first: incidents in one bar, members in another.

    Thread: GUI
    """

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look
        self._towns, self._below = _Section(TOWN), _Section(TOWN + 1)
        self._beats = 0
        session.frame_changed.connect(self.on_frame)
        session.reference_changed.connect(self.on_reference)
        look.changed.connect(self.update)
        self._beat = QTimer(self, interval=BEAT_MS)
        self._beat.timeout.connect(self.on_beat)
        self._beat.start()
        self._count()

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Count again with the next beat; after a jump at once."""
        if frame.jumped:
            self._count()
            self.update()

    @Slot()
    def on_beat(self) -> None:
        """Count again, for limits run out by themselves; turn the page when it is time."""
        self._beats += 1
        self.count()

    @Slot()
    def count(self) -> None:
        """Count as of the frame on show."""
        self._count()
        self.update()

    @Slot()
    def on_reference(self) -> None:
        """Other towns."""
        self.count()

    def _count(self) -> None:
        sections = [_Section(level, self._loads(level)) for level in range(TOWN, UNIT + 1)]
        # A home that is one town alone is looked at by its communities.
        found = [at for at, section in enumerate(sections) if len(section.loads) > 1]
        some = [at for at, section in enumerate(sections) if section.loads]
        at = (found or some or [0])[0]
        self._towns = sections[at]
        self._below = sections[at + 1] if at + 1 < len(sections) else _Section(UNIT)

    def _loads(self, level: int) -> tuple[TownLoad, ...]:
        frame = self._session.frame
        towns = [cell.id for cell in self._cells(level)]
        loads = loads_by_town(frame.picture, towns, frame.now).values()
        return tuple(sorted(loads, key=lambda load: (-load.open, -load.members)))

    def _cells(self, level: int) -> list[Cell]:
        picture = self._session.frame.picture
        paths = [member.cell_path for member in picture.members.values()]
        paths += [incident.cell_path for incident in picture.incidents.values()]
        return cells_on(self._session.reference, paths, level)

    # -- what is shown -------------------------------------------------------------------

    @property
    def rows(self) -> tuple[Row, ...]:
        """The towns with their names, the busiest first."""
        return self._named(self._towns.loads)

    def _named(self, loads: Sequence[TownLoad]) -> tuple[Row, ...]:
        reference = self._session.reference
        return tuple((cell_name(reference, load.town), load) for load in loads)

    def _capacity(self) -> int:
        return max(1, int(self._room() // self._look.px(ROW_PX)))

    def _room(self) -> float:
        return float(self.height() - self._look.px(HEAD_PX))

    @property
    def pages(self) -> int:
        """How many pages the towns take."""
        return max(1, -(-len(self._towns.loads) // self._capacity()))

    @property
    def page(self) -> int:
        """The page on show, from 0."""
        return (self._beats // PAGE_BEATS) % self.pages

    def rows_shown(self) -> tuple[Row, ...]:
        """The towns of this page."""
        rows = self.rows
        each = -(-len(rows) // self.pages)
        return rows[self.page * each : (self.page + 1) * each]

    def rows_below(self) -> tuple[Row, ...]:
        """The busiest communities, as many as there is room for below the towns."""
        room = self._room() - len(self._towns.loads) * self._look.px(ROW_PX)
        free = int((room - self._look.px(HEAD_PX)) // self._look.px(ROW_PX))
        if self.pages > 1 or free < FEWEST_BELOW or not self._towns.loads:
            return ()
        return self._named(self._below.loads[:free])

    def heading(self, level: int) -> str:
        """What the cells of a level are called, over their rows."""
        return {
            TOWN: self.tr("By town"),
            TOWN + 1: self.tr("By community"),
            TOWN + 2: self.tr("By village"),
        }.get(level, self.tr("By unit"))

    # -- Qt ------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """A column."""
        return QSize(self._look.px(420), self._look.px(600))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the towns and what has room below."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look.colour("panel"))
        shown, below = self.rows_shown(), self.rows_below()
        heads = look.px(HEAD_PX) * (2 if below else 1)
        room = (self.height() - heads) / max(1, len(shown) + len(below))
        height = min(look.px(TALLEST_PX), room)
        title = self.heading(self._towns.level)
        if self.pages > 1:
            title += f"  {self.page + 1}/{self.pages}"
        y = self._paint_head(painter, 0.0, title)
        y = self._paint_rows(painter, y, height, shown)
        if below:
            y = self._paint_head(painter, y, self.heading(self._below.level))
            self._paint_rows(painter, y, height, below)
        painter.end()

    def is_brief(self, rows: Sequence[Row]) -> bool:
        """Whether words leave no room for a name: then all have the signs of the figures."""
        look = self._look
        name_px = QFontMetricsF(look.font(24, bold=True)).horizontalAdvance
        said_px = QFontMetricsF(look.font(20)).horizontalAdvance
        room = self.width() - look.px(2 * _EDGE_PX + _GAP_PX)

        def wanted(name: str, load: TownLoad) -> float:
            said = self._counts(load, is_brief=False)
            signs = sum(look.px(14) + (look.px(_SIGN_PX) if one.icon else 0) for one in said)
            return name_px(name) + signs + sum(said_px(one.words) for one in said)

        return any(wanted(name, load) > room for name, load in rows)

    def _paint_rows(
        self, painter: QPainter, y: float, height: float, rows: Sequence[Row]
    ) -> float:
        most = (
            max((load.open for _, load in rows), default=0) or 1,
            max((load.members for _, load in rows), default=0) or 1,
        )
        is_brief = self.is_brief(rows)
        for name, load in rows:
            box = QRectF(0, y, self.width(), height)
            self._paint_town(painter, box, (name, load), most, is_brief=is_brief)
            y += height
        return y

    def _paint_head(self, painter: QPainter, y: float, title: str) -> float:
        look = self._look
        head = QRectF(0, y, self.width(), look.px(HEAD_PX))
        painter.fillRect(head, look.colour("raised"))
        inner = head.adjusted(look.px(16), 0, -look.px(16), 0)
        painter.setFont(look.font(24, bold=True))
        painter.setPen(look.colour("text"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, title)
        return head.bottom()

    def _paint_town(
        self,
        painter: QPainter,
        box: QRectF,
        row: Row,
        most: tuple[int, int],
        *,
        is_brief: bool,
    ) -> None:
        look, (name, load) = self._look, row
        inner = box.adjusted(look.px(_EDGE_PX), 0, -look.px(_EDGE_PX), 0)
        bar_px = min(look.px(14), max(look.px(8), box.height() / 9))
        gap = bar_px * 0.5
        content = look.px(34) + 2 * bar_px + gap
        top = box.top() + (box.height() - content) / 2
        line = QRectF(inner.left(), top, inner.width(), look.px(30))
        left = self._paint_counts(painter, line, self._counts(load, is_brief=is_brief))
        painter.setFont(look.font(24, bold=True))
        painter.setPen(look.colour("text"))
        room = int(left - line.left() - look.px(_GAP_PX) + look.px(14))
        cut = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room)
        # The font's own height keeps room for accents: more than the line has.
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
        painter.drawText(line, middle, cut)
        bar = QRectF(inner.left(), top + look.px(34), inner.width(), bar_px)
        self._paint_bar(painter, bar, load.open / most[0], "accent_mark")
        self._paint_over(painter, bar, load.overdue / most[0], "red_mark")
        bar.translate(0, bar_px + gap)
        self._paint_bar(painter, bar, load.on_duty / most[1], "green_mark")

    def _counts(self, load: TownLoad, *, is_brief: bool) -> list[_Count]:
        """On duty, open, overdue, from the right; each in words or with the figures' sign.

        On duty has a sign always: its words would leave no room for a name.
        """
        said = [_Count(f"{load.on_duty}/{load.members}", "green", "people")]
        if is_brief:
            said.append(_Count(str(load.open), "accent", "list"))
        else:
            said.append(_Count(self.tr("{0} open").format(load.open), "accent"))
        if load.overdue and is_brief:
            said.append(_Count(str(load.overdue), "red", "overdue"))
        elif load.overdue:
            said.append(_Count(self.tr("{0} overdue").format(load.overdue), "red"))
        return said

    def _paint_counts(self, painter: QPainter, line: QRectF, counts: Sequence[_Count]) -> float:
        """Each in the colour of its bar; where they begin."""
        look, right = self._look, line.right()
        painter.setFont(look.font(20))
        for one in counts:
            width = painter.fontMetrics().horizontalAdvance(one.words)
            painter.setPen(look.colour(one.role))
            box = QRectF(right - width, line.top(), width + 1, line.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, one.words)
            right -= width
            if one.icon:
                right -= look.px(_SIGN_PX)
                top = int(line.center().y() - look.px(10))
                painter.drawPixmap(int(right), top, look.pixmap(one.icon, one.role, 20))
            right -= look.px(14)
        return right

    def _paint_bar(self, painter: QPainter, bar: QRectF, share: float, role: str) -> None:
        painter.fillRect(bar, self._look.colour("line", 0.6))
        self._paint_over(painter, bar, share, role)

    def _paint_over(self, painter: QPainter, bar: QRectF, share: float, role: str) -> None:
        filled = QRectF(bar.left(), bar.top(), bar.width() * share, bar.height())
        painter.fillRect(filled, self._look.colour(role))

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if is_language_change(event):
            self.update()
        super().changeEvent(event)
