"""Handing a shift over and signing for it, and notes to the room: what each refusal says."""

from __future__ import annotations

from dataclasses import astuple
from datetime import timedelta
from typing import Any

import pytest

from models.desk.desk import OpenDesk, SealedDesk
from models.desk.memory import MemoryWorks
from models.domain.command import Command
from models.domain.error import BadInput
from models.domain.ids import CellId, CommandId, HandoverId, IncidentId, RoomNoteId, new_uuid
from models.domain.lifecycle import Role
from models.domain.refusal import Refused
from models.domain.shift import (
    LONGEST_NOTE_DAYS,
    MOST_INSTRUCTIONS,
    MOST_NOTE,
    MOST_NOTES,
    EndNote,
    SeeNote,
    ShiftFigures,
    TakeOverShift,
    TellRoom,
)
from models.picture.fold import fold
from models.picture.picture import Picture
from tests.builders import NINE, a_handing_over, an_id, an_incident

LEAD, CLERK, MEMBER = Role.SHIFT_LEAD, Role.HOTLINE_CLERK, Role.MEMBER


class Room:
    """A centre in memory."""

    def __init__(self) -> None:
        self.home = MemoryWorks(NINE)
        self.desk = OpenDesk(self.home)

    def do(self, intent: Any, actor: str = "wang", *roles: Role, **given: Any) -> Any:
        usual: dict[str, Any] = {"id": CommandId(new_uuid()), "station": "desk-1"}
        held = frozenset(roles or (LEAD,))
        return self.desk.send(Command(intent=intent, actor=actor, roles=held, **usual | given))

    def hand_over(self, actor: str = "wang", **given: Any) -> HandoverId:
        intent = a_handing_over(**given)
        self.do(intent, actor)
        self.home.now += timedelta(minutes=5)
        return intent.handover

    def tell(self, text: str = "电梯停运", actor: str = "wang", **given: Any) -> RoomNoteId:
        usual: dict[str, Any] = {
            "note": RoomNoteId(an_id()),
            "until": self.home.now + timedelta(hours=2),
        }
        intent = TellRoom(text=text, **usual | given)
        self.do(intent, actor)
        return intent.note

    @property
    def picture(self) -> Picture:
        return fold(Picture(), self.home.entries)[0]


@pytest.fixture
def room() -> Room:
    return Room()


def code_of(room: Room, intent: Any, actor: str, *roles: Role) -> str:
    with pytest.raises((Refused, BadInput)) as caught:
        room.do(intent, actor, *roles)
    error = caught.value
    said = error.refusal if isinstance(error, Refused) else error
    assert said.words.zh
    assert said.words.en
    return said.code


def test_a_shift_is_handed_over_by_one_and_signed_for_by_another(room: Room) -> None:
    figures = astuple(ShiftFigures(open=7, red=2))
    handover = room.hand_over(figures=figures, made_seq=0)
    assert room.picture.handovers[handover].waits

    room.do(TakeOverShift(), "li", Role.DISPATCHER)

    kept = room.picture.handovers[handover]
    assert (kept.author, kept.taken_by, kept.figures) == ("wang", "li", figures)
    assert [e.fact.verb for e in room.home.entries] == ["shift-handed-over", "shift-taken-over"]


def test_nobody_signs_for_the_shift_that_they_handed_over(room: Room) -> None:
    room.hand_over()
    assert code_of(room, TakeOverShift(), "wang") == "four_eyes"


def test_a_shift_is_signed_for_once(room: Room) -> None:
    handover = room.hand_over()
    room.do(TakeOverShift(handover=handover), "li")
    assert code_of(room, TakeOverShift(handover=handover), "zhao") == "shift_taken"
    assert code_of(room, TakeOverShift(), "zhao") == "shift_taken"


def test_whoever_has_not_signed_yet_cannot_hand_over(room: Room) -> None:
    room.hand_over()
    assert code_of(room, a_handing_over(), "li") == "shift_waits"


def test_until_somebody_signs_the_author_may_hand_over_again_and_the_last_counts(
    room: Room,
) -> None:
    first, second = room.hand_over(), room.hand_over(instructions="改：东门改走西门")
    assert code_of(room, TakeOverShift(handover=first), "li") == "shift_replaced"
    room.do(TakeOverShift(), "li")
    assert not room.picture.handovers[second].waits


def test_each_part_of_the_district_hands_its_own_shift_over(room: Room) -> None:
    room.hand_over("wang")
    room.home.scope = (CellId(1), CellId(2))
    in_town = room.hand_over("sun")
    room.do(TakeOverShift(), "qian")
    assert room.picture.handovers[in_town].taken_by == "qian"


