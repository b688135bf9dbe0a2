"""Status strip, timeline bar, journal log and notices."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QDateTime, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from console.panels.journal_log import JournalLog
from console.panels.notices import MOST, Notices
from console.panels.status_strip import StatusStrip
from console.panels.timeline_bar import SPEEDS, TimelineBar
from console.settings.look import Look
from models.desk.act import Act, Fate
from models.domain.command import Command, Dispatch, Done
from models.domain.error import Words
from models.domain.ids import CommandId
from models.feed.frame import Capability
from models.feed.timeline import MAX_SPEED, MIN_SPEED, Follow, Mode, Pause, Play, Seek
from models.picture.fold import Changes
from tests.builders import NINE, an_id, an_incident
from tests.console.frames import a_session, later, next_frame

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from console.state.session import Session

pytestmark = pytest.mark.gui
GONE = Words("数据库连接已断开。", "The connection to the database is lost.")


# -- status strip ------------------------------------------------------------------------


def a_strip(qtbot: QtBot, session: Session) -> StatusStrip:
    strip = StatusStrip(session, Look())
    qtbot.addWidget(strip)
    return strip


def test_live_and_replay_are_said_in_words(qtbot: QtBot) -> None:
    session = a_session()
    strip = a_strip(qtbot, session)
    assert strip.mode.text() == "LIVE"
    session.show_frame(replace(session.frame, mode=Mode.PLAYING, speed=10.0))
    session.turns.finish()
    assert strip.mode.text() == "REPLAY ×10"
    session.show_frame(replace(session.frame, mode=Mode.PAUSED))
    session.turns.finish()
    assert strip.mode.text() == "REPLAY, paused"


def test_a_lost_connection_tells_how_old_the_picture_is(qtbot: QtBot) -> None:
    session = a_session()
    strip = a_strip(qtbot, session)
    assert strip.link.text() == "Connected"
    assert strip.lag.text() == "Lag 0.0 s"
    old = replace(later(session.frame, 83), problem=GONE, contact_at=NINE)
    session.show_frame(old)
    session.turns.finish()
    assert strip.link.text() == f"{GONE.en} The picture is 1m 23s old."
    assert strip.lag.isHidden()


def test_the_strip_says_who_sits_where_and_what_time_it_is(qtbot: QtBot) -> None:
    strip = a_strip(qtbot, a_session())
    assert strip.seat.text() == "李静 · all roles · desk-1"
    assert strip.clock.text() == "2026-11-20  09:00:00"


def test_a_narrow_strip_says_less_and_never_hides_the_mode_or_the_time(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    strip = StatusStrip(a_session(), Look(), window)
    strip.resize(1_000, 40)
    with qtbot.waitExposed(window):
        window.show()
    assert strip.seat.text() == "李静 · all roles · desk-1"
    strip.resize(220, 40)
    assert not strip.lag.isVisible()
    assert not strip.seat.isVisible()
    assert strip.mode.text() == "LIVE"
    assert strip.clock.text() == "09:00:00"
    assert strip.clock.toolTip() == "2026-11-20  09:00:00"


def test_pending_acts_are_counted_and_listed(qtbot: QtBot) -> None:
    session = a_session(3)
    strip = a_strip(qtbot, session)
    assert strip.pending.isHidden()
    incident = next(iter(session.frame.picture.incidents.values()))
    session.send(Dispatch(incident=incident.id))
    session.turns.finish()
    assert not strip.pending.isHidden()
    assert strip.pending.text().startswith("1 ")
    session.show_frame(later(session.frame, 4))
    session.turns.finish()
    said = strip.act_words(session.pending.acts[0])
    assert said.startswith("Dispatch · 1120-")
    assert said.endswith("Sending… · 4s")


# -- timeline bar ------------------------------------------------------------------------


def a_bar(qtbot: QtBot, session: Session) -> TimelineBar:
    bar = TimelineBar(session, Look())
    qtbot.addWidget(bar)
    bar.resize(1200, 48)
    bar.show()
    return bar


def test_the_speeds_reach_from_the_slowest_to_the_fastest() -> None:
    assert (SPEEDS[0], SPEEDS[-1]) == (MIN_SPEED, MAX_SPEED)


def test_play_pause_and_follow_are_asked_for(qtbot: QtBot) -> None:
    session = a_session()
    bar = a_bar(qtbot, session)
    asked: list[object] = []
    bar.steered.connect(asked.append)
    bar.speed.setCurrentIndex(SPEEDS.index(5.0))
    bar.play.click()
    session.show_frame(replace(session.frame, mode=Mode.PLAYING, speed=5.0))
    session.turns.finish()
    bar.play.click()
    bar.follow.click()
    assert asked == [Play(5.0), Pause(), Follow()]
    assert bar.follow.isChecked()


def test_another_speed_takes_hold_while_playing(qtbot: QtBot) -> None:
    session = a_session()
    bar = a_bar(qtbot, session)
    session.show_frame(replace(session.frame, mode=Mode.PLAYING, speed=1.0))
    session.turns.finish()
    with qtbot.waitSignal(bar.steered) as steered:
        bar.speed.setCurrentIndex(SPEEDS.index(60.0))
        bar.speed.activated.emit(SPEEDS.index(60.0))
    assert steered.args == [Play(60.0)]


def test_an_exact_moment_is_sought_in_the_districts_time(qtbot: QtBot) -> None:
    bar = a_bar(qtbot, a_session())
    assert bar.entry.dateTime().toString("yyyy-MM-dd HH:mm:ss") == "2026-11-20 09:00:00"
    wanted = QDateTime(bar.entry.dateTime())
    wanted = wanted.addSecs(-3_600 + 17)
    bar.entry.setDateTime(wanted)
    with qtbot.waitSignal(bar.steered) as steered:
        bar.go.click()
    assert steered.args == [Seek(datetime(2026, 11, 20, 0, 0, 17, tzinfo=UTC))]


def test_dragging_the_cursor_seeks_once_where_it_is_let_go(qtbot: QtBot) -> None:
    session = a_session()
    bar = a_bar(qtbot, session)
    track = bar.track
    asked: list[object] = []
    bar.steered.connect(asked.append)
    middle = QPoint(track.width() // 2, 10)
    QTest.mousePress(track, Qt.MouseButton.LeftButton, pos=QPoint(track.width() - 12, 10))
    QTest.mouseMove(track, QPoint(100, 10))
    QTest.mouseRelease(track, Qt.MouseButton.LeftButton, pos=middle)
    assert len(asked) == 1
    seek = asked[0]
    assert isinstance(seek, Seek)
    halfway = NINE - timedelta(hours=4)
    assert abs(seek.at - halfway) < timedelta(minutes=2)


def test_the_cursor_lies_where_its_moment_lies(qtbot: QtBot) -> None:
    bar = a_bar(qtbot, a_session())
    for share in (0.0, 0.3, 1.0):
        moment = NINE - timedelta(hours=8) * (1 - share)
        found = bar.track.moment_at(bar.track.x_of(moment))
        assert found is not None
        assert abs(found - moment) < timedelta(seconds=1)


def test_the_line_of_time_with_the_keyboard_still_shows_its_hours(qtbot: QtBot) -> None:
    bar = a_bar(qtbot, a_session())
    track = bar.track
    without = track.grab().toImage()
    bar.activateWindow()
    track.setFocus()
    qtbot.waitUntil(track.hasFocus)
    with_focus = track.grab().toImage()
    inside = [(x, y) for x in range(4, track.width() - 4, 3) for y in (8, 20, 28)]
    assert all(with_focus.pixelColor(*at) == without.pixelColor(*at) for at in inside)


def test_arrow_keys_step_by_ten_seconds(qtbot: QtBot) -> None:
    bar = a_bar(qtbot, a_session())
    with qtbot.waitSignal(bar.steered) as steered:
        QTest.keyClick(bar.track, Qt.Key.Key_Left)
    assert steered.args == [Seek(NINE - timedelta(seconds=10))]


@pytest.mark.parametrize(
    ("key", "hours_back"), [(Qt.Key.Key_Home, 8), (Qt.Key.Key_PageDown, 1 / 12)]
)
def test_other_keys_go_to_the_ends_and_by_five_minutes(
    qtbot: QtBot, key: Qt.Key, hours_back: float
) -> None:
    bar = a_bar(qtbot, a_session())
    with qtbot.waitSignal(bar.steered) as steered:
        QTest.keyClick(bar.track, key)
    assert steered.args == [Seek(NINE - timedelta(hours=hours_back))]


def test_the_moment_under_the_pointer_is_told(qtbot: QtBot) -> None:
    bar = a_bar(qtbot, a_session())
    track = bar.track
    assert track.pointed_words == ""
    QTest.mouseMove(track, QPoint(40, 10))
    QTest.mouseMove(track, QPoint(int(track.x_of(NINE)) + 1, 10))
    qtbot.waitUntil(lambda: track.pointed_words == "11-20 09:00:00")


def test_without_the_capability_nothing_can_be_steered(qtbot: QtBot) -> None:
    session = a_session()
    bar = a_bar(qtbot, session)
    session.show_frame(replace(session.frame, capabilities=frozenset({Capability.DISPATCH})))
    session.turns.finish()
    assert not bar.play.isEnabled()
    assert not bar.track.isEnabled()


# -- journal log ---------------------------------------------------------------------------


def test_the_log_shows_facts_as_they_come_and_begins_anew_after_a_jump(qtbot: QtBot) -> None:
    session = a_session(2)
    log = JournalLog(session, Look())
    qtbot.addWidget(log)
    fresh = an_incident()
    session.show_frame(next_frame(session.frame, (None, fresh, "reported")))
    session.turns.finish()
    assert log.model.rowCount() == 1
    with qtbot.waitSignal(log.incident_wanted) as wanted:
        log.view.activated.emit(log.model.index(0))
    assert wanted.args == [fresh.id]
    session.show_frame(replace(later(session.frame, 1), jumped=True))
    session.turns.finish()
    assert log.model.rowCount() == 0
    assert not log.empty.isHidden()


# -- notices -------------------------------------------------------------------------------


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[QWidget]:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(900, 600)
    widget.show()
    yield widget
    widget.close()


def an_act(session: Session, fate: Fate, verb: str = "dispatch", **given: object) -> Act:
    incident = next(iter(session.frame.picture.incidents.values()))
    member = next(iter(session.frame.picture.members), None)
    intent = Dispatch(verb=verb, incident=incident.id, members=(member,) if member else ())
    command = Command(
        id=CommandId(an_id()), intent=intent, actor="李静", roles=frozenset(), station="desk-1"
    )
    return Act(command, NINE, fate, **given)  # type: ignore[arg-type]


def test_a_confirmed_dispatch_can_be_undone_from_its_notice(
    qtbot: QtBot, window: QWidget
) -> None:
    session = a_session(1, 3)
    notices = Notices(session, Look(), window)
    act = an_act(
        session, Fate.CONFIRMED, done=Done(9, an_id(), "370215-20261120-000001", 2, "ST40")
    )
    session.pending.settled.emit(act)
    session.turns.finish()
    assert notices.texts[0].startswith("Done: Dispatch 1120-001 → ")
    notice = notices._notices[0]
    assert notice.undo.isVisible()
    with qtbot.waitSignal(notices.undo_wanted) as wanted:
        notice.undo.click()
    assert wanted.args == [act]
    assert notices.texts == ()


def test_a_refusal_is_told_in_its_own_words_without_undo(qtbot: QtBot, window: QWidget) -> None:
    session = a_session(1)
    notices = Notices(session, Look(), window)
    words = Words("已被派遣", "already dispatched by 王芳")
    session.pending.settled.emit(an_act(session, Fate.REFUSED, words=words))
    session.turns.finish()
    assert notices.texts == ("already dispatched by 王芳",)
    assert not notices._notices[0].undo.isVisible()


def test_acts_that_waited_and_go_out_together_are_told_of_in_one_notice(
    qtbot: QtBot, window: QWidget
) -> None:
    session = a_session(1)
    notices = Notices(session, Look(), window)
    done = Done(9, an_id(), "370215-20261120-000001", 2, "ST40")
    acts = [an_act(session, Fate.KEPT, verb="comment") for _ in range(300)]
    for act in acts:
        session.pending.on_answered(act)
        session.pending.on_answered(replace(act, fate=Fate.CONFIRMED, done=done))
    qtbot.waitUntil(lambda: notices.texts == ("300 act(s) that waited went out.",))
    more = an_act(session, Fate.KEPT)
    session.pending.on_answered(more)
    session.pending.on_answered(replace(more, fate=Fate.REFUSED, words=Words("不", "no")))
    session.turns.finish()
    assert notices.texts == ("300 act(s) that waited went out.", "no")


def test_notices_come_in_the_order_of_what_happened(qtbot: QtBot, window: QWidget) -> None:
    session = a_session(1)
    notices = Notices(session, Look(), window)
    for words in ("one", "two"):
        session.pending.settled.emit(an_act(session, Fate.REFUSED, words=Words(words, words)))
    notices.tell(Words("三", "three"))
    assert notices.texts == ("one", "two", "three")


def test_acts_that_go_out_while_their_notice_is_closed_are_told_of_in_another(
    qtbot: QtBot, window: QWidget
) -> None:
    session = a_session(1)
    notices = Notices(session, Look(), window)
    done = Done(9, an_id(), "370215-20261120-000001", 2, "ST40")

    def go_out(count: int) -> None:
        for act in [an_act(session, Fate.KEPT, verb="comment") for _ in range(count)]:
            session.pending.on_answered(act)
            session.pending.on_answered(replace(act, fate=Fate.CONFIRMED, done=done))

    go_out(3)
    qtbot.waitUntil(lambda: notices.texts == ("3 act(s) that waited went out.",))
    go_out(2)
    notices._notices[0].on_close()
    qtbot.waitUntil(lambda: notices.texts == ("2 act(s) that waited went out.",))


def test_one_act_that_waited_is_told_as_any_other(qtbot: QtBot, window: QWidget) -> None:
    session = a_session(1, 3)
    notices = Notices(session, Look(), window)
    act = an_act(session, Fate.KEPT)
    session.pending.on_answered(act)
    done = Done(9, an_id(), "370215-20261120-000001", 2, "ST40")
    session.pending.on_answered(replace(act, fate=Fate.CONFIRMED, done=done))
    qtbot.waitUntil(lambda: bool(notices.texts))
    assert notices.texts[0].startswith("Done: Dispatch 1120-001 → ")


def test_acts_in_a_rush_are_told_of_at_once_and_then_together(qtbot: QtBot) -> None:
    session = a_session(1)
    told: list[int] = []
    session.pending.changed.connect(lambda: told.append(len(session.pending.acts)))
    for _ in range(300):
        session.pending.on_answered(an_act(session, Fate.KEPT))
    assert told == [1]
    qtbot.waitUntil(lambda: told == [1, 300])
    qtbot.waitUntil(lambda: not session.pending.is_in_a_rush)
    assert told == [1, 300]


def test_a_fact_that_nobody_can_read_is_named_by_its_seq(qtbot: QtBot, window: QWidget) -> None:
    session = a_session(1)
    notices = Notices(session, Look(), window)
    for unread in ((41, 43), ()):
        session.show_frame(replace(session.frame, changes=Changes(unread=unread)))
        session.turns.finish()
    assert notices.texts == (
        "Fact 41, 43 of the journal cannot be read and was passed over. Tell the"
        " administrator: `wangge journal verify` says what is wrong with it.",
    )


def test_a_bug_of_whoever_reads_is_told_once(qtbot: QtBot, window: QWidget) -> None:
    notices = Notices(a_session(1), Look(), window)
    for _ in range(3):
        notices.on_stumbled("KeyError('mood')")
    (text,) = notices.texts
    assert "KeyError('mood')" in text


def test_only_the_latest_notices_stay_and_each_can_be_dismissed(
    qtbot: QtBot, window: QWidget
) -> None:
    session = a_session(1)
    notices = Notices(session, Look(), window)
    for i in range(MOST + 2):
        notices.tell(Words(f"{i}", f"notice {i}"))
    assert notices.texts[0] == "notice 2"
    assert len(notices.texts) == MOST
    notices._notices[0].close_button.click()
    assert notices.texts[0] == "notice 3"


def test_notices_stay_inside_their_window(qtbot: QtBot, window: QWidget) -> None:
    notices = Notices(a_session(1), Look(), window)
    notices.tell(GONE)
    window.resize(500, 400)
    QTest.qWaitForWindowExposed(window)
    assert window.rect().contains(notices.geometry())
