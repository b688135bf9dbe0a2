"""Who is free and on duty: as the rule says, after any frames."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import pytest

from console.tables.staff import Staff
from models.domain.ids import LeaveId
from models.domain.incident import TaskState
from models.domain.leave import Leave, LeaveKind, LeaveState
from models.domain.member import Duty
from models.picture.fold import Changes
from models.picture.picture import Picture
from models.picture.query import Availability, availability, load_of
from tests.builders import a_task, an_id
from tests.console.frames import a_session, next_frame

pytestmark = pytest.mark.gui


def by_the_rule(picture: Picture, now: datetime) -> tuple[set[object], set[object]]:
    states = {m.id: availability(m, load_of(picture, m), now) for m in picture.members.values()}
    on_duty = {key for key, state in states.items() if state.is_on_duty}
    return on_duty, {key for key, state in states.items() if state is Availability.FREE}


def test_after_any_frames_the_sets_are_those_of_the_rule(qapp: object) -> None:
    frame = replace(a_session(40, 30).frame, jumped=True)
    staff, random = Staff(), Random(5)
    staff.take(frame)
    assert (staff.on_duty, staff.free) == by_the_rule(frame.picture, frame.now)
    for number in range(60):
        picture = frame.picture
        member = random.choice(list(picture.members.values()))
        case = random.choice(list(picture.incidents.values()))
        duty = random.choice([Duty.ON, Duty.OFF, Duty.BREAK, Duty.LEFT])
        turned = replace(member, version=member.version + 1, duty=duty)
        if number % 3:
            tasks = (a_task(member),)
        else:
            tasks = tuple(replace(task, state=TaskState.DONE) for task in case.tasks)
        moved = replace(case, version=case.version + 1, tasks=tasks)
        frame = next_frame(
            frame, (member, turned, "duty-changed"), (case, moved, "tasks-changed")
        )
        staff.take(frame)
        assert (staff.on_duty, staff.free) == by_the_rule(frame.picture, frame.now)


def test_a_jump_forgets_whom_the_other_moment_knew(qapp: object) -> None:
    staff = Staff()
    staff.take(replace(a_session(10, 20).frame, jumped=True))
    empty = replace(a_session(0, 0).frame, jumped=True)
    staff.take(empty)
    assert (staff.on_duty, staff.free) == by_the_rule(empty.picture, empty.now)


def test_a_leave_that_begins_and_ends_takes_and_gives_without_a_fact(qapp: object) -> None:
    frame = replace(a_session(0, 3).frame, jumped=True)
    (who, *_) = frame.picture.members.values()
    begin, end = (frame.now + timedelta(hours=hour) for hour in (1, 2))
    id_, granted = LeaveId(an_id()), LeaveState.GRANTED
    leave = Leave(id_, LeaveKind.ANNUAL, begin, end, granted, "wang", "wang")
    staff = Staff()
    staff.take(frame)
    frame = next_frame(frame, (who, replace(who, version=2, leaves=(leave,)), "leave-given"))
    staff.take(frame)
    for hours in (0.5, 1.5, 2.5):
        at = frame.now + timedelta(hours=hours)
        staff.take(replace(frame, now=at, changes=Changes()))
        assert (who.id in staff.on_duty) == (hours != 1.5)
        assert (staff.on_duty, staff.free) == by_the_rule(frame.picture, at)
