"""Keys that a card needs for itself, though the window has shortcuts on them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication

_ALWAYS: Final = frozenset({Qt.Key.Key_Space})
_WITH_ALT: Final = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down})
_IN_LISTS: Final = frozenset({Qt.Key.Key_F2, Qt.Key.Key_Delete})


def kept(event: QEvent) -> bool:
    """Keep a key from the shortcuts: Space, Alt with arrows, in lists F2 and Del.

    Buttons, boxes and lists live on these; a press in a card must not mean the map below.
    """
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    key, held = Qt.Key(event.key()), event.modifiers()
    if held & Qt.KeyboardModifier.AltModifier:
        is_own = key in _WITH_ALT
    else:
        is_in_list = isinstance(QApplication.focusWidget(), QAbstractItemView)
        is_own = not held and (key in _ALWAYS or (is_in_list and key in _IN_LISTS))
    if is_own:
        event.accept()
    return is_own
