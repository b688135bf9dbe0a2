"""The layouts of one window: kept under names, and brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QObject, QSize, Slot

from console.panels.layouts_card import LayoutsCard
from console.settings.kept_layouts import (
    MOST_LAYOUTS,
    Layouts,
    layouts_read,
    layouts_written,
)
from console.settings.kept_views import LONGEST_NAME
from console.windows.floating import Floating, top_middle
from models.domain.error import Words

if TYPE_CHECKING:
    from console.windows.workbench import Workbench

LAYOUT_ACTS: Final = frozenset({"layouts", "layouts-keep"})
_FULL: Final = Words(
    "布局已满：先删除一个。", "There is no room for another: delete one first."
)
_SPOILT: Final = Words(
    "此布局不能用了（可能来自旧版本）：请删除后重新保存。",
    "This layout cannot be used any more: delete it and keep it anew.",
)


class LayoutsRoom(QObject):
    """Between the card, the settings and the docks.

    Thread: GUI
    """

    def __init__(self, window: Workbench) -> None:
        super().__init__(window)
        self._window = window
        self._key = f"layouts/{window.objectName()}"
        self._shown: tuple[str, ...] = ()
        self.card = LayoutsCard(window.look, window)
        Floating(self.card, window.map, top_middle, self._card_size)
        self.card.go_wanted.connect(self.go)
        self.card.keep_wanted.connect(self.keep)
        self.card.renamed.connect(self.rename)
        self.card.deleted.connect(self.delete)
        self.card.left.connect(self.card.hide)

    @property
    def layouts(self) -> Layouts:
        """Those kept in this home, by other windows of it too."""
        return layouts_read(self._window.settings.kept(self._key))

    def do(self, what: str) -> None:
        """layouts: show them; layouts-keep: ask for a name for the present one."""
        self.say()
        if what == "layouts-keep":
            self.card.open_to_keep()
        else:
            self.card.open()

    @Slot(int)
    def go(self, place: int) -> None:
        """Arrange the panels as they stood then; 0 is the usual way."""
        arrangement = self._window.arrangement
        if place == 0:
            arrangement.reset()
        elif not arrangement.bring(self.layouts.get(self._shown[place - 1], b"")):
            self._window.tell(_SPOILT)
            self.say()
            return
        self.card.hide()

    @Slot(str)
    def keep(self, name: str) -> None:
        """Keep the panels as they stand; a name that stands already gets them anew."""
        layouts, name = self.layouts, name[:LONGEST_NAME].strip()
        if name not in layouts and len(layouts) >= MOST_LAYOUTS:
            self._window.tell(_FULL)
            return
        self._put(layouts | {name: self._window.arrangement.state()})

    @Slot(int, str)
    def rename(self, place: int, name: str) -> None:
        """Call a layout something else; an empty name, or another's, changes nothing."""
        layouts, name = self.layouts, name[:LONGEST_NAME].strip()
        old = self._shown[place - 1]
        if name and (name == old or name not in layouts):
            self._put({(name if one == old else one): s for one, s in layouts.items()})
        else:
            self.say()

    @Slot(int)
    def delete(self, place: int) -> None:
        """Let a layout go."""
        layouts = self.layouts
        layouts.pop(self._shown[place - 1], None)
        self._put(layouts)

    def say(self) -> None:
        """Put the names up; from here on a row means what it says, whoever keeps others."""
        self._shown = tuple(self.layouts)
        usual = QCoreApplication.translate("LayoutsRoom", "The usual layout")
        self.card.show_names([(name, "") for name in (usual, *self._shown)])

    def _put(self, layouts: Layouts) -> None:
        self._window.settings.keep(self._key, layouts_written(layouts))
        self.say()

    def _card_size(self, ground: QSize) -> QSize:
        px = self._window.look.px
        return QSize(
            min(px(420), ground.width() - px(24)), min(px(360), ground.height() - px(48))
        )
