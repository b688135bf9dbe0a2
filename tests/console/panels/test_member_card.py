"""The card of a member says what one needs before a call, and leads to their tasks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.panels.member_card import MemberCard
from console.settings.language import Speaker
from console.settings.look import Look
from console.state.past import PastWanted
from models.domain.ids import LeaveId
from models.domain.incident import State, TaskState
from models.domain.leave import JudgeLeave, Leave, LeaveKind, LeaveState
from tests.builders import NINE, a_member, a_task, an_id, an_incident, at
from tests.console.frames import a_frame, a_picture, a_session, later
from tests.models.analysis.test_member_day import walked

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from models.domain.incident import Incident
    from models.domain.member import Member

pytestmark = pytest.mark.gui
LI = a_member(name="李雷", number="W007", phone="13812345678", skills=("fire",))


def a_card(qtbot: QtBot, member: Member = LI, *incidents: Incident) -> MemberCard:
    session = a_session()
    session.show_frame(a_frame(a_picture(list(incidents), [member])))
    card = MemberCard(session, Look())
    qtbot.addWidget(card)
    card.open_for(member.id)
    return card


def with_task() -> Incident:
    task = a_task(LI, state=TaskState.SIGNED, signed_at=NINE)
    return an_incident(State.HANDLING, tasks=(task,), registered_at=NINE, due_at=at(hours=1))


def test_the_card_says_who_it_is_and_masks_the_number(qtbot: QtBot) -> None:
    card = a_card(qtbot)
    assert card.title.text() == "李雷 W007"
    assert "138****5678" in card.number.text()
    assert not card.reveal.isEnabled()
    assert "Nothing in hand" in card.tasks_title.text()


def test_a_task_in_hand_is_a_button_with_its_clock_and_leads_there(qtbot: QtBot) -> None:
    case = with_task()
    card = a_card(qtbot, LI, case)
    (row,) = card.task_buttons()
    assert "left" in row.text()
    before = row.text()
    card._session.show_frame(later(card._session.frame, 60))
    assert card.task_buttons() == [row]
    assert row.text() != before
    with qtbot.waitSignal(card.incident_wanted) as wanted:
        QTest.keyClick(row, Qt.Key.Key_Space)
    assert wanted.args == [case.id]


def test_another_members_card_shows_nothing_of_the_one_before(qtbot: QtBot) -> None:
    other = a_member(name="韩梅梅")
    session = a_session()
    session.show_frame(a_frame(a_picture([with_task()], [LI, other])))
    card = MemberCard(session, Look())
    qtbot.addWidget(card)
    card.open_for(LI.id)
    assert len(card.task_buttons()) == 1
    card.open_for(other.id)
    assert card.task_buttons() == []


def test_the_number_is_asked_for_with_the_task_that_has_waited_longest(qtbot: QtBot) -> None:
    old = with_task()
    task = replace(old.tasks[0], given_at=NINE + timedelta(minutes=5))
    new = an_incident(State.HANDLING, tasks=(task,))
    card = a_card(qtbot, LI, new, old)
    with qtbot.waitSignal(card.reveal_wanted) as wanted:
        card.reveal.click()
    assert wanted.args == [old.id]


def test_the_days_way_is_asked_for_and_said_with_kilometres_and_stops(qtbot: QtBot) -> None:
    card = a_card(qtbot)
    asked = card._wanted
    assert isinstance(asked, PastWanted)
    assert asked.ref == LI.ref
    way = walked((0, 0), (200, 5), (400, 1_200))
    card.show_past(replace(asked, ref=99), way)
    assert "Looking up" in card.walked.text()
    card.show_past(asked, way)
    assert card.walked.text() == "Today 1.2 km · 1 stop(s)"
    assert card.way.isVisible()


def test_esc_closes_it_and_a_member_who_is_gone_closes_it_too(qtbot: QtBot) -> None:
    card = a_card(qtbot)
    QTest.keyClick(card, Qt.Key.Key_Escape)
    assert card.isHidden()
    card.open_for(LI.id)
    card._session.show_frame(replace(a_frame(a_picture([], [])), jumped=True))
    assert card.isHidden()


def test_after_a_jump_in_time_the_way_of_that_day_is_asked_for(qtbot: QtBot) -> None:
    card = a_card(qtbot)
    asked = card._wanted
    assert asked is not None
    card.show_past(asked, walked((0, 0), (200, 5), (400, 1_200)))
    with qtbot.waitSignal(card.past_wanted):
        card._session.show_frame(replace(later(card._session.frame, -86_400), jumped=True))
    assert "Looking up" in card.walked.text()
    assert card.way.isHidden()


def test_the_days_way_is_said_anew_in_another_language(
    qtbot: QtBot, qapp: QApplication
) -> None:
    card = a_card(qtbot)
    asked = card._wanted
    assert asked is not None
    card.show_past(asked, walked((0, 0), (200, 5), (400, 1_200)))
    speaker = Speaker(qapp)
    speaker.speak("zh")
    try:
        card.retranslate()
        assert card.walked.text().startswith("今日")
    finally:
        speaker.be_silent()


def a_leave(state: LeaveState = LeaveState.ASKED) -> Leave:
    leave, end = LeaveId(an_id()), NINE + timedelta(days=2)
    return Leave(leave, LeaveKind.ANNUAL, NINE - timedelta(days=1), end, state, "zhao", "")


def test_a_leave_that_was_asked_for_is_decided_on_the_card(qtbot: QtBot) -> None:
    leave = a_leave()
    card = a_card(qtbot, replace(LI, leaves=(leave,)))
    grant, deny, back = card.leaves.buttons()
    assert (grant.text(), deny.text(), back.text()) == ("Grant", "Deny", "Take back")
    with qtbot.waitSignal(card.judged) as judged:
        grant.click()
    assert judged.args == [JudgeLeave(verb="grant-leave", member=LI.id, leave=leave.id)]


def test_whoever_is_on_leave_is_said_to_be_and_comes_back_by_a_click(qtbot: QtBot) -> None:
    card = a_card(qtbot, replace(LI, leaves=(a_leave(LeaveState.GRANTED),)))
    assert "On leave" in card.state.text()
    (back,) = card.leaves.buttons()
    assert back.text() == "Is back"


def test_a_leave_that_is_over_is_on_no_card(qtbot: QtBot) -> None:
    over = replace(a_leave(LeaveState.GRANTED), ends_at=NINE - timedelta(hours=1))
    card = a_card(qtbot, replace(LI, leaves=(over,)))
    assert card.leaves.buttons() == []
    assert not card.leaves.isVisibleTo(card)
