"""Lines from an incident to those who are on it, where they are few enough to be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QPainter, QPen

from maps.canvas.marks import INCIDENT, MEMBER
from maps.canvas.primitives import draw_lines, q_colour

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.canvas.brushes import Brushes
    from maps.canvas.label_painter import Pace
    from maps.canvas.sight import Sight

_FROM_M_PER_PX = 15.0
_MOST_LINKS = 120
"""More lines than these are a tangle that says nothing; the selected ones show anyway."""


def paint_links(painter: QPainter, sight: Sight, brushes: Brushes, pace: Pace) -> bool:
    """Every link with an end in sight."""
    scene, view = sight.scene, sight.view
    links = scene.links
    if not len(links.incident) or view.m_per_px > _FROM_M_PER_PX:
        return True
    if _starting_in_sight(sight) > _MOST_LINKS:
        return True
    incidents, members = _with_an_end_near(sight)
    ends = np.hstack([sight.drawn_px(INCIDENT, incidents), sight.drawn_px(MEMBER, members)])
    width, height = view.size_px
    inside = (ends >= 0) & (ends <= (width, height, width, height))
    near = (inside[:, 0] & inside[:, 1]) | (inside[:, 2] & inside[:, 3])
    if near.sum() <= _MOST_LINKS:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(q_colour(brushes.style.plain["link"]), 1.0))
        draw_lines(painter, ends[near])
    return True


def _starting_in_sight(sight: Sight) -> int:
    """How many links have their incident in sight, of those that no badge stands for."""
    marks = sight.incidents
    inside = ((marks.screen_px >= 0) & (marks.screen_px <= sight.view.size_px)).all(axis=1)
    is_seen = np.zeros(len(sight.scene.incidents.ids), np.bool_)
    is_seen[marks.rows[inside]] = True
    return int(np.count_nonzero(is_seen[sight.scene.links.incident]))


def _with_an_end_near(sight: Sight) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The rows of both ends of every link that may have one in sight, (k,) each."""
    links = sight.scene.links
    ends_near = sight.may_show(INCIDENT)[links.incident], sight.may_show(MEMBER)[links.member]
    found = np.flatnonzero(ends_near[0] | ends_near[1])
    return links.incident[found].astype(np.intp), links.member[found].astype(np.intp)
