"""The wall's six figures, each with its name, its icon and its colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from models.picture.query import Figures, figures

if TYPE_CHECKING:
    from console.settings.look import Look
    from console.state.session import Session
    from models.feed.frame import Frame

BEAT_MS: Final = 1_000
_STYLE: Final = (
    ("list", "accent"),
    ("dispatch", "orange"),
    ("clock", "accent"),
    ("overdue", "red"),
    ("tick", "green"),
    ("people", "green"),
)


class WallFigures(QWidget):
    """Open, to dispatch, handling, overdue, closed today, on duty.

    Thread: GUI
    """

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look
        self._figures = self._counted()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        session.frame_changed.connect(self.on_frame)
        look.changed.connect(self.updateGeometry)
        self._is_old = False
        self._beat = QTimer(self, interval=BEAT_MS)
        self._beat.timeout.connect(self.count)
        self._beat.start()
        self._say()

    def _counted(self) -> Figures:
        frame = self._session.frame
        return figures(frame.picture, frame.now, self._session.reference.calendar.zone)

    @property
    def figures(self) -> tuple[tuple[str, int], ...]:
        """The six, with their names."""
        six = self._figures
        return (
            (self.tr("Open"), six.open),
            (self.tr("To dispatch"), six.to_dispatch),
            (self.tr("Handling"), six.handling),
            (self.tr("Overdue"), six.overdue),
            (self.tr("Closed today"), six.closed_today),
            (self.tr("On duty"), six.on_duty),
        )

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Count again with the next beat; after a jump at once."""
        self._is_old = True
        if frame.jumped:
            self.count()

    @Slot()
    def count(self) -> None:
        """Count, where a frame came since; repaint where a figure is another one."""
        if not self._is_old:
            return
        self._is_old = False
        counted = self._counted()
        if counted != self._figures:
            self._figures = counted
            self._say()
            self.update()

    def _say(self) -> None:
        self.setAccessibleName(", ".join(f"{name}: {value}" for name, value in self.figures))

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(self._look.px(900), self._look.px(134))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw the six."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        gap = self._look.px(12)
        width = (self.width() - gap * 5) / 6
        for i, (name, value) in enumerate(self.figures):
            box = QRectF(i * (width + gap), 0, width, self.height() - 1)
            self._paint_card(painter, box.adjusted(1, 1, -1, -1), (name, value), _STYLE[i])
        painter.end()

    def _paint_card(
        self,
        painter: QPainter,
        box: QRectF,
        figure: tuple[str, int],
        style: tuple[str, str],
    ) -> None:
        look = self._look
        name, value = figure
        icon, role = style
        role = "text" if role == "red" and value == 0 else role
        painter.setPen(QPen(look.colour("line_strong", 0.7), look.px(1)))
        painter.setBrush(look.colour("panel"))
        painter.drawRect(box)
        paint_corners(painter, box, look)
        inner = box.adjusted(look.px(16), look.px(10), -look.px(12), -look.px(10))
        side = look.px(30)
        pixmap = look.pixmap(icon, role, 30)
        painter.drawPixmap(int(inner.left()), int(inner.top() + look.px(2)), pixmap)
        painter.setPen(look.colour("soft"))
        painter.setFont(look.font(24))
        line = QRectF(
            inner.left() + side + look.px(10), inner.top(), inner.width(), look.px(34)
        )
        line.setRight(inner.right())
        cut = painter.fontMetrics().elidedText(
            name, Qt.TextElideMode.ElideRight, int(line.width())
        )
        whole = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
        painter.drawText(line, whole, cut)
        painter.setFont(look.font(66, bold=True))
        painter.setPen(look.colour(role))
        below = QRectF(inner)
        below.setTop(inner.top() + look.px(34))
        painter.drawText(below, whole, f"{value:,}")


def paint_corners(painter: QPainter, box: QRectF, look: Look) -> None:
    """Bright brackets at two corners: the wall's hand."""
    arm = float(look.px(12))
    painter.setPen(QPen(look.colour("accent"), look.px(2)))
    top, foot = box.topLeft(), box.bottomRight()
    painter.drawLine(top, top + QPointF(arm, 0))
    painter.drawLine(top, top + QPointF(0, arm))
    painter.drawLine(foot, foot - QPointF(arm, 0))
    painter.drawLine(foot, foot - QPointF(0, arm))
