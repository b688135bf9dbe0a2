"""Polygons that lie on the disk until somebody asks for one.

A city's 200,000 take 130 MB, and hardly any is looked at twice: a desk draws their outlines,
which it makes once, and asks for the polygons around one point.
"""

from __future__ import annotations

import logging
import sys
import weakref
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from typing import IO, Final

from models.domain.ids import CellId
from models.geography.on_disk import a_file, piece_of

_log = logging.getLogger(__name__)
IN_MEMORY: Final = 4 << 20
"""So many bytes are not worth a write."""


class KeptShapes(Mapping[CellId, bytes]):
    """Each cell's polygon as the bytes that were given; in the order they were given.

    Where the disk has no room they stay in memory. Thread: one adds, before any asks; then any.
    """

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._written, self._most = 0, IN_MEMORY
        self._fresh = bytearray()
        self._ids, self._ends = array("q"), array("q", [0])
        self._index: tuple[array[int], array[int]] | None = None

    def add(self, cell_id: CellId, shape: bytes) -> None:
        """One more, before anybody asks for any."""
        self._fresh += shape
        self._ids.append(cell_id)
        self._ends.append(self._ends[-1] + len(shape))
        if len(self._fresh) > self._most:
            self._write()

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[CellId]:
        return map(CellId, self._ids)

    def __contains__(self, cell_id: object) -> bool:
        return isinstance(cell_id, int) and self._row(cell_id) is not None

    def __getitem__(self, cell_id: CellId) -> bytes:
        row = self._row(cell_id)
        if row is None:
            raise KeyError(cell_id)
        begin, end = self._ends[row], self._ends[row + 1]
        if self._file is None or begin >= self._written:
            return bytes(self._fresh[begin - self._written : end - self._written])
        return piece_of(self._file, begin, end)

    def _write(self) -> None:
        try:
            if self._file is None:
                self._file = a_file()
                weakref.finalize(self, self._file.close)
            is_whole = self._file.write(self._fresh) == len(self._fresh)
        except OSError as error:
            _log.warning("shapes stay in memory: %s", error)
            is_whole = False
        if is_whole:
            self._written += len(self._fresh)
            self._fresh.clear()
        else:
            self._most = sys.maxsize

    def _row(self, cell_id: int) -> int | None:
        if self._index is None:
            order = sorted(range(len(self._ids)), key=self._ids.__getitem__)
            self._index = array("q", map(self._ids.__getitem__, order)), array("i", order)
        ids, rows = self._index
        at = bisect_left(ids, cell_id)
        return rows[at] if at < len(ids) and ids[at] == cell_id else None
