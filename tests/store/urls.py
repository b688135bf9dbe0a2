"""Other databases of a server that tests have."""

from __future__ import annotations

from urllib.parse import quote, urlsplit, urlunsplit

from models.store.dsn import plain


def with_database(url: str, database: str) -> str:
    """The same server and login, another database."""
    parts = urlsplit(plain(url))
    return urlunsplit(parts._replace(path=f"/{quote(database, safe='')}"))
