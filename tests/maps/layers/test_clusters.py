import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.layers.badge_places import side_by_side
from maps.layers.clusters import (
    BADGE_PX,
    HEAP,
    INCIDENT_PARTS,
    MEMBER_PARTS,
    MOST_INCIDENTS,
    MOST_MEMBERS,
    SQUARE_PX,
    GroupGrid,
    incident_clusters,
    incident_part,
    member_clusters,
    member_part,
)
from maps.layers.incidents import Stage
from maps.layers.members import MemberLook
from maps.layers.places import OnPlane
from maps.layers.scene import IncidentsLayer, MembersLayer
from tests.builders import an_id

NOBODY = np.empty(0, np.intp)
PLANE = (-2_000.0, -2_000.0, 2_000.0, 2_000.0)
GRID = GroupGrid(SQUARE_PX, 8.0, BADGE_PX[-1], MOST_MEMBERS)
OF_INCIDENTS = GroupGrid(SQUARE_PX, 13.0, BADGE_PX[-1], MOST_INCIDENTS)
"""One metre of the plane is one pixel."""


def members_at(places, look=MemberLook.FREE):
    at = np.array(places, float).reshape(-1, 2)
    count = len(at)
    return MembersLayer(
        ids=tuple(an_id() for _ in range(count)),
        look=np.full(count, look, np.uint8),
        places=OnPlane(at),
        is_stale=np.zeros(count, bool),
    )


def incidents_at(places, urgency=0, *, overdue=False, stage=Stage.HANDLING):
    at = np.array(places, float).reshape(-1, 2)
    count = len(at)
    return IncidentsLayer(
        ids=tuple(an_id() for _ in range(count)),
        mercator_m=at,
        urgency=np.full(count, urgency, np.uint8),
        stage=np.full(count, stage, np.uint8),
        is_overdue=np.full(count, overdue),
    )


def groups_of(layer, box=PLANE, apart=NOBODY, before=None):
    return member_clusters(layer, GRID, box, apart=apart, before=before)


places = st.lists(
    st.tuples(st.floats(-900, 900), st.floats(-900, 900)), min_size=0, max_size=120
)
crowds = st.lists(
    st.tuples(st.integers(0, 3), st.floats(0, 75), st.floats(0, 75)), min_size=0, max_size=90
).map(lambda spots: [(x + 76 * square, y) for square, x, y in spots])


def test_two_marks_that_cover_each_other_are_a_group():
    assert groups_of(members_at([(30, 30), (34, 30)])).count.tolist() == [2]


def test_two_marks_with_room_between_them_stand_alone():
    assert not len(groups_of(members_at([(20, 30), (60, 30)])).square)


def test_marks_on_one_point_are_a_group_whatever_else_is_in_their_square():
    spots = [(12, 12), (12, 12), (64, 64)]
    members = groups_of(members_at(spots))
    cases = incident_clusters(incidents_at(spots), OF_INCIDENTS, PLANE, apart=NOBODY)
    for found in (members, cases):
        assert found.of.tolist() == [0, 0, -1]
        assert np.abs(found.mercator_m - 12).max() <= 6.5, "within half a mark of them"


@given(crowds, crowds)
def test_no_mark_hides_another_of_its_kind_wholly(people, cases):
    where = members_at(people), incidents_at(cases)
    found = (
        groups_of(where[0]),
        incident_clusters(where[1], OF_INCIDENTS, PLANE, apart=NOBODY),
    )
    for layer, groups in zip(where, found, strict=True):
        alone = layer.mercator_m[groups.of < 0]
        assert len(np.unique(alone, axis=0)) == len(alone)


def test_a_square_full_of_marks_is_a_group_however_they_lie():
    spread = [(8 + 15 * i % 60, 8 + 6 * i) for i in range(MOST_MEMBERS + 1)]
    assert groups_of(members_at(spread)).count.tolist() == [MOST_MEMBERS + 1]


