"""The bookmarks of the map as a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.tables.names_card import NamesCard

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from console.settings.look import Look


class ViewsCard(NamesCard):
    """The names of the views; the first is the whole district.

    Thread: GUI
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__("views", look, parent)

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        super().retranslate()
        self.name_all(
            self.tr("Bookmarks of the map"),
            self.tr("A name for the view on show"),
            self.tr("Go there"),
        )
