"""The conflict list of a window: who was faster, in words; redo, join and drop by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.windows.desk import DeskWindow
from models.desk.conflict import Conflict, Decision, Way, about_deed
from models.desk.port import Deed
from models.domain.command import Attend, Command, Dispatch, Judge
from models.domain.error import Words
from models.domain.ids import CommandId, DrawingId
from models.domain.incident import State
from models.domain.lifecycle import Role
from models.domain.map_command import Erase
from tests.builders import NINE, an_id
from tests.console.frames import next_frame

if TYPE_CHECKING:
    from collections.abc import Callable

    from models.domain.command import Intent

pytestmark = pytest.mark.gui
LEFT = Qt.MouseButton.LeftButton


def a_desk(room: Any) -> DeskWindow:
    return DeskWindow(room.session, room.settings, room.look, tiles="here")


@pytest.fixture
def desk(room: Callable[..., Any]) -> Any:
    """A desk that keeps what is decided."""
    made = room(a_desk)
    made.decided = []
    made.session.conflicts.decided.connect(made.decided.append)
    return made


def a_conflict(intent: Intent, actor: str = "wang") -> Conflict:
    command = Command(
        id=CommandId(an_id()), intent=intent, actor=actor, roles=frozenset(Role),
        station="desk-1", seen_version=1,
    )  # fmt: skip
    deed = Deed("dispatched", "Wang Li", "3", NINE, "Zhao")
    words = Words("已被派遣。", "It is dispatched already.")
    return Conflict(command, NINE, "already_dispatched", words, about_deed(deed))


def show(desk: Any, *conflicts: Conflict) -> Any:
    desk.session.conflicts.on_listed(conflicts)
    desk.window.do("conflicts")
    return desk.window.conflicts.panel


def test_a_conflict_says_what_was_wanted_and_who_was_faster(desk: Any) -> None:
    panel = show(desk, a_conflict(Dispatch(incident=desk.taken.id, members=(desk.near.id,))))
    (row,) = panel.model.rows
    assert row.title.startswith("Dispatch ")
    assert row.title.endswith("→ 近处")
    assert row.detail == "Wang Li dispatched it to Zhao at 09:00:00 from station 3"
    assert "wang" in row.aside
    assert "1 conflict" in desk.window.strip.conflicts.text()


def test_the_strips_count_opens_the_list_and_escape_closes_it(desk: Any) -> None:
    desk.session.conflicts.on_listed((a_conflict(Judge(verb="sign", incident=desk.case.id)),))
    panel = desk.window.conflicts.panel
    assert not panel.isVisible()
    QTest.mouseClick(desk.window.strip.conflicts, LEFT)
    assert panel.isVisible()
    QTest.keyClick(panel.view, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    desk.session.conflicts.on_listed(())
    assert not desk.window.strip.conflicts.isVisible()


def test_a_dispatch_joins_as_an_assist_by_one_key(desk: Any) -> None:
    conflict = a_conflict(Dispatch(incident=desk.taken.id, members=(desk.near.id,)))
    panel = show(desk, conflict)
    QTest.keyClick(panel.view, Qt.Key.Key_J)
    (command,) = desk.lane.commands
    assert (command.intent.verb, command.intent.members) == ("assist", (desk.near.id,))
    assert command.seen_version == desk.taken.version
    # Whoever decides acts in their own name; the first author stays in the log.
    assert command.actor == "li"
    assert desk.decided == [Decision(conflict.key, Way.JOIN, "li", NINE)]


def test_a_dispatch_that_others_have_is_redone_as_a_redispatch_with_a_reason(
    desk: Any,
) -> None:
    conflict = a_conflict(Dispatch(incident=desk.taken.id, members=(desk.near.id,)))
    panel = show(desk, conflict)
    QTest.keyClick(panel.view, Qt.Key.Key_Return)
    assert desk.lane.commands == []
    assert desk.window.ask_card.isVisible()
    desk.window.ask_card.field.setText("更近")
    QTest.keyClick(desk.window.ask_card.field, Qt.Key.Key_Return)
    (command,) = desk.lane.commands
    assert (command.intent.verb, command.intent.reason) == ("redispatch", "更近")
    assert [decision.way for decision in desk.decided] == [Way.REDO]


def test_an_act_that_is_possible_again_is_redone_against_the_present(desk: Any) -> None:
    conflict = a_conflict(Dispatch(incident=desk.case.id, members=(desk.near.id,)))
    panel = show(desk, conflict)
    QTest.mouseClick(panel.buttons[Way.REDO], LEFT)
    (command,) = desk.lane.commands
    assert (command.intent.verb, command.seen_version) == ("dispatch", desk.case.version)
    assert command.id != conflict.key


def test_a_result_that_came_too_late_joins_as_a_comment_with_its_author(desk: Any) -> None:
    late = replace(Judge(verb="check-pass", incident=desk.taken.id), result="现场已恢复")
    panel = show(desk, a_conflict(late, actor="zhao"))
    assert not panel.buttons[Way.REDO].isEnabled()
    assert panel.buttons[Way.REDO].toolTip()
    QTest.keyClick(panel.view, Qt.Key.Key_J)
    (command,) = desk.lane.commands
    assert command.intent.verb == "comment"
    assert "zhao" in command.intent.text
    assert "现场已恢复" in command.intent.text


def test_a_result_of_an_older_release_is_not_redone_only_to_be_refused_again(
    desk: Any,
) -> None:
    handling = replace(desk.taken, version=desk.taken.version + 1, state=State.HANDLING)
    desk.session.show_frame(next_frame(desk.session.frame, (desk.taken, handling, "signed")))
    finish = Attend(verb="finish", incident=handling.id, member=desk.near.id, result="已清")
    panel = show(desk, a_conflict(finish))
    assert not panel.buttons[Way.REDO].isEnabled()
    assert "on the incident's card" in panel.buttons[Way.REDO].toolTip()
    QTest.keyClick(panel.view, Qt.Key.Key_J)
    assert "已清" in desk.lane.commands[0].intent.text
    panel = show(desk, a_conflict(replace(finish, result="垃圾已清运，路面已冲洗干净")))
    assert panel.buttons[Way.REDO].isEnabled()


def test_dropping_takes_a_reason_and_sends_nothing(desk: Any) -> None:
    conflict = a_conflict(Dispatch(incident=desk.taken.id, members=(desk.near.id,)))
    panel = show(desk, conflict)
    QTest.keyClick(panel.view, Qt.Key.Key_Delete)
    card = desk.window.ask_card
    QTest.keyClick(card.field, Qt.Key.Key_Return)
    assert desk.decided == []
    card.field.setText("已由他人办理")
    QTest.keyClick(card.field, Qt.Key.Key_Return)
    assert desk.lane.commands == []
    assert desk.decided == [Decision(conflict.key, Way.DROP, "li", NINE, "已由他人办理")]


def test_what_is_about_no_incident_can_be_dropped_and_not_joined(desk: Any) -> None:
    panel = show(desk, a_conflict(Erase(drawing=DrawingId(an_id()))))
    assert not panel.buttons[Way.JOIN].isEnabled()
    assert panel.buttons[Way.DROP].isEnabled()


def test_an_incident_that_left_the_picture_leaves_only_dropping(desk: Any) -> None:
    gone = a_conflict(Judge(verb="comment", incident=CommandId(an_id()), text="x"))  # type: ignore[arg-type]
    panel = show(desk, gone)
    enabled = [way for way, button in panel.buttons.items() if button.isEnabled()]
    assert enabled == [Way.DROP]


def test_the_keyboard_stays_with_its_row_when_another_is_decided(desk: Any) -> None:
    rows = [
        a_conflict(Dispatch(incident=desk.taken.id, members=(desk.near.id,))) for _ in range(3)
    ]
    panel = show(desk, *rows)
    QTest.keyClick(panel.view, Qt.Key.Key_Down)
    assert panel.current == rows[1]
    desk.session.conflicts.on_listed((rows[0], rows[2]))
    assert panel.current == rows[2]


def test_the_card_goes_with_the_last_of_them(desk: Any) -> None:
    panel = show(desk, a_conflict(Judge(verb="sign", incident=desk.case.id)))
    desk.session.conflicts.on_listed(())
    assert not panel.isVisible()


def test_an_empty_list_says_so_offers_nothing_and_goes_with_escape(desk: Any) -> None:
    panel = show(desk)
    assert panel.isVisible()
    assert not any(button.isVisible() for button in panel.buttons.values())
    focus = desk.window.focusWidget()
    assert focus is panel.leave_button
    QTest.keyClick(focus, Qt.Key.Key_Escape)
    assert not panel.isVisible()