@given(st.one_of(places, crowds))
def test_every_mark_is_in_one_group_or_stands_alone(spots):
    layer = members_at(spots)
    found = groups_of(layer)
    alone = (found.of < 0).sum()
    assert alone + found.count.sum() == len(layer.ids)
    assert (np.bincount(found.of[found.of >= 0], minlength=len(found.square)) >= 2).all()
    assert found.count.tolist() == [len(found.rows(i)) for i in range(len(found.square))]


@given(crowds)
def test_a_badge_lies_whole_within_the_square_of_its_marks(spots):
    found = groups_of(members_at(spots))
    of_grid = found.square[:, 0] != HEAP
    away = (found.mercator_m / SQUARE_PX - found.square)[of_grid]
    room = BADGE_PX[-1] / SQUARE_PX / 2 - 1e-9
    assert ((away >= room) & (away <= 1 - room)).all()


@given(crowds, st.floats(-70, 70), st.floats(-70, 70))
def test_panning_changes_no_group(spots, dx, dy):
    layer = members_at(spots)
    west, south, east, north = box = (-10.0, -10.0, 400.0, 200.0)
    here = groups_of(layer, box)
    there = groups_of(layer, (west + dx, south + dy, east + dx, north + dy))
    low = np.array([west + max(dx, 0), south + max(dy, 0)])
    high = np.array([east + min(dx, 0), north + min(dy, 0)])
    seen = ((layer.mercator_m >= low) & (layer.mercator_m <= high)).all(axis=1)
    one, other = here.of[seen], there.of[seen]
    assert ((one >= 0) == (other >= 0)).all()
    grouped = one >= 0
    assert np.allclose(here.mercator_m[one[grouped]], there.mercator_m[other[grouped]])


def test_a_group_lingers_while_its_marks_drift_apart_a_little():
    near, further = members_at([(30, 30), (41, 30)]), members_at([(30, 30), (44, 30)])
    before = groups_of(near)
    assert before.count.tolist() == [2]
    assert not len(groups_of(further).square)
    assert groups_of(further, before=before).count.tolist() == [2]


def test_who_is_to_stand_apart_is_in_no_group():
    layer = members_at([(30, 30), (31, 30), (32, 30)])
    found = groups_of(layer, apart=np.array([1]))
    assert found.of.tolist() == [0, -1, 0]


def test_a_member_whose_place_nobody_knows_is_in_no_group():
    layer = members_at([(30, 30), (np.nan, np.nan), (31, 30)])
    assert groups_of(layer).of.tolist() == [0, -1, 0]


def test_a_group_tells_how_many_are_free_busy_or_neither():
    layer = members_at([(30, 30)] * 4)
    layer.look[:] = [MemberLook.FREE, MemberLook.TASKED, MemberLook.HELD, MemberLook.OFF]
    assert groups_of(layer).tally.tolist() == [[1, 2, 1]]
    stale = np.array([True, False, False, False])
    assert member_part(layer.look, stale).tolist() == [2, 1, 1, 2]
    assert MEMBER_PARTS == 3


@pytest.mark.parametrize("given_", [{"urgency": 2}, {"overdue": True}])
def test_what_burns_is_never_counted_away_among_others(given_):
    calm = incidents_at([(30, 30), (31, 31), (45, 30)])
    hot = incidents_at([(33, 30)], **given_)
    layer = IncidentsLayer(
        ids=calm.ids + hot.ids,
        mercator_m=np.vstack([calm.mercator_m, hot.mercator_m]),
        urgency=np.concatenate([calm.urgency, hot.urgency]),
        stage=np.concatenate([calm.stage, hot.stage]),
        is_overdue=np.concatenate([calm.is_overdue, hot.is_overdue]),
    )
    found = incident_clusters(layer, OF_INCIDENTS, PLANE, apart=NOBODY)
    assert found.of.tolist() == [0, 0, 0, -1]


def test_emergencies_on_one_point_are_a_group_that_says_so():
    layer = incidents_at([(30, 30), (30, 30), (60, 60)], urgency=2, overdue=True)
    found = incident_clusters(layer, OF_INCIDENTS, PLANE, apart=NOBODY)
    assert found.of.tolist() == [0, 0, -1]
    worst = incident_part(layer.urgency, layer.stage, layer.is_overdue)[0]
    assert found.tally[0, worst] == 2
    assert found.tally.shape[1] == INCIDENT_PARTS


