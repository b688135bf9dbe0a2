"""Notices: what became of an act, said at the edge of the window and never in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from console.actions.compensating import can_be_undone
from console.state.words import action_words, short_number, with_codes_named
from models.desk.act import Act, Fate
from models.domain.command import Dispatch
from models.domain.error import Words
from models.domain.map_command import Draw, Erase, Redraw

if TYPE_CHECKING:
    from PySide6.QtGui import QEnterEvent, QMouseEvent

    from console.settings.look import Look
    from console.state.session import Session
    from models.domain.ids import CommandId
    from models.domain.shift import RoomNote
    from models.feed.frame import Frame

SHORT_MS: Final = 5_000
UNDO_MS: Final = 10_000
"""How long undo is offered (`domain.md` §11.2)."""
LONG_MS: Final = 14_000
"""A refusal must be read to the end."""
TOGETHER_MS: Final = 200
"""Acts that waited and go out one right after the other are told of together."""
MOST: Final = 4
MOST_SEQS: Final = 5
"""So many facts that nobody can read are named at once."""
_KIND: Final = {
    Fate.CONFIRMED: ("tick", "green"),
    Fate.KEPT: ("kept", "yellow"),
    Fate.REFUSED: ("refused", "red"),
    Fate.FAILED: ("warning", "red"),
}
MARKS: Final = tuple(_KIND.values())
"""The icons of what became of acts, with their colours."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What a notice says, by which icon and colour, for how long."""

    words: str
    icon: str
    role: str
    lasting_ms: int
    is_undoable: bool = False


