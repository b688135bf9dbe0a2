"""As whom the embedded server runs: PostgreSQL refuses to run as root.

Owns the choice of the account and the command prefix that takes it on. An
ordinary user needs none. Root first tries a user namespace, in which root's
files belong to a made-up user; where the kernel forbids that, the server runs
as the owner of its data folder (nobody, for a new one), with the one
capability that lets it reach a folder below private ones.
"""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from models.domain.error import Trouble, Words
from models.store.process import run_to_end

_log = logging.getLogger(__name__)

Way = Literal["plain", "namespace", "other user"]

NOBODY = 65534
_NAMESPACE = ("unshare", "-U", "--map-user=1000", "--map-group=1000", "--")


@dataclass(frozen=True, slots=True)
class Account:
    """How to start a program of the server, and who then owns its files."""

    way: Way
    uid: int
    prefix: tuple[str, ...] = ()


def an_account(folder: Path, postgres: Path, *, owner: int | None) -> Account:
    """The account the server will run under, decided by trying.

    Parameters
    ----------
    folder
        A folder the server must be able to write in.
    postgres
        The server program; it must start under the account.
    owner
        Uid of an existing data folder, None before there is one.

    Raises
    ------
    Trouble
        `root_cannot_serve` when root can take on no other account.
    """
    me = _euid()
    if me != 0:
        return Account("plain", me)
    for account in _ways_of_root(owner):
        if _works(account, folder, postgres):
            _log.info("embedded server runs by way of: %s (uid %d)", account.way, account.uid)
            return account
    raise Trouble(
        "root_cannot_serve",
        Words(
            zh="PostgreSQL 不能以 root 身份运行,而本机既不允许用户命名空间,也没有可用的 "
            "setpriv;请改用普通用户,或用 --db 连接已有的服务器。",
            en="PostgreSQL will not run as root, and this machine allows neither a user "
            "namespace nor setpriv; run as an ordinary user, or use a server you have "
            "with --db.",
        ),
    )


def hand_over(path: Path, account: Account) -> None:
    """Give a path, and all below it, to the account; free where it already owns it."""
    if path.stat().st_uid == account.uid:
        return
    os.chown(path, account.uid, account.uid)
    for base, folders, files in os.walk(path):
        for name in (*folders, *files):
            os.chown(Path(base) / name, account.uid, account.uid, follow_symlinks=False)


def _euid() -> int:
    return os.geteuid() if hasattr(os, "geteuid") else -1


def _ways_of_root(owner: int | None) -> tuple[Account, ...]:
    namespace = Account("namespace", 0, _NAMESPACE)
    if owner:
        return (_other_user(owner),)
    return (namespace, _other_user(NOBODY))


def _other_user(uid: int) -> Account:
    prefix = (
        "setpriv",
        f"--reuid={uid}",
        f"--regid={uid}",
        "--clear-groups",
        "--inh-caps=+dac_override",
        "--ambient-caps=+dac_override",
        "--",
    )
    return Account("other user", uid, prefix)


def _works(account: Account, folder: Path, postgres: Path) -> bool:
    probe = ("sh", "-c", 'test -w "$1" && exec "$2" -V', "sh", str(folder), str(postgres))
    return run_to_end([*account.prefix, *probe]).returncode == 0
