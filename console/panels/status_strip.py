"""The status strip: live or replay in words, the connection, who sits here, what is pending."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from console.state.words import action_words, fate_words, role_words, short_number, span_words
from console.tables.chips import is_language_change
from console.tables.room_chips import RoomChips
from models.desk.act import Fate
from models.domain.error import Words
from models.domain.lifecycle import Role
from models.feed.timeline import Mode

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from console.settings.look import Look
    from console.state.session import Session
    from models.desk.act import Act
    from models.feed.frame import Frame

OLD_S: Final = 3.0
"""A live picture with no word from its source for longer says how old it is."""
_SILENT: Final = Words("数据库没有回应。", "The database does not answer.")
_ALL_ROLES: Final = len(Role)
_SHOWN_ROLES: Final = 2


class StatusStrip(QWidget):
    """One line at the window's edge.

    Signals: `pending_wanted()` somebody wants to see all acts under way; `incident_wanted
    (object)` IncidentId of an act chosen from the list; `conflicts_wanted()` somebody wants
    to decide what was accepted and then refused.
    Thread: GUI
    """

    pending_wanted = Signal()
    incident_wanted = Signal(object)
    conflicts_wanted = Signal()

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look
        self._build()
        session.frame_changed.connect(self.on_frame)
        session.pending.changed.connect(self.on_pending)
        session.conflicts.changed.connect(self.on_conflicts)
        look.changed.connect(self.refresh)
        self._tick = QTimer(self, interval=1_000)
        self._tick.timeout.connect(self.refresh)
        self._tick.start()
        self.refresh()

    def _build(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.mode_icon, self.link_icon, self.seat_icon = QLabel(), QLabel(), QLabel()
        self.mode, self.link, self.lag = QLabel(), QLabel(), QLabel()
        self.seat, self.clock = QLabel(), QLabel()
        self.lag.setProperty("words", "soft")
        self.seat.setProperty("words", "soft")
        self.pending = QPushButton()
        self.pending.setProperty("kind", "flat")
        self.pending.clicked.connect(self.on_pending_clicked)
        self.room = RoomChips(self._session, self._look)
        self.conflicts = QPushButton()
        self.conflicts.setProperty("kind", "flat")
        self.conflicts.clicked.connect(self.conflicts_wanted)
        # Its height is kept free, or the whole window, and the map, would move at each act.
        policy = self.pending.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.pending.setSizePolicy(policy)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        look = self._look
        row.setContentsMargins(look.px(10), look.px(2), look.px(10), look.px(2))
        row.setSpacing(look.px(6))
        for icon, words in ((self.mode_icon, self.mode), (self.link_icon, self.link)):
            row.addWidget(icon)
            row.addWidget(words)
            row.addSpacing(look.px(12))
        row.addWidget(self.lag)
        row.addStretch(1)
        row.addWidget(self.room)
        row.addWidget(self.conflicts)
        row.addWidget(self.pending)
        row.addSpacing(look.px(12))
        row.addWidget(self.seat_icon)
        row.addWidget(self.seat)
        row.addSpacing(look.px(12))
        row.addWidget(self.clock)

    # -- what comes in -------------------------------------------------------------------

    @Slot(object)
    def on_frame(self, _frame: Frame) -> None:
        """A frame came."""
        self.refresh()

    @Slot()
    def on_pending(self) -> None:
        """Acts were sent or settled."""
        self._show_pending()

    @Slot()
    def on_conflicts(self) -> None:
        """Something waits for a decision, or no longer."""
        self._show_conflicts()

    @Slot()
    def refresh(self) -> None:
        """Say everything as of the session's frame."""
        frame = self._session.frame
        self._show_mode(frame)
        self._show_link(frame)
        self._show_pending()
        self._show_conflicts()
        self.room.refresh()
        self._show_seat()
        zone = self._session.reference.calendar.zone
        self.clock.setText(frame.now.astimezone(zone).strftime("%Y-%m-%d  %H:%M:%S"))
        self.clock.setFont(self._look.font(bold=True))

    # -- the parts -----------------------------------------------------------------------

    def _show_mode(self, frame: Frame) -> None:
        words, icon, role = {
            Mode.FOLLOWING: (self.tr("LIVE"), "live", "green"),
            Mode.PLAYING: (
                self.tr("REPLAY ×{0}").format(f"{frame.speed:g}"),
                "play",
                "orange",
            ),
            Mode.PAUSED: (self.tr("REPLAY, paused"), "pause", "orange"),
        }[frame.mode]
        _say(self.mode, words, role)
        self.mode_icon.setPixmap(self._look.pixmap(icon, role, 16))
        font = self._look.font(bold=True)
        self.mode.setFont(font)

    def _show_link(self, frame: Frame) -> None:
        silence_s, age_s = self._session.silence_s, picture_age_s(frame)
        is_live = frame.mode is Mode.FOLLOWING
        problem = frame.problem or (_SILENT if is_live and silence_s > OLD_S else None)
        if problem is not None:
            words = problem.in_(self._session.seat.language)
            if age_s is not None and is_live:
                age_s += silence_s
                words = self.tr("{0} The picture is {1} old.").format(words, span_words(age_s))
            _say(self.link, words, "red")
            self.link_icon.setPixmap(self._look.pixmap("offline", "red", 16))
        else:
            _say(self.link, self.tr("Connected"), "soft")
            self.link_icon.setPixmap(self._look.pixmap("connected", "green", 16))
        self.lag.setVisible(problem is None and is_live)
        if age_s is not None:
            self.lag.setText(self.tr("Lag {0} s").format(f"{age_s:.1f}"))

    def _show_pending(self) -> None:
        acts = self._session.pending.acts
        kept = sum(act.fate is Fate.KEPT for act in acts)
        words = self.tr("%n act(s) under way", "", len(acts)) if acts else ""
        if kept:
            words += " · " + self.tr("%n kept on disk", "", kept)
        self.pending.setVisible(bool(acts))
        self.pending.setText(words)
        self._look.put_icon(self.pending, "kept" if kept else "dispatch", "accent", 16)

    def _show_conflicts(self) -> None:
        count = len(self._session.conflicts.items)
        self.conflicts.setVisible(count > 0)
        if count:
            self.conflicts.setText(self.tr("%n conflict(s) to decide", "", count))
            self._look.put_icon(self.conflicts, "warning", "yellow", 16)

    def _show_seat(self) -> None:
        seat = self._session.seat
        roles = sorted(seat.roles, key=list(Role).index)
        names = [role_words(role) for role in roles[:_SHOWN_ROLES]]
        said = self.tr(", ").join(names)
        if len(roles) == _ALL_ROLES:
            said = self.tr("all roles")
        elif len(roles) > _SHOWN_ROLES:
            said += f" +{len(roles) - _SHOWN_ROLES}"
        self.seat.setText(" · ".join(filter(None, (seat.operator, said, seat.station))))
        self.seat.setToolTip("\n".join(role_words(role) for role in roles))
        self.seat_icon.setPixmap(self._look.pixmap("person", "soft", 16))

    # -- the list of acts ----------------------------------------------------------------

    @Slot()
    def on_pending_clicked(self) -> None:
        """List the acts under way."""
        self.pending_wanted.emit()
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for act in self._session.pending.acts:
            action = menu.addAction(self.act_words(act))
            action.setData(act.incident)
        menu.triggered.connect(self.on_act_chosen)
        menu.popup(self.pending.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def act_words(self, act: Act) -> str:
        """An act in one line: what, on which incident, how far, since when."""
        incident = self._session.incident(act.incident)
        number = short_number(incident.number) if incident else ""
        verb = action_words(act.command.intent.verb).rstrip("…")
        since = span_words((self._session.frame.now - act.since).total_seconds())
        return " · ".join(filter(None, (verb, number, fate_words(act.fate), since)))

    @Slot(object)
    def on_act_chosen(self, action: QAction) -> None:
        """Go to the incident of an act."""
        incident_id = action.data()
        if incident_id is not None:
            self.incident_wanted.emit(incident_id)

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if is_language_change(event):
            self.refresh()
        super().changeEvent(event)


def picture_age_s(frame: Frame) -> float | None:
    """Seconds since the last word from the source, by the home's clock; None if never."""
    if frame.contact_at is None:
        return None
    return max(0.0, (frame.now - frame.contact_at).total_seconds())


def _say(label: QLabel, words: str, role: str) -> None:
    label.setText(words)
    if label.property("words") != role:
        label.setProperty("words", role)
        label.style().unpolish(label)
        label.style().polish(label)
