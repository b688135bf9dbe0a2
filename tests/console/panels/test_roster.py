"""The roster on the screen: filters, selection, drops."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from console.panels.roster import RosterPanel
from console.settings.look import Look
from console.tables.payload import Payload
from console.tables.roster_columns import Column
from console.tables.roster_filter import Grouping
from models.domain.dispatching import Answer, Verdict
from models.domain.ids import LeaveId
from models.domain.leave import Leave, LeaveKind, LeaveState
from models.domain.refusal import refuse
from models.picture.fold import Changes
from tests.builders import an_id, an_incident
from tests.console.frames import a_session, next_frame

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from console.state.session import Session

pytestmark = pytest.mark.gui


def a_panel(qtbot: QtBot, session: Session, **given: object) -> RosterPanel:
    panel = RosterPanel(session, Look(), **given)  # type: ignore[arg-type]
    qtbot.addWidget(panel)
    panel.resize(760, 500)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def test_the_count_says_who_is_on_duty_and_who_is_free(qtbot: QtBot) -> None:
    panel = a_panel(qtbot, a_session(0, 40))
    states = [
        panel.model.availability_of(m) for m in panel._session.frame.picture.members.values()
    ]
    on_duty = sum(state.is_on_duty for state in states)
    assert panel.count.text().startswith(f"{on_duty} on duty")


def test_after_a_jump_the_roster_is_that_of_the_moment_at_once(qtbot: QtBot) -> None:
    session = a_session(0, 0)
    panel = a_panel(qtbot, session)
    then = a_session(0, 12).frame
    session.show_frame(replace(then, jumped=True))
    assert len(panel.model.member_ids) == 12
    assert not panel.count.text().startswith("0 ")


def test_free_only_hides_the_rest(qtbot: QtBot) -> None:
    panel = a_panel(qtbot, a_session(20, 40))
    panel.free_chip.setChecked(True)
    free = set(panel.model.member_ids)
    assert 0 < len(free) < 40


def test_another_grouping_keeps_the_selection(qtbot: QtBot) -> None:
    session = a_session(0, 40)
    panel = a_panel(qtbot, session)
    chosen = panel.model.member_ids[7]
    session.selection.pick_members((chosen,))
    QTest.mouseClick(panel.group_buttons[Grouping.STATE], Qt.MouseButton.LeftButton)
    assert panel.model.grouping is Grouping.STATE
    assert panel.view.chosen_ids() == (chosen,)
    assert session.selection.members == (chosen,)


def test_only_members_on_the_screen_are_refreshed(qtbot: QtBot) -> None:
    panel = a_panel(qtbot, a_session(0, 400))
    visible = panel.view.visible_members()
    assert 0 < len(visible) < 40


def _dropped(panel: RosterPanel, payload: Payload) -> bool:
    index = panel.model.index_of(panel.model.member_ids[0])
    place = panel.view.visualRect(index).center()
    mime = payload.to_mime()  # Qt does not keep it alive
    event = QDropEvent(
        QPointF(place),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.ignore()
    panel.view.dropEvent(event)
    return event.isAccepted()


def test_incidents_dropped_on_a_member_are_handed_out(qtbot: QtBot) -> None:
    panel = a_panel(qtbot, a_session(0, 10))
    incident = an_incident().id
    with qtbot.waitSignal(panel.incidents_dropped) as dropped:
        assert _dropped(panel, Payload("incident", (incident,)))
    assert dropped.args == [panel.model.member_ids[0], (incident,)]


def test_a_member_who_may_not_takes_nothing(qtbot: QtBot) -> None:
    no = Answer(Verdict.BLOCKED, (refuse("member_left", "已退出", "has left"),))

    def judge(_incidents: object, _members: object) -> Answer:
        return no

    panel = a_panel(qtbot, a_session(0, 10), judge=judge)
    with qtbot.assertNotEmitted(panel.incidents_dropped):
        assert not _dropped(panel, Payload("incident", (an_incident().id,)))


def test_on_leave_shows_those_who_are_away_now_and_until_when(qtbot: QtBot) -> None:
    session = a_session(0, 40)
    frame = session.frame
    who = next(iter(frame.picture.members.values()))
    end = frame.now + timedelta(hours=1)
    granted, begin = LeaveState.GRANTED, frame.now - timedelta(hours=1)
    leave = Leave(LeaveId(an_id()), LeaveKind.OTHER, begin, end, granted, "wang", "wang")
    away = next_frame(frame, (who, replace(who, version=2, leaves=(leave,)), "leave-given"))
    panel = a_panel(qtbot, session)
    session.show_frame(away)
    panel.leave_chip.setChecked(True)
    assert panel.model.member_ids == (who.id,)
    state = panel.model.index_of(who.id).siblingAtColumn(Column.STATE)
    assert state.data() == "On leave"
    assert "until" in state.data(Qt.ItemDataRole.ToolTipRole)
    session.show_frame(replace(away, now=end, changes=Changes()))
    panel.settle()
    assert panel.model.member_ids == ()


def test_the_chips_are_reached_and_ticked_by_keys(qtbot: QtBot) -> None:
    panel = a_panel(qtbot, a_session(0, 12))
    panel.view.setFocus()
    for _ in range(10):
        if panel.shift_chip.hasFocus():
            break
        QTest.keyClick(panel.focusWidget() or panel, Qt.Key.Key_Backtab)
    QTest.keyClick(panel.shift_chip, Qt.Key.Key_Space)
    assert panel.model.filter.on_shift


def test_a_low_panel_leaves_its_rows_the_room_and_keeps_every_choice(qtbot: QtBot) -> None:
    panel = a_panel(qtbot, a_session(0, 12))
    assert panel.duty_chip.isVisible()
    assert not panel.filters.isVisible()
    panel.resize(330, 200)
    assert panel.filters.isVisible()
    assert not any(chip.isVisible() for chip in (*panel.chips, panel.by_label))
    assert not panel.view.header().isVisible()
    assert panel.view.height() > panel.height() / 2
    panel.filters.choose([1])
    assert panel.model.filter.on_shift
    panel.groups.choose([2])
    assert panel.model.grouping is Grouping.STATE
    panel.groups.choose([])
    assert panel.groups.chosen == (2,)
    panel.resize(760, 500)
    assert panel.shift_chip.isChecked()
    assert panel.group_buttons[Grouping.STATE].isChecked()
