"""Windows drawn offscreen, for documents and eyes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QObject, QTimer, Slot

from models.domain.error import Trouble, Words

if TYPE_CHECKING:
    from console.app.stage import Stage
    from console.app.windows import Show
    from maps.canvas.canvas import MapCanvas

SETTLE_MS = 300
"""After the first frame: rows, cards and labels are laid out by then."""
LONGEST_MS = 60_000
DESIGN_HEIGHT_PX = 1080
_BASE_MS = 20_000
_ROUNDS = 4
"""A tile that a server lacks has its parent asked for: a few rounds of that are enough."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture that was written."""

    file: str
    width: int
    height: int


def scale_for(size_px: tuple[int, int]) -> float:
    """How much larger than designed a picture of this size is drawn."""
    return max(1.0, size_px[1] / DESIGN_HEIGHT_PX)


class Waiting(QObject):
    """Runs the event loop until a show is ready, or too long has passed.

    Thread: GUI
    """

    def __init__(self, show: Show) -> None:
        super().__init__()
        self._loop = QEventLoop()
        self._show = show
        self.in_time = False
        show.ready.connect(self.on_ready)

    def run(self) -> None:
        """Return when frame and ground are up and laid out."""
        QTimer.singleShot(LONGEST_MS, self._loop.quit)
        self._loop.exec()

    @Slot()
    def on_ready(self) -> None:
        """Give the panels a moment to lay themselves out."""
        self.in_time = True
        QTimer.singleShot(SETTLE_MS, self._loop.quit)


def take_shot(stage: Stage, show: Show, file: str, size_px: tuple[int, int]) -> Shot:
    """Draw a show's window into a PNG.

    Raises
    ------
    Trouble
        `no_frame` where nothing came within a minute; `no_map`, `disk`.
    """
    window = show.window
    window.resize(*size_px)
    window.show()
    waiting = Waiting(show)
    show.start()
    waiting.run()
    if not waiting.in_time:
        raise Trouble(
            "no_frame",
            Words("一分钟内没有收到画面", "no picture came within a minute"),
        )
    stage.app.sendPostedEvents()  # what moves the map by its layout does it now
    settle_map(window.map.canvas)
    return save_shot(show, file)


def settle_map(canvas: MapCanvas) -> None:
    """Wait until every tile is whole, and what a server has for it has come.

    Raises
    ------
    Trouble
        `no_map`, where a tile is not drawn within a minute.
    """
    _settle(canvas)
    for _ in range(_ROUNDS):
        if canvas.base.is_settled:
            return
        loop = QEventLoop()
        canvas.base.settled.connect(loop.quit)
        QTimer.singleShot(_BASE_MS, loop.quit)
        loop.exec()
        _settle(canvas)


def _settle(canvas: MapCanvas) -> None:
    if not canvas.settle(LONGEST_MS / 1000):
        raise Trouble(
            "no_map",
            Words(
                "一分钟内地图没有画完；请在机器空闲时重试",
                "the map was not drawn within a minute; try again on a machine less busy",
            ),
        )


def save_shot(show: Show, file: str) -> Shot:
    """Write what a window shows now.

    Raises
    ------
    Trouble
        `disk`.
    """
    show.running.session.turns.finish()
    image = show.window.grab()
    if not image.save(file, "PNG"):
        raise Trouble(
            "disk", Words(f"无法写入图片 {file}", f"the picture {file} cannot be written")
        )
    return Shot(file, image.width(), image.height())
