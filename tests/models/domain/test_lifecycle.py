"""Promises of the transition table."""

from __future__ import annotations

from collections import Counter

import pytest

from models.desk.handler import HANDLERS
from models.domain.incident import State
from models.domain.lifecycle import (
    BY_ACTION,
    IMPLIED,
    REPORT_ROLES,
    TRANSITIONS,
    Role,
    Transition,
    legal_moves,
    roles_in_words,
)
from models.domain.rights import acting_role

S = State


def test_every_action_and_every_fact_stands_in_the_table_once() -> None:
    assert max(Counter(row.action for row in TRANSITIONS).values()) == 1
    assert max(Counter(row.fact for row in TRANSITIONS).values()) == 1
    assert len(BY_ACTION) == len(TRANSITIONS)


@pytest.mark.parametrize("row", TRANSITIONS, ids=lambda row: row.action)
def test_every_row_starts_somewhere_and_somebody_may_take_it(row: Transition) -> None:
    assert row.sources
    assert row.roles
    assert row.action != row.fact


@pytest.mark.parametrize("role", [Role.WALL, Role.AUDITOR, Role.ANALYST, Role.TRAINER])
def test_those_who_only_look_on_move_nothing(role: Role) -> None:
    assert not [r.action for r in TRANSITIONS if role in r.roles and r.target is not None]


def test_a_wall_cannot_even_comment_or_report() -> None:
    assert not [row for row in TRANSITIONS if Role.WALL in row.roles]
    assert Role.WALL not in REPORT_ROLES


def test_the_main_road_leads_from_report_to_archive() -> None:
    road = [
        "accept",
        "register",
        "dispatch",
        "sign",
        "finish",
        "send-check",
        "check-pass",
        "close",
        "archive",
    ]
    state = State.REPORTED
    for action in road:
        row = BY_ACTION[action]
        assert state in row.sources
        assert row.target is not None
        state = row.target
    assert state is State.ARCHIVED


def test_legal_moves_are_the_table_with_the_states_that_circumstances_lead_to() -> None:
    of_table = {
        (source, target)
        for row in TRANSITIONS
        if row.target
        for source in row.sources
        for target in {row.target, *row.others}
        if source is not target
    }
    assert legal_moves() == of_table | {(S.HANDLING, S.JOINT_HANDLING)}
    assert (S.DISPATCHED, S.JOINT_HANDLING) in of_table


def test_every_row_of_the_reference_has_its_number_here() -> None:
    beginnings = {1, 2}  # `report` and `report-self` come from no state
    assert {row.number for row in TRANSITIONS} - {0} == set(range(1, 35)) - beginnings


def test_rows_that_nobody_chooses_have_an_act_that_turns_into_them() -> None:
    assert set(BY_ACTION) >= IMPLIED
    assert not set(IMPLIED) - {"timeout"} & set(HANDLERS)


@pytest.mark.parametrize(
    "move",
    [
        (S.REPORTED, S.DISPATCHED),
        (S.REGISTERED, S.CLOSED),
        (S.HANDLING, S.CLOSED),
        (S.VOID, S.REGISTERED),
        (S.REFUSED, S.ACCEPTED),
        (S.MERGED, S.DISPATCHED),
        (S.CLOSED, S.HANDLING),
        (S.SUSPENDED, S.HANDLED),
        (S.SELF_HANDLED, S.REGISTERED),
    ],
)
def test_no_short_cut_and_no_return_from_the_dead_is_legal(move: tuple[State, State]) -> None:
    assert move not in legal_moves()


def test_only_reopening_unmerging_and_an_appeal_lead_out_of_an_ended_state() -> None:
    revived = {move for move in legal_moves() if not move[0].is_open and move[1].is_open}
    reopened = {(source, S.REGISTERED) for source in (S.CLOSED, S.FOLLOW_UP, S.ARCHIVED)}
    unmerged = {(S.MERGED, target) for target in (S.REPORTED, S.ACCEPTED, S.REGISTERED)}
    assert revived == reopened | unmerged | {(S.REFUSED, S.REPORTED)}


def test_no_move_stays_where_it_is() -> None:
    assert not [move for move in legal_moves() if move[0] is move[1]]


def test_void_takes_four_eyes() -> None:
    assert BY_ACTION["void"].target is None
    assert BY_ACTION["confirm-void"].target is S.VOID
    assert Role.DISPATCHER not in BY_ACTION["confirm-void"].roles


def test_whoever_holds_every_role_acts_in_the_one_nearest_to_the_work() -> None:
    everything = frozenset(Role)
    assert acting_role(everything, "sign") is Role.MEMBER
    assert acting_role(everything, "accept") is Role.ACCEPTOR
    assert acting_role(everything, "dispatch") is Role.DISPATCHER
    assert acting_role(everything, "register") is Role.SHIFT_LEAD
    assert acting_role(frozenset({Role.GATEWAY}), "sign") is Role.GATEWAY
    assert acting_role(frozenset(), "sign") is None
    granted = ["extension-granted"]
    assert acting_role(everything, "extend") is Role.MEMBER
    assert acting_role(everything, "extend", granted) is Role.DISPATCHER


def test_roles_are_named_for_people_and_not_by_their_codes() -> None:
    said = roles_in_words(frozenset({Role.CENTRE_LEADER, Role.SHIFT_LEAD}))
    assert (said.zh, said.en) == ("值班长、中心领导", "shift lead, centre leader")
