"""The running server as a process: start it, find it, ask whether it lives, end it.

Owns signals and the server's lock file.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from models.domain.error import Trouble, Words
from models.store.binaries import find_binaries
from models.store.cluster import (
    disk_full,
    last_complaint,
    socket_folder,
    write_settings,
)
from models.store.process import is_alive, run_to_end, spawn_detached, wait_until_gone

if TYPE_CHECKING:
    from models.store.account import Account
    from models.store.binaries import Binaries
    from models.store.cluster import EmbeddedServer

START_S = 30.0
"""How long a start may take, recovery included."""
_STALE_S = 10.0
"""How long the children of a killed server may hold its memory."""
_NICENESS = 5
_POLL_S = 0.01
_DYING_CHILD = "unexpected postmaster exit"
"""Said by children of the killed server before, into a log that looks like this start's."""
_KEPT_LOGS = 5
_UNIX_PORT = 5432
"""Only names the socket file; nothing listens on TCP."""


@dataclass(frozen=True, slots=True)
class Postmaster:
    """A server that runs, as its own lock file tells."""

    pid: int
    data: Path
    host: str
    port: int
    ready: bool


def running_postmaster(data: Path | None) -> Postmaster | None:
    """The server that holds this data folder, or None."""
    found = _read_lock_file(data) if data else None
    return found if found and _is_server_of(found.pid, found.data) else None


def left_by_a_crash(data: Path) -> bool:
    """Whether the last server of this folder ended without taking its lock file away."""
    return _read_lock_file(data) is not None and running_postmaster(data) is None


def answers(server: Postmaster) -> bool:
    """Whether somebody listens at the server's socket; asks nothing of them."""
    if not server.ready:
        return False
    try:
        if server.host.startswith("/"):
            with socket.socket(socket.AF_UNIX) as unix:
                unix.settimeout(1.0)
                unix.connect(f"{server.host}/.s.PGSQL.{server.port}")
        else:
            socket.create_connection((server.host, server.port), timeout=1.0).close()
    except OSError:
        return False
    return True


def start_postmaster(
    server: EmbeddedServer, data: Path, binaries: Binaries, account: Account
) -> Postmaster:
    """Start the server and wait until it takes connections, recovery included.

    Raises
    ------
    Trouble
        `server_silent` after 30 s, `start_failed` or `disk_full` in the server's words.
    """
    _remove_reused_lock_file(data)
    deadline = time.monotonic() + _STALE_S
    pause_s = 0.1
    while True:
        _drop_old_logs(server.log)
        started_at = time.time()
        sockets, port = _place(server, account)
        write_settings(server, data, sockets=sockets, port=port)
        pid = _spawn_server(server, data, binaries, account)
        found = _wait_until_ready(server, data, pid)
        if found is not None:
            return found
        said = _what_it_said(server.log, since=started_at)
        if not _is_stale(said) or time.monotonic() > deadline:
            raise _start_failed(said, server)
        time.sleep(pause_s)
        pause_s = min(2 * pause_s, 0.4)


def stop_postmaster(server: Postmaster, *, fast: bool, timeout_s: float = 60.0) -> None:
    """Ask the server to end and wait for it; `fast` sends its clients away.

    Raises
    ------
    Trouble
        `server_stays` when it is still there after the timeout.
    """
    _signal_stop(server, fast=fast)
    if not wait_until_gone(server.pid, timeout_s=timeout_s):
        raise Trouble(
            "server_stays",
            Words(
                zh=f"数据库服务器(进程 {server.pid})在 {timeout_s:.0f} 秒内没有停下;"
                "请关闭仍在使用它的程序。",
                en=f"The database server (process {server.pid}) did not stop within "
                f"{timeout_s:.0f} s; close the programs that still use it.",
            ),
        )
    if server.host.startswith("/"):
        with suppress(OSError):  # somebody else's socket beside ours, or swept away
            Path(server.host).rmdir()


