"""The menus of a window, made from the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from console.actions.action import Group
from console.actions.catalogue import group_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtCore import QPoint
    from PySide6.QtWidgets import QDockWidget, QMainWindow

    from console.actions.action_set import ActionSet, BoundAction


class Menus:
    """The menu bar of a window, and the menus that open beside a thing."""

    def __init__(
        self,
        window: QMainWindow,
        actions: ActionSet,
        groups: Iterable[Group],
        docks: Iterable[QDockWidget],
    ) -> None:
        self._window = window
        self._actions = actions
        self.bar: dict[Group, QMenu] = {}
        for group in groups:
            menu = window.menuBar().addMenu("")
            menu.setToolTipsVisible(True)
            menu.addActions([bound for bound in actions.all if bound.act.group is group])
            self.bar[group] = menu
        self.bar[Group.VIEW].addSeparator()
        self.bar[Group.VIEW].addActions([dock.toggleViewAction() for dock in docks])

    def say(self) -> None:
        """Take all words anew."""
        for group, menu in self.bar.items():
            menu.setTitle(group_words(group))
        self._actions.say()

    def pop_up(self, at: QPoint, offered: Callable[[BoundAction], bool]) -> None:
        """Open a menu of what can be done now; at a global point. Waits for nothing."""
        fitting = [a for a in self._actions.all if a.isEnabled() and offered(a)]
        if not fitting:
            return
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(fitting)
        menu.popup(at)
