"""Writing files that others depend upon: whole or not at all, with owner and rights."""

from __future__ import annotations

import os
import pwd
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def put(path: Path, text: str, *, mode: int, owner: str = "root") -> bool:
    """See that a file has this text, rights and owner; whether the text was another before.

    It never has more rights than these, not even while it is being written.
    """
    if _holds(path, text):
        path.chmod(mode)
        _give(path, owner)
        return False
    draft = path.with_name(f".{path.name}.draft")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    _give(draft, owner)
    draft.chmod(mode)
    draft.replace(path)
    return True


def make_folder(path: Path, *, mode: int, owner: str = "root") -> None:
    """See that a folder is there, with these rights; those above it are open to read."""
    path.mkdir(parents=True, exist_ok=True)
    _give(path, owner)
    path.chmod(mode)


def _holds(path: Path, text: str) -> bool:
    try:
        return path.read_text(encoding="utf-8") == text
    except (FileNotFoundError, UnicodeDecodeError):
        return False


def _give(path: Path, owner: str) -> None:
    # Somebody who is not root writes for himself: a station's file, a test.
    if os.geteuid() == 0:
        who = pwd.getpwnam(owner)
        os.chown(path, who.pw_uid, who.pw_gid)
