"""The wall's scrolling list: open incidents, the red first; no names, no phones, no house."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from console.state.words import category_words, left_words, short_number, state_words
from console.tables.chips import is_language_change
from console.tables.marks import (
    LIGHT_WORDS,
    paint_light,
    paint_pill,
    paint_urgency,
    state_colour,
)
from console.tables.places import COMMUNITY, TOWN, cell_at
from models.picture.query import red_first, standing

if TYPE_CHECKING:
    from console.settings.look import Look
    from console.state.session import Session
    from models.domain.ids import IncidentId
    from models.domain.incident import Incident
    from models.feed.frame import Frame

STEP_MS: Final = 2_500
"""A new row every two to three seconds (`domain.md` §11.3)."""
ROW_PX: Final = 74


class WallIncidents(QWidget):
    """A window of rows that walks over the list and begins again.

    Invariants: shows class, town and community, state and clock; never a person, never an
    exact address, never the free text, and nothing restricted.

    Thread: GUI
    """

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look
        self._ids: list[IncidentId] = []
        self._first = 0
        session.frame_changed.connect(self.on_frame)
        look.changed.connect(self.update)
        self._step = QTimer(self, interval=STEP_MS)
        self._step.timeout.connect(self.on_step)
        self._step.start()
        self._tick = QTimer(self, interval=1_000)
        self._tick.timeout.connect(self.on_tick)
        self._tick.start()
        self._rank()

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Clocks tick; the order is taken anew at the next round, so that nothing jumps."""
        if not self._ids or frame.jumped:
            self._first = 0
            self._rank()
            self.update()

    @Slot()
    def on_tick(self) -> None:
        """Clocks go on."""
        self.update()

    @Slot()
    def on_step(self) -> None:
        """One row on; at the end begin again with the red ones."""
        self._first += 1
        if self._first + self.rows_shown() > len(self._ids):
            self._first = 0
            self._rank()
        self.update()

    def _rank(self) -> None:
        frame = self._session.frame
        incidents = frame.picture.incidents
        ranked = red_first(frame.picture, frame.now)
        self._ids = [key for key in ranked if not incidents[key].restricted]

    def rows_shown(self) -> int:
        """How many rows fit."""
        return max(1, (self.height() - self._look.px(44)) // self._look.px(ROW_PX))

    def incidents_shown(self) -> list[Incident]:
        """The incidents on the wall now, from above; what closed meanwhile is left out."""
        incidents = self._session.frame.picture.incidents
        shown = self._ids[self._first : self._first + self.rows_shown()]
        found = [incidents[key] for key in shown if key in incidents]
        return [incident for incident in found if incident.state.is_open]

    def words_of(self, incident: Incident) -> tuple[str, str, str]:
        """What the wall says of an incident: class, where, how its clock stands."""
        reference = self._session.reference
        category = reference.categories.get(incident.category or "")
        cells = (cell_at(reference, incident.cell_path, level) for level in (TOWN, COMMUNITY))
        where = " · ".join(cell.name for cell in cells if cell is not None)
        clock = standing(incident, category, self._session.frame.now, reference.calendar)
        left = left_words(clock.left_s) if clock else ""
        return category_words(category, self._session.seat.language), where, left

    # -- Qt ------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """A column."""
        return QSize(self._look.px(420), self._look.px(600))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Draw the rows."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look.colour("panel"))
        head = QRectF(0, 0, self.width(), look.px(44))
        painter.fillRect(head, look.colour("raised"))
        painter.setFont(look.font(22, bold=True))
        painter.setPen(look.colour("text"))
        inner = head.adjusted(look.px(16), 0, -look.px(16), 0)
        align = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, align | Qt.AlignmentFlag.AlignLeft, self.tr("Open incidents"))
        shown = self.incidents_shown()
        for i, incident in enumerate(shown):
            height = look.px(ROW_PX)
            box = QRectF(0, head.bottom() + i * height, self.width(), height)
            self._paint_row(painter, box, incident)
        if not shown:
            painter.setPen(look.colour("soft"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.tr("All clear"))
        painter.end()

    def _paint_row(self, painter: QPainter, box: QRectF, incident: Incident) -> None:
        look = self._look
        name, where, left = self.words_of(incident)
        painter.fillRect(
            QRectF(box.left(), box.bottom() - 1, box.width(), 1), look.colour("line")
        )
        inner = box.adjusted(look.px(16), look.px(8), -look.px(14), -look.px(8))
        side = look.px(24)
        mark = QRectF(inner.left(), inner.top() + look.px(2), side, side)
        paint_urgency(painter, mark, incident.urgency, look)
        half = inner.height() / 2
        taken = self._paint_clock(painter, inner, incident, left)
        top = QRectF(inner.left() + side + look.px(12), inner.top(), 0, half)
        top.setRight(inner.right() - taken - look.px(12))
        painter.setFont(look.font(21, bold=True))
        painter.setPen(look.colour("text"))
        self._paint_cut(painter, top, name)
        pill = state_words(incident.state)
        painter.setFont(look.font(13))
        width = painter.fontMetrics().horizontalAdvance(pill) + look.px(22)
        foot = QRectF(top.left(), inner.top() + half, width, half)
        paint_pill(painter, foot, pill, look.colour(state_colour(incident.state)), look)
        rest = QRectF(foot.right() + look.px(10), foot.top(), 0, half)
        rest.setRight(inner.right())
        painter.setFont(look.font(18))
        painter.setPen(look.colour("soft"))
        said = " · ".join(filter(None, (where, short_number(incident.number))))
        self._paint_cut(painter, rest, said)

    def _paint_clock(
        self, painter: QPainter, inner: QRectF, incident: Incident, left: str
    ) -> float:
        """The clock at the right of the upper line; the width it took."""
        reference = self._session.reference
        category = reference.categories.get(incident.category or "")
        clock = standing(incident, category, self._session.frame.now, reference.calendar)
        if clock is None:
            return 0.0
        look = self._look
        painter.setFont(look.font(19, bold=True))
        painter.setPen(look.colour(LIGHT_WORDS[clock.light]))
        top = QRectF(inner.left(), inner.top(), inner.width(), inner.height() / 2)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(top, right, left)
        width = painter.fontMetrics().horizontalAdvance(left)
        side = look.px(16)
        mark = QRectF(0, 0, side, side)
        mark.moveCenter(top.center())
        mark.moveRight(inner.right() - width - look.px(8))
        paint_light(painter, mark, clock.light, look)
        return width + side + look.px(8)

    def _paint_cut(self, painter: QPainter, box: QRectF, words: str) -> None:
        cut = painter.fontMetrics().elidedText(
            words, Qt.TextElideMode.ElideRight, int(box.width())
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, cut)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stand still while somebody points at it."""
        self._step.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Go on."""
        self._step.start()
        super().leaveEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if is_language_change(event):
            self.update()
        super().changeEvent(event)
