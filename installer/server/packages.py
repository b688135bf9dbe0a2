"""The distribution's packages: what is missing is installed, nothing is upgraded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from server import shell
from server.files import make_folder, put
from setting_up.system import install_with_apt
from setting_up.words import Trouble, say

FLOOR = 15
PROGRAMS = Path("/usr/lib/postgresql")
_NO_MAIN = Path("/etc/postgresql-common/createcluster.d/wangge.conf")


def install() -> int:
    """See that PostgreSQL, pgBackRest, OpenSSL and, where it can be had, PostGIS are there.

    Returns
    -------
    int
        The major version to use: the newest that is installed.

    Raises
    ------
    Trouble
        `no-apt`, `not-installed`, `too-old`.
    """
    if missing(["postgresql"]):
        _install_without_main()
    _require(["pgbackrest", "openssl"])
    version = newest_version()
    postgis = f"postgresql-{version}-postgis-3"
    if missing([postgis]):
        install_with_apt([postgis])
    if missing([postgis]):
        say(
            zh=f"没有 {postgis}：不装 PostGIS，本程序不需要它。",
            en=f"There is no {postgis}: no PostGIS then; the program does not need it.",
        )
    return version


def _install_without_main() -> None:
    """Install the server; Debian would make and start a cluster `main` on our port with it."""
    _require(["postgresql-common"])
    make_folder(_NO_MAIN.parent, mode=0o755)
    put(_NO_MAIN, "create_main_cluster = false\n", mode=0o644)
    try:
        _require(["postgresql"])
    finally:
        _NO_MAIN.unlink()


def newest_version() -> int:
    """The newest major version whose server is installed.

    Raises
    ------
    Trouble
        `too-old`.
    """
    found = [
        int(path.parent.parent.name)
        for path in PROGRAMS.glob("*/bin/postgres")
        if path.parent.parent.name.isdigit()
    ]
    if max(found, default=0) < FLOOR:
        raise Trouble(
            "too-old",
            zh=f"需要 PostgreSQL {FLOOR} 或更新的版本（Debian 12 起自带）。",
            en=f"PostgreSQL {FLOOR} or newer is needed (Debian has it from 12 on).",
        )
    return max(found)


def program(version: int, name: str) -> Path:
    """A program that Debian keeps by version, such as `pg_basebackup`."""
    return PROGRAMS / str(version) / "bin" / name


def missing(packages: Iterable[str]) -> list[str]:
    """Which of these are not installed."""
    return [package for package in packages if not _is_installed(package)]


def _is_installed(package: str) -> bool:
    asked = shell.attempt(["dpkg-query", "-W", "-f", "${Status}", package])
    return bool(re.search(r"\bok installed$", asked.stdout.strip()))


def _require(packages: list[str]) -> None:
    wanted = missing(packages)
    if not wanted:
        return
    if not install_with_apt(wanted):
        raise Trouble(
            "no-apt",
            zh="这里没有 apt-get：本命令只用于 Debian 及其同类系统。",
            en="There is no apt-get here: this is for Debian and its kin.",
        )
    left = missing(wanted)
    if left:
        names = " ".join(left)
        raise Trouble(
            "not-installed",
            zh=f"未能安装 {names}。请检查网络和软件源，然后重新运行；"
            f"或先手工执行：apt-get install {names}",
            en=f"{names} could not be installed. See to the network and the package sources, "
            f"then run this again; or first by hand: apt-get install {names}",
        )
