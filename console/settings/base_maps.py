"""The base maps of a home and which of them its screens show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from maps.tiles.cache import FOLDER
from maps.tiles.catalogue import Catalogue, add_file, known_base_maps

if TYPE_CHECKING:
    from pathlib import Path

    from console.settings.settings import Settings
    from maps.tiles.base_map import BaseMap

SETTINGS: Final = frozenset({"base_map", "tianditu_key"})
"""The settings that this reads."""
_TIANDITU: Final = ".tianditu.gov.cn/"


class BaseMaps(QObject):
    """What can lie under the cells.

    Signals: `changed()` another one is chosen, or the key is another.
    Thread: GUI
    """

    changed = Signal()

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        settings.changed.connect(self.on_setting)

    @property
    def folder(self) -> Path:
        """Where the tiles of servers are kept."""
        return self._settings.home / FOLDER

    @property
    def chosen_name(self) -> str:
        """The name of the one that is chosen; empty for none."""
        return self._settings.base_map

    def known(self) -> Catalogue:
        """All base maps, read anew: the file may have been written to."""
        return known_base_maps(self._settings.home)

    def chosen(self) -> BaseMap | None:
        """The one that is shown, with its key; None where none is chosen or it is gone."""
        return self.named(self.chosen_name)

    def named(self, name: str) -> BaseMap | None:
        """The one of a name, with its key; None where there is none."""
        base = self.known().maps.get(name) if name else None
        if base is None or _TIANDITU not in base.url:
            return base
        return base.with_key(self._settings.tianditu_key)

    def choose(self, name: str) -> None:
        """Show another one; empty for none."""
        self._settings.base_map = name

    def add(self, file: Path) -> str:
        """Make a file known and show it; its name.

        Raises
        ------
        BadInput, Trouble
            As `maps.tiles.catalogue.add_file`.
        """
        name = add_file(self._settings.home, file)
        self.choose(name)
        return name

    @Slot(str)
    def on_setting(self, name: str) -> None:
        """Tell who shows it."""
        if name in SETTINGS:
            self.changed.emit()
