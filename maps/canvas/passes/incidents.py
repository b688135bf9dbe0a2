"""Incidents: stamps by urgency and stage, and the rings around what is overdue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from maps.canvas.atlas import INCIDENT_PX, incident_number, tier_of
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
    """Rings around what is overdue, wider ones around groups of it."""
    near, tier = len(INCIDENT_PX) - 1, tier_of(sight.view.m_per_px)
    for at, size in ((overdue_px(sight), tier), (overdue_groups_px(sight), near)):
        number = np.full(len(at), phase % PULSE_PHASES)
        brushes.stamps_of_tier(PULSE, size).stamp(painter, at, number)


def overdue_px(sight: Sight) -> NDArray[np.float64]:
    """Where the overdue incidents in sight are, (n, 2) screen pixels."""
    marks = sight.marks(INCIDENT)
    found: NDArray[np.float64] = marks.screen_px[sight.scene.incidents.is_overdue[marks.rows]]
    return found


def overdue_groups_px(sight: Sight) -> NDArray[np.float64]:
    """Where groups with overdue incidents are, (k, 2) screen pixels."""
    badges = sight.incident_groups
    is_overdue = sight.groups.incidents.tally[badges.group, 1::2].any(axis=1)
    found: NDArray[np.float64] = badges.screen_px[is_overdue]
    return found
