"""What somebody with psql and a real login may not make the consoles believe."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, LiteralString
from uuid import uuid4

import psycopg
import pytest

from models.domain.error import Trouble
from models.domain.fact import FORMAT, SubjectKind
from models.domain.lifecycle import Role
from models.store.engine import an_engine
from models.store.erasure import erase_words
from models.store.journal_append import Author
from models.store.mapping import words_digest
from models.store.mentions import mentions
from tests.store.rights_world import Centre, a_centre

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from models.store.embedded import ServerUrls

pytestmark = pytest.mark.db

TOWN = "370215001"
_APPEND: LiteralString = """
SELECT journal_append(%(command)s, coalesce(%(actor)s, session_user::text), %(role)s, 'psql',
    ARRAY[now()]::timestamptz[], ARRAY[%(verb)s]::text[], ARRAY[%(kind)s]::text[],
    ARRAY[%(subject)s]::uuid[], ARRAY[%(version)s]::int[], ARRAY[%(cells)s]::text[],
    ARRAY[%(body)s]::text[], %(format)s::smallint, ARRAY[%(words)s]::text[],
    ARRAY[%(salt)s]::bytea[], NULL, NULL)
"""
_STAMP: LiteralString = """
UPDATE incident SET command_id = %(command)s, ordinal = 0, version = version + 1
WHERE id = %(subject)s RETURNING version, cell_path::text
"""


@pytest.fixture(scope="module")
def centre(server: ServerUrls, template_database: str) -> Iterator[Centre]:
    """One centre for all: nothing that is tried here is kept."""
    with a_centre(server, template_database) as made:
        made.arrange("ST40")
        yield made


def _code(
    url: str, subject: UUID, *, touches_row: bool = True,
    before: tuple[LiteralString, dict[str, Any]] | None = None, **given: Any,
) -> str | None:  # fmt: skip
    """What a forged fact is refused with, its row written or not; None where it is taken."""
    usual: dict[str, Any] = {
        "command": uuid4(), "actor": None, "role": "dispatcher", "verb": "commented",
        "kind": "incident", "subject": subject, "version": 2, "cells": "{}",
        "body": '{"fields":{}}', "format": FORMAT, "words": None, "salt": None,
    }  # fmt: skip
    with psycopg.connect(url) as connection:
        try:
            if before:
                connection.execute(*before)
            if touches_row:
                row = connection.execute(_STAMP, usual | given).fetchone()
                if row is not None:
                    usual |= {"version": row[0], "cells": row[1]}
            connection.execute(_APPEND, usual | given)
            connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except psycopg.Error as error:
            return error.sqlstate
        finally:
            connection.rollback()
    return None


@pytest.fixture(scope="module")
def dispatcher(centre: Centre) -> str:
    """A login that may do much, everywhere."""
    return centre.login([Role.DISPATCHER])


def test_a_fact_of_a_changed_row_is_taken(centre: Centre, dispatcher: str) -> None:
    assert _code(dispatcher, centre.here) is None


def test_no_fact_is_taken_that_no_row_tells(centre: Centre, dispatcher: str) -> None:
    closed = '{"fields":{"state":"ST80"}}'
    assert _code(dispatcher, centre.here, touches_row=False) == "WG008"
    assert _code(dispatcher, centre.here, body=closed) == "WG008"
    twice = '{"fields":{"state":"ST40"},"fields":{"state":"ST80"}}'
    assert _code(dispatcher, centre.here, body=twice) == "WG008"
    assert _code(dispatcher, centre.here, body='{"fields":{"state":null}}') == "WG008"
    assert _code(dispatcher, centre.here, body='{"fields":{"restricted":true}}') == "WG008"
    assert _code(dispatcher, centre.here, version=99) == "WG008"
    assert _code(dispatcher, centre.here, kind="member") == "WG008"
    assert _code(dispatcher, centre.here, kind="weather") == "WG008"


@pytest.mark.parametrize(
    "body",
    [
        "[]", "1", "null", "{}", '{"fields":[]}', '{"fields":{},"tasks":{}}',
        '{"fields":{},"advice":7}', '{"fields":{},"words":"00"}', '{"fields":{},"x":1}',
    ],
)  # fmt: skip
def test_no_body_is_taken_that_has_another_shape_than_bodies_have(
    centre: Centre, dispatcher: str, body: str
) -> None:
    assert _code(dispatcher, centre.here, body=body) == "WG012"


@pytest.mark.parametrize(
    "fields",
    [
        '"mood":"grim"', '"id":"00000000000000000000000000000000"', '"version":3',
        '"supervise":"0"', '"supervise":7', '"supervise":null', '"restricted":0',
        '"photos":"a"', '"photos":["a"]', '"due_at":"tomorrow"', '"reported_at":"now"',
        '"reported_at":12', '"place":[1,2]', '"place":{"lon":1}', '"urgency":"grim"',
        '"text":"换了"', '"tasks":[]',
    ],
)  # fmt: skip
def test_no_field_is_told_that_the_row_does_not_have_or_says_otherwise(
    centre: Centre, dispatcher: str, fields: str
) -> None:
    assert _code(dispatcher, centre.here, body='{"fields":{' + fields + "}}") == "WG008"


def test_a_field_is_taken_as_the_row_has_it_and_as_consoles_spell_it(
    centre: Centre, dispatcher: str
) -> None:
    ((at, lon, lat, cell),) = centre.admin(
        "SELECT to_char(reported_at, 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), lon, lat, cell"
        " FROM incident WHERE id = %s", centre.here,
    )  # fmt: skip
    said = f'"reported_at":"{at}","place":[{lon},{lat}],"cell":{cell},"category":"E0102"'
    assert _code(dispatcher, centre.here, body='{"fields":{' + said + "}}") is None
    postgres = said.replace("T", " ").replace("Z", "+00")
    assert _code(dispatcher, centre.here, body='{"fields":{' + postgres + "}}") == "WG008"


@pytest.mark.parametrize(
    ("first", "second", "answer"),
    [
        ("{}", "{}", None),
        ('{"supervise":7}', "{}", "WG008"),
        ("{}", '{"supervise":7}', "WG008"),
        ('{"supervise":7}', '{"supervise":0}', None),
        ('{"supervise":0}', '{"supervise":7}', "WG008"),
    ],
)
def test_of_several_facts_of_one_case_the_later_word_is_what_the_row_says(
    centre: Centre, dispatcher: str, first: str, second: str, answer: str | None
) -> None:
    command, given = uuid4(), {"subject": centre.here}
    with psycopg.connect(dispatcher) as connection:
        row = connection.execute(_STAMP, given | {"command": command}).fetchone()
        version, cells = row or (0, "{}")
        connection.execute("UPDATE incident SET ordinal = 1 WHERE id = %s", [centre.here])
        bodies = [f'{{"fields":{fields}}}' for fields in (first, second)]
        try:
            connection.execute(
                "SELECT journal_append(%s, session_user::text, 'dispatcher', 'psql',"
                " array_fill(now(), ARRAY[2]), array_fill('commented'::text, ARRAY[2]),"
                " array_fill('incident'::text, ARRAY[2]), array_fill(%s::uuid, ARRAY[2]),"
                " array_fill(%s::integer, ARRAY[2]), array_fill(%s::text, ARRAY[2]),"
                " %s::text[], %s::smallint, array_fill(NULL::text, ARRAY[2]),"
                " array_fill(NULL::bytea, ARRAY[2]), NULL, NULL)",
                [command, centre.here, version, cells, bodies, FORMAT],
            )
            said = None
        except psycopg.Error as error:
            said = error.sqlstate
        connection.rollback()
    assert said == answer


def test_no_task_is_told_that_the_case_does_not_have(centre: Centre, dispatcher: str) -> None:
    ((task,),) = centre.admin(
        "SELECT to_jsonb(t) FROM task t WHERE incident_id = %s", centre.here
    )
    for key in ("incident_id", "position", "command_id", "ordinal"):
        del task[key]
    task |= {
        key: value.replace("-", "") for key, value in task.items() if key in {"id", "assignee"}
    }
    task["given_at"] = datetime.fromisoformat(task["given_at"]).strftime(
        "%Y-%m-%dT%H:%M:%S.%fZ"
    )

    def told(**other: Any) -> str | None:
        body = {"fields": {}, "tasks": [task | other]}
        return _code(dispatcher, centre.here, body=json.dumps(body))

    assert told() is None
    assert told(state="done") == "WG008"
    assert told(mood="grim") == "WG008"
    assert told(id=uuid4().hex) == "WG008"
    short = {"fields": {}, "tasks": [{"id": task["id"], "state": task["state"]}]}
    assert _code(dispatcher, centre.here, body=json.dumps(short)) == "WG008"


def test_words_beside_a_fact_are_those_of_its_row_and_of_its_digest(
    centre: Centre, dispatcher: str
) -> None:
    def told(words: str, digest: str | None = None) -> str | None:
        kept = words_digest(b"0" * 16, words) if digest is None else digest
        return _code(
            dispatcher, centre.here, body=json.dumps({"fields": {}, "words": kept}),
            words=words, salt=b"0" * 16,
        )  # fmt: skip

    assert told('{"fields":{"text":"路口有暴露垃圾"}}') is None
    assert told('{"fields":{"text":"路口有暴露垃圾"}}', "00") == "WG012"
    assert told('{"fields":{"text":"别的"}}') == "WG008"
    assert told('{"fields":{"state":"ST80"}}') == "WG008"
    assert told('{"note":7}') == "WG012"
    assert told("[]") == "WG012"


@pytest.mark.parametrize(
    "change",
    [
        "urgency = 'grim'", "state = 'ST99'", "due_at = 'infinity'", "lon = 'NaN'", "lat = 91",
        "photos = ARRAY[NULL]", "rungs = ARRAY['grim']",
        "pauses = ARRAY['-infinity'::timestamptz]",
    ],
)  # fmt: skip
def test_no_row_is_written_that_no_console_reads(
    centre: Centre, dispatcher: str, change: LiteralString
) -> None:
    with psycopg.connect(dispatcher) as connection:
        query: LiteralString = "UPDATE incident SET " + change + " WHERE id = %s"
        with pytest.raises(psycopg.DatabaseError) as caught:
            connection.execute(query, [centre.here])
    assert caught.value.sqlstate in {"23514", "WG004"}


_BEGIN: LiteralString = """
INSERT INTO incident SELECT (jsonb_populate_record(i, jsonb_build_object(
    'id', %(subject)s::uuid, 'number', 'forged-1', 'state', %(state)s::text, 'version', 1,
    'command_id', %(command)s::uuid, 'ordinal', 0))).*
