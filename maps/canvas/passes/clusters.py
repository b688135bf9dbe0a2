"""Groups of members and of incidents: badges that tell how many and how it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maps.canvas.badge_atlas import faces
from maps.canvas.marks import INCIDENT, MEMBER

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from maps.canvas.brushes import Brushes
    from maps.canvas.label_painter import Pace
    from maps.canvas.sight import Sight


def paint_clusters(painter: QPainter, sight: Sight, brushes: Brushes, pace: Pace) -> bool:
    """Every group in sight, those of incidents on top."""
    for kind in (MEMBER, INCIDENT):
        badges = sight.badges(kind)
        shown = faces(kind, sight.groups.of(kind), badges.group)
        brushes.badges.stamp(painter, kind, badges.screen_px, shown)
    return True
