"""The photos of one window: attached from files, by paste, by drop; opened large."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint, QSize, Slot
from PySide6.QtWidgets import QFileDialog

from console.panels.attach_card import AttachCard
from console.panels.photo_viewer import PhotoViewer
from console.tables.photo_drop import PhotoDrop
from console.tables.photo_pane import ATTACH
from console.windows.floating import Floating, top_middle
from models.domain.error import Words

if TYPE_CHECKING:
    from console.state.photos import Source
    from console.windows.workbench import Workbench
    from models.domain.ids import IncidentId
    from models.domain.photo import PhotoRole
    from models.feed.frame import Frame

PHOTO_ACTS: Final = frozenset({"photos"})
NO_PHOTOS: Final = Words("该事件没有照片。", "This incident has no photos.")
_MIDDLE: Final = 2


class PhotoRoom(QObject):
    """Between the card, the viewer and the card that gathers photos.

    Thread: GUI
    """

    def __init__(self, window: Workbench) -> None:
        super().__init__(window)
        self._window = window
        session, look = window.session, window.look
        self._pane = window.card.photos
        self.attach = AttachCard(session, look, window)
        self.viewer = PhotoViewer(session, look, window)
        Floating(self.attach, window.map, top_middle)
        Floating(self.viewer, window.map, _centred, self._large)
        self._dialog: QFileDialog | None = None
        self._pane.opened.connect(self.on_opened)
        self._drop = PhotoDrop(window.card)
        self._drop.brought.connect(self.on_brought)
        self.attach.files_wanted.connect(self.choose_files)
        self.viewer.closed.connect(self.on_closed)
        window.lifecycle.photos_of = self.photos_of
        window.lifecycle.photos_wanted.connect(self.on_wanted)
        window.lifecycle.papers_wanted.connect(self.on_papers_wanted)
        self.attach.gathered.connect(self.on_gathered)
        session.frame_changed.connect(self.on_frame)
        session.selection.incident_changed.connect(self.on_incident)

    # -- seen large ------------------------------------------------------------------------

    def do(self, _action_id: str) -> None:
        """Open the photos of the current incident, the newest first."""
        names = list(self._pane.roles)
        if names:
            self.on_opened(names[-1])

    def refusal(self, _action_id: str) -> Words | None:
        """Why there is nothing to open."""
        return None if self._pane.roles else NO_PHOTOS

    def photos_of(self, incident_id: IncidentId, role: PhotoRole) -> tuple[str, ...]:
        """Photos of the incident on the card that show one thing; none of another one."""
        if self._pane.incident != incident_id:
            return ()
        return tuple(name for name, shows in self._pane.roles.items() if shows is role)

    @Slot(str)
    def on_opened(self, name: str) -> None:
        """A photo is wanted large."""
        incident = self._window.card.incident
        if incident is not None:
            self.viewer.open_at(name, incident, self._pane.roles)

    @Slot()
    def on_closed(self) -> None:
        """The keyboard goes back to where the photo lies."""
        self._window.card.setFocus()

    @Slot(object)
    def on_incident(self, incident_id: IncidentId | None) -> None:
        """Another incident: what lies open over the window was about the last one."""
        shown = self.viewer.incident
        if self.viewer.isVisible() and (shown is None or shown.id != incident_id):
            self.viewer.leave()

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """A jump in time, or the end of a sight: what was open is not of this moment."""
        if not (self.viewer.isVisible() or self.attach.isVisible()):
            return
        shown = self.viewer.incident
        if frame.jumped or (shown and self._window.session.incident(shown.id) is None):
            self.viewer.leave()
        if frame.jumped or self.attach.incident is None:
            self.attach.leave()

    # -- attached --------------------------------------------------------------------------

    @Slot(object)
    def on_wanted(self, incident_id: IncidentId) -> None:
        """Somebody has photos for an incident."""
        incident = self._window.session.incident(incident_id)
        if incident is not None:
            self.attach.open_for(incident)

    @Slot(object, str)
    def on_papers_wanted(self, incident_id: IncidentId, act: str) -> None:
        """An act on an incident waits for photos of its own."""
        incident = self._window.session.incident(incident_id)
        if incident is not None:
            self.attach.open_for(incident, act)

    @Slot(object, str, object)
    def on_gathered(self, incident_id: IncidentId, act: str, names: tuple[str, ...]) -> None:
        """The photos are chosen: the act goes on with them."""
        self._window.lifecycle.ask(act, incident_id, names)

    @Slot(object)
    def on_brought(self, sources: list[Source]) -> None:
        """Photos were dropped on the incident's card, or pasted there."""
        window = self._window
        current = window.selection.incident
        refusal = window.lifecycle.refusal(ATTACH, current)
        if refusal is not None or current is None:
            if refusal is not None:
                window.tell(refusal.words)
            return
        self.on_wanted(current)
        self.attach.bring(sources)

    @Slot()
    def choose_files(self) -> None:
        """Ask for files without holding anything up."""
        title = self.tr("Attach photos")
        kinds = self.tr("Photos") + " (*.jpg *.jpeg *.png *.webp)"
        self._dialog = QFileDialog(self._window, title, "", kinds)
        self._dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        self._dialog.filesSelected.connect(self.attach.bring)
        self._dialog.open()

    def _large(self, _ground: QSize) -> QSize:
        """From the map's upper edge to the status bar, over all panels."""
        window = self._window
        top = window.map.mapTo(window, QPoint()).y()
        return QSize(window.width(), window.statusBar().y() - top)


def _centred(ground: QSize, card: QSize) -> QPoint:
    return QPoint((ground.width() - card.width()) // _MIDDLE, 0)
