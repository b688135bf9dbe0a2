"""Signing in before a window: the password from where it is kept, else from a person.

A server that is away is waited for, and the window says so; a wrong password is asked for
again. Whoever is signed in already goes on without any of this when the server goes away.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

from console.app.keyring import Keyring
from console.windows.sign_in import Given, SignInWindow
from console.work.attempt import Attempt
from models.domain.error import Trouble, WorldlyError
from models.store.dsn import password_in
from models.store.signing_in import SignedIn, as_login, login_in, server_in, sign_in

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from console.app.home import Address
    from console.app.stage import Stage

AGAIN_MS: Final = 3_000
WAITED_FOR: Final = frozenset({"database_away", "database_busy", "database_read_only"})
"""Troubles that pass by themselves."""


class SigningIn(QObject):
    """One sign-in, from the first look to a URL that lets in.

    Thread: GUI
    """

    def __init__(
        self,
        stage: Stage,
        url: str,
        *,
        keyring: Keyring | None = None,
        until_now: str = "",
        over: QWidget | None = None,
    ) -> None:
        """Ask `over` a running desk who takes over from whoever sat there `until_now`.

        What the one before gave lets nobody else in, and it is not offered.
        """
        super().__init__()
        self._stage = stage
        self._url = as_login(url, "", "") if over else url
        self._keyring = keyring or Keyring()
        self._server = server_in(url)
        known = login_in(url) or stage.settings.login_at(self._server)
        self._login = "" if over else known
        self._tried = Given("", "", keep=False)
        self._number = 0
        self.signed_in: SignedIn | None = None
        self._attempt = Attempt(self)
        self._attempt.ended.connect(self.on_ended)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self.on_again)
        self.window = SignInWindow(
            stage.look,
            self._server,
            login=self._login,
            can_keep=self._keyring.is_there,
            until_now=until_now,
            parent=over,
        )
        self.window.finished.connect(self._again.stop)
        self.window.tried.connect(self.on_tried)
        self.window.given_up.connect(self.on_given_up)

    def run(self) -> SignedIn | None:
        """Show the window until somebody is in; None where they left."""
        kept = self._keyring.password(self._server, self._login)
        if kept or password_in(self._url):
            self.on_tried(Given(self._login, kept, keep=bool(kept)))
        self.window.exec()
        return self.signed_in

    @Slot(object)
    def on_tried(self, given: Given) -> None:
        """Try a name and a password."""
        self._tried = given
        self.window.begin()
        self.on_again()

    @Slot()
    def on_again(self) -> None:
        """Try what was tried before."""
        login, password = self._tried.login, self._tried.password
        is_given = login == login_in(self._url) and not password
        url = self._url if is_given else as_login(self._url, login, password)
        self._number = self._attempt.begin(partial(sign_in, url))

    @Slot()
    def on_given_up(self) -> None:
        """What comes of the attempt is nobody's affair any more."""
        self._again.stop()
        self._number = -1

    @Slot(int, object)
    def on_ended(self, number: int, answer: object) -> None:
        """In, or not, or not yet."""
        if number != self._number:
            return
        if isinstance(answer, SignedIn):
            self._remember()
            self.signed_in = answer
            self.window.accept()
        elif isinstance(answer, Trouble) and answer.code in WAITED_FOR:
            self.window.say(
                self.tr("The server is away. Trying again until it answers (Esc stops)."),
                is_bad=True,
                details=answer.words.in_(self._stage.settings.language),
            )
            self._again.start()
        elif isinstance(answer, WorldlyError):
            self.window.fail(self._words(answer))

    def _words(self, error: WorldlyError) -> str:
        if isinstance(error, Trouble) and error.code == "database_refuses":
            # A server tells a wrong name from a wrong or expired password to nobody.
            return self.tr(
                "Name or password is wrong, or the password has expired. The administrator "
                "gives a new one."
            )
        return error.words.in_(self._stage.settings.language)

    def _remember(self) -> None:
        login, password, keep = self._tried.login, self._tried.password, self._tried.keep
        self._stage.settings.keep_login(self._server, login)
        if keep and password:
            self._keyring.keep(self._server, login, password)
        elif not keep:
            self._keyring.forget(self._server, login)


def signed_in(stage: Stage, address: Address) -> Address | None:
    """The address as somebody who signed in; None where nobody did.

    An embedded home has nobody to sign in: who sits at the machine holds every role.
    """
    if address.db_url is None:
        return address
    found = SigningIn(stage, address.db_url).run()
    return None if found is None else replace(address, db_url=found.url)
