"""The idle lock of a desk: when it comes down, by whose hand, and for how long it waits.

It is there only where somebody signed in with a password: whoever sits at an embedded home
has nothing to unlock it with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QGuiApplication, QWindow
from PySide6.QtWidgets import QMenu

from console.settings.settings import LOCK_MINUTES
from console.windows.lock_card import LockCard
from models.domain.error import Words

if TYPE_CHECKING:
    from console.windows.workbench import Workbench

_BY_HAND: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
NO_PASSWORD: Final = Words(
    "此席位不是用口令登录的：锁定后无法解锁。",
    "Nobody signed in to this desk with a password: there is nothing to unlock it with.",
)


class IdleWatch(QObject):
    """Tells when no hand has touched this process's windows for some time.

    It looks at what comes to the windows of the system, which is little, and not at every
    event of every widget.

    Signals: `idle()`, once until `begin`.
    Thread: GUI
    """

    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._limit_ms = 0
        self._quiet = QElapsedTimer()
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.on_timeout)

    def begin(self, limit_ms: int) -> None:
        """Watch from now on; 0 watches no more."""
        self._limit_ms = limit_ms
        self._quiet.start()
        app = QGuiApplication.instance()
        if limit_ms and isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self.on_focus, Qt.ConnectionType.UniqueConnection)
            self.on_focus(QGuiApplication.focusWindow())
            self._timer.start(limit_ms)
        else:
            self._timer.stop()

    @Slot(QWindow)
    def on_focus(self, window: QWindow | None) -> None:
        """Keys come to this window from now on."""
        if window is not None:
            window.installEventFilter(self)

    @Slot()
    def on_timeout(self) -> None:
        """Idle, or a hand has been there meanwhile."""
        left_ms = self._limit_ms - self._quiet.elapsed()
        if left_ms > 0:
            self._timer.start(left_ms)
        else:
            self.idle.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """A hand."""
        if event.type() in _BY_HAND:
            self._quiet.restart()
        return False


class Locking(QObject):
    """The lock of one window.

    Signals: `tried(str)` a password, for whoever can check it and calls `answer`.
    Thread: GUI
    """

    tried = Signal(str)

    def __init__(self, window: Workbench) -> None:
        super().__init__(window)
        self._window = window
        self._is_armed = False
        self.card = LockCard(window.look, window)
        self.watch = IdleWatch(self)
        self.watch.idle.connect(self.lock)
        self.card.tried.connect(self.on_tried)
        window.settings.changed.connect(self.on_setting)
        window.closed.connect(self.unlock)

    def arm(self) -> None:
        """Somebody signed in with a password: there is a lock from now on."""
        self._is_armed = True
        self._watch_again()

    @Slot()
    def lock(self) -> None:
        """Lock now, or say why not."""
        if not self._is_armed:
            self._window.tell(NO_PASSWORD)
            return
        self.watch.begin(0)
        self.card.come_up(self._window.session.seat.operator)

    @Slot()
    def unlock(self) -> None:
        """Let somebody in."""
        self.card.go()
        if self._window.isVisible():
            self._watch_again()
        else:
            self.watch.begin(0)

    @Slot(str)
    def on_tried(self, password: str) -> None:
        """Have a password checked."""
        self.card.rest(is_resting=True)
        self.card.say(self.tr("Checking…"))
        self.tried.emit(password)

    def answer(self, *, is_right: bool) -> None:
        """What came of it."""
        self.card.rest(is_resting=False)
        if is_right:
            self.unlock()
            return
        self.card.password.clear()
        self.card.say(self.tr("That is not the password."), is_bad=True)

    # -- after how long ----------------------------------------------------------------------

    def choose(self) -> QMenu:
        """Open the menu of minutes over the map. Waits for nothing."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.triggered.connect(self.on_chosen)
        for minutes in LOCK_MINUTES:
            words = self.tr("Lock after %n minute(s)", "", minutes)
            entry = menu.addAction(words if minutes else self.tr("Never lock"))
            entry.setData(minutes)
            entry.setCheckable(True)
            entry.setChecked(minutes == self._window.settings.lock_minutes)
            if entry.isChecked():
                menu.setActiveAction(entry)
        canvas = self._window.map.canvas
        middle = QPoint((canvas.width() - menu.sizeHint().width()) // 2, canvas.height() // 24)
        menu.popup(canvas.mapToGlobal(middle))
        return menu

    @Slot(QAction)
    def on_chosen(self, entry: QAction) -> None:
        """So many minutes."""
        self._window.settings.lock_minutes = int(entry.data())

    @Slot(str)
    def on_setting(self, name: str) -> None:
        """Another limit."""
        if name == "lock_minutes" and self._is_armed and not self.card.is_up:
            self._watch_again()

    def _watch_again(self) -> None:
        if self._is_armed:
            self.watch.begin(self._window.settings.lock_minutes * 60_000)
