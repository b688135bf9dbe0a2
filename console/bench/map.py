"""`bench map`: frames of the canvas, and of the same scene in plain pyqtgraph items.

The short form draws at 3840 × 2160 on the offscreen platform. The long one adds 1920 × 1080,
a real X server where `xvfb-run` is installed, ten times as much data around the part that is
looked at, and QGIS and Leaflet where they are installed.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from console.bench.map_frames import Plan, views_of
from console.bench.map_rivals import leaflet_frames_s, qgis_frames_s
from console.bench.map_world import a_world
from console.bench.report import Report, milliseconds
from models.domain.error import Trouble, Words

if TYPE_CHECKING:
    from console.bench.map_frames import Samples

_QUICK = Plan()
_CROWD = replace(
    _QUICK, members=50_000, rival_frames=3, parts=("pan", "tick", "hover", "grouped")
)
_FULL_HD = replace(_QUICK, width=1920, height=1080)
_AROUND = replace(_QUICK, districts=11, rival=False, frames=30)
"""Ten more districts, each as full, out of sight."""
_CHILD_S = 900
MEASURED = (
    "20,160 unit cells of 28 vertices, 10,000 members, 5,000 incidents at 3840 x 2160: change, "
    "paint and flush of a frame; ratios: plain pyqtgraph items to the canvas, same scene, same "
    "process"
)


def run(*, is_long: bool = False) -> Report:
    """Measure the frames; the long form takes minutes."""
    quick = _measured(_QUICK)
    crowd = _measured(_CROWD)
    figures = {**_figures(quick), **_figures(crowd, "50k_")}
    ratios = {
        name: _ratio(quick, name)
        for name in ("pan_full", "pan_working", "zoom_full", "tick_full", "tick_working")
    }
    ratios["zoom"] = ratios.pop("zoom_full")
    ratios["tick_50k"] = _ratio(crowd, "tick_full")
    if is_long:
        _add_long(figures, ratios, quick)
    return Report("map", MEASURED, figures, ratios)


def _add_long(figures: dict[str, float], ratios: dict[str, float], quick: Samples) -> None:
    figures |= _figures(_measured(_FULL_HD), "1080p_")
    around = _measured(_AROUND)
    figures |= _figures(around, "x10_")
    for name in ("pan_full", "pan_working", "tick_full", "tick_working"):
        grown = _median(around, f"ours_{name}") / _median(quick, f"ours_{name}")
        ratios[f"x10_{name}_grows"] = round(grown, 2)
    if shutil.which("xvfb-run"):
        real = _measured(_QUICK, is_real=True)
        crowd = _measured(_CROWD, is_real=True)
        figures |= {**_figures(real, "xvfb_"), **_figures(crowd, "xvfb_50k_")}
        figures |= _figures(_measured(_FULL_HD, is_real=True), "xvfb_1080p_")
        for name in ("pan_full", "pan_working", "tick_full", "tick_working"):
            ratios[f"xvfb_{name}"] = _ratio(real, name)
        ratios["xvfb_tick_50k"] = _ratio(crowd, "tick_full")
    _add_rivals(figures, ratios, quick)


def _add_rivals(figures: dict[str, float], ratios: dict[str, float], quick: Samples) -> None:
    """QGIS draws whole frames, as we do in a tick; Leaflet's canvas is panned, as ours is."""
    world = a_world(_QUICK.members, _QUICK.incidents)
    scene = world.scene()
    for name, view in views_of(_QUICK, world):
        for who, ours, frames in (
            ("qgis", "tick", qgis_frames_s(scene, view)),
            ("leaflet", "pan", leaflet_frames_s(scene, view)),
        ):
            if frames:
                figures |= milliseconds(f"{who}_{name}", frames)
                median = float(np.median(frames))
                ratios[f"{who}_{name}"] = round(
                    median / _median(quick, f"ours_{ours}_{name}"), 2
                )


def _measured(plan: Plan, *, is_real: bool = False) -> Samples:
    """The samples of a plan, taken in a process of its own.

    Raises
    ------
    Trouble
        `bench_failed`, where the process does not answer.
    """
    command = [sys.executable, "-m", "console.bench.map_frames", plan.to_text()]
    environment = {**os.environ, "QT_QPA_PLATFORM": "xcb" if is_real else "offscreen"}
    if is_real:
        screen = f"-screen 0 {plan.width}x{plan.height}x24"
        command = ["xvfb-run", "-a", "-s", screen, *command]
    done = subprocess.run(  # noqa: S603 - ourselves
        command, env=environment, capture_output=True, text=True, timeout=_CHILD_S, check=False
    )
    if done.returncode:
        tail = done.stderr.strip()[-300:]
        words = Words(f"测量进程失败：{tail}", f"the measuring process failed: {tail}")
        raise Trouble("bench_failed", words)
    samples: Samples = json.loads(done.stdout.splitlines()[-1])["samples"]
    return samples


def _figures(samples: Samples, prefix: str = "") -> dict[str, float]:
    """Median, 95th percentile and maximum of everything measured."""
    found: dict[str, float] = {}
    for name, taken in samples.items():
        if taken:
            found |= milliseconds(prefix + name, taken)
    return found


def _ratio(samples: Samples, name: str) -> float:
    """How many times longer the plain items take."""
    return round(_median(samples, f"plain_{name}") / _median(samples, f"ours_{name}"), 2)


def _median(samples: Samples, name: str) -> float:
    return float(np.median(samples[name]))
