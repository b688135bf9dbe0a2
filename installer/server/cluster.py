"""One cluster of Debian's PostgreSQL: made, started, asked."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from pathlib import Path

from server import shell
from server.files import put
from server.note import DATABASE, Note
from server.place import SOCKETS, Place
from setting_up.words import Trouble, say


@dataclass(frozen=True, slots=True)
class Cluster:
    """One line of pg_lsclusters."""

    version: int
    name: str
    port: int
    status: str


def clusters() -> list[Cluster]:
    """All that this machine has, ours and others."""
    rows = (line.split() for line in shell.run(["pg_lsclusters", "-h"]).splitlines())
    return [Cluster(int(v), name, int(port), status) for v, name, port, status, *_ in rows]


def find(note: Note) -> Cluster | None:
    """Ours, if it is there."""
    return next((one for one in clusters() if one.name == note.cluster), None)


def require_free_port(note: Note) -> None:
    """Refuse a port that another cluster owns, or anybody listens on.

    Raises
    ------
    Trouble
        `port-taken`.
    """
    owners = [f"{one.version}/{one.name}" for one in clusters() if one.port == note.port]
    if owners or _somebody_listens(note.port):
        who = owners[0] if owners else "?"
        raise Trouble(
            "port-taken",
            zh=f"端口 {note.port} 已被占用（{who}），不动它。请另选：--port {note.port + 1}",
            en=f"The port {note.port} is taken ({who}), which is left alone. Choose another: "
            f"--port {note.port + 1}",
        )


def _somebody_listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def create(note: Note) -> None:
    """Make the cluster, not started: checksums, UTF-8, C collation."""
    say(
        zh=f"建立集群 {note.version}/{note.cluster}，端口 {note.port} …",
        en=f"Making the cluster {note.version}/{note.cluster} on port {note.port} …",
    )
    # C.UTF-8: order by code point, the same on every machine and after every upgrade of libc.
    shell.run(
        [
            *("pg_createcluster", str(note.version), note.cluster, "--port", str(note.port)),
            *("--encoding", "UTF8", "--locale", "C.UTF-8", "--start-conf", "auto", "--"),
            *("--data-checksums", "--auth-local", "peer", "--auth-host", "scram-sha-256"),
        ]
    )


def configure(note: Note, place: Place, files: dict[str, str]) -> bool:
    """Put settings in place, by their names in Debian's folder; whether any changed.

    What somebody changed by hand in a file of ours is kept beside it as `….by-hand`.
    """
    folder = place.settings(note.version)
    different = False
    for name, text in files.items():
        path = folder / name
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        if not put(path, text, mode=0o640, owner=shell.POSTGRES):
            continue
        different = True
        if old.startswith(text.partition("\n")[0]):
            put(path.with_name(f"{path.name}.by-hand"), old, mode=0o640, owner=shell.POSTGRES)
    return different


def control(note: Note, action: str) -> None:
    """Start, stop, restart, reload or promote; by systemd where it runs, else directly."""
    done = shell.attempt(["pg_ctlcluster", str(note.version), note.cluster, action])
    # 2: a server that runs was to be started, or one that stands to be stopped.
    if done.returncode not in (0, 2):
        raise shell.failed(["pg_ctlcluster"], done)


def start_at_boot(note: Note, place: Place, *, by_itself: bool) -> None:
    """Say whether the system starts the server by itself; with systemd, Debian's own does."""
    path = place.settings(note.version) / "start.conf"
    put(path, "auto\n" if by_itself else "manual\n", mode=0o644, owner=shell.POSTGRES)
    if Path("/run/systemd/system").is_dir():
        shell.run(["systemctl", "daemon-reload"])


def drop(note: Note) -> None:
    """Remove the cluster, its data and its settings."""
    shell.run(["pg_dropcluster", "--stop", str(note.version), note.cluster])
    # Left by a server that was killed; Debian's tool forgets it.
    (SOCKETS / f"{note.version}-{note.cluster}.pid").unlink(missing_ok=True)


def start_with(note: Note, *, changed: bool) -> None:
    """See that the server runs with its present settings; restarts only where it must."""
    found = find(note)
    if found is None or not found.status.startswith("online"):
        control(note, "start")
        return
    if not changed:
        return
    control(note, "reload")
    pending = query(note, "SELECT string_agg(name, ' ') FROM pg_settings WHERE pending_restart")
    if pending:
        say(
            zh=f"以下设置需要重启服务器：{pending}。正在重启，各工位会自动重连 …",
            en=f"These settings need a restart: {pending}. Restarting; stations reconnect "
            "by themselves …",
        )
        control(note, "restart")


def query(note: Note, sql: str, *, database: str = "postgres", **values: str) -> str:
    """Ask as the superuser, on this machine; rows as lines, columns apart by `|`.

    `values` stand in the SQL as psql's `:'name'`, quoted by psql.

    Raises
    ------
    Trouble
        `server-refuses`, with what the server said.
    """
    # By a script on stdin: arguments show in `ps`, and hold no psql variables.
    settings = "".join(
        "\\set {} '{}'\n".format(name, value.replace("\\", "\\\\").replace("'", "''"))
        for name, value in values.items()
    )
    done = shell.attempt(
        [
            *("psql", "-XAtq", "-v", "ON_ERROR_STOP=1", "-h", SOCKETS, "-p", str(note.port)),
            *("-d", database),
        ],
        user=shell.POSTGRES,
        text=f"{settings}{sql};\n",
        environ={"PGCONNECT_TIMEOUT": "5", **shell.WAIT_FOR_NO_STANDBY},
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["?"])[0]
        raise Trouble(
            "server-refuses",
            zh=f"数据库服务器说：{said}",
            en=f"The database server says: {said}",
        )
    return done.stdout.strip()


def is_standby(note: Note) -> bool:
    """Whether the server follows another one."""
    return query(note, "SELECT pg_is_in_recovery()") == "t"


def make_database(note: Note) -> None:
    """See that the database is there, with PostGIS where the package is."""
    there = query(note, "SELECT 1 FROM pg_database WHERE datname = :'name'", name=DATABASE)
    if not there:
        query(note, f"CREATE DATABASE {DATABASE}")
    if query(note, "SELECT 1 FROM pg_available_extensions WHERE name = 'postgis'"):
        query(
            note,
            "SET client_min_messages TO warning; CREATE EXTENSION IF NOT EXISTS postgis",
            database=DATABASE,
        )


def admin_url(note: Note) -> str:
    """The superuser's URL on this machine; no password, root is known by the socket."""
    return f"postgresql://{shell.POSTGRES}@/{DATABASE}?host={SOCKETS}&port={note.port}"
