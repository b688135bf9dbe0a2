"""What lies on the disk while a process lives; its memory is free for what is looked at.

The files have no name where the system allows it; they go with the process, however it ends.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import mmap
import os
import sys
import tempfile
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final
from weakref import ref

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

_log = logging.getLogger(__name__)
MANY_BYTES: Final = 1 << 20
"""Fewer stay in memory: a file is not worth it."""
_DISKS: Final = Path("/var/tmp")  # noqa: S108 - for files without a name; /tmp may be memory

_mappings: list[ref[mmap.mmap]] = []
"""Those that somebody has; a list, which one thread may copy while another adds to it."""


def a_file() -> IO[bytes]:
    """A file of one's own to write behind and to read anywhere; closed, it is gone.

    Raises
    ------
    OSError
        There is no place for files, or no room.
    """
    folder = _DISKS if os.access(_DISKS, os.W_OK) else None
    return tempfile.TemporaryFile(dir=folder, buffering=0)


def piece_of(file: IO[bytes], begin: int, end: int) -> bytes:
    """The bytes from `begin` up to `end`, the latter left out. Any thread may ask."""
    if sys.platform == "win32":
        # A window of its own for each: nobody moves another's place in the file.
        at = begin - begin % mmap.ALLOCATIONGRANULARITY
        with mmap.mmap(file.fileno(), end - at, access=mmap.ACCESS_READ, offset=at) as window:
            return window[begin - at : end - at]
    return os.pread(file.fileno(), end - begin, begin)


def laid(blocks: Iterable[NDArray[Any]]) -> NDArray[Any]:
    """Blocks of rows one after the other as one array, on the disk where it is large.

    Nobody notices but by the memory: what is looked at is read, a page at a time. It may not be
    written to. Where the disk has no room the array, or the rest of it, stays in memory.
    """
    supply = iter(blocks)
    first: list[NDArray[Any]] = []
    while sum(block.nbytes for block in first) <= MANY_BYTES:
        block = next(supply, None)
        if block is None:
            return first[0] if len(first) == 1 else np.concatenate(first)
        first.append(block)
    try:
        file = a_file()
    except OSError as error:
        _log.warning("arrays stay in memory: %s", error)
        return np.concatenate([*first, *supply])
    with file:
        return _written(file, chain(first, supply))


def let_go(array: NDArray[Any]) -> None:
    """Give the memory of a laid array back: it was looked at from end to end."""
    base: object = array
    while isinstance(base, np.ndarray):
        base = base.base
    if isinstance(base, mmap.mmap) and hasattr(base, "madvise"):
        base.madvise(mmap.MADV_DONTNEED)


def join(mapped: mmap.mmap) -> None:
    """Have a mapped file that nobody writes to among all that is let go."""
    _mappings.append(ref(mapped, _mappings.remove))


def let_all_go() -> None:
    """Give back what was looked at here and there of all that lies on the disk.

    It is read again where somebody looks again: from the system's memory while it
    has room.
    """
    for one in tuple(_mappings):
        mapped = one()
        if mapped is not None and hasattr(mapped, "madvise"):
            mapped.madvise(mmap.MADV_DONTNEED)


def give_back() -> None:
    """Give back what was looked at, and freed memory where the C library can: 1 ms mostly."""
    let_all_go()
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # another C library than GNU's
            ctypes.CDLL(None).malloc_trim(0)


def _written(file: IO[bytes], supply: Iterator[NDArray[Any]]) -> NDArray[Any]:
    rows = 0
    for block in supply:
        data = np.ascontiguousarray(block)
        try:
            is_whole = file.write(data.tobytes()) == data.nbytes
        except OSError as error:
            _log.warning("arrays stay in memory: %s", error)
            is_whole = False
        if not is_whole:
            return np.concatenate([_mapped(file, rows, data), data, *supply])
        rows += len(data)
    return _mapped(file, rows, data)


def _mapped(file: IO[bytes], rows: int, like: NDArray[Any]) -> NDArray[Any]:
    """The first rows of a file; a mapping outlives the file's being closed."""
    if not rows:
        return like[:0]
    shape = (rows, *like.shape[1:])
    array = np.memmap(file, like.dtype, "r", shape=shape)
    base: object = array.base
    if isinstance(base, mmap.mmap):
        join(base)
    return array.view(np.ndarray)
