"""The archive of WAL and the backups, kept by pgBackRest; when they run."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from server import shell
from server.cluster import query
from server.files import make_folder, put
from server.place import SOCKETS, Place
from setting_up.words import Trouble, say

if TYPE_CHECKING:
    from server.note import Note

KEPT_FULL = 3
UNITS = Path("/etc/systemd/system")
CRON = Path("/etc/cron.d")
# Sunday a whole one; the other nights what changed since then. In the quiet of the night.
TIMES = {
    "full": ("Sun *-*-* 02:30:00", "30 2 * * 0"),
    "diff": ("Mon..Sat *-*-* 02:30:00", "30 2 * * 1-6"),
}


def conf(note: Note, place: Place) -> str:
    """The text of pgbackrest.conf."""
    return f"""\
# Written by installer/server/provision.py up; changes are undone by the next `up`.
[global]
repo1-path={note.backup_dir}
# Three Sundays: point-in-time recovery reaches back at least two weeks.
repo1-retention-full={KEPT_FULL}
compress-type=zst
# A backup begins at once instead of at the next checkpoint.
start-fast=y
process-max=2
log-level-console=warn
log-level-file=info
log-path=/var/log/pgbackrest
lock-path={SOCKETS}/pgbackrest-{note.cluster}

[{note.cluster}]
pg1-path={place.data(note.version)}
pg1-port={note.port}
pg1-socket-path={SOCKETS}
pg1-user=postgres
"""


def prepare(note: Note, place: Place) -> None:
    """Settings and folders; before the server starts, which archives at once."""
    make_folder(Path(note.backup_dir), mode=0o750, owner=shell.POSTGRES)
    make_folder(Path("/var/log/pgbackrest"), mode=0o770, owner=shell.POSTGRES)
    put(place.pgbackrest, conf(note, place), mode=0o640, owner=shell.POSTGRES)


def begin(note: Note, place: Place) -> None:
    """Make the stanza, prove that a segment arrives, take the first backup where there is none.

    Raises
    ------
    Trouble
        `other-backups`; `no-archive`, with what pgBackRest says.
    """
    try:
        backrest(note, place, "stanza-create")
        backrest(note, place, "check")
    except Trouble as trouble:
        if "[028]" in trouble.en:
            raise _others(note) from trouble
        raise Trouble(
            "no-archive",
            zh=f"WAL 归档不成功：{trouble.zh}。请看 /var/log/pgbackrest 和 {note.backup_dir}。",
            en=f"Archiving does not work: {trouble.en}. See /var/log/pgbackrest and "
            f"{note.backup_dir}.",
        ) from trouble
    if '"backup":[]' in backrest(note, place, "info", "--output=json"):
        say(zh="做第一份全量备份 …", en="Taking the first backup …")
        backrest(note, place, "backup", "--type=full")


def _others(note: Note) -> Trouble:
    return Trouble(
        "other-backups",
        zh=f"{note.backup_dir} 里是另一个库的备份，不动它。请另选 --backup-dir，或先移走它。",
        en=f"{note.backup_dir} has the backups of another database and is left alone. Choose "
        "another --backup-dir, or move it away.",
    )


def backrest(note: Note, place: Place, command: str, *options: str) -> str:
    """Run pgBackRest as the server's own user; its stdout."""
    return shell.run(
        [*backrest_words(note.cluster, place), *options, command], user=shell.POSTGRES
    )


def backrest_words(stanza: str, place: Place) -> list[str]:
    """How pgBackRest is called, without the command."""
    return ["pgbackrest", f"--config={place.pgbackrest}", f"--stanza={stanza}"]


def schedule(note: Note, place: Place) -> None:
    """Let backups run by night: by systemd where it runs, else by cron."""
    if Path("/run/systemd/system").is_dir():
        for name, text in units(note, place).items():
            put(UNITS / name, text, mode=0o644)
        shell.run(["systemctl", "daemon-reload"])
        shell.run(["systemctl", "enable", "--now", *_timers(note)])
        return
    make_folder(CRON, mode=0o755)
    put(CRON / _name(note), cron(note, place), mode=0o644)
    if shutil.which("cron") is None:
        say(
            zh=f"这里没有 systemd，也没有 cron：备份计划写在 {CRON / _name(note)}，"
            "但装上 cron 之前没有人执行它（apt-get install cron）。",
            en=f"There is neither systemd nor cron here: the schedule lies in "
            f"{CRON / _name(note)}, and nobody follows it before cron is installed "
            "(apt-get install cron).",
        )


def unschedule(note: Note) -> None:
    """Take the schedule away."""
    (CRON / _name(note)).unlink(missing_ok=True)
    shutil.rmtree(SOCKETS / f"pgbackrest-{note.cluster}", ignore_errors=True)
    found = [UNITS / f"{_name(note)}-{kind}.{end}" for kind in TIMES for end in _ENDS]
    if not any(path.exists() for path in found):
        return
    shell.attempt(["systemctl", "disable", "--now", *_timers(note)])
    for path in found:
        path.unlink(missing_ok=True)
    shell.attempt(["systemctl", "daemon-reload"])


_ENDS = ("service", "timer")


def units(note: Note, place: Place) -> dict[str, str]:
    """The files of systemd by their names."""
    found = {}
    for kind, (when, _) in TIMES.items():
        name = f"{_name(note)}-{kind}"
        found[f"{name}.service"] = f"""\
[Unit]
Description=Wangge: {kind} backup of the cluster {note.cluster}
After=postgresql.service

[Service]
Type=oneshot
User=postgres
Nice=10
ExecStart=/usr/bin/{_backup_line(note, place, kind)}
"""
        found[f"{name}.timer"] = f"""\
[Unit]
Description=Wangge: {kind} backup of the cluster {note.cluster}

[Timer]
OnCalendar={when}
RandomizedDelaySec=300
# A machine that slept through the night does it when it wakes.
Persistent=true

[Install]
WantedBy=timers.target
"""
    return found


def cron(note: Note, place: Place) -> str:
    """The text of the file for cron."""
    lines = [
        f"{when} postgres nice {_backup_line(note, place, kind)}"
        for kind, (_, when) in TIMES.items()
    ]
    path = "PATH=/usr/sbin:/usr/bin:/sbin:/bin"
    head = f"# Written by installer/server/provision.py up.\n{path}\n"
    return head + "\n".join(lines) + "\n"


def is_archiving_to_us(note: Note, place: Place) -> bool:
    """Whether the running server hands its WAL to our pgBackRest."""
    words = " ".join(backrest_words(note.cluster, place))
    return query(note, "SHOW archive_command") == f"{words} archive-push %p"


def _backup_line(note: Note, place: Place, kind: str) -> str:
    return " ".join([*backrest_words(note.cluster, place), f"--type={kind}", "backup"])


def _timers(note: Note) -> list[str]:
    return [f"{_name(note)}-{kind}.timer" for kind in TIMES]


def _name(note: Note) -> str:
    # No dots: cron passes over such files.
    return f"wangge-backup-{note.cluster}"
