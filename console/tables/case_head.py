"""The head of an incident card: class, state, number and clocks, painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.state.words import light_words, short_number, state_words, urgency_words
from console.tables.marks import (
    LIGHT_WORDS,
    paint_light,
    paint_pill,
    paint_urgency,
    state_colour,
)
from models.picture.query import Standing

if TYPE_CHECKING:
    from console.settings.look import Look
    from models.domain.incident import Incident

Clock = tuple[str, str, Standing | None]
"""A clock's name, its words, and how it stands; None for a mere age."""
_CLOCK_SIZES = (16, 15, 14, 13)
_LIGHT_PX = 13
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class CaseHead(QWidget):
    """Number, class, state and clocks, painted.

    Thread: GUI
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._incident: Incident | None = None
        self._class = ""
        self._clocks: list[Clock] = []
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Fixed)

    def show_incident(
        self,
        incident: Incident,
        class_name: str,
        clocks: list[Clock],
    ) -> None:
        """Put an incident up; clocks as (name, words, standing)."""
        self._incident, self._class, self._clocks = incident, class_name, clocks
        said = (class_name, incident.number, state_words(incident.state))
        urgency = urgency_words(incident.urgency)
        ticking = [f"{name}: {words}" for name, words, _ in clocks]
        self.setAccessibleName(", ".join((*said, urgency, *ticking)))
        lights = [light_words(clock.light) for _, _, clock in clocks if clock is not None]
        self.setToolTip(" · ".join((incident.number, urgency, *lights)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines and the clocks."""
        return QSize(self._look.px(240), self._look.px(108 if self._clocks else 58))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw it."""
        if self._incident is None:
            return
        painter = QPainter(self)
        self._paint_title(painter, self._incident)
        self._paint_clocks(painter)
        painter.end()

    @property
    def clocks(self) -> list[Clock]:
        """Those painted: where even the smallest words leave no room for all, no mere age.

        How long it waits stands in the queue too; a deadline cut in half is none.
        """
        needed = (self._needed(_CLOCK_SIZES[-1], *clock) for clock in self._clocks)
        if sum(needed) <= self.width():
            return self._clocks
        return [clock for clock in self._clocks if clock[2] is not None] or self._clocks

    def clock_widths(self) -> tuple[float, list[float]]:
        """The size of the clocks' words that fits in design pixels, and the widths on screen.

        Equal widths where all fit into them; on a narrow card each gets what it needs, in
        smaller words if must be: half a time is none.
        """
        clocks = self.clocks
        equal = self.width() / max(3, len(clocks))
        for size in _CLOCK_SIZES:
            needed = [self._needed(size, *clock) for clock in clocks]
            if max(needed, default=0) <= equal:
                return size, [equal] * len(needed)
            if sum(needed) <= self.width():
                break
        spare = max(0.0, self.width() - sum(needed)) / max(1, len(needed))
        return size, [width + spare for width in needed]

    def _needed(self, size: float, name: str, words: str, clock: Standing | None) -> float:
        look = self._look
        light = look.px(_LIGHT_PX + 6) if clock else 0
        wide = QFontMetricsF(look.font(size, bold=True)).horizontalAdvance(words) + light
        title = QFontMetricsF(look.font(13)).horizontalAdvance(name)
        return max(wide, title) + look.px(8)

    def _paint_clocks(self, painter: QPainter) -> None:
        size, widths = self.clock_widths()
        left = 0.0
        for width, clock in zip(widths, self.clocks, strict=True):
            box = QRectF(left, self._look.px(64), width, self._look.px(44))
            self._paint_clock(painter, box, size, clock)
            left += width

    def _paint_title(self, painter: QPainter, incident: Incident) -> None:
        look = self._look
        side = look.px(20)
        paint_urgency(painter, QRectF(0, look.px(4), side, side), incident.urgency, look)
        painter.setFont(look.font(18, bold=True))
        painter.setPen(look.colour("text"))
        title = QRect(side + look.px(8), 0, self.width() - side - look.px(8), look.px(28))
        cut = painter.fontMetrics().elidedText(
            self._class, Qt.TextElideMode.ElideRight, title.width()
        )
        painter.drawText(title, _LEFT, cut)
        state = state_words(incident.state)
        colour = look.colour(state_colour(incident.state))
        painter.setFont(look.font(13))
        taken = painter.fontMetrics().horizontalAdvance(state) + look.px(24)
        pill = QRectF(0, look.px(32), taken, look.px(24))
        paint_pill(painter, pill, state, colour, look)
        painter.setPen(look.colour("soft"))
        rest = QRect(taken, look.px(32), self.width() - taken, look.px(24))
        said = " · ".join((urgency_words(incident.urgency), incident.number))
        if painter.fontMetrics().horizontalAdvance(said) > rest.width():
            said = " · ".join((urgency_words(incident.urgency), short_number(incident.number)))
        cut = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, rest.width())
        painter.drawText(rest, _LEFT, cut)

    def _paint_clock(self, painter: QPainter, box: QRectF, size: float, said: Clock) -> None:
        look = self._look
        name, words, clock = said
        line = QRectF(box.left(), box.top(), box.width() - look.px(6), look.px(20))
        painter.setFont(look.font(13))
        painter.setPen(look.colour("faint"))
        painter.drawText(line, _LEFT, name)
        below = line.translated(0, look.px(20))
        if clock is not None:
            side = look.px(_LIGHT_PX)
            mark = QRectF(below.left(), below.center().y() - side / 2, side, side)
            paint_light(painter, mark, clock.light, look)
            below.adjust(side + look.px(6), 0, 0, 0)
        painter.setFont(look.font(size, bold=True))
        painter.setPen(look.colour(LIGHT_WORDS[clock.light] if clock else "text"))
        cut = painter.fontMetrics().elidedText(
            words, Qt.TextElideMode.ElideRight, int(below.width())
        )
        painter.drawText(below, _LEFT, cut)
