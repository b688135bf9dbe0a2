"""Receipts: a command that was carried out is answered the same way for ever.

What counts as the same command is its content: the intent and its author. What the
sender saw, what was suggested to them and when they sent it may differ between two
sendings.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import MISSING, fields
from datetime import datetime
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from models.domain.command import Attend, Dispatch, Done, Enrol, Judge, Report
from models.domain.leave import AskLeave
from models.domain.map_command import Draw
from models.domain.place import LonLat
from models.domain.refusal import Refused, refuse
from models.domain.shift import HandOverShift, TellRoom
from models.store.codec import instant_text
from models.store.mapping import canonical

if TYPE_CHECKING:
    from models.domain.command import Command


_MADE_BY_SENDER: dict[type, str] = {
    Report: "incident",
    Enrol: "member",
    Draw: "drawing",
    HandOverShift: "handover",
    TellRoom: "note",
    AskLeave: "leave",
}
"""The id of a thing that the command itself makes: a second sending may draw another."""

_ADDED: dict[type, frozenset[str]] = {
    Report: frozenset({"verb", "result"}),
    Dispatch: frozenset({"departments", "channel", "level", "cell", "ground"}),
    Judge: frozenset({"place"}),
    Attend: frozenset(
        {"department", "ground", "suggestion", "place"}
        | {"taken_at", "handler_name", "handler_phone"}
    ),
}
"""Fields that came after 0.1.0. At their default they are left out: a command that an older
program sent, and this one sends again out of its outbox, must still be the same."""


_ANSWERED = tuple(f.name for f in fields(Done))


def content_digest(command: Command) -> bytes:
    """SHA-256 of what is wanted and who wants it."""
    intent = command.intent
    kind: type = type(intent)
    content = {
        name: _plain(value)
        for name, unsaid in _contents(kind)
        for value in [getattr(intent, name)]
        if value != unsaid
    }
    whole = {"verb": intent.verb, "actor": command.actor, "content": content}
    return hashlib.sha256(canonical(whole).encode()).digest()


@cache
def _contents(cls: type) -> tuple[tuple[str, Any], ...]:
    """The fields that count, each with the value at which it is left out: of most, none."""
    added = _ADDED.get(cls, frozenset())
    return tuple(
        (f.name, f.default if f.name in added else MISSING)
        for f in fields(cls)
        if f.compare and f.name != _MADE_BY_SENDER.get(cls)
    )


def answer_text(done: Done) -> str:
    """The answer as it is kept, without its seq: the journal knows that."""
    whole = {name: getattr(done, name) for name in _ANSWERED} | {"seq": 0}
    return json.dumps(whole, default=str, separators=(",", ":"))


def answer_of(command: Command, content: bytes, row: tuple[Any, ...]) -> Done:
    """The first answer, from its kept digest, text and seq; `content` is this sending's digest.

    Raises
    ------
    Refused
        `command_id_reused`.
    """
    digest, answer, seq = row
    if bytes(digest) != content:
        raise Refused(
            refuse(
                "command_id_reused",
                f"命令编号 {command.id} 已用于另一条命令：请换一个新的编号。",
                f"The command id {command.id} stands for another command: use a new one.",
                command=str(command.id),
            )
        )
    tasks = tuple(tuple(task) for task in answer.pop("tasks"))
    return Done(
        **answer | {"seq": seq, "subject_id": UUID(answer["subject_id"]), "tasks": tasks}
    )


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant_text(value)
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, LonLat):
        return [value.lon_deg, value.lat_deg]
    if isinstance(value, tuple | frozenset):
        return [_plain(item) for item in value]
    return value
