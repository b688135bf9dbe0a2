"""The other servers of a district, asked who is the primary: there must not be two."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from server import shell
from server.access import REPLICATION
from server.cluster import find
from server.files import put
from setting_up.words import Trouble

if TYPE_CHECKING:
    from server.note import Host, Note
    from server.place import Place

UNITS = Path("/etc/systemd/system")


def require_no_other_primary(note: Note, place: Place) -> None:
    """Refuse to start a server that stood still while another took its place.

    One that runs already, or follows, is let be; so is one whose peers say nothing.

    Raises
    ------
    Trouble
        `other-primary`.
    """
    found = find(note)
    is_down = found is not None and not found.status.startswith("online")
    if not is_down or (place.data(note.version) / "standby.signal").exists():
        return
    other = other_primary(note, place)
    if other is not None:
        raise Trouble("other-primary", zh=words(other)[0], en=words(other)[1])


def other_primary(note: Note, place: Place) -> Host | None:
    """Another server of ours that takes writes, if one can be seen."""
    return next((host for host in note.others if is_primary(host, place)), None)


def is_primary(host: Host, place: Place) -> bool:
    """Whether a server says that it takes writes; False where it says nothing."""
    line = (
        f"host={host.name} port={host.port} user={REPLICATION} replication=yes "
        f"sslmode=verify-full sslrootcert={place.ca} connect_timeout=3"
    )
    asked = shell.attempt(
        ["psql", "-XAtq", "-c", "SHOW in_hot_standby", line],
        environ={"PGPASSWORD": _password(place)},
    )
    return asked.stdout.strip() == "off"


def words(other: Host) -> tuple[str, str]:
    """What to do about it, in Chinese and in English."""
    where = f"{other.name}:{other.port}"
    return (
        f"{where} 现在是主服务器；启动这一台会使数据分叉。请让它改做备用机："
        f"在这里 down --yes-remove-everything，在 {other.name} 上 invite，再在这里 standby。",
        f"{where} is the primary now, and starting this one would part the data. Make it a "
        f"standby: down --yes-remove-everything here, `invite` on {other.name}, then `standby` "
        "here.",
    )


def guard_at_boot(note: Note, place: Place) -> None:
    """Have systemd ask before it starts the server by itself, where systemd runs."""
    if not Path("/run/systemd/system").is_dir():
        return
    folder = _drop_in(note).parent
    folder.mkdir(parents=True, exist_ok=True)
    if put(_drop_in(note), unit(note, place, Path(__file__).parent), mode=0o644):
        shell.run(["systemctl", "daemon-reload"])


def unguard(note: Note) -> None:
    """Take that away again."""
    if _drop_in(note).exists():
        _drop_in(note).unlink()
        shell.attempt(["systemctl", "daemon-reload"])


def unit(note: Note, place: Place, folder: Path) -> str:
    """The text of the drop-in. A checkout that was moved away stops nobody."""
    script = folder / "provision.py"
    guard = f'python3 "{script}" guard --config {place.config} --cluster {note.cluster}'
    return f"""\
# Written by installer/server/provision.py up: no second primary after a failover.
[Service]
ExecStartPre=/bin/sh -c 'test ! -e "{script}" || exec {guard}'
"""


def _drop_in(note: Note) -> Path:
    return UNITS / f"postgresql@{note.version}-{note.cluster}.service.d" / "wangge.conf"


def _password(place: Place) -> str:
    if place.replication_password.exists():
        return place.replication_password.read_text("ascii").strip()
    if place.passfile.exists():
        return place.passfile.read_text("ascii").strip().rpartition(":")[2]
    return ""
