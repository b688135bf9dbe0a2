"""What the processors did for something: times on the wall tell of the neighbours too."""

from __future__ import annotations

import time
from pathlib import Path


class Spent:
    """CPU time of this process and of one of the server's, over all that was done `with` it.

    The server's is told on Linux alone.
    """

    def __init__(self, backend: int) -> None:
        self._file = Path(f"/proc/{backend}/schedstat")
        self._is_told = self._file.exists()
        self._desk_s = self._server_s = 0.0

    def __enter__(self) -> None:
        self._desk_s -= time.process_time()
        self._server_s -= self._told_s()

    def __exit__(self, *_: object) -> None:
        self._desk_s += time.process_time()
        self._server_s += self._told_s()

    def milliseconds(self, name: str, count: int) -> dict[str, float]:
        """What each of so many cost, in ms."""
        desk = {f"{name}_desk_cpu_ms": round(self._desk_s / count * 1000, 2)}
        if not self._is_told:
            return desk
        return desk | {f"{name}_server_cpu_ms": round(self._server_s / count * 1000, 2)}

    def _told_s(self) -> float:
        """The first of its numbers: ns on a processor."""
        return int(self._file.read_text().split()[0]) / 1e9 if self._is_told else 0.0
