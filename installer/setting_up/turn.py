"""One set-up at a time in a checkout: the second waits, then finds the work done."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from setting_up.words import say

if TYPE_CHECKING:
    from setting_up.layout import Layout


@contextmanager
def our_turn(layout: Layout) -> Iterator[int]:
    """Hold the checkout's lock; yields the descriptor that holds it.

    Children that write into the environment inherit the descriptor. Otherwise a set-up killed
    alone would leave its pip writing into the folder that the next set-up clears.
    """
    with layout.turn.open("a+b") as file:
        if not _try_lock(file):
            say(
                zh="另一个安装正在此目录进行，等它完成 …",
                en="Another set-up is at work in this checkout; waiting for it …",
            )
            while not _try_lock(file):
                time.sleep(0.2)
        yield file.fileno()


def _try_lock(file: IO[bytes]) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def inheritance(descriptor: int) -> tuple[int, ...]:
    """What a child inherits so that it holds the turn as well."""
    return () if os.name == "nt" else (descriptor,)
