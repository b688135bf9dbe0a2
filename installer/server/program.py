"""The checkout's own `wangge`, asked to make and to judge the schema."""

from __future__ import annotations

import json
import tempfile
from typing import TYPE_CHECKING, Any

from server import shell
from server.cluster import admin_url
from setting_up.layout import this_checkout
from setting_up.words import Trouble, say

if TYPE_CHECKING:
    from server.note import Note


def make_schema(note: Note) -> None:
    """See that roles and tables are those of this release.

    Raises
    ------
    Trouble
        `no-program` where the checkout was not set up; else what `wangge` says.
    """
    say(
        zh="建表或升级（wangge db init）…",
        en="Making or migrating the tables (wangge db init) …",
    )
    _wangge(note, "init")


def revision(note: Note) -> tuple[str | None, str]:
    """At which migration the database stands, and which one the release wants."""
    found = _wangge(note, "status")
    return found["revision"], found["head"]


def _wangge(note: Note, step: str) -> dict[str, Any]:
    program = this_checkout().scripts / "wangge"
    if not program.exists():
        raise Trouble(
            "no-program",
            zh=f"没有 {program}。请先运行 python3 installer/bootstrap.py setup，"
            "然后重新运行本命令。",
            en=f"There is no {program}. Run python3 installer/bootstrap.py setup first, "
            "then this again.",
        )
    with tempfile.TemporaryDirectory(prefix="wangge-") as home:
        done = shell.attempt(
            [program, "--home", home, "--db", admin_url(note), "--json", "db", step],
            # The checkout may be another person's: leave no files of root in it.
            environ={"PYTHONDONTWRITEBYTECODE": "1", **shell.WAIT_FOR_NO_STANDBY},
        )
    if done.returncode:
        raise shell.failed(["wangge"], done)
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found
