"""Who may do what, where: the matrix of roles and commands as data.

Made from the lifecycle's table and the few commands that move no incident. The desk greys
its buttons by it, the handlers ask it, the database's guard is filled from it, and
`docs/rights.md` is written from it: there is no second list.

Three powers are kept apart. An administrator keeps reference data and the roster and sees
no case; a security administrator gives rights and sees no case; an auditor sees everything
and changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from models.domain.incident import State
from models.domain.ladder import FACT_OF
from models.domain.leave import FACT_OF_LEAVE
from models.domain.lifecycle import (
    BY_ACTION,
    CLEARED_ROLES,
    IMPLIED,
    REPORT_ROLES,
    ROLES_OF,
    SELF_REPORT_ROLES,
    TRANSITIONS,
    UNASKED,
    UNIT_ROLES,
    Role,
)
from models.domain.welfare import WELFARE_FACT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from models.domain.ids import CellId

_R = Role
_NEAREST = (_R.MEMBER, _R.ACCEPTOR, _R.DISPATCHER, _R.SHIFT_LEAD)
HOLDER_ROLES = frozenset({_R.DISPATCHER, _R.SHIFT_LEAD})
"""Who keeps a member free for an incident."""
ROSTER_ROLES = frozenset({_R.ADMINISTRATOR, _R.SHIFT_LEAD})
LEAVE_ASK_ROLES = frozenset({_R.MEMBER, _R.DISPATCHER, _R.SHIFT_LEAD, _R.CENTRE_LEADER})
"""Who may enter that somebody asks for leave, or is back before its end."""
LEAVE_GRANT_ROLES = frozenset({_R.SHIFT_LEAD, _R.CENTRE_LEADER})
DUTY_ROLES = frozenset({_R.MEMBER, _R.DISPATCHER, _R.SHIFT_LEAD, _R.GATEWAY})
READING_ROLES = frozenset(Role) - {_R.ADMINISTRATOR, _R.SECURITY_ADMINISTRATOR}
"""Who sees cases at all; restricted ones are for `CLEARED_ROLES` alone."""
LEAST_REASON = 2
"""So many characters say why personal words are shown; 回访 is a reason."""
REFERENCE = "reference"
"""Stands for every batch of reference data: cells, categories, departments, calendars."""
ERASED = "words-erased"
MAINTAINED: Mapping[str, frozenset[Role]] = MappingProxyType(
    {
        REFERENCE: frozenset({_R.ADMINISTRATOR}),
        ERASED: frozenset({_R.ADMINISTRATOR}),
    }
)
"""Facts that no command of the desk leaves, and who may have them written."""

_BESIDE: Mapping[str, frozenset[Role]] = MappingProxyType(
    {
        "report": REPORT_ROLES,
        "report-self": SELF_REPORT_ROLES,
        "reserve": HOLDER_ROLES,
        "release": HOLDER_ROLES,
        "enrol": ROSTER_ROLES,
        "set-rota": ROSTER_ROLES,
        "set-duty": DUTY_ROLES,
        **dict.fromkeys(("ask-leave", "end-leave"), LEAVE_ASK_ROLES),
        **dict.fromkeys(("give-leave", "grant-leave", "deny-leave"), LEAVE_GRANT_ROLES),
        "reveal": REPORT_ROLES,
        **ROLES_OF,
    }
)
"""The commands without a row in the lifecycle."""

COMMANDS: Mapping[str, frozenset[Role]] = MappingProxyType(
    {
        verb: roles
        for verb, roles in (
            *_BESIDE.items(),
            *((row.action, row.roles) for row in TRANSITIONS),
        )
        if verb not in IMPLIED or verb == "timeout"
    }
)
"""Every command of the desk's door, and the roles that may give it."""

_BY_CIRCUMSTANCE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "report": frozenset({"reported", "verify-sent"}),
        "check-fail": frozenset({"supervised"}),
        "report-self": frozenset({"reported-self"}),
        "reserve": frozenset({"reserved"}),
        "release": frozenset({"released"}),
        "enrol": frozenset({"enrolled", "corrected"}),
        "set-duty": frozenset({"duty-changed"}),
        "set-rota": frozenset({"rota-set"}),
        **{verb: frozenset({fact}) for verb, fact in FACT_OF_LEAVE.items()},
        "reveal": frozenset({"revealed"}),
        "draw": frozenset({"drawn"}),
        "redraw": frozenset({"redrawn"}),
        "erase": frozenset({"erased"}),
        "show-wall": frozenset({"view-shown"}),
        "clear-wall": frozenset({"view-cleared"}),
        "hand-over-shift": frozenset({"shift-handed-over"}),
        "take-over-shift": frozenset({"shift-taken-over"}),
        "tell-room": frozenset({"room-told"}),
        "note-seen": frozenset({"note-seen"}),
        "end-note": frozenset({"note-ended"}),
        "sign": frozenset({"joint-signed", "assist-signed"}),
        "call": frozenset({"signed-by-call"}),
        "watch": frozenset(WELFARE_FACT.values()),
        "uncall": frozenset({"signature-taken-back"}),
        "finish": frozenset({"assist-finished", "check-sent"}),
        "dispatch": frozenset({"released"}),
        "redispatch": frozenset({"released"}),
        "escalate": frozenset({"task-escalated", "released"}),
        "hand-down": frozenset({"task-handed-down", "released"}),
        "follow-up": frozenset({"followed-up", "second-handling"}),
        "supervise": frozenset({"supervision-cancelled"}),
        "reclassify": frozenset({"reclassify-asked"}),
        "attach": frozenset({"attached-after", "attached-check"}),
        "timeout": frozenset(
            {*FACT_OF.values(), "extension-denied", "escalated", "task-escalated"}
        ),
    }
)
"""What a command may leave besides, or instead of, the fact of its own row."""


