"""A hot standby: copied from its primary, followed, and made the primary by a person's word."""

from __future__ import annotations

import shutil
import socket
import struct
import time
from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from server import archive, cluster, shell
from server import note as notes
from server.access import REPLICATION
from server.files import put
from server.note import Host, Note
from server.packages import program
from setting_up.words import Trouble, say

if TYPE_CHECKING:
    from server.invitation import Invitation
    from server.place import Place

CONF = "conf.d/wangge-standby.conf"
STREAMING_S = 60.0
PROMOTED_S = 60.0
_SSL_REQUEST = struct.pack("!II", 8, 80877103)


class Primary(Enum):
    """What can be seen of a primary from here."""

    LIVES = "lives"
    GONE = "gone"
    SILENT = "silent"


def note_of(invitation: Invitation, cluster_name: str, backup_dir: str) -> Note:
    """What an invited server writes down of itself."""
    return notes.changed(
        Note(
            cluster=cluster_name,
            version=invitation.version,
            port=invitation.port,
            networks=invitation.networks,
            names=invitation.names,
            backup_dir=backup_dir,
            own_ca=bool(invitation.certificate),
            others=[invitation.primary],
        ),
        {},
    )


def keep_secrets(invitation: Invitation, place: Place) -> None:
    """Put what an invitation carries where the server reads it."""
    put(place.ca, invitation.ca, mode=0o644)
    if invitation.certificate:
        put(place.ca_key, invitation.ca_key, mode=0o600)
        put(place.key, invitation.key, mode=0o600, owner=shell.POSTGRES)
        put(place.certificate, invitation.certificate, mode=0o644)
    # Any host, any database: the password is for replication from whoever is the primary.
    line = f"*:*:*:{REPLICATION}:{invitation.password}\n"
    put(place.passfile, line, mode=0o600, owner=shell.POSTGRES)


def conninfo(invitation: Invitation, place: Place) -> str:
    """How the standby reaches its primary, as libpq reads it; no secret in it."""
    return (
        f"host={invitation.primary.name} port={invitation.primary.port} user={REPLICATION} "
        f"sslmode=verify-full sslrootcert={place.ca} passfile={place.passfile} "
        f"application_name={invitation.slot}"
    )


def conf(invitation: Invitation, place: Place) -> str:
    """The text of the settings that make a server follow."""
    return f"""\
# Written by installer/server/provision.py standby; taken away by `promote`.
primary_conninfo = '{conninfo(invitation, place)}'
primary_slot_name = '{invitation.slot}'
"""


def copy(note: Note, place: Place, invitation: Invitation) -> None:
    """Make the cluster out of a copy of the primary's data."""
    cluster.require_free_port(note)
    cluster.create(note)
    data = place.data(note.version)
    say(
        zh=f"从 {invitation.primary.name}:{invitation.primary.port} 复制数据 …",
        en=f"Copying the data of {invitation.primary.name}:{invitation.primary.port} …",
    )
    shutil.rmtree(data)
    try:
        shell.run(
            [
                *(program(note.version, "pg_basebackup"), "-D", data, "-X", "stream"),
                *("-S", invitation.slot, "-c", "fast", "-d", conninfo(invitation, place)),
            ],
            user=shell.POSTGRES,
        )
    except Trouble:
        # Half a copy must not be taken for a server by the next start.
        shell.attempt(["pg_dropcluster", str(note.version), note.cluster])
        raise
    put(data / "standby.signal", "", mode=0o600, owner=shell.POSTGRES)


def wait_until_streaming(note: Note) -> None:
    """Wait until the standby hears its primary.

    Raises
    ------
    Trouble
        `not-streaming`.
    """
    asked = "SELECT count(*) FROM pg_stat_wal_receiver WHERE status = 'streaming'"
    if not _within(STREAMING_S, lambda: cluster.query(note, asked) == "1"):
        log = f"/var/log/postgresql/postgresql-{note.version}-{note.cluster}.log"
        raise Trouble(
            "not-streaming",
            zh=f"备用机起来了，但没有收到主服务器的数据。请看 {log}",
            en=f"The standby runs and hears nothing from its primary. See {log}",
        )


def look_for(host: Host, timeout_s: float = 3.0) -> Primary:
    """Whether a PostgreSQL answers there: refused is gone, silence may be a cut network."""
    try:
        with socket.create_connection((host.name, host.port), timeout_s) as line:
            line.sendall(_SSL_REQUEST)
            return Primary.LIVES if line.recv(1) in (b"S", b"N") else Primary.SILENT
    except ConnectionRefusedError:
        return Primary.GONE
    except OSError:
        return Primary.SILENT


def objection(primary: Primary, host: Host, *, told: bool) -> Trouble | None:
    """Why this may not be the primary: one lives, or may live unseen; None if it is gone."""
    where = f"{host.name}:{host.port}"
    if primary is Primary.LIVES:
        return Trouble(
            "primary-lives",
            zh=f"主服务器 {where} 仍在应答。两台主服务器会使数据分叉。请先在那台机器上停掉它："
            "provision.py down",
            en=f"The primary {where} still answers, and two primaries would part the data. "
            "Stop it first, on that machine: provision.py down",
        )
    if primary is Primary.SILENT and not told:
        return Trouble(
            "primary-silent",
            zh=f"主服务器 {where} 没有声音：可能是它停了，也可能只是网络断了。"
            "确认它已关机或停止后，加 --primary-is-gone。",
            en=f"The primary {where} is silent: it may be off, or the network cut. Once you "
            "know that it is off, add --primary-is-gone.",
        )
    return None


def promote(note: Note, place: Place, *, told: bool) -> float:
    """Make this standby the primary; seconds until it took writes.

    Raises
    ------
    Trouble
        `no-standby`, `not-promoted`, and the `objection`.
    """
    if not cluster.is_standby(note):
        raise Trouble(
            "no-standby",
            zh=f"{note.cluster} 已经是主服务器；若上次没有做完，运行 up 补完。",
            en=f"{note.cluster} is the primary already; `up` does what was left undone.",
        )
    primary = note.others[0]
    against = objection(look_for(primary), primary, told=told)
    if against is not None:
        raise against
    began = time.monotonic()
    cluster.control(note, "promote")
    if not _within(PROMOTED_S, lambda: not cluster.is_standby(note)):
        raise Trouble(
            "not-promoted",
            zh="服务器没有完成切换，请看它的日志。",
            en="The server did not finish its promotion; see its log.",
        )
    took_s = time.monotonic() - began
    (place.settings(note.version) / CONF).unlink(missing_ok=True)
    cluster.control(note, "reload")
    return took_s


def begin_anew(note: Note, place: Place) -> Note:
    """Give a new primary what only a primary has: archive, backups, the standbys' login."""
    own = replace(note, synchronous=False)
    notes.write(place.note, own)
    password = place.passfile.read_text("ascii").strip().rpartition(":")[2]
    put(place.replication_password, password + "\n", mode=0o600)
    # pgBackRest reads the new timeline from the control file, which a checkpoint writes.
    cluster.query(own, "CHECKPOINT")
    archive.begin(own, place)
    archive.schedule(own, place)
    return own


def _within(seconds: float, condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True
