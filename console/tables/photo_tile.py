"""One photo on a card: a small picture to press, its time and distance, what is doubtful."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QFrame, QSizePolicy, QVBoxLayout

from console.state.words import moment_words
from console.tables.task_row import card_words
from maps.canvas.overlays import distance_words
from models.domain.photo import doubts
from models.domain.place import distance_m

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

    from console.settings.look import Look
    from console.state.photos import Shot
    from console.state.session import Session
    from models.domain.incident import Incident
    from models.domain.photo import PhotoRole
    from models.intake.photo import Pixels

HEIGHT: Final = 116
"""Of a small picture, in design pixels."""


class PhotoButton(QAbstractButton):
    """A picture that fills its room without being cut or turned; waits as an empty frame.

    Thread: GUI
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._pixmap = QPixmap()
        self._scaled = QPixmap()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_pixels(self, pixels: Pixels | None) -> None:
        """Put a picture up, or none."""
        self._pixmap = pixmap_of(pixels) if pixels else QPixmap()
        self._scaled = QPixmap()
        self.update()

    def sizeHint(self) -> QSize:
        """As high as every other one, as wide as there is room."""
        return QSize(self._look.px(80), self._look.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """Three stand beside each other on a narrow card."""
        return QSize(self._look.px(48), self._look.px(HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture in the middle, the frame around; both show the keyboard."""
        painter = QPainter(self)
        inner = self.rect().adjusted(2, 2, -2, -2)
        painter.fillRect(inner, self._look.colour("field"))
        self._paint_picture(painter)
        if not self.isEnabled() or self._pixmap.isNull():
            painter.setPen(self._look.colour("faint"))
            painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, self.text())
        takes_keys = self.focusPolicy() is not Qt.FocusPolicy.NoFocus
        marked = takes_keys and (self.hasFocus() or self.underMouse())
        pen = QPen(self._look.colour("accent" if marked else "line"), 2 if marked else 1)
        painter.setPen(pen)
        painter.drawRect(QRectF(inner))

    def _paint_picture(self, painter: QPainter) -> None:
        if self._pixmap.isNull():
            return
        ratio = self.devicePixelRatioF()
        room = QSize(self.width() - 6, self.height() - 6) * ratio
        if self._scaled.isNull() or not _fills(self._scaled.size(), room):
            self._scaled = self._pixmap.scaled(
                room,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            self._scaled.setDevicePixelRatio(ratio)
        size = self._scaled.deviceIndependentSize()
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        painter.drawPixmap(
            QRectF(left, top, size.width(), size.height()).topLeft(), self._scaled
        )


def _fills(size: QSize, room: QSize) -> bool:
    fits = size.width() <= room.width() and size.height() <= room.height()
    return fits and (size.width() == room.width() or size.height() == room.height())


def pixmap_of(pixels: Pixels) -> QPixmap:
    """The pixels for Qt's painter."""
    image = QImage(
        pixels.rgb,
        pixels.width_px,
        pixels.height_px,
        pixels.width_px * 3,
        QImage.Format.Format_RGB888,
    )
    return QPixmap.fromImage(image)


class PhotoTile(QFrame):
    """A photo with the words under it.

    Signals: `opened(str)` its name: it is wanted large.
    Thread: GUI
    """

    opened = Signal(str)

    def __init__(
        self, session: Session, look: Look, name: str, role: PhotoRole, role_words: str
    ) -> None:
        super().__init__()
        self._session = session
        self.name, self.role = name, role
        self._role_words = role_words
        self.button = PhotoButton(look, self)
        self.button.setText("…")
        self.caption = card_words("small", wraps=True)
        self.doubt = card_words("yellow", wraps=True)
        self.doubt.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(2))
        for part in (self.button, self.caption, self.doubt):
            column.addWidget(part)
        self.button.clicked.connect(self.on_pressed)

    @Slot()
    def on_pressed(self) -> None:
        """Somebody wants to see it large."""
        self.opened.emit(self.name)

    def show_shot(self, shot: Shot, incident: Incident) -> None:
        """Put up what came of it."""
        said, doubtful = caption_of(self._session, shot, incident), ""
        if shot.seen is not None:
            doubtful = doubts_of(self._session, shot, self.role, incident)
        self.button.show_pixels(shot.pixels)
        self.button.setText("" if shot.pixels else "×")
        self.button.setEnabled(shot.pixels is not None)
        self.caption.setText(said)
        self.doubt.setText(doubtful)
        self.doubt.setVisible(bool(doubtful))
        parts = filter(None, (self._role_words, said, doubtful))
        self.button.setAccessibleName(" · ".join(parts))
        self.button.setToolTip(doubtful or said)


def caption_of(session: Session, shot: Shot, incident: Incident) -> str:
    """When and how far away it was taken, or why it cannot be shown."""
    if shot.why is not None:
        return shot.why.in_(session.seat.language)
    seen, parts = shot.seen, []
    if seen is not None and seen.taken_at is not None:
        zone = session.reference.calendar.zone
        parts.append(moment_words(seen.taken_at, zone, session.frame.now))
    if seen is not None and seen.place is not None and incident.place is not None:
        away_m = distance_m(seen.place, incident.place)
        away = QCoreApplication.translate("Photos", "{0} away")
        parts.append(away.format(distance_words(away_m)))
    silent = QCoreApplication.translate("Photos", "No time or place in the file")
    return " · ".join(parts) or silent


def doubts_of(session: Session, shot: Shot, role: PhotoRole, incident: Incident) -> str:
    """What does not fit about it, one line each; "" where all is well."""
    if shot.seen is None:
        return ""
    zone, now = session.reference.calendar.zone, session.frame.now
    found = doubts(shot.seen, role, incident, now, zone)
    return "\n".join(words.in_(session.seat.language) for words in found)
