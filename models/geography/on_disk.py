"""What lies on the disk while a process lives; its memory is free for what is looked at.

The files have no name where the system allows it; they go with the process, however it ends.
"""

from __future__ import annotations

import mmap
import os
import sys
import tempfile
from pathlib import Path
from typing import IO, Final

_DISKS: Final = Path("/var/tmp")  # noqa: S108 - for files without a name; /tmp may be memory


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
