"""Files that are on the disk, and in their folder, once they are said to be.

A file's own flush says nothing of its name: after a power cut a new file may be gone, and one
that was written anew may be the old one again, until the folder was flushed too.
"""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

_UNKNOWN_HERE: Final = frozenset({errno.EINVAL, errno.ENOTSUP})


def flush_folder(folder: Path) -> None:
    """Have the names in a folder on the disk; nothing where the system opens no folders."""
    if os.name == "nt":
        # NTFS keeps a log of names itself, and no folder is opened as a file there.
        return
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    except OSError as error:
        # Some network file systems know no such thing; a disk that fails is told.
        if error.errno not in _UNKNOWN_HERE:
            raise
    finally:
        os.close(opened)


def put_in_place(fresh: Path, file: Path) -> None:
    """Have a file that was written and flushed take another's name, for good."""
    fresh.replace(file)
    flush_folder(file.parent)