def kill_postmaster(server: Postmaster) -> None:
    """End the server as a crash would, leaving its lock file and children behind."""
    os.kill(server.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
    wait_until_gone(server.pid, timeout_s=10.0)


def _read_lock_file(data: Path) -> Postmaster | None:
    """Lines: pid, data folder, start, port, socket folder, address, memory, state."""
    try:
        lines = (data / "postmaster.pid").read_text("utf-8", errors="replace").splitlines()
        pid = int(lines[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None
    lines += [""] * (8 - len(lines))
    ready = lines[7].strip() in {"ready", "standby"}
    port = int(lines[3]) if lines[3].strip().isdigit() else _UNIX_PORT
    host = lines[4].strip() or lines[5].strip()
    return Postmaster(pid, data, host, port, ready)


def _is_server_of(pid: int, data: Path) -> bool:
    """A server works in its data folder: this tells it from a reused pid (Linux)."""
    if not is_alive(pid):
        return False
    folder = _folder_of(pid)
    return folder is None or folder == data.resolve()


def _folder_of(pid: int) -> Path | None:
    try:
        return Path(f"/proc/{pid}/cwd").readlink()
    except OSError:
        return None


def _remove_reused_lock_file(data: Path) -> None:
    """After a power cut the recorded pid may be another program's.

    PostgreSQL would then refuse to start for ever. The file also guards against
    children of a killed server, so it stays if any process works in the folder.
    """
    found = _read_lock_file(data)
    if found is None or not is_alive(found.pid) or _is_server_of(found.pid, data):
        return
    pids = [int(path.name) for path in Path("/proc").glob("[0-9]*")]
    if all(_folder_of(pid) != data.resolve() for pid in pids):
        (data / "postmaster.pid").unlink(missing_ok=True)


def _place(server: EmbeddedServer, account: Account) -> tuple[Path | None, int]:
    if sys.platform == "win32":
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return None, int(probe.getsockname()[1])
    return socket_folder(server, account), _UNIX_PORT


def _spawn_server(
    server: EmbeddedServer, data: Path, binaries: Binaries, account: Account
) -> int:
    said = server.log / "start.log"
    if sys.platform == "win32":
        # pg_ctl sheds an administrator's rights, which postgres refuses to have.
        pg_ctl = [str(binaries.program("pg_ctl")), "start", "-W", "-D", str(data)]
        return spawn_detached(pg_ctl, said=said)
    # It shares the processors with the window, whose thread must find one whenever it wakes.
    program = shutil.which("nice")
    nice = [program, "-n", str(_NICENESS)] if program else []
    postgres = [str(binaries.program("postgres")), "-D", str(data)]
    return spawn_detached([*nice, *account.prefix, *postgres], said=said)


def _wait_until_ready(server: EmbeddedServer, data: Path, pid: int) -> Postmaster | None:
    """The server once it is ready; None when its process ended first."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        found = _read_lock_file(data)
        ours = found is not None and (found.pid == pid or sys.platform == "win32")
        if found is not None and ours and found.ready:
            return found
        if sys.platform != "win32" and not is_alive(pid):
            return None
        time.sleep(_POLL_S)
    if sys.platform != "win32":
        os.kill(pid, signal.SIGQUIT)
    raise Trouble(
        "server_silent",
        Words(
            zh=f"数据库服务器在 {START_S:.0f} 秒内没有就绪;日志在 {server.log}。",
            en=f"The database server was not ready within {START_S:.0f} s; "
            f"its log is in {server.log}.",
        ),
    )


def _signal_stop(server: Postmaster, *, fast: bool) -> None:
    if sys.platform == "win32":
        pg_ctl = str(find_binaries(major=int(server.data.name)).program("pg_ctl"))
        mode = "fast" if fast else "smart"
        command = [pg_ctl, "stop", "-W", "-D", str(server.data), "-m", mode]
        run_to_end(command)
        return
    with suppress(ProcessLookupError):
        os.kill(server.pid, signal.SIGINT if fast else signal.SIGTERM)


def _drop_old_logs(log: Path) -> None:
    for old in sorted(log.glob("server-*.log"))[:-_KEPT_LOGS]:
        old.unlink(missing_ok=True)


def _what_it_said(log: Path, *, since: float) -> str:
    """The words of this start: before the log collector took over, and after."""
    files = sorted(log.glob("*.log"), key=lambda path: path.name == "start.log", reverse=True)
    recent = [path for path in files if path.stat().st_mtime >= since - 1]
    texts = [path.read_text("utf-8", errors="replace") for path in recent]
    return "\n".join(
        line for text in texts for line in text.splitlines() if _DYING_CHILD not in line
    )


def _is_stale(said: str) -> bool:
    marks = ("pre-existing shared memory", "postmaster.pid", ".s.PGSQL.")
    return any(mark in last_complaint(said) for mark in marks)


def _start_failed(said: str, server: EmbeddedServer) -> Trouble:
    if "No space left" in said:
        return disk_full(server.home)
    last = last_complaint(said)
    return Trouble(
        "start_failed",
        Words(
            zh=f"数据库服务器未能启动:{last}(日志在 {server.log})",
            en=f"The database server did not start: {last} (its log is in {server.log})",
        ),
    )
