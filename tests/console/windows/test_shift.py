"""The shift and the notes in a window: read, hand over, sign, tell, acknowledge, by keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest

from console.app.shift_desk import made
from console.settings.jottings import KeptNotes
from console.state.shifts import SheetWanted, unread_notes
from console.windows.desk import DeskWindow
from console.windows.replay import ReplayWindow
from models.desk.act import Act, Fate
from models.domain.error import Trouble, Words
from models.domain.ids import HandoverId, RoomNoteId
from models.domain.incident import State
from models.domain.lifecycle import Role
from models.domain.shift import (
    EndNote,
    Handover,
    HandOverShift,
    RoomNote,
    SeeNote,
    TakeOverShift,
    TellRoom,
)
from models.feed.timeline import Mode
from models.picture.fold import fold
from models.picture.picture import Picture
from models.picture.shift_sheet import Begun, Happened
from tests.builders import NINE, a_fact, an_entry, an_id, an_incident
from tests.console.desk_stand_in import REPLAY

pytestmark = pytest.mark.gui
Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


class Facts:
    """A journal that knows one picture, and that four reports came in this shift."""

    def __init__(self, picture: Picture) -> None:
        self.kept = picture
        self.asked: list[int] = []

    def picture(self, seq: int) -> Picture:
        self.asked.append(seq)
        return self.kept

    is_slow = False
    """Whether the side lane is still at it."""

    def happened(self, _begun: Begun, _seq: int) -> tuple[Happened, Happened]:
        return Happened(received=4), Happened(received=3)


def a_desk(room: Any) -> DeskWindow:
    return DeskWindow(room.session, room.settings, room.look, tiles="here")


def a_replay(room: Any) -> ReplayWindow:
    return ReplayWindow(room.session, room.settings, room.look, tiles="here")


def ready(made_room: Any, home: Path) -> Any:
    """Answer for the side lane at once."""
    session = made_room.session
    made_room.facts = Facts(session.frame.picture)
    session.own_notes.use(KeptNotes(home, session.seat.operator))

    def answer(question: object) -> None:
        if isinstance(question, SheetWanted) and not made_room.facts.is_slow:
            roles, reference = session.seat.roles, session.reference
            told = made(made_room.facts, question, reference, roles)  # type: ignore[arg-type]
            session.inquiries.on_told(question, told)

    session.inquiries.asked.connect(answer)
    return made_room


@pytest.fixture
def desk(room: Callable[..., Any], tmp_path: Path) -> Any:
    return ready(room(a_desk), tmp_path)


def a_handover(**given: Any) -> Handover:
    usual: dict[str, Any] = {
        "id": HandoverId(an_id()),
        "version": 1,
        "cell_path": (),
        "author": "wang",
        "station": "desk-2",
        "handed_at": NINE - timedelta(minutes=2),
        "since": NINE - timedelta(hours=8),
        "made_at": NINE - timedelta(minutes=3),
        "made_seq": 1,
        "figures": (0,) * 13,
        "instructions": "夜间留意积水点",
    }
    return Handover(**usual | given)


def a_note(**given: Any) -> RoomNote:
    usual: dict[str, Any] = {
        "id": RoomNoteId(an_id()),
        "version": 1,
        "text": "电梯停运",
        "incident": None,
        "cell_path": (),
        "author": "wang",
        "station": "desk-2",
        "told_at": NINE - timedelta(minutes=2),
        "until": NINE + timedelta(hours=2),
    }
    return RoomNote(**usual | given)


def with_(desk: Any, *handovers: Handover, notes: tuple[RoomNote, ...] = ()) -> None:
    """A frame in whose picture these are."""
    picture = replace(
        desk.session.frame.picture,
        handovers={one.id: one for one in handovers},
        notes={one.id: one for one in notes},
    )
    desk.session.show_frame(replace(desk.session.frame, picture=picture))


def sheet_of(desk: Any) -> Any:
    desk.window.do("shift")
    return desk.window.shifts.sheet


# -- the sheet -------------------------------------------------------------------------------


def test_the_sheet_comes_up_by_its_key_and_tells_what_there_is(desk: Any, qtbot: Any) -> None:
    with qtbot.waitActive(desk.window):
        desk.window.activateWindow()
    QTest.keyClick(desk.window, Key.Key_H, CTRL | Qt.KeyboardModifier.ShiftModifier)
    panel = desk.window.shifts.sheet
    assert panel.isVisible()
    text = panel.sheet.toPlainText()
    assert "Open incidents by state and urgency" in text
    assert "Received" in text
    assert panel.hand.isVisible()
    assert not panel.sign.isVisible()
    QTest.keyClick(panel.sheet, Key.Key_Escape)
    assert not panel.isVisible()


def test_a_line_leads_to_its_incident(desk: Any) -> None:
    late = an_incident(State.REPORTED, step_due_at=NINE - timedelta(hours=1))
    picture = desk.session.frame.picture
    known = replace(picture, incidents={**picture.incidents, late.id: late})
    desk.session.show_frame(replace(desk.session.frame, picture=known))
    panel = sheet_of(desk)
    assert f"incident:{late.id}" in panel.sheet.toHtml()
    panel.sheet.anchorClicked.emit(QUrl(f"incident:{late.id}"))
    assert desk.window.selection.incident == late.id
    assert not panel.isVisible()


def test_what_is_handed_over_is_what_was_read(desk: Any) -> None:
    panel = sheet_of(desk)
    read = panel._made.papers
    panel.instructions.setPlainText("给供电所打电话")
    QTest.keyClick(panel.instructions, Key.Key_Return, CTRL)
    (intent,) = desk.lane.intents
    assert isinstance(intent, HandOverShift)
    assert intent.instructions == "给供电所打电话"
    assert (intent.figures, intent.made_seq) == (read.numbers, desk.session.frame.seq)
    assert intent.figures[9] == 3, "what is restricted is in no figure that all may read"


def test_a_sheet_that_grew_old_is_made_anew_before_it_is_handed_over(desk: Any) -> None:
    panel = sheet_of(desk)
    panel.instructions.setPlainText("还在写")
    later = replace(desk.session.frame, now=NINE + timedelta(minutes=25))
    desk.session.show_frame(later)
    panel.hand_over()
    assert desk.lane.intents == []
    assert "25 min old" in panel.complaint.text()
    panel.hand_over()
    (intent,) = desk.lane.intents
    assert (intent.made_at, intent.instructions) == (later.now, "还在写")


def test_a_shift_goes_from_one_desk_to_the_next_and_stays_readable(desk: Any) -> None:
    panel = sheet_of(desk)
    panel.instructions.setPlainText("盯住积水点")
    panel.hand_over()
    desk.lane.answer()
    assert "waits for a signature" in desk.window.strip.room.shift.text()
    assert "to sign" not in desk.told, "its author has nothing to sign"

    desk.session.seat = replace(desk.session.seat, operator="zhao")
    desk.session.show_frame(desk.session.frame)
    QTest.mouseClick(desk.window.strip.room.shift, LEFT)
    assert "盯住积水点" in panel.sheet.toPlainText()
    assert panel.sign.isVisible()
    assert not panel.hand.isVisible()
    QTest.keyClick(panel.sheet, Key.Key_Return, CTRL)
    (intent,) = desk.lane.intents
    assert isinstance(intent, TakeOverShift)
    desk.lane.answer()
    assert not desk.window.strip.room.shift.isVisible()
    desk.session.seat = replace(desk.session.seat, operator="li")

    panel.open()
    panel.which.setCurrentIndex(1)
    panel.which.activated.emit(1)
    text = panel.sheet.toPlainText()
    assert "Handed over by li" in text
    assert "Taken over and signed by zhao" in text


def test_whoever_may_sign_is_told_that_a_shift_waits_and_the_author_that_it_is_signed(
    desk: Any,
) -> None:
    frame = desk.session.frame
    one = a_handover()
    after, changes = fold(frame.picture, [an_entry(2, a_fact(one, verb="shift-handed-over"))])
    desk.session.show_frame(replace(frame, picture=after, changes=changes))
    assert "wang handed the shift over" in desk.told

    desk.session.seat = replace(desk.session.seat, operator="wang")
    signed = replace(one, version=2, taken_by="li", taken_station="1", taken_at=NINE)
    fact = a_fact(signed, one, verb="shift-taken-over")
    after, changes = fold(after, [an_entry(3, fact)])
    desk.session.show_frame(replace(frame, picture=after, changes=changes))
    assert "li has signed for it" in desk.told


def test_a_hand_over_that_is_read_again_is_of_the_fact_it_was_made_at(desk: Any) -> None:
    with_(desk, a_handover(made_seq=7))
    sheet_of(desk)
    assert desk.facts.asked == [7]


def test_until_the_waiting_shift_is_signed_for_no_other_can_be_handed_over(desk: Any) -> None:
    with_(desk, a_handover())
    panel = sheet_of(desk)
    assert panel.sign.isVisible()
    panel.which.setCurrentIndex(0)
    panel.which.activated.emit(0)
    assert not panel.hand.isVisible()
    panel.hand_over()
    assert desk.lane.intents == []


def test_whoever_leads_no_shift_reads_the_sheet_and_signs_nothing(
    room: Callable[..., Any], tmp_path: Path
) -> None:
    clerk = ready(room(a_desk, roles=frozenset({Role.HOTLINE_CLERK})), tmp_path)
    with_(clerk, a_handover())
    panel = sheet_of(clerk)
    assert not panel.sign.isVisible()
    assert not panel.hand.isVisible()
    assert not clerk.window.strip.room.shift.isVisible()
    QTest.keyClick(panel.sheet, Key.Key_Return, CTRL)
    assert clerk.lane.intents == []


def test_a_replay_reads_sheets_and_hands_nothing_over(
    room: Callable[..., Any], tmp_path: Path
) -> None:
    replay = ready(room(a_replay, capabilities=REPLAY, mode=Mode.PAUSED), tmp_path)
    with_(replay, a_handover())
    panel = sheet_of(replay)
    assert panel.isVisible()
    assert not panel.sign.isVisible()
    panel.which.setCurrentIndex(1)
    panel.which.activated.emit(1)
    assert "夜间留意积水点" in panel.sheet.toPlainText()
    assert not panel.sign.isVisible()


def test_instructions_outlive_the_window(desk: Any, tmp_path: Path) -> None:
    panel = sheet_of(desk)
    panel.instructions.setPlainText("写到一半")
    panel.leave()
    panel.instructions.clear()
    desk.window.do("shift")
    assert panel.instructions.toPlainText() == "写到一半"


def test_a_refused_hand_over_gives_its_instructions_back(desk: Any) -> None:
    panel = sheet_of(desk)
    panel.instructions.setPlainText("别丢了")
    panel.hand_over()
    (command,) = desk.lane.commands
    words = Words("不行", "no")
    act = replace(Act(command, NINE), fate=Fate.REFUSED, code="role", words=words)
    desk.session.pending.on_answered(act)
    desk.window.do("shift")
    assert panel.instructions.toPlainText() == "别丢了"


def test_printing_asks_a_process_for_the_sheet_that_is_read(desk: Any, tmp_path: Path) -> None:
    with_(desk, a_handover())
    wishes: list[Any] = []
    desk.window.exports.wanted.connect(wishes.append)
    panel = sheet_of(desk)
    handover = panel._handover
    QTest.keyClick(panel.sheet, Key.Key_P, CTRL)
    desk.window.shifts.on_file(str(tmp_path / "sheet.pdf"))
    (wish,) = wishes
    line = wish.arguments()
    assert line[:3] == ["handover", "--pdf", str(tmp_path / "sheet.pdf")]
    assert line[3:5] == ["--handover", str(handover.id)]


def test_a_sheet_that_cannot_be_made_says_why(room: Callable[..., Any], tmp_path: Path) -> None:
    made_room = room(a_desk)
    session = made_room.session
    panel = sheet_of(made_room)
    assert panel.sheet.placeholderText() == "The sheet is being made…"
    trouble = Trouble("database_away", Words("数据库不可用", "the database is away"))
    session.inquiries.on_told(panel._asked, trouble)
    assert panel.complaint.text() == "the database is away"
    assert not panel.sheet.placeholderText()


def test_nothing_is_handed_over_or_signed_before_its_own_sheet_is_read(desk: Any) -> None:
    with_(desk, a_handover(taken_by="li", taken_station="1", taken_at=NINE))
    panel = sheet_of(desk)
    panel.which.setCurrentIndex(1)
    panel.which.activated.emit(1)
    desk.facts.is_slow = True
    panel.which.setCurrentIndex(0)
    panel.which.activated.emit(0)
    QTest.keyClick(panel.sheet, Key.Key_Return, CTRL)
    assert not panel.hand.isEnabled()
    with_(desk, a_handover())
    panel.open()
    QTest.keyClick(panel.sheet, Key.Key_Return, CTRL)
    assert not panel.sign.isEnabled()
    assert desk.lane.intents == []


def test_the_sheet_speaks_the_other_language_and_wears_the_other_theme(desk: Any) -> None:
    panel = sheet_of(desk)
    night = panel.sheet.toHtml()
    desk.look.wear("day", "large")
    assert panel.sheet.toHtml() != night


# -- notes -----------------------------------------------------------------------------------


def test_a_note_that_comes_is_said_at_once_and_waits_in_the_strip(desk: Any) -> None:
    note = a_note()
    fact = a_fact(note, verb="room-told")
    frame = desk.session.frame
    after, changes = fold(frame.picture, [an_entry(frame.seq + 1, fact)])
    desk.session.show_frame(replace(frame, picture=after, changes=changes))
    desk.session.turns.finish()
    assert "wang to the room: 电梯停运" in desk.told
    assert desk.window.strip.room.notes.text().startswith("1 note")

    (notice,) = desk.window.notices._notices
    QTest.mouseClick(notice.seen, LEFT)
    assert desk.lane.intents == [SeeNote(note=note.id)]
    desk.lane.answer()
    assert unread_notes(desk.session) == []
    assert not desk.window.strip.room.notes.isVisible()


def test_the_list_acknowledges_by_space_goes_by_enter_and_takes_back_by_delete(
    desk: Any,
) -> None:
    with_(desk, notes=(a_note(incident=desk.case.id),))
    QTest.mouseClick(desk.window.strip.room.notes, LEFT)
    panel = desk.window.shifts.notes
    note = panel.current
    QTest.keyClick(panel.list, Key.Key_Space)
    QTest.keyClick(panel.list, Key.Key_Delete)
    assert desk.lane.intents == [SeeNote(note=note.id), EndNote(note=note.id)]
    QTest.keyClick(panel.list, Key.Key_Return)
    assert desk.window.selection.incident == desk.case.id
    assert not panel.isVisible()


def test_a_note_that_comes_meanwhile_takes_no_key_from_the_one_that_is_read(desk: Any) -> None:
    old = a_note()
    with_(desk, notes=(old,))
    desk.window.do("notes")
    panel = desk.window.shifts.notes
    with_(desk, notes=(old, a_note(text="刚来的", told_at=NINE)))
    assert panel.list.count() == 2
    assert panel.list.currentRow() == 1
    QTest.keyClick(panel.list, Key.Key_Space)
    QTest.keyClick(panel.list, Key.Key_Delete)
    assert desk.lane.intents == [SeeNote(note=old.id), EndNote(note=old.id)]


def test_the_room_is_told_about_the_current_incident_by_keys(desk: Any) -> None:
    desk.window.selection.pick_incident(desk.case.id)
    desk.window.card.refresh()
    desk.window.do("tell-room")
    card = desk.window.shifts.card
    QTest.keyClick(card.text, Key.Key_Return, CTRL)
    assert card.complaint.isVisible()
    card.text.setPlainText("绕行东门")
    QTest.keyClick(card.text, Key.Key_Return, CTRL)
    (intent,) = desk.lane.intents
    assert isinstance(intent, TellRoom)
    assert (intent.text, intent.about) == ("绕行东门", desk.case.id)
    assert intent.until == NINE + timedelta(hours=8)
    desk.lane.answer()
    assert desk.window.card.notes.isVisible()


def test_whoever_may_not_tell_the_room_is_told_so(
    room: Callable[..., Any], tmp_path: Path
) -> None:
    member = ready(room(a_desk, roles=frozenset({Role.MEMBER})), tmp_path)
    member.window.do("tell-room")
    assert not member.window.shifts.card.isVisible()
    assert "The room is told by" in member.told


def test_a_note_to_self_is_on_the_card_in_the_list_and_there_again_after_a_restart(
    desk: Any, tmp_path: Path
) -> None:
    desk.window.selection.pick_incident(desk.case.id)
    desk.window.card.refresh()
    desk.window.do("own-note")
    card = desk.window.shifts.card
    card.text.setPlainText("问李师傅要钥匙")
    QTest.keyClick(card.text, Key.Key_Return, CTRL)
    assert desk.lane.intents == [], "it is no fact"
    assert desk.window.card.notes.isVisible()
    desk.window.do("notes")
    assert desk.window.shifts.notes.list.count() == 1

    (again,) = KeptNotes(tmp_path, "li").read()
    assert (again.text, again.incident) == ("问李师傅要钥匙", desk.case.id)
    assert KeptNotes(tmp_path, "zhao").read() == [], "another operator has none of it"

    QTest.keyClick(desk.window.shifts.notes.list, Key.Key_Delete)
    assert KeptNotes(tmp_path, "li").read() == []
    assert not desk.window.card.notes.isVisible()


def test_an_expired_note_leaves_card_list_and_strip(desk: Any) -> None:
    desk.window.selection.pick_incident(desk.case.id)
    desk.window.card.refresh()
    with_(desk, notes=(a_note(incident=desk.case.id),))
    assert desk.window.card.notes.isVisible()
    later = replace(desk.session.frame, now=NINE + timedelta(hours=3))
    desk.session.show_frame(later)
    desk.window.card.refresh()
    assert not desk.window.card.notes.isVisible()
    assert not desk.window.strip.room.notes.isVisible()


# -- the journal ------------------------------------------------------------------------------


def test_notes_are_found_in_the_journal_by_their_words(desk: Any) -> None:
    fact = a_fact(a_note(text="东门封闭"), verb="room-told")
    other = a_fact(a_note(text="西门开放"), verb="room-told")
    log = desk.window.log
    log.model.add([an_entry(5, fact), an_entry(6, other)])
    desk.window.do("view.find-log")
    log.search.setText("东门")
    assert log.shown.rowCount() == 1
    assert "东门封闭" in log.shown.index(0, 0).data()
    QTest.keyClick(log.search, Key.Key_Escape)
    assert not log.search.isVisible()
    assert log.shown.rowCount() == 2
