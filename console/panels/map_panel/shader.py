"""Colours the cells: counts the indicator of the frame on show and cuts it into classes.

It counts only while the layer is shown, at most once a second, and again only where the
picture or, for what runs out by itself, the time is another.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.panels.map_panel.layer_memory import ShadeChoice
from maps.layers.cells import ways_of
from maps.layers.layer import CHOROPLETH
from maps.layers.shading import AREA_OF_DEPARTMENT, NARROWEST_PX, Shading, spread_over
from models.analysis.census import CellsAsked, Census, cells_asked, census_of
from models.analysis.classing import FIRST, MOST, NO_VALUE, ZERO, Classes, classes_of
from models.analysis.indicator import values_of
from models.domain.grid import CellKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from console.settings.look import Look
    from console.state.reference import Reference
    from console.state.session import Session
    from maps.canvas.canvas import MapCanvas
    from maps.layers.scene import CellsOfLevel, Ground, Ways
    from models.domain.ids import CellId
    from models.feed.frame import Frame

BEAT_MS: Final = 1_000
_M2_PER_KM2: Final = 1e6


@dataclass(frozen=True, slots=True)
class Counted:
    """What one level is worth: values (n,) in the order of its cells, and their classes."""

    cells: CellsOfLevel
    values: NDArray[np.float64]
    classes: Classes

    def colours(self) -> NDArray[np.uint8]:
        """The colour of each class, by its number: see `Shading.classes`."""
        steps = spread_over(MOST, len(self.classes.upper))
        return np.array([NO_VALUE, ZERO, *(FIRST + step for step in steps)], np.uint8)


class Shader(QObject):
    """Lays the classes of an indicator, and areas, over the ground of one canvas.

    Signals: `counted()` there are other values; `chosen(object)` another ShadeChoice.
    Thread: GUI
    """

    counted = Signal()
    chosen = Signal(object)

    def __init__(
        self, session: Session, look: Look, canvas: MapCanvas, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._look = look
        self._canvas = canvas
        self.choice = ShadeChoice()
        self._census: Census | None = None
        self._ground: Ground | None = None
        self._asked: CellsAsked | None = None
        self._told: tuple[object, ...] = ()
        self._by_level: dict[int, Counted] = {}
        self._special: tuple[Ways, ...] = ()
        self._area: tuple[Ways, ...] = ()
        self._beat = QTimer(self, singleShot=True, interval=BEAT_MS)
        self._beat.timeout.connect(self.on_beat)
        session.frame_changed.connect(self.on_frame)
        session.reference_changed.connect(self.on_reference)
        canvas.layers_changed.connect(self.on_layers)
        look.changed.connect(self.count)
        self.on_reference(session.reference)

    @property
    def is_shown(self) -> bool:
        """Whether the cells are coloured at all."""
        return self._canvas.layers.shows(CHOROPLETH)

    @property
    def kinds(self) -> set[str]:
        """The kinds of special-duty cells there are."""
        return {area.kind for area in self._special}

    def shown(self) -> Counted | None:
        """What the level coloured at the present zoom is worth; None where nothing is."""
        canvas = self._canvas
        cells = canvas.shading.cells_at(canvas.scene.ground, canvas.view.m_per_px)
        return self._by_level.get(cells.level) if cells is not None else None

    def value_at(self, level: int, row: int) -> float:
        """What one cell of a coloured level is worth; NaN for none."""
        counted = self._by_level.get(level)
        return float("nan") if counted is None else float(counted.values[row])

    def choose(self, choice: ShadeChoice) -> None:
        """Colour by something else, or ask for another department's area."""
        if choice == self.choice:
            return
        if choice.department != self.choice.department:
            self._area = _area_of(self._session.reference, choice)
        self.choice = choice
        self.count()
        self.chosen.emit(choice)

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Count with the next beat; after a jump at once."""
        if frame.jumped:
            self.count()
        elif not self._beat.isActive():
            self._beat.start()

    @Slot(object)
    def on_reference(self, reference: Reference) -> None:
        """Other cells: their areas are others too."""
        self._special = _special_areas(reference)
        self._area = _area_of(reference, self.choice)
        self._ground = None
        self.count()

    @Slot()
    def on_layers(self) -> None:
        """Count at once, if the layer came or went."""
        if self._state() != self._told:
            self.count()

    @Slot()
    def on_beat(self) -> None:
        """Count, if anything to be counted is another and the last colours are drawn."""
        if self._state() == self._told:
            return
        if self._canvas.is_sharp or not self.is_shown:
            self.count()
        else:
            self._beat.start()

    @Slot()
    def count(self) -> None:
        """Count the frame on show and hand it to the map."""
        self._told = self._state()
        self._by_level = self._counted() if self.is_shown else {}
        self._canvas.set_shading(
            Shading(
                ramp=self.choice.said.sense.value,
                classes={
                    level: one.colours()[one.classes.of(one.values)]
                    for level, one in self._by_level.items()
                },
                level=self.choice.level,
                areas=(*self._special, *self._area),
                narrowest_px=NARROWEST_PX * self._look.px(100) / 100,
            )
        )
        self.counted.emit()

    def _state(self) -> tuple[object, ...]:
        """What the shading depends on; equal states have equal ones."""
        frame = self._session.frame
        ground = self._canvas.scene.ground
        if not self.is_shown:
            return (id(ground), False)
        now = int(frame.now.timestamp()) if self.choice.said.is_timed else 0
        return (id(ground), True, id(frame.picture), frame.seq, now, self.choice)

    def _counted(self) -> dict[int, Counted]:
        ground, frame = self._canvas.scene.ground, self._session.frame
        if self._asked is None or ground is not self._ground:
            self._asked, self._ground = _asked(ground, self._session.reference), ground
        self._census = census_of(frame.picture, self._census)
        said, how = self.choice.said, self.choice.how
        values = values_of(said, self._census, self._asked, frame.now.timestamp())
        parts = np.split(values, np.cumsum([len(cells.ids) for cells in ground.cells])[:-1])
        told = {
            cells.level: Counted(cells, part, classes_of(part, how, is_whole=said.is_whole))
            for cells, part in zip(ground.cells, parts, strict=False)
        }
        return {n: one for n, one in told.items() if n <= self._deepest(told)}

    def _deepest(self, told: Mapping[int, Counted]) -> int:
        """The finest level that says anything: members live in villages, not in units."""
        speaking = [level for level, one in told.items() if (one.values > 0).any()]
        return max([*speaking, self.choice.level or 0]) if speaking else max(told, default=0)


def _asked(ground: Ground, reference: Reference) -> CellsAsked:
    ids = np.concatenate([cells.ids for cells in ground.cells]).tolist() if ground.cells else []
    return cells_asked(ids, [_area_km2(reference, cell) for cell in ids])


def _area_km2(reference: Reference, cell_id: CellId) -> float:
    area_m2 = reference.grid.area_m2(cell_id)
    return float("nan") if area_m2 is None else area_m2 / _M2_PER_KM2


def _special_areas(reference: Reference) -> tuple[Ways, ...]:
    shapes = reference.shapes
    by_kind = {
        kind: [shapes[cell.id] for cell in reference.grid.of_kind(kind) if cell.id in shapes]
        for kind in CellKind
        if kind is not CellKind.BASIC
    }
    return tuple(_rings(kind.value, wkbs) for kind, wkbs in by_kind.items() if wkbs)


def _area_of(reference: Reference, choice: ShadeChoice) -> tuple[Ways, ...]:
    """The outlines of the chosen department's own cells; without any, of its one grid cell."""
    asked = choice.department
    own = reference.department_cells.get(asked, ()) if asked is not None else ()
    if own:
        return (_rings(AREA_OF_DEPARTMENT, [wkb for _, wkb in own]),)
    department = reference.departments.get(asked) if asked is not None else None
    cell = department.cell if department is not None else None
    shape = reference.shapes.get(cell) if cell is not None else None
    return () if shape is None else (_rings(AREA_OF_DEPARTMENT, [shape]),)


def _rings(kind: str, wkbs: list[bytes]) -> Ways:
    polygons = [part for one in shapely.from_wkb(wkbs) for part in shapely.get_parts(one)]
    return ways_of(kind, [shapely.to_wkb(part) for part in polygons], is_area=True)
