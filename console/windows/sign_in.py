"""Who sits down here: name and password for a central database, else a name alone.

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
    from PySide6.QtGui import QKeyEvent, QShowEvent

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

    Signals: `tried(object)` what was Given; `given_up()` somebody thought better of waiting;
    `sheet_wanted()` the shift is to be handed over before the seat.
    Thread: GUI
    """

    tried = Signal(object)
    given_up = Signal()
    sheet_wanted = Signal()

    def __init__(
        self,
        look: Look,
        server: str,
        *,
        login: str = "",
        can_keep: bool = False,
        until_now: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """`can_keep`: there is a keyring to remember the password in.

        `until_now` sat here and hands the seat over. Without a server there is no password:
        whoever is at the machine is believed.
        """
        super().__init__(parent)
        self._server, self._until_now = server, until_now
        self.title, self.said = QLabel(), QLabel()
        self.name, self.password = QLineEdit(login), QLineEdit()
        self.keep = QCheckBox()
        self.keep.setVisible(can_keep and bool(server))
        self.go, self.leave, self.sheet = QPushButton(), QPushButton(), QPushButton()
        self.sheet.setVisible(bool(until_now))
        self._rows: dict[QLineEdit, QLabel] = {}
        self._build(look)
        for part in (self.password, self._rows[self.password]):
            part.setVisible(bool(server))
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
        buttons = self._buttons()
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

    def _buttons(self) -> QHBoxLayout:
        self.sheet.setProperty("kind", "flat")
        self.sheet.setAutoDefault(False)
        self.sheet.clicked.connect(self.on_sheet)
        buttons = QHBoxLayout()
        buttons.addWidget(self.sheet)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.go)
        self.go.setProperty("kind", "primary")
        self.go.setDefault(True)
        self.leave.setAutoDefault(False)
        return buttons

    @Slot()
    def on_sheet(self) -> None:
        """The sheet first: whoever leaves hands the shift over, then the seat."""
        self.reject()
        self.sheet_wanted.emit()

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
        if self.isVisible():
            self._fit()

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

    def _fit(self) -> None:
        """Words of several lines push nothing out of the window."""
        self.resize(self.width(), max(self.height(), self.heightForWidth(self.width())))

    # Qt overrides

    def showEvent(self, event: QShowEvent) -> None:
        """Only now is the width known."""
        super().showEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the name goes to the password."""
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        is_next = bool(self._server) and not self.password.text()
        if is_enter and self.name.hasFocus() and is_next:
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
        self.title.setText(self._title())
        if self._until_now:
            self.setWindowTitle(self.tr("Wangge — hand over the seat"))
            self.say(self._about())
        self._rows[self.name].setText(self.tr("&Name"))
        self._rows[self.password].setText(self.tr("&Password"))
        self.name.setAccessibleName(self.tr("Name"))
        self.password.setAccessibleName(self.tr("Password"))
        self.keep.setText(self.tr("Remember the password in the system's keyring"))
        self.go.setText(self.tr("Take over") if self._until_now else self.tr("Sign in"))
        self.leave.setText(self.tr("Cancel"))
        self.sheet.setText(self.tr("Shift hand-over sheet…"))

    def _title(self) -> str:
        if self._until_now:
            return self.tr("{0} hands the seat over").format(self._until_now)
        return self.tr("Sign in to {0}").format(self._server)

    def _about(self) -> str:
        if self._server:
            return self.tr(
                "Whoever takes over signs in to {0}. What still waits to be sent stays its"
                " author's."
            ).format(self._server)
        return self.tr("Whoever takes over gives a name: it stands at every act from now on.")

    def _rest(self, *, is_resting: bool) -> None:
        for part in (self.name, self.password, self.keep, self.go):
            part.setEnabled(not is_resting)
        if is_resting:
            self.leave.setFocus()
