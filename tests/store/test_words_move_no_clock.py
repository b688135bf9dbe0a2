"""What no word upon a case does to its clocks, and what nothing begins with: with psql."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from models.domain.fact import FORMAT
from models.domain.fact_reach import GIVING
from models.domain.incident import Incident, Task, TaskRole, TaskState
from models.domain.lifecycle import Role
from models.domain.rights import FACT_RIGHTS
from models.store.codec import column_names, to_row
from tests.builders import NINE, a_task
from tests.store.rights_world import Centre, a_centre
from tests.store.test_forgery import _APPEND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.store.embedded import ServerUrls

pytestmark = pytest.mark.db

_THEN: Final = "'2031-01-01Z'"
_CLOCKS: Final = {
    "incident": {
        **dict.fromkeys(
            ("dispatched_at", "signed_at", "finished_at", "checked_at", "due_at", "step_due_at",
             "step_since", "resume_by", "asked_until", "whistled_at", "level_since",
             "stay_due_at"), _THEN,
        ),
        "pauses": "'{2026-01-01Z,2026-02-01Z}'", "asked_days": "5", "ground": "'season'",
        "is_binding": "NOT is_binding", "level": "1", "handed_to": "1", "escalated": "9",
        "rungs": "'{red}'", "stay_limit": "'9WD'",
    },
    "task": {
        **dict.fromkeys(
            ("signed_at", "arrived_at", "ended_at", "arrive_by", "runs_from", "due_at"), _THEN
        ),
        "reworks": "7", "share": "33", "extra_days": "9",
    },
}  # fmt: skip
_FREE: Final = {"version", "quiet"}
"""Held by how far they rise, not by what raises them."""
_STILL: Final = ("commented", "reminded", "task-seen", "attached-after", "is-well")
_VERDICTS: Final = {
    "satisfaction": 5, "verified": "true", "legacy": True, "reworks": 3, "level": 1,
    "closed_at": "2026-01-01T00:00:00Z", "due_at": "2031-01-01T00:00:00Z",
}  # fmt: skip


@pytest.fixture(scope="module")
def centre(server: ServerUrls, template_database: str) -> Iterator[Centre]:
    """One centre for all: nothing that is tried here is kept."""
    with a_centre(server, template_database) as made:
        made.arrange("ST41")
        yield made


@pytest.fixture(scope="module")
def connection(centre: Centre) -> Iterator[psycopg.Connection]:
    """Somebody with every role, and no program."""
    with psycopg.connect(centre.login(list(Role))) as made:
        yield made


def _told(
    connection: psycopg.Connection, centre: Centre, verb: str, *steps: Any, own: str = ""
) -> str:
    """What is said of a change of the case, and of steps before it, that one fact tells."""
    role = next(role for role, fact in sorted(FACT_RIGHTS) if fact == verb)
    given: dict[str, Any] = {
        "subject": centre.here, "command": uuid4(), "actor": None, "role": role.value,
        "verb": verb, "kind": "incident", "body": '{"fields":{}}', "format": FORMAT,
        "words": None, "salt": None,
    }  # fmt: skip
    moved: Any = (
        f"UPDATE incident SET {own} command_id = %(command)s, ordinal = 0,"
        " version = version + 1 WHERE id = %(subject)s RETURNING version, cell_path::text"
    )
    try:
        for step, values in steps:
            connection.execute(step, given | values)
        row: Any = connection.execute(moved, given).fetchone()
        given |= {"version": row[0], "cells": row[1]}
        connection.execute(_APPEND, given)
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except psycopg.Error as error:
        return f"{error.sqlstate} {error.diag.message_primary}"
    finally:
        connection.rollback()
    return ""


def _said(
    connection: psycopg.Connection, centre: Centre, verb: str, kind: str, column: str
) -> str:
    change = f"{column} = {_CLOCKS[kind][column]},"
    if kind == "incident":
        return _told(connection, centre, verb, own=change)
    step = f"UPDATE task SET {change} command_id = %(command)s, ordinal = 0"
    return _told(connection, centre, verb, (f"{step} WHERE incident_id = %(subject)s", {}))


def _given(task: Task) -> tuple[Any, dict[str, Any]]:
    names = (*column_names(Task), "incident_id", "position", "command_id", "ordinal")
    values = {f"v{n}": value for n, value in enumerate(to_row(task))}
    own = [sql.Placeholder(name) for name in values]
    rest = sql.SQL("%(subject)s, 7, %(command)s, 0")
    step = sql.SQL("INSERT INTO task ({}) VALUES ({}, {})").format(
        sql.SQL(", ").join(map(sql.Identifier, names)), sql.SQL(", ").join(own), rest
    )
    return step, values


@pytest.mark.parametrize("verb", _STILL)
def test_words_upon_a_case_set_none_of_its_clocks(
    connection: psycopg.Connection, centre: Centre, verb: str
) -> None:
    for kind, columns in _CLOCKS.items():
        for column in columns:
            said = _said(connection, centre, verb, kind, column)
            assert said.startswith("WG006"), (verb, kind, column, said)
            assert 'may not change "clocks"' in said


def test_what_moves_a_case_sets_its_clocks(
    connection: psycopg.Connection, centre: Centre
) -> None:
    assert _said(connection, centre, "supervised", "incident", "rungs") == ""
    assert _said(connection, centre, "arrived", "task", "arrived_at") == ""


def test_every_column_is_bound_to_facts_or_a_clock() -> None:
    from models.domain.fact_reach import fact_columns

    bound = {(kind, name) for kind, name, _ in fact_columns()}
    for kind, cls in (("incident", Incident), ("task", Task)):
        free = {name for name in column_names(cls) if (kind, name) not in bound}
        assert free - _FREE == set(_CLOCKS[kind])


def test_whoever_signs_gives_nobody_a_task(
    connection: psycopg.Connection, centre: Centre
) -> None:
    task = a_task(centre.members[1], role=TaskRole.ASSIST)
    for verb in ("signed", "arrived", "commented"):
        assert "WG006" in _told(connection, centre, verb, _given(task)), verb
    assert {_told(connection, centre, verb, _given(task)) for verb in sorted(GIVING)} == {""}


@pytest.mark.parametrize(
    "done",
    [{"ratings": (9, 9, 9)}, {"state": TaskState.DONE}, {"arrived_at": NINE}, {"reworks": 2}],
)
def test_no_task_begins_with_something_done(
    connection: psycopg.Connection, centre: Centre, done: dict[str, Any]
) -> None:
    task = replace(a_task(centre.members[1], role=TaskRole.ASSIST), **done)
    said = _told(connection, centre, "assist-added", _given(task))
    assert said.startswith("WG006 no task begins with"), said


@pytest.mark.parametrize("column", sorted(_VERDICTS))
def test_no_report_comes_with_a_verdict(
    connection: psycopg.Connection, centre: Centre, column: str
) -> None:
    ((row,),) = centre.admin("SELECT to_jsonb(i) FROM incident i WHERE id = %s", centre.there)
    new = row | {"id": str(uuid4()), "number": "forged", column: _VERDICTS[column]}
    with pytest.raises(psycopg.Error, match=f'begins with "{column}"') as caught:
        connection.execute(
            "INSERT INTO incident SELECT * FROM jsonb_populate_record(NULL::incident, %s)",
            [Jsonb(new)],
        )
    connection.rollback()
    assert caught.value.sqlstate == "WG006"


@pytest.mark.parametrize("verb", ["attached-after", "finished"])
def test_no_photo_is_taken_from_a_case(
    connection: psycopg.Connection, centre: Centre, verb: str
) -> None:
    first, second = (f"repeat('{n}', 64) || '.jpg'" for n in (1, 2))
    assert _told(connection, centre, verb, own=f"photos = ARRAY[{first}],") == ""
    put = f"UPDATE incident SET photos = {{}} WHERE id = '{centre.here}'"
    centre.admin(put.format(f"ARRAY[{first}]"))
    assert _told(connection, centre, verb, own=f"photos = ARRAY[{first}, {second}],") == ""
    for less in ("'{}'", f"ARRAY[{second}]"):
        assert _told(connection, centre, verb, own=f"photos = {less},") != ""
    centre.admin(put.format("'{}'"))


@pytest.mark.parametrize(("kind", "key"), [("task", "incident_id"), ("incident", "id")])
def test_no_row_gets_another_id(
    connection: psycopg.Connection, centre: Centre, kind: str, key: str
) -> None:
    step = f"UPDATE {kind} SET id = gen_random_uuid() WHERE {key} = %(subject)s"
    assert _told(connection, centre, "commented", (step, {})) != ""
