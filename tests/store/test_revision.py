"""The list of our migrations that every console carries, held to the folder they lie in."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from models.domain.error import Trouble
from models.store import migrations
from models.store import source as store_source
from models.store.groups import matrix
from models.store.revision import HEAD, KNOWN
from models.store.source import JournalSource
from tests.store.homes import Home


def test_the_known_migrations_are_those_of_the_folder() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__path__[0])))
    scripts = ScriptDirectory.from_config(config)
    oldest_first = [script.revision for script in scripts.walk_revisions()][::-1]
    assert tuple(oldest_first) == KNOWN
    assert scripts.get_current_head() == HEAD


MATRIX = "0033", "8ab773cc0e613a1d"
"""A head, and what the guard is told by a release of that head."""


def test_another_matrix_comes_with_a_migration_or_homes_would_not_hear_of_it() -> None:
    told = {table: sorted(rows) for table, (_insert, rows) in matrix().items()}
    assert (HEAD, sha256(json.dumps(told).encode()).hexdigest()[:16]) == MATRIX


def upgraded_to(admin_url: str, revision: str, floor: str) -> None:
    """What a later release's migration leaves behind."""
    with psycopg.connect(admin_url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = %s", [revision])
        connection.execute("UPDATE release_floor SET least = %s", [floor])


@pytest.mark.db
def test_a_release_goes_on_over_a_database_that_a_later_one_only_added_to(
    home: Home, admin_url: str, database_url: str
) -> None:
    upgraded_to(admin_url, "9998", HEAD)
    fresh = Home.on(database_url)
    incident = fresh.registered()
    source = JournalSource(database_url)
    assert incident in source.present().incidents
    source.close()
    fresh.engine.dispose()
    assert home.reported() != incident


@pytest.mark.db
def test_a_running_console_is_told_to_update_when_the_database_leaves_it_no_room(
    home: Home, admin_url: str, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_source, "LOOK_AGAIN_S", 0.0)
    source = JournalSource(database_url)
    home.registered()
    seq = source.present().seq
    upgraded_to(admin_url, "9999", "9999")
    with pytest.raises(Trouble, match="please update it") as feed:
        source.read_after(seq, 10)
    # Trouble and no refusal: the act stays in the outbox and goes out after the update.
    with pytest.raises(Trouble, match="please update it") as desk:
        home.registered()
    assert (feed.value.code, desk.value.code) == ("must_update", "must_update")
    upgraded_to(admin_url, HEAD, HEAD)
    assert list(source.read_after(seq, 10)) == []
    source.close()
    home.registered()


@pytest.mark.db
def test_a_new_console_names_the_upgrade_that_an_older_database_needs(admin_url: str) -> None:
    upgraded_to(admin_url, KNOWN[-2], HEAD)
    source = JournalSource(admin_url)
    with pytest.raises(Trouble, match="wangge db upgrade"):
        source.extent()
    source.close()


@pytest.mark.db
def test_another_programs_database_is_not_ours_whatever_it_says(admin_url: str) -> None:
    upgraded_to(admin_url, "theirs", HEAD)
    with psycopg.connect(admin_url) as connection:
        connection.execute("DROP TABLE release_floor")
    source = JournalSource(admin_url)
    with pytest.raises(Trouble, match="another program"):
        source.extent()
    source.close()