@dataclass(frozen=True, slots=True)
class Rights:
    """What a sign-in brings: who, in which roles, and where.

    `cells` None is everywhere; otherwise incidents, members and drawings below these cells,
    and cases handed to one of them, are there, and nothing else is.
    """

    login: str
    roles: frozenset[Role]
    cells: frozenset[CellId] | None = None

    @property
    def is_scoped(self) -> bool:
        """Whether a part of the district is seen only."""
        return self.cells is not None

    @property
    def sees_all(self) -> bool:
        """Whether nothing is kept from them: digests and proofs speak of the whole."""
        return not self.is_scoped and not CLEARED_ROLES.isdisjoint(self.roles)


def may(roles: frozenset[Role], verb: str) -> bool:
    """Whether somebody in these roles may give a command."""
    return not roles_for(verb).isdisjoint(roles)


def roles_for(verb: str) -> frozenset[Role]:
    """The roles that may do this, as a command or as what another turns into."""
    row = BY_ACTION.get(verb)
    return COMMANDS.get(verb) or (row.roles if row else frozenset())


def acting_role(roles: frozenset[Role], verb: str, facts: Iterable[str] = ()) -> Role | None:
    """In which of their roles somebody does this: the one nearest to the work.

    Whoever holds every role signs as a member and dispatches as a dispatcher. `facts` are
    the verbs of what the command left: an `extend` that turned out to be the grant was not
    given as the member who may only ask.
    """
    return _acting_role(roles, verb, tuple(facts))


@lru_cache(maxsize=1024)
def _acting_role(roles: frozenset[Role], verb: str, left: tuple[str, ...]) -> Role | None:
    """The same for each act of a kind: a matrix, asked by every one of them."""
    fitting = (roles & roles_for(verb)) or roles
    able = [
        frozenset(role for role in some if all((role, fact) in FACT_RIGHTS for fact in left))
        for some in (fitting, roles)
    ]
    fitting = next(filter(None, able), fitting)
    nearest = next((role for role in _NEAREST if role in fitting), None)
    return nearest or min(fitting, default=None)


def facts_of(verb: str) -> frozenset[str]:
    """The facts that a command may leave."""
    row = BY_ACTION.get(verb)
    own = frozenset({row.fact}) if row else frozenset()
    return own | _BY_CIRCUMSTANCE.get(verb, frozenset())


def clock_facts() -> frozenset[tuple[str, str]]:
    """Every (name, verb of a fact) by which what falls due is told, whoever is signed in."""
    told = {
        "clock": ("timeout", "resume", "escalate", "watch"),
        "nightly": ("archive",),
        "channel": tuple(UNASKED - {"watch"}),
    }
    return frozenset(
        (name, fact)
        for name, verbs in told.items()
        for verb in verbs
        for fact in facts_of(verb)
    )


def fact_rights() -> frozenset[tuple[Role, str]]:
    """Every (role, verb of a fact) that may stand together in the journal."""
    given = {
        (role, fact)
        for verb, roles in COMMANDS.items()
        for role in roles
        for fact in facts_of(verb)
    }
    kept = {(role, fact) for fact, roles in MAINTAINED.items() for role in roles}
    return frozenset(given | kept)


FACT_RIGHTS = fact_rights()


def move_rights() -> frozenset[tuple[Role, State, State]]:
    """Every (role, from, to): who may bring an incident from one state to another."""
    moves = {
        (role, source, target)
        for row in TRANSITIONS
        if row.target is not None
        for role in row.roles
        for source in row.sources
        for target in {row.target, *row.others}
        if target is not source
    }
    # An assist who joins makes the handling joint.
    joining = BY_ACTION["assist"].roles | BY_ACTION["sign-assist"].roles
    moves |= {(role, State.HANDLING, State.JOINT_HANDLING) for role in joining}
    return frozenset(moves)


def beginning_rights() -> frozenset[tuple[Role, State]]:
    """Every (role, state): who may let a case begin, and where."""
    reported = {(role, State.REPORTED) for role in REPORT_ROLES}
    return frozenset(reported | {(role, State.SELF_HANDLED) for role in SELF_REPORT_ROLES})


def answering_rights() -> frozenset[tuple[Role, str, str]]:
    """The same of the reply that a card wants: who may bring it from owed to paid, in words."""
    return frozenset((role, "owed", "paid") for role in UNIT_ROLES)


ACTING_ROLES = frozenset(role for roles in COMMANDS.values() for role in roles)
"""Who may do anything at a desk; the others look on."""
