"""Checks the password of a locked desk: by the server, or by what is remembered of it."""

from __future__ import annotations

import hashlib
import hmac
import os
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import unquote

from PySide6.QtCore import QObject, Slot

from console.work.attempt import Attempt
from models.domain.error import Trouble, WorldlyError
from models.store.dsn import password_in
from models.store.signing_in import is_password, login_in

if TYPE_CHECKING:
    from console.app.home import Home
    from console.windows.locking import Locking

REFUSES = "database_refuses"


class Remembered:
    """A password as a salted digest."""

    def __init__(self, password: str) -> None:
        self._salt = os.urandom(16)
        self._digest = self._of(password)

    def fits(self, password: str) -> bool:
        """Whether it is the same."""
        return hmac.compare_digest(self._digest, self._of(password))

    def _of(self, password: str) -> bytes:
        said = password.encode("utf-8", "surrogatepass")
        return hashlib.scrypt(said, salt=self._salt, n=2**13, r=8, p=1)


class Unlocking(QObject):
    """Lets whoever signed in back to their desk; there is no lock without a password.

    Thread: GUI; a password is checked beside it.
    """

    def __init__(self, home: Home, locking: Locking) -> None:
        super().__init__(locking)
        self._locking = locking
        self._url = home.address.db_url or ""
        self._attempt = Attempt(self)
        self._attempt.ended.connect(self.on_ended)
        password = unquote(password_in(self._url))
        if password:
            self._known = Remembered(password)
            locking.tried.connect(self.on_tried)
            locking.arm()

    @Slot(str)
    def on_tried(self, password: str) -> None:
        """Check a password."""
        self._attempt.begin(partial(is_theirs, self._url, password, self._known))

    @Slot(int, object)
    def on_ended(self, _number: int, answer: object) -> None:
        """Right or wrong."""
        self._locking.answer(is_right=answer is True)


def is_theirs(url: str, password: str, known: Remembered) -> bool:
    """Whether a password is that of the URL's login.

    The server has the word. While it is away, or asks nobody for a password, what was
    remembered at the sign-in has it.
    """
    try:
        said = is_password(url, login_in(url), password)
    except Trouble as trouble:
        return trouble.code != REFUSES and known.fits(password)
    except WorldlyError:
        return False
    return known.fits(password) if said is None else said
