"""The timeline bar: follow, play, pause, speed, and standing at an exact moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QDateTime,
    QEvent,
    QPointF,
    QRectF,
    QSize,
    Qt,
    QTimeZone,
    Signal,
    Slot,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QComboBox,
    QDateTimeEdit,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from console.tables.chips import is_language_change
from models.feed.frame import Capability
from models.feed.timeline import Follow, Mode, Pause, Play, Seek, TimelineAct

if TYPE_CHECKING:
    from console.settings.look import Look
    from console.state.session import Session
    from models.feed.frame import Frame

SPEEDS: Final = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 60.0)
STEP_S: Final = 10.0
"""How far the arrow keys go."""
PAGE_S: Final = 300.0
_STEP_OF: Final = {
    Qt.Key.Key_Left: -STEP_S,
    Qt.Key.Key_Right: STEP_S,
    Qt.Key.Key_PageDown: -PAGE_S,
    Qt.Key.Key_PageUp: PAGE_S,
}


class TimelineBar(QWidget):
    """Where the picture stands in time, and how to move it.

    Signals: `steered(object)` a TimelineAct: Follow, Play, Pause or Seek.
    Thread: GUI
    """

    steered = Signal(object)

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look
        self._build()
        session.frame_changed.connect(self.on_frame)
        look.changed.connect(self.on_look)
        self.retranslate()
        self.on_frame(session.frame)

    def _build(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.follow, self.play = QPushButton(), QToolButton()
        self.follow.setCheckable(True)
        self.follow.setProperty("kind", "flat")
        self.speed = QComboBox()
        for speed in SPEEDS:
            self.speed.addItem(f"{speed:g}×", speed)
        self.speed.setCurrentIndex(SPEEDS.index(1.0))
        self.entry = QDateTimeEdit()
        self.entry.setDisplayFormat("yyyy-MM-dd HH:mm:ss")
        self.entry.setKeyboardTracking(False)
        # The style sheet's padding does not reach the field inside.
        self.entry.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.go = QPushButton()
        self.track = TimeTrack(self._look, self)
        row = QHBoxLayout(self)
        look = self._look
        row.setContentsMargins(look.px(10), look.px(4), look.px(10), look.px(4))
        row.setSpacing(look.px(8))
        for widget in (self.follow, self.play, self.speed):
            row.addWidget(widget)
        row.addWidget(self.track, 1)
        row.addWidget(self.entry)
        row.addWidget(self.go)
        self.follow.clicked.connect(self.on_follow)
        self.play.clicked.connect(self.on_play)
        self.speed.activated.connect(self.on_speed)
        self.go.clicked.connect(self.on_go)
        self.track.sought.connect(self.on_sought)

    # -- what comes in -------------------------------------------------------------------

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Stand where the frame stands."""
        zone = self._session.reference.calendar.zone
        self.track.show_span(frame.first_at, frame.last_at, frame.now, zone)
        is_playing = frame.mode is Mode.PLAYING
        self.follow.setChecked(frame.mode is Mode.FOLLOWING)
        self.follow.setEnabled(frame.may(Capability.FOLLOW) or frame.mode is Mode.FOLLOWING)
        self._look.put_icon(self.play, "pause" if is_playing else "play", "text")
        self.play.setToolTip(self.tr("Pause") if is_playing else self.tr("Play"))
        self.play.setAccessibleName(self.play.toolTip())
        for widget in (self.play, self.speed, self.track, self.entry, self.go):
            widget.setEnabled(frame.may(Capability.SEEK))
        if is_playing and frame.speed in SPEEDS:
            self.speed.setCurrentIndex(SPEEDS.index(frame.speed))
        if not self.entry.hasFocus():
            self._set_entry(frame.now)

    def _set_entry(self, at: datetime) -> None:
        zone = QTimeZone(self._session.reference.calendar.zone.key.encode())
        self.entry.setTimeZone(zone)
        moment = QDateTime.fromSecsSinceEpoch(int(at.timestamp()), zone)
        if moment != self.entry.dateTime():
            self.entry.setDateTime(moment)

    # -- what goes out -------------------------------------------------------------------

    @Slot()
    def on_follow(self) -> None:
        """To the end of the journal; once live, the button stays down."""
        self.follow.setChecked(True)
        self._steer(Follow())

    @Slot()
    def on_play(self) -> None:
        """Play from here, or stand still."""
        playing = self._session.frame.mode is Mode.PLAYING
        self._steer(Pause() if playing else Play(self.chosen_speed))

    @Slot()
    def on_speed(self) -> None:
        """Another speed takes hold at once while playing."""
        if self._session.frame.mode is Mode.PLAYING:
            self._steer(Play(self.chosen_speed))

    @Slot()
    def on_go(self) -> None:
        """Stand at the moment typed in."""
        seconds = self.entry.dateTime().toSecsSinceEpoch()
        self._steer(Seek(datetime.fromtimestamp(seconds, UTC)))

    @Slot(object)
    def on_sought(self, at: datetime) -> None:
        """Stand where the line was dragged to."""
        self._steer(Seek(at))

    @property
    def chosen_speed(self) -> float:
        """The speed on show."""
        return float(self.speed.currentData())

    def _steer(self, act: TimelineAct) -> None:
        self.steered.emit(act)

    # -- words ---------------------------------------------------------------------------

    @Slot()
    def on_look(self) -> None:
        """Another theme or size."""
        self.on_frame(self._session.frame)
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.follow.setText(self.tr("Follow"))
        self._look.put_icon(self.follow, "live", "green")
        self.follow.setToolTip(self.tr("Go to the live picture and stay there"))
        self.go.setText(self.tr("Go"))
        self.go.setToolTip(self.tr("Stand at this moment"))
        self.speed.setToolTip(self.tr("Speed"))
        self.speed.setAccessibleName(self.tr("Speed"))
        self.entry.setToolTip(self.tr("Moment, in the district's time"))
        self.entry.setAccessibleName(self.entry.toolTip())
        self.track.setAccessibleName(self.tr("Timeline"))
        self.track.setToolTip(
            self.tr("Drag to stand at a moment; arrow keys move by ten seconds")
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return in the field goes there."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.entry.hasFocus():
            self.on_go()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if is_language_change(event):
            self.retranslate()
        super().changeEvent(event)


class TimeTrack(QWidget):
    """The line itself: from the first fact to the last, with the cursor on it.

    Signals: `sought(object)` the aware UTC datetime the cursor was let go at.
    Thread: GUI
    """

    sought = Signal(object)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._first: datetime | None = None
        self._last: datetime | None = None
        self._now: datetime | None = None
        self._zone: tzinfo = UTC
        self._dragged: datetime | None = None
        self._pointed: datetime | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_span(
        self, first: datetime | None, last: datetime | None, now: datetime, zone: tzinfo
    ) -> None:
        """The ends of the line and where the cursor stands."""
        self._first, self._last, self._now, self._zone = first, last, now, zone
        if last is not None and now > last:
            self._last = now
        self.update()

    def moment_at(self, x_px: float) -> datetime | None:
        """The moment under a place of the line; None while nothing is known."""
        if self._first is None or self._last is None:
            return None
        left, width = self._groove()
        share = min(max((x_px - left) / width, 0.0), 1.0)
        return self._first + (self._last - self._first) * share

    def x_of(self, at: datetime) -> float:
        """Where a moment lies on the line, in the widget's pixels."""
        left, width = self._groove()
        if self._first is None or self._last is None or self._last <= self._first:
            return left + width
        share = (at - self._first) / (self._last - self._first)
        return left + width * min(max(share, 0.0), 1.0)

    def _groove(self) -> tuple[float, float]:
        margin = float(self._look.px(10))
        return margin, max(1.0, self.width() - 2 * margin)

    # -- Qt ------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:
        """One line with its hours below."""
        return QSize(self._look.px(300), self._look.px(40))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Groove, hours, cursor, and the moment pointed at."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, width = self._groove()
        y = self._look.px(16)
        painter.setPen(QPen(self._look.colour("line_strong"), self._look.px(4)))
        painter.drawLine(QPointF(left, y), QPointF(left + width, y))
        at = self._dragged or self._now
        if at is not None and self._first is not None:
            self._paint_hours(painter, y)
            self._paint_cursor(painter, self.x_of(at), y)
        self._paint_pointed(painter, y)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._look.colour("accent"), 1))
            painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
        painter.end()

    def _paint_hours(self, painter: QPainter, y: int) -> None:
        if self._first is None or self._last is None:
            return
        span = self._last - self._first
        room = max(2, int(self._groove()[1] // self._look.px(96)))
        step = _round_step(span / room)
        zone = self._zone
        local = self._first.astimezone(zone)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        tick = midnight + step * -(-(local - midnight) // step)
        painter.setFont(self._look.font(12))
        painter.setPen(self._look.colour("soft"))
        half = self._look.px(40)
        while tick <= self._last:
            x = self.x_of(tick)
            painter.drawLine(QPointF(x, y + 4), QPointF(x, y + 8))
            box = QRectF(x - half, y + 8, 2 * half, self.height() - y - 8)
            if box.left() >= 0 and box.right() <= self.width():
                form = "%H:%M" if tick.hour or tick.minute else "%m-%d"
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tick.strftime(form))
            tick += step

    @property
    def pointed_words(self) -> str:
        """The moment under the pointer or carried by it, in the district's time."""
        at = self._dragged or self._pointed
        return at.astimezone(self._zone).strftime("%m-%d %H:%M:%S") if at else ""

    def _paint_pointed(self, painter: QPainter, y: int) -> None:
        at, words = self._dragged or self._pointed, self.pointed_words
        if at is None:
            return
        painter.setFont(self._look.font(13, bold=True))
        width = painter.fontMetrics().horizontalAdvance(words) + self._look.px(14)
        box = QRectF(0, y + 5, width, self.height() - y - 6)
        box.moveLeft(min(max(0.0, self.x_of(at) - width / 2), self.width() - width))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.colour("text"))
        painter.drawRoundedRect(box, self._look.px(4), self._look.px(4))
        painter.setPen(self._look.colour("window"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _paint_cursor(self, painter: QPainter, x: float, y: int) -> None:
        size = self._look.px(7)
        painter.setPen(QPen(self._look.colour("accent"), self._look.px(4)))
        painter.drawLine(QPointF(self._groove()[0], y), QPointF(x, y))
        painter.setPen(QPen(self._look.colour("text"), 2))
        painter.drawLine(QPointF(x, 2), QPointF(x, y + size))
        painter.setBrush(self._look.colour("text"))
        head = [QPointF(x - size, 1), QPointF(x + size, 1), QPointF(x, 1 + size)]
        painter.drawPolygon(QPolygonF(head))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick the cursor up."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._dragged = self.moment_at(event.position().x())
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry it; or say which moment lies under the pointer."""
        self._pointed = self.moment_at(event.position().x())
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._dragged = self._pointed
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer is elsewhere."""
        self._pointed = None
        self.update()
        super().leaveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it go: one seek, where it was let go."""
        if event.button() is Qt.MouseButton.LeftButton and self._dragged is not None:
            self._dragged = None
            self.sought.emit(self.moment_at(event.position().x()))
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows step, Home and End go to the ends, Esc puts a picked-up cursor back."""
        key = Qt.Key(event.key())
        ends = {Qt.Key.Key_Home: self._first, Qt.Key.Key_End: self._last}
        if key in _STEP_OF and self._now is not None:
            self.sought.emit(self._now + timedelta(seconds=_STEP_OF[key]))
        elif (end := ends.get(key)) is not None:
            self.sought.emit(end)
        elif key == Qt.Key.Key_Escape and self._dragged is not None:
            self._dragged = None
            self.update()
        else:
            super().keyPressEvent(event)


_STEPS = tuple(
    timedelta(minutes=minutes)
    for minutes in (1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 14_400)
)


def _round_step(least: timedelta) -> timedelta:
    longest = _STEPS[-1]
    if least > longest:
        return longest * -(-least // longest)
    return next(step for step in _STEPS if step >= least)
