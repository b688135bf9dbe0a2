"""The lifecycle as data: the transitions of `domain.md` §3.3.

One table, asked by everybody: the handler before it acts, the desk before it
shows a button, the database before it lets a row through. A later transition is a
new row here, and nothing else changes shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from models.domain.error import Words
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


ROLE_ZH = {
    Role.MEMBER: "网格员",
    Role.HOTLINE_CLERK: "热线坐席",
    Role.ACCEPTOR: "受理员",
    Role.SHIFT_LEAD: "值班长",
    Role.DISPATCHER: "派遣员",
    Role.DEPARTMENT_OPERATOR: "部门操作员",
    Role.CENTRE_LEADER: "中心领导",
    Role.TRAINER: "培训员",
    Role.ANALYST: "研判员",
    Role.ADMINISTRATOR: "系统管理员",
    Role.SECURITY_ADMINISTRATOR: "安全管理员",
    Role.AUDITOR: "审计员",
    Role.GATEWAY: "接入网关",
    Role.WALL: "大屏",
}
"""What the roles are called in Chinese: the words of the screens, whose own need Qt."""


def roles_in_words(roles: frozenset[Role]) -> Words:
    """The names of some roles, in the order of the list."""
    named = [role for role in Role if role in roles]
    zh = "、".join(ROLE_ZH[role] for role in named)
    return Words(zh, ", ".join(role.replace("_", " ") for role in named))


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table.

    `action` is the verb of a command, `fact` its past tense in the journal; `target` None
    leaves the state alone; `others` are states where the circumstances lead instead
    (a lead who signs beside assists handles jointly); `number` is the row in §3.3.
    """

    number: int
    action: str
    fact: str
    sources: frozenset[State]
    target: State | None
    roles: frozenset[Role]
    others: frozenset[State] = frozenset()


_R = Role
_S = State
_LEAD = frozenset({_R.SHIFT_LEAD})
_LEADERS = frozenset({_R.SHIFT_LEAD, _R.CENTRE_LEADER})
_ACCEPTING = frozenset({_R.ACCEPTOR, _R.SHIFT_LEAD})
_GIVING = frozenset({_R.DISPATCHER, _R.SHIFT_LEAD})
_JOINING = _GIVING | {_R.CENTRE_LEADER}
_DESK = frozenset({_R.ACCEPTOR, _R.SHIFT_LEAD, _R.DISPATCHER, _R.CENTRE_LEADER})
_UNIT = frozenset({_R.MEMBER, _R.DEPARTMENT_OPERATOR, _R.DISPATCHER, _R.GATEWAY})
_CHECKING = frozenset({_R.MEMBER, _R.ACCEPTOR, _R.SHIFT_LEAD, _R.GATEWAY})
_CALLING = frozenset({_R.HOTLINE_CLERK, _R.SHIFT_LEAD, _R.GATEWAY})
_APPEALING = frozenset({_R.HOTLINE_CLERK, _R.MEMBER, _R.SHIFT_LEAD, _R.GATEWAY})
_CONVEYING = _GIVING | {_R.GATEWAY}
_SELF_REPORTERS = frozenset({_R.MEMBER, _R.GATEWAY})
_REPORTERS = frozenset(
    {_R.MEMBER, _R.HOTLINE_CLERK, _R.DEPARTMENT_OPERATOR, _R.GATEWAY} | _DESK
)
_COMMENTING = frozenset(Role) - {
    _R.WALL,
    _R.AUDITOR,
    _R.ADMINISTRATOR,
    _R.SECURITY_ADMINISTRATOR,
}
OPEN_STATES = frozenset(state for state in State if state.is_open)
WITH_UNIT = frozenset(state for state in State if state.is_with_unit)
_ALL = frozenset(State)
AT_WORK = frozenset({_S.HANDLING, _S.JOINT_HANDLING})
_IN_HAND = AT_WORK | {_S.DISPATCHED}
_JOINT = frozenset({_S.JOINT_HANDLING})
_NEW = frozenset({_S.REPORTED, _S.ACCEPTED, _S.REGISTERED})
_DONE = frozenset({_S.HANDLED, _S.CHECKING})
_OVER = frozenset({_S.CLOSED, _S.FOLLOW_UP})
FOUR_EYES = OPEN_STATES - _NEW - {_S.TO_VERIFY, _S.SELF_HANDLED, _S.DISPATCHED}
"""From ST41 on another class takes two operators (§3.3, 33)."""


