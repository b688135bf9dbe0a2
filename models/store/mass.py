"""Fills the tables with so many closed incidents, past the journal: for measuring alone.

What is made so has no facts; `verify` would rightly complain. It needs the administrator of
a home that is thrown away afterwards.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from psycopg import sql

from models.domain.incident import Incident
from models.store.codec import column_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from uuid import UUID

    from psycopg import Connection

_NAMES: Final = (*column_names(Incident), "command_id", "ordinal")
_BATCH: Final = 10_000
_APART: Final = timedelta(seconds=40)
"""One incident after the other: a million of them are 463 days of a busy district."""
_SURNAMES, _GIVEN = "王李张刘陈杨赵黄周吴徐孙马朱胡林郭何高罗", "伟芳娜敏静强磊洋勇艳杰娟涛明超"


def plant_closed(
    connection: Connection,
    template: UUID,
    count: int,
    texts: Sequence[tuple[str, str]],
    addresses: Sequence[str],
    until: datetime,
) -> None:
    """Copy so many archived incidents in, like the template, the last reported at `until`.

    `texts` are pairs of a class and a sentence. The index of words is made anew at the end.
    """
    listed = sql.SQL(", ").join(map(sql.Identifier, _NAMES))
    query = sql.SQL("COPY (SELECT {} FROM incident WHERE id = {}) TO STDOUT").format(
        listed, sql.Literal(template)
    )
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        line = b"".join(bytes(part) for part in copy).decode().rstrip("\n").split("\t")
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")
        connection.execute("DROP INDEX incident_search_by_pieces")
        into = sql.SQL("COPY incident ({}) FROM STDIN").format(listed)
        with connection.cursor() as cursor, cursor.copy(into) as copy:
            for batch in _lines(line, count, texts, addresses, until):
                copy.write(batch)
        connection.execute(
            "INSERT INTO incident_search SELECT id, reported_at, incident_pieces(number, text,"
            " address, reporter_name, reporter_phone) FROM incident"
            " WHERE state = 'ST80'"
        )
        connection.execute(
            "CREATE INDEX incident_search_by_pieces ON incident_search USING gin (pieces)"
        )
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE incident_search")
    connection.execute("VACUUM ANALYZE incident")


def _lines(
    template: list[str],
    count: int,
    texts: Sequence[tuple[str, str]],
    addresses: Sequence[str],
    until: datetime,
) -> Iterator[bytes]:
    random = Random(1)  # noqa: S311 - no secret, and the same rows each time
    at = {name: place for place, name in enumerate(_NAMES)}
    lines = []
    for serial in range(count):
        reported = until - _APART * (count - serial)
        row = list(template)
        category, text = random.choice(texts)
        row[at["id"]] = f"00000000-0000-7000-8000-{serial:012x}"
        row[at["number"]] = f"370215-{reported:%Y%m%d}-{serial % 1_000_000:06d}"
        row[at["state"]], row[at["category"]], row[at["text"]] = "ST80", category, text
        row[at["address"]] = f"{random.choice(addresses)}{random.randrange(1, 400)}号"
        row[at["reported_at"]] = row[at["occurred_at"]] = reported.isoformat()
        row[at["reporter_name"]] = random.choice(_SURNAMES) + random.choice(_GIVEN)
        row[at["reporter_phone"]] = f"13{random.randrange(10**9):09d}"
        lines.append("\t".join(row))
        if len(lines) == _BATCH:
            yield ("\n".join(lines) + "\n").encode()
            lines.clear()
    if lines:
        yield ("\n".join(lines) + "\n").encode()
