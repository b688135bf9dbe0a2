"""The wall: the whole district for everybody in the room, with nothing to operate.

Nobody's name and no phone is on it: cards at the cursor, names on the map and all drops
are off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from console.panels.map_panel.panel import MapPanel
from console.panels.map_panel.shown_view import ShownView
from console.panels.wall_alarm import HEIGHT_PX, WallAlarm
from console.panels.wall_figures import WallFigures
from console.panels.wall_incidents import WallIncidents
from console.panels.wall_title import WallTitle
from console.panels.wall_towns import WallTowns
from console.settings.look import Look
from console.windows.floating import Floating

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QKeyEvent

    from console.panels.timeline_bar import TimelineBar
    from console.state.session import Session
    from maps.canvas.static_tiles import Where

Canvas = tuple[int, int]
FULL_HD: Canvas = (1_920, 1_080)
MAP_LARGER = 1.5
"""Names and marks of the map are drawn for a desk; a wall is read from six metres."""
WIDE = 2.4
"""From this ratio of width to height on, the middle alone is wide enough for a row."""


class WallWindow(QWidget):
    """The wall, made for a canvas of so many pixels.

    Signals: `ground_wanted(object)` a Reference whose `Ground` `map.show_ground` should
    bring; `steered(object)` a TimelineAct of its own timeline; `closed()`.
    Thread: GUI
    """

    ground_wanted = Signal(object)
    steered = Signal(object)
    closed = Signal()

    def __init__(
        self,
        session: Session,
        look: Look,
        canvas_px: Canvas = FULL_HD,
        parent: QWidget | None = None,
        *,
        tiles: Where = "process",
        timeline: TimelineBar | None = None,
    ) -> None:
        """With a `timeline` the wall stands where that bar says, apart from everybody."""
        super().__init__(parent)
        self.setObjectName("wall")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._look = look
        width, height = canvas_px
        look.wear(scale=height / FULL_HD[1])
        self.title_bar = WallTitle(session, look, self)
        self.figures = WallFigures(session, look, self)
        self.towns = WallTowns(session, look, self)
        self.incidents = WallIncidents(session, look, self)
        self._map_look = Look(look.theme.name, look.font_size, look.scale * MAP_LARGER, self)
        look.changed.connect(self.on_look)
        self.map = MapPanel(session, self._map_look, None, self, tiles=tiles, is_public=True)
        self.map.ground_wanted.connect(self.ground_wanted)
        self.shown = ShownView(session, self._map_look, self.map)
        self.alarm = WallAlarm(session, look, self)
        Floating(self.alarm, self.map, _at_the_top, self._alarm_size)
        self._lay_out(canvas_px)
        if timeline is not None and (whole := self.layout()) is not None:
            timeline.setParent(self)
            timeline.steered.connect(self.steered)
            whole.addWidget(timeline)
        ratio = self.devicePixelRatioF()
        self.resize(round(width / ratio), round(height / ratio))
        self.retranslate()

    def _alarm_size(self, ground: QSize) -> QSize:
        return QSize(ground.width(), self._look.px(HEIGHT_PX))

    def _lay_out(self, canvas_px: Canvas) -> None:
        px, (width_px, height_px) = self._look.px, canvas_px
        side = min(int(width_px * 0.24), px(600))
        self.towns.setFixedWidth(side)
        self.incidents.setFixedWidth(side)
        across, middle = QHBoxLayout(), QVBoxLayout()
        across.setSpacing(px(14))
        middle.setSpacing(px(12))
        column, whole = QVBoxLayout(), QVBoxLayout(self)
        column.setContentsMargins(px(14), px(10), px(14), px(14))
        column.setSpacing(px(12))
        # Six figures side by side need the whole width, unless the wall is very wide.
        is_wide = width_px > WIDE * height_px
        (middle if is_wide else column).addWidget(self.figures)
        middle.addWidget(self.map, 1)
        across.addWidget(self.towns)
        across.addLayout(middle, 1)
        across.addWidget(self.incidents)
        column.addLayout(across, 1)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.title_bar)
        whole.addLayout(column, 1)

    @Slot()
    def on_look(self) -> None:
        """Another theme or size: the map's follows."""
        look = self._look
        self._map_look.wear(look.theme.name, look.font_size, look.scale * MAP_LARGER)

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.setWindowTitle(self.tr("Wangge wall"))

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F11 fills the screen, Esc leaves it; Backspace goes a level up, L colours the map."""
        full = Qt.WindowState.WindowFullScreen
        if event.key() == Qt.Key.Key_F11:
            self.setWindowState(self.windowState() ^ full)
        elif event.key() == Qt.Key.Key_Escape:
            self.setWindowState(self.windowState() & ~full)
        elif event.key() == Qt.Key.Key_L:
            self.map.layers.next_indicator()
        elif event.key() == Qt.Key.Key_Backspace:
            self.map.crumbs.up()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the map's worker."""
        self.map.shut()
        super().closeEvent(event)
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)


def _at_the_top(_ground: QSize, _card: QSize) -> QPoint:
    return QPoint(0, 0)
