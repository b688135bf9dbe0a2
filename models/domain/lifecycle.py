"""The lifecycle as data: the transitions of `domain.md` §3.3.

One table, asked by everybody: the handler before it acts, the desk before it
shows a button, the database before it lets a row through. A later transition is a
new row here, and nothing else changes shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.domain.incident import State


class Role(StrEnum):
    """The roles of `cli.md`; one PostgreSQL group role for each."""

    MEMBER = "member"
    HOTLINE_CLERK = "hotline_clerk"
    ACCEPTOR = "acceptor"
    SHIFT_LEAD = "shift_lead"
    DISPATCHER = "dispatcher"
    DEPARTMENT_OPERATOR = "department_operator"
    CENTRE_LEADER = "centre_leader"
    TRAINER = "trainer"
    ANALYST = "analyst"
    ADMINISTRATOR = "administrator"
    SECURITY_ADMINISTRATOR = "security_administrator"
    AUDITOR = "auditor"
    GATEWAY = "gateway"
    WALL = "wall"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table.

    `action` is the verb of a command, `fact` its past tense in the journal;
    `target` None leaves the state alone; `number` is the row in §3.3.
    """

    number: int
    action: str
    fact: str
    sources: frozenset[State]
    target: State | None
    roles: frozenset[Role]


_R = Role
_S = State
_DESK = frozenset({_R.ACCEPTOR, _R.SHIFT_LEAD, _R.DISPATCHER, _R.CENTRE_LEADER})
_UNIT = frozenset({_R.MEMBER, _R.DEPARTMENT_OPERATOR, _R.DISPATCHER, _R.GATEWAY})
_REPORTERS = frozenset(
    {_R.MEMBER, _R.HOTLINE_CLERK, _R.DEPARTMENT_OPERATOR, _R.GATEWAY} | _DESK
)
OPEN_STATES = frozenset(state for state in State if state.is_open)
WITH_UNIT = frozenset(state for state in State if state.is_with_unit)
_ALL = frozenset(State)


def _row(
    number: int,
    action: str,
    fact: str,
    sources: frozenset[State] | set[State],
    target: State | None,
    roles: frozenset[Role] | set[Role],
) -> Transition:
    return Transition(number, action, fact, frozenset(sources), target, frozenset(roles))


