"""What the administrator asked for, kept so that a bare `up` asks for the same."""

from __future__ import annotations

import ipaddress
import json
import re
import socket
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Any

from server.files import put
from setting_up.words import Trouble

if TYPE_CHECKING:
    from pathlib import Path

LOOPBACK = ("127.0.0.1/32", "::1/128")
DATABASE = "wangge"
# Debian's tools and pgBackRest put the name into paths and unit files.
_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")
_HOST = re.compile(r"(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9-]+)*")


@dataclass(frozen=True, slots=True)
class Host:
    """One server as a station reaches it."""

    name: str
    port: int


@dataclass(frozen=True, slots=True)
class Note:
    """One central server.

    `version` is PostgreSQL's major one, 0 until it is known. `names` are host names and
    addresses of this server, the one for stations first. `others` are its standbys, or on a
    standby its primary.
    """

    cluster: str
    version: int = 0
    port: int = 5432
    networks: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    backup_dir: str = ""
    own_ca: bool = True
    synchronous: bool = False
    others: list[Host] = field(default_factory=list)

    @property
    def host(self) -> Host:
        """The server as a station reaches it."""
        return Host(self.names[0], self.port)


def read(path: Path) -> Note | None:
    """The note that lies there; None where there is none.

    Raises
    ------
    Trouble
        `bad-note`, where it cannot be read.
    """
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        others = [Host(**one) for one in found.pop("others", [])]
        return Note(**found, others=others)
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as error:
        raise Trouble(
            "bad-note",
            zh=f"{path} 读不懂（{error}）。请从备份恢复它，或移走后用全部选项重新运行 up。",
            en=f"{path} cannot be read ({error}). Restore it, or move it away and run `up` "
            "with all its options again.",
        ) from error


def write(path: Path, note: Note) -> None:
    """Keep the note."""
    put(path, json.dumps(asdict(note), indent=1, ensure_ascii=False) + "\n", mode=0o644)


def changed(note: Note, asked: dict[str, Any]) -> Note:
    """The note with whatever was asked this time; checked.

    Raises
    ------
    Trouble
        `bad-name`, `bad-network`, `bad-host`, `bad-port`.
    """
    note = replace(note, **{key: value for key, value in asked.items() if value is not None})
    _require_cluster(note.cluster)
    if not 1024 <= note.port <= 65535:
        raise Trouble(
            "bad-port",
            zh=f"端口 {note.port} 不可用，应为 1024 至 65535。",
            en=f"The port {note.port} will not do; it must be from 1024 to 65535.",
        )
    names = note.names or [socket.getfqdn() or socket.gethostname()]
    return replace(
        note,
        networks=_unique([network(text) for text in note.networks]),
        names=_unique([_host(text) for text in names]),
        backup_dir=note.backup_dir or f"/var/lib/pgbackrest/{note.cluster}",
    )


def network(text: str) -> str:
    """A network in its usual writing: 10.1.0.0/16.

    Raises
    ------
    Trouble
        `bad-network`, where it is none, or is the whole world.
    """
    try:
        found = ipaddress.ip_network(text)
    except ValueError as error:
        raise Trouble(
            "bad-network",
            zh=f"{text} 不是网段（{error}）。应写成 10.1.0.0/16 或 10.1.0.7/32。",
            en=f"{text} is no network ({error}). Write it like 10.1.0.0/16 or 10.1.0.7/32.",
        ) from error
    if found.prefixlen < (8 if found.version == 4 else 16):
        raise Trouble(
            "bad-network",
            zh=f"{text} 太大，几乎等于整个互联网。请只写工位所在的网段。",
            en=f"{text} is nearly the whole internet. Name the networks of the stations only.",
        )
    return str(found)


def is_address(name: str) -> bool:
    """Whether a host is named by its IP address."""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _require_cluster(name: str) -> None:
    if not _NAME.fullmatch(name) or name == "main":
        raise Trouble(
            "bad-name",
            zh=f"集群名 {name} 不可用：小写字母开头，只含小写字母、数字、下划线，且不是 main。",
            en=f"The cluster cannot be called {name}: lower-case letters, digits and "
            "underscores, a letter first, and not `main`, which is Debian's own.",
        )


def _host(name: str) -> str:
    if not is_address(name) and not _HOST.fullmatch(name):
        raise Trouble(
            "bad-host",
            zh=f"{name} 不是主机名或 IP 地址。",
            en=f"{name} is neither a host name nor an IP address.",
        )
    return name.lower()


def _unique(names: list[str]) -> list[str]:
    return list(dict.fromkeys(names))
