"""`bench dispatch`: the handler against the same statements in raw psycopg, in one run."""

from __future__ import annotations

import contextlib
import time
from functools import partial
from typing import TYPE_CHECKING

from console.bench.cases import a_command, some_members, some_registered
from console.bench.report import Report, a_scratch_home, milliseconds
from models.domain.command import Dispatch
from models.store.bare_dispatch import BareDispatch

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS, SIZE = 6, 50


def run() -> Report:
    """Dispatch 300 incidents by the handler and 300 by raw statements, in turns."""
    by_handler: list[float] = []
    by_hand: list[float] = []
    with a_scratch_home() as home, contextlib.closing(home.connection()) as connection:
        (member,) = some_members(home.desk, 1)
        bare = BareDispatch(connection)
        for _ in range(ROUNDS):
            incidents = some_registered(home.desk, 2 * SIZE)
            commands = [
                a_command(Dispatch(incident=incident, members=(member,)))
                for incident in incidents[:SIZE]
            ]
            by_handler += [_timed(partial(home.desk.send, command)) for command in commands]
            by_hand += [_timed(partial(bare.send, i, member)) for i in incidents[SIZE:]]
    handler_s, raw_s = sum(by_handler), sum(by_hand)
    figures = milliseconds("handler", by_handler) | milliseconds("raw", by_hand)
    figures["handler_per_s"] = round(len(by_handler) / handler_s, 1)
    figures["raw_per_s"] = round(len(by_hand) / raw_s, 1)
    return Report(
        "dispatch",
        "the handler's throughput over the same seven statements in raw psycopg (goal ≥ 0.6)",
        figures,
        {"handler_to_raw": round(raw_s / handler_s, 2)},
    )


def _timed(act: Callable[[], object]) -> float:
    begun_s = time.perf_counter()
    act()
    return time.perf_counter() - begun_s
