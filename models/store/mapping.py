"""Facts to the bytes of the journal and back.

The body of a fact is canonical JSON (sorted keys, compact, UTF-8) of the fields and
tasks the act set. Personal words are taken out into a JSON of their own, kept beside
the journal, of which the body holds only a salted digest: erased there, they are gone
and the chain still verifies.

Bodies carry a format. A body of an older one is led up through `UPGRADERS`, one step
at a time, before anybody reads it; the chain's hash is always of the bytes as written.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any
from uuid import UUID

from models.domain.advice import advice_from_plain, advice_to_plain
from models.domain.drawing import Drawing
from models.domain.error import BadInput, Trouble, Words
from models.domain.fact import CLASS_OF, FORMAT, Change, Fact, SubjectKind
from models.domain.incident import Incident, Task
from models.domain.member import Member
from models.domain.shift import Handover, RoomNote
from models.domain.wall_view import WallView
from models.store.codec import WORDS, Wire, wire_by_name, wires

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from models.domain.fact import Subject

Body = dict[str, Any]


def _as_it_is(_kind: str, body: Body) -> Body:
    """Only fields were added, and what an old body does not say has its default."""
    return body


UPGRADERS: dict[int, Callable[[str, Body], Body]] = {1: _as_it_is}
"""From a format to the next: takes the subject's kind and a body, gives the next body."""

UNREADABLE = (TypeError, KeyError, ValueError, AttributeError, BadInput)
"""What a body is met with that lacks fields, invents some, or says what they cannot be."""
_KEYS = frozenset({"id", "version"})
_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Written:
    """A change as the journal takes it: `words` and `salt` are None where none are personal."""

    body: str
    words: str | None
    salt: bytes | None


def canonical(value: Any) -> str:
    """JSON with one spelling: sorted keys, no spaces, text as it is.

    Raises
    ------
    BadInput
        `bad_text`, where a text holds what no database keeps (NUL, half a surrogate pair).
    """
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise _bad_text() from None
    if "\\u0000" in text:
        raise _bad_text()
    return text


def written(fact: Fact) -> Written:
    """The body of a fact, its personal words apart."""
    change = fact.change
    if fact.subject_kind is SubjectKind.REFERENCE:
        return Written(canonical({"fields": dict(change.fields)}), None, None)
    cls = CLASS_OF[fact.subject_kind]
    plain, words = _parted(cls, change.fields)
    body: Body = {"fields": plain}
    personal: Body = {"fields": words} if words else {}
    tasks = [_parted_task(task) for task in change.tasks]
    if tasks:
        body["tasks"] = [own for own, _ in tasks]
        task_words = {own["id"]: kept for own, kept in tasks if kept}
        if task_words:
            personal["tasks"] = task_words
    if change.note:
        personal["note"] = change.note
    if change.advice is not None:
        body["advice"] = advice_to_plain(change.advice)
    if len(plain) + len(words) == len(wires(cls)) - len(_KEYS):
        body["whole"] = True
    return _sealed(body, personal)


def _sealed(body: Body, personal: Body) -> Written:
    if not personal:
        return Written(canonical(body), None, None)
    words, salt = canonical(personal), os.urandom(_SALT_BYTES)
    body["words"] = words_digest(salt, words)
    return Written(canonical(body), words, salt)


def words_digest(salt: bytes, words: str) -> str:
    """What a body says of the words kept beside it: hex SHA-256 of salt and exact bytes."""
    return hashlib.sha256(salt + words.encode()).hexdigest()


