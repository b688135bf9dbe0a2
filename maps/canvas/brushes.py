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
from maps.canvas.label_painter import LabelPainter
from maps.canvas.marks import INCIDENT, MEMBER
from maps.canvas.reach_sprite import ReachSprites
from maps.canvas.way_name_painter import WayNamePainter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from maps.canvas.kept_drawings import KeptDrawings
    from maps.geometry.viewport import Viewport
    from maps.layers.style import MapStyle

PULSE = "pulse"
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
    _atlases: dict[tuple[str, int], Atlas] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.labels = LabelPainter(self.style, self.pixel_ratio, self.scale)
        self.way_names = WayNamePainter(self.style, self.pixel_ratio, self.scale)
        self.reach = ReachSprites(self.style, self.pixel_ratio, self.scale)

    def stamps(self, what: str, view: Viewport) -> Atlas:
        """The stamps of members, incidents or pulses at the size that fits a view."""
        key = what, tier_of(view.m_per_px)
        if key not in self._atlases:
            self._atlases[key] = self._made(*key)
        return self._atlases[key]

    def incident_px(self, view: Viewport) -> float:
        """The side of an incident's mark on the screen."""
        return float(INCIDENT_PX[tier_of(view.m_per_px)] * self.scale)

    def _made(self, what: str, tier: int) -> Atlas:
        size_px = _SIZES[what][tier] * self.scale
        if what == PULSE:
            return pulse_atlas(self.style, size_px, self.pixel_ratio, PULSE_PHASES)
        make = member_atlas if what == MEMBER else incident_atlas
        return make(self.style, size_px, self.pixel_ratio)


_SIZES: Mapping[str, tuple[float, ...]] = {
    MEMBER: MEMBER_PX,
    INCIDENT: INCIDENT_PX,
    PULSE: INCIDENT_PX,
}
