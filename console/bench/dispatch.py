"""`bench dispatch`: the handler against the same statements in raw psycopg, in one run.

Then many writers at once, each a desk in a process of its own, against pgbench that only
appends: the journal's lock makes them queue, so this is what a whole centre can do.

What the two sides of that pay, on one server with one set of settings (fsync on): both call
`journal_append` with a body of one length, a receipt, the guard of roles, the chain, NOTIFY
and a flush for each commit. pgbench reads, locks and writes no row: no fact is compared with
its row, no trigger, constraint or index of rows has work, and its client is in C. A ratio below
1 is what judging and keeping an act costs beside telling it. Where the disk is slow both wait
for it, and the ratio rises by no doing of the desks; where it is fast, the cores decide: each
act takes `act_desk_cpu_ms` + `act_server_cpu_ms` of what they have. ADR 62 says where these go.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from console.bench.cases import a_command, some_members, some_registered
from console.bench.report import Report, a_scratch_home, milliseconds
from console.bench.spent import Spent
from models.domain.command import Dispatch
from models.domain.department import Department
from models.domain.ids import DepartmentId, new_uuid
from models.store.bare_append import appends_per_s
from models.store.bare_dispatch import BareDispatch
from models.store.journal_append import Author
from models.store.reference_write import write_departments

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.app.home import Home
    from models.domain.ids import MemberId

ROUNDS, SIZE = 6, 50
WRITERS, EACH = 8, 75
APPEND_S = 4


def run() -> Report:
    """Dispatch 300 incidents by the handler and 300 by hand, in turns; then 600 by eight."""
    by_handler: list[float] = []
    by_hand: list[float] = []
    with a_scratch_home() as home, contextlib.closing(home.connection()) as connection:
        (member, *members) = some_members(home.desk, 1 + WRITERS)
        # pgbench tells its facts of a batch of reference data: a fact without a row is refused.
        office = Department(id=DepartmentId(new_uuid()), code="B01", name="bench")
        write_departments(
            home.engine, [office], Author(new_uuid(), "bench", "administrator", "bench")
        )
        bare, spent = BareDispatch(connection), Spent(_backend_of(home))
        for _ in range(ROUNDS):
            incidents = some_registered(home.desk, 2 * SIZE)
            commands = [
                a_command(Dispatch(incident=incident, members=(member,)))
                for incident in incidents[:SIZE]
            ]
            with spent:
                by_handler += [_timed(partial(home.desk.send, command)) for command in commands]
            by_hand += [_timed(partial(bare.send, i, member)) for i in incidents[SIZE:]]
        many_per_s = _many(home, members)
        appends = appends_per_s(home.url, connection, writers=WRITERS, seconds=APPEND_S)
    handler_s, raw_s = sum(by_handler), sum(by_hand)
    figures = milliseconds("handler", by_handler) | milliseconds("raw", by_hand)
    figures["handler_per_s"] = round(len(by_handler) / handler_s, 1)
    figures["raw_per_s"] = round(len(by_hand) / raw_s, 1)
    figures |= spent.milliseconds("act", len(by_handler))
    figures["writers"] = WRITERS
    figures["writers_per_s"] = round(many_per_s, 1)
    figures["pgbench_appends_per_s"] = round(appends, 1)
    return Report(
        "dispatch",
        "the handler's throughput over the same seven statements in raw psycopg (goal ≥ 0.6); "
        "8 desks at once over pgbench calling journal_append alone (goal ≥ 0.5, 200 acts/s)",
        figures,
        {
            "handler_to_raw": round(raw_s / handler_s, 2),
            "writers_to_pgbench": round(many_per_s / appends, 2),
        },
    )


def _many(home: Home, members: list[MemberId]) -> float:
    """Dispatches a second of all writers together, from the first begin to the last end."""
    incidents = some_registered(home.desk, WRITERS * EACH)
    processes = [
        subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-m", "console.bench.writer", home.url, f"bench-{place}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for place in range(WRITERS)
    ]
    for process in processes:
        _answer(process)
    for place, (process, member) in enumerate(zip(processes, members, strict=True)):
        own = [str(incident) for incident in incidents[place::WRITERS]]
        _tell(process, json.dumps({"incidents": own, "member": str(member)}))
    spans = [json.loads(_answer(process)) for process in processes]
    for process in processes:
        process.wait()
    took_s = float(max(ended for _, ended in spans) - min(begun for begun, _ in spans))
    return len(incidents) / took_s


def _backend_of(home: Home) -> int:
    """The server's process for the one connection by which the desk acts."""
    with home.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        return int(driver.info.backend_pid)


def _answer(process: subprocess.Popen[str]) -> str:
    return process.stdout.readline() if process.stdout else ""


def _tell(process: subprocess.Popen[str], line: str) -> None:
    if process.stdin:
        process.stdin.write(line + "\n")
        process.stdin.close()


def _timed(act: Callable[[], object]) -> float:
    begun_s = time.perf_counter()
    act()
    return time.perf_counter() - begun_s
