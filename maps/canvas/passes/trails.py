"""Trails: where the members in sight came from in the last minutes, fading with age."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QPainter, QPen

from maps.canvas.marks import MEMBER
from maps.canvas.primitives import draw_lines, q_colour
from maps.layers.trails import segments

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.canvas.brushes import Brushes
    from maps.canvas.label_painter import Pace
    from maps.canvas.sight import Sight

MOST_TRAILS = 400
"""More members than these in sight leave a tangle that says nothing."""
_FADES = (0.85, 0.62, 0.44, 0.3, 0.19, 0.1)
"""How strong the youngest sixth of a trail is, the next, …: one pass of lines for each."""


def paint_trails(painter: QPainter, sight: Sight, brushes: Brushes, pace: Pace) -> bool:
    """The trails of members that stand by themselves."""
    rows = np.concatenate([sight.members.rows, _fanned(sight)])
    if not 0 < len(rows) <= MOST_TRAILS:
        return True
    scene, view = sight.scene, sight.view
    since_us = scene.now_us - round(sight.trail_s * 1e6)
    found = segments(scene.trails, scene.members, rows, since_us, scene.now_us)
    ends = view.to_screen(found.ends_m.reshape(-1, 2)).reshape(-1, 4)
    step = np.clip(found.age_s / sight.trail_s * len(_FADES), 0, len(_FADES) - 1).astype(int)
    colour = brushes.style.moving["trail"]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=not pace.is_moving)
    for number in reversed(range(len(_FADES))):
        width = (2.4 - 0.2 * number) * brushes.scale
        painter.setPen(QPen(q_colour(colour, _FADES[number]), width))
        draw_lines(painter, ends[step == number])
    return True


def _fanned(sight: Sight) -> NDArray[np.intp]:
    if sight.fan is None or sight.fan.marks.kind != MEMBER:
        return np.empty(0, np.intp)
    return sight.fan.marks.rows
