"""Logins for people and for standbys. The server is told a SCRAM verifier, never a password."""

from __future__ import annotations

import base64
import getpass
import hashlib
import hmac
import re
import secrets
from typing import TYPE_CHECKING

from server.access import REPLICATION
from server.cluster import query
from server.files import put
from server.granting import give, require_grant
from setting_up.words import Trouble, say

if TYPE_CHECKING:
    from server.granting import Grant
    from server.note import Note
    from server.place import Place

CONSOLE = "wangge_console"
ROUNDS = 4096  # what PostgreSQL itself takes; stations with psycopg reckon it at each sign-in
LEAST_CHARACTERS = 12
_NAME = re.compile(r"[a-z][a-z0-9_.-]{0,62}")
# No 0, O, 1, l, I: a password is read out and typed by people.
_LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def verifier(password: str, salt: bytes | None = None) -> str:
    """What PostgreSQL stores for a password, by RFC 5802 and RFC 7677 (SCRAM-SHA-256).

    The password is ASCII, so that SASLprep leaves it as it is.
    """
    salt = secrets.token_bytes(16) if salt is None else salt
    salted = hashlib.pbkdf2_hmac("sha256", password.encode("ascii"), salt, ROUNDS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    text = [base64.b64encode(part).decode() for part in (salt, stored, server)]
    return f"SCRAM-SHA-256${ROUNDS}:{text[0]}${text[1]}:{text[2]}"


def a_password() -> str:
    """A password of 20 characters, in groups that can be read out: 114 bits."""
    groups = ["".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(4)]
    return "-".join(groups)


_PATIENCE = (
    ("idle_in_transaction_session_timeout", "15s"),
    ("lock_timeout", "15s"),
    ("statement_timeout", "10min"),
)
"""What a console never needs so long; whoever has psql cannot idly keep others waiting."""


def make(note: Note, name: str, grant: Grant, *, ask: bool, renew: bool) -> str | None:
    """Make a login for a console; its new password, None where it has none or was typed in.

    One that is there is given other roles, or with `renew` another password, or both.

    Raises
    ------
    Trouble
        `bad-login`, `login-exists`, `bad-password`, `no-schema`, `bad-role`, `bad-cell`.
    """
    _require_name(name)
    if not query(note, "SELECT 1 FROM pg_roles WHERE rolname = :'name'", name=CONSOLE):
        raise Trouble(
            "no-schema",
            zh="数据库还没有建表：请先运行 up。",
            en="The database has no tables yet: run `up` first.",
        )
    require_grant(note, grant)
    exists = _require_harmless(note, name)
    if exists and not renew:
        if grant.roles:
            _be_patient(note, name)
            give(note, name, grant)
            return None
        raise Trouble(
            "login-exists",
            zh=f"登录名 {name} 已存在。要换新口令，请加 --renew。",
            en=f"The login {name} is there already. For a new password add --renew.",
        )
    password = _asked() if ask else a_password()
    _write(note, name, password, "NOREPLICATION")
    _be_patient(note, name)
    if grant.roles:
        give(note, name, grant)
    return None if ask else password


def make_replication(note: Note, place: Place) -> str:
    """See that standbys have their login; its password."""
    known = query(note, "SELECT 1 FROM pg_authid WHERE rolname = :'name'", name=REPLICATION)
    if known and place.replication_password.exists():
        return place.replication_password.read_text("ascii").strip()
    password = a_password()
    put(place.replication_password, password + "\n", mode=0o600)
    _write(note, REPLICATION, password, "REPLICATION")
    return password


def _write(note: Note, name: str, password: str, right: str) -> None:
    verb = "ALTER" if query(note, _IS_THERE, name=name) else "CREATE"
    rights = f"LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE {right}"
    query(note, f"{verb} ROLE \"{name}\" {rights} PASSWORD '{verifier(password)}'")


def _be_patient(note: Note, name: str) -> None:
    for setting, most in _PATIENCE:
        query(note, f"ALTER ROLE \"{name}\" SET {setting} = '{most}'")


_IS_THERE = "SELECT 1 FROM pg_roles WHERE rolname = :'name'"


def _require_name(name: str) -> None:
    if not _NAME.fullmatch(name) or name.startswith(("pg_", "wangge_")) or name == "postgres":
        raise Trouble(
            "bad-login",
            zh=f"登录名 {name} 不可用：小写字母开头，只含小写字母、数字、_ . -，"
            "且不以 pg_ 或 wangge_ 开头。",
            en=f"The login {name} will not do: lower-case letters, digits, _ . - with a "
            "letter first, and neither pg_ nor wangge_ in front.",
        )


def _require_harmless(note: Note, name: str) -> bool:
    """Whether the login is there; refuses to change one with more rights than ours give."""
    rights = query(
        note,
        "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls"
        " FROM pg_roles WHERE rolname = :'name'",
        name=name,
    )
    if rights == "t":
        raise Trouble(
            "bad-login",
            zh=f"{name} 是有特权的登录名，不动它。请另选名字。",
            en=f"{name} is a login with privileges and left alone. Choose another name.",
        )
    return bool(rights)


def _asked() -> str:
    try:
        first = getpass.getpass("口令 password: ")
        second = getpass.getpass("再输一次 again: ")
    except EOFError:
        first, second = "", "?"
    if first != second or len(first) < LEAST_CHARACTERS or not first.isascii():
        raise Trouble(
            "bad-password",
            zh=f"两次须一致，至少 {LEAST_CHARACTERS} 个字符，只用 ASCII。什么也没有改变。",
            en=f"Both must be the same, {LEAST_CHARACTERS} characters or more, ASCII. "
            "Nothing was changed.",
        )
    say(zh="口令已设。", en="The password is set.")
    return first
