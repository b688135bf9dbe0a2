from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from models.domain.command import Attend, Command, Dispatch, SetDuty
from models.domain.ids import CommandId, IncidentId, MemberId
from models.domain.incident import State, TaskState
from models.domain.lifecycle import Role
from models.domain.member import Duty
from models.domain.welfare import Welfare
from models.feed.track import to_us
from models.simulation.chance import seeded_uuid, spread, uniform
from models.simulation.district import FictionalDistrict
from models.simulation.errand import Errand, Fate
from models.simulation.field import BIKE_MPS, LONGEST_STEP_S
from models.simulation.plane import to_plane
from models.simulation.shifts import shifts_of
from tests.models.simulation.conftest import NINE, World, some_places


@pytest.fixture
def world(small: FictionalDistrict) -> World:
    return World(small)


@pytest.fixture(scope="module")
def busy(small: FictionalDistrict) -> World:
    """Four hours with twelve reports at nine o'clock; to be looked at, not moved on."""
    world = World(small)
    for number, place in enumerate(some_places(small, 12)):
        world.report(place, number)
    world.live(240, 10.0)
    return world


def a_dispatch(world: World, incident: IncidentId, member: MemberId) -> Command:
    return Command(
        id=CommandId(seeded_uuid(0, "test dispatch", incident)),
        intent=Dispatch(incident=incident, members=(member,)),
        actor="human",
        roles=frozenset({Role.DISPATCHER}),
        station="desk",
    )


def registered(world: World, number: int = 0) -> IncidentId:
    """An incident that colleagues brought to registration and left there."""
    world.centre.share = 0.0
    incident = world.report(some_places(world.district, 9)[4], number)
    world.live(12)
    assert world.picture.incidents[incident].state is State.REGISTERED
    return incident


def a_willing_member(world: World) -> MemberId:
    return next(m.id for m in world.picture.members.values() if m.duty is Duty.ON)


def test_reports_run_through_the_whole_lifecycle_to_closing(busy: World) -> None:
    assert busy.states()[State.CLOSED] >= 10
    assert busy.verbs()["finish"] >= 10


def test_nobody_says_what_the_rules_refuse(busy: World) -> None:
    assert busy.refused == Counter()


def test_colleagues_keep_nothing_of_cases_that_are_over(busy: World) -> None:
    over = {one.id for one in busy.picture.incidents.values() if one.state is State.CLOSED}
    assert over
    assert over.isdisjoint(incident for incident, _ in busy.centre._said)


@pytest.mark.parametrize("hour", [7, 23])
def test_before_and_after_most_shifts_colleagues_dispatch_and_no_rule_refuses(
    small: FictionalDistrict, hour: int
) -> None:
    world = World(small, now=NINE.replace(hour=hour))
    for index, intent in enumerate(shifts_of(small.members, 3, NINE)):
        command = CommandId(seeded_uuid(0, "shift", index))
        roles = frozenset({Role.SHIFT_LEAD})
        world.do(Command(id=command, intent=intent, actor="test", roles=roles, station="test"))
    for number, place in enumerate(some_places(small, 12)):
        world.report(place, number)
    world.live(40)
    assert not world.refused
    assert world.verbs()["dispatch"] >= 12
    reasons = {c.intent.reason for c in world.said if isinstance(c.intent, Dispatch)}
    assert ("" in reasons) == (hour == 7), "those on shift go first, and without a reason"


def test_a_dispatched_member_signs_goes_there_and_finishes(world: World) -> None:
    incident = registered(world)
    member = a_willing_member(world)
    world.do(a_dispatch(world, incident, member))
    world.live(240)
    verbs = [
        command.intent.verb
        for command in world.said
        if isinstance(command.intent, Attend) and command.intent.member == member
    ]
    assert verbs == ["sign", "arrive", "finish"]


def test_a_member_arrives_at_the_place_before_saying_so(world: World) -> None:
    incident = registered(world)
    member = a_willing_member(world)
    world.do(a_dispatch(world, incident, member))
    while not any(c.intent.verb == "arrive" for c in world.said):
        world.live(1)
    index = [enrol.member for enrol in world.district.members].index(member)
    place = world.picture.incidents[incident].place
    assert place is not None
    here, there = to_plane(
        np.array([world.field.places()[index], [place.lon_deg, place.lat_deg]])
    )
    assert math.dist(here, there) < 700  # the nearest point of a road in the country