class Notices(QWidget):
    """A column of notices at the lower right of its parent.

    Invariants: takes no clicks but on its notices; at most `MOST` at once, the oldest goes;
    a notice under the pointer stays. `foot_px` design pixels stay free below them: there
    a map says how the tool in hand is used, where the cursor is and whose its base map is.

    Signals: `undo_wanted(object)` the Act to undo; `incident_wanted(object)` IncidentId of a
    notice that was clicked; `seen_wanted(object)` RoomNoteId of one that was read.
    Thread: GUI
    """

    undo_wanted = Signal(object)
    incident_wanted = Signal(object)
    seen_wanted = Signal(object)

    def __init__(
        self, session: Session, look: Look, parent: QWidget, *, foot_px: int = 88
    ) -> None:
        super().__init__(parent)
        self._foot_px = foot_px
        self._session = session
        self._look = look
        self._notices: list[Notice] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(look.px(8))
        self._stumbled = ""
        self._claimed: set[CommandId] = set()
        self._became: list[tuple[Telling, Act]] = []
        self._went: list[Act] = []
        self._count = 0
        self._going = QTimer(self, interval=TOGETHER_MS, singleShot=True)
        self._going.timeout.connect(self.on_gone)
        self._of_many: Notice | None = None
        session.pending.settled.connect(self.on_settled)
        session.frame_changed.connect(self.on_frame)
        parent.installEventFilter(self)
        self.hide()

    @Slot(object)
    def on_claimed(self, command_id: CommandId) -> None:
        """Somebody else will tell what became of this act, with others in one summary."""
        self._claimed.add(command_id)

    @Slot(object)
    def on_settled(self, act: Act) -> None:
        """Say what became of an act; of those that had to wait together, how many went out."""
        if act.command.id in self._claimed:
            self._claimed.discard(act.command.id)
        elif act.waited and act.fate is Fate.CONFIRMED:
            self._went.append(act)
            if not self._going.isActive():
                self._going.start()
        else:
            self._tell_of(act)

    @Slot()
    def on_gone(self) -> None:
        """Say which act went out that had waited, or how many, in one notice."""
        if self._of_many is None and len(self._went) == 1:
            self._tell_of(self._went.pop())
            return
        # Counted anew once the notice is gone, with those that came meanwhile.
        self._count += len(self._went)
        self._went.clear()
        words = self.tr("%n act(s) that waited went out.", "", self._count)
        if self._of_many is not None:
            self._of_many.say_anew(words)
            self._place()
            return
        self._of_many = Notice(self._look, Telling(words, "tick", "green", LONG_MS))
        self._put(self._of_many)

    def _tell_of(self, act: Act) -> None:
        undoable = act.fate is Fate.CONFIRMED and can_be_undone(act.command.intent)
        lasting = UNDO_MS if undoable else SHORT_MS if act.fate is Fate.CONFIRMED else LONG_MS
        icon, role = _KIND.get(act.fate, ("tick", "soft"))
        telling = Telling(self.words_of(act), icon, role, lasting, is_undoable=undoable)
        # In the words of now, a turn later: an act has enough to paint.
        self._became.append((telling, act))
        self._session.turns.ask(self.on_turn)

    @Slot()
    def on_turn(self) -> None:
        """Show the next of what acts came to."""
        if not self._became:
            return
        telling, act = self._became.pop(0)
        if self._became:
            self._session.turns.ask(self.on_turn)
        self._add(Notice(self._look, telling, act))

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Say which facts nobody can read: they were passed over, and somebody wrote them."""
        if unread := frame.changes.unread:
            seqs = ", ".join(map(str, unread[:MOST_SEQS])) + "…" * (len(unread) > MOST_SEQS)
            self.tell(
                Words(
                    f"第 {seqs} 条记录无法解读，已跳过。请告知管理员：wangge journal verify"
                    " 会说明其中的问题。",
                    f"Fact {seqs} of the journal cannot be read and was passed over. Tell the"
                    " administrator: `wangge journal verify` says what is wrong with it.",
                ),
                role="red",
            )

    @Slot(str)
    def on_stumbled(self, said: str) -> None:
        """Say once that whoever reads for us met a bug of ours: the picture may stand still."""
        if said != self._stumbled:
            self._stumbled = said
            self.tell(
                Words(
                    f"程序错误，画面可能已停住：{said}（已记入日志）",
                    f"A bug of ours, and the picture may stand still: {said} (logged)",
                ),
                role="red",
            )

    def tell(
        self,
        words: Words,
        *,
        icon: str = "warning",
        role: str = "yellow",
        undoes: Act | None = None,
    ) -> None:
        """Say something that is about no act, or about several; `undoes` is one of these."""
        said = words.in_(self._session.seat.language)
        is_undoable = undoes is not None and can_be_undone(undoes.command.intent)
        telling = Telling(said, icon, role, LONG_MS, is_undoable=is_undoable)
        self._put(Notice(self._look, telling, undoes))

    def tell_note(self, note: RoomNote) -> None:
        """Say what somebody tells the room, with a button that says it was seen."""
        said = self.tr("{0} to the room: {1}").format(note.author, note.text)
        telling = Telling(said, "people", "accent", LONG_MS)
        self._put(Notice(self._look, telling, note=note))

    def words_of(self, act: Act) -> str:
        """What became of an act, in a sentence."""
        if act.words is not None:
            words = with_codes_named(act.words).in_(self._session.seat.language)
            listed = self.tr("{0} It is listed for you to decide.")
            return listed.format(words) if act.is_listed else words
        verb = action_words(act.command.intent.verb).rstrip("…")
        number = short_number(act.done.number) if act.done else self._number(act)
        said = " ".join(filter(None, (verb, number, self._to(act), self._label(act))))
        if act.fate is Fate.KEPT:
            return self.tr("{0}: kept on this station until the database is back.").format(said)
        return self.tr("Done: {0}").format(said)

    @property
    def texts(self) -> tuple[str, ...]:
        """What is on show, the oldest first."""
        return tuple(notice.words.text() for notice in self._notices)

    def _number(self, act: Act) -> str:
        incident = self._session.incident(act.incident)
        return short_number(incident.number) if incident else ""

    def _label(self, act: Act) -> str:
        """What a drawing is called; an erased one may have left the picture already."""
        intent = act.command.intent
        if isinstance(intent, Draw):
            return intent.text
        if not isinstance(intent, Redraw | Erase):
            return ""
        drawing = self._session.frame.picture.drawings.get(intent.drawing)
        return drawing.text if drawing else ""

    def _to(self, act: Act) -> str:
        intent = act.command.intent
        if not isinstance(intent, Dispatch):
            return ""
        members = self._session.frame.picture.members
        found = (members.get(member_id) for member_id in intent.members)
        names = self.tr(", ").join(member.name or member.number for member in found if member)
        return self.tr("→ {0}").format(names) if names else ""

    def _put(self, notice: Notice) -> None:
        """Show a notice, behind what was to be said before it."""
        while self._became:
            self.on_turn()
        self._add(notice)

    def _add(self, notice: Notice) -> None:
        notice.over.connect(self.on_over)
        notice.undo_wanted.connect(self.undo_wanted)
        notice.incident_wanted.connect(self.incident_wanted)
        notice.seen_wanted.connect(self.seen_wanted)
        self._notices.append(notice)
        self._column.addWidget(notice)
        notice.show()
        for old in self._notices[:-MOST]:
            self._take(old)
        self._place()

    @Slot(QObject)
    def on_over(self, notice: QObject) -> None:
        """A notice has been there long enough, or was closed."""
        if isinstance(notice, Notice):
            self._take(notice)
            self._place()

    def _take(self, notice: Notice) -> None:
        if notice in self._notices:
            self._notices.remove(notice)
            if notice is self._of_many:
                self._of_many, self._count = None, 0
            self._column.removeWidget(notice)
            focus, parent = self.window().focusWidget(), self.parentWidget()
            if focus is not None and parent is not None and notice.isAncestorOf(focus):
                parent.setFocus()
            notice.hide()
            notice.deleteLater()

    def _place(self) -> None:
        self.setVisible(bool(self._notices))
        parent = self.parentWidget()
        if not self._notices or parent is None:
            return
        margin = self._look.px(16)
        width = min(self._look.px(440), parent.width() - 2 * margin)
        self.setFixedWidth(width)
        height = self._column.heightForWidth(width)
        height = height if height > 0 else self._column.sizeHint().height()
        self.resize(width, height)
        foot = self._look.px(self._foot_px)
        corner = QPoint(parent.width() - width - margin, parent.height() - height - foot)
        self.move(corner)
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the corner of the parent."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)


class Notice(QFrame):
    """One notice.

    Signals: `over(QObject)` itself, when it should go; `undo_wanted(object)` its Act;
    `incident_wanted(object)` IncidentId; `seen_wanted(object)` RoomNoteId.
    Thread: GUI
    """

    over = Signal(QObject)
    undo_wanted = Signal(object)
    incident_wanted = Signal(object)
    seen_wanted = Signal(object)

    def __init__(
        self, look: Look, telling: Telling, act: Act | None = None, note: RoomNote | None = None
    ) -> None:
        super().__init__()
        self._act = act
        self._note = note
        self.setProperty("box", "true")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("edge", telling.role)
        self.words = QLabel(telling.words)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self._build_buttons(look, telling)
        mark = QLabel()
        mark.setPixmap(look.pixmap(telling.icon, telling.role, 20))
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(12), look.px(10), look.px(8), look.px(10))
        row.setSpacing(look.px(10))
        row.addWidget(mark)
        row.addWidget(self.words, 1)
        for button in (self.undo, self.seen, self.close_button):
            row.addWidget(button)
        self._timer = QTimer(self, interval=telling.lasting_ms, singleShot=True)
        self._timer.timeout.connect(self.on_close)
        self._timer.start()

    def say_anew(self, words: str) -> None:
        """Other words, and the whole time to read them."""
        self.words.setText(words)
        self._timer.start()

    def _build_buttons(self, look: Look, telling: Telling) -> None:
        # Shown without a parent it would be a window, and take the keyboard.
        self.undo = QPushButton(self.tr("Undo"), self)
        look.put_icon(self.undo, "undo", "text", 16)
        self.undo.setVisible(telling.is_undoable)
        self.undo.clicked.connect(self.on_undo)
        self.seen = QPushButton(self.tr("Seen"), self)
        self.seen.setVisible(self._note is not None)
        self.seen.clicked.connect(self.on_seen)
        self.close_button = QToolButton()
        look.put_icon(self.close_button, "close", "soft", 12)
        self.close_button.setToolTip(self.tr("Dismiss"))
        self.close_button.setAccessibleName(self.tr("Dismiss"))
        self.close_button.clicked.connect(self.on_close)

    @Slot()
    def on_close(self) -> None:
        """Go."""
        self.over.emit(self)

    @Slot()
    def on_undo(self) -> None:
        """Ask for the compensating act, once."""
        self.undo_wanted.emit(self._act)
        self.over.emit(self)

    @Slot()
    def on_seen(self) -> None:
        """It was read."""
        if self._note is not None:
            self.seen_wanted.emit(self._note.id)
        self.over.emit(self)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while somebody reads."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Go a little later."""
        self._timer.start()
        super().leaveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Go to the incident it is about."""
        event.accept()
        incident = self._note.incident if self._note else self._act and self._act.incident
        if incident is not None:
            self.incident_wanted.emit(incident)
