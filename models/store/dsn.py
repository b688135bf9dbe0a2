"""One URL, several spellings; and what of it nobody may see."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"^postgres(ql)?(\+\w+)?://")
_PASSWORD = re.compile(r"://[^/@:?]*:(?P<before>[^@/]*)@|[?&]password=(?P<after>[^&]*)")


def plain(url: str) -> str:
    """The URL as psycopg and libpq take it."""
    return _SCHEME.sub("postgresql://", url)


def password_in(url: str) -> str:
    """The password that stands in a URL, as it is spelt there; empty where there is none."""
    found = _PASSWORD.search(url)
    return (found["before"] or found["after"] or "") if found else ""


def without_password(said: str, url: str) -> str:
    """What libpq says of a URL, fit for a screen or a log."""
    password = password_in(url)
    return said.replace(password, "***") if password else said
