"""One URL, two spellings: libpq's and SQLAlchemy's."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"^postgres(ql)?(\+\w+)?://")


def plain(url: str) -> str:
    """The URL as psycopg and libpq take it."""
    return _SCHEME.sub("postgresql://", url)


def for_sqlalchemy(url: str) -> str:
    """The URL as SQLAlchemy takes it, with psycopg 3 as its driver."""
    return _SCHEME.sub("postgresql+psycopg://", url)