TRANSITIONS: tuple[Transition, ...] = (
    _row(5, "accept", "accepted", {_S.REPORTED}, _S.ACCEPTED, {_R.ACCEPTOR, _R.SHIFT_LEAD}),
    _row(6, "refuse", "refused", {_S.REPORTED}, _S.REFUSED, {_R.ACCEPTOR, _R.SHIFT_LEAD}),
    _row(
        7,
        "merge",
        "merged",
        {_S.REPORTED, _S.ACCEPTED, _S.REGISTERED},
        _S.MERGED,
        {_R.ACCEPTOR, _R.DISPATCHER, _R.SHIFT_LEAD},
    ),
    _row(9, "register", "registered", {_S.ACCEPTED}, _S.REGISTERED, {_R.SHIFT_LEAD}),
    _row(
        10, "not-register", "not-registered", {_S.ACCEPTED}, _S.NOT_REGISTERED, {_R.SHIFT_LEAD}
    ),
    _row(
        12,
        "dispatch",
        "dispatched",
        {_S.REGISTERED},
        _S.DISPATCHED,
        {_R.DISPATCHER, _R.SHIFT_LEAD},
    ),
    _row(13, "assist", "assist-added", WITH_UNIT, None, {_R.DISPATCHER, _R.SHIFT_LEAD}),
    _row(14, "sign", "signed", {_S.DISPATCHED}, _S.HANDLING, _UNIT),
    _row(14, "sign-assist", "assist-signed", WITH_UNIT, None, _UNIT),
    _row(14, "arrive", "arrived", {_S.DISPATCHED, _S.HANDLING, _S.JOINT_HANDLING}, None, _UNIT),
    _row(15, "finish", "finished", {_S.HANDLING, _S.JOINT_HANDLING}, _S.HANDLED, _UNIT),
    _row(15, "finish-assist", "assist-finished", OPEN_STATES, None, _UNIT),
    _row(
        16,
        "return",
        "return-asked",
        {_S.DISPATCHED, _S.HANDLING, _S.JOINT_HANDLING},
        _S.RETURN_ASKED,
        _UNIT,
    ),
    _row(
        17,
        "grant-return",
        "return-granted",
        {_S.RETURN_ASKED},
        _S.REGISTERED,
        {_R.DISPATCHER, _R.SHIFT_LEAD},
    ),
    _row(
        18,
        "deny-return",
        "return-denied",
        {_S.RETURN_ASKED},
        _S.HANDLING,
        {_R.DISPATCHER, _R.SHIFT_LEAD},
    ),
    _row(
        22,
        "send-check",
        "check-sent",
        {_S.HANDLED},
        _S.CHECKING,
        {_R.ACCEPTOR, _R.DISPATCHER, _R.SHIFT_LEAD} | _UNIT,
    ),
    _row(
        23,
        "check-pass",
        "check-passed",
        {_S.HANDLED, _S.CHECKING},
        _S.CHECKED,
        {_R.MEMBER, _R.ACCEPTOR, _R.SHIFT_LEAD, _R.GATEWAY},
    ),
    _row(
        24,
        "check-fail",
        "check-failed",
        {_S.HANDLED, _S.CHECKING},
        _S.HANDLING,
        {_R.MEMBER, _R.ACCEPTOR, _R.SHIFT_LEAD, _R.GATEWAY},
    ),
    _row(25, "close", "closed", {_S.CHECKED}, _S.CLOSED, {_R.SHIFT_LEAD, _R.CENTRE_LEADER}),
    _row(
        27,
        "archive",
        "archived",
        {_S.CLOSED},
        _S.ARCHIVED,
        {_R.SHIFT_LEAD, _R.HOTLINE_CLERK, _R.CENTRE_LEADER},
    ),
    _row(28, "void", "void-asked", OPEN_STATES, None, _DESK),
    _row(28, "confirm-void", "voided", OPEN_STATES, _S.VOID, {_R.SHIFT_LEAD, _R.CENTRE_LEADER}),
    _row(
        28,
        "withdraw",
        "withdrawn",
        {_S.DISPATCHED, _S.HANDLING, _S.JOINT_HANDLING},
        _S.REGISTERED,
        {_R.DISPATCHER, _R.SHIFT_LEAD},
    ),
    _row(
        32,
        "redispatch",
        "redispatched",
        WITH_UNIT,
        _S.DISPATCHED,
        {_R.DISPATCHER, _R.SHIFT_LEAD},
    ),
    _row(
        0,
        "reopen",
        "reopened",
        {_S.CLOSED, _S.FOLLOW_UP, _S.ARCHIVED},
        _S.REGISTERED,
        {_R.SHIFT_LEAD, _R.CENTRE_LEADER},
    ),
    _row(34, "comment", "commented", _ALL, None, frozenset(Role) - {_R.WALL, _R.AUDITOR}),
    _row(34, "instruct", "instructed", OPEN_STATES, None, {_R.CENTRE_LEADER, _R.SHIFT_LEAD}),
    _row(34, "remind", "reminded", OPEN_STATES, None, _DESK),
    _row(34, "urgent", "made-urgent", OPEN_STATES, None, _DESK),
)

BY_ACTION = {row.action: row for row in TRANSITIONS}
_STEERING = frozenset({_R.DISPATCHER, _R.SHIFT_LEAD, _R.CENTRE_LEADER})
ROLES_OF = dict.fromkeys(("draw", "redraw", "erase", "show-wall", "clear-wall"), _STEERING)
"""Who may do what moves no incident: drawing, and steering the walls."""
REPORT_ROLES = _REPORTERS
JOINED_BY_SIGNING = State.JOINT_HANDLING
"""`sign` ends in ST42 instead of ST41 when assists are at work."""


_NEAREST = (_R.MEMBER, _R.ACCEPTOR, _R.DISPATCHER, _R.SHIFT_LEAD)


def acting_role(roles: frozenset[Role], action: str) -> Role | None:
    """In which of their roles somebody does this: the one nearest to the work.

    Whoever holds every role signs as a member and dispatches as a dispatcher.
    """
    fitting = (roles & roles_for(action)) or roles
    nearest = next((role for role in _NEAREST if role in fitting), None)
    return nearest or min(fitting, default=None)


def roles_for(action: str) -> frozenset[Role]:
    """The roles that may do this; empty for acts that have no row here."""
    row = BY_ACTION.get(action)
    return row.roles if row else ROLES_OF.get(action, frozenset())


def legal_moves() -> frozenset[tuple[State, State]]:
    """Every (from, to) pair of header states, for the guard in the database."""
    pairs = {
        (source, row.target)
        for row in TRANSITIONS
        if row.target is not None
        for source in row.sources
        if row.target is not source
    }
    pairs |= {(source, JOINED_BY_SIGNING) for source in BY_ACTION["sign"].sources}
    pairs.add((State.HANDLING, State.JOINT_HANDLING))
    return frozenset(pairs)
