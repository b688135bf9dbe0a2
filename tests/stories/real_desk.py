"""A real desk over a real home in a child process: it tells its parent how it fares.

The parent reads one JSON object a line from stdout, without a buffer of its own where it
waits by `select`, and ends the desk by closing its stdin. All else is as `wangge desk` puts
it together.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, Slot

from console.app.home import Address, Home
from console.app.stage import Stage, require_display
from console.app.windows import a_desk
from models.domain.lifecycle import Role

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.app.windows import Show


class Teller(QObject):
    """Looks at a desk and tells of it.

    Thread: GUI
    """

    def __init__(self, show: Show) -> None:
        super().__init__()
        self.window, self.running = show.window, show.running
        self.session = show.running.session
        self._stdin = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._stdin.activated.connect(self.on_end)
        show.ready.connect(self.on_ready)

    @Slot()
    def on_ready(self) -> None:
        """The first frame is up."""
        raise NotImplementedError

    @Slot()
    def on_end(self) -> None:
        """The parent let go."""
        self._stdin.setEnabled(False)
        self.window.close()


def say(**what: object) -> None:
    """One line."""
    sys.stdout.write(json.dumps(what, default=str) + "\n")
    sys.stdout.flush()


def show_desk(
    address: Address, station: str, teller: Callable[[Show], Teller], *, offscreen: bool = False
) -> None:
    """Show it, on the screen that `DISPLAY` names or on none, until the parent lets go."""
    if not offscreen:
        require_display()
    with Home(address, station=station) as home:
        stage = Stage(address.folder, "en", offscreen=offscreen)
        show = a_desk(stage, home, ("li", frozenset(Role)))
        told = teller(show)
        show.window.setGeometry(0, 0, 1920, 1080)
        show.window.show()
        show.start()
        stage.app.exec()
        del told
        show.close()