def test_with_nothing_handed_over_there_is_nothing_to_sign(room: Room) -> None:
    assert code_of(room, TakeOverShift(), "li") == "unknown_handover"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"instructions": "字" * (MOST_INSTRUCTIONS + 1)}, "text_too_long"),
        ({"figures": (1, 2, 3)}, "bad_figures"),
        ({"figures": (-1, *astuple(ShiftFigures())[1:])}, "bad_figures"),
        ({"made_at": NINE + timedelta(days=1)}, "bad_shift"),
        ({"since": NINE + timedelta(minutes=1)}, "bad_shift"),
    ],
)
def test_what_is_no_hand_over_is_turned_away_in_words(
    room: Room, given: dict[str, Any], code: str
) -> None:
    assert code_of(room, a_handing_over(**given), "wang") == code


@pytest.mark.parametrize("intent", [a_handing_over(), TakeOverShift()])
def test_a_shift_is_for_those_who_lead_it(room: Room, intent: Any) -> None:
    assert code_of(room, intent, "liu", CLERK, MEMBER) == "role"


def test_a_note_is_read_by_all_until_its_instant_and_acknowledged_once_by_each(
    room: Room,
) -> None:
    note = room.tell()
    for who in ("li", "li", "zhao", "wang"):
        room.do(SeeNote(note=note), who, CLERK)
    assert room.picture.notes[note].seen_by == ("li", "zhao")
    assert len(room.home.entries) == 3

    room.home.now += timedelta(hours=3)
    other = room.tell("已恢复")
    assert set(room.picture.notes) == {other}


def test_a_note_is_taken_back_by_its_writer_or_by_whoever_leads(room: Room) -> None:
    mine, yours = room.tell(actor="liu"), room.tell(actor="liu")
    assert code_of(room, EndNote(note=mine), "sun", CLERK) == "not_the_writer"
    room.do(EndNote(note=mine), "liu", CLERK)
    room.do(EndNote(note=yours), "wang", LEAD)
    assert not room.picture.notes


def test_a_note_taken_back_twice_is_taken_back_once(room: Room) -> None:
    note = room.tell()
    room.do(EndNote(note=note))
    room.do(EndNote(note=note))
    assert [e.fact.verb for e in room.home.entries] == ["room-told", "note-ended"]


def test_a_note_about_an_incident_is_seen_where_the_incident_is(room: Room) -> None:
    incident = an_incident(cell_path=(CellId(1), CellId(2)))
    room.home.incidents[incident.id] = incident
    note = room.tell(about=incident.id)
    assert room.picture.notes[note].cell_path == incident.cell_path


def test_a_note_about_what_one_may_not_know_of_is_about_nothing(room: Room) -> None:
    secret = an_incident(restricted=True)
    room.home.incidents[secret.id] = secret
    intent = TellRoom(note=RoomNoteId(an_id()), text="x", until=NINE, about=secret.id)
    assert code_of(room, intent, "liu", MEMBER) == "unknown_incident"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"text": "  "}, "missing_field"),
        ({"text": "字" * (MOST_NOTE + 1)}, "text_too_long"),
        ({"until": NINE}, "bad_until"),
        ({"until": NINE + timedelta(days=LONGEST_NOTE_DAYS, seconds=1)}, "bad_until"),
        ({"about": IncidentId(an_id())}, "unknown_incident"),
    ],
)
def test_what_is_no_note_is_turned_away_in_words(
    room: Room, given: dict[str, Any], code: str
) -> None:
    usual = {"note": RoomNoteId(an_id()), "text": "x", "until": NINE + timedelta(hours=1)}
    assert code_of(room, TellRoom(**usual | given), "wang") == code


def test_there_is_an_end_to_the_notes_that_stand(room: Room) -> None:
    for _ in range(MOST_NOTES):
        room.tell()
    one_more = TellRoom(note=RoomNoteId(an_id()), text="x", until=NINE + timedelta(hours=1))
    assert code_of(room, one_more, "wang") == "too_many_notes"


def test_an_unknown_note_is_told_where_to_look(room: Room) -> None:
    assert code_of(room, SeeNote(note=RoomNoteId(an_id())), "li") == "unknown_note"


def test_a_sealed_desk_hands_nothing_over() -> None:
    command = Command(
        id=CommandId(new_uuid()),
        intent=a_handing_over(),
        actor="wang",
        roles=frozenset({LEAD}),
        station="desk-1",
    )
    with pytest.raises(Refused):
        SealedDesk().send(command)
