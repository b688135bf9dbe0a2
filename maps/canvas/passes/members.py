"""Members: stamps with a heading, or dots where they are a texture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage, QPainter

from maps.canvas.atlas import member_number
from maps.canvas.dots import packed, write_dots
from maps.canvas.marks import MEMBER
from maps.layers.members import MemberLook

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from maps.canvas.brushes import Brushes
    from maps.canvas.label_painter import Pace
    from maps.canvas.sight import Sight
    from maps.layers.style import MapStyle

MOST_SPRITES = 12_000
"""More members than these on one screen are a texture: dots instead of stamps."""
_DOT_PX = 2.3
"""Their radius: 13 pixels of a plain screen, half of what the next ring would make it."""


def shows_dots(sight: Sight) -> bool:
    """Whether the members in sight are so many that they are written as dots."""
    return len(sight.members.rows) > MOST_SPRITES


def paint_members(painter: QPainter, sight: Sight, brushes: Brushes, pace: Pace) -> bool:
    """Every member in sight, free ones on top."""
    marks, layer = sight.members, sight.scene.members
    look, is_stale = layer.look[marks.rows], layer.is_stale[marks.rows]
    device = painter.device()
    if shows_dots(sight) and isinstance(device, QImage):
        colour = _dot_colours(brushes.style)[np.where(is_stale, len(MemberLook), look)]
        is_hollow = is_stale | (look >= MemberLook.BREAK)
        radius_px = _DOT_PX * brushes.pixel_ratio * brushes.scale
        at_px = marks.screen_px * brushes.pixel_ratio
        write_dots(device, at_px, colour, is_hollow, radius_px)
        return True
    number = member_stamps(sight, marks.rows)
    brushes.stamps(MEMBER, sight.view).stamp(painter, marks.screen_px, number)
    return True


def member_stamps(sight: Sight, rows: NDArray[np.intp]) -> NDArray[np.int64]:
    """The squares of the atlas for some rows of the layer."""
    layer = sight.scene.members
    return member_number(layer.look[rows], layer.is_stale[rows], layer.heading_deg[rows])


def _dot_colours(style: MapStyle) -> NDArray[np.uint32]:
    """By `MemberLook`, with that of stale fixes as the last."""
    names = [*(look.name.lower() for look in MemberLook), "stale"]
    return np.array([packed(style.member[name]) for name in names], np.uint32)
