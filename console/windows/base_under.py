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
        self._led: str | None = None
        base_maps.changed.connect(self.on_chosen)
        canvas.base.told.connect(self.on_told)
        canvas.installEventFilter(self)
        if base_maps.chosen_name:
            self.on_chosen()

    @Slot()
    def on_chosen(self) -> None:
        """Show another base map, or none."""
        base_maps = self._base_maps
        base = base_maps.named(self._led) if self._led is not None else base_maps.chosen()
        if base is None and self._led:  # this home does not know it
            base = base_maps.chosen()
        self._canvas.base.set(base, base_maps.folder)
        self.on_told()

    @Slot(object)
    def on_led(self, name: str | None) -> None:
        """Show one for a while that is sent from elsewhere; None: the one chosen here."""
        if name != self._led:
            self._led = name
            self.on_chosen()

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
