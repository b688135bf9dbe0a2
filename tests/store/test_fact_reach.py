"""What no fact of another kind changes, tried with psql: each kind upon each column."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest

from models.domain.fact import FORMAT
from models.domain.fact_reach import ANSWERS, NEVER, QUIETLY, fact_columns
from models.domain.incident import Incident, Task
from models.domain.lifecycle import Role
from models.domain.member import Member
from models.domain.rights import FACT_RIGHTS
from models.store.codec import column_names
from tests.store.rights_world import Centre, a_centre
from tests.store.test_forgery import _APPEND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.store.embedded import ServerUrls

pytestmark = pytest.mark.db

_LEAVE: LiteralString = """jsonb_build_array(jsonb_build_object(
    'id', '0192a6f0c0de7000800000000000000b', 'kind', 'annual', 'state', 'asked',
    'begins_at', '2026-12-20T00:00:00.000000Z', 'ends_at', '2026-12-21T00:00:00.000000Z',
    'asked_by', session_user::text, 'decided_by', ''))"""
_ANOTHER: Final[dict[str, dict[str, LiteralString]]] = {
    "member": {
        "ref": "ref + 1000", "number": "'forged'", "name": "'forged'", "kind": "'volunteer'",
        "home_cell": "1", "cell_path": "cell_path || 7::bigint", "skills": "'{forged}'",
        "duty": "'on_break'", "capacity": "capacity + 50", "phone": "'110'",
        "held_for": "gen_random_uuid()", "leaves": _LEAVE, "rota": "'2026-11-23 D'",
    },
    "incident": {
        **dict.fromkeys(
            ("occurred_at", "reported_at", "accepted_at", "registered_at", "closed_at"),
            "'2026-01-01Z'",
        ),
        **dict.fromkeys(
            ("number", "reported_by", "text", "address", "reporter_name", "reporter_phone",
             "category", "criterion", "area", "reclass_to", "reclass_asked_by"), "'forged'",
        ),
        **dict.fromkeys(("reported_by_member", "merged_into"), "gen_random_uuid()"),
        "void_asked_by": "session_user::text", "source": "'media'", "urgency": "'emergency'",
        "lon": "lon + 0.001", "lat": "lat + 0.001", "cell": "cell + 1000",
        "cell_path": "cell_path || 7::bigint", "photos": "ARRAY[repeat('0', 64) || '.jpg']",
        "verified": "'false'", "state": "'ST50'",
        **{name: f"NOT {name}" for name in (
            "restricted", "legacy", "important", "is_self_handled", "second_handling")},
        **{name: f"coalesce({name}, 0) + 1" for name in (
            "supervise", "returns", "denials", "buck_passing", "wrong_dispatches", "reworks",
            "reopened", "extended", "extended_days", "sent_back", "appeals", "satisfaction",
            "unreachable")},
        "reply_by": "'2031-01-01Z'", "handle_limit": "'99WD'",
    },
    "task": {
        **dict.fromkeys(("assignee",), "gen_random_uuid()"),
        "assignee_kind": "'department'", "role": "'inform'", "given_at": "'2026-01-01Z'",
        "is_whistled": "NOT is_whistled", "ratings": "'{1,2,3}'", "state": "'done'",
        **dict.fromkeys(("instruction", "handler_name", "handler_phone"), "'forged'"),
        **dict.fromkeys(("sent_via", "failure"), "'forged'"),
        **dict.fromkeys(("seen_by", "signed_by"), "session_user::text"),
        **dict.fromkeys(("sent_at", "delivered_at", "seen_at", "failed_at", "well_at",
                         "welfare_at"), "'2031-01-01Z'"),
        "welfare": "'alarm'", "attempts": "attempts + 7", "position": "position + 7",
    },
}  # fmt: skip
"""Another value of each column that a kind of fact is bound to."""
_ELSEWHERE: Final = {
    *(("incident", "state"), ("task", "incident_id")),
    *(("incident", ANSWERS), ("incident", QUIETLY)),
}
"""Held by the role's moves too, or by what a task is of; or it stands for no column."""
_TOLD: Final = sorted({verb for _, verb in FACT_RIGHTS if verb not in {"reference"}})
_OF_MEMBERS: Final = sorted(
    {verb for kind, _, verb in fact_columns() if kind == "member"} - {NEVER}
)
_OF_CASES: Final = sorted(set(_TOLD) - set(_OF_MEMBERS) | {"released", "words-erased"})


@pytest.fixture(scope="module")
def centre(server: ServerUrls, template_database: str) -> Iterator[Centre]:
    """One centre for all: nothing that is tried here is kept."""
    with a_centre(server, template_database) as made:
        made.arrange("ST41")
        yield made


