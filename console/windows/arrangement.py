"""How big things are on a screen, and where the docks stand before anybody moved them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDockWidget, QMainWindow

    from console.settings.look import Look

_LINES = 1_080


def scale_for(height_px: float, pixel_ratio: float = 1.0) -> float:
    """The scale of the look for a screen or canvas of so many device-independent lines.

    1 up to 1,080 lines; beyond, words grow with the screen in steps of a quarter, as nobody
    sits nearer to a larger one. A screen with a pixel ratio of its own scales already.
    """
    if pixel_ratio > 1.2:
        return 1.0
    return max(1.0, round(height_px / _LINES * 4) / 4)


@dataclass(frozen=True, slots=True)
class Docks:
    """The docks of a desk."""

    queue: QDockWidget
    card: QDockWidget
    roster: QDockWidget
    log: QDockWidget


def arrange(window: QMainWindow, docks: Docks, look: Look) -> None:
    """Queue left, card over roster right, the journal below the map."""
    area = Qt.DockWidgetArea
    window.setCorner(Qt.Corner.BottomLeftCorner, area.LeftDockWidgetArea)
    window.setCorner(Qt.Corner.BottomRightCorner, area.RightDockWidgetArea)
    for dock, where in (
        (docks.queue, area.LeftDockWidgetArea),
        (docks.card, area.RightDockWidgetArea),
        (docks.log, area.BottomDockWidgetArea),
    ):
        dock.setFloating(False)
        window.addDockWidget(where, dock)
        dock.show()
    docks.roster.setFloating(False)
    window.splitDockWidget(docks.card, docks.roster, Qt.Orientation.Vertical)
    docks.roster.show()
    proportion(window, docks, look)


def proportion(window: QMainWindow, docks: Docks, look: Look) -> None:
    """Give the docks their usual shares of the window as large as it is now."""
    width, height = window.width(), window.height()
    left = min(look.px(640), int(width * 0.34))
    right = min(look.px(470), int(width * 0.25))
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    window.resizeDocks([docks.queue, docks.card], [left, right], across)
    window.resizeDocks([docks.log], [look.px(150)], down)
    window.resizeDocks(
        [docks.card, docks.roster], [int(height * 0.56), int(height * 0.38)], down
    )
