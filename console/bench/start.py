"""`bench start`: from the command line to a desk that shows the district, as a user waits.

The demo home is made first and not counted; the desk is a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
import time

from console.app.demo_home import prepare
from console.app.demo_plan import start_clock
from console.app.simulator import Plan
from console.bench.report import Report, a_scratch_home, milliseconds
from models.simulation.district import Size

RUNS = 3
CODE = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from console.app.home import Address, Home
from console.app.stage import Stage
from console.app.windows import a_desk
from models.domain.lifecycle import Role
with Home(Address(Path(sys.argv[1])), station="bench") as home:
    stage = Stage(home.address.folder, None, offscreen=True)
    show = a_desk(stage, home, ("local", frozenset(Role)))
    show.window.resize(1920, 1080)
    show.window.show()
    show.running.first_frame_shown.connect(stage.app.quit)
    show.start()
    stage.app.exec()
    show.window.repaint()
    print("usable", flush=True)
    show.close()
"""


def run(size: Size = Size.DISTRICT) -> Report:
    """Start the desk three times on a prepared district."""
    taken = []
    with a_scratch_home() as home:
        prepare(home, Plan(size, 1), _silent)
        start_clock(home, 1.0)
        home.close()
        for _ in range(RUNS + 1):
            begun_s = time.perf_counter()
            process = subprocess.Popen(  # noqa: S603 - ourselves
                [sys.executable, "-c", CODE, str(home.address.folder)],
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
            if process.stdout is not None:
                process.stdout.readline()
            taken.append(time.perf_counter() - begun_s)
            process.wait()
    warm = taken[1:]
    return Report(
        "start",
        f"process start → first frame painted, {size.value} demo, offscreen, server running",
        milliseconds("start", warm),
        {"to_goal_of_3_s": round(3.0 / sorted(warm)[len(warm) // 2], 2)},
    )


def _silent(_done: int, _total: int, _what: str) -> None:
    """Nobody watches."""
