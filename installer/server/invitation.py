"""What a second host needs to become a standby, in one secret file from the primary."""

from __future__ import annotations

import ipaddress
import json
import re
import socket
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from server import note as notes
from server import tls
from server.cluster import query
from server.files import put
from server.login import make_replication
from server.note import LOOPBACK, Host, Note
from setting_up.words import Trouble

if TYPE_CHECKING:
    from pathlib import Path

    from server.place import Place


@dataclass(frozen=True, slots=True)
class Invitation:
    """One standby's: where its primary is, what it is called, its secrets."""

    version: int
    cluster: str
    primary: Host
    names: list[str]
    port: int
    networks: list[str]
    slot: str
    password: str
    ca: str
    ca_key: str
    certificate: str
    key: str


def invite(note: Note, place: Place, names: list[str], port: int) -> Invitation:
    """Make slot and certificate for a standby, and remember it; may be repeated."""
    host = Host(names[0], port)
    _require_let_in(note, names)
    if note.own_ca:
        tls.require_authority(place)
    slot = slot_of(host)
    query(
        note,
        "SELECT pg_create_physical_replication_slot(:'slot', true) WHERE NOT EXISTS"
        " (SELECT 1 FROM pg_replication_slots WHERE slot_name = :'slot')",
        slot=slot,
    )
    certificate = key = ""
    if note.own_ca:
        certificate, key = tls.issue(place, (*names, "localhost", "127.0.0.1"))
    notes.write(place.note, replace(note, others=_with(note.others, host)))
    return Invitation(
        version=note.version,
        cluster=note.cluster,
        primary=note.host,
        names=names,
        port=port,
        networks=note.networks,
        slot=slot,
        password=make_replication(note, place),
        ca=place.ca.read_text("ascii"),
        # Whoever is the primary signs; the first one's disk may be what was lost.
        ca_key=place.ca_key.read_text("ascii") if note.own_ca else "",
        certificate=certificate,
        key=key,
    )


def dismiss(note: Note, place: Place, name: str) -> list[Host]:
    """Forget the standbys on a host, and keep no more WAL for them; which they were.

    Raises
    ------
    Trouble
        `no-such-standby`; what the server says where one is still streaming.
    """
    gone = [host for host in note.others if host.name == name]
    if not gone:
        known = ", ".join(host.name for host in note.others) or "–"
        raise Trouble(
            "no-such-standby",
            zh=f"没有叫 {name} 的备用机。已知：{known}",
            en=f"There is no standby called {name}. Known: {known}",
        )
    for host in gone:
        query(
            note,
            "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
            " WHERE slot_name = :'slot'",
            slot=slot_of(host),
        )
    notes.write(
        place.note, replace(note, others=[host for host in note.others if host not in gone])
    )
    return gone


def slot_of(host: Host) -> str:
    """The name of a standby's replication slot."""
    return f"standby_{re.sub('[^a-z0-9]', '_', host.name)}_{host.port}"[:63]


def write(path: Path, invitation: Invitation) -> None:
    """Put an invitation into a file that its owner alone may read."""
    put(path, json.dumps(asdict(invitation), indent=1) + "\n", mode=0o600)


def read(path: Path) -> Invitation:
    """The invitation in a file.

    Raises
    ------
    Trouble
        `bad-invitation`.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Invitation(**{**found, "primary": Host(**found["primary"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise Trouble(
            "bad-invitation",
            zh=f"{path} 不是主服务器用 invite 写出的邀请（{error}）。",
            en=f"{path} is no invitation that the primary wrote with `invite` ({error}).",
        ) from error


def _with(others: list[Host], host: Host) -> list[Host]:
    return others if host in others else [*others, host]


def _require_let_in(note: Note, names: list[str]) -> None:
    """Refuse a standby that pg_hba.conf would send away, while somebody is there to mend it."""
    networks = [ipaddress.ip_network(text) for text in (*LOOPBACK, *note.networks)]
    addresses = {address for name in names for address in _addresses(name)}
    if not any(one in network for one in addresses for network in networks):
        listed = ", ".join(str(one) for one in addresses) or names[0]
        raise Trouble(
            "not-let-in",
            zh=f"{listed} 不在允许的网段内。请先运行 up，并用 --network 加上它（可用 /32）。",
            en=f"{listed} lies in none of the named networks. Run `up` first with a "
            "--network for it (a /32 will do).",
        )


def _addresses(name: str) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    if notes.is_address(name):
        return [ipaddress.ip_address(name)]
    try:
        found = socket.getaddrinfo(name, None, type=socket.SOCK_STREAM)
    except OSError:
        return []
    return [ipaddress.ip_address(str(entry[4][0])) for entry in found]
