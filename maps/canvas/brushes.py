"""What paints are made with: one style at one pixel ratio, its stamps and its names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from maps.canvas.atlas import (
    INCIDENT_PX,
    MEMBER_PX,
    Atlas,
    incident_atlas,
    member_atlas,
    pulse_atlas,
    tier_of,
)
from maps.canvas.badge_atlas import BadgeAtlas
from maps.canvas.chip_atlas import CLASS_CHIP_PX, SKILL_CHIP_PX, class_chips, skill_chips
from maps.canvas.heat_image import HeatImage
from maps.canvas.label_painter import LabelPainter
from maps.canvas.marks import INCIDENT, MEMBER
from maps.canvas.reach_sprite import ReachSprites
from maps.canvas.settled import Settled
from maps.canvas.way_name_painter import WayNamePainter

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from maps.canvas.kept_drawings import KeptDrawings
    from maps.geometry.viewport import Viewport
    from maps.layers.style import MapStyle

PULSE = "pulse"
CLASS_CHIP = "class_chip"
SKILL_CHIP = "skill_chip"
PULSE_PHASES = 8


@dataclass(slots=True)
class Brushes:
    """Atlases and sprites of one style, made when first needed and kept.

    `scale` enlarges marks and names, for walls and eyes.
    """

    style: MapStyle
    pixel_ratio: float
    scale: float = 1.0
    labels: LabelPainter = field(init=False)
    way_names: WayNamePainter = field(init=False)
    reach: ReachSprites = field(init=False)
    drawings: KeptDrawings | None = field(init=False, default=None)
    badges: BadgeAtlas = field(init=False)
    heat: HeatImage = field(init=False)
    settled: Settled = field(init=False, default_factory=Settled)
    _atlases: dict[tuple[str, int], Atlas] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.labels = LabelPainter(self.style, self.pixel_ratio, self.scale)
        self.way_names = WayNamePainter(self.style, self.pixel_ratio, self.scale)
        self.reach = ReachSprites(self.style, self.pixel_ratio, self.scale)
        self.badges = BadgeAtlas(self.style, self.scale, self.pixel_ratio)
        self.heat = HeatImage(self.style, self.pixel_ratio, self.scale)

    def beside(self) -> Brushes:
        """For another view at the same time: the same stamps, and a memory of its own.

        What stood where is kept for one view; two that took turns would place all their names
        anew at each turn.
        """
        other = Brushes(self.style, self.pixel_ratio, self.scale)
        other.badges, other._atlases = self.badges, self._atlases
        return other

    def stamps(self, what: str, view: Viewport) -> Atlas:
        """The stamps of members, incidents, pulses or chips at the size that fits a view."""
        return self.stamps_of_tier(what, tier_of(view.m_per_px))

    def stamps_of_tier(self, what: str, tier: int) -> Atlas:
        """The same at one of the sizes, 0 far to 3 near."""
        key = what, tier
        if key not in self._atlases:
            size_px = _SIZES[what][tier] * self.scale
            self._atlases[key] = _MAKERS[what](self.style, size_px, self.pixel_ratio)
        return self._atlases[key]

    def fanned_px(self) -> float:
        """The side of a mark in an opened group: that of the nearest tier."""
        return float(INCIDENT_PX[-1] * self.scale)

    def chip_px(self, what: str, tier: int) -> float:
        """The side of a chip on the screen; 0 where none is shown."""
        return float(_SIZES[what][tier] * self.scale)

    def incident_px(self, view: Viewport) -> float:
        """The side of an incident's mark on the screen."""
        return float(INCIDENT_PX[tier_of(view.m_per_px)] * self.scale)


def _pulses(style: MapStyle, size_px: float, pixel_ratio: float) -> Atlas:
    return pulse_atlas(style, size_px, pixel_ratio, PULSE_PHASES)


_MAKERS: Mapping[str, Callable[[MapStyle, float, float], Atlas]] = {
    MEMBER: member_atlas,
    INCIDENT: incident_atlas,
    PULSE: _pulses,
    CLASS_CHIP: class_chips,
    SKILL_CHIP: skill_chips,
}
_SIZES: Mapping[str, tuple[float, ...]] = {
    MEMBER: MEMBER_PX,
    INCIDENT: INCIDENT_PX,
    PULSE: INCIDENT_PX,
    CLASS_CHIP: CLASS_CHIP_PX,
    SKILL_CHIP: SKILL_CHIP_PX,
}
