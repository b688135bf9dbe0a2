"""Nobody sees or changes what is not theirs: by role and by cells, through plain SQL."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any, LiteralString
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from models.domain.command import Accept, Dispatch, Register
from models.domain.error import BadInput, Trouble
from models.domain.incident import State
from models.domain.lifecycle import CLEARED_ROLES, Role
from models.domain.refusal import Refused
from models.domain.rights import READING_ROLES
from models.picture.fold import fold
from models.picture.picture import Picture
from models.store.engine import connect
from models.store.journal import read_after
from models.store.present import present_picture
from models.store.rights import read_rights, require_whole_sight
from tests.store.rights_world import Centre, a_centre, desks, sent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.store.embedded import ServerUrls

pytestmark = pytest.mark.db

TOWN = "370215001"
_OPEN_TO_ALL = {
    "department", "category", "cell", "road", "reference_batch", "calendar", "rule",
    "reference_change", "setting",
    "home_clock", "lifecycle_move", "role_right", "role_move", "incident_serial",
    "alembic_version", "journal_staging", "release_floor",
    "department_cell", "journal_turn", "attachment_forgotten", "fact_column",
}  # fmt: skip
"""Tables without policies: reference data, numbers, digests, and a way in that nobody reads."""
_INCIDENTS: LiteralString = "SELECT id FROM incident"
_BY_TABLE: dict[str, LiteralString] = {
    "task": "SELECT incident_id FROM task",
    "journal": "SELECT subject_id FROM journal WHERE subject_kind = 'incident'",
    "personal": "SELECT subject_id FROM personal WHERE subject_kind = 'incident'",
    "drawing": "SELECT incident FROM drawing",
    "search": "SELECT incident FROM search_candidates('暴露垃圾', NULL, NULL, 100)",
}
_CHANGES: tuple[LiteralString, ...] = (
    "UPDATE incident SET urgency = 'urgent' WHERE id = %s",
    "UPDATE task SET instruction = '' WHERE incident_id = %s",
    "UPDATE drawing SET text = 'x' WHERE incident = %s",
)


@pytest.fixture(scope="module")
def centre(server: ServerUrls, template_database: str) -> Iterator[Centre]:
    """One centre for all: nothing that is tried here is kept."""
    with a_centre(server, template_database) as made:
        made.arrange("ST40")
        yield made


def _seen(url: str, query: LiteralString) -> set[Any]:
    with psycopg.connect(url) as connection:
        return {row[0] for row in connection.execute(query)}


@pytest.mark.parametrize(("role", "is_scoped"), list(product(Role, (False, True))))
def test_a_login_sees_exactly_the_cases_of_its_role_and_cells(
    centre: Centre, role: Role, is_scoped: bool
) -> None:
    url = centre.login([role], *([TOWN] if is_scoped else []))
    expected = set()
    if role in READING_ROLES:
        expected = {centre.here} | (set() if is_scoped else {centre.there})
        expected |= {centre.secret} if role in CLEARED_ROLES else set()
    assert _seen(url, _INCIDENTS) == expected
    for table, query in _BY_TABLE.items():
        assert _seen(url, query) <= expected, table
    with psycopg.connect(url) as connection:
        people = connection.execute("SELECT number FROM member ORDER BY number").fetchall()
        places = connection.execute("SELECT count(*) FROM position").fetchall()
    all_people = [("M1",)] if is_scoped else [("M1",), ("M2",)]
    if role is Role.ADMINISTRATOR:
        assert (people, places) == ([("M1",), ("M2",)], [(0,)])
    elif role in READING_ROLES:
        assert (people, places) == (all_people, [(len(all_people),)])
    else:
        assert (people, places) == ([], [(0,)])


def test_a_town_changes_nothing_of_another_town(centre: Centre) -> None:
    url = centre.login([Role.SHIFT_LEAD, Role.DISPATCHER], TOWN)
    with psycopg.connect(url) as connection:
        for statement in _CHANGES:
            assert connection.execute(statement, [centre.there]).rowcount == 0, statement
        connection.rollback()
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
            connection.execute(
                "INSERT INTO member SELECT (json_populate_record(NULL::member,"
                " json_build_object('id', gen_random_uuid(), 'cell_path', ARRAY[%s::bigint],"
                " 'number', 'x', 'name', 'x', 'version', 1, 'ref', 9, 'kind', 'full_time',"
                " 'skills', ARRAY[]::text[], 'duty', 'on_duty', 'capacity', 1, 'phone', '',"
                " 'command_id', gen_random_uuid(), 'ordinal', 0))).*",
                [centre.cells["370215002"]],
            )


def test_to_a_town_a_case_of_another_is_not_there_even_for_a_client_that_lies(
    centre: Centre,
) -> None:
    url = centre.login([Role.DISPATCHER], TOWN)
    login = url.split("//")[1].partition(":")[0]
    act = Dispatch(incident=centre.there, members=centre.members[:1])
    with desks({Role.DISPATCHER: url}) as one, pytest.raises((BadInput, Refused)) as caught:
        sent(one[Role.DISPATCHER], act, login, Role)
    assert getattr(caught.value, "code", "") == "unknown_incident"


def test_what_is_handed_into_a_town_comes_whole_and_goes_again(
    server: ServerUrls, template_database: str
) -> None:
    with (
        a_centre(server, template_database) as centre,
        connect(centre.login([Role.DISPATCHER], TOWN), autocommit=True) as connection,
    ):
        before, _ = fold(Picture(), read_after(connection, 0, 1000))
        assert centre.there not in before.incidents
        centre.home.do(Accept(incident=centre.there))
        centre.home.do(Register(incident=centre.there))
        down = Dispatch(
            verb="hand-down", incident=centre.there, cell="370215001201", reason="就近"
        )
        centre.admin("UPDATE incident SET level = 1 WHERE id = %s", centre.there)
        centre.home.do(down)
        after, _ = fold(before, read_after(connection, before.seq, 1000))
        assert after.incidents[centre.there].state is State.REGISTERED
        assert after.incidents[centre.there].text == "路口有暴露垃圾"
        assert centre.there in present_picture(connection).incidents
        up = Dispatch(verb="escalate", incident=centre.there, level=1, reason="需要全区协调")
        centre.admin("UPDATE incident SET level = 4 WHERE id = %s", centre.there)
        centre.home.do(up)
        last, _ = fold(after, read_after(connection, after.seq, 1000))
        assert last.incidents[centre.there].handed_to is None
        assert centre.there not in present_picture(connection).incidents


def test_the_rights_of_a_sign_in_are_told_by_the_database(centre: Centre) -> None:
    url = centre.login([Role.DISPATCHER, Role.ACCEPTOR], TOWN)
    with psycopg.connect(url) as connection:
        rights = read_rights(connection)
        with pytest.raises(Trouble, match="everything") as caught:
            require_whole_sight(connection)
    assert rights.roles == {Role.DISPATCHER, Role.ACCEPTOR}
    assert rights.cells == {centre.cells[TOWN]}
    assert caught.value.code == "part_only"
    with psycopg.connect(centre.login([Role.AUDITOR])) as connection:
        require_whole_sight(connection)


def test_no_table_is_without_policies_unless_it_is_open_to_all(centre: Centre) -> None:
    bare = centre.admin(
        "SELECT relname FROM pg_class c WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('r', 'p') AND NOT relispartition"
        " AND NOT (relrowsecurity AND relforcerowsecurity)"
    )
    assert {name for (name,) in bare} <= _OPEN_TO_ALL


def test_partitions_of_fixes_are_read_by_nobody_past_their_parent(centre: Centre) -> None:
    ((part,),) = centre.admin(
        "SELECT inhrelid::regclass::text FROM pg_inherits WHERE inhparent = 'fix'::regclass"
    )
    with (
        psycopg.connect(centre.login([Role.DISPATCHER], TOWN)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(f"SELECT * FROM {part}")  # type: ignore[call-overload]  # a table's name


def test_receipts_are_told_by_their_id_alone(centre: Centre) -> None:
    url = centre.login([Role.AUDITOR])
    with (
        psycopg.connect(url) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("SELECT * FROM command_receipt")
    with psycopg.connect(url) as connection:
        unknown = connection.execute("SELECT digest FROM receipt_of(%s)", [uuid4()]).fetchall()
    assert unknown in ([(None,)], [])


def test_whoever_has_two_sights_finds_by_words_what_the_two_show_and_no_more(
    centre: Centre,
) -> None:
    url = centre.login([Role.DISPATCHER], "370215002")
    with psycopg.connect(centre.urls.admin) as connection:
        who = sql.Identifier(centre.logins[-1])
        connection.execute(sql.SQL("GRANT wangge_open TO {}").format(who))
    assert _seen(url, _INCIDENTS) == {centre.here, centre.there}
    assert _seen(url, _BY_TABLE["search"]) == {centre.here, centre.there}
