"""The process that draws tiles, so that no drawing holds up the window.

QPainter keeps Python's lock while it draws: a thread would freeze the window, a process
does not. It ends when its standard input closes, hence never outlives the console,
however that ends. Started by `maps.canvas.aside`, with the shared file as its argument.
"""

from __future__ import annotations

import linecache
import mmap
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from maps.canvas.base_image import Opened, open_base
from maps.canvas.tile_drawing import GroundPainter, TileRequest
from maps.canvas.tile_shading import shading_from
from maps.canvas.tile_wire import (
    SLOTS,
    TILE_BYTES,
    ground_from,
    laid_words,
    read_message,
    state_line,
)
from maps.layers.scene import Ground
from maps.layers.shading import Shading
from maps.layers.style import map_style
from maps.tiles.base_map import base_map_of
from maps.tiles.cache import clear_up
from maps.tiles.reading import wanted_of
from models.geography.on_disk import give_back, let_all_go

if TYPE_CHECKING:
    from types import FrameType
    from typing import TextIO

    from numpy.typing import NDArray

    from maps.tiles.base_map import BaseMap


_REST_S: Final = 2.0
"""So long after the last tile what drawing took goes back to the system, 50 MB of a city."""


class Worker:
    """What the process has been told, and the painter made of it."""

    def __init__(self, answers: TextIO, pixels: mmap.mmap) -> None:
        self._answers, self._pixels = answers, pixels
        self._ground, self._style = Ground(), map_style("night")
        self._hidden: frozenset[str] = frozenset()
        self._base: BaseMap | None = None
        self._folder = Path()
        self._opened: Opened | None = None
        self._painter: GroundPainter | None = None
        self._own_style = ""
        self._shading = Shading()
        self._said = ""

    def take(self, header: dict[str, Any], arrays: list[NDArray[Any]]) -> None:
        """Do what one message says."""
        match header["say"]:
            case "ground":
                self._take_ground(header, arrays)
            case "own style":
                self._own_style = header["text"]
            case "shade":
                self._take_shading(shading_from(header, arrays))
            case "base":
                self._take_base(header)
            case "tile" if self._opened is not None and self._opened.image is not None:
                self._opened.image.hand(wanted_of(header["tile"])[0], arrays[0].tobytes())
            case "clear up":
                clear_up(self._folder, time.time(), header["most_bytes"])
            case "draw":
                self._draw(header)

    def _take_ground(self, header: dict[str, Any], arrays: list[NDArray[Any]]) -> None:
        style = map_style(header["theme"], self._own_style)
        self._ground, self._hidden = ground_from(header, arrays), frozenset(header["hidden"])
        if style is not self._style:
            self._style = style
            self._let_go()
        self._painter = None

    def _take_shading(self, shading: Shading) -> None:
        self._shading = shading
        if self._painter is not None:
            self._painter.shading = shading

    def _take_base(self, header: dict[str, Any]) -> None:
        told, self._folder = header["base"], Path(header["folder"])
        self._base = base_map_of(told["name"], told["table"]) if told else None
        self._let_go()
        self._painter = None

    def _let_go(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def _draw(self, header: dict[str, Any]) -> None:
        painter = self._painter or self._made()
        image = painter.draw(TileRequest(*header["request"]))
        start = header["slot"] * TILE_BYTES
        self._pixels[start : start + TILE_BYTES] = bytes(image.constBits())
        self._say(f"done {header['number']} {header['slot']} {laid_words(painter.laid)}")
        self._say_state()
        let_all_go()
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, _REST_S)

    def _made(self) -> GroundPainter:
        if self._opened is None and self._base is not None:
            self._opened = open_base(self._base, self._folder, self._style.base)
        painter = GroundPainter(self._ground, self._style, self._hidden, self._opened)
        painter.shading = self._shading
        self._painter = painter
        return painter

    def _say_state(self) -> None:
        """Say what is to be said of the base map, when it is another thing than before."""
        said = state_line(self._opened) if self._opened is not None else ""
        if said and said != self._said:
            self._say(said)
        self._said = said

    def _say(self, words: str) -> None:
        self._answers.write(words + "\n")
        self._answers.flush()


def serve(commands: BinaryIO, answers: TextIO, pixels: mmap.mmap) -> None:
    """Draw what is asked for until the other side goes."""
    worker = Worker(answers, pixels)
    answers.write("ready\n")
    answers.flush()
    while (told := read_message(commands)) is not None:
        worker.take(*told)


def _on_rest(_signal: int, _frame: FrameType | None) -> None:
    give_back()


def main() -> None:
    """Run as a process of its own."""
    # Ctrl+C in a terminal reaches the whole group; the console decides when to end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(signal, "SIGALRM"):
        signal.signal(signal.SIGALRM, _on_rest)
    # PySide has had the source of every module read, and Python keeps it.
    linecache.clearcache()
    with Path(sys.argv[1]).open("r+b") as file:
        pixels = mmap.mmap(file.fileno(), SLOTS * TILE_BYTES)
    serve(sys.stdin.buffer, sys.stdout, pixels)


if __name__ == "__main__":
    main()