FROM incident i WHERE i.id = %(here)s
"""


@pytest.mark.parametrize(
    ("role", "state", "code"),
    [
        (Role.DISPATCHER, "ST10", None),
        (Role.DISPATCHER, "ST40", "WG006"),
        (Role.DISPATCHER, "ST80", "WG006"),
        (Role.DISPATCHER, "ST15", "WG006"),
        (Role.MEMBER, "ST15", None),
    ],
)
def test_a_case_begins_where_the_lifecycle_has_it_begin(
    centre: Centre, role: Role, state: str, code: str | None
) -> None:
    url, subject, command = centre.login([role]), uuid4(), uuid4()
    given = {"subject": subject, "command": command, "state": state, "here": centre.here}
    verb = "reported" if role is Role.DISPATCHER else "reported-self"
    assert _code(
        url, subject, touches_row=False, before=(_BEGIN, given), command=command,
        role=role.value, version=1, verb=verb, cells=_cells(centre),
    ) == code  # fmt: skip


def _cells(centre: Centre) -> str:
    ((cells,),) = centre.admin(
        "SELECT cell_path::text FROM incident WHERE id = %s", centre.here
    )
    return str(cells)


def test_nobody_with_psql_keeps_the_others_from_the_journal(
    centre: Centre, dispatcher: str
) -> None:
    with psycopg.connect(dispatcher) as connection:
        connection.execute("SELECT pg_advisory_lock(20477, 1)")
        for mode in ("ACCESS SHARE", "ROW EXCLUSIVE"):
            query: Any = f"LOCK TABLE journal_turn IN {mode} MODE"
            with (
                pytest.raises(psycopg.errors.InsufficientPrivilege),
                connection.transaction(),
            ):
                connection.execute(query)
        assert _code(centre.login([Role.DISPATCHER]), centre.here) is None


def test_nobody_with_psql_keeps_the_others_from_storing_fixes_or_sheets(
    centre: Centre, dispatcher: str
) -> None:
    with psycopg.connect(dispatcher) as connection:
        for lock in (2, 5):  # what was locked of old
            connection.execute("SELECT pg_advisory_lock(20477, %s)", [lock])
        for table, mode in (("fix", "SHARE UPDATE EXCLUSIVE"), ("reference_batch", "SHARE")):
            query: Any = f"LOCK TABLE {table} IN {mode} MODE"
            with (
                pytest.raises(psycopg.errors.InsufficientPrivilege),
                connection.transaction(),
            ):
                connection.execute(query)
        with psycopg.connect(centre.login([Role.GATEWAY])) as gateway:
            gateway.execute("SET lock_timeout = '5s'")
            made = gateway.execute("SELECT fix_partition(date '2031-05-04')").fetchone()
        assert made == ("fix_20310504",)


def test_no_fact_is_hidden_from_those_whose_cells_its_subject_lies_in(
    centre: Centre, dispatcher: str
) -> None:
    assert _code(dispatcher, centre.here, cells="{}") == "WG008"


def test_a_town_tells_nothing_of_another_towns_case(centre: Centre) -> None:
    url = centre.login([Role.DISPATCHER], TOWN)
    assert _code(url, centre.here) is None
    assert _code(url, centre.there) == "WG008"


def test_whoever_may_not_see_a_restricted_case_tells_nothing_of_it(centre: Centre) -> None:
    url = centre.login([Role.MEMBER])
    assert _code(url, centre.here, role="member") is None
    assert _code(url, centre.secret, role="member") == "WG008"


def test_no_format_is_written_that_no_console_reads(centre: Centre, dispatcher: str) -> None:
    assert _code(dispatcher, centre.here, format=FORMAT + 1) == "WG009"
    assert _code(dispatcher, centre.here, format=0) == "WG009"


def test_the_clocks_name_stands_under_the_clocks_own_facts_alone(centre: Centre) -> None:
    url = centre.login([Role.SHIFT_LEAD])
    lead: dict[str, Any] = {"role": "shift_lead", "actor": "clock"}
    assert _code(url, centre.here, verb="commented", **lead) == "WG007"
    assert _code(url, centre.here, verb="fell-due", **lead) is None
    nightly = lead | {"actor": "nightly"}
    assert _code(url, centre.here, verb="fell-due", **nightly) == "WG007"
    assert _code(url, centre.here, verb="archived", **nightly) is None


def test_no_trigger_of_ours_hangs_on_anybody_elses_table(centre: Centre) -> None:
    with psycopg.connect(centre.login([Role.WALL])) as connection:
        connection.execute("CREATE TEMP TABLE mine (LIKE incident)")
        for function in ("incident_search_follows", "row_has_its_fact", "never"):
            with (
                pytest.raises(psycopg.errors.InsufficientPrivilege),
                connection.transaction(),
            ):
                connection.execute(
                    "CREATE TRIGGER t AFTER INSERT ON mine FOR EACH ROW"
                    f" EXECUTE FUNCTION {function}()"  # type: ignore[arg-type]  # names above
                )


def test_everybody_may_run_no_function_of_the_owners_rights(centre: Centre) -> None:
    found = centre.admin(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        " AND prosecdef AND has_function_privilege('public', oid, 'EXECUTE')"
    )
    assert found == []


_HAND_OVER: LiteralString = """
INSERT INTO handover VALUES (%(subject)s, 1, '{}', coalesce(%(author)s, session_user::text),
    'psql', now(), now(), now(), 0, '{}', '', %(taken_by)s, 'psql',
    CASE WHEN %(taken_by)s::text <> '' THEN now() END, %(command)s, 0)
