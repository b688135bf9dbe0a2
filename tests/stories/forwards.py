"""Makes the socket of a server a port of an address; a child process.

Usage: python -m tests.stories.forwards ADDRESS SOCKET. It tells the port and ends when stdin
does. A connection whose other end fell silent stays as it is: nobody here times out. Each
direction has a thread: an event loop takes longer over a packet, and is not to be measured.
"""

from __future__ import annotations

import contextlib
import socket
import sys
import threading


def main() -> None:
    """Forward until the parent lets go."""
    address, path = sys.argv[1:]
    door = socket.create_server((address, 0))
    sys.stdout.write(f"{door.getsockname()[1]}\n")
    sys.stdout.flush()
    threading.Thread(target=let_in, args=(door, path), daemon=True).start()
    sys.stdin.read()


def let_in(door: socket.socket, path: str) -> None:
    """Join whoever comes with the server."""
    while True:
        near, _ = door.accept()
        near.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        far = socket.socket(socket.AF_UNIX)
        try:
            far.connect(path)
        except OSError:
            near.close()
            continue
        for ends in ((near, far), (far, near)):
            threading.Thread(target=passed, args=ends, daemon=True).start()


def passed(from_: socket.socket, to: socket.socket) -> None:
    """Hand on what comes, to the end of one of the two; then neither has any more to say."""
    with contextlib.suppress(OSError):
        while data := from_.recv(65536):
            to.sendall(data)
    for end in (from_, to):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


if __name__ == "__main__":
    main()
