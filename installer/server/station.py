"""The file by which a workstation finds the central database; no secret in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

from server.files import make_folder, put
from server.note import DATABASE, Host, Note

if TYPE_CHECKING:
    from pathlib import Path

    from server.place import Place

FILE = "central.toml"
CA = "ca.crt"


def url(hosts: Sequence[Host], login: str = "") -> str:
    """The libpq URL of a station: every server, whichever takes writes; proven by the CA."""
    places = ",".join(f"{_bracketed(host.name)}:{host.port}" for host in hosts)
    who = f"{quote(login, safe='')}@" if login else ""
    # 3 s: with the first server cut off the second is reached well within ten.
    options = "target_session_attrs=read-write&sslmode=verify-full&connect_timeout=3"
    return f"postgresql://{who}{places}/{DATABASE}?{options}"


def text(hosts: Sequence[Host], login: str = "") -> str:
    """The text of a connection file."""
    return f"""\
# The central database of the district 中心数据库: wangge --db {FILE}, or WANGGE_DB={FILE}
# There is no password here 此处没有口令. `ca` lies beside this file.
format = 1
url = "{url(hosts, login)}"
ca = "{CA}"
"""


def write(note: Note, place: Place, folder: Path, login: str = "") -> Path:
    """Write the file and the CA into a folder, to be carried to a workstation."""
    if not folder.is_dir():
        make_folder(folder, mode=0o755)
    put(folder / CA, place.ca.read_text("ascii"), mode=0o644)
    put(folder / FILE, text([note.host, *note.others], login), mode=0o644)
    return folder / FILE


def _bracketed(name: str) -> str:
    return f"[{name}]" if ":" in name else name
