"""Promises of photos at a desk: seen side by side, opened by a key, attached and sent."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from console.app.photo_shelf import HomePhotos
from console.windows.desk import DeskWindow
from models.domain.command import Attach, Suspend
from models.domain.error import BadInput
from models.domain.home_settings import HomeSettings
from models.domain.incident import State
from models.domain.photo import PhotoRole
from models.store.attachment import attachment_path, keep_content
from tests.builders import a_fact, an_entry, at
from tests.console.desk_stand_in import REPLAY
from tests.console.windows.test_planning import Side
from tests.models.intake.photos import a_photo

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.console.windows.conftest import Room

pytestmark = pytest.mark.gui
ELSEWHERE = (100.0, 30.0)


def a_window(r: Room) -> DeskWindow:
    return DeskWindow(r.session, r.settings, r.look, tiles="here")


class Patient(Side):
    """A side lane that hands on what it could not read. Thread: GUI."""

    def answer(self) -> None:
        while self.lookups:
            lookup = self.lookups.pop(0)
            try:
                found = lookup.read()
            except BadInput as bad:
                found = bad
            lookup.take(found)


class Desk:
    """A desk with a home to keep photos in, and its lane answered by hand."""

    def __init__(self, made: Room, home: Path) -> None:
        self.room, self.home, self.window = made, home, made.window
        self.side = Patient(made)
        made.session.photos.use(HomePhotos(home))

    def keep(self, colour: str, **said: Any) -> str:
        return keep_content(self.home, a_photo(colour=colour, **said), ".jpg")

    def show(self, *brought: tuple[str, str], **changes: Any) -> None:
        """Select an incident whose facts brought these photos: (verb, name)."""
        case = replace(self.room.case, photos=(), **changes)
        old, entries = None, []
        for seq, (verb, name) in enumerate(brought, 1):
            case = replace(case, photos=(*case.photos, name), version=seq)
            entries.append(an_entry(seq, a_fact(case, old, verb)))
            old = case
        frame = self.room.session.frame
        incidents = {**frame.picture.incidents, case.id: case}
        picture = replace(frame.picture, incidents=incidents)
        self.room.session.show_frame(replace(frame, picture=picture))
        self.room.session.selection.pick_incident(case.id)
        self.window.show_timeline(entries)
        self.window.card.refresh()
        self.side.answer()

    @property
    def pane(self) -> Any:
        return self.window.card.photos

    @property
    def card(self) -> Any:
        return self.window.photos.attach

    @property
    def viewer(self) -> Any:
        return self.window.photos.viewer


@pytest.fixture
def desk(room: Callable[..., Room], tmp_path: Path) -> Desk:
    return Desk(room(a_window), tmp_path)


def drop(mime: QMimeData, on: QWidget) -> None:
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    free = Qt.KeyboardModifier.NoModifier
    # Qt hands a drop to whoever let the drag in.
    QApplication.sendEvent(on, QDragEnterEvent(QPoint(5, 5), copy, mime, left, free))
    QApplication.sendEvent(on, QDropEvent(QPointF(5, 5), copy, mime, left, free))


def test_before_and_after_lie_side_by_side_by_the_acts_that_brought_them(
    desk: Desk, qtbot: QtBot
) -> None:
    first, last = desk.keep("red"), desk.keep("green")
    desk.show(("reported", first), ("finished", last))
    assert desk.pane.roles == {first: PhotoRole.BEFORE, last: PhotoRole.AFTER}
    before, after = desk.pane.tiles[first], desk.pane.tiles[last]

    def stand_side_by_side() -> bool:
        first_at, last_at = (tile.mapTo(desk.pane, QPoint()) for tile in (before, after))
        return first_at.y() == last_at.y() and first_at.x() < last_at.x()

    qtbot.waitUntil(stand_side_by_side)
    assert "Before" in before.button.accessibleName()


def test_a_photo_taken_elsewhere_or_before_the_dispatch_is_doubted_in_words(
    desk: Desk,
) -> None:
    name = desk.keep("red", taken="2020:01:01 09:00:00", place=ELSEWHERE)
    desk.show(("finished", name), dispatched_at=at(minutes=-30))
    said = desk.pane.tiles[name].doubt.text()
    assert "from the incident; within 100 m is expected" in said
    assert "before the dispatch" in said


def test_nothing_is_read_on_the_gui_thread(desk: Desk, monkeypatch: Any) -> None:
    name = desk.keep("red")
    read: list[str] = []
    real = HomePhotos.show

    def show(self: HomePhotos, *given: Any) -> Any:
        read.append("read")
        return real(self, *given)

    monkeypatch.setattr(HomePhotos, "show", show)
    monkeypatch.setattr(desk.side, "answer", lambda: None)
    desk.show(("reported", name))
    assert read == []
    assert desk.side.lookups


def test_a_key_opens_the_photo_large_and_keys_turn_pair_and_leave(desk: Desk) -> None:
    first, last = desk.keep("red"), desk.keep("green")
    desk.show(("reported", first), ("finished", last))
    desk.window.do("photos")
    desk.side.answer()
    assert desk.viewer.isVisible()
    assert desk.viewer.geometry().bottom() + 1 == desk.window.statusBar().y()
    assert desk.viewer.names == (last,)
    QTest.keyClick(desk.viewer, Qt.Key.Key_Right)
    assert desk.viewer.names == (first,)
    QTest.keyClick(desk.viewer, Qt.Key.Key_Space)
    assert desk.viewer.names == (first, last)
    QTest.keyClick(desk.viewer, Qt.Key.Key_Escape)
    assert desk.viewer.isHidden()


def test_a_photo_that_nobody_brought_yet_is_told_and_opens_nothing(desk: Desk) -> None:
    desk.show(("reported", "a" * 64 + ".jpg"))
    tile = next(iter(desk.pane.tiles.values()))
    assert tile.caption.text() == "No desk has brought this photo yet"
    assert not tile.button.isEnabled()


def test_dropped_files_are_kept_first_and_sent_with_what_they_show(
    desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "现场.jpg"
    file.write_bytes(a_photo(colour="navy"))
    desk.show(state=State.HANDLING)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    drop(mime, desk.window.card)
    desk.side.answer()
    assert desk.card.isVisible()
    name = desk.card.shots[0].name
    assert attachment_path(desk.home, name).read_bytes() == file.read_bytes()
    QTest.keyClick(desk.card, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert desk.room.lane.intents == [
        Attach(incident=desk.room.case.id, photo=(name,), role=PhotoRole.AFTER)
    ]
    assert desk.card.isHidden()


def test_a_picture_is_pasted_by_its_key(desk: Desk) -> None:
    desk.show()
    image = QImage(64, 48, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkGreen)
    QApplication.clipboard().setImage(image)
    QTest.keyClick(desk.window.card, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    desk.side.answer()
    assert [shot.seen.size_px for shot in desk.card.shots] == [(64, 48)]
    assert desk.card.shots[0].name.endswith(".png")


def test_a_hostile_file_is_refused_in_words_and_kept_nowhere(
    desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "big.jpg"
    file.write_bytes(b"\xff\xd8\xff nonsense")
    desk.show()
    desk.window.do("attach")
    desk.card.bring([str(file), str(tmp_path), str(tmp_path / "gone.jpg")])
    desk.side.answer()
    assert desk.card.shots == []
    assert not desk.card.complaint.isHidden()
    assert not (tmp_path / "attachments").exists()


def test_photos_of_an_act_go_out_with_it_and_not_before(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "measure.jpg"
    file.write_bytes(a_photo(colour="blue"))
    desk.show(state=State.HANDLING)
    desk.room.session.show_reference(
        replace(desk.room.session.reference, settings=HomeSettings(photos_required=True))
    )
    desk.window.do("suspend")
    assert desk.card.isVisibleTo(desk.window)
    assert not desk.card.note.isVisibleTo(desk.card)
    desk.card.bring([str(file)])
    desk.side.answer()
    (shot,) = desk.card.shots
    desk.card.go_on()
    assert desk.room.lane.commands == []
    asking = desk.window.asking
    assert asking.answer("30", "Season", ["fenced off"])
    (sent,) = desk.room.lane.commands
    assert isinstance(sent.intent, Suspend)
    assert sent.intent.photo == (shot.name,)


def test_without_a_photo_nothing_is_sent_and_it_says_why(desk: Desk) -> None:
    desk.show()
    desk.window.do("attach")
    desk.card.go_on()
    assert desk.room.lane.commands == []
    assert "Choose, paste or drop" in desk.card.complaint.text()


def test_a_replay_shows_photos_and_takes_none(
    room: Callable[..., Room], tmp_path: Path
) -> None:
    sealed = Desk(room(a_window, capabilities=REPLAY), tmp_path)
    name = sealed.keep("red")
    sealed.show(("reported", name))
    assert sealed.pane.tiles[name].button.isEnabled()
    assert sealed.pane.attach.isHidden()
    sealed.window.do("attach")
    assert sealed.card.isHidden()
    assert "sealed" in sealed.room.told


def test_when_the_incident_may_not_be_seen_any_more_its_photo_leaves_the_screen(
    desk: Desk,
) -> None:
    desk.show(("reported", desk.keep("red")))
    desk.window.do("photos")
    desk.side.answer()
    frame = desk.room.session.frame
    others = {i: one for i, one in frame.picture.incidents.items() if i != desk.room.case.id}
    picture = replace(frame.picture, incidents=others)
    desk.room.session.show_frame(replace(frame, picture=picture))
    assert desk.viewer.isHidden()


def test_a_case_without_photos_says_so(desk: Desk) -> None:
    desk.show()
    desk.window.do("photos")
    assert "no photos" in desk.room.told


def test_a_photo_that_comes_later_is_shown_when_somebody_looks_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr("console.state.photos.monotonic", lambda: clock[0])
    content = a_photo()
    name = keep_content(desk.home, content, ".jpg")
    file = attachment_path(desk.home, name)
    file.unlink()
    desk.show(("reported", name))
    assert desk.pane.tiles[name].caption.text() == "No desk has brought this photo yet"
    keep_content(desk.home, content, ".jpg")
    clock[0] += 60
    desk.pane.lay()
    desk.side.answer()
    assert (
        desk.room.session.photos.known(name, desk.room.session.reference.calendar.zone).pixels
        is not None
    )
