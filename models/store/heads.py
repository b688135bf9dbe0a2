"""The heads that a console remembers: how far the journal reached, and by which hash.

The chain cannot bind an owner who rewrites it whole, or cuts it at its end; whoever kept
a head of before finds it out. One file in the console's own home, away from the server,
with a page for each database that the home has been used with.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from filelock import FileLock
from psycopg.conninfo import conninfo_to_dict

from models.desk.durable import put_in_place
from models.domain.error import Trouble, Words
from models.store.dsn import plain

if TYPE_CHECKING:
    from pathlib import Path

    from psycopg import Connection

FILE: Final = "heads.json"
KEPT_DAYS: Final = 400
"""The last head of so many days is kept, so that what broke is told to the day."""
_LOCK_S = 5.0
_HEAD = "SELECT seq, hash, recorded_at FROM journal_head() WHERE seq IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the journal as somebody saw it; `recorded_at` is aware, the home's time."""

    seq: int
    hash: bytes
    recorded_at: datetime


def head_of(connection: Connection) -> Head | None:
    """The present end of the journal; None while it is empty."""
    row = connection.execute(_HEAD).fetchone()
    return None if row is None else Head(row[0], bytes(row[1]), row[2])


def broken(connection: Connection, kept: Head) -> Words | None:
    """What contradicts a remembered head, in words: another hash there, or an earlier end.

    One look-up, for consoles that work; `verify` walks the whole chain.
    """
    row = connection.execute("SELECT journal_hash_of(%s)", [kept.seq]).fetchone()
    if row is not None and row[0] is not None:
        return None if bytes(row[0]) == kept.hash else _rewritten(kept.seq)
    return _cut(kept.seq)


def place_of(url: str, *, is_embedded: bool = False) -> str:
    """A name for a database that stays while logins, passwords and certificates change."""
    if is_embedded:
        return "embedded"
    asked = conninfo_to_dict(plain(url))
    hosts = str(asked.get("host") or asked.get("hostaddr") or "").split(",")
    ports = [port or "5432" for port in str(asked.get("port") or "").split(",")]
    ports = ports * len(hosts) if len(ports) == 1 else ports
    pairs = ",".join(f"{host}:{port}" for host, port in zip(hosts, ports, strict=False))
    return f"{pairs}/{asked.get('dbname') or urlsplit(plain(url)).path.lstrip('/')}"


class HeadBook:
    """Remembered heads of one home. Any thread, any process: a lock file keeps them apart.

    Raises
    ------
    Trouble
        `home_unwritable`, from what writes. A damaged file reads as if nothing was kept.
    """

    def __init__(self, home: Path) -> None:
        self._file = home / FILE

    def kept(self, place: str) -> list[Head]:
        """What is remembered of one database, in order of seq."""
        return sorted(map(_head, self._read().get(place, ())), key=lambda head: head.seq)

    def last(self, place: str) -> Head | None:
        """The newest that is remembered."""
        kept = self.kept(place)
        return kept[-1] if kept else None

    def keep(self, place: str, head: Head) -> None:
        """Remember a head: the last of its day, by the day it was recorded."""
        with self._locked():
            pages = self._read()
            day = head.recorded_at.date()
            known = list(map(_head, pages.get(place, ())))
            if any(one.seq >= head.seq for one in known):
                return
            others = [one for one in known if one.recorded_at.date() != day]
            self._write(pages | {place: [_plain(h) for h in [*others, head]][-KEPT_DAYS:]})

    def forget(self, place: str) -> int:
        """Begin anew, after a decided return to an earlier state; how many were forgotten."""
        with self._locked():
            pages = self._read()
            forgotten = pages.pop(place, [])
            self._write(pages)
        return len(forgotten)

    def _locked(self) -> FileLock:
        return FileLock(self._file.with_suffix(".lock"), timeout=_LOCK_S)

    def _read(self) -> dict[str, list[Any]]:
        try:
            pages = json.loads(self._file.read_text("utf-8"))
            for page in pages.values():
                any(map(_head, page))
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return {}
        return dict(pages)

    def _write(self, pages: dict[str, list[Any]]) -> None:
        fresh = self._file.with_suffix(".new")
        try:
            with fresh.open("w", encoding="utf-8") as file:
                json.dump(pages, file)
                file.flush()
                os.fsync(file.fileno())
            put_in_place(fresh, self._file)
        except OSError as error:
            raise Trouble(
                "home_unwritable",
                Words(
                    f"无法写入 {self._file}：{error.strerror}。请清理磁盘或检查权限。",
                    f"cannot write {self._file}: {error.strerror}. "
                    "Free some disk space or check its permissions.",
                ),
            ) from error


def _head(plain_head: dict[str, Any]) -> Head:
    return Head(
        int(plain_head["seq"]),
        bytes.fromhex(plain_head["hash"]),
        datetime.fromisoformat(plain_head["recorded_at"]),
    )


def _plain(head: Head) -> dict[str, Any]:
    return {
        "seq": head.seq,
        "hash": head.hash.hex(),
        "recorded_at": head.recorded_at.isoformat(),
    }


def _rewritten(seq: int) -> Words:
    return Words(
        f"日志被改写：第 {seq} 条记录与本机记住的不符。请告知审计员，并运行 journal verify。",
        f"The journal was rewritten: fact {seq} is not the one that was remembered here. "
        "Tell the auditor now, and run `journal verify`.",
    )


def _cut(seq: int) -> Words:
    return Words(
        f"日志被截断：本机见过的第 {seq} 条记录没有了。请告知审计员，并运行 journal verify。",
        f"The journal was cut: fact {seq}, which was seen here, is gone. "
        "Tell the auditor now, and run `journal verify`.",
    )
