"""PostGIS as a guest, on Debian's server where the package is: real geometry, real rights."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import psycopg
import pytest

from models.feed.track import Fixes, to_us
from models.store import provision
from models.store.backup import proved
from models.store.cluster import CONSOLE
from models.store.embedded import ServerUrls, open_embedded, stop_embedded
from models.store.fixes import store_fixes
from models.store.gis import VIEWS
from tests.store.homes import Home

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.db


def _debians() -> Path | None:
    """The programs of a Debian server whose PostGIS is installed."""
    controls = Path("/usr/share/postgresql").glob("*/extension/postgis.control")
    folders = [Path("/usr/lib/postgresql") / found.parts[-3] / "bin" for found in controls]
    return next((folder for folder in folders if (folder / "postgres").exists()), None)


needs_postgis = pytest.mark.skipif(
    _debians() is None, reason="no PostGIS here: apt install postgresql-15-postgis-3"
)


@pytest.fixture(scope="module")
def guest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerUrls]:
    folder = tmp_path_factory.mktemp("gis")
    urls = open_embedded(folder, binaries=_debians())
    with psycopg.connect(urls.admin, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION postgis")
    provision.db_init(urls.admin, CONSOLE)
    yield urls
    stop_embedded(folder)


@pytest.fixture(scope="module")
def gis_home(guest: ServerUrls) -> Iterator[Home]:
    home = Home.on(guest.console)
    yield home
    home.engine.dispose()


def ask(urls: ServerUrls, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(urls.console) as connection:
        return connection.execute(query).fetchall()  # type: ignore[arg-type]


@needs_postgis
def test_open_and_closed_incidents_are_points_without_personal_words(
    guest: ServerUrls, gis_home: Home
) -> None:
    member = gis_home.member("G1")
    still_open, closed = gis_home.registered(), gis_home.closed(member)
    for view, incident in (("open_incident", still_open), ("closed_incident", closed)):
        found = ask(guest, f"SELECT id, st_astext(geom) FROM gis.{view}")
        assert [row[0] for row in found] == [incident]
        assert str(found[0][1]).startswith("POINT(120.")
        columns = ask(
            guest,
            f"SELECT attname FROM pg_attribute WHERE attrelid = 'gis.{view}'::regclass",
        )
        assert not {"text", "address", "reporter_name"} & {str(name) for (name,) in columns}


@needs_postgis
def test_members_stand_where_their_last_fix_was_and_todays_fixes_are_points(
    guest: ServerUrls, gis_home: Home
) -> None:
    gis_home.member("G2")
    ((ref,),) = ask(guest, "SELECT ref FROM member WHERE number = 'G2'")
    now = datetime.now(UTC)
    one = np.ones(1)
    with psycopg.connect(guest.console) as connection:
        store_fixes(
            connection,
            Fixes(
                np.array([ref], np.int32), np.array([to_us(now)]), one * 120.5, one * 36.4,
                one.astype(np.float32), one.astype(np.float32),
            ),
        )  # fmt: skip
    found = ask(
        guest, "SELECT number, st_x(geom), st_y(geom) FROM gis.member WHERE number = 'G2'"
    )
    assert found == [("G2", 120.5, 36.4)]
    assert ask(guest, "SELECT st_srid(geom) FROM gis.fix_today") == [(4326,)]


@needs_postgis
def test_cells_are_found_by_the_index_on_their_geometry(guest: ServerUrls) -> None:
    with psycopg.connect(guest.admin) as connection:
        connection.execute(
            "INSERT INTO cell (code, name, level, path, geom) SELECT n::text, '', 5, '{}',"
            " st_asbinary(st_makeenvelope(120 + n / 1e3, 36, 120.001 + n / 1e3, 36.01, 4326))"
            " FROM generate_series(1, 3000) n"
        )
        connection.execute("ANALYZE cell")
        plan = connection.execute(
            "EXPLAIN SELECT id FROM gis.cell"
            " WHERE geom && st_makeenvelope(121, 36, 121.01, 36.01, 4326)"
        ).fetchall()
        # They are no cells of a tree: whoever reads the grid must not meet them.
        connection.rollback()
    assert "cell_gis" in str(plan)


@needs_postgis
def test_the_views_are_asked_with_the_readers_own_rights(guest: ServerUrls) -> None:
    with psycopg.connect(guest.admin) as connection:
        found = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'gis'::regnamespace"
            " AND relkind = 'v' AND reloptions @> '{security_invoker=true}'"
        ).fetchall()
    assert {name for (name,) in found} == set(VIEWS)


@needs_postgis
def test_migrations_pass_beneath_the_views_and_a_backup_restores_without_postgis(
    guest: ServerUrls, gis_home: Home
) -> None:
    provision.upgrade(guest.admin)
    assert proved(guest.admin).ok
    # The restricted are on no map of others.
    incident = gis_home.reported()
    with psycopg.connect(guest.admin) as connection:
        connection.execute("SET session_replication_role = replica")
        connection.execute("UPDATE incident SET restricted = true WHERE id = %s", [incident])
        connection.commit()
    ids = [row[0] for row in ask(guest, "SELECT id FROM gis.open_incident")]
    assert incident not in ids


def test_where_there_is_no_postgis_there_is_no_schema_and_no_trouble(admin_url: str) -> None:
    provision.upgrade(admin_url)
    with psycopg.connect(admin_url) as connection:
        assert connection.execute("SELECT to_regnamespace('gis')").fetchone() == (None,)
