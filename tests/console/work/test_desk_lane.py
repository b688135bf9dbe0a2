"""The desk lane: what it accepted it delivers, or lists for a person; never neither."""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from console.work.desk_lane import DeskLane, Question
from models.desk.act import Act, Fate
from models.desk.conflict import Conflict, Decision, Way
from models.desk.outbox import NOT_YOURSELF, Outbox
from models.domain.command import Command, Dispatch, Done
from models.domain.error import BadInput, Trouble, Words
from models.domain.ids import CommandId, IncidentId, MemberId
from models.domain.lifecycle import Role
from models.domain.refusal import Refused, refuse
from models.store.command_codec import StoredCommands
from tests.builders import NINE, an_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.gui
AWAY = Trouble("database_away", Words("断开", "away"))
REFUSED = Refused(refuse("already_dispatched", "已派遣。", "It is dispatched."))


def a_dispatch(actor: str = "li") -> Command:
    return Command(
        id=CommandId(an_id()),
        intent=Dispatch(incident=IncidentId(an_id()), members=(MemberId(an_id()),)),
        actor=actor,
        roles=frozenset({Role.DISPATCHER}),
        station="desk-1",
        seen_version=3,
    )


@dataclass
class FakeDesk:
    """Answers with what lies ready for it, then with success."""

    ready: list[Exception] = field(default_factory=list)
    sent: list[Command] = field(default_factory=list)
    done: set[CommandId] = field(default_factory=set)

    def first_answer(self, command: Command) -> Done | None:
        if command.id not in self.done:
            return None
        return Done(7, an_id(), "370215-1", 4, "ST40")

    def send(self, command: Command) -> Done:
        self.sent.append(command)
        if self.ready:
            raise self.ready.pop(0)
        return Done(7, an_id(), "370215-1", 4, "ST40")


@dataclass
class Seen:
    """What the lane said."""

    acts: list[Act] = field(default_factory=list)
    conflicts: tuple[Conflict, ...] = ()

    def list(self, conflicts: tuple[Conflict, ...]) -> None:
        self.conflicts = conflicts

    def fates(self, command: Command) -> list[Fate]:
        return [act.fate for act in self.acts if act.command.id == command.id]


@dataclass
class Asker:
    """Asks again whenever it is answered."""

    desk: DeskLane
    question: Question

    def on_told(self, _key: object, _answer: object) -> None:
        self.desk.ask(self.question)


