"""The layers of one window's map: the legend, what colours the cells, what is remembered."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QSize, QTimer, Slot

from console.panels.map_panel.class_words import cell_card
from console.panels.map_panel.layer_memory import MapChoice, choice_from, text_of
from console.panels.map_panel.legend import Legend
from console.panels.map_panel.shader import Shader
from console.panels.map_panel.wall_key import WallKey
from console.settings.own_symbols import own_symbols
from maps.layers.layer import CHOROPLETH, MEMBER_NAMES, OPT_IN
from models.analysis.indicator import BY_ID, INDICATORS
from models.domain.error import BadInput

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from console.settings.look import Look
    from console.settings.settings import Settings
    from console.state.session import Session
    from maps.canvas.canvas import MapCanvas
    from maps.canvas.overlays import HoverCard
    from maps.layers.scene import CellsOfLevel
    from models.domain.error import Words
    from models.domain.wall_view import WallView

_log = logging.getLogger(__name__)
_SHARE_OF_MAP = 0.68
"""Of the height of the map the legend takes at most; what does not fit is scrolled to."""
_LEAST_PX = 300
_IDS = tuple(indicator.id for indicator in INDICATORS)


class MapLayers(QObject):
    """Owns the legend and the shader of a map panel.

    Thread: GUI
    """

    def __init__(
        self,
        session: Session,
        look: Look,
        canvas: MapCanvas,
        panel: QWidget,
        *,
        is_public: bool,
    ) -> None:
        """In public nobody is named, no card opens and the legend is only read."""
        super().__init__(panel)
        self._session = session
        self._look = look
        self._canvas = canvas
        self._panel = panel
        self._settings: Settings | None = None
        self._window = ""
        self._own: MapChoice | None = None
        self.shader = Shader(session, look, canvas, self)
        # What is laid out anew knows its height only after the events of now.
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self.place)
        self.legend: Legend | None = None
        self.wall_key: WallKey | None = None
        if is_public:
            canvas.set_layers(canvas.layers.switched(MEMBER_NAMES, on=False))
            self.wall_key = WallKey(session, look, canvas, self.shader, panel)
        else:
            self.legend = Legend(session, look, canvas, self.shader, panel)
            self.legend.left.connect(self.on_left)
            for section in self.legend.sections.values():
                section.folded.connect(self.on_place)
            canvas.hovering.classes.source = self._card
        for signal in (self.shader.counted, canvas.layers_changed, canvas.view_changed):
            signal.connect(self.on_place)
        canvas.layers_changed.connect(self.on_changed)
        self.shader.chosen.connect(self.on_changed)

    # -- what is remembered --------------------------------------------------------------

    def remember(self, settings: Settings, window: str) -> list[Words]:
        """Take up what was chosen for this kind of window, and keep what will be.

        What cannot be used is left out and said: the words are those of whoever asks.
        """
        problems: list[Words] = []
        try:
            file, text = own_symbols(settings.home)
            self._canvas.set_own_style(text, str(file))
        except BadInput as error:
            problems.append(error.words)
        kept = settings.map_of(window)
        if kept:
            try:
                self._take(choice_from(kept, self._canvas.layers))
            except BadInput as error:
                problems.append(error.words)
        self._settings, self._window = settings, window
        for words in problems:
            _log.warning("the map of the %s: %s", window, words.en)
        return problems

    def _take(self, choice: MapChoice) -> None:
        self._canvas.set_layers(choice.stack)
        self.shader.choose(choice.shade)

    def lead(self, shown: WallView) -> None:
        """Show the layers that a desk has sent, over those chosen here; none of it is kept."""
        if self._own is None:
            self._own = MapChoice(self._canvas.layers, self.shader.choice)
        own = self._own
        # Nobody is named on a wall, whatever the desk has on.
        hidden = (own.stack.hidden | set(shown.hidden)) - (OPT_IN & set(shown.shown))
        shade = own.shade
        if shown.indicator in BY_ID:
            shade = replace(shade, indicator=shown.indicator, method=None, level=None)
        self._take(MapChoice(replace(own.stack, hidden=hidden | {MEMBER_NAMES}), shade))

    def let_go(self) -> None:
        """Show again what is chosen here."""
        if self._own is not None:
            self._take(self._own)
            self._own = None

    @Slot()
    def on_changed(self) -> None:
        """Keep what is chosen now, unless a desk leads."""
        if self._settings is not None and self._own is None:
            choice = MapChoice(self._canvas.layers, self.shader.choice)
            self._settings.keep_map(self._window, text_of(choice))

    # -- acts ----------------------------------------------------------------------------

    def use(self, tool: str) -> None:
        """One of legend, names, colours."""
        layers = self._canvas.layers
        if tool == "names":
            layers = layers.switched(MEMBER_NAMES, on=not layers.shows(MEMBER_NAMES))
        elif tool == "colours":
            layers = layers.switched(CHOROPLETH, on=not layers.shows(CHOROPLETH))
        elif self.legend is not None:
            self._toggle(self.legend)
        self._canvas.set_layers(layers)

    def _toggle(self, legend: Legend) -> None:
        if legend.isVisible():
            legend.close_legend()
        else:
            self.place()
            legend.open()
            self.place()

    def next_indicator(self) -> None:
        """Colour by the next indicator; after the last by none. For a wall without a mouse."""
        layers = self._canvas.layers
        if not layers.shows(CHOROPLETH):
            self.shader.choose(replace(self.shader.choice, indicator=_IDS[0], method=None))
            self._canvas.set_layers(layers.switched(CHOROPLETH, on=True))
            return
        following = _IDS.index(self.shader.choice.indicator) + 1
        if following == len(_IDS):
            self._canvas.set_layers(layers.switched(CHOROPLETH, on=False))
        else:
            choice = self.shader.choice
            self.shader.choose(replace(choice, indicator=_IDS[following], method=None))

    def ground_shown(self) -> None:
        """The cells are others: count for them, explain the kinds there are."""
        self.shader.count()
        if self.legend is not None:
            self.legend.explain_areas(self.shader.kinds)

    @Slot()
    def on_left(self) -> None:
        """The keyboard goes back to the map."""
        self._canvas.setFocus()

    @Slot()
    def on_place(self) -> None:
        """The legend may be of another height."""
        self._later.start()

    @Slot()
    def place(self) -> None:
        """Put the legend left of the tools, the wall's into the upper right corner."""
        gap, room = self._look.px(10), self._panel.size()
        if self.wall_key is not None:
            at = QPoint(room.width() - self.wall_key.width() - gap, gap)
            self.wall_key.move(at)
            self.wall_key.raise_()
        elif self.legend is not None:
            self._place_legend(self.legend, gap, room)

    def _place_legend(self, legend: Legend, gap: int, room: QSize) -> None:
        tools = self._look.px(44) + gap
        # The map is what one looks at, and its foot says whose the base map is.
        least, foot = self._look.px(_LEAST_PX), gap + self._look.px(48)
        most = max(round(room.height() * _SHARE_OF_MAP), least)
        most = min(most, room.height() - foot)
        legend.keep_within(most)
        height = min(legend.height_wanted, most)
        legend.resize(legend.width(), height)
        legend.move(max(0, room.width() - legend.width() - tools - gap), gap)

    def _card(self, cells: CellsOfLevel, row: int) -> HoverCard | None:
        return cell_card(self._session, self.shader, cells, row)
