"""The process that draws tiles, so that no drawing holds up the window.

QPainter keeps Python's lock while it draws: a thread would freeze the window, a process
does not. It ends when its standard input closes, hence never outlives the console,
however that ends. Started as `python -m maps.canvas.tile_worker FILE`.
"""

from __future__ import annotations

import mmap
import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from maps.canvas.tile_drawing import GroundPainter, TileRequest
from maps.canvas.tile_shading import shading_from
from maps.canvas.tile_wire import SLOTS, TILE_BYTES, ground_from, read_message
from maps.layers.style import map_style

if TYPE_CHECKING:
    from typing import TextIO

NICENESS = 5


def serve(commands: BinaryIO, answers: TextIO, pixels: mmap.mmap) -> None:
    """Draw what is asked for until the other side goes."""
    painter: GroundPainter | None = None
    own_style = ""
    _say(answers, "ready")
    while (told := read_message(commands)) is not None:
        header, arrays = told
        if header["say"] == "ground":
            style = map_style(header["theme"], own_style)
            painter = GroundPainter(
                ground_from(header, arrays), style, frozenset(header["hidden"])
            )
        elif header["say"] == "own style":
            own_style = header["text"]
        elif header["say"] == "shade" and painter is not None:
            painter.shading = shading_from(header, arrays)
        elif header["say"] == "draw" and painter is not None:
            image = painter.draw(TileRequest(*header["request"]))
            start = header["slot"] * TILE_BYTES
            pixels[start : start + TILE_BYTES] = bytes(image.constBits())
            _say(answers, f"done {header['number']} {header['slot']}")


def main() -> None:
    """Run as a process of its own."""
    # Ctrl+C in a terminal reaches the whole group; the console decides when to end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    with Path(sys.argv[1]).open("r+b") as file:
        pixels = mmap.mmap(file.fileno(), SLOTS * TILE_BYTES)
    serve(sys.stdin.buffer, sys.stdout, pixels)


def _say(answers: TextIO, words: str) -> None:
    answers.write(words + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