@dataclass(frozen=True, slots=True)
class Psql:
    """Somebody with every role, and no program."""

    connection: psycopg.Connection
    case: UUID
    member: UUID

    def answer(self, kind: str, column: str, verb: str, role: Role | None = None) -> str:
        """What is said of a column that is changed by such a fact; nothing where it may be."""
        subject = self.member if kind == "member" else self.case
        role = role or next(role for role, fact in sorted(FACT_RIGHTS) if fact == verb)
        given: dict[str, Any] = {
            "subject": subject, "command": uuid4(), "actor": None, "role": role.value,
            "verb": verb, "kind": "member" if kind == "member" else "incident",
            "body": '{"fields":{}}', "format": FORMAT, "words": None, "salt": None,
        }  # fmt: skip
        value = _ANOTHER[kind][column]
        try:
            self._change(kind, f"{column} = {value}, ", given)
            self.connection.execute(_APPEND, given)
            self.connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except psycopg.Error as error:
            return f"{error.sqlstate} {error.diag.message_primary}"
        finally:
            self.connection.rollback()
        return ""

    def _change(self, kind: str, change: str, given: dict[str, Any]) -> None:
        stamp = "command_id = %(command)s, ordinal = 0"
        run: Any = self.connection.execute
        if kind == "task":
            run(f"UPDATE task SET {change}{stamp} WHERE incident_id = %(subject)s", given)
            kind, change = "incident", ""
        row = run(
            f"UPDATE {kind} SET {change}{stamp}, version = version + 1"
            " WHERE id = %(subject)s RETURNING version, cell_path::text",
            given,
        ).fetchone()
        given |= {"version": row[0], "cells": row[1]}


@pytest.fixture(scope="module")
def psql(centre: Centre) -> Iterator[Psql]:
    with psycopg.connect(centre.login(list(Role))) as connection:
        yield Psql(connection, centre.here, centre.members[0])


def _tried(psql: Psql, kind: str, verb: str) -> None:
    bound = {column for table, column, _ in fact_columns() if table == kind} - {"id"}
    for column in sorted(bound):
        if (kind, column) in _ELSEWHERE:
            continue
        said = psql.answer(kind, column, verb)
        if (kind, column, verb) in fact_columns():
            assert f'may not change "{column}"' not in said, (verb, column)
        else:
            assert said.startswith("WG006"), (verb, column, said)


@pytest.mark.parametrize("verb", _OF_MEMBERS)
def test_a_fact_about_a_member_changes_what_it_speaks_of_alone(psql: Psql, verb: str) -> None:
    _tried(psql, "member", verb)


@pytest.mark.parametrize(
    "verb", ["commented", "dispatched", "finished", "is-well", "reclassified", "task-seen"]
)
def test_a_fact_about_a_case_changes_no_more_of_it_than_its_kind_says(
    psql: Psql, verb: str
) -> None:
    _tried(psql, "incident", verb)
    _tried(psql, "task", verb)


@pytest.mark.long
@pytest.mark.parametrize("verb", _OF_CASES)
def test_each_kind_of_fact_is_held_to_its_columns(psql: Psql, verb: str) -> None:
    _tried(psql, "incident", verb)
    _tried(psql, "task", verb)


def test_words_move_no_case_and_end_no_task(psql: Psql) -> None:
    said = psql.answer("task", "state", "commented")
    assert said.startswith("WG006")
    assert 'may not change "state" of task' in said
    assert psql.answer("task", "state", "finished") == ""
    said = psql.answer("incident", "state", "commented", Role.MEMBER)
    assert 'may not change "state" of incident' in said
    assert psql.answer("incident", "state", "finished", Role.MEMBER) == ""


def test_a_fact_of_reference_data_speaks_for_no_member(centre: Centre) -> None:
    """An administrator may call a batch by any id: a member's own too."""
    member, command = centre.members[0], uuid4()
    with psycopg.connect(centre.login(list(Role))) as connection:
        connection.execute(
            "INSERT INTO reference_batch (version, id, kind, counts, digest)"
            " VALUES (99, %s, 'cells', '{}', '')", [member],
        )  # fmt: skip
        connection.execute(
            "UPDATE member SET capacity = 99, command_id = %s, ordinal = 0 WHERE id = %s",
            [command, member],
        )
        connection.execute(
            _APPEND,
            {
                "subject": member, "command": command, "actor": None, "role": "administrator",
                "verb": "corrected", "kind": "reference", "version": 99, "cells": "{}",
                "body": '{"fields":{}}', "format": FORMAT, "words": None, "salt": None,
            },
        )  # fmt: skip
        with pytest.raises(psycopg.Error) as caught:
            connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        connection.rollback()
    assert caught.value.sqlstate == "WG006"


def test_every_listed_column_and_fact_is_one_of_ours() -> None:
    columns = {
        "member": {*column_names(Member)},
        "incident": {*column_names(Incident), ANSWERS, QUIETLY},
        "task": {*column_names(Task), "incident_id", "position"},
    }
    known = {NEVER, *_TOLD}
    for kind, column, verb in fact_columns():
        assert column in columns[kind]
        assert verb in known, (kind, column, verb)


def test_no_column_of_a_member_stands_open() -> None:
    bound = {column for kind, column, _ in fact_columns() if kind == "member"}
    assert bound == {*column_names(Member)} - {"version"}