"""
_TELL: LiteralString = """
INSERT INTO room_note VALUES (%(subject)s, 1, '', NULL, '{}',
    coalesce(%(author)s, session_user::text), 'psql', now(), now(), %(seen_by)s, NULL,
    %(command)s, 0)
"""


@pytest.mark.parametrize(
    ("verb", "row", "code"),
    [
        ("shift-handed-over", {}, None),
        ("shift-handed-over", {"author": "li"}, "WG007"),
        ("shift-taken-over", {"taken_by": "li"}, "WG007"),
        ("room-told", {}, None),
        ("room-told", {"author": "li"}, "WG007"),
        ("note-seen", {"seen_by": ["li"]}, "WG007"),
    ],
)
def test_nobody_hands_over_signs_or_speaks_in_anothers_name(
    centre: Centre, dispatcher: str, verb: str, row: dict[str, Any], code: str | None
) -> None:
    subject, command = uuid4(), uuid4()
    is_shift = verb.startswith("shift")
    kind, statement = ("handover", _HAND_OVER) if is_shift else ("room_note", _TELL)
    usual: dict[str, Any] = {"author": None, "taken_by": "", "seen_by": []}
    given = usual | row | {"subject": subject, "command": command}
    assert _code(
        dispatcher, subject, touches_row=False, before=(statement, given), command=command,
        kind=kind, verb=verb, version=1,
    ) == code  # fmt: skip


_LEAVE: LiteralString = """
UPDATE member SET leaves = jsonb_build_array(jsonb_build_object(
        'id', '0192a6f0c0de7000800000000000000a', 'kind', 'annual', 'state', %(state)s::text,
        'begins_at', '2026-11-20T00:00:00.000000Z', 'ends_at', '2026-11-21T00:00:00.000000Z',
        'asked_by', coalesce(%(asked_by)s, session_user::text),
        'decided_by', coalesce(%(decided_by)s, session_user::text))),
    version = version + 1, command_id = %(command)s, ordinal = 0 WHERE id = %(subject)s
