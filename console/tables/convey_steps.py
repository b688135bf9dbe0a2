"""How far the word of a task has come: four small steps in a row, with their times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.state.convey_words import failure_words, step_said, step_words
from models.domain.conveying import ConveyStep, is_failed, steps_of

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from console.settings.look import Look
    from models.domain.conveying import StepDone
    from models.domain.incident import Task

_MARK_PX: Final = 14
_HEIGHT_PX: Final = 40
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ConveySteps(QWidget):
    """Sent, delivered, seen, signed: a tick and a time for each that is known.

    A step that is known by a later one alone has its tick and no time; a try that failed
    has a cross. The tool tip and the accessible name say all of it in words.

    Thread: GUI
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._steps: tuple[StepDone, ...] = ()
        self._failed = False
        self._failure = ""
        self._times: dict[ConveyStep, str] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_of(self, task: Task) -> None:
        """Put a task up; its times are said by the next tick."""
        self._steps = steps_of(task)
        self._failed = is_failed(task)
        self._failure = task.failure
        self.setAccessibleName("")

    def take_down(self) -> None:
        """Say nothing of anybody."""
        self._steps, self._times, self._failure = (), {}, ""
        self.setAccessibleName("")
        self.setToolTip("")

    def tick(self, zone: tzinfo, now: datetime) -> None:
        """Say the times as of now."""
        times = {one.step: _short(one.at, zone, now) for one in self._steps if one.at}
        if times != self._times or not self.accessibleName():
            self._times = times
            said = [step_said(one, times.get(one.step, "")) for one in self._steps]
            if self._failed:
                said.append(failure_words(self._failure))
            self.setAccessibleName(", ".join(said))
            self.setToolTip("\n".join(said))
            self.update()

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(self._look.px(260), self._look.px(_HEIGHT_PX))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the row."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() / max(1, len(self._steps))
        for place, one in enumerate(self._steps):
            self._paint_step(painter, QRectF(place * width, 0, width, self.height()), one)
        painter.end()

    def _paint_step(self, painter: QPainter, box: QRectF, one: StepDone) -> None:
        look = self._look
        side = look.px(_MARK_PX)
        line = QRectF(box.left(), box.top(), box.width() - look.px(4), look.px(20))
        mark = QRectF(box.left() + 1, line.center().y() - side / 2, side, side)
        self._paint_mark(painter, mark, one)
        painter.setFont(look.font(13))
        painter.setPen(look.colour("text" if one.is_known else "faint"))
        words = line.adjusted(side + look.px(5), 0, 0, 0)
        painter.drawText(words, _LEFT, _cut(painter, step_words(one.step), words))
        below = words.translated(0, look.px(19))
        said = self._times.get(one.step, "")
        painter.setFont(look.font(13))
        painter.setPen(look.colour("accent" if one.by else "soft"))
        painter.drawText(below, _LEFT, _cut(painter, said, below))

    def _paint_mark(self, painter: QPainter, box: QRectF, one: StepDone) -> None:
        """A tick, a cross where the word did not come through, a ring for what is to come."""
        look = self._look
        is_cross = self._failed and one.step is ConveyStep.DELIVERED
        painter.save()
        role = "red_mark" if is_cross else "green_mark" if one.is_known else "faint"
        painter.setPen(
            QPen(
                look.colour(role),
                look.px(2) if one.is_known or is_cross else look.px(1),
                Qt.PenStyle.SolidLine,
                Qt.PenCapStyle.RoundCap,
                Qt.PenJoinStyle.RoundJoin,
            )
        )
        if is_cross:
            arm = box.width() * 0.3
            for way in (1, -1):
                painter.drawLine(
                    box.center() - QPointF(arm, way * arm),
                    box.center() + QPointF(arm, way * arm),
                )
        elif one.is_known:
            points = ((0.12, 0.55), (0.4, 0.82), (0.9, 0.2))
            painter.drawPolyline(
                [
                    QPointF(box.left() + x * box.width(), box.top() + y * box.height())
                    for x, y in points
                ]
            )
        else:
            painter.drawEllipse(box.adjusted(2, 2, -2, -2))
        painter.restore()


def _cut(painter: QPainter, said: str, box: QRectF) -> str:
    metrics = QFontMetricsF(painter.font())
    return metrics.elidedText(said, Qt.TextElideMode.ElideRight, box.width())


def _short(at: datetime, zone: tzinfo, now: datetime) -> str:
    """The time of a step: hours and minutes today, the date before."""
    local, today = at.astimezone(zone), now.astimezone(zone)
    return local.strftime("%H:%M" if local.date() == today.date() else "%m-%d %H:%M")
