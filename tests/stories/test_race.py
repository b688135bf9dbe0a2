"""Many operators act at random on the same cases and people: the database is the referee."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from console.app.home import Address, Home
from console.bench.cases import some_members, some_registered
from models.domain.incident import TaskRole, TaskState
from models.domain.lifecycle import BY_ACTION
from models.store.embedded import stop_embedded
from models.store.engine import connect
from models.store.verify import verify
from tests.console.cli.homes import CHECKOUT, make_district

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from models.store.engine import Connection

pytestmark = [pytest.mark.db, pytest.mark.story]
OPEN = "('to_sign', 'signed', 'on_site')"
WITH_UNIT = "('ST40', 'ST41', 'ST42', 'ST43', 'ST44', 'ST45', 'ST46')"


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A district of the test's own."""
    folder = make_district(tmp_path_factory.mktemp("race"))
    with Home(Address(folder), station="clerk") as opened:
        yield opened
    stop_embedded(folder)


@pytest.mark.timeout(7200)
@pytest.mark.parametrize(
    ("operators", "acts", "incidents", "members"),
    [(4, 100, 6, 5), pytest.param(16, 100_000, 500, 200, marks=pytest.mark.long)],
)
def test_no_double_dispatch_no_lost_update_no_orphan_task(
    home: Home, tmp_path: Path, operators: int, acts: int, incidents: int, members: int
) -> None:
    cases = some_registered(home.desk, incidents)
    people = some_members(home.desk, members, capacity=3)
    begun_s = time.monotonic()
    told = raced(home.url, operators, acts // operators, cases, people)
    took_s = time.monotonic() - begun_s

    assert [line for one in told for line in one["other"]] == []
    assert [line for one in told for line in one["unnamed"]] == []
    done = [UUID(text) for one in told for text in one["done"]]
    refused = sum((Counter(one["refused"]) for one in told), Counter[str]())
    assert len(done) + refused.total() == acts // operators * operators
    assert refused["already_dispatched"] > 0
    with closing(connect(home.url)) as connection:
        assert_none_was_lost(connection, done)
        assert_nobody_was_given_it_twice(connection)
        assert_no_task_is_orphaned(connection)
        connection.rollback()
        found = verify(connection)
    assert (found.ok, found.fold_equals_tables, found.problem) == (True, True, None)
    sys.stdout.write(
        f"\n{acts} acts of {operators} operators in {took_s:.0f} s: {len(done)} done, "
        f"{refused.total()} refused ({refused.most_common(4)}), {found.facts} facts\n"
    )


def raced(
    url: str, operators: int, acts: int, incidents: list[Any], members: list[Any]
) -> list[dict[str, Any]]:
    """What became of the acts of each operator, let go at the same moment."""
    asked = json.dumps(
        {"incidents": list(map(str, incidents)), "members": list(map(str, members)),
         "acts": acts}
    )  # fmt: skip
    processes = [racer(url, number) for number in range(operators)]
    try:
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            assert process.stdin is not None
            process.stdin.write(asked + "\n")
            process.stdin.flush()
        outs = [process.communicate()[0] for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.communicate()
    return [json.loads(out) for out in outs]


def racer(url: str, number: int) -> subprocess.Popen[str]:
    """One operator."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.stories.one_racer", url, f"op-{number}", str(number)],
        cwd=CHECKOUT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def assert_none_was_lost(connection: Connection, done: list[UUID]) -> None:
    """Each act that was answered is in the journal once, and no version was written twice."""
    kept = Counter(
        row[0] for row in connection.execute("SELECT command_id FROM journal WHERE ordinal = 0")
    )
    assert [command for command in done if kept[command] != 1] == []
    assert len(set(done)) == len(done)
    torn = connection.execute(
        "SELECT subject_id FROM journal WHERE subject_kind IN ('incident', 'member')"
        " GROUP BY subject_id HAVING count(*) <> max(subject_version)"
        " OR count(DISTINCT subject_version) <> count(*)"
    )
    assert torn.fetchall() == []
    behind = connection.execute(
        "SELECT i.id FROM incident i WHERE version <>"
        " (SELECT max(subject_version) FROM journal j WHERE j.subject_id = i.id)"
    )
    assert behind.fetchall() == []


def assert_nobody_was_given_it_twice(connection: Connection) -> None:
    """Whoever dispatched found the case waiting; whoever has it in hand is one."""
    rows = connection.execute(
        "SELECT subject_id, verb, body FROM journal WHERE subject_kind = 'incident'"
        " ORDER BY seq"
    )
    state: dict[UUID, str] = {}
    for incident, verb, body in rows:
        if verb == "dispatched":
            assert state[incident] in BY_ACTION["dispatch"].sources, (incident, state[incident])
        state[incident] = body.get("fields", {}).get("state", state.get(incident))
        tasks = [task for task in body.get("tasks", ()) if TaskState(task["state"]).is_open]
        assert sum(task["role"] == TaskRole.LEAD for task in tasks) <= 1, (incident, verb)


def assert_no_task_is_orphaned(connection: Connection) -> None:
    """An open task has a member and a living case; a case with a unit has its one lead.

    Assists may still be at it when the lead has finished; the closing releases them.
    """
    orphans = connection.execute(
        "SELECT t.id, t.role, i.state FROM task t JOIN incident i ON i.id = t.incident_id"
        f" LEFT JOIN member m ON m.id = t.assignee WHERE t.state IN {OPEN} AND (m.id IS NULL"
        f" OR t.role = 'lead' AND i.state NOT IN {WITH_UNIT}"
        " OR i.state NOT BETWEEN 'ST40' AND 'ST60')"
    )
    assert orphans.fetchall() == []
    headless = connection.execute(
        f"SELECT i.id FROM incident i WHERE i.state IN {WITH_UNIT} AND 1 <> (SELECT count(*)"
        f" FROM task t WHERE t.incident_id = i.id AND t.role = 'lead' AND t.state IN {OPEN})"
    )
    assert headless.fetchall() == []