"""


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ({}, None),
        ({"asked_by": "li"}, "WG007"),
        ({"decided_by": "li"}, "WG007"),
        ({"state": "asked", "decided_by": "", "verb": "leave-asked"}, None),
    ],
)
def test_nobody_asks_for_leave_or_grants_it_in_anothers_name(
    centre: Centre, row: dict[str, Any], code: str | None
) -> None:
    subject, command = centre.members[0], uuid4()
    usual = {"state": "granted", "asked_by": None, "decided_by": None, "verb": "leave-given"}
    given = usual | row | {"subject": subject, "command": command}
    query = "SELECT version, cell_path::text FROM member WHERE id = %s"
    ((now, cells),) = centre.admin(query, subject)
    assert _code(
        centre.login([Role.SHIFT_LEAD]), subject, touches_row=False, before=(_LEAVE, given),
        command=command, kind="member", verb=given["verb"], version=now + 1, cells=cells,
        role="shift_lead",
    ) == code  # fmt: skip


_ASK_TO_VOID: LiteralString = """
UPDATE incident SET void_asked_by = coalesce(%(who)s, session_user::text),
    version = version + 1, command_id = %(command)s, ordinal = 0 WHERE id = %(subject)s
"""
_SIGN: LiteralString = """
UPDATE task SET signed_by = coalesce(%(who)s, session_user::text), command_id = %(command)s,
    ordinal = 0 WHERE incident_id = %(subject)s
