"""A seat without the grant sees frames as if restricted incidents were not there."""

from __future__ import annotations

from dataclasses import replace

from console.app.facts_of import RecordedFacts
from console.app.veil import Veil
from models.domain.incident import State
from models.domain.lifecycle import Role
from models.feed.frame import Frame
from models.feed.source import ListSource
from models.feed.timeline import Mode
from models.picture.fold import fold
from models.picture.picture import Picture
from tests.builders import NINE, a_category, a_drawing, a_fact, a_journal, an_incident

SECRET, OPEN = an_incident(State.REGISTERED, restricted=True), an_incident(State.REGISTERED)
WALL = frozenset({Role.WALL})


def a_frame() -> Frame:
    picture, changes = fold(Picture(), a_journal((a_fact(SECRET), a_fact(OPEN))))
    return Frame(picture, NINE, Mode.FOLLOWING, changes)


def test_the_wall_sees_what_is_open_to_all() -> None:
    shown = Veil(WALL, {}).over(a_frame())
    assert set(shown.picture.incidents) == {OPEN.id}
    assert [e.fact.subject_id for e in shown.changes.entries] == [OPEN.id]


def test_a_dispatcher_is_given_the_very_frame() -> None:
    frame = a_frame()
    assert Veil(frozenset({Role.DISPATCHER}), {}).over(frame) is frame


def test_the_same_picture_is_veiled_once() -> None:
    veil, frame = Veil(WALL, {}), a_frame()
    first = veil.over(frame)
    assert veil.over(replace(frame, now=NINE)).picture is first.picture


def test_what_becomes_restricted_leaves_the_picture_and_its_history_with_it() -> None:
    veil, frame = Veil(WALL, {}), a_frame()
    veil.over(frame)
    secret = replace(OPEN, version=2, restricted=True)
    picture, changes = fold(
        frame.picture, a_journal((a_fact(secret, OPEN, "reclassified"),), after=2)
    )
    shown = veil.over(Frame(picture, NINE, Mode.FOLLOWING, changes))
    assert shown.picture.incidents == {}
    assert OPEN.id in shown.changes.incidents
    assert shown.changes.entries == ()
    before = a_journal((a_fact(OPEN),))
    assert veil.over_facts(list(before)) == []


def test_what_is_drawn_for_it_leaves_when_it_becomes_restricted() -> None:
    drawing = a_drawing(incident=OPEN.id)
    before, changes = fold(Picture(), a_journal((a_fact(OPEN), a_fact(drawing))))
    veil = Veil(WALL, {})
    assert (
        drawing.id in veil.over(Frame(before, NINE, Mode.FOLLOWING, changes)).picture.drawings
    )
    secret = replace(OPEN, version=2, restricted=True)
    after, changes = fold(before, a_journal((a_fact(secret, OPEN, "reclassified"),), after=2))
    shown = veil.over(Frame(after, NINE, Mode.FOLLOWING, changes))
    assert shown.picture.drawings == {}
    assert drawing.id in shown.changes.drawings


def test_a_recording_looked_up_tells_nothing_of_what_was_restricted_in_it() -> None:
    later = replace(OPEN, version=2, restricted=True)
    drawn = a_drawing(incident=SECRET.id)
    other = an_incident(State.REGISTERED)
    facts = (a_fact(SECRET), a_fact(drawn), a_fact(OPEN), a_fact(later, OPEN, "reclassified"))
    source = ListSource(a_journal((*facts, a_fact(other))))
    told = RecordedFacts(source, {}, is_cleared=False)
    assert [e.fact.subject_id for e in told.up_to(9)] == [other.id]
    assert told.about(SECRET.id) == []
    assert len(RecordedFacts(source, {}, is_cleared=True).up_to(9)) == 5


def test_other_classes_hide_what_was_shown_so_far() -> None:
    veil, case = Veil(WALL, {}), an_incident(State.REGISTERED, category="E1")
    picture, changes = fold(Picture(), a_journal((a_fact(case),)))
    frame = Frame(picture, NINE, Mode.FOLLOWING, changes)
    assert case.id in veil.over(frame).picture.incidents
    veil.take_classes({"E1": a_category(code="E1", restricted=True)})
    assert veil.over(frame).picture.incidents == {}
