"""Promises of photos in the database: brought once, seen by whoever sees the incident."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, LiteralString

import psycopg
import pytest

from models.domain.command import Attach
from models.domain.error import Trouble
from models.domain.lifecycle import Role
from models.domain.photo import PhotoRole
from models.store.attachment_rows import (
    bring_attachment,
    fetch_attachment,
    forget_attachments,
    sweep_attachments,
)
from models.store.engine import troubles
from models.store.provision import downgrade, upgrade
from tests.store.rights_world import Centre, a_centre

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.domain.ids import IncidentId
    from models.store.embedded import ServerUrls

pytestmark = pytest.mark.db
TOWN_OF_HERE, OTHER_TOWN = "370215001", "370215002"


_ROOM_OF_100: LiteralString = """
CREATE OR REPLACE FUNCTION attachment_room() RETURNS bigint LANGUAGE sql IMMUTABLE
AS $$ SELECT 100::bigint $$
"""


def a_file(content: bytes) -> tuple[str, bytes]:
    return hashlib.sha256(content).hexdigest() + ".jpg", content


@pytest.fixture(scope="module")
def centre(server: ServerUrls, template_database: str) -> Iterator[Centre]:
    with a_centre(server, template_database) as made:
        yield made


@pytest.fixture(scope="module")
def dispatcher(centre: Centre) -> str:
    return centre.login([Role.DISPATCHER])


def brought(url: str, name: str, content: bytes) -> bool:
    with psycopg.connect(url) as connection:
        return bring_attachment(connection, name, content)


def fetched(url: str, name: str) -> bytes | None:
    with psycopg.connect(url) as connection:
        return fetch_attachment(connection, name)


def shown(centre: Centre, incident: IncidentId, content: bytes) -> str:
    """A photo that is brought, and that an incident names."""
    name, content = a_file(content)
    brought(centre.urls.console, name, content)
    centre.home.do(Attach(incident=incident, photo=(name,), role=PhotoRole.AFTER))
    return name


def test_a_photo_is_brought_once(dispatcher: str) -> None:
    name, content = a_file(b"once")
    assert brought(dispatcher, name, content)
    assert not brought(dispatcher, name, content)


def test_whoever_sees_the_incident_sees_its_photo_and_nobody_else(centre: Centre) -> None:
    name = shown(centre, centre.here, b"here")
    assert fetched(centre.login([Role.DISPATCHER]), name) == b"here"
    assert fetched(centre.login([Role.DISPATCHER], TOWN_OF_HERE), name) == b"here"
    assert fetched(centre.login([Role.DISPATCHER], OTHER_TOWN), name) is None
    assert fetched(centre.login([Role.ADMINISTRATOR]), name) is None


def test_a_photo_of_a_restricted_incident_is_for_the_cleared(centre: Centre) -> None:
    name = shown(centre, centre.secret, b"secret")
    assert fetched(centre.urls.console, name) == b"secret"
    assert fetched(centre.login([Role.MEMBER]), name) is None


def test_what_no_incident_names_is_seen_by_nobody(dispatcher: str) -> None:
    name, content = a_file(b"waits for its act")
    brought(dispatcher, name, content)
    assert fetched(dispatcher, name) is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        (a_file(b"this")[0], b"that"),
        ("../../etc/passwd", b"x"),
        (a_file(b"")[0], b""),
        (a_file(b"x")[0].upper(), b"x"),
    ],
    ids=["another's content", "no name", "nothing", "capitals"],
)
def test_nobody_keeps_a_file_under_a_name_that_is_not_its_own(
    dispatcher: str, name: str, content: bytes
) -> None:
    with (
        psycopg.connect(dispatcher) as connection,
        pytest.raises(psycopg.errors.CheckViolation),
    ):
        connection.execute(
            "INSERT INTO attachment (name, content) VALUES (%s, %s)", [name, content]
        )


def test_no_login_changes_or_removes_a_photo(centre: Centre, dispatcher: str) -> None:
    name = shown(centre, centre.here, b"stays")
    for statement in ("UPDATE attachment SET content = ''", "DELETE FROM attachment"):
        with (
            psycopg.connect(dispatcher) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute(statement)
    with (
        psycopg.connect(dispatcher) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        forget_attachments(connection, [name])
    assert fetched(dispatcher, name) == b"stays"


def test_an_auditor_brings_nothing(centre: Centre) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        brought(centre.login([Role.AUDITOR]), *a_file(b"by an auditor"))


def test_an_old_file_that_is_attached_again_waits_for_its_act_anew(
    centre: Centre, dispatcher: str
) -> None:
    name, content = a_file(b"attached again after a month")
    brought(dispatcher, name, content)
    aged = "UPDATE attachment SET kept_at = now() - interval '31 days' WHERE name = %s"
    centre.admin(aged, name)
    assert not brought(dispatcher, name, content)
    with psycopg.connect(dispatcher) as connection:
        assert sweep_attachments(connection) == 0
    centre.home.do(Attach(incident=centre.here, photo=(name,), role=PhotoRole.AFTER))
    assert fetched(dispatcher, name) == content


def test_a_file_that_is_swept_while_it_is_attached_again_is_brought_again(
    centre: Centre, dispatcher: str
) -> None:
    name, content = a_file(b"swept in this moment")
    brought(dispatcher, name, content)
    centre.admin(
        "UPDATE attachment SET kept_at = now() - interval '31 days' WHERE name = %s", name
    )
    with (
        ThreadPoolExecutor(1) as desk,
        psycopg.connect(dispatcher) as sweeping,
        psycopg.connect(centre.urls.admin, autocommit=True) as watching,
    ):
        sweeping.execute("SELECT attachments_sweep()")
        bringing = desk.submit(brought, dispatcher, name, content)
        while not watching.execute(
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            " AND query LIKE '%attachment_is_there%'"
        ).fetchall():
            watching.execute("SELECT pg_sleep(0.01)")
        sweeping.commit()
        assert bringing.result(), "it was taken, so it is there again"
    assert centre.admin("SELECT 1 FROM attachment WHERE name = %s", name)


def test_nobody_fills_the_disk_with_files_that_no_act_names(
    centre: Centre,
) -> None:
    login, other = centre.login([Role.DISPATCHER]), centre.login([Role.DISPATCHER])
    with psycopg.connect(centre.urls.admin) as connection:
        ((room,),) = connection.execute("SELECT attachment_room()").fetchall()
        connection.execute(_ROOM_OF_100)
    assert room == 2 * 2**30
    first = a_file(b"1" * 60)
    assert brought(login, *first)
    with pytest.raises(Trouble, match="as many of your photos") as caught, troubles():
        brought(login, *a_file(b"2" * 60))
    assert caught.value.code == "photos_unclaimed"
    assert brought(other, *a_file(b"3" * 60)), "it is each login's own"
    centre.home.do(Attach(incident=centre.here, photo=(first[0],), role=PhotoRole.AFTER))
    assert brought(login, *a_file(b"2" * 60)), "what an act names counts no more"
    with psycopg.connect(centre.urls.admin) as connection:
        connection.execute(_ROOM_OF_100.replace("100", str(room)))


def test_a_photo_that_comes_after_its_act_is_named_by_it_also_after_an_upgrade(
    centre: Centre, dispatcher: str
) -> None:
    late, loose = a_file(b"late"), a_file(b"loose")
    centre.home.do(Attach(incident=centre.here, photo=(late[0],), role=PhotoRole.AFTER))
    assert brought(dispatcher, *late)
    assert brought(dispatcher, *loose)
    asked = "SELECT is_named FROM attachment WHERE name = ANY(%s) ORDER BY name = %s"
    wanted = [(True,), (False,)]
    assert centre.admin(asked, [late[0], loose[0]], loose[0]) == wanted
    downgrade(centre.urls.admin, "0027")
    upgrade(centre.urls.admin)
    assert centre.admin(asked, [late[0], loose[0]], loose[0]) == wanted


def test_a_persons_photos_go_when_their_words_go(centre: Centre) -> None:
    name = shown(centre, centre.here, b"of a person")
    with psycopg.connect(centre.login([Role.ADMINISTRATOR])) as connection:
        assert forget_attachments(connection, [name]) == 1
    assert fetched(centre.urls.console, name) is None


def test_old_files_that_no_incident_names_are_swept_and_all_others_stay(
    centre: Centre, dispatcher: str
) -> None:
    old, young = a_file(b"an act that never came"), a_file(b"an act on its way")
    named = shown(centre, centre.here, b"named")
    for name, content in (old, young):
        brought(dispatcher, name, content)
    centre.admin(
        "UPDATE attachment SET kept_at = now() - interval '31 days' WHERE name = ANY (%s)",
        [old[0], named],
    )
    with psycopg.connect(dispatcher) as connection:
        assert sweep_attachments(connection) == 1
    left = {name for (name,) in centre.admin("SELECT name FROM attachment")}
    assert old[0] not in left
    assert {young[0], named} <= left
