"""Incidents: stamps by urgency and stage, and the rings around what is overdue."""

from __future__ import annotations

from dataclasses import dataclass
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
    from maps.geometry.viewport import Viewport


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


@dataclass(frozen=True, slots=True)
class Overdue:
    """Where what is overdue lies on the screen, in pixels.

    `marks_px` (n, 2) are incidents that stand by themselves, `groups_px` (k, 2) badges with
    such among them.
    """

    marks_px: NDArray[np.float64]
    groups_px: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.marks_px) + len(self.groups_px)


def overdue_in(sight: Sight) -> Overdue:
    """What is overdue and in sight."""
    marks, badges = sight.marks(INCIDENT), sight.incident_groups
    has_overdue = sight.groups.incidents.tally[badges.group, 1::2].any(axis=1)
    return Overdue(
        marks.screen_px[sight.scene.incidents.is_overdue[marks.rows]],
        badges.screen_px[has_overdue],
    )


def paint_pulse(
    painter: QPainter, overdue: Overdue, view: Viewport, brushes: Brushes, phase: int
) -> None:
    """Rings around what is overdue, wider ones around groups of it."""
    near, tier = len(INCIDENT_PX) - 1, tier_of(view.m_per_px)
    for at, size in ((overdue.marks_px, tier), (overdue.groups_px, near)):
        number = np.full(len(at), phase % PULSE_PHASES)
        brushes.stamps_of_tier(PULSE, size).stamp(painter, at, number)
