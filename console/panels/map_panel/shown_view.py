"""The view that a desk has sent to the wall: this map goes there and comes back.

What is to be seen follows from the frame alone, its picture and its now; so a replay of the
wall shows it as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QLabel

from maps.geometry.projection import mercator_of

if TYPE_CHECKING:
    from console.panels.map_panel.panel import MapPanel
    from console.settings.look import Look
    from console.state.session import Session
    from maps.geometry.viewport import Viewport
    from maps.layers.scene import Ground
    from models.domain.wall_view import WallView
    from models.feed.frame import Frame


class ShownView(QObject):
    """Leads one map where the wall is to look, and says who sent it there.

    Signals: `base_wanted(object)` the name of the base map that is sent with it, empty for
    none; None: the wall's own.
    Invariants: while a view is on, `_own` holds what the map showed before: its view, and
    whether that was the whole district; the layers keep their own.
    Thread: GUI
    """

    base_wanted = Signal(object)

    def __init__(self, session: Session, look: Look, panel: MapPanel) -> None:
        super().__init__(panel)
        self._session = session
        self._look = look
        self._panel = panel
        self._view: WallView | None = None
        self._ground: Ground = panel.canvas.scene.ground
        self._size_px = panel.canvas.view.size_px
        self._own: tuple[Viewport, bool] | None = None
        self._fits_at_home = False
        self.words = QLabel(panel.canvas)
        self.words.setProperty("box", "true")
        self.words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.words.hide()
        session.frame_changed.connect(self.on_frame)
        look.changed.connect(self.say)
        panel.canvas.looking.arrived.connect(self.on_arrived)
        panel.canvas.view_changed.connect(self.on_map)
        panel.canvas.installEventFilter(self)
        self.on_frame(session.frame)

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """Go where the frame says; at a jump there is no way in between."""
        view = frame.picture.wall
        if view is not None and not view.is_on(frame.now):
            view = None
        ground = self._panel.canvas.scene.ground
        if view == self._view and ground is self._ground:
            return
        is_led = view is not None or self._view is not None
        self._view, self._ground = view, ground
        if not is_led:
            return
        if view is not None:
            self._go(view)
        else:
            self._go_home()
        self.base_wanted.emit(self.base_map)
        if frame.jumped:
            self._panel.canvas.looking.settle()
            self.on_arrived()
        self.say()

    @property
    def base_map(self) -> str | None:
        """The base map that is sent with the view on show; None: the wall's own."""
        return self._view.base_map if self._view is not None else None

    def _go(self, view: WallView) -> None:
        canvas = self._panel.canvas
        if self._own is None:
            self._own = canvas.view, self._panel.fitting.is_fitted
        self._panel.layers.lead(view)
        (west, south), (east, north) = map(mercator_of, view.corners)
        self._fits_at_home = False
        canvas.looking.fly_to((west, south, east, north), margin_px=0)

    def _go_home(self) -> None:
        if self._own is None:
            return
        view, self._fits_at_home = self._own
        self._own = None
        self._panel.layers.let_go()
        self._panel.canvas.looking.fly(view)

    @Slot()
    def on_arrived(self) -> None:
        """Back home the map keeps to the whole district again, whatever its room."""
        if self._fits_at_home:
            self._fits_at_home = False
            self._panel.fit()

    @Slot(object)
    def on_map(self, map_view: Viewport) -> None:
        """Another size: the same part of the map, as large as it can be."""
        if map_view.size_px != self._size_px:
            self._size_px = map_view.size_px
            self._place()
            if self._view is not None:
                self._go(self._view)

    @Slot()
    def say(self) -> None:
        """Who sent the wall here, when, and until when it stays."""
        view = self._view
        self.words.setVisible(view is not None)
        if view is None:
            return
        zone = self._session.reference.calendar.zone
        at, until = (t.astimezone(zone) for t in (view.shown_at, view.until))
        said = self.tr("Shown by {0} at {1} · until {2}")
        self.words.setText(
            said.format(view.author, at.strftime("%H:%M"), until.strftime("%H:%M:%S"))
        )
        px = self._look.px
        self.words.setFont(self._look.font(18, bold=True))
        self.words.setContentsMargins(px(14), px(8), px(14), px(8))
        self.words.adjustSize()
        self._place()

    def _place(self) -> None:
        """Below the crumbs, which grow while the map flies; the key has the other corner."""
        below = self._panel.crumbs.foot_px + self._look.px(8)
        self.words.move(self._look.px(10), below)
        self.words.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Change the language with the map."""
        if event.type() is QEvent.Type.LanguageChange:
            self.say()
        return super().eventFilter(watched, event)
