from dataclasses import replace

import numpy as np
import pytest

from maps.geometry.projection import mercator_of
from maps.layers.incidents import Stage, incidents_layer, links_layer, stage_of
from maps.layers.members import MemberLook, members_layer
from maps.layers.moment import next_scene
from models.domain.category import Urgency
from models.domain.incident import AssigneeKind, State, Task, TaskRole, TaskState
from models.domain.member import Duty
from models.picture.fold import Changes
from models.picture.picture import Picture
from tests.builders import JIMO, NINE, a_member, an_id, an_incident, at
from tests.maps.worlds import NOW_US, Fixes


def fixes_of(*rows):
    ref, lon, lat, speed, heading, age_s = map(np.array, zip(*rows, strict=True))
    ts = NOW_US - (age_s * 1e6).astype(np.int64)
    return Fixes(
        ref.astype(np.int32),
        ts,
        lon.astype(float),
        lat.astype(float),
        speed.astype(np.float32),
        heading.astype(np.float32),
    )


def here(member, *, speed=0.0, heading=np.nan, age_s=1.0):
    return member.ref, JIMO.lon_deg, JIMO.lat_deg, speed, heading, age_s


def a_picture(members=(), incidents=()):
    held = {}
    for incident in incidents:
        for task in incident.open_tasks:
            held[task.assignee] = (*held.get(task.assignee, ()), incident.id)
    return Picture(
        members={m.id: m for m in members},
        incidents={i.id: i for i in incidents},
        tasks_of=held,
    )


def a_task_for(member):
    return Task(an_id(), AssigneeKind.MEMBER, member.id, TaskRole.LEAD, TaskState.SIGNED, NINE)


def an_incident_with(member, **given):
    return an_incident(State.HANDLING, place=JIMO, tasks=(a_task_for(member),), **given)


def test_a_member_stands_where_the_last_fix_says():
    member = a_member()
    layer = members_layer(a_picture([member]), fixes_of(here(member)), NOW_US)
    assert layer.mercator_m[0] == pytest.approx(mercator_of(JIMO))


def test_a_member_without_a_fix_has_no_place_and_is_stale():
    member, other = a_member(), a_member()
    layer = members_layer(a_picture([member]), fixes_of(here(other)), NOW_US)
    assert np.isnan(layer.mercator_m).all()
    assert layer.is_stale.all()


def test_one_who_stands_still_has_no_heading():
    still, moving = a_member(), a_member()
    fixes = fixes_of(here(still, heading=90.0), here(moving, speed=1.4, heading=90.0))
    layer = members_layer(a_picture([still, moving]), fixes, NOW_US)
    assert np.isnan(layer.heading_deg[layer.row[still.id]])
    assert layer.heading_deg[layer.row[moving.id]] == 90


def test_a_fix_of_eleven_minutes_ago_is_stale():
    fresh, old = a_member(), a_member()
    fixes = fixes_of(here(fresh, age_s=590), here(old, age_s=660))
    layer = members_layer(a_picture([fresh, old]), fixes, NOW_US)
    assert layer.is_stale[layer.row[old.id]]
    assert not layer.is_stale[layer.row[fresh.id]]


@pytest.mark.parametrize(
    ("given", "tasks", "look"),
    [
        ({}, 0, MemberLook.FREE),
        ({"capacity": 2}, 1, MemberLook.TASKED),
        ({"capacity": 1}, 1, MemberLook.FULL),
        ({"held_for": an_id()}, 0, MemberLook.HELD),
        ({"duty": Duty.BREAK}, 0, MemberLook.BREAK),
        ({"duty": Duty.OFF}, 1, MemberLook.OFF),
    ],
)
def test_a_look_tells_duty_and_load(given, tasks, look):
    member = a_member(**given)
    picture = a_picture([member], [an_incident_with(member) for _ in range(tasks)])
    assert members_layer(picture, fixes_of(here(member)), NOW_US).look[0] == look


def test_one_who_left_is_not_on_the_map():
    member = a_member(duty=Duty.LEFT)
    assert members_layer(a_picture([member]), fixes_of(here(member)), NOW_US).ids == ()


