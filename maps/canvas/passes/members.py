"""Members: stamps with a heading, or dots where they are a texture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage, QPainter

from maps.canvas.atlas import member_number, tier_of
from maps.canvas.dots import Dots, packed, write_dots
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
_MOST_FAR_SPRITES = 4_000
"""Fewer where a stamp from afar is a plain disc too, and costs ten times a dot's."""
_MOST_LARGE = 30_000
_LARGE_PX, _SMALL_PX = 3.2, 2.3
"""Radii of dots, round to the pixel: 37 and 21 of them. Of many the smaller are told apart."""


def shows_dots(sight: Sight) -> bool:
    """Whether the members in sight are so many that they are written as dots."""
    is_far = tier_of(sight.view.m_per_px) == 0
    return len(sight.members.rows) > (_MOST_FAR_SPRITES if is_far else MOST_SPRITES)


def paint_members(painter: QPainter, sight: Sight, brushes: Brushes, pace: Pace) -> bool:
    """Every member in sight, free ones on top."""
    marks, layer = sight.members, sight.scene.members
    look, is_stale = layer.look[marks.rows], layer.is_stale[marks.rows]
    if shows_dots(sight) and isinstance(device := painter.device(), QImage):
        kind = np.where(is_stale, np.uint8(len(MemberLook)), look)
        radius_px = _LARGE_PX if len(marks.rows) <= _MOST_LARGE else _SMALL_PX
        radius_px *= brushes.pixel_ratio * brushes.scale
        at_px = marks.screen_px * brushes.pixel_ratio
        write_dots(device, at_px, kind, _dots(brushes.style), radius_px)
        return True
    number = member_stamps(sight, marks.rows)
    brushes.stamps(MEMBER, sight.view).stamp(painter, marks.screen_px, number)
    return True


def member_stamps(sight: Sight, rows: NDArray[np.intp]) -> NDArray[np.int64]:
    """The squares of the atlas for some rows of the layer."""
    layer = sight.scene.members
    return member_number(layer.look[rows], layer.is_stale[rows], layer.heading_deg[rows])


def _dots(style: MapStyle) -> Dots:
    """By `MemberLook`, with stale fixes as the last.

    Rings are of people off duty or long unheard of: they lie below the discs.
    """
    names = [*(look.name.lower() for look in MemberLook), "stale"]
    return Dots(
        tuple(packed(style.member[name]) for name in names),
        tuple(number >= MemberLook.BREAK for number in range(len(names))),
    )