def read_change(
    kind: SubjectKind, body: Body, words: Body | None, form: int
) -> tuple[Change, bool]:
    """The change a body tells of, and whether its personal words were erased.

    Raises
    ------
    Trouble
        `newer_format`, where a later release wrote the body.
    """
    body = upgraded(kind, body, form)
    if kind is SubjectKind.REFERENCE:
        return Change(MappingProxyType(dict(body["fields"]))), False
    erased = "words" in body and words is None
    cls, words = CLASS_OF[kind], words or {}
    own_words = words.get("fields", {})
    if body["fields"].keys() & _KEYS or not own_words.keys() <= set(WORDS[cls]):
        raise ValueError(*body["fields"], *own_words)
    values = _values(cls, body["fields"] | own_words)
    if erased and body.get("whole"):
        values |= dict.fromkeys(WORDS[cls], "")
    task_words = words.get("tasks", {})
    tasks = tuple(_task(raw | task_words.get(raw["id"], {})) for raw in body.get("tasks", ()))
    advice = advice_from_plain(body["advice"]) if "advice" in body else None
    return Change(MappingProxyType(values), tasks, words.get("note", ""), advice), erased


def upgraded(kind: str, body: Body, form: int) -> Body:
    """A body of any known format, in the present one."""
    if form > FORMAT:
        raise Trouble(
            "newer_format",
            Words(
                f"数据格式 {form} 来自更新的版本（本版本最高 {FORMAT}）：请升级程序",
                f"format {form} was written by a later release (this one reads up to {FORMAT}):"
                " upgrade the program",
            ),
        )
    for step in range(form, FORMAT):
        body = UPGRADERS[step](kind, body)
    return body


def subject_json(subject: Subject) -> Body:
    """A whole subject with its words, for keyframes and recordings."""
    own = _json_of(subject)
    if isinstance(subject, Incident):
        own["tasks"] = [_json_of(task) for task in subject.tasks]
    return own


def incident_from(raw: Body) -> Incident:
    """The incident of `subject_json`."""
    tasks = tuple(_task(task) for task in raw["tasks"])
    return Incident(**_values(Incident, raw), tasks=tasks)


def member_from(raw: Body) -> Member:
    """The member of `subject_json`."""
    return Member(**_values(Member, raw))


def drawing_from(raw: Body) -> Drawing:
    """The drawing of `subject_json`."""
    return Drawing(**_values(Drawing, raw))


def wall_view_from(raw: Body) -> WallView:
    """The walls' view of `subject_json`."""
    return WallView(**_values(WallView, raw))


def handover_from(raw: Body) -> Handover:
    """The hand-over of `subject_json`."""
    return Handover(**_values(Handover, raw))


def room_note_from(raw: Body) -> RoomNote:
    """The note of `subject_json`."""
    return RoomNote(**_values(RoomNote, raw))


def _json_of(value: Subject | Task) -> Body:
    return {wire.name: _to_json(wire, getattr(value, wire.name)) for wire in wires(type(value))}


def _to_json(wire: Wire, value: Any) -> Any:
    return None if value is None else wire.to_json(value)


def _values(cls: type, raw: Body) -> dict[str, Any]:
    by_name = wire_by_name(cls)
    return {
        name: None if value is None else by_name[name].from_json(value)
        for name, value in raw.items()
        if name != "tasks"
    }


def _parted(cls: type, fields: Mapping[str, Any]) -> tuple[Body, Body]:
    by_name = wire_by_name(cls)
    plain: Body = {}
    words: Body = {}
    for name, value in fields.items():
        (words if name in WORDS[cls] else plain)[name] = _to_json(by_name[name], value)
    return plain, words


def _parted_task(task: Task) -> tuple[Body, Body]:
    own = _json_of(task)
    words = {name: own.pop(name) for name in WORDS[Task]}
    return own, {name: text for name, text in words.items() if text}


def _task(raw: Body) -> Task:
    return Task(**_values(Task, raw))


def subject_id(raw: Any) -> UUID:
    """A UUID as the database or a file gives it."""
    return raw if isinstance(raw, UUID) else UUID(raw)


def _bad_text() -> BadInput:
    return BadInput(
        "bad_text",
        Words(
            "文本中含有无法保存的字符（NUL 或不完整的代理对）：请去掉后重试",
            "the text holds characters that cannot be kept (NUL or half a surrogate pair):"
            " take them out and try again",
        ),
    )
