"""Passwords in the keyring of the system, where there is one; nowhere else, never in clear.

The library `keyring` is an extra (`bootstrap.py setup --keyring`): a machine without it, or
without a keyring that answers, remembers the name alone.
"""

from __future__ import annotations

import logging
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

SERVICE = "wangge"
_log = logging.getLogger(__name__)


class Keyring:
    """The system's keyring, by database and login."""

    def __init__(self, library: ModuleType | None = None) -> None:
        """`library` stands in for the one that is installed."""
        self._library = library or _installed()

    @property
    def is_there(self) -> bool:
        """Whether passwords can be kept."""
        return self._library is not None

    def password(self, place: str, login: str) -> str:
        """What was kept; empty where nothing was, or the keyring does not answer."""
        if self._library is None or not login:
            return ""
        try:
            return self._library.get_password(SERVICE, f"{login}@{place}") or ""
        except Exception as error:
            _log.warning("the keyring does not answer: %s", error)
            return ""

    def keep(self, place: str, login: str, password: str) -> bool:
        """Keep a password; whether that went well."""
        if self._library is None:
            return False
        try:
            self._library.set_password(SERVICE, f"{login}@{place}", password)
        except Exception as error:
            _log.warning("the keyring takes nothing: %s", error)
            return False
        return True

    def forget(self, place: str, login: str) -> None:
        """Take a password away, if there is one."""
        if self._library is None or not self.password(place, login):
            return
        try:
            self._library.delete_password(SERVICE, f"{login}@{place}")
        except Exception as error:
            _log.warning("the keyring lets nothing go: %s", error)


def _installed() -> ModuleType | None:
    try:
        library = import_module("keyring")
        backend = library.get_keyring()
    except Exception as error:
        _log.info("no keyring here: %s", error)
        return None
    # "fail" and "null" are keyring's own words for "there is none".
    return None if backend.priority <= 0 else library
