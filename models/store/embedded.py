"""The embedded server of a home: open, revive, stop, status, kill.

Owns the order of things under the home's lock: eight programs that open the
server at once make and start it once. The folder is `cluster`'s, the process
`postmaster`'s, the programs `binaries`'.
"""

from __future__ import annotations

import errno
import json
import sys
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import psycopg
from filelock import FileLock, Timeout

from models.domain.error import Trouble, Words
from models.store import idle_watch
from models.store.account import an_account, hand_over
from models.store.binaries import find_binaries
from models.store.cluster import (
    ADMIN,
    CONSOLE,
    DATABASE,
    EmbeddedServer,
    disk_full,
    make_cluster,
)
from models.store.postmaster import (
    START_S,
    Postmaster,
    answers,
    kill_postmaster,
    left_by_a_crash,
    running_postmaster,
    start_postmaster,
    stop_postmaster,
)
from models.store.process import is_alive, spawn_detached

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.store.binaries import Binaries

__all__ = [
    "EmbeddedServer",
    "EmbeddedStatus",
    "ServerUrls",
    "embedded_status",
    "kill_embedded",
    "open_embedded",
    "revive_embedded",
    "stop_embedded",
]

IDLE_S = 600.0
"""The server stops this long after its last client left."""
_WATCH_EVERY_S = 20.0
_LOCK_S = 3 * START_S


@dataclass(frozen=True, slots=True)
class ServerUrls:
    """Where to connect, in the form libpq and SQLAlchemy read alike.

    `admin` is the superuser (migrations, backups), `console` the login without
    privileges under which everybody acts.
    """

    admin: str
    console: str


@dataclass(frozen=True, slots=True)
class EmbeddedStatus:
    """What is known of a home's server without starting it.

    `server_version` is the running server's, else the data folder's major; None
    before there is one.
    """

    running: bool
    pid: int | None
    server_version: str | None
    sockets: Path | None
    data: Path | None
    size_bytes: int


def open_embedded(
    home: Path, *, binaries: Path | None = None, idle_s: float = IDLE_S
) -> ServerUrls:
    """Make the server if there is none, start it if it sleeps, wait until it answers.

    Raises
    ------
    Trouble
        `no_binaries`, `home_unwritable`, `disk_full`, `init_failed`, `other_major`,
        `socket_taken`, `start_failed`, `server_silent`, `root_cannot_serve`.
    """
    server = _server_of(home)
    with _world_troubles(server), _held(server):
        server.opened_file.touch()
        running = running_postmaster(server.data)
        if running is None or not answers(running):
            running = _started(server, running, binaries)
        _ensure_watch(server, running, idle_s=idle_s)
        return _urls(server, running)


def revive_embedded(home: Path) -> bool:
    """Start again a server that was killed; False where it lives, or was stopped on purpose.

    A killed server leaves its lock file behind, a stopped one takes it away: programs
    that follow a home bring back the first, and leave the second to whoever stopped it.

    Raises
    ------
    Trouble
        As `open_embedded`.
    """
    server = _server_of(home)
    if server.data is None or not left_by_a_crash(server.data):
        return False
    open_embedded(home)
    return True


def stop_embedded(home: Path, *, fast: bool = True) -> bool:
    """Stop the server; `fast` sends its clients away, else waits for them. False: none ran."""
    server = _server_of(home)
    if not server.folder.is_dir():
        return False
    with _world_troubles(server), _held(server):
        running = running_postmaster(server.data)
        if running is not None:
            stop_postmaster(running, fast=fast)
        return running is not None


def kill_embedded(home: Path) -> bool:
    """End the server as a crash would; for tests of crashes. False: none ran."""
    server = _server_of(home)
    with _world_troubles(server):
        running = running_postmaster(server.data)
        if running is not None:
            kill_postmaster(running)
        return running is not None


def embedded_status(home: Path) -> EmbeddedStatus:
    """What is known of the home's server; starts and changes nothing.

    Raises
    ------
    Trouble
        `home_unwritable` where the home is closed to us.
    """
    server = _server_of(home)
    with _world_troubles(server):
        return _status(server)


def _status(server: EmbeddedServer) -> EmbeddedStatus:
    data = server.data
    running = running_postmaster(data)
    return EmbeddedStatus(
        running=running is not None,
        pid=running.pid if running else None,
        server_version=_version(server, running) or (data.name if data else None),
        sockets=Path(running.host) if running and running.host.startswith("/") else None,
        data=data,
        size_bytes=_size(data) if data else 0,
    )


def _server_of(home: Path) -> EmbeddedServer:
    return EmbeddedServer(home.expanduser().absolute())


