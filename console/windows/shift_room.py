"""The shift and the notes of one window: the sheet, the list, the cards, the notices."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint, QSize, QStandardPaths, Slot
from PySide6.QtWidgets import QFileDialog

from console.panels.note_card import NoteCard
from console.panels.notes_panel import NotesPanel
from console.panels.shift_panel import ShiftPanel
from console.settings.jottings import KeptText
from console.state.shifts import may_sign, scope_here, unread_notes
from console.windows.floating import Floating, top_middle
from models.desk.act import Fate
from models.domain.error import Words
from models.domain.fact import SubjectKind
from models.domain.ids import HandoverId, RoomNoteId
from models.domain.lifecycle import ROLES_OF
from models.domain.rights import may
from models.domain.shift import HandOverShift, SeeNote
from models.feed.frame import Capability
from models.picture.shift_sheet import intent_from

if TYPE_CHECKING:
    from datetime import datetime

    from console.tables.shift_paper import Told
    from console.windows.workbench import Workbench
    from models.desk.act import Act
    from models.feed.frame import Frame
    from models.picture.shift_sheet import ShiftPapers

SHIFT_ACTS: Final = frozenset({"shift", "notes", "tell-room", "own-note"})
_NOT_YOURS: Final = Words(
    "给全室留言需要坐席、受理、派遣、值班长或中心领导角色。",
    "The room is told by clerks, acceptors, dispatchers and those who lead.",
)
_HALF: Final = 2


@dataclass(frozen=True, slots=True)
class PrintWish:
    """A sheet to be printed by a process of its own, as it was read."""

    file: Path
    at: datetime
    handover: HandoverId | None
    instructions: Path | None
    language: str

    def arguments(self) -> list[str]:
        """The command line that does it."""
        which = ["--handover", str(self.handover)] if self.handover else []
        which = which or ["--at", self.at.isoformat()]
        given = ["--instructions", str(self.instructions)] if self.instructions else []
        return ["handover", "--pdf", str(self.file), *which, *given, "--lang", self.language]


class ShiftRoom(QObject):
    """Between the sheet, the notes and the acts of one window.

    Thread: GUI
    """

    def __init__(self, window: Workbench) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        session, look = window.session, window.look
        self._draft = KeptText(window.settings.home, session.seat.operator)
        self._wish: PrintWish | None = None
        self.sheet = ShiftPanel(session, look, window)
        self.notes = NotesPanel(session, look, window)
        self.card = NoteCard(session, look, window)
        Floating(self.sheet, window.map, _top, self._large)
        Floating(self.notes, window.map, top_middle, self._listed)
        Floating(self.card, window.map, top_middle)
        self._connect()

    def _connect(self) -> None:
        window, session = self._window, self._session
        self.sheet.incident_wanted.connect(window.going.to_incident)
        self.sheet.print_wanted.connect(self.on_print)
        self.sheet.handing_over.connect(self.on_handing_over)
        self.sheet.draft.connect(self._draft.keep)
        self.notes.incident_wanted.connect(window.going.to_incident)
        self.notes.writing_wanted.connect(self.on_writing)
        window.strip.room.shift_wanted.connect(self.open_sheet)
        window.strip.room.notes_wanted.connect(self.notes.open)
        window.notices.seen_wanted.connect(self.on_seen)
        session.frame_changed.connect(self.on_frame)
        session.pending.settled.connect(self.on_settled)

    # -- acts ------------------------------------------------------------------------------

    def do(self, action_id: str) -> None:
        """One of `SHIFT_ACTS`."""
        match action_id:
            case "shift":
                self.open_sheet()
            case "notes":
                self.notes.open()
            case "tell-room":
                self._write(is_own=False)
            case "own-note":
                self._write(is_own=True)

    def refusal(self, action_id: str) -> Words | None:
        """Why it cannot be done now."""
        if action_id == "tell-room" and not may(self._session.seat.roles, action_id):
            return _NOT_YOURS
        return None

    @Slot()
    def open_sheet(self) -> None:
        """Bring the sheet up."""
        self.sheet.open(self._draft.read())

    @Slot(bool)
    def on_writing(self, is_own: bool) -> None:  # noqa: FBT001 - a slot
        """A note is to be written."""
        refusal = None if is_own else self.refusal("tell-room")
        if refusal is not None:
            self._window.tell(refusal)
        else:
            self._write(is_own=is_own)

    def _write(self, *, is_own: bool) -> None:
        incident = self._session.incident(self._window.selection.incident)
        self.card.open_for(incident, is_own=is_own)

    @Slot(object, str)
    def on_handing_over(self, papers: ShiftPapers, instructions: str) -> None:
        """Hand over what was read."""
        self._session.send(intent_from(papers, instructions))

    @Slot(object)
    def on_settled(self, act: Act) -> None:
        """A hand-over that was refused gives its instructions back."""
        intent = act.command.intent
        if not isinstance(intent, HandOverShift) or self._draft.read():
            return
        if act.fate in {Fate.REFUSED, Fate.FAILED}:
            self._draft.keep(intent.instructions)

    # -- notes of others ---------------------------------------------------------------------

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """A note that came just now is said at once; older ones wait in the strip."""
        if frame.jumped or not frame.may(Capability.DISPATCH):
            return
        for entry in frame.changes.entries:
            if entry.fact.subject_kind is SubjectKind.HANDOVER:
                self._tell_of(HandoverId(entry.fact.subject_id))
        fresh = {
            entry.fact.subject_id
            for entry in frame.changes.entries
            if entry.fact.subject_kind is SubjectKind.ROOM_NOTE
            and entry.fact.verb == "room-told"
        }
        if fresh:
            for note in reversed(unread_notes(self._session)):
                if note.id in fresh:
                    self._window.notices.tell_note(note)

    def _tell_of(self, handover_id: HandoverId) -> None:
        """Say to whom it matters that a shift waits for them, or was signed for."""
        session = self._session
        one = session.frame.picture.handovers.get(handover_id)
        if one is None or one.cell_path != scope_here(session):
            return
        if may_sign(session, one):
            words = Words(
                f"{one.author} 已交班：Ctrl+Shift+H 查看交接班单并签字。",
                f"{one.author} handed the shift over: Ctrl+Shift+H shows the sheet to sign.",
            )
        elif one.author == session.seat.operator and not one.waits:
            words = Words(f"{one.taken_by} 已接班签字。", f"{one.taken_by} has signed for it.")
        else:
            return
        self._window.notices.tell(words, icon="list", role="accent")

    @Slot(object)
    def on_seen(self, note_id: RoomNoteId) -> None:
        """Its reader has read it."""
        if not ROLES_OF["note-seen"].isdisjoint(self._session.seat.roles):
            self._session.send(SeeNote(note=note_id))

    # -- paper -------------------------------------------------------------------------------

    @Slot(object)
    def on_print(self, told: Told) -> None:
        """Ask for the file without holding anything up."""
        self.sheet.keep_draft()
        zone = self._session.reference.calendar.zone
        handover = told.handover
        self._wish = PrintWish(
            Path(),
            told.sheet.at,
            handover.id if handover else None,
            None if handover or not self._draft.read() else self._draft.file,
            self._session.seat.language,
        )
        name = self.tr("hand-over {0}").format(
            f"{told.sheet.at.astimezone(zone):%Y-%m-%d %H%M}"
        )
        dialog = QFileDialog(self._window, self.tr("Print as PDF"), str(_documents()))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.selectFile(f"{name}.pdf")
        dialog.fileSelected.connect(self.on_file)
        dialog.open()

    @Slot(str)
    def on_file(self, name: str) -> None:
        """A file was chosen: a process of its own prints."""
        wish = self._wish
        if wish is not None:
            self._window.exports.wanted.emit(
                PrintWish(Path(name), wish.at, wish.handover, wish.instructions, wish.language)
            )

    # -- places ------------------------------------------------------------------------------

    def _large(self, _ground: QSize) -> QSize:
        px, window = self._window.look.px, self._window
        return QSize(min(px(980), window.width() - px(32)), window.height() - px(96))

    def _listed(self, ground: QSize) -> QSize:
        px = self._window.look.px
        return QSize(
            min(px(740), self._window.width() - px(32)), min(px(460), ground.height() - px(48))
        )


def _top(ground: QSize, card: QSize) -> QPoint:
    return QPoint((ground.width() - card.width()) // _HALF, 0)


def _documents() -> Path:
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place) or Path.home())
