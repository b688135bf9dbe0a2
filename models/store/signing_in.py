"""Signing in to a central database: a login and a password become a URL that works."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit

from psycopg.conninfo import conninfo_to_dict

from models.domain.error import Trouble, Words
from models.store.dsn import plain
from models.store.engine import connect, troubles
from models.store.heads import place_of
from models.store.revision import require_head
from models.store.rights import read_rights

if TYPE_CHECKING:
    from models.domain.rights import Rights

_PERSONAL = frozenset({"user", "password"})


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A URL that lets in, with the password in it: for this process's memory alone."""

    url: str
    rights: Rights


def login_in(url: str) -> str:
    """Whose URL it is; empty where it names nobody."""
    return str(conninfo_to_dict(plain(url)).get("user") or "")


def server_in(url: str) -> str:
    """What a person calls the database: its servers and its name."""
    return place_of(url)


def as_login(url: str, login: str, password: str) -> str:
    """The same database by another login; an empty password is left to libpq's own places.

    Nothing of whoever the URL spoke for stays in it, be it before the host or behind the "?".
    """
    parts = urlsplit(plain(url))
    rest = "&".join(
        one for one in parts.query.split("&") if one.partition("=")[0] not in _PERSONAL
    )
    parts = parts._replace(query=rest)
    hosts = parts.netloc.rpartition("@")[2]
    secret = f":{quote(password, safe='')}" if password else ""
    return urlunsplit(parts._replace(netloc=f"{quote(login, safe='')}{secret}@{hosts}"))


def sign_in(url: str) -> SignedIn:
    """Ask the database who we are.

    Raises
    ------
    Trouble
        `database_refuses` for a wrong name or password; `database_away`, `no_role`,
        `old_schema`, `unknown_schema`, `server_too_old` and their like.
    """
    with contextlib.closing(connect(url, name="wangge sign-in")) as connection, troubles():
        require_head(connection)
        rights = read_rights(connection)
    require_role(rights)
    return SignedIn(url, rights)


def is_password(url: str, login: str, password: str) -> bool | None:
    """Whether the server takes a password from a login; None where it asks for none.

    Raises
    ------
    Trouble
        `database_refuses` where it does not take it; `database_away` and its like.
    """
    asked = as_login(url, login, password)
    with contextlib.closing(connect(asked, name="wangge unlock")) as connection:
        return True if connection.pgconn.used_password else None


def require_role(rights: Rights) -> None:
    """Turn away a login that nobody gave a role.

    Raises
    ------
    Trouble
        `no_role`.
    """
    if not rights.roles:
        raise Trouble(
            "no_role",
            Words(
                f"登录名 {rights.login} 还没有角色：请安全管理员授予",
                f"the login {rights.login} has no role yet: ask the security administrator",
            ),
        )