def test_a_task_is_signed_once_even_while_the_picture_stands_still(world: World) -> None:
    incident = registered(world)
    world.do(a_dispatch(world, incident, a_willing_member(world)))
    stale, said = world.picture, []
    for second in range(1_200):
        said += world.field.step(world.now + timedelta(seconds=second), stale).commands
    assert [command.intent.verb for command in said] == ["sign"]


def test_no_result_is_shorter_than_ten_characters(busy: World) -> None:
    finished = [
        command.intent.result
        for command in busy.said
        if isinstance(command.intent, Attend) and command.intent.verb == "finish"
    ]
    assert finished
    assert all(len(result) >= 10 for result in finished)


def test_some_tasks_are_returned_and_some_ignored(world: World) -> None:
    incident = registered(world)
    member = a_willing_member(world)
    world.do(a_dispatch(world, incident, member))
    held = world.picture.incidents[incident]
    task = held.tasks[0]
    fates = Counter(
        Errand(
            seed,
            replace(task, state=TaskState.TO_SIGN),
            held,
            world.picture.members[member],
            "zh",
        ).fate
        for seed in range(2_000)
    )
    assert fates[Fate.DONE] > 1_700
    assert fates[Fate.RETURNED] > 30
    assert fates[Fate.IGNORED] > 20


def test_the_same_seed_says_the_same_things(small: FictionalDistrict) -> None:
    said = []
    for _ in range(2):
        world = World(small)
        world.report(some_places(small, 3)[1])
        world.live(5)
        said.append((world.said, world.fixes.lon_deg.tobytes()))
    assert said[0] == said[1]


@pytest.mark.parametrize("step_s", [0.5, 1.0, 6.0])
def test_nobody_moves_faster_than_their_pace(world: World, step_s: float) -> None:
    world.report(some_places(world.district, 3)[1])
    before = to_plane(world.field.places())
    for _ in range(int(600 / step_s)):
        world.live(step_s / 60, step_s)
        after = to_plane(world.field.places())
        assert np.hypot(*(after - before).T).max() <= BIKE_MPS * step_s + 1e-6
        before = after


def test_after_a_long_pause_nobody_leaps(world: World) -> None:
    world.live(1)
    before = to_plane(world.field.places())
    world.field.step(world.now + timedelta(hours=3), world.picture)
    after = to_plane(world.field.places())
    assert np.hypot(*(after - before).T).max() <= BIKE_MPS * LONGEST_STEP_S + 1e-6


def test_nobody_leaves_the_district(busy: World) -> None:
    district = busy.district.cells[0].polygon
    shapely.prepare(district)
    assert shapely.contains_xy(district, busy.field.places()).all()
    assert shapely.contains_xy(district, busy.fixes.lon_deg, busy.fixes.lat_deg).all()


def test_patrols_stay_in_their_village(world: World) -> None:
    world.live(60, colleagues=False)
    homes = {cell.code: cell.polygon.buffer(1e-6) for cell in world.district.of_level(4)}
    strayed = [
        enrol.number
        for enrol, (lon, lat) in zip(world.district.members, world.field.places(), strict=True)
        if not homes[str(enrol.home_cell)].contains(shapely.Point(lon, lat))
    ]
    assert strayed == []


def test_everybody_on_duty_moves_and_nobody_else(world: World) -> None:
    before = world.field.places()
    world.live(30, colleagues=False)
    moved = (world.field.places() != before).any(axis=1)
    on_duty = [
        world.picture.members[enrol.member].duty is Duty.ON for enrol in world.district.members
    ]
    assert moved.tolist() == on_duty


def test_who_goes_off_duty_sends_no_more_fixes(world: World) -> None:
    member = a_willing_member(world)
    world.live(2)
    world.do(
        Command(
            id=CommandId(seeded_uuid(0, "off", member)),
            intent=SetDuty(member=member, duty=Duty.OFF),
            actor="test",
            roles=frozenset({Role.MEMBER}),
            station="test",
        )
    )
    since = to_us(world.now)
    world.live(2)
    mine = world.fixes.member == world.picture.members[member].ref
    assert mine.any()
    assert world.fixes.ts_us[mine].max() <= since


