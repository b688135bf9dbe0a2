"""A live desk minds the clocks as frames come by; a sealed or early one does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from console.app.minding import EVERY, ClockMinder
from models.desk.desk import OpenDesk
from models.desk.memory import MemoryWorks
from models.domain.clocks import WHOLE, with_dues
from models.domain.deadline import WorkCalendar
from models.domain.incident import State
from models.domain.ladder import Rung
from tests.builders import NINE, a_category, a_member, a_task, an_incident
from tests.console.desk_stand_in import LIVE, REPLAY, a_frame, a_session

pytestmark = pytest.mark.gui
LATE = NINE + timedelta(days=7)


class Lane:
    """Answers each question at once."""

    def __init__(self) -> None:
        self.answers: list[Any] = []

    def ask(self, question: Any) -> None:
        self.answers.append(question.read())


class Bench:
    """One overdue case on a desk in memory, minded through a session."""

    def __init__(self, capabilities: frozenset[Any] = LIVE) -> None:
        task = a_task(a_member(), runs_from=NINE, share=WHOLE)
        case = an_incident(
            State.HANDLING, registered_at=NINE, handle_limit="4WH", tasks=(task,)
        )
        self.case = with_dues(case, WorkCalendar())
        self.works = MemoryWorks(LATE, categories={"E0102": a_category()})
        self.works.incidents[self.case.id] = self.case
        self.works.open_tasks[task.assignee] = 1
        frame = a_frame([self.case], [a_member()], {}, capabilities=capabilities)
        self.frame = replace(frame, now=LATE)
        self.session = a_session(self.frame)
        self.lane = Lane()
        home: Any = SimpleNamespace(desk=OpenDesk(self.works), station="t")
        self.minder = ClockMinder(home, self.session, self.lane)  # type: ignore[arg-type]

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


def test_a_sealed_desk_minds_nothing(qapp: Any) -> None:
    bench = Bench(REPLAY)
    bench.session.show_frame(bench.frame)
    assert bench.lane.answers == []
    assert bench.rungs() == ()
