"""The wall's scrolling list: open incidents, the red first; no names, no phones, no house."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QEnterEvent, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from console.state.words import category_words, left_words, short_number, state_words
from console.tables.chips import is_language_change
from console.tables.marks import (
    LIGHT_WORDS,
    paint_light,
    paint_urgency,
    state_colour,
)
from console.tables.places import COMMUNITY, TOWN, cell_at
from models.picture.query import red_first, standing
from models.picture.secrecy import is_restricted

if TYPE_CHECKING:
    from console.settings.look import Look
    from console.state.session import Session
    from models.domain.ids import IncidentId
    from models.domain.incident import Incident
    from models.feed.frame import Frame

STEP_MS: Final = 2_500
"""A new row every two to three seconds (`domain.md` §11.3)."""
ROW_PX: Final = 104
"""Three lines of words that can be read from six metres."""
HEAD_PX: Final = 48
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
"""Lines stand closer than the font's own height, which keeps room for accents."""


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
            self.begin_again()

    def begin_again(self) -> None:
        """From the top, the red first as of now."""
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
            self.begin_again()
        self.update()

    def _rank(self) -> None:
        frame = self._session.frame
        incidents = frame.picture.incidents
        ranked = red_first(frame.picture, frame.now)
        classes = self._session.reference.categories
        self._ids = [key for key in ranked if not is_restricted(incidents[key], classes)]

    def rows_shown(self) -> int:
        """How many rows fit."""
        return max(1, (self.height() - self._look.px(HEAD_PX)) // self._look.px(ROW_PX))

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
        now, own = self._session.frame.now, reference.step_calendar(incident)
        clock = standing(incident, category, now, reference.calendar, own)
        left = left_words(clock.left_s) if clock else ""
        return category_words(category, self._session.seat.language), where, left

    # -- Qt ------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """A column."""
        return QSize(self._look.px(420), self._look.px(600))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the rows."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look.colour("panel"))
        head = QRectF(0, 0, self.width(), look.px(HEAD_PX))
        painter.fillRect(head, look.colour("raised"))
        painter.setFont(look.font(24, bold=True))
        painter.setPen(look.colour("text"))
        inner = head.adjusted(look.px(16), 0, -look.px(16), 0)
        align = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, align | Qt.AlignmentFlag.AlignLeft, self.tr("Open incidents"))
        shown = self.incidents_shown()
        height = (self.height() - head.height()) / self.rows_shown()
        for i, incident in enumerate(shown):
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
        side, line = look.px(30), look.px(31)
        top = box.top() + (box.height() - 3 * line) / 2
        inner = QRectF(look.px(14), top, box.width() - look.px(28), line)
        mark = QRectF(inner.left(), inner.top() + look.px(2), side, side)
        paint_urgency(painter, mark, incident.urgency, look)
        inner.setLeft(mark.right() + look.px(12))
        painter.setFont(self._fitting(name, inner.width()))
        painter.setPen(look.colour("text"))
        self._paint_cut(painter, inner, name)
        inner.translate(0, line)
        self._paint_clock(painter, inner, incident, left)
        painter.setFont(look.font(20, bold=True))
        painter.setPen(look.colour(state_colour(incident.state)))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, right, state_words(incident.state))
        inner.translate(0, line)
        painter.setFont(look.font(20))
        painter.setPen(look.colour("soft"))
        self._paint_cut(painter, inner, where)
        said = short_number(incident.number)
        room = inner.width() - painter.fontMetrics().horizontalAdvance(where) - look.px(10)
        if painter.fontMetrics().horizontalAdvance(said) <= room:
            painter.drawText(inner, right, said)

    def _fitting(self, words: str, width: float) -> QFont:
        """The largest of the fonts for a name in which it is not cut."""
        fonts = [self._look.font(size, bold=True) for size in (25, 23, 21)]
        for font in fonts:
            if QFontMetricsF(font).horizontalAdvance(words) <= width:
                return font
        return fonts[-1]

    def _paint_clock(
        self, painter: QPainter, box: QRectF, incident: Incident, left: str
    ) -> None:
        reference = self._session.reference
        category = reference.categories.get(incident.category or "")
        now, own = self._session.frame.now, reference.step_calendar(incident)
        clock = standing(incident, category, now, reference.calendar, own)
        if clock is None:
            return
        look = self._look
        side = look.px(18)
        mark = QRectF(box.left(), box.center().y() - side / 2, side, side)
        paint_light(painter, mark, clock.light, look)
        painter.setFont(look.font(23, bold=True))
        painter.setPen(look.colour(LIGHT_WORDS[clock.light]))
        words = box.adjusted(side + look.px(8), 0, 0, 0)
        painter.drawText(words, _MIDDLE, left)

    def _paint_cut(self, painter: QPainter, box: QRectF, words: str) -> None:
        cut = painter.fontMetrics().elidedText(
            words, Qt.TextElideMode.ElideRight, int(box.width())
        )
        painter.drawText(box, _MIDDLE, cut)

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
