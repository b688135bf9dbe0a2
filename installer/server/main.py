"""From the words on the command line to a server that stands, or a list of what is wrong."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from server import archive, health, login, peers, recover, standby, station, steps
from server import invitation as invitations
from server import note as notes
from server.granting import Grant
from server.place import CONFIG, Place
from setting_up.words import Trouble, pick, say

NOT_GREEN = 3
BACKUP_HOURS = 26.0  # a night's, and two hours for the backup itself


def main(arguments: Sequence[str]) -> int:
    """Run one command; 0 done or green, 2 wrong usage, 3 something is red, 4 trouble."""
    options = parser().parse_args(arguments)
    place = Place(options.config, options.cluster)
    try:
        _require_root()
        status: int = options.run(options, place)
    except Trouble as trouble:
        print(trouble.words(), file=sys.stderr, flush=True)
        if options.json:
            print(
                json.dumps(
                    {"trouble": trouble.code, "words": trouble.words()}, ensure_ascii=False
                )
            )
        return trouble.status
    except OSError as error:
        print(f"{error.filename or ''}: {error.strerror or error}", file=sys.stderr)
        return Trouble.status
    except KeyboardInterrupt:
        say(zh="已中断；再次运行会接着做。", en="Stopped; the next run goes on.")
        return 130
    return status


def parser() -> argparse.ArgumentParser:
    """The command line."""
    top = argparse.ArgumentParser(
        prog="provision.py", description="The central database of one district (docs/server.md)"
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_making(commands)
    _add_following(commands)
    _add_people(commands)
    _add_keeping(commands)
    return top


_Commands = argparse._SubParsersAction  # noqa: SLF001 - argparse has no public name for it
_Run = Callable[[argparse.Namespace, Place], int]


def _command(
    commands: _Commands[argparse.ArgumentParser], name: str, run: _Run, words: str
) -> argparse.ArgumentParser:
    one = commands.add_parser(name, help=words, description=words)
    one.add_argument("--cluster", default="wangge", help="name of the cluster (wangge)")
    one.add_argument("--config", type=Path, default=CONFIG, help=f"our own files ({CONFIG})")
    one.add_argument("--lang", choices=["zh", "en"], help="language of words")
    one.add_argument("--json", action="store_true", help="answer with one JSON object")
    one.set_defaults(run=run)
    return one


def _add_given(one: argparse.ArgumentParser) -> None:
    for name in ("--cert", "--key", "--ca"):
        one.add_argument(name, type=Path, metavar="F", help="own certificate: all three, PEM")


def _add_making(commands: _Commands[argparse.ArgumentParser]) -> None:
    up = _command(commands, "up", run_up, "make the server, or bring it to what is asked")
    up.add_argument("--network", action="append", metavar="NET", help="who may connect")
    up.add_argument("--name", action="append", metavar="HOST", help="names and addresses of it")
    up.add_argument("--port", type=int, help="(5432)")
    up.add_argument("--backup-dir", metavar="DIR", help="where backups go")
    up.add_argument(
        "--synchronous",
        action=argparse.BooleanOptionalAction,
        help="a commit waits until a standby has it",
    )
    _add_given(up)
    down = _command(commands, "down", run_down, "stop it; or remove it")
    down.add_argument("--yes-remove-everything", action="store_true", help="data and settings")


def _add_following(commands: _Commands[argparse.ArgumentParser]) -> None:
    invite = _command(commands, "invite", run_invite, "write what a second host needs")
    invite.add_argument("file", type=Path, metavar="FILE")
    invite.add_argument("--name", action="append", required=True, metavar="HOST")
    invite.add_argument("--port", type=int, default=5432, help="of the standby (5432)")
    follow = _command(commands, "standby", run_standby, "make this host a hot standby")
    follow.add_argument("file", type=Path, nargs="?", metavar="FILE", help="from `invite`")
    follow.add_argument(
        "--beside", metavar="CLUSTER", help="try it out: of one on this machine"
    )
    follow.add_argument("--port", type=int, default=5433, help="with --beside (5433)")
    follow.add_argument("--backup-dir", metavar="DIR", default="", help="once it is promoted")
    _add_given(follow)
    promote = _command(commands, "promote", run_promote, "make this standby the primary")
    promote.add_argument("--primary-is-gone", action="store_true", help="it is silent; I know")
    dismiss = _command(commands, "dismiss", run_dismiss, "forget a standby")
    dismiss.add_argument("name", metavar="HOST")
    _command(commands, "guard", run_guard, "refuse where another is the primary (for systemd)")


def _add_people(commands: _Commands[argparse.ArgumentParser]) -> None:
    one = _command(commands, "login", run_login, "make a login for a console")
    one.add_argument("name", metavar="NAME")
    one.add_argument("--role", action="append", default=[], metavar="ROLE", help="repeatable")
    one.add_argument(
        "--cell", action="append", default=[], metavar="CODE", help="only there; repeatable"
    )
    one.add_argument("--ask", action="store_true", help="type the password instead")
    one.add_argument(
        "--renew", action="store_true", help="a new password for one that is there"
    )
    file = _command(commands, "station", run_station, "write the file for a workstation")
    file.add_argument("folder", type=Path, metavar="DIR")
    file.add_argument("--login", metavar="NAME", default="", help="who works there")


def _add_keeping(commands: _Commands[argparse.ArgumentParser]) -> None:
    check = _command(commands, "check", run_check, "say what is wrong")
    check.add_argument("--backup-hours", type=float, default=BACKUP_HOURS, metavar="N")
    backup = _command(commands, "backup", run_backup, "take a backup now")
    back = _command(commands, "recover", run_recover, "the database as it was at an instant")
    back.add_argument("time", metavar="TIME", help="2026-11-27T14:02:00+08:00")
    back.add_argument("--as", dest="name", metavar="NAME", help="a cluster beside, to look")
    back.add_argument("--port", type=int, default=5490, help="with --as (5490)")
    back.add_argument("--in-place", action="store_true", help="the living database itself")
    back.add_argument("--yes-lose-what-came-after", action="store_true", help="with --in-place")
    backup.add_argument("--type", choices=["full", "diff", "incr"], default="diff")


def run_up(options: argparse.Namespace, place: Place) -> int:
    asked = {
        "networks": options.network,
        "names": options.name,
        "port": options.port,
        "backup_dir": options.backup_dir,
        "synchronous": options.synchronous,
    }
    notes.changed(notes.Note(place.cluster), asked)  # refused before anything is made
    with steps.our_turn(place):
        steps.up(place, asked, _given(options))
    return 0


def run_down(options: argparse.Namespace, place: Place) -> int:
    steps.take_down(place, everything=options.yes_remove_everything)
    return 0


def run_invite(options: argparse.Namespace, place: Place) -> int:
    note = steps.known(place)
    with steps.our_turn(place):
        invitation = invitations.invite(note, place, options.name, options.port)
    invitations.write(options.file.absolute(), invitation)
    say(
        zh=f"{options.file} 内含口令和私钥：用 scp 送到 {options.name[0]}，在那里运行 "
        f"standby {options.file.name}，然后删掉它。",
        en=f"{options.file} holds a password and a key: take it to {options.name[0]} by scp, "
        f"run `standby {options.file.name}` there, then delete it.",
    )
    return 0


def run_standby(options: argparse.Namespace, place: Place) -> int:
    if (options.file is None) == (options.beside is None):
        raise Trouble(
            "usage",
            zh="standby 需要 invite 写出的文件，或 --beside 集群名（在本机试用）。",
            en="standby needs the file that `invite` wrote, or --beside CLUSTER.",
        )
    if options.beside is not None:
        invitation = steps.beside(Place(options.config, options.beside), options.port)
    else:
        invitation = invitations.read(options.file)
    with steps.our_turn(place):
        steps.follow(place, invitation, options.backup_dir, _given(options))
    return 0


def run_promote(options: argparse.Namespace, place: Place) -> int:
    note = steps.known(place)
    with steps.our_turn(place):
        took_s = standby.promote(note, place, told=options.primary_is_gone)
        say(
            zh=f"{note.cluster} 现在是主服务器（{took_s:.1f} 秒）。接着建立归档 …",
            en=f"{note.cluster} is the primary now ({took_s:.1f} s). Archive next …",
        )
        standby.begin_anew(note, place)
    return 0


def run_guard(_: argparse.Namespace, place: Place) -> int:
    peers.require_no_other_primary(steps.known(place), place)
    return 0


def run_dismiss(options: argparse.Namespace, place: Place) -> int:
    note = steps.known(place)
    with steps.our_turn(place):
        gone = invitations.dismiss(note, place, options.name)
    shown = ", ".join(f"{host.name}:{host.port}" for host in gone)
    say(zh=f"已除名：{shown}", en=f"Forgotten: {shown}")
    return 0


def run_login(options: argparse.Namespace, place: Place) -> int:
    note = steps.known(place)
    grant = Grant(tuple(options.role), tuple(options.cell))
    password = login.make(note, options.name, grant, ask=options.ask, renew=options.renew)
    if password is not None:
        say(
            zh=f"{options.name} 的口令只显示这一次：",
            en=f"The password of {options.name}, shown this once:",
        )
        print(
            json.dumps({"login": options.name, "password": password})
            if options.json
            else password
        )
    return 0


def run_station(options: argparse.Namespace, place: Place) -> int:
    note = steps.known(place)
    file = station.write(note, place, options.folder.absolute(), options.login)
    say(
        zh=f"{file} 与 {station.CA} 送到工位，两者放在一起：wangge desk --db {file.name}",
        en=f"Take {file} and {station.CA} to the workstation, side by side: "
        f"wangge desk --db {file.name}",
    )
    return 0


def run_check(options: argparse.Namespace, place: Place) -> int:
    findings = []
    for finding in health.look(steps.known(place), place, options.backup_hours):
        findings.append(finding)
        if not options.json:
            mark = pick(zh="绿", en="green") if finding.ok else pick(zh="红", en="RED  ")
            print(f"{mark}  {finding.name:<9} {finding.words()}", flush=True)
    ok = all(finding.ok for finding in findings)
    if options.json:
        checks = [{"name": f.name, "ok": f.ok, "words": f.words()} for f in findings]
        print(json.dumps({"ok": ok, "checks": checks}, ensure_ascii=False))
    return 0 if ok else NOT_GREEN


def run_backup(options: argparse.Namespace, place: Place) -> int:
    note = steps.known(place)
    archive.backrest(note, place, "backup", f"--type={options.type}")
    say(zh=f"备份完成：{note.backup_dir}", en=f"The backup is done: {note.backup_dir}")
    return 0


def run_recover(options: argparse.Namespace, place: Place) -> int:
    sure = options.in_place and options.yes_lose_what_came_after
    if (options.name is None) == (not sure):
        raise Trouble(
            "usage",
            zh="recover 需要 --as 名字（旁边另建），或 --in-place --yes-lose-what-came-after。",
            en="recover needs --as NAME (beside, to look), or --in-place "
            "--yes-lose-what-came-after.",
        )
    note, at = steps.known(place), recover.instant(options.time)
    with steps.our_turn(place):
        if sure:
            recover.in_place(note, place, at)
        else:
            recover.beside(note, place, at, options.name, options.port)
    return 0


def _given(options: argparse.Namespace) -> steps.Given | None:
    given = [options.cert, options.key, options.ca]
    if not any(given):
        return None
    if not all(given):
        raise Trouble(
            "usage",
            zh="--cert、--key、--ca 要一起给出。",
            en="--cert, --key and --ca go together.",
        )
    cert, key, ca = (path.absolute() for path in given)
    return cert, key, ca


def _require_root() -> None:
    if os.geteuid() != 0:
        raise Trouble(
            "not-root",
            zh="请用 sudo 运行：它要安装软件包并管理数据库服务器。",
            en="Run it with sudo: it installs packages and manages the database server.",
        )
