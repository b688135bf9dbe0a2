"""An opened group: its marks fanned out around the place where its badge was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from maps.canvas.label_painter import MarkNames
from maps.canvas.marks import INCIDENT, MEMBER
from maps.canvas.passes.icons import class_chips_at, skill_chips_at
from maps.canvas.passes.incidents import incident_stamps
from maps.canvas.passes.members import member_stamps
from maps.canvas.primitives import draw_lines, q_colour
from maps.canvas.sight import FAN_TIER
from maps.layers.layer import CLASS_ICONS, MEMBER_NAMES, SKILL_ICONS

if TYPE_CHECKING:
    from maps.canvas.brushes import Brushes
    from maps.canvas.label_painter import Pace
    from maps.canvas.sight import Fan, Sight

_MOST_NAMED = 30


def paint_fan(painter: QPainter, sight: Sight, brushes: Brushes, pace: Pace) -> bool:
    """The ground of the fan, its legs, and its marks with what near marks have."""
    fan = sight.fan
    if fan is None:
        return True
    _ground(painter, fan, brushes)
    _burning_over(painter, sight, fan, brushes)
    rows, at_px = fan.marks.rows, fan.marks.screen_px
    if fan.marks.kind == INCIDENT:
        number = incident_stamps(sight, rows)
        brushes.stamps_of_tier(INCIDENT, FAN_TIER).stamp(painter, at_px, number)
        if sight.stack.shows(CLASS_ICONS):
            class_chips_at(painter, sight, brushes, fan.marks, FAN_TIER)
        return True
    number = member_stamps(sight, rows)
    brushes.stamps_of_tier(MEMBER, FAN_TIER).stamp(painter, at_px, number)
    if sight.stack.shows(SKILL_ICONS):
        skill_chips_at(painter, sight, brushes, fan.marks, FAN_TIER)
    if len(rows) > _MOST_NAMED or not sight.stack.shows(MEMBER_NAMES):
        return True
    names = tuple(sight.scene.members.names[row] for row in rows.tolist())
    marked = MarkNames(names, at_px, np.empty((0, 2)), 1.0, is_crowned=True, is_on_top=True)
    return brushes.labels.paint_names(painter, marked, sight.view, pace)


def _ground(painter: QPainter, fan: Fan, brushes: Brushes) -> None:
    colours, middle = brushes.style.moving, QPointF(*fan.middle_px)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(q_colour(colours["fan_edge"]), 1.4))
    painter.setBrush(q_colour(colours["fan"]))
    painter.drawEllipse(middle, fan.radius_px, fan.radius_px)
    legs = np.hstack(
        [np.broadcast_to(fan.hub_px, fan.marks.screen_px.shape), fan.marks.screen_px]
    )
    painter.setPen(QPen(q_colour(colours["leg"], 0.75), 1.2))
    draw_lines(painter, legs)
    radius = 4.0 * brushes.scale
    painter.setBrush(q_colour(colours["leg"]))
    painter.drawEllipse(QPointF(*fan.hub_px), radius, radius)
    if fan.rest:
        _rest(painter, fan, brushes)


def _burning_over(painter: QPainter, sight: Sight, fan: Fan, brushes: Brushes) -> None:
    """What burns where the fan lies: the only marks there besides its own, and never hidden."""
    marks = sight.incidents
    inside = np.hypot(*(marks.screen_px - fan.middle_px).T) <= fan.radius_px
    number = incident_stamps(sight, marks.rows[inside])
    brushes.stamps(INCIDENT, sight.view).stamp(painter, marks.screen_px[inside], number)


def _rest(painter: QPainter, fan: Fan, brushes: Brushes) -> None:
    """How many more there are."""
    font = QFont()
    font.setPixelSize(round(12 * brushes.scale))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(q_colour(brushes.style.plain["text"]))
    x, y = fan.hub_px
    rect = QRectF(x - 30, y + 4 * brushes.scale, 60, 18 * brushes.scale)
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, f"+{fan.rest}")
