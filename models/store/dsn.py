"""One URL, several spellings."""

from __future__ import annotations

import re

_SCHEME = re.compile(r"^postgres(ql)?(\+\w+)?://")


def plain(url: str) -> str:
    """The URL as psycopg and libpq take it."""
    return _SCHEME.sub("postgresql://", url)
