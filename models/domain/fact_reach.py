"""What a kind of fact may change: the columns that stand under it, as data.

Who may leave a fact stands in `models.domain.rights`; that a fact about duty changes a duty
and no skills stands here, and the database keeps both. Of a member every column is listed. Of
a case and its tasks those are that few facts have to do with. Clocks and steps follow from
whatever may move a case or a task, and from nothing else. A version rises by one with each
fact, so it stands with none.
"""

from __future__ import annotations

from dataclasses import fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from models.domain.ladder import FACT_OF, Rung
from models.domain.leave import FACT_OF_LEAVE
from models.domain.lifecycle import TRANSITIONS
from models.domain.member import MEMBER_WORDS, Member
from models.domain.welfare import WELFARE_FACT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

NEVER: Final = ""
"""Stands for the fact of a column that no fact changes once its row is there."""
BEGINS: Final = "id"
"""The column of whatever lets a row begin."""
ANSWERS: Final = "answers"
"""Stands for the words by which a unit pays the reply that it owes; they set none."""
QUIETLY: Final = "quietly"
"""Stands for what lets whoever saw the version before act all the same."""
_ERASED: Final = "words-erased"

_MEMBER: Mapping[str, Iterable[str]] = MappingProxyType(
    {
        "enrolled": (BEGINS,),
        "corrected": (
            *("number", "name", "kind", "home_cell", "cell_path"),
            *("skills", "duty", "capacity", "phone"),
        ),
        "duty-changed": ("duty",),
        "reserved": ("held_for",),
        "released": ("held_for",),
        "rota-set": ("rota",),
        **dict.fromkeys(FACT_OF_LEAVE.values(), ("leaves",)),
        _ERASED: MEMBER_WORDS,
    }
)
"""Of each fact about a member what it may change."""

_NOTES: Final = 34
"""The reference's row for words that move nothing."""
_HEARD: Final = ("task-sent", "task-delivered", "task-seen", "task-not-delivered")
_WELFARE: Final = ("is-well", *WELFARE_FACT.values())
UNDECIDED: Final = frozenset({*_HEARD, *_WELFARE})
"""They change nothing that anybody decides upon: nobody was faster by one of these."""
_QUIET: Final = UNDECIDED | {row.fact for row in TRANSITIONS if row.number == _NOTES}
"""They tell of a case, or of the word of a task, and bring neither any further."""
_MOVING: Final = frozenset({row.fact for row in TRANSITIONS} | {
    *FACT_OF.values(), "check-sent", "extension-denied", "supervised", "released",
}) - _QUIET  # fmt: skip
GIVING: Final = frozenset(
    {
        *("dispatched", "redispatched", "task-escalated", "task-handed-down"),
        *("assist-added", "whistled", "informed", "registered", FACT_OF[Rung.CALL_NEXT]),
        *("verify-sent", "check-sent", "recheck-sent"),
    }
)
"""Facts that tasks begin with."""
_ANEW: Final = ("second-handling", "reopened")
"""A case that goes on after its end; one that was never registered is registered then."""
_TAKEN_BACK: Final = ("return-granted", "withdrawn")
_CARDS: Final = ("supervised", "supervision-cancelled", *FACT_OF.values())
_LIMITED: Final = ("registered", *_ANEW)
_CALLED: Final = ("called", "signed-by-call")
_UNCALLED: Final = ("call-taken-back", "signature-taken-back")
_BY_VOICE: Final = (*_CALLED, *_UNCALLED)
_SHOWN: Final = (
    *("extension-asked", "suspension-asked", "checked-in", "assist-finished", "finished"),
    *("check-passed", "check-failed", "verified"),
    *("attached-before", "attached-after", "attached-check"),
)
"""Facts that photos come with."""

