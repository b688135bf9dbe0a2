"""The incident card: everything of a case, and what may be done with it by whom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from console.panels.incident_card import IncidentCard
from console.settings.look import Look
from console.state.words import short_number
from console.tables.case_flags import flags_of
from console.tables.case_head import CaseHead, Clock
from console.tables.case_tasks import AHEAD
from console.tables.offer import offered
from models.desk.act import Fate
from models.domain.command import Dispatch
from models.domain.deadline import Light
from models.domain.incident import State, TaskState
from models.domain.lifecycle import BY_ACTION, Role
from models.picture.query import Standing
from tests.builders import NINE, a_fact, a_member, a_task, an_entry, an_incident, at
from tests.console.frames import EVERY_ROLE, a_frame, a_picture, a_session, later, next_frame

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from models.domain.incident import Incident
    from models.domain.member import Member

pytestmark = pytest.mark.gui
A_STANDING = Standing(at(minutes=30), 1_800.0, Light.GREEN, is_step=True)


def a_card(
    qtbot: QtBot,
    incident: Incident,
    *members: Member,
    roles: frozenset[Role] = EVERY_ROLE,
    **frame: object,
) -> IncidentCard:
    session = a_session(roles=roles)
    session.show_frame(a_frame(a_picture([incident], list(members)), **frame))
    card = IncidentCard(session, Look())
    qtbot.addWidget(card)
    card.resize(420, 800)
    session.selection.pick_incident(incident.id)
    card.refresh()
    return card


def head_words(card: IncidentCard) -> str:
    return card.head.accessibleName()


def test_without_a_selection_the_card_says_what_to_do(qtbot: QtBot) -> None:
    card = IncidentCard(a_session(), Look())
    qtbot.addWidget(card)
    assert "Choose an incident" in card.empty.text()
    assert card.pane.isHidden()


def test_on_a_narrow_card_every_clock_is_read_whole(qtbot: QtBot) -> None:
    head = CaseHead(Look())
    qtbot.addWidget(head)
    clocks: list[Clock] = [
        ("Waiting", "1h 07m", None),
        ("This step", "36m 11s left", A_STANDING),
        ("The case", "22h 53m left", A_STANDING),
    ]
    head.show_incident(an_incident(), "Spillage", clocks)
    head.resize(460, 108)
    assert head.clock_widths() == (16, [460 / 3] * 3)
    head.resize(300, 108)
    size, widths = head.clock_widths()
    assert size < 16
    assert widths[0] < widths[1] <= widths[2]
    assert sum(widths) == pytest.approx(300)
    head.resize(220, 108)
    assert head.clocks == clocks[1:], "the age goes, the deadlines stay"
    assert sum(head.clock_widths()[1]) <= 220.01
    assert "Waiting: 1h 07m" in head.accessibleName()


def test_the_head_tells_class_number_state_urgency_and_clocks(qtbot: QtBot) -> None:
    incident = an_incident(
        State.REGISTERED,
        reported_at=at(minutes=-10),
        step_due_at=at(minutes=20),
        due_at=at(hours=2),
        registered_at=at(minutes=-5),
    )
    card = a_card(qtbot, incident)
    said = head_words(card)
    assert incident.number in said
    assert "To dispatch" in said
    assert "Waiting: 10m 00s" in said
    assert "This step: 20m 00s left" in said
    assert "The case: 2h 00m left" in said


def test_clocks_tick_with_the_frame(qtbot: QtBot) -> None:
    card = a_card(qtbot, an_incident(State.REGISTERED, step_due_at=at(minutes=1)))
    card._session.show_frame(later(card._session.frame, 61))
    card.refresh()
    assert "This step: 1s over" in head_words(card)


def test_what_the_text_tells_of_people_is_masked_and_can_be_revealed(qtbot: QtBot) -> None:
    incident = an_incident(text="请回13912345678", address="和平小区5栋1203")
    card = a_card(qtbot, incident)
    assert card.text.text() == "请回139****5678"
    assert card.place.words.text().startswith("和平小区5栋**")
    assert not card.reveal.isHidden()
    card._session.revealed._incident = incident.id
    card._session.revealed.changed.emit()
    card.refresh()
    assert card.text.text() == "请回13912345678"


def test_the_reporter_is_masked(qtbot: QtBot) -> None:
    incident = an_incident(reporter_name="王小明", reporter_phone="13912345678")
    card = a_card(qtbot, incident)
    assert "王*明 139****5678" in card.reporter.text()
    assert "小" not in card.reporter.text()
    with qtbot.waitSignal(card.reveal_wanted):
        card.reveal.click()


def test_each_task_shows_who_as_what_and_how_far(qtbot: QtBot) -> None:
    member = a_member(name="王强", number="WG1")
    incident = an_incident(State.DISPATCHED, tasks=(a_task(member, given_at=at(minutes=-3)),))
    card = a_card(qtbot, incident, member)
    (row,) = card.tasks.rows
    assert row.who.text() == "Lead · 王强 WG1"
    assert row.state.text() == "To sign"
    assert "3 min ago" in row.times.text()


def test_a_whistled_task_says_by_when_they_are_to_be_there_and_then_its_marks(
    qtbot: QtBot,
) -> None:
    member = a_member()
    called = a_task(member, arrive_by=at(minutes=30), is_whistled=True)
    card = a_card(qtbot, an_incident(State.JOINT_HANDLING, tasks=(called,)), member)
    assert "to be there by 09:30:00" in card.tasks.rows[0].times.text()
    there = replace(called, arrived_at=at(minutes=20), ratings=(90, 80, 100))
    card = a_card(qtbot, an_incident(State.JOINT_HANDLING, tasks=(there,)), member)
    said = card.tasks.rows[0].times.text()
    assert "to be there" not in said
    assert "marks 90 / 80 / 100" in said


def test_a_case_that_is_over_tells_of_no_moment_still_to_come() -> None:
    session = a_session()
    staying = an_incident(State.HANDLING, stay_due_at=at(hours=2))
    assert any("At this level until" in one for one in flags_of(staying, session))
    over = replace(staying, state=State.CLOSED)
    assert not any("until" in one for one in flags_of(over, session))


def test_only_what_the_state_allows_is_offered_and_the_next_step_first(qtbot: QtBot) -> None:
    card = a_card(qtbot, an_incident(State.REGISTERED))
    assert next(iter(card.acts.buttons)) == "dispatch"
    assert "sign" not in card.acts.buttons
    assert all(State.REGISTERED in BY_ACTION[verb].sources for verb in card.acts.buttons)


def test_a_void_is_confirmed_only_after_somebody_asked_for_it() -> None:
    incident = an_incident(State.REGISTERED)
    asked = replace(incident, void_asked_by="李静")
    assert "confirm-void" not in [row.action for row in offered(incident)]
    assert {"confirm-void", "drop-void"} <= {row.action for row in offered(asked)}
    assert "void" not in [row.action for row in offered(asked)]


def test_a_merged_case_says_into_which(qtbot: QtBot) -> None:
    master = an_incident()
    merged = replace(an_incident(State.MERGED), merged_into=master.id)
    session = a_session(roles=EVERY_ROLE)
    session.show_frame(a_frame(a_picture([master, merged], []), jumped=True))
    assert f"Merged into {master.number}" in flags_of(merged, session)


def test_a_case_says_which_reports_were_merged_into_it_until_they_are_taken_apart(
    qtbot: QtBot,
) -> None:
    master, report = an_incident(), an_incident(State.REPORTED)
    merged = replace(report, state=State.MERGED, merged_into=master.id, version=2)
    card = a_card(qtbot, master)
    session = card._session
    said = f"Merged into it: {short_number(report.number)}"
    steps = ((report, merged, "merged"), (merged, replace(report, version=3), "unmerged"))
    session.show_frame(a_frame(a_picture([master, report], []), jumped=True))
    for step in steps:
        session.show_frame(next_frame(session.frame, step))
        card.refresh()
        assert (said in card.facts.text()) is (step[1] is merged)


def test_whoever_grants_or_denies_reads_what_was_asked_and_why(qtbot: QtBot) -> None:
    incident = an_incident(State.HANDLING)
    asked = replace(incident, state=State.EXTENSION_ASKED, asked_days=3, version=2)
    card = a_card(qtbot, asked)
    fact = a_fact(
        asked, incident, "extension-asked", note="parts are missing, call 13912345678"
    )
    card.show_timeline([an_entry(2, fact), an_entry(1, a_fact(incident))])
    card.refresh()
    assert "asked for more time — parts are missing" in card.asked.text()
    assert "13912345678" not in card.asked.text()
    decided = replace(incident, version=3)
    card._session.show_frame(
        next_frame(card._session.frame, (asked, decided, "extension-granted"))
    )
    card.refresh()
    assert card.asked.isHidden()


def test_in_joint_handling_to_sign_comes_first_until_somebody_has(qtbot: QtBot) -> None:
    called = replace(a_task(), signed_at=None)
    unsigned = an_incident(State.JOINT_HANDLING, tasks=(called,))
    signed = an_incident(
        State.JOINT_HANDLING, tasks=(called, replace(a_task(), signed_at=NINE))
    )
    assert offered(unsigned)[0].action == "sign"
    card = a_card(qtbot, unsigned)
    assert card.acts.buttons["sign"].property("kind") == "primary"
    assert card.acts.buttons["finish"].property("kind") != "primary"
    assert offered(signed)[0].action == "finish"


def test_a_button_without_the_role_is_grey_and_says_which_role_it_needs(qtbot: QtBot) -> None:
    card = a_card(qtbot, an_incident(State.REPORTED), roles=frozenset({Role.DISPATCHER}))
    assert not card.acts.buttons["accept"].isEnabled()
    assert "Acceptor" in card.acts.buttons["accept"].toolTip()
    assert card.acts.buttons["comment"].isEnabled()


def test_a_sealed_desk_greys_everything_and_says_so(qtbot: QtBot) -> None:
    card = a_card(qtbot, an_incident(State.REGISTERED), capabilities=frozenset())
    assert not any(button.isEnabled() for button in card.acts.buttons.values())
    assert "sealed" in card.acts.buttons["dispatch"].toolTip()


def test_a_button_asks_for_its_act(qtbot: QtBot) -> None:
    incident = an_incident(State.REGISTERED)
    card = a_card(qtbot, incident)
    with qtbot.waitSignal(card.act_wanted) as wanted:
        QTest.mouseClick(card.acts.buttons["dispatch"], Qt.MouseButton.LeftButton)
    assert wanted.args == ["dispatch", incident.id]


def test_what_may_be_done_in_the_next_state_too_keeps_its_button(qtbot: QtBot) -> None:
    incident = an_incident(State.REGISTERED)
    card = a_card(qtbot, incident)
    before = card.acts.buttons
    dispatched = replace(incident, state=State.DISPATCHED)
    card._session.show_frame(a_frame(a_picture([dispatched], [])))
    card.refresh()
    kept = set(before) & set(card.acts.buttons)
    assert "comment" in kept
    assert all(card.acts.buttons[verb] is before[verb] for verb in kept)
    gone = set(before) - kept
    assert "dispatch" in gone
    assert all(before[verb].isHidden() for verb in gone)


def test_the_next_case_in_the_same_state_makes_no_button_anew(qtbot: QtBot) -> None:
    one, other = an_incident(State.REGISTERED), an_incident(State.REGISTERED)
    card = a_card(qtbot, one)
    card._session.show_frame(a_frame(a_picture([one, other], [])))
    before = dict(card.acts.buttons)
    card._session.selection.pick_incident(other.id)
    assert card.acts.buttons == before


def test_tab_goes_through_the_acts_in_their_order(qtbot: QtBot) -> None:
    incident = an_incident(State.HANDLING)
    card = a_card(qtbot, incident)
    registered = replace(incident, state=State.REGISTERED)
    card._session.show_frame(a_frame(a_picture([registered], [])))
    card.refresh()
    buttons = list(card.acts.buttons.values())
    following = buttons[0].nextInFocusChain()
    order = [buttons[0]]
    while following is not buttons[0]:
        order += [one for one in buttons if one is following]
        following = following.nextInFocusChain()
    assert order == buttons


def test_an_act_that_is_done_leaves_the_keyboard_on_no_other_act(qtbot: QtBot) -> None:
    incident, other = an_incident(State.REPORTED), an_incident(State.REPORTED)
    card = a_card(qtbot, incident)
    with qtbot.waitActive(card):
        card.show()
        card.activateWindow()
    card.acts.buttons["accept"].setFocus()
    registered = replace(incident, state=State.REGISTERED)
    card._session.show_frame(a_frame(a_picture([registered, other], [])))
    card.refresh()
    assert card.focusWidget() is card.acts
    card.acts.focusNextChild()
    assert card.focusWidget() is card.acts.buttons["dispatch"], "Tab begins at the usual act"
    card.acts.buttons["comment"].setFocus()
    urged = replace(registered, version=9)
    card._session.show_frame(a_frame(a_picture([urged, other], [])))
    card.refresh()
    assert card.focusWidget() is card.acts.buttons["comment"], "still offered of the same case"
    card._session.selection.pick_incident(other.id)
    card.refresh()
    assert card.focusWidget() is card.acts, "a press is never meant for another case"


def test_a_number_that_goes_leaves_the_keyboard_on_no_act(qtbot: QtBot) -> None:
    member = a_member(phone="13812345678")
    incident = an_incident(State.DISPATCHED, tasks=(a_task(member),))
    card = a_card(qtbot, incident, member)
    with qtbot.waitActive(card):
        card.show()
        card.activateWindow()
    card.tasks.rows[0].reveal.setFocus()
    card.on_other()
    assert card.focusWidget() is card.pane, "another theme"
    card.tasks.rows[0].reveal.setFocus()
    signed = replace(incident, tasks=(replace(incident.tasks[0], state=TaskState.SIGNED),))
    card._session.show_frame(a_frame(a_picture([signed], [member])))
    card.refresh()
    assert card.focusWidget() is card.pane, "nobody to call any more"


def test_a_seat_that_may_less_leaves_the_keyboard_on_no_act(qtbot: QtBot) -> None:
    incident = an_incident(State.REPORTED)
    card = a_card(qtbot, incident)
    with qtbot.waitActive(card):
        card.show()
        card.activateWindow()
    card.acts.buttons["accept"].setFocus()
    roles = frozenset({Role.DISPATCHER})
    card._session.seat = replace(card._session.seat, roles=roles)
    card.refresh()
    assert not card.acts.buttons["accept"].isEnabled()
    assert card.focusWidget() is card.acts


def test_a_row_off_the_screen_says_nothing_of_anybody(qtbot: QtBot) -> None:
    one, other = a_member(phone="13812345678"), a_member(phone="13987654321")
    tasks = a_task(one, given_at=NINE), a_task(other, given_at=at(minutes=1))
    incident = an_incident(State.DISPATCHED, tasks=tasks)
    card = a_card(qtbot, incident, one, other)
    card._session.revealed._incident = incident.id
    card._session.revealed.changed.emit()
    card.refresh()
    gone = card.tasks.rows[1]
    assert "13987654321" in gone.call.text()
    withdrawn = replace(incident, tasks=tasks[:1])
    card._session.show_frame(a_frame(a_picture([withdrawn], [one, other])))
    card.refresh()
    assert gone.isHidden()
    assert not "".join(label.text() for label in gone.findChildren(QLabel))
    assert not gone.steps.accessibleName() + gone.steps.toolTip()
    card._session.show_frame(a_frame(a_picture([incident], [one, other])))
    card.refresh()
    assert "13987654321" in gone.call.text(), "the same words come back"


def test_the_next_case_is_shown_on_the_rows_of_the_last(qtbot: QtBot) -> None:
    one, other = a_member(name="王强", number="WG1"), a_member(name="李雷", number="WG2")
    tasks = a_task(one, given_at=NINE), a_task(other, given_at=at(minutes=1))
    many, few = (
        an_incident(State.DISPATCHED, tasks=tasks),
        an_incident(State.HANDLING, tasks=(replace(tasks[1], state=TaskState.SIGNED),)),
    )
    card = a_card(qtbot, many, one, other)
    card._session.show_frame(a_frame(a_picture([many, few], [one, other])))
    card.refresh()
    before = card.tasks.rows
    assert [row.who.text() for row in before] == ["Lead · 王强 WG1", "Lead · 李雷 WG2"]
    card._session.selection.pick_incident(few.id)
    card.refresh()
    (row,) = card.tasks.rows
    assert row is before[0]
    assert (row.who.text(), row.state.text()) == ("Lead · 李雷 WG2", "Signed")
    assert row.call.isHidden()
    card._session.selection.pick_incident(many.id)
    card.refresh()
    assert card.tasks.rows == before


def test_a_member_who_is_called_otherwise_is_so_on_the_row_of_their_task(qtbot: QtBot) -> None:
    member = a_member(name="王强", number="WG1")
    incident = an_incident(State.DISPATCHED, tasks=(a_task(member),))
    card = a_card(qtbot, incident, member)
    renamed, changed = replace(member, name="王刚"), replace(incident, text="another text")
    card._session.show_frame(a_frame(a_picture([changed], [renamed])))
    card.refresh()
    (row,) = card.tasks.rows
    assert row.who.text() == "Lead · 王刚 WG1"


def test_the_timeline_is_asked_for_and_an_answer_about_another_is_dropped(
    qtbot: QtBot,
) -> None:
    incident, other = an_incident(), an_incident()
    session = a_session()
    session.show_frame(a_frame(a_picture([incident, other], [])))
    card = IncidentCard(session, Look())
    qtbot.addWidget(card)
    with qtbot.waitSignal(card.timeline_wanted) as wanted:
        session.selection.pick_incident(incident.id)
    assert wanted.args == [incident.id]
    card.show_timeline([an_entry(2, a_fact(incident)), an_entry(1, a_fact(other))])
    assert [entry.seq for entry in card.timeline.entries] == [2]


def test_fresh_facts_of_this_incident_join_its_timeline(qtbot: QtBot) -> None:
    incident, other = an_incident(), an_incident()
    card = a_card(qtbot, incident)
    card.show_timeline([an_entry(1, a_fact(incident))])
    reminded = replace(incident, version=2)
    card._session.show_frame(
        next_frame(
            card._session.frame, (incident, reminded, "reminded"), (None, other, "reported")
        )
    )
    assert [entry.fact.verb for entry in card.timeline.entries] == ["reminded", "reported"]


def test_a_case_of_many_facts_shows_the_newest_and_the_earlier_ones_for_a_click(
    qtbot: QtBot,
) -> None:
    incident = an_incident()
    card = a_card(qtbot, incident)
    card.show_timeline([an_entry(seq, a_fact(incident)) for seq in range(1, 101)])
    happened = card.happened
    assert (card.timeline.rowCount(), happened.earlier.text()) == (60, "Show earlier (40)")
    height = happened.list.height()
    happened.earlier.click()
    qtbot.waitUntil(lambda: happened.list.height() > height)
    assert card.timeline.rowCount() == 100
    assert happened.earlier.isHidden()


def test_another_case_comes_a_turn_later_and_a_button_is_always_of_the_case_on_show(
    qtbot: QtBot,
) -> None:
    first, second = an_incident(State.REGISTERED), an_incident(State.HANDLING)
    card = a_card(qtbot, first)
    card._session.show_frame(a_frame(a_picture([first, second], [])))
    card.refresh()
    asked: list[tuple[str, object]] = []
    card.act_wanted.connect(lambda *what: asked.append(what))
    card._session.selection.pick_incident(second.id)
    assert first.number in head_words(card)
    card.acts.buttons["dispatch"].click()
    assert asked == [("dispatch", first.id)]
    qtbot.waitUntil(lambda: second.number in head_words(card))
    assert "dispatch" not in card.acts.buttons


def test_an_act_on_its_way_is_told(qtbot: QtBot) -> None:
    incident = an_incident(State.REGISTERED)
    card = a_card(qtbot, incident)
    card._session.send(Dispatch(incident=incident.id))
    card.refresh()
    assert not card.ghost.isHidden()
    assert card.ghost.text() == "On its way: Dispatch"
    (act,) = card._session.pending.acts
    card._session.pending.on_answered(replace(act, fate=Fate.KEPT))
    card.refresh()
    assert card.ghost.text() == "Kept until the database is back: Dispatch"


def test_an_incident_unknown_at_this_moment_says_so(qtbot: QtBot) -> None:
    card = a_card(qtbot, an_incident())
    card._session.show_frame(a_frame(jumped=True))
    card.refresh()
    assert "not in the picture" in card.empty.text()


def test_the_steps_of_a_task_are_said_with_time_channel_and_who_entered_them(
    qtbot: QtBot,
) -> None:
    member = a_member(name="李雷", phone="13812345678")
    task = a_task(
        member,
        attempts=1,
        sent_via="sms",
        sent_at=at(minutes=1),
        seen_at=at(minutes=3),
        seen_by="zhao",
    )
    card = a_card(qtbot, an_incident(State.DISPATCHED, tasks=(task,)), member)
    (row,) = card.tasks.rows
    said = row.steps.accessibleName()
    assert said == (
        "sent 09:01 (text message), delivered, seen 09:03 (telephone, entered by zhao),"
        " not signed yet"
    )


def test_a_try_that_failed_is_said_in_words(qtbot: QtBot) -> None:
    member = a_member()
    task = a_task(member, attempts=1, sent_at=NINE, failed_at=NINE, failure="no_number")
    card = a_card(qtbot, an_incident(State.DISPATCHED, tasks=(task,)), member)
    (row,) = card.tasks.rows
    assert "no number is known" in row.times.text()
    assert "no number is known" in row.steps.accessibleName()


def test_the_number_to_call_is_masked_until_a_reason_is_on_the_record(qtbot: QtBot) -> None:
    member = a_member(phone="13812345678")
    incident = an_incident(State.DISPATCHED, tasks=(a_task(member),))
    card = a_card(qtbot, incident, member)
    (row,) = card.tasks.rows
    shown = " ".join(label.text() for label in row.findChildren(QLabel))
    assert "138****5678" in shown
    assert "13812345678" not in shown
    with qtbot.waitSignal(card.reveal_wanted) as wanted:
        row.reveal.click()
    assert wanted.args == [incident.id]


def test_who_has_a_task_is_read_whole_on_a_narrow_card(qtbot: QtBot) -> None:
    member = a_member(name="欧阳冯拓帆", number="999901-00057-000123")
    card = a_card(qtbot, an_incident(State.HANDLING, tasks=(a_task(member),)), member)
    card.resize(280, 800)
    with qtbot.waitExposed(card):
        card.show()
    (row,) = card.tasks.rows
    assert card.body.width() == card.pane.viewport().width()
    assert row.who.height() >= row.who.heightForWidth(row.who.width())


class SeenHeights(QObject):
    """What was there and what was needed, each time a widget was painted."""

    def __init__(self, body: QWidget) -> None:
        super().__init__(body)
        self.seen: list[tuple[int, int]] = []
        body.installEventFilter(self)

    def eventFilter(self, body: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() is QEvent.Type.Paint and isinstance(body, QWidget):
            self.seen.append((body.height(), body.heightForWidth(body.width())))
        return False


def test_a_card_is_never_painted_squeezed(qtbot: QtBot) -> None:
    short = an_incident()
    long = an_incident(State.HANDLING, text="水柱冲出路面,车辆绕行。" * 12)
    session = a_session(roles=EVERY_ROLE)
    session.show_frame(a_frame(a_picture([short, long], [])))
    card = IncidentCard(session, Look())
    qtbot.addWidget(card)
    card.resize(470, 330)
    with qtbot.waitExposed(card):
        card.show()
    seen = SeenHeights(card.body)
    for incident in (short, long, short, long):
        session.selection.pick_incident(incident.id)
        card.refresh()
        card.body.repaint()
    assert seen.seen
    assert [pair for pair in seen.seen if pair[0] < pair[1]] == []


def test_the_tasks_of_a_large_joint_case_come_a_few_a_turn_and_go_with_it(
    qtbot: QtBot,
) -> None:
    people = [a_member() for _ in range(20)]
    tasks = tuple(a_task(member) for member in people)
    case = an_incident(State.JOINT_HANDLING, tasks=tasks)
    card = a_card(qtbot, case, *people)
    session = card._session
    assert len(card.tasks.rows) == AHEAD
    session.turns.finish()
    assert len(card.tasks.rows) == len(tasks)
    card.on_other()
    assert len(card.tasks.rows) == AHEAD
    session.show_frame(a_frame(a_picture([], people), jumped=True))
    session.turns.finish()
    assert card.tasks.rows == []
    assert not any(row.who.text() for row in card.tasks._made)
