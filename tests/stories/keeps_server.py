"""Kills the server of a home and brings it back, as often as it is told to; a child process.

Usage: python -m tests.stories.keeps_server HOME. For each line on stdin one on stdout: when,
in seconds since the epoch, the server had answered again. Ends when stdin does.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from models.domain.error import Trouble
from models.store.embedded import kill_embedded, open_embedded


def main() -> None:
    """Kill and bring back."""
    home = Path(sys.argv[1])
    for _ in sys.stdin:
        kill_embedded(home)
        while not is_up(home):
            continue
        sys.stdout.write(f"{time.time()}\n")
        sys.stdout.flush()


def is_up(home: Path) -> bool:
    """Try to start it; what is left of the old one may stand in the way for a moment."""
    try:
        open_embedded(home)
    except Trouble:
        return False
    return True


if __name__ == "__main__":
    main()
