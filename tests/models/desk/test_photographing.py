"""Promises of photos that come outside of a step, and of what they show."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from models.desk.outbox import Outbox
from models.desk.photographing import MOST_PHOTOS
from models.domain.command import Attach, Attend, Command, Judge
from models.domain.error import BadInput
from models.domain.fact import applied
from models.domain.ids import CommandId
from models.domain.incident import State
from models.domain.lifecycle import Role
from models.domain.photo import PhotoRole, Seen, doubts, roles_of, usual_role
from models.domain.place import LonLat
from models.store.attachment import content_of, keep_content
from models.store.command_codec import StoredCommands
from tests.builders import CLEARED, JIMO, NINE, a_fact, an_entry, an_id, an_incident, at
from tests.models.desk.test_complaints import Centre

ZONE = ZoneInfo("Asia/Shanghai")
HERE = an_incident(place=JIMO, dispatched_at=NINE)


@pytest.fixture
def centre() -> Centre:
    return Centre()


def test_each_role_has_a_fact_of_its_own_and_the_state_stays(centre: Centre) -> None:
    case = centre.case()
    state = centre.of(case).state
    for role in (PhotoRole.BEFORE, PhotoRole.AFTER, PhotoRole.CHECK):
        centre.act(Attach(incident=case, photo=(f"{role}.jpg",), role=role, text="电话补充"))
    told = [entry for entry in centre.home.entries if entry.fact.subject_id == case]
    assert [entry.fact.verb for entry in told[-3:]] == [
        "attached-before",
        "attached-after",
        "attached-check",
    ]
    assert centre.of(case).state is state
    assert list(roles_of(centre.of(case), told).values()) == [
        PhotoRole.BEFORE,
        PhotoRole.AFTER,
        PhotoRole.CHECK,
    ]


def test_the_same_photo_is_attached_once_and_a_hundred_at_most(centre: Centre) -> None:
    case = centre.case()
    many = tuple(f"{n}.jpg" for n in range(MOST_PHOTOS))
    centre.act(Attach(incident=case, photo=(*many, many[0]), role=PhotoRole.BEFORE))
    assert centre.of(case).photos == many
    again = Attach(incident=case, photo=many[:1], role=PhotoRole.AFTER)
    assert centre.refused(again) == "attached_already"
    more = Attach(incident=case, photo=("more.jpg",), role=PhotoRole.AFTER)
    assert centre.refused(more) == "too_many_photos"


def test_photos_quarrel_with_nobody_who_acted_meanwhile(centre: Centre) -> None:
    case = centre.case()
    seen = centre.of(case).version
    centre.act(Judge(verb="urgent", incident=case))
    centre.act(Attach(incident=case, photo=("a.jpg",), role=PhotoRole.BEFORE), seen=seen)
    assert centre.of(case).photos == ("a.jpg",)


@pytest.mark.parametrize(
    ("photo", "role"), [((), PhotoRole.AFTER), (("a.jpg",), PhotoRole.PAPER)]
)
def test_no_photo_or_no_role_is_bad_input(
    centre: Centre, photo: tuple[str, ...], role: PhotoRole
) -> None:
    with pytest.raises(BadInput):
        centre.act(Attach(incident=centre.case(), photo=photo, role=role))


def test_over_a_lost_database_the_photo_waits_on_the_disk_with_its_act(tmp_path: Path) -> None:
    name = keep_content(tmp_path, b"pixels", ".jpg")
    command = Command(
        id=CommandId(an_id()),
        intent=Attach(incident=HERE.id, photo=(name,), role=PhotoRole.AFTER),
        actor="li",
        roles=frozenset({Role.DISPATCHER}),
        station="1",
    )
    file = tmp_path / "outbox" / "1.jsonl"
    Outbox(file, StoredCommands()).keep(command)
    (found,) = Outbox(file, StoredCommands()).waiting()
    assert found == command
    assert isinstance(found.intent, Attach)
    assert content_of(tmp_path, found.intent.photo[0]) == b"pixels"


def test_the_first_fact_that_has_a_photo_says_what_it_shows() -> None:
    one = an_incident(photos=("a", "b"))
    two = applied(one, a_fact(an_incident(id=one.id, photos=("a", "b", "c")), one, "finished"))
    whole = an_entry(3, a_fact(two, None, "archived"))
    facts = [
        whole,
        an_entry(2, a_fact(two, one, "finished")),
        an_entry(1, a_fact(one, None, "reported-self")),
    ]
    assert roles_of(two, facts) == {
        "a": PhotoRole.BEFORE,
        "b": PhotoRole.AFTER,
        "c": PhotoRole.AFTER,
    }
    assert roles_of(an_incident(photos=("x",)), facts) == {"x": PhotoRole.PAPER}


@pytest.mark.parametrize(
    ("state", "role"),
    [
        (State.REPORTED, PhotoRole.BEFORE),
        (State.REGISTERED, PhotoRole.BEFORE),
        (State.HANDLING, PhotoRole.AFTER),
    ],
)
def test_the_usual_role_follows_the_state(state: State, role: PhotoRole) -> None:
    assert usual_role(an_incident(state)) is role


def test_a_photo_of_the_spot_after_the_dispatch_is_not_doubted() -> None:
    seen = Seen((1, 1), JIMO, NINE + timedelta(minutes=5))
    assert doubts(seen, PhotoRole.AFTER, HERE, at(hours=1), ZONE) == ()
    assert doubts(Seen((1, 1)), PhotoRole.AFTER, HERE, at(hours=1), ZONE) == ()


def test_elsewhere_too_early_and_still_to_come_are_each_said() -> None:
    away = LonLat(JIMO.lon_deg, JIMO.lat_deg + 0.002)
    early, late = at(minutes=-1), at(hours=2)
    said = doubts(Seen((1, 1), away, early), PhotoRole.AFTER, HERE, at(hours=1), ZONE)
    assert [words.en.split(",")[0] for words in said] == [
        "Taken 222 m from the incident; within 100 m is expected",
        "Taken at 2026-11-20 08:59",
    ]
    (future,) = doubts(Seen((1, 1), None, late), PhotoRole.BEFORE, HERE, at(hours=1), ZONE)
    assert "still to come" in future.en
    before = doubts(Seen((1, 1), None, early), PhotoRole.BEFORE, HERE, at(hours=1), ZONE)
    assert before == ()


def test_a_result_may_rest_on_photos_that_came_before_it_and_keeps_each_once(
    centre: Centre,
) -> None:
    lead = centre.member()
    case = centre.handled_by(lead)
    centre.act(Attend(verb="sign", incident=case, member=lead))
    centre.act(Attach(incident=case, photo=("after.jpg",), role=PhotoRole.AFTER))
    result = Attend(verb="finish", incident=case, result=CLEARED, photo=("after.jpg",))
    centre.act(result)
    assert centre.of(case).photos == ("after.jpg",)
