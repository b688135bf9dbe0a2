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
    rows, layer = sight.incidents.rows, sight.scene.incidents
    number = incident_number(layer.urgency[rows], layer.stage[rows], layer.is_overdue[rows])
    stamps = brushes.stamps(INCIDENT, sight.view)
    stamps.stamp(painter, sight.incidents.screen_px, number)
    return True


def paint_pulse(painter: QPainter, sight: Sight, brushes: Brushes, phase: int) -> None:
    """Rings around what is overdue."""
    at = overdue_px(sight)
    number = np.full(len(at), phase % PULSE_PHASES)
    brushes.stamps(PULSE, sight.view).stamp(painter, at, number)


def overdue_px(sight: Sight) -> NDArray[np.float64]:
    """Where the overdue incidents in sight are, (n, 2) screen pixels."""
    overdue = sight.scene.incidents.is_overdue[sight.incidents.rows]
    found: NDArray[np.float64] = sight.incidents.screen_px[overdue]
    return found
