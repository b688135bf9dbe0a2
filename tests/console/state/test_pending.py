"""Acts under way: each case shows its oldest one until a frame carries it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.state.pending import PendingActs
from models.desk.act import Act, Fate
from models.domain.command import Command, Done, Judge
from models.domain.ids import CommandId, IncidentId, new_uuid
from models.domain.lifecycle import Role
from tests.builders import NINE

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

CASE, OTHER = (IncidentId(new_uuid()) for _ in range(2))


def a_comment(case: IncidentId) -> Command:
    intent = Judge(verb="comment", incident=case, text="已联系当事人")
    return Command(
        id=CommandId(new_uuid()),
        intent=intent,
        actor="li",
        roles=frozenset({Role.DISPATCHER}),
        station="desk-1",
    )


def test_a_case_shows_the_oldest_of_its_acts_until_none_is_under_way(qapp: object) -> None:
    pending = PendingActs()
    first, second, elsewhere = (a_comment(case) for case in (CASE, CASE, OTHER))
    for command in (first, elsewhere, second):
        pending.send(command, NINE)
    pending.on_answered(Act(second, NINE, Fate.KEPT))
    assert shown(pending) == (first, elsewhere)

    pending.on_answered(Act(first, NINE, Fate.REFUSED))
    assert shown(pending) == (second, elsewhere)

    pending.on_answered(Act(second, NINE, Fate.FAILED))
    assert shown(pending) == (None, elsewhere)


def test_acts_that_had_to_wait_are_told_together_and_all_are_told_of(qtbot: QtBot) -> None:
    pending, told = PendingActs(), []
    commands = [a_comment(case) for case in (CASE, OTHER, CASE)]
    for command in commands:
        pending.send(command, NINE)
        pending.on_answered(Act(command, NINE, Fate.KEPT))
    qtbot.waitUntil(lambda: not pending.is_in_a_rush)
    pending.changed.connect(lambda: told.append(len(pending.acts)))
    for seq, command in enumerate(commands, 1):
        pending.on_answered(Act(command, NINE, Fate.CONFIRMED, done=done(seq)))
        pending.seen(seq)
    assert told == [3]
    qtbot.waitUntil(lambda: told == [3, 0])

    mine = a_comment(CASE)
    pending.send(mine, NINE)
    pending.on_answered(Act(mine, NINE, Fate.CONFIRMED, done=done(4)))
    pending.seen(4)
    assert told == [3, 0, 1, 1, 0], "what did not wait is told at once, in a rush too"
    qtbot.waitUntil(lambda: not pending.is_in_a_rush)


def done(seq: int) -> Done:
    return Done(seq, CASE, "1", 2, "ST41")


def shown(pending: PendingActs) -> tuple[Command | None, ...]:
    acts = (pending.of(case) for case in (CASE, OTHER))
    return tuple(None if act is None else act.command for act in acts)
