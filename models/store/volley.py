"""Statements that go to the server in one packet and come back in one.

psycopg's own pipeline sends each statement as it comes: eight system calls and as many turns
of the server for what an act has to say in one breath. A volley is collected, sent, flushed
once and read once, over libpq's pipeline; each statement is prepared the first time. It is
for the few statements of each act: whatever else is asked goes through psycopg's cursors.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias
from uuid import UUID

from psycopg import DataError, OperationalError
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import InvalidSqlStatementName, error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.waiting import Ready, Wait

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from psycopg import Connection
    from psycopg.pq.abc import PGconn, PGresult

_Send = tuple[bytes, bytes | None, list[bytes | None] | None]
"""The name to send it by, its text where the server does not know it, and its values."""
_Flight: TypeAlias = "Generator[Wait, Ready | int, list[PGresult]]"

_MOST_PREPARED = 100
"""A plan takes the server some tens of kB: what comes after these is planned each time."""


_NUMBERS = count()


class Rows(Protocol):
    """What a statement answers."""

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All rows."""


class Executor(Protocol):
    """What takes statements: a volley, or a connection that sends each at once."""

    def execute(self, statement: Any, values: Any, /) -> Rows:
        """Carry a statement out, now or soon."""


class Line:
    """A connection with what it knows: statements by their text, ways to read rows.

    Kept as long as the connection is.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.statements: dict[str, bytes] = {}
        self.reader = Transformer.from_context(connection)


class Answer:
    """The rows of one statement, there once the volley is back."""

    __slots__ = ("_rows",)

    def __init__(self) -> None:
        self._rows: list[tuple[Any, ...]] | None = None

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All rows."""
        if self._rows is None:
            raise RuntimeError("asked for the rows of a volley that is not back")
        return self._rows

    def arrive(self, rows: list[tuple[Any, ...]]) -> None:
        """Fill in what the server said."""
        self._rows = rows


class Volley:
    """Collects statements; `fly` sends them in one transaction. Thread: the connection's."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._new: dict[str, bytes] = {}
        self._sends: list[_Send] = []
        # What waits for each result: an answer, a statement that is known from then on.
        self._answers: list[Answer | str | None] = []
        if line.connection.pgconn.transaction_status == TransactionStatus.IDLE:
            self._plainly(b"BEGIN")

    def execute(self, statement: str, values: Sequence[Any]) -> Answer:
        """Add a statement whose `%s` are the values; in it, no other `%`.

        Types are the server's to infer: write a cast where a place alone says nothing.

        Raises
        ------
        DataError
            A text holds NUL, which no database keeps.
        """
        answer = Answer()
        known = self._line.statements
        name = known.get(statement) or self._new.get(statement)
        if name is None and len(known) + len(self._new) < _MOST_PREPARED:
            name = b"volley%d" % next(_NUMBERS)
            self._new[statement] = name
            self._sends.append((name, _numbered(statement), None))
            self._answers.append(statement)
        told = [_told(value) for value in values]
        self._sends.append(
            (b"", _numbered(statement), told) if name is None else (name, None, told)
        )
        self._answers.append(answer)
        return answer

    def fly(self, *, commit: bool = False) -> None:
        """Send everything, wait for all of it, and fill the answers.

        Raises
        ------
        psycopg.Error
            Of the first statement that failed; those after it were not carried out.
        """
        if commit:
            self._plainly(b"COMMIT")
        connection = self._line.connection
        pgconn = connection.pgconn
        pgconn.enter_pipeline_mode()
        # Cut short, it stays in that mode: results are still to come, and whoever has the
        # connection throws it away.
        results = connection.wait(_flight(pgconn, self._sends))
        pgconn.exit_pipeline_mode()
        self._land(results)

    def _land(self, results: list[PGresult]) -> None:
        reader, known = self._line.reader, self._line.statements
        for waiting, result in zip(self._answers, results, strict=True):
            if result.status == ExecStatus.FATAL_ERROR:
                error = error_from_result(result, self._line.connection.info.encoding)
                if isinstance(error, InvalidSqlStatementName):
                    # Somebody had the server forget them all: whoever comes next begins anew.
                    known.clear()
                raise error
            if isinstance(waiting, str):
                # It stays so, whatever becomes of the transaction.
                known[waiting] = self._new[waiting]
            elif waiting is not None:
                reader.set_pgresult(result)
                waiting.arrive(reader.load_rows(0, result.ntuples, tuple))

    def _plainly(self, statement: bytes) -> None:
        self._sends.append((b"", statement, []))
        self._answers.append(None)


def _flight(pgconn: PGconn, sends: list[_Send]) -> _Flight:
    """Send all; one result for each that was sent, up to the sync."""
    for name, statement, values in sends:
        if values is None:
            pgconn.send_prepare(name, statement or b"")
        elif statement is None:
            pgconn.send_query_prepared(name, values)
        else:
            pgconn.send_query_params(statement, values)
    pgconn.pipeline_sync()
    while pgconn.flush():
        if (yield Wait.RW) & Ready.R:
            pgconn.consume_input()
    return (yield from _back(pgconn))


def _back(pgconn: PGconn) -> _Flight:
    results: list[PGresult] = []
    while True:
        while pgconn.is_busy():
            yield Wait.R
            _take_in(pgconn, results)
        result = pgconn.get_result()
        if result is None:
            # Between two statements; or for ever, where the line was cut.
            if pgconn.status == ConnStatus.BAD:
                raise OperationalError("the connection is lost")
        elif result.status == ExecStatus.PIPELINE_SYNC:
            return results
        else:
            results.append(result)


def _take_in(pgconn: PGconn, results: list[PGresult]) -> None:
    try:
        pgconn.consume_input()
    except OperationalError:
        # A server that sends us away says why before it closes the line.
        for result in results:
            if result.status == ExecStatus.FATAL_ERROR:
                raise error_from_result(result) from None
        raise


@lru_cache(maxsize=1024)
def _numbered(statement: str) -> bytes:
    first, *others = statement.split("%s")
    return "".join([first, *(f"${n}{text}" for n, text in enumerate(others, 1))]).encode()


def _text(value: str) -> bytes:
    if "\0" in value:
        raise DataError("a text holds NUL, which no database keeps")
    return value.encode()


def _list(values: Sequence[Any]) -> bytes:
    return b"{" + b",".join(map(_item, values)) + b"}"


def _item(value: Any) -> bytes:
    if value is None:
        return b"NULL"
    if isinstance(value, list):
        return _list(value)
    told = _told(value) or b""
    return b'"' + told.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


_WAYS: dict[type, Callable[[Any], bytes]] = {
    str: _text,
    int: lambda value: b"%d" % value,
    float: lambda value: repr(value).encode(),
    bool: lambda value: b"t" if value else b"f",
    UUID: lambda value: value.hex.encode(),
    datetime: lambda value: value.isoformat().encode(),
    bytes: lambda value: b"\\x" + value.hex().encode(),
    list: _list,
}


def _told(value: Any) -> bytes | None:
    """A value as PostgreSQL reads it from text."""
    if value is None:
        return None
    way = _WAYS.get(type(value))
    if way is not None:
        return way(value)
    told = Transformer().get_dumper(value, PyFormat.TEXT).dump(value)
    return None if told is None else bytes(told)
