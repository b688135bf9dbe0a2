"""The base map of one canvas: what draws it, what fetches it, and what there is to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from maps.canvas.base_supply import BaseSupply
from maps.canvas.tile_wire import BaseState
from maps.tiles.trouble_words import NOT_HERE
from models.domain.error import Words

if TYPE_CHECKING:
    from pathlib import Path

    from maps.canvas.static_tiles import StaticTiles
    from maps.tiles.base_map import BaseMap

_NOTHING = BaseState(Words("", ""))


class BaseLayer(QObject):
    """Joins the tiles of the map to the supply of base map tiles.

    Signals
    -------
    told(state: BaseState)
        Whose the base map is and what is missing is another thing than before.
    settled()
        Everything that can be had for the present view is drawn or being drawn.
    changed()
        Another base map lies under the cells, or none.
    Thread: GUI
    """

    told = Signal(object)
    settled = Signal()
    changed = Signal()

    def __init__(self, tiles: StaticTiles, parent: QObject) -> None:
        super().__init__(parent)
        self._tiles = tiles
        self._base: BaseMap | None = None
        self._drawn = self.state = _NOTHING
        self._missing: Words | None = None
        self._is_bare = False
        self._supply = BaseSupply(self)
        tiles.lacking.connect(self._supply.on_lacking)
        tiles.base_told.connect(self.on_drawn)
        tiles.tiles_changed.connect(self.on_come)
        self._supply.arrived.connect(tiles.redraw)
        self._supply.handed.connect(tiles.hand)
        self._supply.room_wanted.connect(tiles.clear_up)
        self._supply.told.connect(self.on_supply_told)
        self._supply.settled.connect(self.settled)

    @property
    def name(self) -> str:
        """What the base map is called where it is defined; empty without one."""
        return self._base.name if self._base is not None else ""

    @property
    def is_settled(self) -> bool:
        """Whether nothing more is to be had for now."""
        return self._supply.is_settled

    def set(self, base: BaseMap | None, folder: Path) -> None:
        """Show another base map, or none; tiles of servers are kept under `folder`."""
        self._base = base
        self._drawn, self._missing = BaseState(base.attribution) if base else _NOTHING, None
        self._is_bare = False
        self._tiles.set_base(base, folder)
        self._supply.set_base(base, folder)
        self._tell()
        self.changed.emit()

    def stop(self) -> None:
        """Fetch nothing any more."""
        self._supply.stop()

    def on_wanted(self) -> None:
        """Other tiles are looked at: forget what the ones before them wanted."""
        self._supply.keep_to(self._tiles.wanted)
        self.on_come()

    @Slot()
    def on_come(self) -> None:
        """Tiles have come, or others are looked at: there may be nothing of it here.

        While tiles are still to come nothing else is said than before.
        """
        if self._base is not None and self._tiles.is_sharp:
            is_bare, self._is_bare = self._is_bare, self._tiles.is_bare
            if is_bare != self._is_bare:
                self._tell()

    @Slot(object)
    def on_drawn(self, state: BaseState) -> None:
        """Whoever draws has something to say."""
        if self._base is not None:
            self._drawn = state
            self._tell()

    @Slot(object)
    def on_supply_told(self, words: Words | None) -> None:
        """Whoever fetches has something to say."""
        self._missing = words
        self._tell()

    def _tell(self) -> None:
        problem = self._drawn.problem or self._missing or (NOT_HERE if self._is_bare else None)
        state = BaseState(self._drawn.attribution, problem)
        if state != self.state:
            self.state = state
            self.told.emit(state)
