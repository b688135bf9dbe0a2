"""Every act of these tests is held to what its fact may change, as the database holds it."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest

from models.desk.memory import MemoryWork
from models.domain.fact_reach import ANSWERS, BEGINS, QUIETLY, fact_columns
from models.domain.incident import Incident
from models.domain.member import Member
from models.domain.rights import FACT_RIGHTS

if TYPE_CHECKING:
    from collections.abc import Iterator

_ALL = {verb for _, verb in FACT_RIGHTS}
_TABLES = {Incident: "incident", Member: "member"}
_FREE = {"version", "tasks"}
_OPEN = {"place"}
"""Stands in two columns; other columns that no fact is bound to are clocks."""


def _changed(old: Any, new: Any) -> set[str]:
    if old is None:
        return {BEGINS}
    names = {f.name for f in fields(new) if getattr(new, f.name) != getattr(old, f.name)}
    if "reply_by" in names and new.reply_by is None and old.supervise == new.supervise:
        names = names - {"reply_by"} | {ANSWERS}
    if "handle_limit" in names and old.registered_at is not None and not old.handle_limit:
        names = names - {"handle_limit"}  # the first release kept none
    if "quiet" in names:
        names = names - {"quiet"} | ({QUIETLY} if new.quiet else set())
    return names | {"lon", "lat"} if "place" in names else names


def _touched(old: Any, new: Any) -> Iterator[tuple[str, str]]:
    """The columns of a subject's rows that an act changes."""
    table = _TABLES.get(type(new))
    if table is None:
        return
    yield from ((table, name) for name in _changed(old, new) - _FREE)
    before = {task.id: task for task in getattr(old, "tasks", ())}
    for task in getattr(new, "tasks", ()):
        yield from (("task", name) for name in _changed(before.get(task.id), task))


@pytest.fixture(autouse=True)
def _acts_keep_to_their_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    bound: dict[tuple[str, str], set[str]] = {}
    for table, name, verb in fact_columns():
        bound.setdefault((table, name), set()).add(verb)
    record = MemoryWork.record

    def may(one: tuple[str, str]) -> set[str]:
        table, name = one
        return _ALL if name in _OPEN else bound.get((table, "state"), _ALL)

    def held(self: MemoryWork, verb: str, old: Any, new: Any, **rest: Any) -> None:
        if isinstance(new, Incident) and old is not None:
            assert new.version in {old.version + 1, old.version if new == old else 0}, verb
            assert new.quiet in {0, old.quiet + 1, old.quiet if new == old else 0}, verb
        beyond = {one for one in _touched(old, new) if verb not in bound.get(one, may(one))}
        assert not beyond, (verb, beyond)
        record(self, verb, old, new, **rest)

    monkeypatch.setattr(MemoryWork, "record", held)
