"""Indicators by cell, against what was counted by hand."""

from __future__ import annotations

from dataclasses import replace
from math import isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.analysis.census import cells_asked, census_of
from models.analysis.indicator import AREA, BY_ID, COUNTS, INDICATORS, values_of
from models.domain.ids import CellId
from models.domain.incident import State
from models.domain.member import Duty
from models.picture.picture import Picture
from models.picture.query import load_of, loads_by_town, open_incidents
from tests.builders import NINE, a_member, a_task, an_id, an_incident, at

DISTRICT, WEST, EAST, UNIT = CellId(1), CellId(10), CellId(20), CellId(101)
TOWNS = cells_asked([WEST, EAST], [2.0, np.nan])
NOW_S = NINE.timestamp()
IN_WEST, IN_EAST = (DISTRICT, WEST, UNIT), (DISTRICT, EAST)


def a_picture(incidents=(), members=()):
    tasks = {}
    for incident in incidents:
        for task in incident.open_tasks:
            tasks[task.assignee] = (*tasks.get(task.assignee, ()), incident.id)
    return Picture(
        seq=1,
        incidents={incident.id: incident for incident in incidents},
        members={member.id: member for member in members},
        tasks_of=tasks,
    )


def told(name, picture, cells=TOWNS):
    return values_of(BY_ID[name], census_of(picture), cells, NOW_S).tolist()


def test_open_overdue_and_waiting_incidents_are_counted_by_cell():
    picture = a_picture(
        [
            an_incident(cell_path=IN_WEST, due_at=at(minutes=-5)),
            an_incident(State.HANDLING, cell_path=IN_WEST, due_at=at(hours=1)),
            an_incident(State.REPORTED, cell_path=IN_EAST, step_due_at=at(minutes=-1)),
            an_incident(State.CLOSED, cell_path=IN_EAST, due_at=at(minutes=-5)),
            an_incident(),
        ]
    )
    assert told("open", picture) == [2, 1]
    assert told("overdue", picture) == [1, 1]
    assert told("waiting", picture) == [1, 0]
    assert told("open_per_km2", picture)[0] == 1.0
    assert told("open", picture, cells_asked([UNIT, DISTRICT], [1, 1])) == [2, 3]


def test_free_members_and_tasks_per_member_are_counted_at_their_home_cell():
    busy, free, off = (
        a_member(cell_path=IN_WEST),
        a_member(cell_path=IN_WEST),
        a_member(cell_path=IN_EAST, duty=Duty.OFF),
    )
    left = a_member(cell_path=IN_EAST, duty=Duty.LEFT)
    cases = [an_incident(State.HANDLING, tasks=(a_task(busy),)) for _ in range(3)]
    picture = a_picture(cases, [busy, free, off, left])
    assert told("free", picture) == [1, 0]
    assert told("on_duty", picture) == [2, 0]
    assert told("on_duty_rate", picture) == [100, 0]
    per_member = told("load", picture)
    assert per_member[0] == 1.5
    assert isnan(per_member[1])


def test_over_nothing_there_is_no_value_and_never_a_percentage():
    for indicator in INDICATORS:
        if indicator.over:
            assert all(map(isnan, told(indicator.id, a_picture())[1:]))


def test_rates_are_those_of_the_worked_sample():
    """`domain.md` §4.7: unit X in June."""

    def cases(count, **given):
        return [an_incident(cell_path=IN_WEST, **given) for _ in range(count)]

    late, early = at(hours=-1), at(hours=-3)
    picture = a_picture(
        [
            *cases(74, state=State.CLOSED, due_at=late, finished_at=early),
            *cases(6, state=State.CLOSED, due_at=late, finished_at=early, reworks=1),
            *cases(10, state=State.CLOSED, due_at=early, finished_at=late),
            *cases(10, state=State.HANDLING, due_at=late),
            *cases(15, state=State.HANDLING, due_at=at(hours=5)),
            *cases(9, state=State.VOID, due_at=late, finished_at=early),
            *cases(9, state=State.HANDLING, due_at=late, restricted=True),
            *cases(9, state=State.SUSPENDED, due_at=late),
        ]
    )
    assert told("timely_disposal", picture)[0] == 80
    assert told("timeout", picture)[0] == 20
    assert told("rework", picture)[0] == pytest.approx(100 * 6 / 90)


def test_a_refused_report_lowers_the_acceptance_rate_and_an_unjudged_one_does_not():
    states = [State.REFUSED, State.ACCEPTED, State.REGISTERED, State.CLOSED, State.REPORTED]
    picture = a_picture([an_incident(state, cell_path=IN_WEST) for state in states])
    assert told("acceptance", picture)[0] == 75


def test_every_indicator_counts_what_can_be_counted_and_names_its_source():
    for indicator in INDICATORS:
        assert indicator.counts in COUNTS
        assert indicator.over in COUNTS | {AREA, ""}
        assert indicator.source.startswith("§")
        assert indicator.words.zh != indicator.words.en


def test_towns_say_the_same_here_and_on_the_wall():
    members = [a_member(cell_path=path) for path in (IN_WEST, IN_WEST, IN_EAST)]
    cases = [
        an_incident(State.HANDLING, cell_path=IN_EAST, tasks=(a_task(members[0]),)),
        an_incident(cell_path=IN_WEST, due_at=at(minutes=-1)),
    ]
    picture = a_picture(cases, members)
    loads = loads_by_town(picture, [WEST, EAST], NINE)
    for name in ("open", "overdue", "free", "on_duty"):
        assert told(name, picture) == [getattr(loads[town], name) for town in (WEST, EAST)]


def test_a_census_made_from_the_last_one_is_the_census_made_anew():
    case, other = an_incident(cell_path=IN_WEST), an_incident(cell_path=IN_EAST)
    first = census_of(a_picture([case, other]))
    moved = replace(case, cell_path=IN_EAST, version=2)
    picture = a_picture([moved, an_incident(cell_path=IN_WEST)])
    again, anew = census_of(picture, first), census_of(picture)
    for name in ("open", "overdue", "waiting"):
        args = BY_ID[name], TOWNS, NOW_S
        assert values_of(args[0], again, *args[1:]).tolist() == (
            values_of(args[0], anew, *args[1:]).tolist()
        )
    assert census_of(picture, again) is again


@given(
    st.lists(st.tuples(st.sampled_from(list(State)), st.sampled_from([0, 1, 2])), max_size=60),
    st.lists(st.tuples(st.sampled_from(list(Duty)), st.sampled_from([0, 1, 2])), max_size=30),
)
def test_the_cells_of_a_level_add_up_to_all_that_has_a_place_in_cells(cases, people):
    paths = [(), IN_WEST, IN_EAST]
    members = [a_member(cell_path=paths[i], duty=duty) for duty, i in people]
    picture = a_picture([an_incident(state, cell_path=paths[i]) for state, i in cases], members)
    placed = [case for case in open_incidents(picture) if case.cell_path]
    assert sum(told("open", picture)) == len(placed)
    whole = cells_asked([DISTRICT], [1.0])
    for name in ("open", "overdue", "waiting", "free", "on_duty"):
        assert sum(told(name, picture)) == told(name, picture, whole)[0]
    at_work = [m for m in members if m.cell_path and m.duty is not Duty.LEFT]
    census = census_of(picture)
    assert census.people.load.sum() == sum(load_of(picture, m) for m in members)
    assert len(at_work) <= census.people.paths.count


def test_nothing_is_asked_of_no_cells():
    assert told("open", a_picture([an_incident(id=an_id())]), cells_asked([], [])) == []
