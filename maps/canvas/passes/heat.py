"""Where open incidents are many, as a glow beneath everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from maps.canvas.brushes import Brushes
    from maps.canvas.label_painter import Pace
    from maps.canvas.sight import Sight


def paint_heat(painter: QPainter, sight: Sight, brushes: Brushes, pace: Pace) -> bool:
    """The heat of all open incidents, also of those that are no marks here."""
    at_m = sight.scene.incidents.mercator_m
    brushes.heat.paint(painter, at_m, sight.view, is_moving=pace.is_moving)
    return True