def test_what_lies_below_the_badge_of_a_heap_is_counted_in():
    hot = incidents_at([(20, 20), (20, 20)], urgency=2)
    calm = incidents_at([(24, 20), (60, 60)])
    layer = IncidentsLayer(
        ids=calm.ids + hot.ids,
        mercator_m=np.vstack([calm.mercator_m, hot.mercator_m]),
        urgency=np.concatenate([calm.urgency, hot.urgency]),
        stage=np.concatenate([calm.stage, hot.stage]),
        is_overdue=np.concatenate([calm.is_overdue, hot.is_overdue]),
    )
    found = incident_clusters(layer, OF_INCIDENTS, PLANE, apart=NOBODY)
    assert found.of.tolist() == [0, -1, 0, 0]
    assert found.count.tolist() == [3]


@given(st.lists(st.tuples(st.floats(-300, 300), st.floats(-300, 300)), max_size=80))
def test_badges_of_heaps_do_not_cover_each_other(spots):
    layer = incidents_at([(x % 90, y % 90) for x, y in spots], overdue=True)
    found = incident_clusters(layer, OF_INCIDENTS, PLANE, apart=NOBODY)
    between = np.abs(found.mercator_m[:, None] - found.mercator_m[None]).max(axis=2)
    assert (between[~np.eye(len(between), dtype=bool)] >= BADGE_PX[-1] - 1e-6).all()


@given(crowds, crowds)
def test_badges_of_both_kinds_in_one_square_do_not_cover_each_other(people, cases):
    members, incidents = members_at(people), incidents_at(cases)
    ours = groups_of(members)
    theirs = incident_clusters(incidents, OF_INCIDENTS, PLANE, apart=NOBODY)
    ours, theirs = side_by_side(ours, theirs, incidents.mercator_m, GRID)
    for square, at in zip(ours.square.tolist(), ours.mercator_m, strict=True):
        if square[0] == HEAP:
            continue
        same = (theirs.square == square).all(axis=1)
        away = np.abs(theirs.mercator_m[same] - at).max(axis=1)
        assert (away >= BADGE_PX[-1]).all()


@given(crowds, crowds)
def test_a_badge_of_members_lies_in_its_square_wherever_incidents_are(people, cases):
    members, incidents = members_at(people), incidents_at(cases, urgency=2)
    ours = groups_of(members)
    theirs = incident_clusters(incidents, OF_INCIDENTS, PLANE, apart=NOBODY)
    moved, _ = side_by_side(ours, theirs, incidents.mercator_m, GRID)
    away = (moved.mercator_m / SQUARE_PX - ours.square)[ours.square[:, 0] != HEAP]
    assert ((away > 0.2) & (away < 0.8)).all()


def test_a_heap_of_members_steps_aside_from_the_incident_they_are_at():
    """The third is far enough for no group of the grid."""
    members, incidents = members_at([(38, 38)] * 2 + [(4, 4)]), incidents_at([(38, 40)])
    ours = groups_of(members)
    assert ours.of.tolist() == [0, 0, -1]
    theirs = incident_clusters(incidents, OF_INCIDENTS, PLANE, apart=NOBODY)
    moved, _ = side_by_side(ours, theirs, incidents.mercator_m, GRID)
    assert np.hypot(*(moved.mercator_m[0] - (38, 40))) > BADGE_PX[0] / 2 + 6


def test_a_badge_makes_way_for_a_single_incident():
    members, incidents = members_at([(38, 38)] * 5), incidents_at([(40, 44)], urgency=2)
    ours = groups_of(members)
    theirs = incident_clusters(incidents, OF_INCIDENTS, PLANE, apart=NOBODY)
    moved, _ = side_by_side(ours, theirs, incidents.mercator_m, GRID)
    assert np.hypot(*(moved.mercator_m[0] - (40, 44))) > BADGE_PX[0] / 2 + 6
