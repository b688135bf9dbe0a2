"""pgbench calling the very function by which desks append, and nothing else.

The facts are the last dispatch's, byte for byte, told of the last batch of reference data:
no other kind of fact comes without a row that changes.

The yardstick of `bench dispatch` for many writers: what the journal itself can take, its
lock, its chain and the flush of each commit included. Nothing but the benchmark may use it.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from psycopg import sql

from models.domain.error import Trouble, Words
from models.store.binaries import find_binaries
from models.store.dsn import plain

if TYPE_CHECKING:
    from psycopg import Connection

_CALL = """
SELECT * FROM journal_append(gen_random_uuid(), 'bench', 'administrator', 'bench',
    ARRAY[now()]::timestamptz[], ARRAY['dispatched']::text[], ARRAY['reference']::text[],
    ARRAY[{subject}]::uuid[], ARRAY[{version}]::int[], ARRAY[{cells}]::text[],
    ARRAY[{body}]::text[],
    {format}::smallint, ARRAY[NULL]::text[], ARRAY[NULL]::bytea[], {digest}::bytea, {answer});
"""
_LAST_DISPATCH = """
SELECT cell_path::text, (body::jsonb - 'words')::text, format, hash, b.id, b.version
FROM journal
CROSS JOIN (SELECT id, version FROM reference_batch ORDER BY version DESC LIMIT 1) b
WHERE verb = 'dispatched' ORDER BY seq DESC LIMIT 1
"""


def appends_per_s(url: str, connection: Connection, *, writers: int, seconds: int) -> float:
    """Appends a second by so many writers, each a copy of the last dispatch, a commit each.

    Raises
    ------
    Trouble
        `no_pgbench`: it is not there, or failed.
    """
    row = connection.execute(_LAST_DISPATCH).fetchone()
    if row is None:
        raise _failed("no dispatch to copy")
    cells, body, of_format, digest, subject, version = row
    values = {
        "cells": sql.Literal(cells),
        "body": _literal(body),
        "format": sql.Literal(of_format),
        "digest": sql.Literal(digest),
        "subject": sql.Literal(subject),
        "version": sql.Literal(version),
        # No login may read receipts; an answer is about as long as what it tells of.
        "answer": _literal(body),
    }
    text = sql.SQL(_CALL).format(**values).as_string(connection)
    connection.rollback()
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "append.sql"
        script.write_text(text, "utf-8")
        return _ran(url, script, writers=writers, seconds=seconds)


def _literal(text: str) -> sql.SQL:
    """A string in which pgbench finds no variables: it looks for them behind colons."""
    escaped = text.replace("\\", "\\\\").replace("'", "''").replace(":", "\\x3A")
    return sql.SQL(f"E'{escaped}'")


def _ran(url: str, script: Path, *, writers: int, seconds: int) -> float:
    program = find_binaries().program("pgbench")
    command = [str(program), "-n", "-M", "prepared", "-c", str(writers), "-j", "2"]
    try:
        done = subprocess.run(  # noqa: S603 - PostgreSQL's own, on a scratch server
            [*command, "-T", str(seconds), "-f", str(script), plain(url)],
            check=False,
            capture_output=True,
            text=True,
            timeout=seconds + 60,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _failed(str(error)) from error
    found = re.search(r"^tps = ([\d.]+)", done.stdout, re.MULTILINE)
    if done.returncode or found is None:
        raise _failed(done.stderr.strip())
    return float(found[1])


def _failed(said: str) -> Trouble:
    return Trouble(
        "no_pgbench",
        Words(f"pgbench 无法运行：{said}", f"pgbench could not be run: {said}"),
    )
