"""Lays the chosen base map under a map, and says whose it is and what is missing of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Slot

if TYPE_CHECKING:
    from console.settings.base_maps import BaseMaps
    from console.state.session import Session
    from maps.canvas.canvas import MapCanvas


class BaseUnder(QObject):
    """Keeps one canvas in step with the base map that is chosen.

    Thread: GUI
    """

    def __init__(
        self, session: Session, canvas: MapCanvas, base_maps: BaseMaps, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session, self._canvas, self._base_maps = session, canvas, base_maps
        base_maps.changed.connect(self.on_chosen)
        canvas.base.told.connect(self.on_told)
        canvas.installEventFilter(self)
        if base_maps.chosen_name:
            self.on_chosen()

    @Slot()
    def on_chosen(self) -> None:
        """Show another base map, or none."""
        self._canvas.base.set(self._base_maps.chosen(), self._base_maps.folder)
        self.on_told()

    @Slot()
    def on_told(self) -> None:
        """Say at the foot whose the base map is, and what is missing."""
        language = self._session.seat.language
        state = self._canvas.base.state
        self._canvas.set_attribution(state.attribution.in_(language))
        self._canvas.set_notice(state.problem.in_(language) if state.problem else "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Another language: say it again."""
        if event.type() is QEvent.Type.LanguageChange:
            self.on_told()
        return super().eventFilter(watched, event)
