"""Answers the questions of a session on its side lane: search, archived cases, the lore.

A page of a million cases takes its time; no act waits behind it, and it behind no act.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from console.state.inquiries import ToOpen
from console.state.intake_lore import PAST_REPORTS, LoreWanted, make_lore
from models.geography.on_disk import give_back
from models.picture.search import Sought
from models.picture.secrecy import is_cleared
from models.store.engine import troubles
from models.store.searching import incident_of, past_reports, search

if TYPE_CHECKING:
    from console.app.home import Home
    from console.state.session import Session
    from models.picture.search import Found
    from models.store.engine import Connection


class Answering(QObject):
    """Between the questions of one session and its lookups; a child of the session.

    Thread: GUI
    """

    def __init__(self, home: Home, session: Session) -> None:
        super().__init__(session)
        self._home = home
        self._session = session
        session.inquiries.asked.connect(self.on_asked)

    @Slot(object)
    def on_asked(self, question: object) -> None:
        """Have it answered on the lane, by what this seat may know."""
        read = partial(_answer, self._home, question, is_cleared(self._session.seat.roles))
        told = partial(self._session.inquiries.on_told, question)
        self._session.lookups.ask(read, told)


def _answer(home: Home, question: object, may_know: bool) -> object:  # noqa: FBT001 - partial's
    """Read; runs on the lane."""
    with contextlib.closing(home.connection()) as connection, troubles():
        if isinstance(question, LoreWanted):
            lore = make_lore(question, past_reports(connection, PAST_REPORTS))
            give_back()  # here, where nobody waits
            return lore
        if isinstance(question, ToOpen):
            return incident_of(connection, question.incident, is_cleared=may_know)
        if isinstance(question, Sought):
            return _searched(connection, question, may_know=may_know)
    return None


def _searched(connection: Connection, question: Sought, *, may_know: bool) -> Found:
    return search(connection, replace(question, is_cleared=may_know))
