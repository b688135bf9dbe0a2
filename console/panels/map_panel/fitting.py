"""Showing the whole district, and going on showing it when the map's room changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from console.panels.map_panel.views import district_bounds

if TYPE_CHECKING:
    from maps.canvas.canvas import MapCanvas
    from maps.geometry.viewport import Viewport


class Fitting(QObject):
    """Keeps a map that shows the whole district on it until somebody moves it.

    Thread: GUI
    """

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._fitted: tuple[object, ...] = ()
        canvas.view_changed.connect(self.on_view_changed)

    @property
    def is_fitted(self) -> bool:
        """Whether the map keeps to the whole district."""
        return bool(self._fitted)

    @Slot()
    def fit(self) -> None:
        """Show the whole district: its cells, not the sea around them."""
        bounds = district_bounds(self._canvas.scene.ground)
        if bounds is not None:
            self._canvas.looking.zoom_to(bounds)
        else:
            self._canvas.looking.fit_all()
        view = self._canvas.view
        self._fitted = (view.centre_mercator_m, view.m_per_px, view.size_px)

    @Slot(object)
    def on_view_changed(self, view: Viewport) -> None:
        """Another room about the same middle: fit it again; another middle: no longer."""
        before, self._fitted = self._fitted, ()
        now = (view.centre_mercator_m, view.m_per_px, view.size_px)
        if before and before[:2] == now[:2]:
            if before == now:
                self._fitted = before
            else:
                self.fit()
