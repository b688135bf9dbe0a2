"""A live desk minds the clocks as frames come by; a sealed or early one does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from console.app.minding import AT_ONCE, EVERY, ClockMinder
from models.desk.desk import OpenDesk
from models.desk.memory import MemoryWorks
from models.domain.clocks import WHOLE, with_dues
from models.domain.deadline import WorkCalendar
from models.domain.error import Trouble, Words
from models.domain.ids import IncidentId, new_uuid
from models.domain.incident import State
from models.domain.ladder import Rung
from tests.builders import NINE, a_category, a_member, a_task, an_incident
from tests.console.desk_stand_in import LIVE, REPLAY, a_frame, a_session

pytestmark = pytest.mark.gui
LATE = NINE + timedelta(days=7)


class Lane:
    """Answers each question at once, or when it gets to it."""

    def __init__(self) -> None:
        self.answers: list[Any] = []
        self.is_busy = False
        self.waiting: list[Any] = []

    def ask(self, question: Any) -> None:
        self.waiting.append(question)
        if not self.is_busy:
            self.answer()

    def answer(self) -> None:
        while self.waiting:
            self.answers.append(self.waiting.pop(0).read())


class Bench:
    """Overdue cases on a desk in memory, minded through a session."""

    def __init__(self, capabilities: frozenset[Any] = LIVE, *, cases: int = 1) -> None:
        self.works = MemoryWorks(LATE, categories={"E0102": a_category()})
        task = a_task(a_member(), runs_from=NINE, share=WHOLE)
        case = an_incident(
            State.HANDLING, registered_at=NINE, handle_limit="4WH", tasks=(task,)
        )
        self.case = with_dues(case, WorkCalendar())
        others = [replace(self.case, id=IncidentId(new_uuid())) for _ in range(1, cases)]
        self.works.incidents |= {one.id: one for one in (self.case, *others)}
        self.works.open_tasks[task.assignee] = cases
        known = [self.case, *others]
        frame = a_frame(known, [a_member()], {}, capabilities=capabilities)
        self.frame = replace(frame, now=LATE)
        self.session = a_session(self.frame)
        self.lane = Lane()
        self.home: Any = SimpleNamespace(desk=OpenDesk(self.works), station="t")
        self.minder = ClockMinder(self.home, self.session, self.lane)  # type: ignore[arg-type]

    def rungs(self) -> tuple[Rung, ...]:
        return self.works.incidents[self.case.id].rungs


def test_what_fell_due_is_done_at_the_first_frame(qapp: Any) -> None:
    bench = Bench()
    bench.session.show_frame(bench.frame)
    assert bench.lane.answers == [5]
    assert bench.rungs() == (*list(Rung)[:5],)


def test_within_the_interval_nobody_asks_again_and_then_nothing_is_done_twice(
    qapp: Any,
) -> None:
    bench = Bench()
    bench.session.show_frame(bench.frame)
    bench.session.show_frame(replace(bench.frame, now=LATE + EVERY / 2))
    assert len(bench.lane.answers) == 1
    facts = len(bench.works.entries)
    bench.session.show_frame(replace(bench.frame, now=LATE + EVERY))
    assert len(bench.lane.answers) == 2
    assert len(bench.works.entries) == facts


def test_a_lane_that_is_busy_is_asked_once_however_many_frames_come(qapp: Any) -> None:
    bench = Bench()
    bench.lane.is_busy = True
    for turn in range(5):
        bench.session.show_frame(replace(bench.frame, now=LATE + turn * EVERY))
    assert len(bench.lane.waiting) == 1
    bench.lane.answer()
    bench.session.show_frame(replace(bench.frame, now=LATE + 5 * EVERY))
    assert len(bench.lane.waiting) == 1


def test_much_that_falls_due_together_is_done_a_little_with_each_frame(qapp: Any) -> None:
    bench = Bench(cases=3)
    bench.session.show_frame(bench.frame)
    assert bench.lane.answers == [AT_ONCE]
    bench.session.show_frame(bench.frame)
    assert bench.lane.answers == [AT_ONCE, 5]
    bench.session.show_frame(bench.frame)
    assert len(bench.lane.answers) == 2
    assert {one.rungs for one in bench.works.incidents.values()} == {(*list(Rung)[:5],)}


class AwayDesk:
    """A desk whose database is away."""

    def send(self, _command: Any) -> None:
        raise Trouble("database_away", Words("无法连接", "away"))


def test_after_a_trouble_the_clocks_are_minded_again(qapp: Any) -> None:
    bench = Bench()
    bench.lane.is_busy = True
    there, bench.home.desk = bench.home.desk, AwayDesk()
    bench.session.show_frame(bench.frame)
    with pytest.raises(Trouble):
        bench.lane.answer()
    bench.home.desk = there
    bench.session.show_frame(replace(bench.frame, now=LATE + EVERY))
    bench.lane.answer()
    assert bench.lane.answers == [5]


def test_a_sealed_desk_minds_nothing(qapp: Any) -> None:
    bench = Bench(REPLAY)
    bench.session.show_frame(bench.frame)
    assert bench.lane.answers == []
    assert bench.rungs() == ()