def _started(
    server: EmbeddedServer, running: Postmaster | None, named: Path | None
) -> Postmaster:
    if running is not None:
        # It lives but does not answer: still recovering or stopping, or its socket was
        # swept away from /tmp. A stop waits for the first two and heals the third.
        stop_postmaster(running, fast=True)
    data = server.data
    binaries = _fitting_binaries(data, named)
    account = an_account(
        server.folder,
        binaries.program("postgres"),
        owner=data.stat().st_uid if data else None,
    )
    if data is None:
        data = make_cluster(server, binaries, account)
    hand_over(data, account)
    return start_postmaster(server, data, binaries, account)


def _fitting_binaries(data: Path | None, named: Path | None) -> Binaries:
    if data is None:
        return find_binaries(folder=named)
    try:
        return find_binaries(folder=named, major=int(data.name))
    except Trouble:
        newer = find_binaries(folder=named)
    raise Trouble(
        "other_major",
        Words(
            zh=f"{data} 是 PostgreSQL {data.name} 的数据,而本机的程序是 {newer.version};"
            "请执行 wangge db upgrade。",
            en=f"{data} holds data of PostgreSQL {data.name}, but the programs here are "
            f"{newer.version}; run wangge db upgrade.",
        ),
    )


def _ensure_watch(server: EmbeddedServer, running: Postmaster, *, idle_s: float) -> None:
    try:
        watcher, watched = map(int, server.watch_file.read_text("utf-8").split())
    except (FileNotFoundError, ValueError):
        watcher, watched = 0, 0
    if watched == running.pid and is_alive(watcher):
        return
    watch = idle_watch.Watch(
        pid=running.pid,
        host=running.host,
        port=running.port,
        user=ADMIN,
        passwords=str(server.passwords_file),
        opened=str(server.opened_file),
        lock=str(server.lock),
        log=str(server.log),
        stop=_stop_command(running),
        idle_s=idle_s,
        poll_s=min(_WATCH_EVERY_S, idle_s / 4),
    )
    command = [sys.executable, "-P", idle_watch.__file__, json.dumps(asdict(watch))]
    pid = spawn_detached(command, said=server.log / "idle_watch.log")
    server.watch_file.write_text(f"{pid} {running.pid}", "utf-8")


def _stop_command(running: Postmaster) -> list[str]:
    if sys.platform == "win32":
        pg_ctl = find_binaries(major=int(running.data.name)).program("pg_ctl")
        return [str(pg_ctl), "stop", "-D", str(running.data), "-m", "fast"]
    return []


def _urls(server: EmbeddedServer, running: Postmaster) -> ServerUrls:
    passwords = server.passwords()
    place = f"host={quote(running.host, safe='')}&port={running.port}"
    return ServerUrls(
        admin=f"postgresql://{ADMIN}:{passwords[ADMIN]}@/{DATABASE}?{place}",
        console=f"postgresql://{CONSOLE}:{passwords[CONSOLE]}@/{DATABASE}?{place}",
    )


def _version(server: EmbeddedServer, running: Postmaster | None) -> str | None:
    if running is None or not answers(running):
        return None
    try:
        with psycopg.connect(_urls(server, running).console, connect_timeout=5) as connection:
            return connection.info.parameter_status("server_version")
    except psycopg.OperationalError:
        return None


def _size(folder: Path) -> int:
    """Bytes of all files; those that vanish while we count are not there any more."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return total


@contextmanager
def _held(server: EmbeddedServer) -> Iterator[None]:
    """Hold the home's lock: the race of two programs that make or start the server."""
    server.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    server.folder.mkdir(mode=0o700, exist_ok=True)
    server.log.mkdir(mode=0o700, exist_ok=True)
    try:
        with FileLock(server.lock, timeout=_LOCK_S, poll_interval=0.01):
            yield
    except Timeout as late:
        raise Trouble(
            "server_silent",
            Words(
                zh=f"另一个程序占用 {server.lock} 超过 {_LOCK_S:.0f} 秒;请关闭它再试。",
                en=f"Another program has held {server.lock} for {_LOCK_S:.0f} s; "
                "close it and try again.",
            ),
        ) from late


@contextmanager
def _world_troubles(server: EmbeddedServer) -> Iterator[None]:
    """Turn what the file system says no to into words."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise disk_full(server.home) from error
        if isinstance(error, PermissionError | NotADirectoryError | FileExistsError) or (
            error.errno == errno.EROFS
        ):
            raise _home_unwritable(server) from error
        raise


def _home_unwritable(server: EmbeddedServer) -> Trouble:
    return Trouble(
        "home_unwritable",
        Words(
            zh=f"无法写入 {server.folder};请用 --home 另选目录,或更正其权限。",
            en=f"Cannot write in {server.folder}; choose another place with --home, or "
            "correct its permissions.",
        ),
    )
