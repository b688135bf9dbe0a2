"""Who sits down here: name and password for a central database.

By keyboard alone: the name, Tab, the password, Enter; Esc leaves. While the server is away
the window says so and goes on trying.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from console.settings.look import Look

WIDE_PX = 420
MOST_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody typed; `keep`: remember the password."""

    login: str
    password: str
    keep: bool


class SignInWindow(QDialog):
    """Asks for name and password; knows nothing of databases.

    Signals: `tried(object)` what was Given; `given_up()` somebody thought better of waiting.
    Thread: GUI
    """

    tried = Signal(object)
    given_up = Signal()

    def __init__(
        self,
        look: Look,
        server: str,
        *,
        login: str = "",
        can_keep: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """`can_keep`: there is a keyring to remember the password in."""
        super().__init__(parent)
        self._server = server
        self.title, self.said = QLabel(), QLabel()
        self.name, self.password = QLineEdit(login), QLineEdit()
        self.keep = QCheckBox()
        self.keep.setVisible(can_keep)
        self.go, self.leave = QPushButton(), QPushButton()
        self._rows: dict[QLineEdit, QLabel] = {}
        self._build(look)
        self.retranslate()
        (self.password if login else self.name).setFocus()

    def _build(self, look: Look) -> None:
        self.setMinimumWidth(look.px(WIDE_PX))
        self.title.setProperty("words", "title")
        self.said.setWordWrap(True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        form = QFormLayout()
        form.setVerticalSpacing(look.px(10))
        form.setLabelAlignment(Qt.AlignmentFlag.AlignVCenter)
        for field in (self.name, self.password):
            field.setMaxLength(MOST_CHARACTERS)
            label = self._rows[field] = QLabel()
            label.setBuddy(field)
            form.addRow(label, field)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.go)
        self.go.setDefault(True)
        self.leave.setAutoDefault(False)
        column = QVBoxLayout(self)
        gap = look.px(20)
        column.setContentsMargins(gap, gap, gap, gap)
        column.setSpacing(look.px(12))
        column.addWidget(self.title)
        column.addLayout(form)
        column.addWidget(self.keep)
        column.addWidget(self.said)
        column.addLayout(buttons)
        self.go.clicked.connect(self.on_go)
        self.leave.clicked.connect(self.reject)

    def begin(self) -> None:
        """An attempt is under way: the fields rest, Esc stops waiting."""
        self._rest(is_resting=True)
        self.say(self.tr("Signing in…"))

    def say(self, words: str, *, is_bad: bool = False, details: str = "") -> None:
        """Say how it stands; `details` for whoever rests the mouse on it."""
        self.said.setProperty("words", "red" if is_bad else "soft")
        self.said.style().polish(self.said)
        self.said.setText(words)
        self.said.setAccessibleName(words)
        self.said.setToolTip(details)
        # Words of several lines push nothing out of the window.
        self.resize(self.width(), max(self.height(), self.heightForWidth(self.width())))

    def fail(self, words: str) -> None:
        """It did not work: say why, and let the password be typed again."""
        self._rest(is_resting=False)
        self.say(words, is_bad=True)
        self.password.clear()
        self.password.setFocus()

    @property
    def is_resting(self) -> bool:
        """Whether an attempt is under way."""
        return not self.name.isEnabled()

    @Slot()
    def on_go(self) -> None:
        """Try, or say what is missing."""
        name = self.name.text().strip()
        if not name:
            self.say(self.tr("Fill in the name first."), is_bad=True)
            self.name.setFocus()
            return
        self.tried.emit(Given(name, self.password.text(), self.keep.isChecked()))

    @Slot()
    def reject(self) -> None:
        """Stop waiting; where nothing is waited for, leave."""
        if self.is_resting:
            self._rest(is_resting=False)
            self.say("")
            self.given_up.emit()
            self.password.setFocus()
            return
        super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the name goes to the password."""
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and self.name.hasFocus() and not self.password.text():
            self.password.setFocus()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Say everything in the language of now."""
        self.setWindowTitle(self.tr("Wangge — sign in"))
        self.title.setText(self.tr("Sign in to {0}").format(self._server))
        self._rows[self.name].setText(self.tr("&Name"))
        self._rows[self.password].setText(self.tr("&Password"))
        self.name.setAccessibleName(self.tr("Name"))
        self.password.setAccessibleName(self.tr("Password"))
        self.keep.setText(self.tr("Remember the password in the system's keyring"))
        self.go.setText(self.tr("Sign in"))
        self.leave.setText(self.tr("Cancel"))

    def _rest(self, *, is_resting: bool) -> None:
        for part in (self.name, self.password, self.keep, self.go):
            part.setEnabled(not is_resting)
        if is_resting:
            self.leave.setFocus()
