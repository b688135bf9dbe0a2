"""Drawings at the desk: any acts, by any operators, and what each refusal says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.desk.desk import OpenDesk, SealedDesk
from models.desk.memory import MemoryWorks
from models.domain.command import Command
from models.domain.drawing import (
    MOST_DRAWINGS,
    MOST_LABEL,
    MOST_POINTS,
    SHAPES_OF,
    DrawingKind,
    DrawingShape,
    DrawingTone,
)
from models.domain.error import BadInput
from models.domain.ids import CommandId, DrawingId, IncidentId, new_uuid
from models.domain.lifecycle import Role
from models.domain.map_command import ClearWall, Draw, Erase, Redraw, ShowOnWall
from models.domain.place import LonLat
from models.domain.refusal import Refused
from models.picture.fold import fold
from models.picture.picture import Picture
from tests.builders import JIMO, NINE, an_id, an_incident, at

K, S = DrawingKind, DrawingShape
TRIANGLE = (LonLat(120.4, 36.3), LonLat(120.5, 36.3), LonLat(120.5, 36.4))


class Room:
    """A centre in memory."""

    def __init__(self) -> None:
        self.home = MemoryWorks(NINE)
        self.desk = OpenDesk(self.home)

    def do(self, intent: Any, actor: str = "wang", **given: Any) -> Any:
        usual: dict[str, Any] = {
            "id": CommandId(new_uuid()),
            "roles": frozenset({Role.DISPATCHER}),
            "station": "desk-1",
        }
        return self.desk.send(Command(intent=intent, actor=actor, **usual | given))

    def cordon(self, **given: Any) -> DrawingId:
        drawing = DrawingId(new_uuid())
        usual = {"kind": K.CORDON, "points": TRIANGLE, "text": "封控区"}
        self.do(Draw(drawing=drawing, **usual | given))  # type: ignore[arg-type]
        return drawing

    @property
    def picture(self) -> Picture:
        return fold(Picture(), self.home.entries)[0]


@pytest.fixture
def room() -> Room:
    return Room()


# -- any acts, by any operators -----------------------------------------------------------

_places = st.builds(LonLat, st.floats(119, 121), st.floats(35, 37))
_minutes = st.none() | st.integers(1, 30)


@st.composite
def _acts(draw: st.DrawFn, ids: list[DrawingId]) -> Any:
    drawing = draw(st.sampled_from(ids))
    kind = draw(st.sampled_from(K))
    shape = draw(st.sampled_from(SHAPES_OF[kind]))
    count = {S.POINT: 1, S.CIRCLE: 1, S.LINE: 3, S.AREA: 4}[shape]
    looks: dict[str, Any] = {
        "kind": kind,
        "shape": shape,
        "points": tuple(draw(st.lists(_places, min_size=count, max_size=count))),
        "radius_m": 50.0 if shape is S.CIRCLE else None,
        "tone": draw(st.none() | st.sampled_from(DrawingTone)),
        "text": draw(st.sampled_from(["集结点", "一号路口"])),
    }
    match draw(st.integers(0, 4)):
        case 0 | 1:
            return Draw(drawing=drawing, **looks), draw(_minutes)
        case 2:
            return Redraw(drawing=drawing, **looks), draw(_minutes)
        case 3:
            return Redraw(drawing=drawing, text="改", lasting=draw(st.booleans())), None
    return Erase(drawing=drawing), None


@st.composite
def histories(draw: st.DrawFn) -> Room:
    """What three operators make of four drawings in up to two hours."""
    room, ids = Room(), [DrawingId(an_id()) for _ in range(4)]
    for _ in range(draw(st.integers(0, 25))):
        room.home.now += timedelta(minutes=draw(st.integers(0, 5)))
        intent, minutes = draw(_acts(ids))
        if minutes is not None:
            intent = replace(intent, expires_at=room.home.now + timedelta(minutes=minutes))
        try:
            room.do(intent, actor=draw(st.sampled_from(["wang", "li", "zhao"])))
        except (BadInput, Refused):
            continue
    return room


@given(histories(), st.data())
def test_however_the_facts_are_cut_the_picture_is_what_the_tables_say(
    room: Room, data: st.DataObject
) -> None:
    entries = room.home.entries
    picture = Picture()
    cuts = data.draw(st.lists(st.integers(0, len(entries)), max_size=6).map(sorted))
    for begin, end in zip([0, *cuts], [*cuts, len(entries)], strict=True):
        picture, _ = fold(picture, entries[begin:end])
    standing = {d.id: d for d in room.home.drawings.values() if d.stands(picture.at)}

    assert dict(picture.drawings) == standing
    assert picture == room.picture
    assert picture.digest() == room.picture.digest()


@given(histories())
def test_a_replay_shows_at_each_fact_what_was_live_then(room: Room) -> None:
    live = Picture()
    for entry in room.home.entries:
        live, changes = fold(live, [entry])
        replayed, _ = fold(Picture(), [e for e in room.home.entries if e.seq <= entry.seq])
        assert replayed.drawings == live.drawings
        assert entry.fact.subject_id in changes.drawings


# -- one at a time --------------------------------------------------------------------------


def test_a_drawing_is_on_everybodys_picture_with_who_drew_it(room: Room) -> None:
    drawing = room.picture.drawings.get(room.cordon())
    picture = room.picture

    assert drawing is None or drawing in picture.drawings.values()
    (one,) = picture.drawings.values()
    assert (one.author, one.station, one.drawn_at) == ("wang", "desk-1", NINE)
    assert (one.shape, one.tone) == (S.AREA, DrawingTone.DANGER)


def test_sent_twice_with_the_same_command_it_is_drawn_once(room: Room) -> None:
    intent = Draw(drawing=DrawingId(new_uuid()), kind=K.CORDON, points=TRIANGLE)
    command_id = CommandId(new_uuid())

    assert room.do(intent, id=command_id) == room.do(intent, id=command_id)
    assert len(room.home.entries) == 1


def test_an_erased_drawing_leaves_the_picture_and_comes_back_when_redrawn(room: Room) -> None:
    drawing = room.cordon()
    whole = room.picture.drawings[drawing]
    room.do(Erase(drawing=drawing), seen_version=1)
    assert drawing not in room.picture.drawings
    room.do(Redraw(drawing=drawing), seen_version=2)

    assert room.picture.drawings[drawing] == replace(whole, version=3)


def test_erasing_what_is_erased_changes_nothing(room: Room) -> None:
    drawing = room.cordon()
    room.do(Erase(drawing=drawing))
    before = len(room.home.entries)

    assert room.do(Erase(drawing=drawing), actor="li").state == "erased"
    assert len(room.home.entries) == before


def test_one_past_its_expiry_leaves_with_the_next_fact(room: Room) -> None:
    drawing = room.cordon(expires_at=at(minutes=10))
    assert drawing in room.picture.drawings
    room.home.now = at(minutes=10)
    other = room.cordon()

    assert set(room.picture.drawings) == {other}


def test_whoever_looked_at_an_older_form_is_told_who_changed_it(room: Room) -> None:
    drawing = room.cordon()
    room.do(Redraw(drawing=drawing, text="扩大"), actor="li", station="desk-7")
    with pytest.raises(Refused) as caught:
        room.do(Redraw(drawing=drawing, text="缩小"), seen_version=1)

    assert caught.value.refusal.code == "moved_on"
    for words in (caught.value.refusal.words.zh, caught.value.refusal.words.en):
        assert "li" in words
        assert "desk-7" in words
        assert "09:00:00" in words


@pytest.mark.parametrize("role", [Role.WALL, Role.AUDITOR, Role.MEMBER])
def test_a_wall_an_auditor_and_a_member_may_not_draw(room: Room, role: Role) -> None:
    intent = Draw(drawing=DrawingId(new_uuid()), kind=K.CORDON, points=TRIANGLE)
    with pytest.raises(Refused) as caught:
        room.do(intent, roles=frozenset({role}))

    assert caught.value.refusal.code == "role"
    assert room.home.entries == []


def test_a_sealed_desk_refuses_in_words() -> None:
    command = Command(
        id=CommandId(new_uuid()),
        intent=Erase(drawing=DrawingId(new_uuid())),
        actor="wang",
        roles=frozenset(Role),
        station="1",
    )
    with pytest.raises(Refused, match="replay"):
        SealedDesk().send(command)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"kind": K.NOTE, "points": (JIMO,), "text": " "}, "missing_field"),
        ({"points": TRIANGLE[:2]}, "too_few_points"),
        ({"points": (JIMO, JIMO, JIMO)}, "too_few_points"),
        ({"points": TRIANGLE * MOST_POINTS}, "too_many_points"),
        ({"shape": S.LINE}, "bad_shape"),
        ({"points": (JIMO,), "shape": S.CIRCLE}, "bad_radius"),
        ({"points": (JIMO,), "shape": S.CIRCLE, "radius_m": float("nan")}, "bad_radius"),
        ({"points": (JIMO,), "shape": S.CIRCLE, "radius_m": 1e9}, "bad_radius"),
        ({"radius_m": 5.0}, "bad_radius"),
        ({"text": "字" * (MOST_LABEL + 1)}, "text_too_long"),
        ({"expires_at": NINE}, "already_over"),
        ({"about": IncidentId(new_uuid())}, "unknown_incident"),
    ],
)
def test_what_is_no_drawing_is_turned_away_in_words(
    room: Room, given: dict[str, Any], code: str
) -> None:
    with pytest.raises(BadInput) as caught:
        room.cordon(**given)

    assert caught.value.code == code
    assert caught.value.words.zh
    assert room.home.entries == []


def test_a_drawing_may_belong_to_an_incident(room: Room) -> None:
    incident = an_incident()
    room.home.incidents[incident.id] = incident
    drawing = room.cordon(about=incident.id)

    assert room.picture.drawings[drawing].incident == incident.id


def test_so_many_may_stand_and_no_more(room: Room) -> None:
    room.cordon()
    (one,) = room.home.drawings.values()
    for _ in range(MOST_DRAWINGS):
        drawing = DrawingId(an_id())
        room.home.drawings[drawing] = replace(one, id=drawing)
    with pytest.raises(Refused, match=str(MOST_DRAWINGS)):
        room.cordon()


def test_a_picture_without_drawings_has_the_digest_it_always_had() -> None:
    assert Picture().digest() == (
        "0ccdb5a77ba5bf7687f2565a8ed97dfb9c1af45503c496fb646312239fab5101"
    )


def test_the_words_of_a_drawing_are_not_in_the_digest(room: Room) -> None:
    drawing = room.cordon()
    picture = room.picture
    other = replace(picture.drawings[drawing], text="别的")

    assert replace(picture, drawings={drawing: other}).digest() == picture.digest()


# -- the walls ------------------------------------------------------------------------------


def test_a_view_sent_to_the_wall_is_there_for_its_seconds(room: Room) -> None:
    room.do(ShowOnWall(corners=TRIANGLE[::2], hidden=("roads",), seconds=60))
    view = room.picture.wall

    assert view is not None
    assert (view.author, view.hidden, view.until) == ("wang", ("roads",), at(minutes=1))
    assert view.is_on(at(minutes=0.9))
    assert not view.is_on(at(minutes=1))


def test_a_view_carries_what_colours_it_and_what_lies_below(room: Room) -> None:
    sent = {"shown": ("heat",), "indicator": "overdue", "base_map": "tianditu-vec"}
    room.do(ShowOnWall(corners=TRIANGLE[::2], **sent))
    view = room.picture.wall

    assert view is not None
    assert (view.shown, view.indicator, view.base_map) == tuple(sent.values())


def test_a_view_is_taken_back_and_a_free_wall_says_so(room: Room) -> None:
    with pytest.raises(Refused, match="No view"):
        room.do(ClearWall())
    room.do(ShowOnWall(corners=TRIANGLE[::2]))
    room.do(ClearWall(), actor="li")

    assert room.picture.wall is not None
    assert not room.picture.wall.is_on(NINE)
    assert room.picture.wall.author == "li"


def test_a_wall_may_not_send(room: Room) -> None:
    with pytest.raises(Refused) as caught:
        room.do(ShowOnWall(corners=TRIANGLE[::2]), roles=frozenset({Role.WALL}))
    assert caught.value.refusal.code == "role"


@pytest.mark.parametrize(
    "given",
    [
        *({"seconds": 1}, {"seconds": 10**6}, {"corners": TRIANGLE}),
        *({"corners": TRIANGLE[2::-2]}, {"shown": ("heat",) * 41}, {"base_map": "x" * 101}),
    ],
)
def test_what_is_no_view_is_turned_away(room: Room, given: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as caught:
        room.do(ShowOnWall(**{"corners": TRIANGLE[::2]} | given))
    assert caught.value.code == "bad_view"


def test_what_the_walls_show_is_not_in_the_digest(room: Room) -> None:
    room.do(ShowOnWall(corners=TRIANGLE[::2]))
    assert replace(room.picture, wall=None).digest() == room.picture.digest()
