"""What lies over a locked desk: nothing of it is seen, and no key or click reaches it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from console.windows.sign_in import MOST_CHARACTERS, SignInWindow

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from console.settings.look import Look

WIDE_PX: Final = 380
_KEYS: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.Shortcut,
        QEvent.Type.InputMethod,
    }
)


class LockCard(QWidget):
    """Covers a window whole until somebody is let in.

    Invariants: while it is up it lies over everything in the window, has the keyboard, and
    no other window of this process is seen but a sign-in. What lies below goes on.

    Signals: `tried(str)` a password; `hand_over_wanted()` somebody else is here.
    Thread: GUI
    """

    tried = Signal(str)
    hand_over_wanted = Signal()

    def __init__(self, look: Look, window: QMainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._hidden: list[QWidget] = []
        self.setObjectName("lock")
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title, self.said = QLabel(), QLabel()
        self.password = QLineEdit()
        self.unlock, self.other = QPushButton(), QPushButton()
        self._build(look)
        self.hide()

    def _build(self, look: Look) -> None:
        self.title.setProperty("words", "title")
        self.said.setWordWrap(True)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaxLength(MOST_CHARACTERS)
        self.unlock.setProperty("kind", "primary")
        buttons = QHBoxLayout()
        buttons.addWidget(self.other)
        buttons.addStretch(1)
        buttons.addWidget(self.unlock)
        inner = QWidget()
        inner.setFixedWidth(look.px(WIDE_PX))
        column = QVBoxLayout(inner)
        column.setSpacing(look.px(12))
        for part in (self.title, self.password, self.said):
            column.addWidget(part)
        column.addLayout(buttons)
        whole = QVBoxLayout(self)
        whole.addWidget(inner, 0, Qt.AlignmentFlag.AlignCenter)
        self.unlock.clicked.connect(self.on_go)
        self.other.clicked.connect(self.hand_over_wanted)

    @property
    def is_up(self) -> bool:
        """Whether the window is locked."""
        return not self.isHidden()

    def come_up(self, operator: str) -> None:
        """Lock the window."""
        if self.is_up:
            return
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        for one in QApplication.topLevelWidgets():
            if one.isVisible() and one is not self._window:
                self._put_away(one)
        self.retranslate(operator)
        self.say(self.tr("The picture goes on, and alarms still sound."))
        self.password.clear()
        self.setGeometry(self._window.rect())
        self._window.menuBar().setEnabled(False)
        self.show()
        self.raise_()
        self.password.setFocus()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]  # a window has one

    def go(self) -> None:
        """Unlock the window: as it was before."""
        if not self.is_up:
            return
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]  # a window has one
        self.hide()
        self.password.clear()
        self._window.menuBar().setEnabled(True)
        hidden, self._hidden = self._hidden, []
        for one in hidden:
            if isValid(one):
                one.show()

    def rest(self, *, is_resting: bool) -> None:
        """A password is being checked, or no longer."""
        for part in (self.password, self.unlock):
            part.setEnabled(not is_resting)
        if not is_resting:
            self.password.setFocus()

    def say(self, words: str, *, is_bad: bool = False) -> None:
        """Say how it stands."""
        self.said.setProperty("words", "red" if is_bad else "soft")
        self.said.style().polish(self.said)
        self.said.setText(words)
        self.said.setAccessibleName(words)

    @Slot()
    def on_go(self) -> None:
        """Try what was typed, if anything was."""
        if self.password.text():
            self.tried.emit(self.password.text())

    def retranslate(self, operator: str) -> None:
        """Say everything in the language of now."""
        self.title.setText(self.tr("Locked — {0}").format(operator))
        self.password.setPlaceholderText(self.tr("Password"))
        self.password.setAccessibleName(self.tr("Password"))
        self.unlock.setText(self.tr("Unlock"))
        self.other.setText(self.tr("Hand over the seat…"))

    # Qt overrides

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key passes through to the window below; Enter presses the button in focus."""
        focus = self.focusWidget()
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and isinstance(focus, QPushButton):
            focus.click()
        elif is_enter:
            # Not by the field's own signal: the field rests then, and the stroke would go on
            # to the button that has the keyboard next.
            self.on_go()
        event.accept()

    def focusNextPrevChild(self, next_: bool) -> bool:  # noqa: FBT001 - Qt's own signature
        """Tab goes round in here."""
        parts = [self.password, self.unlock, self.other]
        focus = self.focusWidget()
        at = next((i for i, part in enumerate(parts) if part is focus), 0)
        parts[(at + (1 if next_ else -1)) % len(parts)].setFocus()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep keys, windows and whatever wants to lie on top away."""
        if not isinstance(watched, QWidget):
            return False
        kind = event.type()
        if kind is QEvent.Type.Resize and watched is self._window:
            self.setGeometry(self._window.rect())
        elif kind in {QEvent.Type.ZOrderChange, QEvent.Type.ShowToParent}:
            if watched is not self and watched.parent() is self._window:
                self.raise_()
        elif kind is QEvent.Type.Show:
            if watched.isWindow() and watched is not self._window:
                self._put_away(watched)
        elif kind in _KEYS:
            return self._keeps(watched, event)
        return False

    def _keeps(self, watched: QWidget, event: QEvent) -> bool:
        if isinstance(watched.window(), SignInWindow):
            return False
        if watched is self or self.isAncestorOf(watched):
            # A key for a field in here is nobody's shortcut.
            event.accept()
            return event.type() in {QEvent.Type.ShortcutOverride, QEvent.Type.Shortcut}
        focus = self._window.focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            self.password.setFocus()
        # What a button in here let pass comes by as well: it ends here.
        event.accept()
        return True

    def _put_away(self, window: QWidget) -> None:
        if isinstance(window, SignInWindow):
            return
        window.hide()
        if isinstance(window, QDockWidget | QMainWindow):
            self._hidden.append(window)
