"""`desk`, `wall`, `replay`, `screenshot`: the windows."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.app.home import Home, require_writable
from console.cli.acts import address_of, who_acts
from console.cli.answer import REFUSED, Answer
from console.cli.reading import instant
from console.logs import log_to_home
from models.domain.error import BadInput, Words
from models.store.engine import troubles
from models.store.reference import Reference

# Windows are imported where they are shown: a `do` must not wait for Qt.
if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from console.app.stage import Stage
    from console.app.windows import Show
    from models.store.recording import RecordingSource

SIZES = {"desk": "1920x1080", "wall": "3840x2160", "replay": "1920x1080"}
SCENES = ("overview",)
"""The wall's scenes; more come with the wall's own release."""
LARGEST_PX = 16_384


def add_to(commands: Any, common: argparse.ArgumentParser) -> None:
    """Describe the commands."""
    desk = commands.add_parser("desk", parents=[common], help="the dispatcher's desk")
    desk.set_defaults(run=run_window, window="desk", at=None, file=None)
    wall = commands.add_parser("wall", parents=[common], help="the wall")
    wall.add_argument("--canvas", metavar="WxH")
    wall.add_argument("--scene", choices=SCENES)
    wall.add_argument("--own-timeline", action="store_true")
    wall.set_defaults(run=run_window, window="wall", at=None, file=None)
    replay = commands.add_parser("replay", parents=[common], help="stand elsewhere in time")
    replay.add_argument("file", nargs="?", metavar="FILE", help="a recording")
    replay.add_argument("--at", metavar="T")
    replay.set_defaults(run=run_window, window="replay")
    shot = commands.add_parser("screenshot", parents=[common], help="a window as a PNG")
    shot.add_argument("window", choices=sorted(SIZES))
    shot.add_argument("--out", required=True, metavar="FILE.png")
    shot.add_argument("--size", metavar="WxH")
    shot.add_argument("--at", metavar="T")
    shot.add_argument("--scene", choices=SCENES)
    shot.add_argument("--theme", choices=["night", "day"])
    shot.set_defaults(run=run_screenshot, file=None)


def size_of(text: str) -> tuple[int, int]:
    """`1920x1080` as a width and a height in pixels.

    Raises
    ------
    BadInput
        `bad_size`.
    """
    found = re.fullmatch(r"(\d+)[x×*](\d+)", text.strip())
    size = (int(found[1]), int(found[2])) if found else (0, 0)
    if not all(320 <= side <= LARGEST_PX for side in size):
        raise BadInput(
            "bad_size",
            Words(
                f"尺寸应为 宽x高（320 到 {LARGEST_PX} 像素），现为 {text!r}",
                f"a size is WxH, 320 to {LARGEST_PX} pixels each; not {text!r}",
            ),
        )
    return size


def run_window(options: argparse.Namespace) -> Answer:
    """Show a window until it is closed."""
    from console.app.handing_over import HandingOver
    from console.app.signing_in import signed_in
    from console.app.stage import Stage, require_display

    require_display()
    wanted = address_of(options)
    require_writable(wanted.folder)
    stage = Stage(wanted.folder, options.lang_given)
    address = signed_in(stage, wanted)
    if address is None:
        return Answer({"ok": False}, "nobody signed in", REFUSED)
    with Home(address, station=options.station) as home:
        log_to_home(home.address.folder)
        if options.window == "desk":
            # Whoever sits at it may change before it is closed.
            show: Show | HandingOver = HandingOver(stage, home, who_acts(home, options))
        else:
            show = a_show(stage, home, options)
        window = show.window
        if options.window == "wall" and not options.canvas:
            window.showFullScreen()
        else:
            window.show()
        show.start()
        stage.app.exec()
        show.close()
    return Answer({"ok": True})


def run_screenshot(options: argparse.Namespace) -> Answer:
    """Draw a window offscreen."""
    from console.app.shots import scale_for, take_shot
    from console.app.stage import Stage

    size = size_of(options.size or SIZES[options.window])
    with Home(address_of(options), station=options.station) as home:
        log_to_home(home.address.folder)
        stage = Stage(
            home.address.folder, options.lang_given, offscreen=True, scale=scale_for(size)
        )
        if options.theme:
            stage.look.wear(options.theme)
            stage.look.dress(stage.app)
        options.canvas = f"{size[0]}x{size[1]}"
        show = a_show(stage, home, options)
        try:
            shot = take_shot(stage, show, options.out, size)
        finally:
            show.close()
    plain = {"file": shot.file, "width": shot.width, "height": shot.height}
    return Answer(plain, f"{shot.file}  {shot.width}x{shot.height}")


def a_show(stage: Stage, home: Home, options: argparse.Namespace) -> Show:
    """The window that a command line means, over its running console."""
    from console.app.windows import a_desk, a_replay, a_wall

    at = _moment(home, options.at)
    who = who_acts(home, options)
    if options.window == "wall":
        canvas = size_of(options.canvas) if options.canvas else stage.screen_px
        own = getattr(options, "own_timeline", False)
        return a_wall(stage, home, canvas_px=canvas, at=at, has_timeline=own)
    if options.window == "desk" and at is None:
        return a_desk(stage, home, who)
    if options.file:
        return a_replay(stage, home, who, open_source=_Recording(options.file), at=at)
    return a_replay(stage, home, who, at=at)


class _Recording:
    """Opens a recording on the feed lane."""

    def __init__(self, file: str) -> None:
        self._file = Path(file)
        # Opened once here, so that a bad file is told before a window comes up.
        self()

    def __call__(self) -> RecordingSource:
        from models.store.recording import RecordingSource

        return RecordingSource(self._file)


def _moment(home: Home, text: str | None) -> datetime | None:
    if not text:
        return None
    with contextlib.closing(home.connection()) as connection, troubles():
        zone = Reference(0).through(connection).calendar.zone
    return instant(text, zone, "--at")