"""


@pytest.mark.parametrize(("who", "code"), [(None, None), ("li", "WG007")])
def test_nobody_asks_to_void_or_signs_for_an_assignee_in_anothers_name(
    centre: Centre, dispatcher: str, who: str | None, code: str | None
) -> None:
    command, cells = uuid4(), _cells(centre)
    given = {"subject": centre.here, "command": command, "who": who}
    ((now,),) = centre.admin("SELECT version FROM incident WHERE id = %s", centre.here)
    assert _code(
        dispatcher, centre.here, touches_row=False, before=(_ASK_TO_VOID, given),
        command=command, verb="void-asked", version=now + 1, cells=cells,
    ) == code  # fmt: skip
    assert _code(
        dispatcher, centre.here, before=(_SIGN, given), command=command, verb="called"
    ) == code  # fmt: skip


_BEGIN_SIGNED: LiteralString = """
INSERT INTO task
SELECT (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(),
    'signed_by', %(who)s::text, 'state', 'to_sign', 'signed_at', NULL, 'command_id',
    %(command)s::uuid, 'ordinal', 0))).*
FROM task t WHERE incident_id = %(subject)s LIMIT 1
"""


def test_nobody_begins_a_task_with_anothers_name_under_it(
    centre: Centre, dispatcher: str
) -> None:
    command = uuid4()
    given = {"subject": centre.here, "command": command, "who": "li"}
    begun = {"before": (_BEGIN_SIGNED, given), "command": command, "verb": "assist-added"}
    assert _code(dispatcher, centre.here, **begun) == "WG007"


def test_words_are_erased_by_nobody_without_a_fact(centre: Centre) -> None:
    url = centre.login([Role.ADMINISTRATOR])
    with psycopg.connect(url) as connection:
        connection.execute("SELECT erase_words('incident', %s)", [centre.here])
        with pytest.raises(psycopg.Error) as caught:
            connection.commit()
    assert caught.value.sqlstate == "WG002"
    assert centre.admin("SELECT 1 FROM personal WHERE subject_id = %s", centre.here)
    erasing = an_engine(url)
    login = url.split("//")[1].partition(":")[0]
    author = Author(uuid4(), login, "administrator", "desk-1")
    assert erase_words(erasing, SubjectKind.MEMBER, centre.members[1], author) == 1
    erasing.dispose()


def test_a_person_is_looked_for_by_nobody_who_sees_a_part(centre: Centre) -> None:
    for roles in ([Role.ADMINISTRATOR], [Role.SECURITY_ADMINISTRATOR]):
        with (
            psycopg.connect(centre.login(roles)) as connection,
            pytest.raises(Trouble) as caught,
        ):
            mentions(connection, ("13912345678",))
        assert caught.value.code == "part_only"


def test_an_administrator_who_sees_everything_erases_a_persons_words(centre: Centre) -> None:
    url = centre.login([Role.ADMINISTRATOR, Role.AUDITOR])
    with psycopg.connect(url) as connection:
        found = {mention.subject for mention in mentions(connection, ("13912345678",))}
    assert found == {centre.here, centre.there, centre.secret}
    engine = an_engine(url)
    login = url.split("//")[1].partition(":")[0]
    author = Author(uuid4(), login, "administrator", "desk-1")
    assert erase_words(engine, SubjectKind.INCIDENT, centre.there, author) > 0
    engine.dispose()
    assert centre.admin("SELECT text FROM incident WHERE id = %s", centre.there) == [("",)]


def test_nobody_says_that_another_has_a_case_in_hand(centre: Centre, dispatcher: str) -> None:
    console = uuid4()
    with psycopg.connect(dispatcher) as connection:
        connection.execute(
            "SELECT presence_tell(%s, 'somebody', 'x', %s, '{}', 10)", [console, centre.here]
        )
        rows = connection.execute(
            "SELECT operator = session_user FROM presence WHERE console = %s", [console]
        ).fetchall()
        connection.rollback()
    assert rows == [(True,)]


def test_what_somebody_has_in_hand_names_no_case_that_the_reader_may_not_see(
    centre: Centre, dispatcher: str
) -> None:
    held = [centre.secret, centre.here, centre.there]
    with psycopg.connect(dispatcher, autocommit=True) as connection:
        connection.execute(
            "SELECT presence_tell(%s, '', 'x', %s, %s::uuid[], 60)", [uuid4(), held[0], held]
        )
    town = centre.login([Role.MEMBER], TOWN)
    with psycopg.connect(town) as connection:
        rows = connection.execute("SELECT incident, in_hand FROM presence").fetchall()
    assert rows == [(centre.here, True)]
