"""What is laid over the ground: the classes of a choropleth, and areas with a pattern.

Arrays for the tiles, like the ground itself, but changing with the picture: a tile is
drawn again only where something on it is of another class than before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from maps.layers.cells import width_px
from maps.layers.layer import CHOROPLETH, DEPARTMENT, SPECIAL_CELLS

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from maps.geometry.viewport import Bounds
    from maps.layers.layer import LayerStack
    from maps.layers.scene import CellsOfLevel, Ground, Ways

NARROWEST_PX = 30.0
"""Colours of cells are compared by eye: narrower ones are shown by their parents.

For a desk; a screen read from afar wants them as much wider as its words are larger.
"""
AREA_OF_DEPARTMENT = "department"
"""The kind of an area that a department answers for; every other is a special-duty cell's."""
_MANY = 4_000
ClassesByLevel = Mapping[int, "NDArray[np.uint8]"]


def _no_classes() -> ClassesByLevel:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Shading:
    """What lies over the ground.

    `classes` has for a level the colour of each of its cells, (n,) uint8 in the order of
    `CellsOfLevel`: 0 no value, 1 zero, then the steps of the `ramp` (a key of
    `[theme.ramp]`) from 2 on. `level` is coloured at every zoom; None for the finest whose
    cells are `narrowest_px` wide. `areas` are rings in EPSG:3857 metres, their `kind` a key
    of `[theme.ground]`.
    """

    ramp: str = ""
    classes: ClassesByLevel = field(default_factory=_no_classes)
    level: int | None = None
    strength: float = 1.0
    areas: tuple[Ways, ...] = ()
    narrowest_px: float = NARROWEST_PX

    def cells_at(self, ground: Ground, m_per_px: float) -> CellsOfLevel | None:
        """The cells that it colours at a zoom; None where there are none.

        `m_per_px` are map metres (EPSG:3857) under one device-independent pixel.
        """
        known = [cells for cells in ground.cells if cells.level in self.classes]
        pinned = [cells for cells in known if cells.level == self.level]
        if pinned:
            return pinned[0]
        # One cell alone compares with nothing: from far away its children are coloured.
        several = [cells for cells in known if len(cells.ids) > 1]
        wide = [c for c in several if width_px(c, m_per_px) >= self.narrowest_px]
        fitting = wide or several[:1] or known
        return fitting[-1] if fitting else None

    def shown(self, stack: LayerStack) -> Shading:
        """The part of it whose layers are shown, as strong as they are."""
        has_classes = stack.shows(CHOROPLETH)
        areas = tuple(area for area in self.areas if stack.shows(_layer_of(area)))
        return replace(
            self,
            classes=self.classes if has_classes else _no_classes(),
            strength=stack.strength_of(CHOROPLETH),
            areas=areas,
        )

    def is_as(self, other: Shading) -> bool:
        """Whether two differ in nothing but the classes of some cells."""
        return (
            self.ramp == other.ramp
            and (self.level, self.strength) == (other.level, other.strength)
            and self.narrowest_px == other.narrowest_px
            and self.classes.keys() == other.classes.keys()
            and len(self.areas) == len(other.areas)
            and all(a is b for a, b in zip(self.areas, other.areas, strict=True))
        )


def spread_over(steps: int, classes: int) -> tuple[int, ...]:
    """The step of a ramp for each class, from 0: a few classes are far apart from each other.

    One class alone is in the middle.
    """
    if classes == 1:
        return (steps // 2,)
    return tuple(round(number * (steps - 1) / (classes - 1)) for number in range(classes))


def outdated(
    before: Shading, after: Shading, ground: Ground
) -> Callable[[Bounds, float], bool]:
    """What tells whether a tile shows another shading: by its box and its metres a pixel."""
    if not before.is_as(after):
        return _always
    changed = {
        cells.level: cells.bounds_m[before.classes[cells.level] != after.classes[cells.level]]
        for cells in ground.cells
        if cells.level in after.classes
    }
    level_at: dict[float, CellsOfLevel | None] = {}

    def is_outdated(bbox_m: Bounds, m_per_px: float) -> bool:
        if m_per_px not in level_at:
            level_at[m_per_px] = after.cells_at(ground, m_per_px)
        cells = level_at[m_per_px]
        if cells is None:
            return False
        boxes = changed[cells.level]
        if len(boxes) > _MANY:
            return True  # they are everywhere; looking where costs more than drawing
        west, south, east, north = bbox_m
        touch = (boxes[:, 0] <= east) & (boxes[:, 2] >= west)
        return bool((touch & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)).any())

    return is_outdated


def _always(_bbox_m: Bounds, _m_per_px: float) -> bool:
    return True


def _layer_of(area: Ways) -> str:
    return DEPARTMENT if area.kind == AREA_OF_DEPARTMENT else SPECIAL_CELLS
