"""`bench live`: commit → in every picture, → painted, while acts come at a steady rate.

One painting desk, headless desks (a feed lane each, some to a process), one bare player
and one bare psycopg follower to compare with; all on this machine, with the server.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from console.bench.cases import send, some_members, some_registered
from console.bench.follower import stop_file
from console.bench.report import Report, a_scratch_home, milliseconds
from models.domain.command import Judge
from models.feed.clock import SystemClock
from models.feed.player import Player
from models.feed.track import Fixes
from models.store.engine import troubles
from models.store.fixes import store_fixes

if TYPE_CHECKING:
    from console.app.home import Home
    from models.domain.ids import IncidentId
    from models.store.engine import Connection

DESKS, FACTS_PER_S, FIXES_PER_S, SECONDS = 9, 50, 500, 15.0
READY_S = 60.0
SETTLE_S = 3.0
PER_PROCESS = 15
OPEN_INCIDENTS, MEMBERS, FIX_BATCHES_PER_S = 200, 500, 5
Noted = list[tuple[int, float]]
"""[seq, seconds since the epoch] of what somebody saw."""


@dataclass(frozen=True, slots=True)
class Watchers:
    """The files in which each process notes what it saw."""

    desks: list[Path]
    painter: Path
    player: Path
    bare: Path

    def all(self) -> list[Path]:
        """Every one of them."""
        return [*self.desks, self.painter, self.player, self.bare]


def run(desks: int = DESKS) -> Report:
    """Send acts and fixes for 15 s and see when each act arrived everywhere."""
    with a_scratch_home() as home, tempfile.TemporaryDirectory() as folder:
        some_members(home.desk, MEMBERS)
        incidents = some_registered(home.desk, OPEN_INCIDENTS)
        rooms = -(-desks // PER_PROCESS)
        watchers = Watchers(
            [Path(folder) / f"desks-{place}.json" for place in range(rooms)],
            *(Path(folder) / f"{name}.json" for name in ("painter", "player", "bare")),
        )
        ready_s = READY_S + desks
        processes = _started(home, watchers, desks, 2 * (SECONDS + ready_s))
        _await(home, watchers.all(), ready_s)
        took_s, sent = _send(home, incidents)
        _outlast(home, time.monotonic() + SETTLE_S)
        for file in watchers.all():
            stop_file(file).touch()
        for process in processes:
            process.wait(READY_S)
        return _reported(watchers, _stamps(home, sent), took_s, desks)


def _started(
    home: Home, watchers: Watchers, desks: int, seconds: float
) -> list[subprocess.Popen[bytes]]:
    """The processes of all watchers; the desks are shared out among theirs."""
    lasts_s = str(seconds)
    commands = [
        ["console.bench.painter", str(home.address.folder), str(watchers.painter), lasts_s],
        ["console.bench.follower", home.url, str(watchers.player), lasts_s],
        ["models.store.bare_follow", home.url, str(watchers.bare), lasts_s],
    ]
    rooms = len(watchers.desks)
    for place, file in enumerate(watchers.desks):
        count = str(len(range(place, desks, rooms)))
        commands.append(["console.bench.followers", home.url, str(file), lasts_s, count])
    return [
        subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-m", *command],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for command in commands
    ]


def _stamps(home: Home, seqs: list[int]) -> dict[int, float]:
    """When the database stamped each fact, just before its commit, s since the epoch."""
    source = home.source()
    entries = source.read_after(min(seqs) - 1, max(seqs) - min(seqs) + 1)
    source.close()
    return {entry.seq: entry.recorded_at.timestamp() for entry in entries}


def _reported(
    watchers: Watchers, committed: dict[int, float], took_s: float, desks: int
) -> Report:
    rooms = [json.loads(file.read_text()) for file in watchers.desks]
    seen = [lag for room in rooms for lag in _lags(room["seen"], committed)]
    hands = [lag for room in rooms for lag in room["hands"]]
    # One desk alone has nobody to know what it has in hand.
    known = milliseconds("in_hand", hands) if hands else {}
    painter = json.loads(watchers.painter.read_text())
    seen += _lags(painter["seen"], committed)
    player = milliseconds("player", _lags(_noted(watchers.player), committed))
    bare = milliseconds("bare", _lags(_noted(watchers.bare), committed))
    figures = {
        "facts": len(committed),
        "facts_per_s": round(len(committed) / took_s, 1),
        "fixes_per_s": FIXES_PER_S,
        "desks": desks + 1,
        "missing": len(committed) * (desks + 1) - len(seen),
        **milliseconds("picture", seen),
        **milliseconds("painted", _lags(painter["painted"], committed)),
        **player,
        **bare,
        **known,
    }
    return Report(
        "live",
        "stamped in its commit → the frame with the fact is in each desk's hands, → painted; "
        "→ folded by an unpaced player, over read by bare psycopg (goal ≤ 2); in_hand: a desk "
        "takes an incident in hand → each other desk knows",
        figures,
        {
            "to_goal_of_150_ms": round(150 / figures["picture_p95_ms"], 2),
            "painted_to_goal_of_400_ms": round(400 / figures["painted_p95_ms"], 2),
            **(
                {"in_hand_to_goal_of_1_s": round(1000 / known["in_hand_p95_ms"], 2)}
                if known
                else {}
            ),
            "player_to_bare_p50": round(player["player_p50_ms"] / bare["bare_p50_ms"], 2),
            "player_to_bare_p95": round(player["player_p95_ms"] / bare["bare_p95_ms"], 2),
        },
    )


def _noted(file: Path) -> Noted:
    noted: Noted = json.loads(file.read_text())
    return noted


def _lags(noted: Noted, committed: dict[int, float]) -> list[float]:
    """Seconds from the stamp of each fact to the moment that was noted."""
    return [at - committed[seq] for seq, at in noted if seq in committed]


def _await(home: Home, files: list[Path], within_s: float) -> None:
    """Until everybody follows; the bell of a player of our own paces the looking."""
    source = home.source()
    end_s = time.monotonic() + within_s
    while time.monotonic() < end_s and not all(f.with_suffix(".ready").exists() for f in files):
        Player(source, SystemClock()).wait(0.1)
    source.close()


def _outlast(home: Home, end_s: float) -> None:
    source = home.source()
    while (left_s := end_s - time.monotonic()) > 0:
        source.wait(left_s)
    source.close()


def _send(home: Home, incidents: list[IncidentId]) -> tuple[float, list[int]]:
    """Send acts and fixes at their rates; how long it took, s, and the acts' seqs."""
    sent: list[int] = []
    source = home.source()
    rng = np.random.default_rng(1)
    every = FACTS_PER_S // FIX_BATCHES_PER_S
    with contextlib.closing(home.connection()) as connection, troubles():
        begun_s = time.monotonic()
        for number in range(int(SECONDS * FACTS_PER_S)):
            incident = incidents[number % len(incidents)]
            done = send(home.desk, Judge(verb="comment", incident=incident, text="巡查记录"))
            sent.append(done.seq)
            if number % every == 0:
                _move(connection, rng)
            due_s = begun_s + (number + 1) / FACTS_PER_S
            while (left_s := due_s - time.monotonic()) > 0:
                source.wait(left_s)
        took_s = time.monotonic() - begun_s
    source.close()
    return took_s, sent


def _move(connection: Connection, rng: np.random.Generator) -> None:
    """A fifth of a second's fixes, of different members."""
    count = FIXES_PER_S // FIX_BATCHES_PER_S
    member = rng.choice(MEMBERS, count, replace=False).astype(np.int32) + 1
    with connection.transaction():
        store_fixes(
            connection,
            Fixes(
                member,
                np.full(count, time.time_ns() // 1000, np.int64),
                121.5 + rng.normal(0, 0.1, count),
                35.2 + rng.normal(0, 0.1, count),
                rng.random(count).astype(np.float32),
                rng.random(count).astype(np.float32) * 360,
            ),
        )