def test_fixes_come_every_ten_to_thirty_seconds_and_staggered(world: World) -> None:
    world.live(10, 1.0, colleagues=False)
    on_duty = sum(member.duty is Duty.ON for member in world.picture.members.values())
    per_second = np.unique(world.fixes.ts_us, return_counts=True)[1]
    assert per_second.max() < on_duty / 2
    for ref in np.unique(world.fixes.member):
        gaps = np.diff(np.sort(world.fixes.ts_us[world.fixes.member == ref])) / 1e6
        assert gaps.min() >= 9
        assert gaps.max() <= 31


def test_headings_and_speeds_are_those_of_somebody_moving(world: World) -> None:
    world.live(5, 1.0, colleagues=False)
    assert world.fixes.speed_mps.max() <= BIKE_MPS
    assert ((world.fixes.heading_deg >= 0) & (world.fixes.heading_deg <= 360)).all()
    assert world.fixes.lon_deg.dtype == np.float64
    assert world.fixes.member.dtype == np.int32


def test_colleagues_at_zero_leave_every_dispatch_to_the_desk(
    small: FictionalDistrict,
) -> None:
    world = World(small, share=0.0)
    for number, place in enumerate(some_places(small, 6)):
        world.report(place, number)
    world.live(60)
    assert world.verbs()["dispatch"] == 0
    assert world.states()[State.REGISTERED] >= 5


def test_colleagues_leave_a_share_to_the_desk_for_a_while(small: FictionalDistrict) -> None:
    world = World(small, share=0.5)
    for number, place in enumerate(some_places(small, 16)):
        world.report(place, number)
    world.live(12)
    assert 2 <= world.states()[State.REGISTERED] <= 14


def test_an_order_that_nobody_signs_is_given_to_somebody_else(world: World) -> None:
    incident = registered(world)
    world.centre.share = 1.0
    member = a_willing_member(world)
    world.do(a_dispatch(world, incident, member))
    # The colleagues look on while the member's telephone is off: the field stands still.
    for _ in range(60 * 60 // 10):
        world.now += timedelta(seconds=10)
        world.works.now = world.now
        for command in world.centre.step(world.now, world.picture, world.field.places()):
            world.said.append(command)
            world.do(command)
    assert world.verbs()["redispatch"] >= 1
    assert world.picture.incidents[incident].lead is not None
    assert world.picture.incidents[incident].tasks[0].state is TaskState.CANCELLED


@given(st.integers(0, 2**40), st.text(max_size=12))
@settings(max_examples=60)
def test_chance_depends_on_its_subject_alone(seed: int, subject: str) -> None:
    first = uniform(seed, "a", subject)
    assert first == uniform(seed, "a", subject)
    assert 0 < first < 1
    assert spread(seed, "a", subject, 60, 0.5) > 0
    assert seeded_uuid(seed, "a", subject, 5).version == 7


def asked_ten_times(world: World) -> list[Command]:
    """What a member on the spot answers to ten questions, a quarter of an hour apart."""
    incident = registered(world)
    member = a_willing_member(world)
    world.do(a_dispatch(world, incident, member))
    world.live(30)
    said: list[Command] = []
    held = world.picture.incidents[incident]
    errand = Errand(7, held.tasks[0], held, world.picture.members[member], "zh")
    for nth in range(10):
        at = world.now + timedelta(minutes=15 * nth)
        errand.task = replace(held.tasks[0], welfare=Welfare.ASKED, welfare_at=at)
        assert errand.well(at) == []
        for minute in (4, 5):
            said += errand.well(at + timedelta(minutes=minute))
    return said


def test_a_member_says_to_be_well_once_a_question_and_seldom_misses_one(world: World) -> None:
    said = asked_ten_times(world)
    assert 5 <= len(said) <= 10
    assert {command.intent.verb for command in said} == {"well"}


def test_where_nobody_asks_nobody_says_to_be_well(busy: World) -> None:
    assert busy.verbs()["well"] == 0
