"""The photos of a case on its card: before, after and check beside each other, papers below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.tables.chips import is_language_change
from console.tables.flow import clear
from console.tables.photo_tile import PhotoTile
from console.tables.task_row import card_words
from models.domain.photo import PhotoRole, roles_of
from models.feed.frame import Capability

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent

    from console.settings.look import Look
    from console.state.session import Session
    from models.domain.fact import Entry
    from models.domain.ids import IncidentId
    from models.domain.incident import Incident

ATTACH: Final = "attach"
_ROLES: Final = {
    PhotoRole.BEFORE: QT_TRANSLATE_NOOP("Photos", "Before"),
    PhotoRole.AFTER: QT_TRANSLATE_NOOP("Photos", "After"),
    PhotoRole.CHECK: QT_TRANSLATE_NOOP("Photos", "Check"),
    PhotoRole.PAPER: QT_TRANSLATE_NOOP("Photos", "Papers"),
}


def photo_role_words(role: PhotoRole) -> str:
    """What a photo shows, in the language of the screens."""
    return QCoreApplication.translate("Photos", str(_ROLES[role]))


class PhotoPane(QWidget):
    """The photos of the incident on a card; hidden where there are none and none can come.

    Signals: `opened(str)` the name of a photo that is wanted large; `wanted(str, object)`
    the verb of the act that brings photos, and the IncidentId.
    Thread: GUI
    """

    opened = Signal(str)
    wanted = Signal(str, object)

    def __init__(self, session: Session, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look
        self._incident: Incident | None = None
        self._painted: object = None
        self._roles: dict[str, PhotoRole] = {}
        self.tiles: dict[str, PhotoTile] = {}
        self.title = card_words("section")
        self.attach = QPushButton()
        self.attach.setProperty("kind", "flat")
        self.attach.clicked.connect(self.on_attach)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.attach)
        self._columns = QHBoxLayout()
        self._columns.setSpacing(look.px(8))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(4))
        column.addLayout(top)
        column.addLayout(self._columns)
        session.photos.came.connect(self.on_came)
        look.changed.connect(self.lay_anew)
        self._say()

    # -- what is shown ---------------------------------------------------------------------

    def show_of(self, incident: Incident, entries: Sequence[Entry]) -> None:
        """Show an incident's photos; `entries` are its facts, as far as they are known."""
        may = self._session.frame.may(Capability.DISPATCH)
        self.setVisible(may or bool(incident.photos))
        self.attach.setVisible(may)
        # Until its facts are here nobody knows what the photos show.
        roles = roles_of(incident, entries) if entries and incident.photos else {}
        place = (incident.place, incident.dispatched_at)
        state = (incident.id, roles, place, self._session.seat.language)
        self._incident = incident
        if state != self._painted:
            self._painted, self._roles = state, roles
            self.lay()

    @Slot()
    def lay_anew(self) -> None:
        """Another size or theme."""
        self._columns.setSpacing(self._look.px(8))
        if self._incident is not None:
            self.lay()

    def lay(self) -> None:
        """Put the tiles into their columns; pictures come as they are made."""
        clear(self._columns)
        self.tiles = {}
        groups = self.groups()
        self._say()
        for role in PhotoRole:
            names = groups.get(role, [])
            pair = {PhotoRole.BEFORE, PhotoRole.AFTER}
            # The place of the other half stays, so that one sees what is missing.
            if names or (role in pair and pair & set(groups)):
                self._columns.addWidget(self._column(role, names), 1)
        for name in self._roles:
            self.on_came(name)

    def groups(self) -> dict[PhotoRole, list[str]]:
        """The names by what they show, in the order they came."""
        found: dict[PhotoRole, list[str]] = {}
        for name, role in self._roles.items():
            found.setdefault(role, []).append(name)
        return found

    def _column(self, role: PhotoRole, names: list[str]) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self._look.px(6))
        words = photo_role_words(role)
        head = card_words("soft")
        head.setText(f"{words} ×{len(names)}" if len(names) > 1 else words)
        column.addWidget(head)
        for name in names:
            tile = PhotoTile(self._session, self._look, name, role, words)
            tile.opened.connect(self.opened)
            self.tiles[name] = tile
            column.addWidget(tile)
        if not names:
            none = card_words("faint", wraps=True)
            none.setText(QCoreApplication.translate("Photos", "None yet"))
            none.setMinimumHeight(self._look.px(48))
            none.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(none)
        column.addStretch(1)
        return holder

    @Slot(str)
    def on_came(self, name: str) -> None:
        """A small picture is at hand."""
        tile, incident = self.tiles.get(name), self._incident
        if tile is None or incident is None:
            return
        zone = self._session.reference.calendar.zone
        shot = self._session.photos.known(name, zone)
        if shot is not None:
            tile.show_shot(shot, incident)

    # -- acts ------------------------------------------------------------------------------

    @property
    def incident(self) -> IncidentId | None:
        """Whose photos are shown."""
        return self._incident.id if self._incident else None

    @property
    def roles(self) -> dict[str, PhotoRole]:
        """What each photo on show shows."""
        return dict(self._roles)

    @Slot()
    def on_attach(self) -> None:
        """Somebody has photos to add."""
        if self._incident is not None:
            self.wanted.emit(ATTACH, self._incident.id)

    # -- words -----------------------------------------------------------------------------

    def _say(self) -> None:
        self.title.setText(self.tr("Photos"))
        self.attach.setText(self.tr("Attach…"))
        self.attach.setToolTip(self.tr("From a file, by paste or by drop (Ctrl+Shift+P)"))

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if is_language_change(event):
            self.lay_anew()
            self._say()
        super().changeEvent(event)
