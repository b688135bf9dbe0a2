"""Has the roads and water of a home made into arrays by a process of its own.

The libraries that read vector files, and the shapes they make, take 130 MB that a desk would
keep for ever. `python -m console.app.backdrop_apart FOLDER`, a central database in `WANGGE_DB`.
"""

from __future__ import annotations

import contextlib
import logging
import os
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from console.app.backdrop import BroughtIn, is_kept, read_backdrop
from models.store.engine import connect, troubles
from models.store.roads import read_roads, roads_digest

if TYPE_CHECKING:
    from console.app.home import Home
    from models.store.engine import Connection

LONGEST_S: Final = 300.0
_log = logging.getLogger(__name__)


def brought_into(connection: Connection) -> BroughtIn:
    """The roads of a database, to be read over this connection."""
    return BroughtIn(roads_digest(connection), partial(read_roads, connection))


def keep_backdrop(home: Home, brought_in: BroughtIn) -> None:
    """Have the arrays made where they are not kept yet; wait for it.

    Where that fails, whoever reads them makes them, and says what is wrong with their source.
    """
    folder = home.address.folder
    if is_kept(folder, brought_in):
        return
    environment = {**os.environ, "WANGGE_DB": home.url}
    command = [sys.executable, "-P", "-m", "console.app.backdrop_apart", str(folder)]
    try:
        subprocess.run(  # noqa: S603 - ourselves
            command, env=environment, stdin=subprocess.DEVNULL, timeout=LONGEST_S, check=True
        )
    except (OSError, subprocess.SubprocessError) as error:
        # Its name alone: the words of some of them tell the command.
        _log.warning("roads and water were not made apart: %s", type(error).__name__)


def main() -> None:
    """Run as a process of its own."""
    url = os.environ["WANGGE_DB"]
    with contextlib.closing(connect(url, name="roads")) as connection, troubles():
        read_backdrop(Path(sys.argv[1]), brought_into(connection))


if __name__ == "__main__":
    main()
