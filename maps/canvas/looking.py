"""Where the map looks and how it gets there: views, boxes, following, gliding, zooming.

Holds the camera and the timer that drives it; the canvas paints whatever it sees.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

from maps.canvas.camera import ANYWHERE_M, COARSEST_M_PER_PX, Camera, rest_m_per_px
from maps.canvas.marks import MEMBER
from maps.geometry.viewport import Bounds, Viewport

if TYPE_CHECKING:
    from uuid import UUID

    from maps.canvas.scene_image import SceneImage

_FRAME_MS = 16
_FARTHEST = 4.0
"""A hand zooms out until the ground takes up a quarter of the map's side."""
_BESIDE = 0.25
"""A hand moves the middle of the map so far out of the ground, in shares of its sides."""
_LONGEST_STEP_S = 0.1
"""After a stall the map goes on from where it was, it does not leap."""


class Looking(QObject):
    """The view of one map.

    Invariants: the timer runs only while the camera moves; until somebody moves the map
    it shows the whole ground, whatever its size.

    Signals
    -------
    moved()
        The view is another one.
    follow_ended()
        The user moved the map away from the member it followed.
    arrived()
        Nothing moves any more.

    Thread: GUI
    """

    moved = Signal()
    follow_ended = Signal()
    arrived = Signal()

    def __init__(self, image: SceneImage, pixel_ratio: float, parent: QObject) -> None:
        super().__init__(parent)
        self._image = image
        self.camera = Camera(Viewport((0.0, 0.0), 1_000.0, (640.0, 480.0)), pixel_ratio)
        self._fits_all, self._has_fitted = True, False
        self._followed: UUID | None = None
        self._clock = QElapsedTimer()
        self._frames = QTimer(self)
        self._frames.setInterval(_FRAME_MS)
        self._frames.timeout.connect(self.on_frame)

    @property
    def view(self) -> Viewport:
        """What part of the plane is shown."""
        return self.camera.view

    def set_view(self, view: Viewport) -> None:
        """Look at a part of the plane, at exactly this scale; the size is the widget's."""
        self._fits_all = False
        self._show(view)

    def rest_at(self, view: Viewport) -> None:
        """Look at a part of the plane at the scale of rest nearest to its own: drawn sharp."""
        scale = rest_m_per_px(view.m_per_px, self.camera.pixel_ratio)
        self.set_view(Viewport(view.centre_mercator_m, scale, view.size_px))

    def zoom_to(self, bounds_m: Bounds, *, margin_px: float = 24.0) -> None:
        """Show a box of the plane (EPSG:3857 metres), at the next coarser scale of rest."""
        fitted = self.view.fitted_to(bounds_m, margin_px=margin_px)
        scale = rest_m_per_px(fitted.m_per_px, self.camera.pixel_ratio, coarser=True)
        self.set_view(Viewport(fitted.centre_mercator_m, scale, fitted.size_px))

    def fly_to(self, bounds_m: Bounds, *, margin_px: float = 24.0) -> None:
        """Go smoothly to where `zoom_to` would stand at once."""
        fitted = self.view.fitted_to(bounds_m, margin_px=margin_px)
        scale = rest_m_per_px(fitted.m_per_px, self.camera.pixel_ratio, coarser=True)
        self.fly(Viewport(fitted.centre_mercator_m, scale, fitted.size_px))

    def fly(self, view: Viewport) -> None:
        """Go smoothly to a view; the size is the widget's."""
        self._fits_all = False
        self.camera.fly(view.resized(self.view.size_px))
        self._run()

    def centre_on(self, mercator_m: tuple[float, float], m_per_px: float | None = None) -> None:
        """Bring a point of the plane to the middle, no further off than a scale."""
        scale = min(self.view.m_per_px, m_per_px or self.view.m_per_px)
        scale = rest_m_per_px(scale, self.camera.pixel_ratio)
        self.set_view(Viewport(mercator_m, scale, self.view.size_px))

    def fit_all(self) -> None:
        """Show the whole ground, or failing that everything that has a place."""
        bounds = self._image.bounds_m()
        if bounds is not None:
            self.zoom_to(bounds)
            self._fits_all = self._has_fitted = True

    def follow(self, member: UUID | None) -> None:
        """Keep a member in the middle until the user moves the map; None ends it."""
        self._followed = member
        place = self._image.place_m(MEMBER, member) if member else None
        if place is not None:
            self.centre_on(place)

    def scene_changed(self, *, is_new_ground: bool, is_held: bool) -> None:
        """Go on showing everything, or keep to the member followed unless the map is held."""
        if is_new_ground:
            self._set_farthest()
        if self._fits_all and (is_new_ground or not self._has_fitted):
            self.fit_all()
        place = self._image.place_m(MEMBER, self._followed) if self._followed else None
        if place is not None and not is_held:
            self._show(self.view.centred_on(place))

    def resized(self, size_px: tuple[float, float]) -> None:
        """Keep the middle in the middle, or everything in sight; a flight is over."""
        if size_px != self.view.size_px:
            self.camera.land()
        self.camera.view = self.view.resized(size_px)
        self._set_farthest()
        if self._fits_all:
            self.fit_all()
        self.moved.emit()

    def pan(self, dx_px: float, dy_px: float) -> None:
        """Move the map by hand; ends following."""
        self._fits_all = False
        if self._followed is not None:
            self._followed = None
            self.follow_ended.emit()
        self.camera.pan(dx_px, dy_px)
        self.moved.emit()

    def glide(self, vx_px_s: float, vy_px_s: float) -> None:
        """Let the map go on moving at a speed, slower and slower; zero stops it."""
        if vx_px_s == vy_px_s == 0.0:
            if not self.camera.is_zooming:
                self.camera.stop()
            return
        self.camera.glide(vx_px_s, vy_px_s)
        self._run()

    def zoom_by(self, halves: float) -> None:
        """Closer or further by half levels, about the middle."""
        width, height = self.view.size_px
        self.zoom(halves, (width / 2, height / 2))

    def zoom(self, halves: float, at_px: tuple[float, float]) -> None:
        """Zoom by half levels about a point of the screen, smoothly."""
        self._fits_all = False
        self.camera.zoom(halves, at_px)
        self._run()

    def pinch(self, factor: float, at_px: tuple[float, float]) -> None:
        """Follow two fingers: so many times closer about a point of the screen, now."""
        self._fits_all = False
        self._frames.stop()
        self.camera.pinch(factor, at_px)
        self.moved.emit()

    def settle(self) -> None:
        """Stand at once where the camera was going."""
        self.camera.stop()
        self.moved.emit()

    def halt(self) -> None:
        """Move no more; the timer is off."""
        self._frames.stop()
        self.camera.stop()

    @Slot()
    def on_frame(self) -> None:
        """Move the camera by the time that went by."""
        self.camera.advance(min(self._clock.restart() / 1000, _LONGEST_STEP_S))
        if not self.camera.is_moving:
            self._frames.stop()
        self.moved.emit()
        if not self.camera.is_moving:
            self.arrived.emit()

    def _set_farthest(self) -> None:
        """Let nobody lose the ground: it stays so large and so near that it is found again."""
        bounds = self._image.scene.ground.bounds_m()
        self.camera.coarsest_m_per_px, self.camera.leash_m = COARSEST_M_PER_PX, ANYWHERE_M
        if bounds is not None:
            fitted = self.view.fitted_to(bounds, margin_px=0.0)
            self.camera.coarsest_m_per_px = fitted.m_per_px * _FARTHEST
            west, south, east, north = bounds
            aside, off = _BESIDE * (east - west), _BESIDE * (north - south)
            self.camera.leash_m = (west - aside, south - off, east + aside, north + off)

    def _run(self) -> None:
        if self.camera.is_moving and not self._frames.isActive():
            self._clock.start()
            self._frames.start()

    def _show(self, view: Viewport) -> None:
        self.camera.show(view.resized(self.view.size_px))
        self.moved.emit()
