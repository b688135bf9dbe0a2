"""Acts that change how a window looks and nothing else: focus, theme, size, docks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from console.settings.settings import FONT_SIZES
from console.windows.floating import Floating

if TYPE_CHECKING:
    from console.windows.workbench import Workbench


class ViewActs(QObject):
    """The acts of the View menu of one window.

    Thread: GUI
    """

    def __init__(self, window: Workbench) -> None:
        super().__init__(window)
        self._window = window

    def do(self, what: str) -> None:
        """One of the ids of the catalogue under `view.`."""
        window, settings = self._window, self._window.settings
        if what in {"queue", "roster", "card", "log", "find-log"}:
            self._go_to(what)
            return
        match what:
            case "map":
                window.map.canvas.setFocus()
            case "theme":
                settings.theme = "day" if settings.theme == "night" else "night"
            case "larger" | "smaller":
                self._resize_words(1 if what == "larger" else -1)
            case "full":
                window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)
            case "columns":
                window.queue.offer_columns()
            case "reset":
                window.arrangement.reset()

    def _go_to(self, name: str) -> None:
        window = self._window
        dock, panel = {
            "queue": (window.docks.queue, window.queue.view),
            "roster": (window.docks.roster, window.roster.view),
            "card": (window.docks.card, window.card),
            "log": (window.docks.log, window.log.view),
            "find-log": (window.docks.log, window.log.search),
        }[name]
        dock.show()
        # Whatever is raised is painted anew, whole: only what is not seen.
        if dock.isFloating() or panel.visibleRegion().isEmpty():
            dock.raise_()
            for card in window.findChildren(Floating):
                card.rise()
        panel.show()
        panel.setFocus()

    def _resize_words(self, step: int) -> None:
        settings = self._window.settings
        at = FONT_SIZES.index(settings.font_size) + step
        settings.font_size = FONT_SIZES[min(max(at, 0), len(FONT_SIZES) - 1)]
