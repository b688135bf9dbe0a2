"""The alarm in the status bar: seen wherever one looks, over nobody's work.

Its room is kept while there is none, so that nothing moves when it comes; where nobody can
act upon an alarm, none comes and no room is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QMenu, QPushButton

from console.state.convey_words import silence_words
from console.state.words import (
    category_words,
    masked_phone,
    short_number,
    span_words,
    urgency_words,
)
from models.domain.category import Urgency
from models.domain.conveying import silence_of
from models.domain.ids import MemberId
from models.feed.frame import Capability

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QWidget

    from console.settings.look import Look
    from console.state.attention import Attention
    from console.state.session import Session
    from models.domain.error import Words
    from models.domain.incident import Incident

_PULSE_MS: Final = 700
_WIDE_PX: Final = 520
_MOST_OF_WINDOW: Final = 0.4
"""In a narrow window the strip beside it has words, too."""
_RIGHT: Final = Qt.TextElideMode.ElideRight
_KINDS: Final = (Urgency.EMERGENCY, Urgency.URGENT)


class AlarmChip(QPushButton):
    """The gravest alarm, how many there are, for how long.

    Signals: `taken(object)` the IncidentId of the alarm on show was acknowledged.
    Thread: GUI
    """

    taken = Signal(object)

    def __init__(
        self,
        session: Session,
        look: Look,
        attention: Attention,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._session = session
        self._attention = attention
        self._note: Words | None = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self.on_menu)
        self._take_room()
        if parent is not None:
            parent.window().installEventFilter(self)
        self.clicked.connect(self.take)
        self._pulse = QTimer(self, interval=_PULSE_MS)
        self._pulse.timeout.connect(self.on_pulse)
        attention.changed.connect(self.say)
        self.say()

    def tell(self, note: Words | None) -> None:
        """Say beside the alarms why none is heard."""
        self._note = note
        self.say()

    @Slot()
    def take(self) -> None:
        """Acknowledge the alarm on show, and let it be gone to."""
        waiting = self._attention.waiting
        if waiting:
            self._attention.acknowledge(waiting[0])
            self.taken.emit(waiting[0])

    @Slot()
    def say(self) -> None:
        """Show what there is."""
        waiting = self._attention.waiting
        self.setVisible(bool(waiting))
        if not waiting:
            self._pulse.stop()
            self._take_room()
            return
        if not self._pulse.isActive():
            self._pulse.start()
            self._wear("alarm")
        self._take_room()
        room = self.width() - self._look.px(24)
        words = self._words(waiting)
        self.setText(self.fontMetrics().elidedText(words, _RIGHT, room))
        self.setAccessibleName(words)
        said = [] if self.text() == words else [words]
        said.append(self.tr("F9 goes there and acknowledges; right click mutes a kind"))
        if self._note is not None:
            said.append(self._note.in_(self._session.seat.language))
        self.setToolTip("\n".join(said))

    def _take_room(self) -> None:
        """Of one width, whatever it says: its neighbours stand still."""
        most = round(_MOST_OF_WINDOW * self.window().width())
        self.setFixedWidth(min(self._look.px(_WIDE_PX), most))
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(self._session.frame.may(Capability.DISPATCH))
        self.setSizePolicy(policy)

    @Slot()
    def on_pulse(self) -> None:
        """One kind of red, then the other; the waiting goes on."""
        self._wear("alarm-pale" if self.property("kind") == "alarm" else "alarm")
        self.say()

    @Slot(QPoint)
    def on_menu(self, at: QPoint) -> None:
        """The sounds, kind by kind."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for urgency in _KINDS:
            words = self.tr("Mute: {0}").format(urgency_words(urgency))
            action = menu.addAction(words)
            action.setCheckable(True)
            action.setChecked(urgency in self._attention.muted)
            action.setData(urgency.value)
        menu.triggered.connect(self.on_muted)
        menu.popup(self.mapToGlobal(at))

    @Slot(object)
    def on_muted(self, action: QAction) -> None:
        """A kind was muted, or not any more."""
        self._attention.mute(Urgency(action.data()), is_muted=action.isChecked())

    def _words(self, waiting: tuple[object, ...]) -> str:
        incident = self._session.incident(waiting[0])  # type: ignore[arg-type] # ids of alarms
        if incident is None:
            return ""
        category = self._session.reference.categories.get(incident.category or "")
        waited_s = (self._session.frame.now - incident.reported_at).total_seconds()
        is_quiet = incident.urgency in self._attention.muted or self._note is not None
        parts = (
            self._call(incident) or urgency_words(incident.urgency),
            short_number(incident.number),
            # Before what may be cut: that there are others is never hidden.
            self.tr("+{0} more").format(len(waiting) - 1) if len(waiting) > 1 else "",
            span_words(waited_s),
            category_words(category, self._session.seat.language),
            self.tr("no sound") if is_quiet else "",
        )
        return " · ".join(part for part in parts if part)

    def _call(self, incident: Incident) -> str:
        """What was not heard in time, and whom to call about it."""
        session = self._session
        waits = session.waits
        silence = silence_of(incident, waits, session.frame.now)
        if silence is None:
            return ""
        task = silence.task
        member = session.frame.picture.members.get(MemberId(task.assignee)) if task else None
        department = session.reference.departments.get(task.assignee) if task else None
        name = member.name if member else department.name if department else ""
        phone = member.phone if member else department.duty_phone if department else ""
        if member is not None and not session.revealed.holds(incident.id):
            phone = masked_phone(phone)
        whom = f"{name} {phone}".strip()
        return self.tr("{0}: call {1}").format(silence_words(silence.kind), whom)

    def _wear(self, kind: str) -> None:
        self.setProperty("kind", kind)
        self.style().unpolish(self)
        self.style().polish(self)

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window is wider, or narrower."""
        if event.type() is QEvent.Type.Resize:
            self.say()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.say()
        super().changeEvent(event)
