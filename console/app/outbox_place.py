"""Where a console's outbox lies: a file of its own, locked while the console lives.

The lock tells a living console from a dead one; a process number does not: after a
restart of the machine it may be some other program's. A home may be used with several
databases: the name of a file says for which of them its acts were accepted.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import contextmanager, suppress
from itertools import count
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from models.desk.durable import flush_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FOLDER = "outbox"


class OutboxPlace:
    """The outbox file of one console. Thread: GUI, before and after the lanes.

    Invariants: no two living consoles have one file, and no act goes to another database
    than the one it was meant for. A folder that cannot be written is no error yet: the
    first act that needs it says so.
    """

    def __init__(self, home: Path, database: str = "", *, sealed: bool = False) -> None:
        """What dead consoles left is taken over; not by a sealed desk, which refuses acts.

        `database` is its name (`models.store.heads.place_of`), empty for the home's own.
        """
        folder = home / FOLDER
        self._lock: FileLock | None = None
        self._ending = ".sealed" if sealed else f"{_mark(database)}.jsonl"
        self.file = folder / f"{os.getpid()}{self._ending}"
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            self._settle_down(folder)
        if not sealed:
            self.take_over()

    def release(self) -> None:
        """Let others have what is left."""
        if self._lock is not None:
            with suppress(OSError):
                if not self.file.stat().st_size:
                    self.file.unlink()
            with suppress(OSError):
                _lock_file(self.file).unlink(missing_ok=True)
            self._lock.release()
            self._lock = None

    def _settle_down(self, folder: Path) -> None:
        """The first free name: one process may hold two consoles."""
        for number in count(1):
            self.file = folder / f"{os.getpid()}-{number}{self._ending}"
            lock = FileLock(_lock_file(self.file))
            with suppress(Timeout):
                lock.acquire(timeout=0)
                self._lock = lock
                return

    def take_over(self) -> None:
        """Append what dead consoles left for this database to our own file."""
        left: list[Path] = []
        with suppress(OSError):
            files = (file for file in self.file.parent.glob("*.jsonl") if file != self.file)
            left = [file for file in files if "".join(file.suffixes) == self._ending]
            left.sort(key=_age)
        for file in left:
            with suppress(Timeout, OSError), _held(file):
                self._append(file.read_bytes())
                # A crash just here leaves the acts in both: sent twice, they are done once.
                file.unlink()

    def _append(self, lines: bytes) -> None:
        with self.file.open("ab") as own:
            own.write(lines + b"\n")
            own.flush()
            os.fsync(own.fileno())
        # Before the other's name goes: what was accepted has one at any time.
        flush_folder(self.file.parent)


def _mark(database: str) -> str:
    """What a file of this database has in its name, before its ending."""
    return "." + hashlib.sha256(database.encode()).hexdigest()[:12] if database else ""


@contextmanager
def _held(file: Path) -> Iterator[None]:
    with FileLock(_lock_file(file), timeout=0):
        yield
        _lock_file(file).unlink(missing_ok=True)


def _age(file: Path) -> float:
    return file.stat().st_mtime


def _lock_file(file: Path) -> Path:
    return file.with_name(f"{file.name}.lock")
