"""The wall's alarm: an emergency nobody has been sent to, across the top of the map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from console.state.words import category_words, short_number, span_words, urgency_words
from console.tables.chips import is_language_change
from console.tables.marks import paint_urgency
from console.tables.places import COMMUNITY, TOWN, cell_at
from models.domain.category import Urgency
from models.picture.query import unattended
from models.picture.secrecy import is_restricted

if TYPE_CHECKING:
    from console.settings.look import Look
    from console.state.session import Session
    from models.domain.incident import Incident
    from models.feed.frame import Frame

HEIGHT_PX: Final = 96
BEAT_MS: Final = 700
# Two lines are closer than the font's own height: its letters reach below their half.
_SIDE: Final = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextDontClip
_CUT: Final = Qt.TextElideMode.ElideRight


class WallAlarm(QWidget):
    """The oldest unattended emergency, for how long it has waited, and how many wait with it.

    It lies over the map, so that nothing moves when it comes, and goes when somebody is
    sent. Nothing restricted, no person and no exact address is on it.

    Thread: GUI
    """

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look
        self._waiting: list[Incident] = []
        self._is_bright = True
        self._beat = QTimer(self, interval=BEAT_MS)
        self._beat.timeout.connect(self.on_beat)
        session.frame_changed.connect(self.on_frame)
        look.changed.connect(self.update)
        self.hide()
        self.on_frame(session.frame)

    @property
    def words(self) -> tuple[str, str]:
        """What it says: the emergency and where; since when and how many more."""
        if not self._waiting:
            return "", ""
        reference, incident = self._session.reference, self._waiting[0]
        category = reference.categories.get(incident.category or "")
        cells = (cell_at(reference, incident.cell_path, level) for level in (TOWN, COMMUNITY))
        what = (
            urgency_words(incident.urgency),
            category_words(category, self._session.seat.language),
            *(cell.name for cell in cells if cell is not None),
        )
        waited_s = (self._session.frame.now - incident.reported_at).total_seconds()
        more = len(self._waiting) - 1
        since = (
            short_number(incident.number),
            self.tr("nobody sent for {0}").format(span_words(max(waited_s, 0.0))),
            self.tr("+{0} more").format(more) if more else "",
        )
        return " · ".join(filter(None, what)), " · ".join(filter(None, since))

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Come, go, or go on."""
        classes = self._session.reference.categories
        waiting = unattended(frame.picture)
        self._waiting = [one for one in waiting if not is_restricted(one, classes)]
        is_wanted = bool(self._waiting)
        if is_wanted != self._beat.isActive():
            self._beat.start() if is_wanted else self._beat.stop()
        self.setVisible(is_wanted)
        self.setAccessibleName(" ".join(self.words))
        self.update()

    @Slot()
    def on_beat(self) -> None:
        """One kind of red, then the other."""
        self._is_bright = not self._is_bright
        self.update()

    def sizeHint(self) -> QSize:
        """Wide, and high enough for six metres."""
        return QSize(self._look.px(900), self._look.px(HEIGHT_PX))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draw it."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = look.px(3)
        box = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        ground, said = ("red_fill", "on_fill") if self._is_bright else ("window", "red")
        painter.setPen(QPen(look.colour("red_fill"), look.px(4)))
        painter.setBrush(look.colour(ground))
        painter.drawRoundedRect(box, look.px(8), look.px(8))
        painter.setPen(Qt.PenStyle.NoPen)
        side = look.px(54)
        mark = QRectF(box.left() + look.px(18), box.center().y() - side / 2, side, side)
        painter.setBrush(look.colour("panel"))
        painter.drawEllipse(mark.adjusted(-6, -6, 6, 6))
        paint_urgency(painter, mark, Urgency.EMERGENCY, look)
        inner = box.adjusted(side + look.px(40), look.px(8), -look.px(18), -look.px(8))
        what, since = self.words
        painter.setPen(look.colour(said))
        half = inner.height() / 2
        for words, size, top in ((what, 30, inner.top()), (since, 26, inner.top() + half)):
            painter.setFont(look.font(size, bold=True))
            cut = painter.fontMetrics().elidedText(words, _CUT, int(inner.width()))
            painter.drawText(QRectF(inner.left(), top, inner.width(), half), _SIDE, cut)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if is_language_change(event):
            self.update()
        super().changeEvent(event)
