"""The wall's title bar: the centre's name, the clock, and how old the data is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from console.state.words import span_words
from console.tables.chips import is_language_change
from models.feed.timeline import Mode

if TYPE_CHECKING:
    from console.settings.look import Look
    from console.state.session import Session

OLD_S = 10.0
"""On a wall a picture counts as old a little later than on a desk."""
_TITLE_SHARE = 0.6
"""Of the width: the clock and the state need the rest."""


class WallTitle(QWidget):
    """Seven per cent of the wall's height.

    Thread: GUI
    """

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        session.frame_changed.connect(self.update)
        session.reference_changed.connect(self.update)
        look.changed.connect(self.on_look)

    @property
    def title(self) -> str:
        """The district's name with the house's words."""
        roots = [c for c in self._session.reference.grid.roots() if c.name]
        name = roots[0].name if len(roots) == 1 else ""
        return " ".join(filter(None, (name, self.tr("Grid governance, one map"))))

    @property
    def age_words(self) -> str:
        """How the picture stands: live, replay, or how old it is."""
        frame = self._session.frame
        age_s = frame.age_s or 0.0
        if frame.mode is not Mode.FOLLOWING:
            return self.tr("REPLAY ×{0}").format(f"{frame.speed:g}")
        if frame.problem is not None or age_s > OLD_S:
            return self.tr("Data is {0} old").format(span_words(age_s))
        return self.tr("LIVE")

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """High enough for six metres."""
        return QSize(self._look.px(800), self._look.px(76))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw it."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        ground = QLinearGradient(box.topLeft(), box.topRight())
        ground.setColorAt(0.0, look.colour("window"))
        ground.setColorAt(0.5, look.colour("raised"))
        ground.setColorAt(1.0, look.colour("window"))
        painter.fillRect(box, ground)
        painter.fillRect(
            QRectF(box.left(), box.bottom() - look.px(2), box.width(), look.px(2)),
            look.colour("accent", 0.55),
        )
        painter.setFont(look.font(38, bold=True))
        painter.setPen(look.colour("text"))
        room = int(box.width() * _TITLE_SHARE)
        title = painter.fontMetrics().elidedText(self.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, title)
        self._paint_sides(painter, box)
        painter.end()

    def _paint_sides(self, painter: QPainter, box: QRectF) -> None:
        look, frame = self._look, self._session.frame
        inner = box.adjusted(look.px(24), 0, -look.px(24), 0)
        local = frame.now.astimezone(self._session.reference.calendar.zone)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.font(36, bold=True))
        clock = local.strftime("%H:%M:%S")
        painter.drawText(inner, right, clock)
        taken = painter.fontMetrics().horizontalAdvance(clock) + look.px(20)
        painter.setFont(look.font(24))
        painter.setPen(look.colour("soft"))
        painter.drawText(inner.adjusted(0, 0, -taken, 0), right, local.strftime("%Y-%m-%d"))
        role, icon = self._state()
        side = look.px(28)
        mark = look.pixmap(icon, role, 28)
        painter.drawPixmap(int(inner.left()), int(inner.center().y() - side / 2), mark)
        painter.setFont(look.font(26, bold=True))
        painter.setPen(look.colour(role))
        painter.drawText(inner.adjusted(side + look.px(10), 0, 0, 0), left, self.age_words)

    def _state(self) -> tuple[str, str]:
        frame = self._session.frame
        if frame.mode is not Mode.FOLLOWING:
            return "orange", "play"
        return ("green", "live") if self.age_words == self.tr("LIVE") else ("red", "offline")

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if is_language_change(event):
            self.update()
        super().changeEvent(event)
