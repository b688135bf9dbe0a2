"""Where the keyboard goes when the part that has it goes away."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QWidget


def bring_keyboard_to(part: QWidget) -> None:
    """Make the window of a part the one in hand, where another one of ours is."""
    active = QApplication.activeWindow()
    if active is not None and active is not part.window():
        part.activateWindow()


@contextmanager
def keyboard_kept(within: QWidget, heir: QWidget) -> Iterator[None]:
    """Let parts of a widget come and go; where one had the keyboard, `heir` has it then.

    Left alone, Qt gives it to the next button: one more press of Enter would be another act.
    """
    focus = within.window().focusWidget()
    had_it = focus is not None and within.isAncestorOf(focus)
    yield
    if had_it and not (isValid(focus) and focus.isVisibleTo(within) and focus.isEnabled()):
        heir.setFocus(Qt.FocusReason.OtherFocusReason)