def _in(*states: State) -> frozenset[State]:
    return frozenset(states)


_T = Transition
TRANSITIONS: tuple[Transition, ...] = (
    _T(3, "send-verify", "verify-sent", _in(_S.REPORTED), _S.TO_VERIFY, _ACCEPTING),
    _T(4, "verify-result", "verified", _in(_S.TO_VERIFY), _S.REPORTED, _CHECKING),
    _T(5, "accept", "accepted", _in(_S.REPORTED), _S.ACCEPTED, _ACCEPTING),
    _T(6, "refuse", "refused", _in(_S.REPORTED), _S.REFUSED, _ACCEPTING),
    _T(6, "appeal", "appealed", _in(_S.REFUSED), _S.REPORTED, _APPEALING),
    _T(7, "merge", "merged", _NEW, _S.MERGED, _ACCEPTING | {_R.DISPATCHER}),
    _T(
        7,
        "unmerge",
        "unmerged",
        _in(_S.MERGED),
        _S.REPORTED,
        _ACCEPTING | {_R.DISPATCHER},
        _in(_S.ACCEPTED, _S.REGISTERED),
    ),
    _T(8, "audit-pass", "audit-passed", _in(_S.SELF_HANDLED), _S.CLOSED, _ACCEPTING),
    _T(8, "audit-fail", "audit-failed", _in(_S.SELF_HANDLED), _S.REFUSED, _ACCEPTING),
    _T(9, "register", "registered", _in(_S.ACCEPTED), _S.REGISTERED, _LEAD),
    _T(10, "not-register", "not-registered", _in(_S.ACCEPTED), _S.NOT_REGISTERED, _LEAD),
    _T(11, "send-back-accept", "sent-back", _in(_S.ACCEPTED), _S.REPORTED, _LEAD),
    _T(12, "dispatch", "dispatched", _in(_S.REGISTERED), _S.DISPATCHED, _JOINING),
    _T(13, "assist", "assist-added", WITH_UNIT, None, _JOINING),
    _T(13, "whistle", "whistled", _in(_S.REGISTERED) | _IN_HAND, _S.JOINT_HANDLING, _JOINING),
    _T(13, "inform", "informed", OPEN_STATES, None, _DESK),
    _T(13, "read", "notice-read", _ALL, None, _UNIT),
    _T(14, "check-in", "checked-in", WITH_UNIT, None, _UNIT),
    _T(13, "rate", "rated", _JOINT | _DONE | _in(_S.CHECKED) | _OVER, None, _JOINING),
    _T(14, "sign", "signed", _in(_S.DISPATCHED), _S.HANDLING, _UNIT, _JOINT),
    _T(14, "sign-joint", "joint-signed", _JOINT, None, _UNIT),
    _T(14, "sign-assist", "assist-signed", WITH_UNIT, None, _UNIT),
    _T(14, "send", "task-sent", OPEN_STATES, None, _CONVEYING),
    _T(14, "deliver", "task-delivered", OPEN_STATES, None, _UNIT | _CONVEYING),
    _T(14, "see", "task-seen", OPEN_STATES, None, _UNIT | _CONVEYING),
    _T(14, "not-delivered", "task-not-delivered", OPEN_STATES, None, _CONVEYING),
    _T(14, "call", "called", OPEN_STATES, None, _GIVING),
    _T(14, "call-sign", "signed-by-call", _in(_S.DISPATCHED), _S.HANDLING, _GIVING, _JOINT),
    _T(14, "uncall", "call-taken-back", OPEN_STATES, None, _GIVING),
    _T(14, "uncall-sign", "signature-taken-back", AT_WORK, _S.DISPATCHED, _GIVING),
    _T(14, "watch", "welfare-asked", WITH_UNIT, None, _LEADERS),
    _T(14, "well", "is-well", WITH_UNIT, None, _UNIT | _GIVING),
    _T(14, "arrive", "arrived", _IN_HAND, None, _UNIT),
    _T(15, "finish", "finished", AT_WORK, _S.HANDLED, _UNIT),
    _T(15, "finish-assist", "assist-finished", OPEN_STATES, None, _UNIT),
    _T(16, "return", "return-asked", _IN_HAND, _S.RETURN_ASKED, _UNIT),
    _T(17, "grant-return", "return-granted", _in(_S.RETURN_ASKED), _S.REGISTERED, _JOINING),
    _T(18, "deny-return", "return-denied", _in(_S.RETURN_ASKED), _S.HANDLING, _JOINING, _JOINT),
    _T(19, "extend", "extension-asked", AT_WORK, _S.EXTENSION_ASKED, _UNIT),
    _T(
        19,
        "grant-extend",
        "extension-granted",
        _in(_S.EXTENSION_ASKED),
        _S.HANDLING,
        _JOINING,
        _JOINT,
    ),
    _T(
        19,
        "deny-extend",
        "extension-denied",
        _in(_S.EXTENSION_ASKED),
        _S.HANDLING,
        _JOINING,
        _JOINT,
    ),
    _T(20, "suspend", "suspension-asked", AT_WORK, _S.SUSPENSION_ASKED, _UNIT),
    _T(
        20,
        "grant-suspend",
        "suspended",
        _in(_S.SUSPENSION_ASKED),
        _S.SUSPENDED,
        frozenset({_R.CENTRE_LEADER}),
    ),
    _T(
        20,
        "deny-suspend",
        "suspension-denied",
        _in(_S.SUSPENSION_ASKED),
        _S.HANDLING,
        _JOINING,
        _JOINT,
    ),
    _T(
        20,
        "drop-ask",
        "ask-dropped",
        _in(_S.RETURN_ASKED, _S.EXTENSION_ASKED, _S.SUSPENSION_ASKED),
        _S.HANDLING,
        _UNIT,
        _in(_S.JOINT_HANDLING, _S.DISPATCHED),
    ),
    _T(21, "resume", "resumed", _in(_S.SUSPENDED), _S.HANDLING, _UNIT | _LEADERS, _JOINT),
    _T(22, "send-check", "check-sent", _in(_S.HANDLED), _S.CHECKING, _ACCEPTING | _UNIT),
    _T(23, "check-pass", "check-passed", _DONE, _S.CHECKED, _CHECKING),
    _T(24, "check-fail", "check-failed", _DONE, _S.HANDLING, _CHECKING),
    _T(25, "close", "closed", _in(_S.CHECKED), _S.CLOSED, _LEADERS),
    _T(26, "recheck", "recheck-sent", _in(_S.CHECKED), _S.CHECKING, _LEADERS),
    _T(26, "close-refuse", "close-refused", _in(_S.CHECKED), _S.HANDLING, _LEADERS),
    _T(27, "follow-up", "follow-up-begun", _OVER, _S.FOLLOW_UP, _CALLING),
    _T(27, "rate-case", "followed-up", _OVER, _S.ARCHIVED, _CALLING),
    _T(27, "handle-again", "second-handling", _OVER, _S.REGISTERED, _CALLING),
    _T(27, "archive", "archived", _OVER, _S.ARCHIVED, _LEADERS | {_R.HOTLINE_CLERK}),
    _T(28, "void", "void-asked", OPEN_STATES, None, _DESK),
    _T(28, "confirm-void", "voided", OPEN_STATES, _S.VOID, _LEADERS),
    _T(28, "drop-void", "void-dropped", OPEN_STATES, None, _DESK),
    _T(28, "withdraw", "withdrawn", _IN_HAND, _S.REGISTERED, _GIVING),
    _T(29, "supervise", "supervised", OPEN_STATES, None, _JOINING),
    _T(29, "cancel-supervise", "supervision-cancelled", OPEN_STATES, None, _LEADERS),
    _T(29, "timeout", "timed-out", WITH_UNIT | _in(_S.REGISTERED), None, _LEADERS),
    _T(30, "escalate", "escalated", OPEN_STATES, None, _UNIT | _DESK),
    _T(
        30,
        "escalate-task",
        "task-escalated",
        WITH_UNIT,
        _S.REGISTERED,
        _UNIT | _DESK,
        _in(_S.DISPATCHED),
    ),
    _T(31, "hand-down", "handed-down", OPEN_STATES, None, _JOINING),
    _T(
        31,
        "hand-down-task",
        "task-handed-down",
        WITH_UNIT,
        _S.REGISTERED,
        _JOINING,
        _in(_S.DISPATCHED),
    ),
    _T(32, "redispatch", "redispatched", WITH_UNIT, _S.DISPATCHED, _JOINING),
    _T(33, "reclassify", "reclassified", OPEN_STATES, None, _ACCEPTING),
    _T(33, "ask-reclassify", "reclassify-asked", FOUR_EYES, None, _ACCEPTING),
    _T(0, "reopen", "reopened", _OVER | _in(_S.ARCHIVED), _S.REGISTERED, _LEADERS),
    _T(34, "comment", "commented", _ALL, None, _COMMENTING),
    _T(34, "instruct", "instructed", OPEN_STATES, None, _LEADERS),
    _T(34, "remind", "reminded", OPEN_STATES, None, _DESK),
    _T(34, "urgent", "made-urgent", OPEN_STATES, None, _DESK),
    _T(34, "mark", "marked", OPEN_STATES, None, _DESK),
    _T(34, "attach", "attached-before", _ALL, None, _REPORTERS),
    _T(34, "attach-after", "attached-after", _ALL, None, _REPORTERS),
    _T(34, "attach-check", "attached-check", _ALL, None, _REPORTERS),
)

