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
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from console.app.backdrop import read_backdrop
from console.app.calm import give_back
from console.app.roads import net_of, roads_in, roads_of_backdrop
from console.state.road_net import RoadNet
from models.store.engine import connect, troubles
from models.store.roads import roads_count, roads_version

if TYPE_CHECKING:
    from console.app.home import Home
    from models.store.engine import Connection

MANY: Final = 2_000
"""Fewer roads are a net sooner than another process has begun."""
LONGEST_S: Final = 120.0
_NICE: Final = 5
_log = logging.getLogger(__name__)


class ReadRoads:
    """Reads the road net on the side lane; None where it is that of `known` still.

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
    return len(roads_of_backdrop(read_backdrop(folder)))


def _net_made_apart(home: Home) -> RoadNet | None:
    """The road net of a home, made elsewhere; None where no other process could make it."""
    command = [sys.executable, "-P", "-m", "console.app.roads_apart", str(home.address.folder)]
    try:
        made = subprocess.run(  # noqa: S603 - ourselves
            command,
            env={**os.environ, "WANGGE_DB": home.url},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            timeout=LONGEST_S,
            check=True,
        )
        net = pickle.loads(made.stdout)  # noqa: S301 - through a pipe, from ourselves
    except (OSError, subprocess.SubprocessError, pickle.UnpicklingError, EOFError) as error:
        # Its name alone: the words of some of them tell the command.
        _log.warning("the road net was not made apart: %s", type(error).__name__)
        return None
    return net if isinstance(net, RoadNet) else None


def main() -> None:
    """Run as a process of its own."""
    if hasattr(os, "nice"):
        os.nice(_NICE)
    url, folder = os.environ["WANGGE_DB"], Path(sys.argv[1])
    with contextlib.closing(connect(url, name="roads")) as connection, troubles():
        net = net_of(*roads_in(connection, folder))
    pickle.dump(net, sys.stdout.buffer, protocol=5)


if __name__ == "__main__":
    main()
