"""Acts on where the map looks: searching, coordinates, levels, bookmarks; of one window."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QObject, QSize, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence

from console.panels.map_panel.readout import Readout
from console.panels.map_panel.views_card import ViewsCard
from console.settings.kept_views import LONGEST_NAME, MOST_VIEWS, KeptView
from console.windows.floating import Floating, top_middle
from maps.geometry.projection import mercator_of, place_of
from maps.geometry.viewport import Viewport
from models.domain.error import Words
from models.domain.place import LonLat

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from console.windows.workbench import Workbench

PLACE: Final = "place."
"""How the ids of these acts begin in the catalogue."""
_VIEW: Final = "view-"
_KEYED: Final = 9
"""So many bookmarks have a key."""
_NO_VIEW: Final = Words("还没有这个书签。", "There is no such bookmark yet.")
_FULL: Final = Words("书签已满。", "There is no room for another bookmark.")


class MapActs(QObject):
    """The acts of the menu Places, and what they need over the map.

    Thread: GUI
    """

    def __init__(self, window: Workbench) -> None:
        super().__init__(window)
        self._window = window
        self.readout = Readout(window.settings, window.look, window.map.canvas)
        self.card = ViewsCard(window.look, window)
        Floating(self.card, window.map, top_middle, self._card_size)
        self.card.go_wanted.connect(self.go_to_view)
        self.card.keep_wanted.connect(self.keep)
        self.card.renamed.connect(self.rename)
        self.card.deleted.connect(self.delete)
        self.card.left.connect(self.on_left)
        window.settings.changed.connect(self.on_setting)
        self._acts: Mapping[str, Callable[[], None]] = {
            "search": window.palette_.open_search,
            "goto": window.palette_.open_search,
            "copy": self.copy,
            "system": self.readout.next_system,
            "up": window.map.crumbs.up,
            "into": window.map.canvas.hand.enter_cell_below,
            "crumbs": window.map.crumbs.take_keyboard,
            "views": self.open_card,
            "keep": self.open_card_to_keep,
        }

    def refusal(self, what: str) -> Words | None:
        """Why an act of the catalogue, without `place.`, cannot be done; None where it can."""
        if what.startswith(_VIEW) and int(what.removeprefix(_VIEW)) > len(self._names()):
            return _NO_VIEW
        return None

    def do(self, what: str) -> None:
        """One of the ids of the catalogue under `place.`."""
        if what.startswith(_VIEW):
            self.go_to_view(int(what.removeprefix(_VIEW)) - 1)
        else:
            self._acts[what]()

    def copy(self) -> None:
        """Put the coordinates last pointed at on the clipboard, as they are shown."""
        words = self.readout.words()
        QGuiApplication.clipboard().setText(words)
        self._window.notices.tell(
            Words(f"已复制坐标：{words}", f"Coordinates copied: {words}"),
            icon="tick",
            role="accent",
        )

    # -- bookmarks ---------------------------------------------------------------------------

    def open_card(self) -> None:
        """Show the bookmarks, those of other windows of this home too."""
        self._window.settings.reread_views()
        self.card.open()

    def open_card_to_keep(self) -> None:
        """Ask for the name of the view on show."""
        self._window.settings.reread_views()
        self.card.open_to_keep()

    @Slot(int)
    def go_to_view(self, place: int) -> None:
        """Go to a bookmark; 0 is the whole district."""
        window = self._window
        self._say_names()
        if place == 0:
            window.map.fit()
        elif place <= len(window.settings.views):
            kept = window.settings.views[place - 1]
            centre = mercator_of(LonLat(kept.lon_deg, kept.lat_deg))
            size = window.map.canvas.view.size_px
            window.map.canvas.looking.rest_at(Viewport(centre, kept.m_per_px, size))
        self.on_left()

    @Slot(str)
    def keep(self, name: str) -> None:
        """Keep the view on show; a name that stands already gets the new view."""
        self._window.settings.reread_views()
        views = self._window.settings.views
        if len(views) >= MOST_VIEWS:
            self._window.tell(_FULL)
            return
        view = self._window.map.canvas.view
        middle = place_of(view.centre_mercator_m)
        kept = KeptView(name[:LONGEST_NAME], middle.lon_deg, middle.lat_deg, view.m_per_px)
        names = [one.name for one in views]
        at = names.index(kept.name) if kept.name in names else len(views)
        self._window.settings.views = (*views[:at], kept, *views[at + 1 :])

    @Slot(int, str)
    def rename(self, place: int, name: str) -> None:
        """Call a bookmark something else; an empty name changes nothing."""
        views = list(self._window.settings.views)
        if name:
            old = views[place - 1]
            views[place - 1] = KeptView(name, old.lon_deg, old.lat_deg, old.m_per_px)
            self._window.settings.views = tuple(views)
        else:
            self._say_names()

    @Slot(int)
    def delete(self, place: int) -> None:
        """Let a bookmark go."""
        views = self._window.settings.views
        self._window.settings.views = (*views[: place - 1], *views[place:])

    @Slot(str)
    def on_setting(self, name: str) -> None:
        """The bookmarks changed, here or in another window."""
        if name == "views":
            self.say()
            self._window.refresh_actions()
        elif name == "coordinates":
            self.readout.on_look()

    @Slot()
    def on_left(self) -> None:
        """The card goes; the keyboard returns to the map."""
        if self.card.isVisible():
            self.card.hide()
            self._window.map.canvas.setFocus()

    def say(self) -> None:
        """Take all words anew: the menu and the card name the bookmarks."""
        self._say_names()
        names = self._names()
        for place in range(1, _KEYED + 1):
            bound = self._window.actions_[f"{PLACE}{_VIEW}{place}"]
            bound.setVisible(place <= len(names))
            if place <= len(names):
                bound.setText(f"{names[place - 1]}\t{_keys(place)}")

    def _names(self) -> list[str]:
        whole = QCoreApplication.translate("MapActs", "The whole district")
        return [whole, *(view.name for view in self._window.settings.views)]

    def _say_names(self) -> None:
        self.card.show_names(
            [
                (name, _keys(place) if place <= _KEYED else "")
                for place, name in enumerate(self._names(), 1)
            ]
        )

    def _card_size(self, ground: QSize) -> QSize:
        px = self._window.look.px
        return QSize(
            min(px(420), ground.width() - px(24)), min(px(420), ground.height() - px(48))
        )


def _keys(place: int) -> str:
    keys = QKeySequence(f"Alt+{place}")
    return keys.toString(QKeySequence.SequenceFormat.NativeText)
