"""Photos on their way to an incident: what they show, what is doubtful, then Ctrl+Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from console.state.words import action_words
from console.tables.card import FormCard, refill
from console.tables.flow import clear
from console.tables.photo_drop import PhotoDrop, pasted
from console.tables.photo_pane import photo_role_words
from console.tables.photo_tile import PhotoTile
from console.tables.task_row import card_words
from models.domain.command import Attach
from models.domain.photo import CHOOSABLE, PhotoRole, usual_role

if TYPE_CHECKING:
    from console.settings.look import Look
    from console.state.photos import Shot, Source
    from console.state.session import Session
    from models.domain.ids import IncidentId
    from models.domain.incident import Incident

MOST_AT_ONCE: Final = 12
_SHOWN_BY: Final = {
    "suspend": PhotoRole.PAPER,
    "extend": PhotoRole.PAPER,
    "check-in": PhotoRole.BEFORE,
}
"""What the photos show that go with an act."""


class AttachCard(FormCard):
    """Gathers photos for one incident and sends them as one act.

    The photos lie in the home's attachments before the act goes out: where the database is
    away, both wait on this machine.

    Where the photos go with another act, they are handed on to it instead.

    Signals: `files_wanted()` somebody wants to choose files; `gathered(object, str, object)`
    an IncidentId, the act that the photos go with, and their names.
    Thread: GUI
    """

    files_wanted = Signal()
    gathered = Signal(object, str, object)
    WIDTH = 520

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__("attach", look, parent)
        self._session = session
        self._incident: IncidentId | None = None
        self._act = ""
        self._before: QWidget | None = None
        self._waits = 0
        self.shots: list[Shot] = []
        self.role = QComboBox()
        self.note = QLineEdit()
        self.hint = card_words("soft", wraps=True)
        self.files, self.paste = QPushButton(), QPushButton()
        self.tiles = QHBoxLayout()
        self._build()
        self._drop = PhotoDrop(self)
        self._drop.brought.connect(self.bring)
        self.dress()

    def _build(self) -> None:
        ways = QHBoxLayout()
        for button, slot in ((self.files, self.files_wanted), (self.paste, self.on_paste)):
            button.clicked.connect(slot)
            ways.addWidget(button)
        ways.addStretch(1)
        above = QVBoxLayout()
        above.addLayout(ways)
        above.addWidget(self.hint)
        above.addLayout(self.tiles)
        self.body.insertLayout(0, above)
        self.role.activated.connect(self.lay)
        self.ask(self.role, self.note)

    @property
    def incident(self) -> Incident | None:
        """Whose photos these will be."""
        return self._session.incident(self._incident)

    # -- coming and going ------------------------------------------------------------------

    def open_for(self, incident: Incident, act: str = "") -> None:
        """Come up for an incident; what was gathered for another one is let go.

        `act` is the act that the photos go with, where they are not added for themselves.
        """
        if incident.id != self._incident or act != self._act or self.isHidden():
            self._incident, self._act = incident.id, act
            self.shots, self._waits = [], 0
            self.note.clear()
            self._offer()
            role = _SHOWN_BY.get(act) or usual_role(incident)
            self.role.setCurrentIndex(self.role.findData(role))
            for part in (self.role, self.note):
                self.form.setRowVisible(part, not act)
        self.retranslate()
        self.lay()
        self.come_up(self.files)

    @Slot(object)
    def bring(self, sources: list[Source]) -> None:
        """Photos were chosen, pasted or dropped: they are read and kept on the lane."""
        zone = self._session.reference.calendar.zone
        room = MOST_AT_ONCE - len(self.shots) - self._waits
        if len(sources) > room:
            words = self.tr("{0} photos go at once; send these first.")
            self.complain(words.format(MOST_AT_ONCE))
        for source in sources[: max(room, 0)]:
            self._waits += 1
            self._session.photos.keep(source, zone, self.on_kept)
        self.lay()

    @Slot()
    def on_paste(self) -> None:
        """The button, for whoever has no key for it."""
        found = pasted()
        if found:
            self.bring(list(found))
        else:
            self.complain(self.tr("There is no photo on the clipboard."))

    def on_kept(self, shot: Shot) -> None:
        """A photo is on this machine, or it was refused."""
        self._waits = max(0, self._waits - 1)
        if shot.pixels is None:
            words = shot.why.in_(self._session.seat.language) if shot.why else ""
            self.complain(words, self.files)
        elif shot.name not in {one.name for one in self.shots}:
            self.shots.append(shot)
            self.role.setFocus()
        self.lay()

    @Slot()
    def go_on(self) -> None:
        """Send them."""
        incident, role = self.incident, self.role.currentData()
        if incident is None:
            self.leave()
            return
        if not self.shots or self._waits:
            self.complain(self.tr("Choose, paste or drop a photo first."), self.files)
            return
        names = tuple(shot.name for shot in self.shots)
        if self._act:
            self.leave()
            self.gathered.emit(incident.id, self._act, names)
            return
        note = self.note.text().strip()
        self._session.send(
            Attach(incident=incident.id, photo=names, role=PhotoRole(role), text=note),
            seen_version=incident.version,
        )
        self.leave()

    @Slot()
    def leave(self) -> None:
        """Go away; what was gathered is let go."""
        self.shots, self._waits = [], 0
        clear(self.tiles)
        self.hide()

    # -- showing ---------------------------------------------------------------------------

    @Slot()
    def lay(self) -> None:
        """Show what was gathered, with what is doubtful for the role that is chosen."""
        clear(self.tiles)
        incident, role = self.incident, self.role.currentData()
        if incident is not None and role:
            for shot in self.shots[-3:]:
                tile = PhotoTile(
                    self._session, self._look, shot.name, PhotoRole(role), shot.name[:8]
                )
                tile.show_shot(shot, incident)
                self.tiles.addWidget(tile, 1)
        self._say_hint()
        self.adjustSize()

    def _say_hint(self) -> None:
        if self._waits:
            self.hint.setText(self.tr("Reading %n photo(s)…", "", self._waits))
        elif self.shots:
            self.hint.setText(self.tr("%n photo(s), not sent yet", "", len(self.shots)))
        else:
            self.hint.setText(self.tr("Or drop photos here. JPEG, PNG, WebP, up to 30 MB."))

    def _offer(self) -> None:
        shown = _SHOWN_BY.get(self._act)
        roles = (shown,) if shown else CHOOSABLE
        refill(self.role, [(photo_role_words(role), role) for role in roles])

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        super().retranslate()
        incident = self.incident
        number = incident.number if incident else ""
        title = self.tr("Attach photos to {0}").format(number)
        if self._act:
            act = action_words(self._act).rstrip("….")
            title = self.tr("{0}: photos for {1}").format(act, number)
        self.title.setText(title)
        self.say_rows(self.tr("They show"), self.tr("Note"))
        self.role.setAccessibleName(self.tr("They show"))
        self.note.setAccessibleName(self.tr("Note"))
        self.files.setText(self.tr("Choose files…"))
        self.paste.setText(self.tr("Paste (Ctrl+V)"))
        self.go.setText(self.tr("Go on") if self._act else self.tr("Attach"))
        self._offer()
        self._say_hint()