def test_free_members_are_drawn_over_those_off_duty():
    free, off = a_member(), a_member(duty=Duty.OFF)
    layer = members_layer(a_picture([free, off]), fixes_of(here(free)), NOW_US)
    assert layer.ids == (off.id, free.id)


def test_a_task_given_changes_the_look_of_its_member_alone():
    member, other = a_member(capacity=1), a_member()
    fixes = fixes_of(here(member), here(other))
    before = members_layer(a_picture([member, other]), fixes, NOW_US)
    incident = an_incident_with(member)
    changes = Changes(incidents=frozenset({incident.id}))
    picture = a_picture([member, other], [incident])
    after = members_layer(picture, fixes, NOW_US, before=before, changes=changes)
    assert after.look[after.row[member.id]] == MemberLook.FULL
    assert after.look[after.row[other.id]] == MemberLook.FREE


def test_building_on_the_last_layer_equals_building_anew():
    people = [a_member() for _ in range(6)]
    fixes = fixes_of(*(here(m) for m in people))
    first = [an_incident_with(people[i]) for i in range(3)]
    then = [
        an_incident_with(people[4]),
        first[1],
        replace(first[2], state=State.CLOSED, tasks=()),
    ]
    changes = Changes(incidents=frozenset(i.id for i in [*first, *then]))
    before = next_scene(None, a_picture(people, first), fixes, NOW_US)
    grown = next_scene(before, a_picture(people, then), fixes, NOW_US, changes=changes)
    anew = next_scene(None, a_picture(people, then), fixes, NOW_US)
    assert grown.incidents.ids == anew.incidents.ids
    assert {i: grown.members.look[r] for i, r in grown.members.row.items()} == {
        i: anew.members.look[r] for i, r in anew.members.row.items()
    }
    assert _named_links(grown) == _named_links(anew)


def _named_links(scene):
    return {
        (scene.incidents.ids[i], scene.members.ids[m])
        for i, m in zip(scene.links.incident, scene.links.member, strict=True)
    }


def test_closed_incidents_and_those_without_a_place_are_not_on_the_map():
    closed = an_incident(State.CLOSED, place=JIMO)
    nowhere = an_incident(place=None)
    assert incidents_layer(a_picture((), [closed, nowhere]), NOW_US).ids == ()


def test_the_most_urgent_is_drawn_last():
    general = an_incident(place=JIMO, urgency=Urgency.GENERAL)
    emergency = an_incident(place=JIMO, urgency=Urgency.EMERGENCY)
    urgent = an_incident(place=JIMO, urgency=Urgency.URGENT)
    layer = incidents_layer(a_picture((), [emergency, general, urgent]), NOW_US)
    assert layer.ids == (general.id, urgent.id, emergency.id)


def test_an_incident_becomes_overdue_as_the_clock_passes_its_limit():
    incident = an_incident(place=JIMO, due_at=at(minutes=1))
    picture = a_picture((), [incident])
    before = incidents_layer(picture, NOW_US)
    after = incidents_layer(picture, NOW_US + 61_000_000, before=before, changes=Changes())
    assert not before.is_overdue[0]
    assert after.is_overdue[0]


def test_without_a_limit_nothing_is_ever_overdue():
    incident = an_incident(place=JIMO, due_at=None, step_due_at=None)
    layer = incidents_layer(a_picture((), [incident]), NOW_US * 2)
    assert not layer.is_overdue.any()


def test_every_open_state_has_a_stage():
    stages = {state: stage_of(state) for state in State if state.is_open}
    assert stages[State.REGISTERED] is Stage.TO_DISPATCH
    assert stages[State.SUSPENDED] is Stage.HANDLING
    assert set(stages.values()) == set(Stage)


def test_a_link_leads_from_an_incident_to_who_is_on_it():
    member = a_member()
    incident = an_incident_with(member)
    picture = a_picture([member], [incident])
    members = members_layer(picture, fixes_of(here(member)), NOW_US)
    links = links_layer(incidents_layer(picture, NOW_US), members)
    assert (links.incident.tolist(), links.member.tolist()) == ([0], [0])
