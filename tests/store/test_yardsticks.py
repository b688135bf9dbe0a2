"""What benchmarks measure against still writes, appends and follows as a desk does."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from models.store.bare_append import appends_per_s
from models.store.bare_dispatch import BareDispatch
from models.store.engine import connect
from tests.console.cli.homes import CHECKOUT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.store.homes import Home

pytestmark = pytest.mark.db


def test_a_dispatch_by_hand_is_one_that_the_guards_let_through(
    home: Home, database_url: str
) -> None:
    member, incident = home.member(), home.registered()
    with closing(connect(database_url)) as connection:
        BareDispatch(connection).send(incident, member)
        ((state,),) = connection.execute("SELECT state FROM incident").fetchall()
    assert state == "ST40"


def test_pgbench_appends_copies_of_the_last_dispatch(home: Home, database_url: str) -> None:
    home.dispatched(home.member())
    with closing(connect(database_url, autocommit=True)) as connection:
        rate = appends_per_s(database_url, connection, writers=2, seconds=1)
        ((count,),) = connection.execute(
            "SELECT count(*) FROM journal WHERE verb = 'dispatched'"
        ).fetchall()
    assert rate > 0
    assert count > 1


def test_a_bare_follower_notes_what_comes(
    home: Home, database_url: str, tmp_path: Path, eventually: Callable[..., None]
) -> None:
    file = tmp_path / "bare.json"
    words = [sys.executable, "-m", "models.store.bare_follow", database_url, str(file), "60"]
    with subprocess.Popen(words, cwd=CHECKOUT) as process:
        eventually(file.with_suffix(".ready").exists, within_s=60)
        home.member()
        file.with_suffix(".stop").touch()
        process.wait(60)
    assert [seq for seq, _ in json.loads(file.read_text())] == [2]
