"""The layouts of a window as a card: how its panels stand, under names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.tables.names_card import NamesCard

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from console.settings.look import Look


class LayoutsCard(NamesCard):
    """The names of the layouts; the first is the usual one.

    Thread: GUI
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__("layouts", look, parent)

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        super().retranslate()
        self.name_all(
            self.tr("Layouts of the panels"),
            self.tr("A name for the panels as they stand"),
            self.tr("Arrange"),
        )
