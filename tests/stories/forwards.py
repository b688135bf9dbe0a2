"""Makes the socket of a server a port of an address; a child process.

Usage: python -m tests.stories.forwards ADDRESS SOCKET. It tells the port and ends when stdin
does. A connection whose other end fell silent stays as it is: nobody here times out.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys


async def main() -> None:
    """Forward until the parent lets go."""
    address, socket = sys.argv[1:]

    async def joined(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            from_server, to_server = await asyncio.open_unix_connection(socket)
        except OSError:
            writer.close()
            return
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(passed(reader, to_server), passed(from_server, writer))

    server = await asyncio.start_server(joined, address, 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    server.close()


async def passed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Hand on what comes, to the end."""
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


if __name__ == "__main__":
    with contextlib.suppress(asyncio.CancelledError):
        asyncio.run(main())