@pytest.fixture
def lane(tmp_path: Path, qtbot: Any) -> Iterator[Callable[..., tuple[DeskLane, Seen]]]:
    made: list[DeskLane] = []

    def make(desk: FakeDesk, author: str | None = None) -> tuple[DeskLane, Seen]:
        outbox = Outbox(tmp_path / "outbox" / "1.jsonl", StoredCommands())
        seen = Seen()
        made.append(DeskLane(desk, outbox, lambda: NINE, author=author))
        made[-1].answered.connect(seen.acts.append)
        made[-1].conflicts_changed.connect(seen.list)
        made[-1].start()
        return made[-1], seen

    yield make
    for one in made:
        one.close()


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine, or a slow disk, is no silent database."""
    monkeypatch.setattr("console.work.desk_lane.PATIENT_S", 60.0)
    monkeypatch.setattr("console.work.desk_lane.LOOKS_ON_S", 60.0)


@pytest.mark.usefixtures("patience")
def test_an_act_refused_at_once_is_told_and_not_listed(
    lane: Callable[..., tuple[DeskLane, Seen]], qtbot: Any
) -> None:
    desk, seen = lane(FakeDesk([REFUSED]))
    command = a_dispatch()
    desk.on_act_sent(command)
    qtbot.waitUntil(lambda: seen.fates(command) == [Fate.REFUSED])
    assert not seen.acts[-1].is_listed
    assert seen.conflicts == ()


@pytest.mark.parametrize("no", [REFUSED, BadInput("unknown_member", Words("无", "none"))])
def test_an_act_accepted_and_then_refused_is_listed_with_its_author(
    lane: Callable[..., tuple[DeskLane, Seen]], qtbot: Any, no: Exception
) -> None:
    desk, seen = lane(FakeDesk([AWAY, no]))
    command = a_dispatch("wang")
    desk.on_act_sent(command)
    qtbot.waitUntil(lambda: len(seen.conflicts) == 1)
    qtbot.waitUntil(lambda: seen.acts[-1].is_listed)
    (conflict,) = seen.conflicts
    assert conflict.command == command
    assert conflict.command.actor == "wang"
    assert Fate.KEPT in seen.fates(command)


def test_a_bug_of_ours_costs_no_accepted_act_and_holds_up_no_other(
    lane: Callable[..., tuple[DeskLane, Seen]], qtbot: Any
) -> None:
    desk, seen = lane(FakeDesk([AWAY, ZeroDivisionError("ours")]))
    first, second = a_dispatch(), a_dispatch()
    desk.on_act_sent(first)
    desk.on_act_sent(second)
    qtbot.waitUntil(lambda: Fate.CONFIRMED in seen.fates(second))
    assert [one.key for one in seen.conflicts] == [first.id]


def test_questions_that_keep_coming_do_not_keep_an_act_from_being_sent_again(
    lane: Callable[..., tuple[DeskLane, Seen]], qtbot: Any
) -> None:
    desk, seen = lane(FakeDesk([AWAY]))
    command = a_dispatch()
    ask = Question("again", int)
    # Each answer brings the next question: the lane is never idle.
    desk.told.connect(Asker(desk, ask).on_told)
    desk.on_act_sent(command)
    desk.ask(ask)
    qtbot.waitUntil(lambda: Fate.CONFIRMED in seen.fates(command))


def test_tries_that_follow_each_other_do_not_keep_a_question_from_its_answer(
    lane: Callable[..., tuple[DeskLane, Seen]], qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As where each try waits for its answer as long as two are apart.
    monkeypatch.setattr("console.work.desk_lane.FIRST_RETRY_S", 0.0)
    away = FakeDesk([AWAY] * 100_000)
    desk, seen = lane(away)
    command = a_dispatch()
    desk.on_act_sent(command)
    qtbot.waitUntil(lambda: len(away.sent) > 1)
    with qtbot.waitSignal(desk.told):
        desk.ask(Question("meanwhile", int))
    assert seen.fates(command)[-1] is Fate.KEPT


def test_what_the_last_run_left_is_listed_when_it_is_refused_now(
    lane: Callable[..., tuple[DeskLane, Seen]], qtbot: Any
) -> None:
    desk, seen = lane(FakeDesk([AWAY] * 50))
    command = a_dispatch()
    desk.on_act_sent(command)
    qtbot.waitUntil(lambda: Fate.KEPT in seen.fates(command))
    desk.close()
    _, later = lane(FakeDesk([REFUSED]))
    qtbot.waitUntil(lambda: len(later.conflicts) == 1)
    assert later.conflicts[0].command == command


def test_a_conflict_is_there_after_a_restart_and_gone_once_decided(
    lane: Callable[..., tuple[DeskLane, Seen]], qtbot: Any
) -> None:
    desk, seen = lane(FakeDesk([AWAY, REFUSED]))
    command = a_dispatch()
    desk.on_act_sent(command)
    qtbot.waitUntil(lambda: len(seen.conflicts) == 1)
    desk.close()
    again, later = lane(FakeDesk())
    qtbot.waitUntil(lambda: len(later.conflicts) == 1)
    again.on_decided(Decision(command.id, Way.DROP, "zhao", NINE, "不再需要"))
    qtbot.waitUntil(lambda: later.conflicts == ())
    again.close()
    _, last = lane(FakeDesk())
    assert last.conflicts == ()


def test_an_act_told_as_kept_a_moment_ago_is_refused_to_whoever_still_looks(
    lane: Callable[..., tuple[DeskLane, Seen]], qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.work.desk_lane.LOOKS_ON_S", 60.0)
    deaf = DeafDesk([REFUSED])
    desk, seen = lane(deaf)
    command = a_dispatch()
    desk.on_act_sent(command)
    qtbot.waitUntil(lambda: seen.fates(command) == [Fate.KEPT])
    deaf.let_go.set()
    qtbot.waitUntil(lambda: seen.fates(command) == [Fate.KEPT, Fate.REFUSED])
    assert (seen.acts[-1].is_listed, seen.conflicts) == (False, ())


def test_an_act_told_as_kept_a_while_ago_is_listed_when_it_is_refused(
    lane: Callable[..., tuple[DeskLane, Seen]], qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("console.work.desk_lane.LOOKS_ON_S", 0.0)
    deaf = DeafDesk([REFUSED])
    desk, seen = lane(deaf)
    command = a_dispatch()
    desk.on_act_sent(command)
    qtbot.waitUntil(lambda: seen.fates(command) == [Fate.KEPT])
    deaf.let_go.set()
    qtbot.waitUntil(lambda: seen.fates(command) == [Fate.KEPT, Fate.REFUSED])
    assert [one.key for one in seen.conflicts] == [command.id]
    assert seen.acts[-1].is_listed


class DeafDesk(FakeDesk):
    """Says nothing until it is let go, as behind a network that fell silent."""

    def __init__(self, ready: list[Exception] | None = None) -> None:
        super().__init__(ready or [])
        self.let_go = threading.Event()

    def send(self, command: Command) -> Done:
        assert self.let_go.wait(20)
        return super().send(command)


def test_while_the_database_says_nothing_acts_are_kept_and_told_and_then_sent_in_order(
    lane: Callable[..., tuple[DeskLane, Seen]], qtbot: Any
) -> None:
    deaf = DeafDesk()
    desk, seen = lane(deaf)
    acts = [a_dispatch() for _ in range(3)]
    desk.on_act_sent(acts[0])
    qtbot.waitUntil(lambda: seen.fates(acts[0]) == [Fate.KEPT])
    for act in acts[1:]:
        desk.on_act_sent(act)
    qtbot.waitUntil(lambda: all(seen.fates(act) == [Fate.KEPT] for act in acts))
    deaf.let_go.set()
    qtbot.waitUntil(lambda: all(seen.fates(a)[-1:] == [Fate.CONFIRMED] for a in acts))
    assert [command.id for command in deaf.sent] == [act.id for act in acts]
    assert [seen.fates(act) for act in acts] == [[Fate.KEPT, Fate.CONFIRMED]] * 3


def test_the_log_says_once_that_an_act_waits_and_once_that_it_does_no_longer(
    lane: Callable[..., tuple[DeskLane, Seen]],
    qtbot: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr("console.work.desk_lane.FIRST_RETRY_S", 0.01)
    monkeypatch.setattr("console.work.desk_lane.LAST_RETRY_S", 0.01)
    monkeypatch.setattr("console.work.desk_lane.BREATH_S", 0.01)
    caplog.set_level(logging.INFO, "console.work.desk_lane")
    busy = Trouble("database_busy", Words("忙", "busy"))
    desk, seen = lane(FakeDesk([AWAY, AWAY, busy, AWAY, busy, REFUSED, AWAY]))
    acts = [a_dispatch(), a_dispatch()]
    for act in acts:
        desk.on_act_sent(act)
    qtbot.waitUntil(lambda: Fate.CONFIRMED in seen.fates(acts[1]))
    said = [record.getMessage() for record in caplog.records]
    first, second = (act.id for act in acts)
    assert [line.split(":")[0] for line in said] == [
        f"act {first} waits",
        f"act {first} waits",
        f"act {first} waits no longer",
        f"act {second} waits",
        f"act {second} waits no longer",
    ]


@pytest.mark.usefixtures("patience")
def test_acts_sent_at_once_are_told_as_kept_only_if_the_database_is_silent(
    lane: Callable[..., tuple[DeskLane, Seen]], qtbot: Any
) -> None:
    desk, seen = lane(FakeDesk())
    acts = [a_dispatch() for _ in range(20)]
    for act in acts:
        desk.on_act_sent(act)
    qtbot.waitUntil(lambda: all(seen.fates(act) for act in acts))
    assert [seen.fates(act) for act in acts] == [[Fate.CONFIRMED]] * 20


def test_what_was_left_behind_goes_out_only_when_its_author_signs_in_again(
    lane: Callable[..., tuple[DeskLane, Seen]], qtbot: Any
) -> None:
    desk, seen = lane(FakeDesk([AWAY] * 50), author="li")
    command = a_dispatch("li")
    desk.on_act_sent(command)
    qtbot.waitUntil(lambda: Fate.KEPT in seen.fates(command))
    desk.close()

    other = FakeDesk()
    zhao, listed = lane(other, author="zhao")
    qtbot.waitUntil(lambda: len(listed.conflicts) == 1)
    assert (listed.conflicts[0].code, listed.conflicts[0].command) == (NOT_YOURSELF, command)
    assert "li signs in" in listed.conflicts[0].words.en
    own = a_dispatch("zhao")
    zhao.on_act_sent(own)
    qtbot.waitUntil(lambda: listed.fates(own) == [Fate.CONFIRMED])
    assert other.sent == [own]
    zhao.close()

    back = FakeDesk()
    _, again = lane(back, author="li")
    qtbot.waitUntil(lambda: Fate.CONFIRMED in again.fates(command))
    assert (back.sent, again.conflicts) == ([command], ())


def test_what_was_done_before_its_author_left_is_confirmed_to_the_next(
    lane: Callable[..., tuple[DeskLane, Seen]], qtbot: Any
) -> None:
    desk, seen = lane(FakeDesk([AWAY] * 50), author="li")
    command = a_dispatch("li")
    desk.on_act_sent(command)
    qtbot.waitUntil(lambda: Fate.KEPT in seen.fates(command))
    desk.close()
    _, later = lane(FakeDesk(done={command.id}), author="zhao")
    qtbot.waitUntil(lambda: Fate.CONFIRMED in later.fates(command))
    assert later.conflicts == ()


def test_a_desk_that_speaks_for_anybody_sends_what_others_left(
    lane: Callable[..., tuple[DeskLane, Seen]], qtbot: Any
) -> None:
    desk, seen = lane(FakeDesk([AWAY] * 50))
    command = a_dispatch("li")
    desk.on_act_sent(command)
    qtbot.waitUntil(lambda: Fate.KEPT in seen.fates(command))
    desk.close()
    next_ = FakeDesk()
    _, later = lane(next_)
    qtbot.waitUntil(lambda: Fate.CONFIRMED in later.fates(command))
    assert [one.actor for one in next_.sent] == ["li"]


def test_the_next_person_may_decide_about_what_was_left_and_then_it_is_never_sent(
    lane: Callable[..., tuple[DeskLane, Seen]], qtbot: Any
) -> None:
    desk, seen = lane(FakeDesk([AWAY] * 50), author="li")
    command = a_dispatch("li")
    desk.on_act_sent(command)
    qtbot.waitUntil(lambda: Fate.KEPT in seen.fates(command))
    desk.close()
    zhao, listed = lane(FakeDesk(), author="zhao")
    qtbot.waitUntil(lambda: len(listed.conflicts) == 1)
    zhao.on_decided(Decision(command.id, Way.DROP, "zhao", NINE, "已由我处理"))
    qtbot.waitUntil(lambda: listed.conflicts == ())
    zhao.close()
    back = FakeDesk()
    li, again = lane(back, author="li")
    own = a_dispatch("li")
    li.on_act_sent(own)
    qtbot.waitUntil(lambda: own in back.sent)
    assert (back.sent, again.fates(command)) == ([own], [])
