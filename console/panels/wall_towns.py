"""The wall's towns: members on duty and open incidents, as bars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from console.tables.chips import is_language_change
from console.tables.places import TOWN, cell_name, cells_on
from models.picture.query import TownLoad, loads_by_town

if TYPE_CHECKING:
    from console.settings.look import Look
    from console.state.session import Session
    from models.feed.frame import Frame


BEAT_MS: Final = 5_000
"""Bars of a wall need no more (`domain.md` §11.3)."""


class WallTowns(QWidget):
    """One line a town, the busiest first: incidents in one bar, members in another.

    Thread: GUI
    """

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look
        self._loads: list[TownLoad] = []
        session.frame_changed.connect(self.on_frame)
        session.reference_changed.connect(self.on_reference)
        look.changed.connect(self.update)
        self._is_old = False
        self._beat = QTimer(self, interval=BEAT_MS)
        self._beat.timeout.connect(self.count)
        self._beat.start()
        self._count()

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Count again with the next beat; after a jump at once."""
        changes = frame.changes
        self._is_old = self._is_old or bool(changes.incidents or changes.members)
        if frame.jumped:
            self._is_old = True
            self.count()

    @Slot()
    def count(self) -> None:
        """Count, where something changed since."""
        if self._is_old:
            self._count()
            self.update()

    @Slot()
    def on_reference(self) -> None:
        """Other towns."""
        self._count()
        self.update()

    def _count(self) -> None:
        self._is_old = False
        frame, reference = self._session.frame, self._session.reference
        picture = frame.picture
        paths = [member.cell_path for member in picture.members.values()]
        paths += [incident.cell_path for incident in picture.incidents.values()]
        towns = [cell.id for cell in cells_on(reference, paths, TOWN)]
        loads = loads_by_town(picture, towns, frame.now).values()
        self._loads = sorted(loads, key=lambda load: (-load.open, -load.members))

    @property
    def rows(self) -> tuple[tuple[str, TownLoad], ...]:
        """The towns with their names, the busiest first."""
        reference = self._session.reference
        return tuple((cell_name(reference, load.town), load) for load in self._loads)

    # -- Qt ------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """A column."""
        return QSize(self._look.px(420), self._look.px(600))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the lines, as many as fit."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look.colour("panel"))
        head = QRectF(0, 0, self.width(), look.px(44))
        painter.fillRect(head, look.colour("raised"))
        inner = head.adjusted(look.px(16), 0, -look.px(16), 0)
        painter.setFont(look.font(22, bold=True))
        painter.setPen(look.colour("text"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignLeft, self.tr("By town"))
        self._paint_legend(painter, inner)
        room = self.height() - head.height()
        height = min(look.px(76), max(look.px(56), room / max(1, len(self._loads))))
        for i, (name, load) in enumerate(self.rows):
            box = QRectF(0, head.bottom() + i * height, self.width(), height)
            if box.bottom() > self.height() + 1:
                break
            self._paint_town(painter, box, name, load)
        painter.end()

    def _paint_legend(self, painter: QPainter, inner: QRectF) -> None:
        look = self._look
        painter.setFont(look.font(15))
        painter.setPen(look.colour("soft"))
        side, right = look.px(11), inner.right()
        for words, role in (
            (self.tr("on duty"), "green_mark"),
            (self.tr("overdue"), "red_mark"),
            (self.tr("open"), "accent_mark"),
        ):
            width = painter.fontMetrics().horizontalAdvance(words)
            box = QRectF(right - width, inner.top(), width, inner.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
            y = inner.center().y() - side / 2
            mark = QRectF(box.left() - side - look.px(5), y, side, side)
            painter.fillRect(mark, look.colour(role))
            right = mark.left() - look.px(14)

    def _paint_town(self, painter: QPainter, box: QRectF, name: str, load: TownLoad) -> None:
        look = self._look
        inner = box.adjusted(look.px(16), look.px(6), -look.px(16), -look.px(6))
        line = QRectF(inner.left(), inner.top(), inner.width(), look.px(26))
        painter.setFont(look.font(18))
        painter.setPen(look.colour("soft"))
        said = self.tr("{0} open · {1}/{2} on duty").format(
            load.open, load.on_duty, load.members
        )
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, right, said)
        taken = painter.fontMetrics().horizontalAdvance(said) + look.px(10)
        painter.setFont(look.font(20, bold=True))
        painter.setPen(look.colour("text"))
        cut = painter.fontMetrics().elidedText(
            name, Qt.TextElideMode.ElideRight, int(line.width() - taken)
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, cut)
        self._paint_bars(painter, inner, load)

    def _paint_bars(self, painter: QPainter, inner: QRectF, load: TownLoad) -> None:
        look = self._look
        most = max((max(each.open, each.members) for each in self._loads), default=1) or 1
        bar = QRectF(inner.left(), inner.top() + look.px(29), inner.width(), look.px(7))
        painter.fillRect(bar, look.colour("line", 0.6))
        width = bar.width() * load.open / most
        painter.fillRect(
            QRectF(bar.left(), bar.top(), width, bar.height()), look.colour("accent_mark")
        )
        over = bar.width() * load.overdue / most
        painter.fillRect(
            QRectF(bar.left(), bar.top(), over, bar.height()), look.colour("red_mark")
        )
        below = bar.translated(0, look.px(10))
        painter.fillRect(below, look.colour("line", 0.6))
        width = below.width() * load.on_duty / most
        painter.fillRect(
            QRectF(below.left(), below.top(), width, below.height()), look.colour("green_mark")
        )

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if is_language_change(event):
            self.update()
        super().changeEvent(event)
