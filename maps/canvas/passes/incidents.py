"""Incidents: stamps by urgency and stage, and the rings around what is overdue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maps.canvas.atlas import incident_number
from maps.canvas.brushes import PULSE, PULSE_PHASES
from maps.canvas.marks import INCIDENT

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QPainter

    from maps.canvas.brushes import Brushes
    from maps.canvas.label_painter import Pace
    from maps.canvas.sight import Sight


def paint_incidents(painter: QPainter, sight: Sight, brushes: Brushes, pace: Pace) -> bool:
    """Every incident in sight, the most urgent on top."""
    number = incident_stamps(sight, sight.incidents.rows)
    stamps = brushes.stamps(INCIDENT, sight.view)
    stamps.stamp(painter, sight.incidents.screen_px, number)
    return True


def incident_stamps(sight: Sight, rows: NDArray[np.intp]) -> NDArray[np.int64]:
    """The squares of the atlas for some rows of the layer."""
    layer = sight.scene.incidents
    return incident_number(layer.urgency[rows], layer.stage[rows], layer.is_overdue[rows])


def paint_pulse(painter: QPainter, sight: Sight, brushes: Brushes, phase: int) -> None:
    """Rings around what is overdue."""
    at = overdue_px(sight)
    number = np.full(len(at), phase % PULSE_PHASES)
    brushes.stamps(PULSE, sight.view).stamp(painter, at, number)


def overdue_px(sight: Sight) -> NDArray[np.float64]:
    """Where the overdue incidents in sight are, or their groups, (n, 2) screen pixels."""
    is_overdue = sight.scene.incidents.is_overdue
    marks, badges = sight.marks(INCIDENT), sight.incident_groups
    group = sight.groups.incidents.tally[badges.group, 1::2].any(axis=1)
    return np.vstack([marks.screen_px[is_overdue[marks.rows]], badges.screen_px[group]])
