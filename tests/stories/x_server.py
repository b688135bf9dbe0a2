"""An X server of a story's own, on the first display that is free."""

from __future__ import annotations

import os
import select
import subprocess

PATIENCE_S = 40.0


def x_server(size: str) -> tuple[subprocess.Popen[bytes], dict[str, str]]:
    """Start one of a size like 1920x1080; it, and the environment of whoever is to be on it."""
    read, write = os.pipe()
    screen = ["-screen", "0", f"{size}x24", "-nolisten", "tcp"]
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), *screen],
        pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    number = line_of(read).strip()
    os.close(read)
    return server, os.environ | {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}


def line_of(pipe: int) -> str:
    """A line of a pipe, whole; nothing where it stays silent for too long.

    To the end of the line: a pipe that is closed earlier has the server die of writing it.
    """
    told = b""
    while not told.endswith(b"\n"):
        ready, _, _ = select.select([pipe], [], [], PATIENCE_S)
        more = os.read(pipe, 1) if ready else b""
        if not more:
            return ""
        told += more
    return told.decode()