_INCIDENT: Mapping[str, Iterable[str]] = MappingProxyType(
    {
        BEGINS: ("reported", "reported-self"),
        "state": _MOVING,
        **dict.fromkeys(
            (
                *("number", "occurred_at", "reported_at", "source", "reported_by"),
                *("reported_by_member", "lon", "lat", "cell", "cell_path"),
            ),
            (NEVER,),
        ),
        **dict.fromkeys(("text", "reporter_name", "reporter_phone"), (_ERASED,)),
        "address": ("accepted", _ERASED),
        "category": ("accepted", "reclassified"),
        "restricted": ("accepted", "reclassified"),
        "urgency": ("accepted", "reclassified", "made-urgent"),
        "accepted_at": ("accepted", "sent-back"),
        "registered_at": _LIMITED,
        "area": _LIMITED,
        "criterion": ("registered", "reclassified"),
        "closed_at": ("closed", "audit-passed", "audit-failed", *_ANEW),
        "photos": _SHOWN,
        "supervise": _CARDS,
        "reply_by": _CARDS,
        ANSWERS: ("commented",),
        QUIETLY: UNDECIDED,
        "handle_limit": (*_LIMITED, "reclassified"),
        "merged_into": ("merged", "unmerged"),
        "void_asked_by": ("void-asked", "void-dropped", *_ANEW),
        "legacy": ("marked",),
        "important": ("marked",),
        "returns": ("return-asked",),
        "denials": ("return-denied",),
        "buck_passing": ("return-denied",),
        "wrong_dispatches": _TAKEN_BACK,
        "reworks": ("check-failed",),
        "reopened": ("reopened",),
        "extended": ("extension-granted",),
        "extended_days": ("extension-granted",),
        "sent_back": ("sent-back",),
        "appeals": ("appealed",),
        "is_self_handled": ("appealed",),
        "reclass_to": ("reclassify-asked", "reclassified"),
        "reclass_asked_by": ("reclassify-asked", "reclassified"),
        "verified": ("verify-sent", "verified"),
        "satisfaction": ("followed-up", "second-handling"),
        "second_handling": ("second-handling",),
        "unreachable": ("follow-up-begun",),
    }
)
"""Of each column of a case that not every fact may change those that may."""

_TASK: Mapping[str, Iterable[str]] = MappingProxyType(
    {
        BEGINS: GIVING,
        "state": _MOVING,
        **dict.fromkeys(
            (
                *("incident_id", "position", "assignee", "assignee_kind", "role"),
                *("given_at", "is_whistled"),
            ),
            (NEVER,),
        ),
        "instruction": (_ERASED,),
        "handler_name": ("finished", "assist-finished", _ERASED),
        "handler_phone": ("finished", "assist-finished", _ERASED),
        "ratings": ("rated",),
        "attempts": ("task-sent",),
        "delivered_at": ("task-delivered",),
        **dict.fromkeys(
            ("sent_at", "sent_via"), ("task-sent", "task-delivered", "task-seen", *_BY_VOICE)
        ),
        **dict.fromkeys(
            ("failed_at", "failure"), ("task-sent", "task-not-delivered", *_CALLED)
        ),
        "seen_at": ("task-seen", *_BY_VOICE),
        "seen_by": _BY_VOICE,
        "signed_by": ("signed", "joint-signed", "assist-signed", *_BY_VOICE),
        "well_at": ("is-well",),
        **dict.fromkeys(("welfare", "welfare_at"), _WELFARE),
    }
)
"""The same of a task."""


def fact_columns() -> frozenset[tuple[str, str, str]]:
    """Every (table, column, verb of a fact) that go together; what is not listed is open."""
    return frozenset(_pairs())


def _pairs() -> Iterator[tuple[str, str, str]]:
    listed = {BEGINS}
    for verb, columns in _MEMBER.items():
        listed.update(columns)
        yield from (("member", column, verb) for column in columns)
    kept = {field.name for field in fields(Member)} - listed - {"version"}
    yield from (("member", column, NEVER) for column in kept)
    for table, columns_of in (("incident", _INCIDENT), ("task", _TASK)):
        for column, verbs in columns_of.items():
            yield from ((table, column, verb) for verb in verbs)
