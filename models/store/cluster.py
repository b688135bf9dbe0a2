"""The folder of an embedded server: its layout, its passwords, its making, its settings.

Owns the files below `HOME/pg`; knows nothing of processes that stay. The data
folder is made beside its place and renamed into it, so it is whole or absent.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from models.desk.durable import put_in_place
from models.domain.error import Trouble, Words
from models.store.account import hand_over
from models.store.process import run_to_end

if TYPE_CHECKING:
    from models.store.account import Account
    from models.store.binaries import Binaries

ADMIN = "wangge_admin"
"""The superuser of an embedded server: migrations, backups."""
CONSOLE = "wangge"
"""The login without privileges under which the console acts."""
DATABASE = "wangge"

_SOCKET_ROOM = 107 - len("/.s.PGSQL.65535.lock")
_MAKING = "making-"
_SETTINGS_FILE = "wangge.conf"
_INITDB_TIMEOUT_S = 120

# Statements and details stay out of the log: they hold what citizens said.
_SETTINGS = {
    "fsync": "on",
    "synchronous_commit": "on",
    "shared_buffers": "128MB",
    "max_connections": "200",
    "max_locks_per_transaction": "128",
    "min_wal_size": "80MB",
    "max_wal_size": "512MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "unix_socket_permissions": "0700",
    "logging_collector": "on",
    "log_filename": "server-%Y%m%d-%H%M%S.log",
    "log_file_mode": "0600",
    "log_rotation_size": "10MB",
    "log_rotation_age": "0",
    "log_checkpoints": "off",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


@dataclass(frozen=True, slots=True)
class EmbeddedServer:
    """Where the server of a home lives."""

    home: Path

    @property
    def folder(self) -> Path:
        """Everything of the server: data, log, passwords, lock."""
        return self.home / "pg"

    @property
    def data(self) -> Path | None:
        """The data folder, named by its major version; the newest, None before init."""
        found = [path for path in self.folder.glob("[0-9]*") if path.name.isdigit()]
        return max(found, key=lambda path: int(path.name), default=None)

    @property
    def log(self) -> Path:
        """The folder of the server's log files."""
        return self.folder / "log"

    @property
    def lock(self) -> Path:
        """Held while the server is made, started, stopped or looked for."""
        return self.folder / "lock"

    @property
    def passwords_file(self) -> Path:
        """JSON, readable by its owner alone: login name to password."""
        return self.folder / "passwords.json"

    @property
    def opened_file(self) -> Path:
        """Its time of change says when the server was last asked for."""
        return self.folder / "opened"

    @property
    def watch_file(self) -> Path:
        """Two pids: the watcher's and the server's it watches."""
        return self.folder / "idle_watch.pid"

    def passwords(self) -> dict[str, str]:
        """Login name to password, generated the first time."""
        if not self.passwords_file.exists():
            fresh = {name: secrets.token_urlsafe(24) for name in (ADMIN, CONSOLE)}
            _write_private(self.passwords_file, json.dumps(fresh))
        try:
            found = json.loads(self.passwords_file.read_text("utf-8"))
            return {name: str(found[name]) for name in (ADMIN, CONSOLE)}
        except (ValueError, KeyError, TypeError) as error:
            raise _passwords_damaged(self.passwords_file) from error


def _passwords_damaged(file: Path) -> Trouble:
    return Trouble(
        "passwords_damaged",
        Words(
            zh=f"内置数据库的口令文件 {file} 已损坏;请从备份恢复此文件,"
            "或用 --home 另建一处并 wangge db restore。",
            en=f"The embedded server's passwords, {file}, are damaged; bring the file back "
            "from a backup, or make another home with --home and `wangge db restore`.",
        ),
    )


def make_cluster(server: EmbeddedServer, binaries: Binaries, account: Account) -> Path:
    """Make the data folder with its logins and database, whole or not at all.

    Raises
    ------
    Trouble
        `disk_full` or `init_failed`, with the last line the server's program said.
    """
    for left_over in server.folder.glob(f"{_MAKING}*"):
        shutil.rmtree(left_over, ignore_errors=True)
    making = Path(tempfile.mkdtemp(prefix=_MAKING, dir=server.folder))
    try:
        hand_over(making, account)
        _initdb(making, server.passwords()[ADMIN], binaries, account)
        _create_login_and_database(making, server.passwords()[CONSOLE], binaries, account)
        with (making / "postgresql.conf").open("a", encoding="utf-8") as conf:
            conf.write(f"\ninclude_if_exists '{_SETTINGS_FILE}'\n")
        data = server.folder / str(binaries.major)
        making.rename(data)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return data


