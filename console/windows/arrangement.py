"""How large a window comes up, and where its docks stand before anybody moved them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QEvent, QObject, QSize, Qt, QTimer, Slot

if TYPE_CHECKING:
    from PySide6.QtWidgets import QDockWidget, QMainWindow

    from console.settings.look import Look
    from console.settings.settings import Settings

_LAYOUT_VERSION: Final = 1
_SETTLING_MS: Final = 2_000
_BOUNDLESS: Final = QSize(99_999, 99_999)
SMALLER: Final = 0.9
"""A window narrower than this share of what it was left as has its docks arranged for it."""


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
    left = min(look.px(700), int(width * 0.36))
    right = min(look.px(520), int(width * 0.271))
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    window.resizeDocks([docks.queue, docks.card], [left, right], across)
    window.resizeDocks([docks.log], [look.px(150)], down)
    # In a low window the roster takes of the card's share what some rows need.
    roster = max(int(height * 0.34), min(look.px(300), int(height * 0.47)))
    window.resizeDocks([docks.card, docks.roster], [int(height * 0.94) - roster, roster], down)


def size_kept(kept: bytes | None, room: QSize) -> QSize:
    """The size of a window as it was left, never beyond its screen; else the whole screen."""
    found = re.fullmatch(rb"(\d{3,5})x(\d{3,5})", kept or b"")
    return QSize(int(found[1]), int(found[2])).boundedTo(room) if found else room


class Arrangement(QObject):
    """Where a window and its docks stand: as they were left, else in their usual shares.

    Invariants: a window comes up as large as its screen unless it was left otherwise, with
    a window manager or without one; until a hand moves a dock, the docks keep their shares
    of whatever size the window is given, which a maximised window learns only after it
    has come up. In a window far narrower than it was left they have their usual shares.
    Thread: GUI
    """

    def __init__(
        self, window: QMainWindow, docks: Docks, look: Look, settings: Settings
    ) -> None:
        super().__init__(window)
        self._window = window
        self._docks = docks
        self._look = look
        self._settings = settings
        self._by_hand = False
        self._restored: QByteArray | None = None
        self._has_shown = False
        # A maximised window is told its size in several steps after it came up.
        self._settling = QTimer(self, singleShot=True, interval=_SETTLING_MS)
        self._again = QTimer(self, singleShot=True, interval=0)
        self._again.timeout.connect(self.on_resized)
        window.installEventFilter(self)
        for dock in (docks.queue, docks.card, docks.roster, docks.log):
            dock.topLevelChanged.connect(self.on_hand)
        self._size_window()

    def _size_window(self) -> None:
        # The size alone: where a window stands is for the window manager, and where there
        # is none Qt would leave room for a title bar that nobody draws.
        room = self._window.screen().availableGeometry().size()
        self._window.resize(size_kept(self._settings.layout_of(self._size_name), room))

    @property
    def _size_name(self) -> str:
        return f"{self._window.objectName()}.size"

    def keep(self) -> None:
        """Put the window's size and its docks as they stand into the settings."""
        window, settings = self._window, self._settings
        settings.keep_layout(self._size_name, b"%dx%d" % (window.width(), window.height()))
        settings.keep_layout(window.objectName(), self.state())

    def state(self) -> bytes:
        """How the docks stand, those on other monitors too."""
        return bytes(self._window.saveState(_LAYOUT_VERSION).data())

    def bring(self, state: bytes) -> bool:
        """Arrange the docks as they stood once; False where that cannot be used any more."""
        if not self._window.restoreState(QByteArray(state), _LAYOUT_VERSION):
            return False
        self._by_hand = True
        return True

    def reset(self) -> None:
        """The usual docks at the usual places, whatever a hand did before."""
        arrange(self._window, self._docks, self._look)
        self._by_hand, self._restored = False, None

    def _restore(self) -> None:
        kept = self._settings.layout_of(self._window.objectName())
        if kept is not None and self._put_back(QByteArray(kept)):
            self._restored = QByteArray(kept)
        else:
            proportion(self._window, self._docks, self._look)

    def _put_back(self, kept: QByteArray) -> bool:
        """The docks as they were left; False where that cannot be used any more.

        Qt keeps their sizes: those of a large screen leave a strip of the map on a small one.
        """
        if not self._window.restoreState(kept, _LAYOUT_VERSION):
            return False
        left = size_kept(self._settings.layout_of(self._size_name), _BOUNDLESS)
        if self._window.width() < SMALLER * left.width():
            proportion(self._window, self._docks, self._look)
        return True

    @Slot()
    def on_resized(self) -> None:
        """Give the docks their shares again, unless a hand gave them others."""
        if self._by_hand:
            return
        if self._restored is None:
            proportion(self._window, self._docks, self._look)
        elif self._settling.isActive():
            self._put_back(self._restored)

    @Slot()
    def on_hand(self) -> None:
        """Somebody put a dock elsewhere: from now on it stays where it is put."""
        self._by_hand = self._by_hand or self._has_shown

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Restore when the window first comes up; follow its size until it is moved by hand."""
        kind = event.type()
        if kind is QEvent.Type.Show and not self._has_shown:
            self._restore()
            self._has_shown = True
            self._settling.start()
        elif kind is QEvent.Type.Resize and self._has_shown:
            self._again.start()
        elif kind is QEvent.Type.MouseButtonPress:
            self.on_hand()  # only the lines between docks leave a press to the window
        return super().eventFilter(watched, event)
