"""A photo opened large over the window, and the one before the work beside it on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.tables.enclosure import Enclosure
from console.tables.photo_pane import photo_role_words
from console.tables.photo_tile import PhotoButton, caption_of, doubts_of
from console.tables.task_row import card_words
from models.domain.photo import PhotoRole

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from console.settings.look import Look
    from console.state.photos import Shot
    from console.state.session import Session
    from models.domain.incident import Incident

_ON = frozenset({Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageDown})
_BACK = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_PageUp})
_LEAVE = frozenset({Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter})


class _Large(QWidget):
    """One half of the viewer: a photo with its words.

    Thread: GUI
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.picture = PhotoButton(look, self)
        self.picture.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        policy = self.picture.sizePolicy()
        policy.setVerticalPolicy(policy.Policy.Expanding)
        self.picture.setSizePolicy(policy)
        self.picture.setCursor(Qt.CursorShape.ArrowCursor)
        self.words, self.doubt = card_words("", wraps=True), card_words("yellow", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.picture, 1)
        for label in (self.words, self.doubt):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        self.name = ""


class PhotoViewer(Enclosure):
    """Shows the photos of one incident one after the other, or two beside each other.

    Arrows turn the pages, Space puts before and after side by side, Esc or Enter leaves.
    Signals: `closed()` it went away.
    Thread: GUI
    """

    closed = Signal()

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__("photo-viewer", look, parent)
        self._session = session
        self._incident: Incident | None = None
        self._roles: dict[str, PhotoRole] = {}
        self._at = 0
        self.is_paired = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.halves = (_Large(look), _Large(look))
        self.back, self.on, self.pair, self.leave_ = (QPushButton() for _ in range(4))
        self._build()
        self.retranslate()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        for button, slot in (
            (self.back, self.turn_back),
            (self.on, self.turn_on),
            (self.pair, self.toggle_pair),
            (self.leave_, self.leave),
        ):
            button.setProperty("kind", "flat")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(slot)
            top.addWidget(button)
        sides = QHBoxLayout()
        for half in self.halves:
            sides.addWidget(half, 1)
        column = QVBoxLayout(self)
        column.addLayout(top)
        column.addLayout(sides, 1)

    # -- what is shown ---------------------------------------------------------------------

    def open_at(self, name: str, incident: Incident, roles: dict[str, PhotoRole]) -> None:
        """Show an incident's photos, this one first."""
        self._incident, self._roles = incident, roles
        names = list(roles)
        self._at = names.index(name) if name in roles else 0
        self.is_paired = False
        self.show()
        self.raise_()
        self.setFocus()
        self._put_up()

    @property
    def names(self) -> tuple[str, ...]:
        """The names on show, from left to right."""
        return tuple(half.name for half in self.halves if half.name)

    @property
    def incident(self) -> Incident | None:
        """Whose photos are shown."""
        return self._incident

    def _wanted(self) -> tuple[str, ...]:
        name = list(self._roles)[self._at]
        other = self._other_of(name) if self.is_paired else ""
        if not other:
            return (name,)
        is_before = self._roles[name] is PhotoRole.BEFORE
        return (name, other) if is_before else (other, name)

    def _other_of(self, name: str) -> str:
        """The photo that belongs beside one: the newest of how it was, or of how it became."""
        is_before = self._roles[name] is PhotoRole.BEFORE
        late = (PhotoRole.AFTER, PhotoRole.CHECK)
        wanted = late if is_before else (PhotoRole.BEFORE,)
        fitting = [n for n, role in self._roles.items() if role in wanted and n != name]
        return fitting[-1] if fitting else ""

    def _put_up(self) -> None:
        if self._incident is None or not self._roles:
            return
        wanted = self._wanted()
        zone = self._session.reference.calendar.zone
        for half, name in zip(self.halves, (*wanted, ""), strict=False):
            half.setVisible(bool(name))
            if name and name != half.name:
                half.picture.show_pixels(None)
                half.picture.setText("…")
                half.words.setText(photo_role_words(self._roles[name]))
                half.doubt.setText("")
                self._session.photos.open(name, zone, self.on_shot)
            half.name = name
        if len(wanted) == 2:
            self.halves[1].show()
        self._say()

    def on_shot(self, shot: Shot) -> None:
        """A large picture is at hand; one that nobody waits for any more is dropped."""
        incident = self._incident
        for half in self.halves:
            if incident is None or half.name != shot.name:
                continue
            role = self._roles[shot.name]
            said = caption_of(self._session, shot, incident)
            half.picture.show_pixels(shot.pixels)
            half.picture.setText("" if shot.pixels else "×")
            half.words.setText(f"{photo_role_words(role)} · {said}")
            half.doubt.setText(doubts_of(self._session, shot, role, incident))
            half.picture.setAccessibleName(f"{half.words.text()} {half.doubt.text()}".strip())

    # -- acts ------------------------------------------------------------------------------

    @Slot()
    def turn_on(self) -> None:
        """The next photo; after the last the first."""
        self._turn(1)

    @Slot()
    def turn_back(self) -> None:
        """The photo before."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        if self._roles:
            self._at = (self._at + by) % len(self._roles)
            self._put_up()

    @Slot()
    def toggle_pair(self) -> None:
        """Before and after side by side, or one alone."""
        self.is_paired = not self.is_paired
        self._put_up()

    @Slot()
    def leave(self) -> None:
        """Go away; the large pictures are let go."""
        for half in self.halves:
            half.name = ""
            half.picture.show_pixels(None)
        self.hide()
        self.closed.emit()

    # -- words -----------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.back.setText(self.tr("Back (←)"))
        self.on.setText(self.tr("Next (→)"))
        self.pair.setText(self.tr("Before and after (Space)"))
        self.leave_.setText(self.tr("Close (Esc)"))
        self.setAccessibleName(self.tr("Photos of the incident"))
        self._say()

    def _say(self) -> None:
        several = len(self._roles) > 1
        for button in (self.back, self.on):
            button.setEnabled(several)
        names = list(self._roles)
        self.pair.setEnabled(bool(names) and bool(self._other_of(names[self._at])))
        number = self._incident.number if self._incident else ""
        count = self.tr("{0} of {1}").format(self._at + 1, len(names))
        self.title.setText(f"{number}   {count}" if names else number)

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn, pair, leave; no other key falls through to the window below."""
        key = Qt.Key(event.key())
        if key in _ON:
            self.turn_on()
        elif key in _BACK:
            self.turn_back()
        elif key == Qt.Key.Key_Space:
            self.toggle_pair()
        elif key in _LEAVE:
            self.leave()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """The viewer's keys are its own, though the window has shortcuts on them."""
        if event.type() is QEvent.Type.ShortcutOverride:
            key = Qt.Key(event.key())  # type: ignore[attr-defined] # Qt hands a key event
            if key in _ON | _BACK | _LEAVE or key == Qt.Key.Key_Space:
                event.accept()
                return True
        return super().event(event)
