"""One job at a time on a thread of its own, for those who have no lane yet: signing in."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from models.domain.error import WorldlyError

if TYPE_CHECKING:
    from collections.abc import Callable


class Attempt(QObject):
    """Tries something that may take its time.

    Signals: `ended(int, object)` the number of the attempt, and its answer or what stood
    in its way.
    Thread: GUI; the job runs on its own.
    """

    ended = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._number = 0

    def begin(self, job: Callable[[], object]) -> int:
        """Try; the number by which `ended` tells of it. What was begun before goes on."""
        self._number += 1
        number = self._number
        thread = threading.Thread(
            target=self._run, args=(number, job), name=f"attempt-{number}", daemon=True
        )
        thread.start()
        return number

    def _run(self, number: int, job: Callable[[], object]) -> None:
        answer: object
        try:
            answer = job()
        except WorldlyError as error:
            answer = error
        self.ended.emit(number, answer)
