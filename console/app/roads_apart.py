"""Has a large road net made by a process of its own.

To cut a district's roads where they meet, and to weigh them, takes a second of computing:
in the desk's own process each frame of the map would wait for its turn some twenty times.
`python -m console.app.roads_apart FOLDER`, the database in `WANGGE_DB`; the net comes out.
"""

from __future__ import annotations

import contextlib
import logging
import os
import pickle
import struct
import subprocess
import sys
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from console.app.backdrop import read_backdrop
from console.app.roads import net_of, roads_in
from console.state.road_net import RoadNet
from maps.canvas.aside import aside
from models.geography.on_disk import a_file, give_back, join
from models.store.engine import connect, troubles
from models.store.roads import roads_count, roads_version

if TYPE_CHECKING:
    from console.app.home import Home
    from models.store.engine import Connection

MANY: Final = 2_000
"""Fewer roads are a net sooner than another process has begun."""
LONGEST_S: Final = 600.0
"""Of a busy machine. Made here instead, a city's takes longer still, and 400 MB of the desk."""
_COUNT: Final = struct.Struct("<q")
_DAMAGED: Final = (
    *(pickle.UnpicklingError, EOFError, struct.error, IndexError),
    *(AttributeError, ImportError, TypeError),
)
"""What a reading of anything else than a whole net ends in."""
_log = logging.getLogger(__name__)


class ReadRoads:
    """Reads the road net on a lane; None where it is that of `known` still.

    Two seconds for a district of 80,000 edges, once; asked again it costs one question.
    """

    def __init__(self, home: Home, known: int | None) -> None:
        self._home = home
        self._known = known

    def __call__(self) -> RoadNet | None:
        """Read; the net of the default way of travelling is made at once."""
        folder = self._home.address.folder
        with contextlib.closing(self._home.connection()) as connection, troubles():
            version = roads_version(connection)
            if version == self._known:
                return None
            is_large = _count(connection, version, folder) > MANY
            net = _net_made_apart(self._home) if is_large else None
            if net is None:
                net = net_of(*roads_in(connection, folder))
        give_back()  # here, where nobody waits: what making it took is 60 MB
        return net


def _count(connection: Connection, version: int, folder: Path) -> int:
    if version:
        return roads_count(connection)
    lines = read_backdrop(folder).roads.values()
    return sum(max(len(one.ends) - 1, 0) for one in lines)


def _net_made_apart(home: Home) -> RoadNet | None:
    """The road net of a home, made elsewhere; None where no other process could make it.

    It comes in a file, and its arrays stay there until they are looked at.
    """
    folder = str(home.address.folder)
    command = [sys.executable, *aside("console.app.roads_apart", folder)]
    try:
        with a_file() as file:
            subprocess.run(  # noqa: S603 - ourselves
                command,
                env={**os.environ, "WANGGE_DB": home.url},
                stdin=subprocess.DEVNULL,
                stdout=file,
                timeout=LONGEST_S,
                check=True,
            )
            mapped = mmap(file.fileno(), 0, access=ACCESS_READ)
        join(mapped)
        net = _told(mapped)
    except (OSError, ValueError, subprocess.SubprocessError, *_DAMAGED) as error:
        # Its name alone: the words of some of them tell the command.
        _log.warning("the road net was not made apart: %s", type(error).__name__)
        return None
    return net if isinstance(net, RoadNet) else None


def _tell(net: RoadNet, out: BinaryIO) -> None:
    """Say how long each part is, then the parts: the net without its arrays, the arrays."""
    arrays: list[pickle.PickleBuffer] = []
    body = pickle.dumps(net, protocol=5, buffer_callback=arrays.append)
    parts = [memoryview(body), *(array.raw() for array in arrays)]
    out.write(_COUNT.pack(len(parts)))
    out.write(b"".join(_COUNT.pack(part.nbytes) for part in parts))
    for part in parts:
        # Each begins where numbers of eight bytes may begin.
        out.write(part)
        out.write(bytes(-part.nbytes % _COUNT.size))


def _told(mapped: mmap) -> object:
    """What `_tell` said; the arrays are the file itself."""
    (count,) = _COUNT.unpack_from(mapped)
    at = (1 + count) * _COUNT.size
    parts: list[memoryview] = []
    for number in range(count):
        (size,) = _COUNT.unpack_from(mapped, (1 + number) * _COUNT.size)
        parts.append(memoryview(mapped)[at : at + size])
        at += size + -size % _COUNT.size
    return pickle.loads(parts[0], buffers=parts[1:])  # noqa: S301 - from ourselves


def main() -> None:
    """Run as a process of its own."""
    url, folder = os.environ["WANGGE_DB"], Path(sys.argv[1])
    with contextlib.closing(connect(url, name="roads")) as connection, troubles():
        net = net_of(*roads_in(connection, folder))
    _tell(net, sys.stdout.buffer)


if __name__ == "__main__":
    main()