def write_settings(
    server: EmbeddedServer, data: Path, *, sockets: Path | None, port: int
) -> None:
    """Write our settings; what a person set by ALTER SYSTEM still outranks them.

    `sockets` None means a platform without them: 127.0.0.1 and the port instead.
    """
    place = {
        "port": str(port),
        "log_directory": str(server.log),
        "listen_addresses": "" if sockets else "127.0.0.1",
        "unix_socket_directories": str(sockets) if sockets else "",
    }
    lines = [f"{key} = {_quoted(value)}\n" for key, value in {**_SETTINGS, **place}.items()]
    server.log.mkdir(mode=0o700, exist_ok=True)
    _write_private(data / _SETTINGS_FILE, "".join(lines))


def socket_folder(server: EmbeddedServer, account: Account) -> Path:
    """A private folder whose path is short enough for a Unix socket.

    Raises
    ------
    Trouble
        `socket_taken` when its place belongs to somebody else or is open to others.
    """
    home_id = sha256(os.fsencode(server.home.resolve())).hexdigest()[:12]
    folder = _runtime_root(account) / f"wangge-{account.uid}-{home_id}"
    if len(os.fsencode(folder)) > _SOCKET_ROOM:
        folder = Path("/tmp") / folder.name  # noqa: S108 - made private and checked below
    try:
        folder.mkdir(mode=0o700)
        hand_over(folder, account)
    except FileExistsError:
        pass
    info = folder.lstat()
    if not folder.is_dir() or folder.is_symlink() or info.st_uid != account.uid:
        raise _socket_taken(folder)
    folder.chmod(0o700)
    return folder


def _runtime_root(account: Account) -> Path:
    named = os.environ.get("XDG_RUNTIME_DIR")
    if named and account.way == "plain":
        root = Path(named)
        if root.is_dir() and root.stat().st_uid == account.uid:
            return root
    return Path("/tmp")  # noqa: S108 - the folder below it is made private and checked


def _socket_taken(folder: Path) -> Trouble:
    return Trouble(
        "socket_taken",
        Words(
            zh=f"服务器的套接字目录 {folder} 属于他人;请删除它,或设置 XDG_RUNTIME_DIR。",
            en=f"The place of the server's socket, {folder}, belongs to somebody else; "
            "remove it, or set XDG_RUNTIME_DIR.",
        ),
    )


def _initdb(making: Path, password: str, binaries: Binaries, account: Account) -> None:
    # The libc of macOS, Windows and some small systems has no C.UTF-8; PostgreSQL
    # has had one of its own since 17.
    locales = (
        ["--locale=C.UTF-8"],
        ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
        ["--locale=C"],
    )
    said = ""
    with tempfile.TemporaryDirectory(prefix=_MAKING, dir=making.parent) as beside:
        password_file = Path(beside) / "password"
        _write_private(password_file, password)
        for locale in locales:
            command = [
                *account.prefix,
                str(binaries.program("initdb")),
                *("-D", str(making), "-U", ADMIN, "--encoding=UTF8", "--data-checksums"),
                *("--auth=scram-sha-256", f"--pwfile={password_file}"),
                *locale,
            ]
            answer = run_to_end(command, timeout_s=_INITDB_TIMEOUT_S)
            if answer.returncode == 0:
                return
            said = answer.stderr
            if "locale" not in said:
                break
    raise init_failed(said)


def _create_login_and_database(
    making: Path, password: str, binaries: Binaries, account: Account
) -> None:
    """Through single-user mode, so that it lies in the folder before anybody sees it."""
    rights = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
    statements = (
        f"CREATE ROLE {CONSOLE} {rights} PASSWORD '{password}'\nCREATE DATABASE {DATABASE}\n"
    )
    postgres = str(binaries.program("postgres"))
    command = [*account.prefix, postgres, "--single", "-D", str(making), "postgres"]
    answer = run_to_end(command, given=statements)
    if answer.returncode != 0 or "ERROR:" in answer.stderr:
        raise init_failed(answer.stderr.replace(password, "…"))


def init_failed(said: str) -> Trouble:
    """Why the data folder was not made, in the words of the program that failed."""
    last = last_complaint(said)
    if "No space left" in said:
        return disk_full(last)
    return Trouble(
        "init_failed",
        Words(
            zh=f"内置数据库未能建立:{last}",
            en=f"The embedded database could not be made: {last}",
        ),
    )


def disk_full(where: object) -> Trouble:
    """No room for the server."""
    return Trouble(
        "disk_full",
        Words(
            zh=f"磁盘已满:{where};请腾出空间,或用 --home 换一处。",
            en=f"The disk is full: {where}; make room, or choose another place with --home.",
        ),
    )


def last_complaint(said: str) -> str:
    """The last line that complains, else the last line that says anything.

    What ends a server weighs more than the error of a statement: the log of the server
    before, a second old, may stand beside the words of this start.
    """
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    for marks in (("FATAL:", "PANIC:"), ("ERROR:", "error:")):
        complaints = [line for line in lines if any(mark in line for mark in marks)]
        if complaints:
            return complaints[-1]
    return (lines or ["?"])[-1]


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''").replace("\\", "\\\\") + "'"


def _write_private(path: Path, text: str) -> None:
    fresh = path.with_name(f"{path.name}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    put_in_place(fresh, path)
