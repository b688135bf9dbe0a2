"""`bench live`: commit → in every picture, → painted, while acts come at a steady rate.

One painting desk and headless followers, each a process of its own, all on this machine.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from console.bench.cases import send, some_members, some_registered
from console.bench.report import Report, a_scratch_home, milliseconds
from models.domain.command import Judge
from models.feed.clock import SystemClock
from models.feed.player import Player

if TYPE_CHECKING:
    from console.app.home import Home
    from models.domain.ids import IncidentId

FOLLOWERS, FACTS_PER_S, SECONDS = 9, 100, 15.0
READY_S = 25.0
LASTS_S = SECONDS + READY_S
"""How long each process goes on from its start."""
OPEN_INCIDENTS = 200


def run(desks: int = FOLLOWERS) -> Report:
    """Send acts for 15 s and see when each arrived everywhere."""
    with a_scratch_home() as home, tempfile.TemporaryDirectory() as folder:
        some_members(home.desk, 60)
        incidents = some_registered(home.desk, OPEN_INCIDENTS)
        files = [Path(folder) / f"follower-{place}.json" for place in range(desks)]
        painter = Path(folder) / "painter.json"
        processes = _started(home, files, painter)
        begun_s = time.monotonic()
        _await(home, [*files, painter])
        committed = _send(home, incidents)
        _outlast(home, begun_s + LASTS_S)
        for process in processes:
            process.wait(READY_S)
        seen = [json.loads(file.read_text()) for file in files]
        told = json.loads(painter.read_text())
    in_pictures = [late for one in [*seen, told["seen"]] for late in _lags(one, committed)]
    return _reported(in_pictures, _lags(told["painted"], committed), len(committed), desks)


def _started(home: Home, files: list[Path], painter: Path) -> list[subprocess.Popen[bytes]]:
    """A follower for each file, and the desk that paints."""
    lasts_s = str(LASTS_S)
    commands = [["console.bench.follower", home.url, str(file), lasts_s] for file in files]
    commands.append(["console.bench.painter", str(home.address.folder), str(painter), lasts_s])
    return [
        subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-m", *command],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for command in commands
    ]


def _lags(noted: list[tuple[int, float]], committed: dict[int, float]) -> list[float]:
    """Seconds from the commit of each fact to the moment that was noted."""
    return [at - committed[seq] for seq, at in noted if seq in committed]


def _reported(in_pictures: list[float], painted: list[float], facts: int, desks: int) -> Report:
    figures = {
        "facts": facts,
        "facts_per_s": round(facts / SECONDS, 1),
        "followers": desks,
        "missing": facts * (desks + 1) - len(in_pictures),
        **milliseconds("picture", in_pictures),
        **milliseconds("painted", painted),
    }
    return Report(
        "live",
        "commit returned → fact in each follower's and the desk's picture, → painted there",
        figures,
        {
            "to_goal_of_150_ms": round(150 / figures["picture_p95_ms"], 2),
            "painted_to_goal_of_400_ms": round(400 / figures["painted_p95_ms"], 2),
        },
    )


def _await(home: Home, files: list[Path]) -> None:
    """Until everybody follows; the bell of a player of our own paces the looking."""
    source = home.source()
    end_s = time.monotonic() + READY_S
    while time.monotonic() < end_s and not all(f.with_suffix(".ready").exists() for f in files):
        Player(source, SystemClock()).wait(0.1)
    source.close()


def _outlast(home: Home, end_s: float) -> None:
    source = home.source()
    while (left_s := end_s - time.monotonic()) > 0:
        source.wait(left_s)
    source.close()


def _send(home: Home, incidents: list[IncidentId]) -> dict[int, float]:
    """Send acts at the rate; when each fact's commit returned."""
    committed: dict[int, float] = {}
    source = home.source()
    begun_s = time.monotonic()
    count = int(SECONDS * FACTS_PER_S)
    for number in range(count):
        incident = incidents[number % len(incidents)]
        done = send(home.desk, Judge(verb="comment", incident=incident, text="巡查记录"))
        committed[done.seq] = time.time()
        due_s = begun_s + (number + 1) / FACTS_PER_S
        while (left_s := due_s - time.monotonic()) > 0:
            source.wait(left_s)
    source.close()
    return committed
