"""A small process beside the embedded server: stops it when nobody has used it for long.

Run as a script of its own (`python -P idle_watch.py JSON`), so it imports nothing
of ours. It ends when the server ends. It also drops log files beyond the newest.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

_KEPT_LOGS = 5
_CLIENTS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE backend_type IN ('client backend', 'walsender') AND pid <> pg_backend_pid()
"""


@dataclass(frozen=True, slots=True)
class Watch:
    """What to watch and when to stop it.

    `opened` and `lock` are those of the server's folder; `stop` is a command to
    run where there are no signals, else empty.
    """

    pid: int
    host: str
    port: int
    user: str
    passwords: str
    opened: str
    lock: str
    log: str
    stop: list[str]
    idle_s: float
    poll_s: float


def main(text: str) -> None:
    """Watch until the server has gone."""
    watch = Watch(**json.loads(text))
    used_at = time.time()
    while not _gone_within(watch.pid, watch.poll_s):
        _drop_old_logs(Path(watch.log))
        if _clients(watch):
            used_at = time.time()
        elif _is_idle(watch, used_at):
            _stop_unless_used(watch, used_at)


def _is_idle(watch: Watch, used_at: float) -> bool:
    asked_at = Path(watch.opened).stat().st_mtime
    return time.time() - max(used_at, asked_at) >= watch.idle_s


def _stop_unless_used(watch: Watch, used_at: float) -> None:
    from filelock import FileLock

    # The lock: whoever opens the server in this moment must find it running for
    # ten more minutes, or gone, never on its way out.
    with FileLock(watch.lock, poll_interval=0.01):
        if not _is_idle(watch, used_at) or _clients(watch):
            return
        if watch.stop:
            _ran(watch.stop)
        else:
            os.kill(watch.pid, signal.SIGINT)
        if _gone_within(watch.pid, 60.0) and watch.host.startswith("/"):
            with suppress(OSError):
                Path(watch.host).rmdir()


def _clients(watch: Watch) -> int:
    """How many others are connected; one when the server is too busy to tell."""
    # Only now: most watchers of a test or a script end before their first question.
    import psycopg

    password = json.loads(Path(watch.passwords).read_text("utf-8"))[watch.user]
    try:
        connection = psycopg.connect(
            host=watch.host,
            port=watch.port,
            user=watch.user,
            password=password,
            dbname="postgres",
            application_name="wangge idle watch",
            connect_timeout=5,
            autocommit=True,
        )
        with closing(connection):
            row = connection.execute(_CLIENTS).fetchone()
    except psycopg.OperationalError:
        return 1
    return int(row[0]) if row else 1


def _gone_within(pid: int, seconds: float) -> bool:
    """Wait for the server's end, at most so long."""
    if hasattr(os, "pidfd_open"):
        try:
            handle = os.pidfd_open(pid)
        except ProcessLookupError:
            return True
        try:
            return bool(select.select([handle], [], [], seconds)[0])
        finally:
            os.close(handle)
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not _runs(pid):
            return True
        time.sleep(min(1.0, seconds))
    return False


def _runs(pid: int) -> bool:
    if os.name == "nt":
        return str(pid) in _ran(["tasklist", "/FI", f"PID eq {pid}", "/NH"])
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _ran(command: list[str]) -> str:
    return subprocess.run(  # noqa: S603 - a list, no shell; ours to choose
        command, capture_output=True, text=True, check=False
    ).stdout


def _drop_old_logs(log: Path) -> None:
    for old in sorted(log.glob("server-*.log"))[:-_KEPT_LOGS]:
        old.unlink(missing_ok=True)


if __name__ == "__main__":
    main(sys.argv[1])
