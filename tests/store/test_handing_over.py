"""The next shift sits down over the running desk: the window, the names, what waited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from console.app.handing_over import HandingOver
from console.app.home import Address, Home
from console.app.outbox_place import OutboxPlace
from console.app.stage import Stage
from console.windows.sign_in import SignInWindow
from models.desk.outbox import NOT_YOURSELF, Outbox
from models.domain.command import Command, Judge
from models.domain.ids import CommandId, new_uuid
from models.domain.lifecycle import Role
from models.feed.frame import Capability
from models.store.command_codec import StoredCommands
from models.store.embedded import stop_embedded
from models.store.heads import place_of
from models.store.signing_in import login_in
from tests.store.rights_world import PASSWORD, a_centre

if TYPE_CHECKING:
    from pathlib import Path

    from models.store.embedded import ServerUrls
    from tests.store.rights_world import Centre

pytestmark = [pytest.mark.db, pytest.mark.gui, pytest.mark.story]
PATIENCE_MS = 25_000


def test_the_next_person_gets_the_desk_where_it_stands_and_acts_in_their_own_name(
    qtbot: Any, tmp_path: Path
) -> None:
    with Home(Address(tmp_path), station="desk-1") as home:
        stage = Stage(tmp_path, "en", offscreen=True)
        desk = HandingOver(stage, home, ("zhang", frozenset(Role)), tiles="here")
        before = desk.window
        before.resize(1500, 900)
        before.show()
        desk.start()
        qtbot.waitUntil(lambda: _is_live(desk), timeout=PATIENCE_MS)
        before.do("hand-over")
        (asked,) = before.findChildren(SignInWindow)
        QTest.keyClicks(asked.name, "li")
        QTest.keyClick(asked.name, Qt.Key.Key_Return)

        assert desk.window is not before
        assert desk.window.size() == before.size()
        assert "li @ desk-1" in desk.window.windowTitle()
        assert "li" in desk.window.strip.seat.text()
        shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        assert shown == [desk.window]
        desk.close()
        desk.window.deleteLater()
        desk.show.running.deleteLater()
    stop_embedded(tmp_path)


def test_what_waits_is_listed_for_the_next_person_and_sent_once_its_author_is_back(
    qtbot: Any, tmp_path: Path, server: ServerUrls, template_database: str
) -> None:
    with a_centre(server, template_database) as centre:
        url = centre.login([Role.DISPATCHER])
        zhang, other = login_in(url), centre.login([Role.ACCEPTOR])
        left = Command(
            id=CommandId(new_uuid()),
            intent=Judge(verb="comment", incident=centre.here, reason="已电话确认"),
            actor=zhang,
            roles=frozenset({Role.DISPATCHER}),
            station="desk-1",
        )
        with Home(Address(tmp_path, other), station="desk-1") as home:
            _leave(tmp_path, other, left)
            stage = Stage(tmp_path, "en", offscreen=True)
            who = (home.rights.login, home.rights.roles)
            desk = HandingOver(stage, home, who, tiles="here")
            before = desk.window
            before.show()
            desk.start()
            conflicts = desk.show.running.session.conflicts
            qtbot.waitUntil(lambda: len(conflicts.items) == 1, timeout=PATIENCE_MS)
            assert conflicts.items[0].code == NOT_YOURSELF

            qtbot.waitUntil(lambda: _is_live(desk), timeout=PATIENCE_MS)
            before.do("hand-over")
            (asked,) = before.findChildren(SignInWindow)
            QTest.keyClicks(asked.name, zhang)
            QTest.keyClicks(asked.password, PASSWORD)
            QTest.keyClick(asked.password, Qt.Key.Key_Return)
            qtbot.waitUntil(lambda: desk.window is not before, timeout=PATIENCE_MS)
            seat = desk.show.running.session.seat
            assert (seat.operator, seat.roles) == (zhang, frozenset({Role.DISPATCHER}))
            qtbot.waitUntil(lambda: _authors(centre, left) == [zhang], timeout=PATIENCE_MS)
            assert desk.show.running.session.conflicts.items == ()
            desk.close()
            desk.window.deleteLater()
            desk.show.running.deleteLater()


def _is_live(desk: HandingOver) -> bool:
    return desk.show.running.session.frame.may(Capability.DISPATCH)


def _authors(centre: Centre, command: Command) -> list[str]:
    rows = centre.admin("SELECT actor FROM journal WHERE command_id = %s", command.id)
    return [actor for (actor,) in rows]


def _leave(folder: Path, url: str, command: Command) -> None:
    """Keep an act as a console leaves it that the database was away from."""
    place = OutboxPlace(folder, place_of(url))
    Outbox(place.file, StoredCommands()).keep(command)
    place.release()