BY_ACTION = {row.action: row for row in TRANSITIONS}
_STEERING = frozenset({_R.DISPATCHER, _R.SHIFT_LEAD, _R.CENTRE_LEADER})
_ROOM = _STEERING | {_R.ACCEPTOR, _R.HOTLINE_CLERK}
ROLES_OF = {
    **dict.fromkeys(("draw", "redraw", "erase", "show-wall", "clear-wall"), _STEERING),
    **dict.fromkeys(("hand-over-shift", "take-over-shift"), _STEERING),
    **dict.fromkeys(("tell-room", "note-seen", "end-note"), _ROOM),
}
"""Who may do what moves no incident: drawing, steering the walls, handing the shift over,
speaking to the room."""
IMPLIED = frozenset(
    {
        "sign-joint",
        "sign-assist",
        "call-sign",
        "uncall-sign",
        "finish-assist",
        "rate-case",
        "handle-again",
        "cancel-supervise",
        "timeout",
        "escalate-task",
        "hand-down-task",
        "ask-reclassify",
        "attach-after",
        "attach-check",
    }
)
"""Rows that another act turns into by its circumstances; nobody chooses them."""
UNASKED = frozenset({"send", "deliver", "see", "not-delivered", "watch"})
"""What channels, devices and clocks say; nobody at a desk chooses it."""
REPORT_ROLES = _REPORTERS
SELF_REPORT_ROLES = _SELF_REPORTERS
CLEARED_ROLES = _DESK | {_R.HOTLINE_CLERK, _R.GATEWAY, _R.AUDITOR}
"""Who may know of restricted incidents: whoever takes them in, decides, and looks back."""
UNIT_ROLES = _UNIT - {_R.DISPATCHER}
"""Who speaks for the unit that has a case in hand."""


def legal_moves() -> frozenset[tuple[State, State]]:
    """Every (from, to) pair of header states, for the guard in the database."""
    pairs = {
        (source, target)
        for row in TRANSITIONS
        if row.target is not None
        for source in row.sources
        for target in {row.target, *row.others}
        if target is not source
    }
    # An assist who joins makes the handling joint, and leaves the act's own state alone.
    pairs.add((State.HANDLING, State.JOINT_HANDLING))
    return frozenset(pairs)
