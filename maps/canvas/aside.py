"""Runs a module of ours as a process that lets the windows go first.

The windows' thread must find a processor free whenever it wakes, and a process of ours that
computes for seconds must not be why it does not. Its priority is lowered before it imports
anything: what a process reads before it works is as much as the work. Started as
`python -P -m maps.canvas.aside NICENESS MODULE …`, by what `aside` says.
"""

from __future__ import annotations

import contextlib
import os
import runpy
import sys
from typing import Final

NICENESS: Final = 10
LOOKED_AT: Final = 5
"""Of what a person waits for with the hand on it, as for the ground of the map."""
_BELOW_NORMAL: Final = 0x4000
"""`BELOW_NORMAL_PRIORITY_CLASS` of Windows."""


def aside(module: str, *arguments: str, niceness: int = NICENESS) -> list[str]:
    """The arguments for Python that run a module so; without the program itself."""
    # -P keeps a stray folder of the working directory from being found first.
    return ["-P", "-m", "maps.canvas.aside", str(niceness), module, *arguments]


def give_way(niceness: int) -> None:
    """Lower this process, and what it starts, below whatever a person waits for.

    A batch, where there is such a thing: it never takes the processor from one that runs.
    """
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = ctypes.c_void_p
        kernel.SetPriorityClass.argtypes = (ctypes.c_void_p, ctypes.c_uint32)
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
        return
    os.nice(max(0, niceness - os.nice(0)))
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # forbidden in some containers
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def main() -> None:
    """Run the module that the second argument names, with the arguments behind it."""
    give_way(int(sys.argv[1]))
    del sys.argv[:2]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
