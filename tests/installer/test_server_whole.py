"""A central server made for real on this machine, then broken on purpose, then lost.

Needs root on Debian; installs the packages of `provision.py up` where they are missing, and
takes its clusters away again. Outside `.ci/run`.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from tests.installer.central_server import Pair, Server

CHECKOUT = Path(__file__).resolve().parents[2]
WANGGE = CHECKOUT / ".venv" / "bin" / "wangge"
pytestmark = [
    pytest.mark.long,
    pytest.mark.db,
    pytest.mark.timeout(900),
    pytest.mark.skipif(
        sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("apt-get"),
        reason="provisions a server: needs root on Debian",
    ),
    pytest.mark.skipif(not WANGGE.exists(), reason="needs the set-up of bootstrap.py"),
]
Broken = Iterator[None]


@pytest.fixture(scope="module")
def pair(eventually: Callable[..., None]) -> Iterator[Pair]:
    """A primary and a standby that nobody hurts for long."""
    made = Pair.make(eventually)
    yield made
    made.remove()


def test_a_new_server_and_its_standby_are_green(pair: Pair) -> None:
    assert pair.primary.reds() == {}
    assert pair.standby.reds() == {}


def test_up_again_changes_nothing(pair: Pair) -> None:
    before = files_of(pair.primary)
    started = pair.primary.sql("SELECT pg_postmaster_start_time()")

    pair.primary.done("up")

    assert files_of(pair.primary) == before
    assert pair.primary.sql("SELECT pg_postmaster_start_time()") == started


def files_of(server: Server) -> dict[str, bytes]:
    folders = (server.folder, server.settings)
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {str(path): path.read_bytes() for path in paths}


def test_secrets_are_closed_to_others(pair: Pair) -> None:
    closed = [
        path.name for path in pair.primary.folder.iterdir() if not path.stat().st_mode & 7
    ]

    assert {"ca.key", "server.key", "replication.secret", "pgbackrest.conf"} <= set(closed)


def stopped(pair: Pair) -> Broken:
    pair.primary.control("stop")
    yield
    pair.primary.done("up")


def with_an_expired_certificate(pair: Pair) -> Broken:
    folder = pair.primary.folder
    signing = f"-CA {folder}/ca.crt -CAkey {folder}/ca.key -set_serial 7 -days -1"
    asked = openssl(f"req -new -key {folder}/server.key -subj /CN=localhost")
    expired = openssl(f"x509 -req {signing}", asked)
    (folder / "server.crt").write_bytes(expired)
    pair.primary.control("reload")
    yield
    pair.primary.done("up")


def openssl(words: str, text: bytes = b"") -> bytes:
    return subprocess.run(
        ["openssl", *words.split()], input=text, capture_output=True, check=True
    ).stdout


def with_a_trusting_rule(pair: Pair) -> Broken:
    with (pair.primary.settings / "pg_hba.conf").open("a") as file:
        file.write("host all all 127.0.0.1/32 trust\n")
    yield
    pair.primary.done("up")


def unable_to_archive(pair: Pair) -> Broken:
    (segments,) = (pair.root / "backup-a" / "archive" / pair.primary.cluster).glob("*/*0")
    segments.chmod(0o500)
    pair.primary.sql("SELECT pg_switch_wal()")
    pair.until(lambda: pair.primary.sql(FAILING) == "t")
    yield
    segments.chmod(0o750)
    pair.until(lambda: pair.primary.sql(FAILING) == "f", within_s=120.0)


FAILING = "SELECT coalesce(last_failed_time > last_archived_time, false) FROM pg_stat_archiver"


def with_tables_of_an_older_release(pair: Pair) -> Broken:
    head = pair.primary.sql("SELECT version_num FROM alembic_version")
    pair.primary.sql("UPDATE alembic_version SET version_num = '0000'")
    yield
    pair.primary.sql(f"UPDATE alembic_version SET version_num = '{head}'")


def without_its_standby(pair: Pair) -> Broken:
    pair.standby.control("stop")
    pair.until(lambda: pair.primary.sql("SELECT active FROM pg_replication_slots") == "f")
    yield
    pair.standby.done("up")
    pair.until(lambda: pair.primary.sql("SELECT active FROM pg_replication_slots") == "t")


@pytest.mark.parametrize(
    ("broken", "name", "said"),
    [
        (stopped, "server", "`up` starts it"),
        (with_an_expired_certificate, "tls", "expired"),
        (with_a_trusting_rule, "scram", "trust"),
        (unable_to_archive, "archive", "/var/log/pgbackrest"),
        (with_tables_of_an_older_release, "schema", "0000"),
        (without_its_standby, "standby", "dismiss"),
    ],
)
def test_what_is_broken_is_named_and_its_way_out_leads_back_to_green(
    pair: Pair, broken: Callable[[Pair], Broken], name: str, said: str
) -> None:
    breaking = broken(pair)
    next(breaking)
    reds = pair.primary.reds()
    next(breaking, None)

    assert list(reds) == [name]
    assert said in reds[name]
    assert pair.primary.reds() == {}


def test_a_station_gets_in_with_its_file_and_password_and_nobody_without(pair: Pair) -> None:
    answer = pair.primary.done("login", "zhang", "--role", "gateway", "--json").out
    password = json.loads(answer)["password"]
    pair.primary.done("station", str(pair.root / "station"), "--login", "zhang")
    file = str(pair.root / "station" / "central.toml")

    status, _ = wangge(pair, "list", "members", "--db", file, password=password)
    without, said = wangge(pair, "list", "members", "--db", file, password="wrong")

    assert (status, without) == (0, 4)
    assert said["trouble"] == "database_refuses"


def wangge(pair: Pair, *words: str, password: str = "") -> tuple[int, dict[str, Any]]:
    done = subprocess.run(
        [str(WANGGE), *words, "--home", str(pair.root / "home"), "--json"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PGPASSWORD": password},
    )
    return done.returncode, json.loads(done.stdout.splitlines()[-1])


def admin(server: Server) -> str:
    return f"postgresql://postgres@/wangge?host=/var/run/postgresql&port={server.port}"


def test_backups_of_the_program_restore_and_prove_themselves_here(pair: Pair) -> None:
    here = admin(pair.primary)
    dump = str(pair.root / "wangge.dump")
    pair.primary.sql("CREATE DATABASE restored")
    there = here.replace("/wangge?", "/restored?")

    checked, found = wangge(pair, "db", "check", "--db", here)
    written, _ = wangge(pair, "db", "backup", dump, "--db", here)
    restored, status = wangge(pair, "db", "restore", dump, "--db", there)
    pair.primary.sql("DROP DATABASE restored")

    assert (checked, written, restored) == (0, 0, 0)
    assert found["backup_restores"] is True
    assert status["revision"] == status["head"]


@pytest.mark.parametrize("synchronous", [True, False])
def test_a_desk_goes_on_when_the_primary_dies_and_the_standby_is_promoted(
    synchronous: bool, eventually: Callable[..., None]
) -> None:
    pair = Pair.make(eventually, *(["--synchronous"] if synchronous else []))
    try:
        figures = fail_over(pair)
    finally:
        pair.remove()
    sys.stdout.write(f"\nfailover, synchronous {synchronous}: {json.dumps(figures)}\n")

    assert figures["live_after_promotion_s"] < 10.0
    assert figures["twice"] == 0
    assert not synchronous or figures["lost"] == 0


def fail_over(pair: Pair) -> dict[str, float]:
    """Kill the primary under a working desk, promote, and count; seconds and acts."""
    answer = pair.primary.done("login", "zhang", "--role", "gateway", "--json").out
    password = json.loads(answer)["password"]
    pair.primary.done("station", str(pair.root / "station"), "--login", "zhang")
    file = pair.root / "station" / "central.toml"
    desks = {what: a_desk(what, pair, file, password) for what in ("act", "follow")}
    pair.until(lambda: len(lines_of(pair, "act")) > 40)

    killed_at = time.time()
    os.kill(int((pair.primary.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    promoted_at = time.time()
    pair.standby.done("promote")
    pair.until(lambda: all(is_back(lines_of(pair, what), promoted_at) for what in desks))
    for desk in desks.values():
        desk.communicate(timeout=30)

    refused = pair.primary("up")
    assert refused.status == 4
    assert "is the primary now" in refused.err
    assert pair.standby.reds() == {}
    return figures_of(pair, killed_at, promoted_at)


def a_desk(what: str, pair: Pair, file: Path, password: str) -> subprocess.Popen[str]:
    out: IO[str] = (pair.root / f"{what}.log").open("w")
    with out:
        return subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.installer.acting_desk"),
                *(what, str(pair.root / what), str(file)),
            ],
            stdin=subprocess.PIPE,
            stdout=out,
            text=True,
            cwd=CHECKOUT,
            env={**os.environ, "PGPASSWORD": password},
        )


def lines_of(pair: Pair, what: str) -> list[dict[str, Any]]:
    text = (pair.root / f"{what}.log").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines(keepends=True) if line[-1] == "\n"]


def is_back(lines: list[dict[str, Any]], since: float) -> bool:
    return any(line["at"] > since and "away" not in line for line in lines)


def figures_of(pair: Pair, killed_at: float, promoted_at: float) -> dict[str, float]:
    lines = lines_of(pair, "act")
    first = {
        what: min(
            line["at"]
            for line in lines_of(pair, what)
            if line["at"] > promoted_at and "away" not in line
        )
        for what in ("act", "follow")
    }
    kept = pair.standby.sql("SELECT command_id FROM journal").split()
    acts = [line["act"] for line in lines if "act" in line]
    verified, _ = wangge(pair, "journal", "verify", "--db", admin(pair.standby))
    assert verified == 0
    return {
        "live_after_kill_s": round(first["act"] - killed_at, 2),
        "live_after_promotion_s": round(max(first.values()) - promoted_at, 2),
        "confirmed": len(acts),
        "lost": sum(act not in kept for act in acts),
        "twice": len(kept) - len(set(kept)),
    }
