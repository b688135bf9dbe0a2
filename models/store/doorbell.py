"""The doorbell: PostgreSQL says that the journal grew, and nothing more.

Its own connection listens; lost, it is made again with growing pauses, and until
then `problem` says so. A ring may be missed while it is lost, so a new connection counts
as a ring. Nothing here sleeps deaf: `wake` ends any wait at once.
"""

from __future__ import annotations

import select
import socket
import time
from typing import TYPE_CHECKING, Final

import psycopg

from models.domain.error import Trouble, Words
from models.store.engine import connect, troubles

if TYPE_CHECKING:
    from collections.abc import Callable

CHANNEL: Final = "wangge_journal"
LEAST_GAP_S: Final = 0.02
"""Rings closer than this are united: some fifty reads a second at the most."""
_FIRST_PAUSE_S = 0.25
_LONGEST_PAUSE_S = 2.0
"""Between the beginnings of two tries: one that waited for an answer has waited already."""


class Doorbell:
    """Waits for a ring. Thread: one waits, any may `wake`."""

    def __init__(
        self,
        url: str,
        steady_s: Callable[[], float] = time.monotonic,
        *,
        revive: Callable[[], object] | None = None,
    ) -> None:
        """`revive` is called, by the waiting thread, each time nobody answers."""
        self.problem: Words | None = None
        self._url = url
        self._revive = revive
        self._steady_s = steady_s
        self._connection: psycopg.Connection | None = None
        self._pause_s = _FIRST_PAUSE_S
        self._tried_s = self._next_try_s = steady_s()
        self._rang_s = steady_s() - LEAST_GAP_S
        self._waker, self._wakened = socket.socketpair()
        self._wakened.setblocking(False)  # noqa: FBT003 - its one argument

    def wait(self, timeout_s: float) -> bool:
        """Block until a ring, a wake, a new connection or the end of time; whether it rang."""
        deadline_s = self._steady_s() + timeout_s
        rang = self._listen(deadline_s)
        if rang:
            self._let_others_ring()
        return rang

    def wake(self) -> None:
        """End the present wait, or the next one, as if it had rung."""
        self._waker.send(b".")

    def close(self) -> None:
        """Hang up."""
        self._lose(None)
        self._waker.close()
        self._wakened.close()

    def _listen(self, deadline_s: float) -> bool:
        while True:
            now_s = self._steady_s()
            if self._connection is None and now_s >= self._next_try_s and self._connect():
                return True
            left_s = deadline_s - self._steady_s()
            if left_s <= 0:
                return False
            if self._connection is None:
                left_s = min(left_s, max(self._next_try_s - self._steady_s(), 0.001))
            if self._hear(left_s):
                return True

    def _hear(self, timeout_s: float) -> bool:
        ears: list[socket.socket | int] = [self._wakened]
        if self._connection is not None:
            ears.append(self._connection.fileno())
        ready, _, _ = select.select(ears, [], [], timeout_s)
        if self._wakened in ready:
            self._wakened.recv(4096)
            return True
        return bool(ready) and self._rings()

    def _rings(self) -> bool:
        """Take all rings that have come; a lost connection is put aside."""
        if self._connection is None:
            return False
        rang = False
        try:
            self._connection.pgconn.consume_input()
            while self._connection.pgconn.notifies() is not None:
                rang = True
        except psycopg.OperationalError as error:
            detail = (str(error).strip().splitlines() or ["?"])[0]
            self._lose(Words(f"数据库连接中断：{detail}", f"the database is away: {detail}"))
        return rang

    def _let_others_ring(self) -> None:
        rest_s = self._rang_s + LEAST_GAP_S - self._steady_s()
        if rest_s > 0:
            select.select([self._wakened], [], [], rest_s)
        self._rings()
        self._rang_s = self._steady_s()

    def _connect(self) -> bool:
        self._tried_s = self._steady_s()
        try:
            self._connection = connect(self._url, name="wangge doorbell", autocommit=True)
            with troubles():
                self._connection.execute(f"LISTEN {CHANNEL}")
        except Trouble as trouble:
            self._lose(self._what_stands_in_the_way(trouble).words)
            return False
        self.problem = None
        self._pause_s = _FIRST_PAUSE_S
        return True

    def _what_stands_in_the_way(self, trouble: Trouble) -> Trouble:
        """Have a dead server brought back for the next try; its own trouble says more."""
        if self._revive is None or trouble.code != "database_away":
            return trouble
        try:
            self._revive()
        except Trouble as deeper:
            return deeper
        return trouble

    def _lose(self, problem: Words | None) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if problem is None:
            return
        self.problem = problem
        self._next_try_s = max(self._tried_s + self._pause_s, self._steady_s() + _FIRST_PAUSE_S)
        self._pause_s = min(self._pause_s * 2, _LONGEST_PAUSE_S)
