"""All notes in one list: those to the room that stand, and one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.settings.jottings import OwnNote
from console.state.shifts import standing_notes
from console.tables.enclosure import Enclosure
from console.tables.note_words import NoteWords
from models.domain.lifecycle import Role
from models.domain.rights import may
from models.domain.shift import EndNote, RoomNote, SeeNote
from models.feed.frame import Capability

if TYPE_CHECKING:
    from console.settings.look import Look
    from console.state.session import Session
    from models.domain.ids import IncidentId

_NOTE: Final = Qt.ItemDataRole.UserRole
_ENDING: Final = frozenset({Role.SHIFT_LEAD, Role.CENTRE_LEADER})


class NotesPanel(Enclosure):
    """The list; Enter goes to the incident, Space acknowledges, Delete takes back.

    Signals: `incident_wanted(object)` IncidentId of a note; `writing_wanted(bool)` somebody
    wants to write one, to themselves or not.
    Thread: GUI
    """

    incident_wanted = Signal(object)
    writing_wanted = Signal(bool)

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__("notes", look, parent)
        self._session = session
        self._words = NoteWords(session)
        self._painted: tuple[object, ...] = ()
        self.empty = QLabel()
        self.list = QListWidget()
        self.seen, self.end, self.room, self.own, self.leave_ = (
            QPushButton() for _ in range(5)
        )
        self._build()
        session.frame_changed.connect(self.on_frame)
        session.own_notes.changed.connect(self.refresh)
        look.changed.connect(self.refresh)
        self.retranslate()

    def _build(self) -> None:
        self.empty.setProperty("words", "faint")
        self.list.setWordWrap(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentRowChanged.connect(self.say_acts)
        self.list.itemDoubleClicked.connect(self.on_go)
        self.list.installEventFilter(self)
        row = QHBoxLayout()
        for button, slot, kind in (
            (self.leave_, self.leave, "flat"),
            (self.end, self.on_end, ""),
            (self.seen, self.on_seen, ""),
            (self.own, self.on_own, ""),
            (self.room, self.on_room, "primary"),
        ):
            button.setProperty("kind", kind)
            button.clicked.connect(slot)
            row.addWidget(button)
        row.insertStretch(1, 1)
        column = QVBoxLayout(self)
        margin = self._look.px(10)
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(self._look.px(6))
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self.title)
        for part in (self.empty, self.list):
            column.addWidget(part, 1)
        column.addLayout(row)

    # -- coming and going ------------------------------------------------------------------

    def open(self) -> None:
        """Come up with the keyboard on the newest."""
        self._painted = ()
        self.show()
        self.raise_()
        self.refresh()
        if self.list.count():
            self.list.setCurrentRow(0)
        (self.list if self.list.count() else self.room).setFocus()

    # -- what is listed --------------------------------------------------------------------

    @property
    def current(self) -> RoomNote | OwnNote | None:
        """The note under the keyboard."""
        item = self.list.currentItem()
        note = item.data(_NOTE) if item is not None else None
        return note if isinstance(note, RoomNote | OwnNote) else None

    @Slot(object)
    def on_frame(self, _frame: object) -> None:
        """Notes come, go and are acknowledged."""
        if self.isVisible():
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Bring the list up to date; what did not change is left alone."""
        notes: tuple[RoomNote | OwnNote, ...] = (
            *standing_notes(self._session),
            *self._session.own_notes.all,
        )
        state = (notes, self._look.theme.name, self._look.font_size)
        if state == self._painted or not self.isVisible():
            self.say_acts()
            return
        self._painted = state
        under = self.current.id if self.current else None
        row = self.list.currentRow()
        self.list.clear()
        for note in notes:
            item = QListWidgetItem("\n".join(self._words.lines(note)))
            item.setData(_NOTE, note)
            is_news = isinstance(note, RoomNote) and note.is_news_to(
                self._session.seat.operator
            )
            item.setFont(self._look.font(bold=is_news))
            icon = "people" if isinstance(note, RoomNote) else "person"
            item.setIcon(self._look.icon(icon, "yellow" if is_news else "soft"))
            self.list.addItem(item)
        # What comes on top moves the others down: a key means the note that is read.
        same = next((n for n, note in enumerate(notes) if note.id == under), row)
        self.list.setCurrentRow(min(max(same, 0), self.list.count() - 1))
        self.empty.setVisible(not notes)
        self.list.setVisible(bool(notes))
        self.say_acts()

    @Slot()
    def say_acts(self) -> None:
        """Offer what can be done with the note under the keyboard."""
        note, session = self.current, self._session
        can_act = session.frame.may(Capability.DISPATCH)
        roles, operator = session.seat.roles, session.seat.operator
        is_room = isinstance(note, RoomNote)
        can_see = isinstance(note, RoomNote) and note.is_news_to(operator)
        self.seen.setVisible(is_room)
        self.seen.setEnabled(can_see and can_act and may(roles, "note-seen"))
        is_mine = isinstance(note, RoomNote) and (
            note.author == operator or not _ENDING.isdisjoint(roles)
        )
        self.end.setEnabled(isinstance(note, OwnNote) or (is_mine and can_act))
        words = self.tr("Take back (Del)") if is_room else self.tr("Strike out (Del)")
        self.end.setText(words)
        self.end.setVisible(note is not None)
        self.room.setEnabled(can_act and may(roles, "tell-room"))

    # -- acts --------------------------------------------------------------------------------

    @Slot()
    def on_seen(self) -> None:
        """It was read."""
        note = self.current
        if isinstance(note, RoomNote) and self.seen.isEnabled():
            self._session.send(SeeNote(note=note.id))

    @Slot()
    def on_end(self) -> None:
        """It is not needed any more."""
        note = self.current
        if not self.end.isEnabled():
            return
        if isinstance(note, RoomNote):
            self._session.send(EndNote(note=note.id))
        elif note is not None:
            self._session.own_notes.strike(note.id)

    @Slot()
    def on_go(self) -> None:
        """Go to the incident it is about."""
        note = self.current
        incident: IncidentId | None = note.incident if note else None
        if incident is not None:
            self.leave()
            self.incident_wanted.emit(incident)

    @Slot()
    def on_own(self) -> None:
        """Write one to oneself."""
        self.leave()
        self.writing_wanted.emit(True)  # noqa: FBT003 - a signal's argument has no name

    @Slot()
    def on_room(self) -> None:
        """Write one to the room."""
        self.leave()
        self.writing_wanted.emit(False)  # noqa: FBT003 - a signal's argument has no name

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.title.setText(self.tr("Notes"))
        self.empty.setText(self.tr("Nobody has told the room anything, nor you yourself."))
        self.list.setAccessibleName(self.tr("Notes"))
        self.leave_.setText(self.tr("Close (Esc)"))
        self.seen.setText(self.tr("Seen (Space)"))
        self.own.setText(self.tr("Note to self…"))
        self.room.setText(self.tr("Tell the room…"))
        self._painted = ()
        self.refresh()

    # Qt overrides

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys on the list are acts on the note there."""
        if watched is self.list and event.type() is QEvent.Type.KeyPress:
            key = event.key()  # type: ignore[attr-defined] # a key event has one
            acts = {
                Qt.Key.Key_Space: self.on_seen,
                Qt.Key.Key_Delete: self.on_end,
                Qt.Key.Key_Return: self.on_go,
                Qt.Key.Key_Enter: self.on_go,
            }
            if key in acts:
                acts[key]()
                return True
        return super().eventFilter(watched, event)
