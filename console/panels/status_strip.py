"""The status strip: live or replay in words, the connection, who sits here, what is pending."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QWidget

from console.state.words import action_words, fate_words, role_words, short_number, span_words
from console.tables.chips import is_language_change
from console.tables.room_chips import RoomChips
from console.tables.thrift import Saying, say_within
from models.desk.act import Fate
from models.domain.lifecycle import Role
from models.feed.timeline import Mode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction, QResizeEvent

    from console.settings.look import Look
    from console.state.session import Session
    from models.desk.act import Act
    from models.feed.frame import Frame

_ALL_ROLES: Final = len(Role)
_SHOWN_ROLES: Final = 2


class StatusStrip(QWidget):
    """One line at the window's edge; it says less where the window is narrow.

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
        # What it says follows from its width, not its width from what it says.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._lay_out()

    def _lay_out(self) -> None:
        row = self._row = QHBoxLayout(self)
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
        self._session.turns.ask(self.refresh)

    @Slot()
    def on_pending(self) -> None:
        """Acts were sent or settled."""
        self._session.turns.ask(self.refresh)

    @Slot()
    def on_conflicts(self) -> None:
        """Something waits for a decision, or no longer."""
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Say everything as of the session's frame."""
        frame = self._session.frame
        self._show_mode(frame)
        self.clock.setFont(self._look.font(bold=True))
        link, lag = self._of_link(frame)
        sayings = (
            lag,
            self._of_seat(),
            self._of_clock(frame),
            *self.room.sayings(),
            self._of_conflicts(),
            self._of_pending(),
            link,
        )
        # Its height is kept free, or the whole window, and the map, would move at each act.
        self.setMinimumHeight(self.pending.sizeHint().height() + self._look.px(4))
        say_within(sayings, self._room_for(sayings) if self.isVisible() else None)

    def _room_for(self, sayings: Sequence[Saying]) -> int:
        """What is left for words, beside icons, gaps and the mode, which is always said."""
        used = self._row.sizeHint().width()
        said = sum(one.part.sizeHint().width() for one in sayings if one.part.isVisible())
        gaps = self._look.px(6) * sum(not one.part.isVisible() for one in sayings)
        return self.width() - (used - said) - gaps

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
        self.mode.setText(words)
        _wear(self.mode, role)
        self.mode_icon.setPixmap(self._look.pixmap(icon, role, 16))
        font = self._look.font(bold=True)
        self.mode.setFont(font)

    def _of_link(self, frame: Frame) -> tuple[Saying, Saying]:
        """The connection, and how old the picture is."""
        age_s, problem = frame.age_s, frame.problem
        is_live = frame.mode is Mode.FOLLOWING
        if problem is not None:
            said: tuple[str, ...] = (problem.in_(self._session.seat.language),)
            if age_s is not None and is_live:
                old = span_words(age_s)
                said = (
                    self.tr("{0} The picture is {1} old.").format(said[0], old),
                    self.tr("{0} old").format(old),
                )
            _wear(self.link, "red")
            self.link_icon.setPixmap(self._look.pixmap("offline", "red", 16))
        else:
            said = (self.tr("Connected"), "")
            _wear(self.link, "soft")
            self.link_icon.setPixmap(self._look.pixmap("connected", "green", 16))
        self.link_icon.setToolTip(said[0])
        lag = self.tr("Lag {0} s").format(f"{age_s or 0:.1f}")
        has_lag = problem is None and is_live
        return Saying(self.link, said), Saying(self.lag, (lag, "") if has_lag else ("",))

    def _of_clock(self, frame: Frame) -> Saying:
        now = frame.now.astimezone(self._session.reference.calendar.zone)
        return Saying(self.clock, (f"{now:%Y-%m-%d  %H:%M:%S}", f"{now:%H:%M:%S}"))

    def _of_pending(self) -> Saying:
        acts = self._session.pending.acts
        kept = sum(act.fate is Fate.KEPT for act in acts)
        words = self.tr("%n act(s) under way", "", len(acts)) if acts else ""
        if kept:
            words += " · " + self.tr("%n kept on disk", "", kept)
        self._look.put_icon(self.pending, "kept" if kept else "dispatch", "accent", 16)
        return Saying(self.pending, (words, str(len(acts))) if acts else ("",))

    def _of_conflicts(self) -> Saying:
        count = len(self._session.conflicts.items)
        if not count:
            return Saying(self.conflicts, ("",))
        self._look.put_icon(self.conflicts, "warning", "yellow", 16)
        words = self.tr("%n conflict(s) to decide", "", count)
        return Saying(self.conflicts, (words, str(count)))

    def _of_seat(self) -> Saying:
        seat = self._session.seat
        roles = sorted(seat.roles, key=list(Role).index)
        names = [role_words(role) for role in roles[:_SHOWN_ROLES]]
        said = self.tr(", ").join(names)
        if len(roles) == _ALL_ROLES:
            said = self.tr("all roles")
        elif len(roles) > _SHOWN_ROLES:
            said += f" +{len(roles) - _SHOWN_ROLES}"
        self.seat_icon.setPixmap(self._look.pixmap("person", "soft", 16))
        whole = " · ".join(filter(None, (seat.operator, said, seat.station)))
        return Saying(
            self.seat,
            (whole, seat.operator, ""),
            "\n".join(role_words(role) for role in roles),
        )

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

    # Qt overrides

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More room, or less."""
        super().resizeEvent(event)
        self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if is_language_change(event):
            self.refresh()
        super().changeEvent(event)


def _wear(label: QLabel, role: str) -> None:
    if label.property("words") != role:
        label.setProperty("words", role)
        label.style().unpolish(label)
        label.style().polish(label)
