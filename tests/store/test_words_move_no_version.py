"""How far a version rises, and who pays a reply: what psql may try, and what a desk does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

import psycopg
import pytest

from models.domain.fact import FORMAT
from models.domain.fact_reach import QUIETLY, fact_columns
from models.domain.lifecycle import UNIT_ROLES, Role
from models.domain.rights import FACT_RIGHTS
from tests.store.rights_world import Centre, a_centre
from tests.store.test_forgery import _APPEND

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.store.embedded import ServerUrls

pytestmark = pytest.mark.db

_QUIET = sorted(verb for _, name, verb in fact_columns() if name == QUIETLY)
_LOUD = ("commented", "instructed", "reminded", "supervised")
_WORDS = sorted(role for role, verb in FACT_RIGHTS if verb == "commented")


@dataclass(frozen=True, slots=True)
class Psql:
    """A login and a case; what it tries is undone."""

    connection: psycopg.Connection
    case: UUID
    member: UUID

    def told(
        self, change: str, verb: str, kind: str = "incident", role: Role | None = None, *,
        raised: int = 1, times: int = 1,
    ) -> str:  # fmt: skip
        """What is said of a change of a row, made so often, that one fact tells."""
        role = role or next(role for role, fact in sorted(FACT_RIGHTS) if fact == verb)
        given: dict[str, Any] = {
            "subject": self.member if kind == "member" else self.case, "command": uuid4(),
            "actor": None, "role": role.value, "verb": verb, "kind": kind,
            "body": '{"fields":{}}', "format": FORMAT, "words": None, "salt": None,
            "raised": raised,
        }  # fmt: skip
        changing: Any = (
            f"UPDATE {kind} SET {change} command_id = %(command)s, ordinal = 0,"
            " version = version + %(raised)s WHERE id = %(subject)s"
            " RETURNING version, cell_path::text"
        )
        try:
            for _ in range(times):
                row: Any = self.connection.execute(changing, given).fetchone()
            given |= {"version": row[0], "cells": row[1]}
            self.connection.execute(_APPEND, given)
            self.connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except psycopg.Error as error:
            return f"{error.sqlstate} {error.diag.message_primary}"
        finally:
            self.connection.rollback()
        return ""


@pytest.fixture(scope="module")
def centre(server: ServerUrls, template_database: str) -> Iterator[Centre]:
    """One centre for all: nothing that is tried here is kept."""
    with a_centre(server, template_database) as made:
        made.arrange("ST41")
        made.admin("UPDATE incident SET version = 5, quiet = 2, reply_by = now()")
        yield made


@pytest.fixture(scope="module")
def psql(centre: Centre) -> Iterator[Psql]:
    """Somebody with every role, and no program."""
    with psycopg.connect(centre.login(list(Role))) as connection:
        yield Psql(connection, centre.here, centre.members[0])


@pytest.mark.parametrize("verb", [*_LOUD, *_QUIET])
def test_a_version_rises_by_one_with_a_fact(psql: Psql, verb: str) -> None:
    assert psql.told("quiet = 0,", verb) == ""
    for raised in (-1, 2, 40):
        said = psql.told("quiet = 0,", verb, raised=raised)
        assert said.startswith("WG006"), (verb, raised, said)
        assert 'may not change "version"' in said


def test_a_version_of_a_member_rises_by_one_with_a_fact(psql: Psql) -> None:
    assert psql.told("duty = 'on_break',", "duty-changed", kind="member") == ""
    said = psql.told("duty = 'on_break',", "duty-changed", kind="member", raised=9)
    assert 'may not change "version"' in said


def test_what_raises_no_version_changes_nothing(psql: Psql) -> None:
    assert psql.told("", "revealed", raised=0) == ""
    for change in ("supervise = 3,", "quiet = 5,", "rungs = '{red}',"):
        said = psql.told(change, "supervised", raised=0)
        assert 'may not change "version"' in said, change


def test_a_row_changes_once_for_a_fact(psql: Psql) -> None:
    said = psql.told("quiet = 0,", "commented", times=2)
    assert said.startswith("WG006"), said
    assert 'may not change "version"' in said


@pytest.mark.parametrize("verb", _LOUD)
def test_words_let_nobody_go_on_who_did_not_hear_them(psql: Psql, verb: str) -> None:
    for quiet in ("quiet = quiet + 1,", "quiet = 5,", "quiet = 1,", "quiet = -3,", ""):
        said = psql.told(quiet, verb)
        assert said.startswith("WG006"), (verb, quiet, said)
        assert 'may not change "quiet"' in said


@pytest.mark.parametrize("verb", _QUIET)
def test_what_nobody_decides_upon_is_one_more_and_no_further(psql: Psql, verb: str) -> None:
    assert psql.told("quiet = quiet + 1,", verb) == ""
    assert 'may not change "quiet"' in psql.told("quiet = quiet + 2,", verb)


def test_the_unit_pays_its_reply_with_a_word_and_nobody_else_does(centre: Centre) -> None:
    for role in _WORDS:
        with psycopg.connect(centre.login([role])) as connection:
            one = Psql(connection, centre.here, centre.members[0])
            said = one.told("quiet = 0, reply_by = NULL,", "commented", role=role)
            assert (said == "") == (role in UNIT_ROLES), (role, said)
            later = one.told("quiet = 0, reply_by = '2031-01-01Z',", "commented", role=role)
            assert 'may not change "reply_by"' in later
