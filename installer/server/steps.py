"""What the commands do, step by step; every step may be repeated."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from server import (
    access,
    archive,
    cluster,
    login,
    packages,
    peers,
    program,
    standby,
    tls,
    tuning,
)
from server import invitation as invitations
from server import note as notes
from server.files import make_folder
from server.note import Note
from setting_up.words import Trouble, say

if TYPE_CHECKING:
    from server.invitation import Invitation
    from server.place import Place

Given = tuple[Path, Path, Path]


@contextmanager
def our_turn(place: Place) -> Iterator[None]:
    """One command at a time on one cluster; the second waits."""
    make_folder(place.config, mode=0o755)
    make_folder(place.folder, mode=0o755)
    with (place.folder / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def up(place: Place, asked: dict[str, Any], given: Given | None) -> Note:
    """Make the server, or bring it to what is asked now."""
    note = notes.changed(notes.read(place.note) or Note(place.cluster), asked)
    newest = packages.install()
    note = replace(note, version=note.version or newest, own_ca=note.own_ca and given is None)
    found = cluster.find(note)
    if found is None or found.port != note.port:
        cluster.require_free_port(note)
    if asked.get("synchronous"):
        _require_a_standby(note, found)
    if given is not None:
        tls.take_given(*given, note, place)
    notes.write(place.note, note)
    if found is None:
        cluster.create(note)
    peers.require_no_other_primary(note, place)
    _bring_up(note, place)
    if cluster.is_standby(note):
        say(zh="这是备用机：其余的由主服务器决定。", en="A standby: the rest is its primary's.")
    else:
        _make_ours(note, place)
    _tell(note, place)
    return note


def _require_a_standby(note: Note, found: cluster.Cluster | None) -> None:
    """Refuse to let every commit wait for somebody who is not there."""
    is_up = found is not None and found.status.startswith("online")
    if not is_up or cluster.query(note, "SELECT count(*) FROM pg_stat_replication") == "0":
        raise Trouble(
            "nobody-streams",
            zh="没有备用机在接收：开了同步复制，所有提交都会一直等。请先建好备用机（invite、standby）。",
            en="No standby is streaming: with --synchronous every commit would wait for ever. "
            "Make one first (invite, standby).",
        )


def _bring_up(note: Note, place: Place) -> None:
    """Certificates, settings, archive's folders; then the server."""
    changed = tls.see_to(note, place)
    archive.prepare(note, place)
    changed |= cluster.configure(note, place, settings(note, place))
    cluster.start_at_boot(note, place, by_itself=True)
    peers.guard_at_boot(note, place)
    cluster.start_with(note, changed=changed)


def settings(note: Note, place: Place) -> dict[str, str]:
    """The files of Debian's folder that are ours, by name."""
    disk = shutil.disk_usage("/var/lib/postgresql").total
    conf = tuning.conf(note, place, memory=tuning.machine_memory(), disk=disk)
    return {
        "conf.d/wangge.conf": conf,
        "pg_hba.conf": access.hba(note),
        "pg_ident.conf": access.ident(),
    }


def _make_ours(note: Note, place: Place) -> None:
    cluster.make_database(note)
    login.make_replication(note, place)
    say(zh="归档与备份（pgBackRest）…", en="Archive and backups (pgBackRest) …")
    archive.begin(note, place)
    archive.schedule(note, place)
    program.make_schema(note)


def _tell(note: Note, place: Place) -> None:
    say(
        zh=f"就绪：{note.host.name}:{note.port}，证书颁发机构 {place.ca}。",
        en=f"Ready: {note.host.name}:{note.port}, trusted by {place.ca}.",
    )
    if not note.networks:
        say(
            zh="还没有允许任何网段，只有本机能连接：up --network 10.1.0.0/16",
            en="No network is named yet, so only this machine gets in: "
            "up --network 10.1.0.0/16",
        )


def known(place: Place) -> Note:
    """The note of a server that `up` or `standby` made.

    Raises
    ------
    Trouble
        `no-server`.
    """
    note = notes.read(place.note)
    if note is None:
        raise Trouble(
            "no-server",
            zh=f"这里没有叫 {place.cluster} 的中心数据库。请先运行 up，或用 --cluster 指明。",
            en=f"There is no central database called {place.cluster} here. Run `up` first, "
            "or name another with --cluster.",
        )
    return note


def follow(place: Place, invitation: Invitation, backup_dir: str, given: Given | None) -> Note:
    """Make a standby from an invitation."""
    note = notes.read(place.note)
    if note is None:
        note = standby.note_of(invitation, place.cluster, backup_dir)
    installed = packages.install()
    _require_same_version(note.version, installed)
    standby.keep_secrets(invitation, place)
    if given is not None:
        tls.take_given(*given, note, place)
    archive.prepare(note, place)
    if cluster.find(note) is None:
        standby.copy(note, place, invitation)
    files = settings(note, place) | {standby.CONF: standby.conf(invitation, place)}
    _require_standby(note, place)
    cluster.start_with(note, changed=cluster.configure(note, place, files))
    notes.write(place.note, note)
    standby.wait_until_streaming(note)
    say(
        zh=f"备用机就绪：{note.host.name}:{note.port}，跟随 {invitation.primary.name}。",
        en=f"The standby is ready: {note.host.name}:{note.port} follows "
        f"{invitation.primary.name}.",
    )
    return note


def _require_same_version(wanted: int, installed: int) -> None:
    if not packages.program(wanted, "pg_basebackup").exists():
        raise Trouble(
            "other-version",
            zh=f"主服务器是 PostgreSQL {wanted}，这里装的是 {installed}；两者必须相同。",
            en=f"The primary is PostgreSQL {wanted}, here is {installed}; "
            "they must be the same.",
        )


def _require_standby(note: Note, place: Place) -> None:
    if not (place.data(note.version) / "standby.signal").exists():
        raise Trouble(
            "not-a-standby",
            zh=f"集群 {note.cluster} 已存在，且不是备用机；不覆盖它。"
            "要重建：down --yes-remove-everything，再运行 standby。",
            en=f"The cluster {note.cluster} is there and no standby; it is not overwritten. "
            "To make it anew: down --yes-remove-everything, then standby.",
        )


def beside(place: Place, port: int) -> Invitation:
    """An invitation for a second cluster on this very machine, for trying it out."""
    note = known(place)
    invited = invitations.invite(note, place, ["localhost"], port)
    # By the loopback: the machine's own name may lie in a network that was not named.
    near = replace(invited.primary, name="127.0.0.1") if note.own_ca else invited.primary
    return replace(invited, primary=near)


def take_down(place: Place, *, everything: bool) -> None:
    """Stop the server; with `everything` remove the cluster and our files, not the backups."""
    note = known(place)
    archive.unschedule(note)
    found = cluster.find(note)
    if found is not None:
        cluster.control(note, "stop")
        cluster.start_at_boot(note, place, by_itself=False)
    if not everything:
        say(
            zh="已停止；数据、备份和设置都在。再次启动：up",
            en="Stopped; data, backups and settings stay. To start it again: up",
        )
        return
    if found is not None:
        cluster.drop(note)
    peers.unguard(note)
    shutil.rmtree(place.folder)
    say(
        zh=f"集群 {note.cluster} 及其设置已删除。备份留在 {note.backup_dir}，软件包也留下。",
        en=f"The cluster {note.cluster} and its settings are gone. The backups stay in "
        f"{note.backup_dir}, and so do the packages.",
    )
