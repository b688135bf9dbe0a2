"""The side lane: one thread for what takes long and changes nothing.

Plans, pages of search, old cases, the lore of the intake form: whoever waits for them must
not keep acts waiting, nor wait behind them, so they do not stand in the desk lane's line.
"""

from __future__ import annotations

import logging
import threading
from queue import SimpleQueue
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from models.domain.error import BadInput, Trouble

if TYPE_CHECKING:
    from console.work.desk_lane import Question

CLOSING_S = 5.0
_log = logging.getLogger(__name__)


class SideLane(QObject):
    """Answers questions, one after the other.

    Signals: `told(object, object)` a question's key and its answer: the Trouble or BadInput
    that came instead, None after a bug.
    Thread: made and used on the GUI thread; questions are read on the lane.
    """

    told = Signal(object, object)

    def __init__(self, name: str = "side") -> None:
        """`name` tells it from others in a log and in the list of a stall."""
        super().__init__()
        self._jobs: SimpleQueue[Question | None] = SimpleQueue()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"lane-{name}", daemon=True)

    def start(self) -> None:
        """Set it going."""
        self._thread.start()

    @Slot(object)
    def ask(self, question: Question) -> None:
        """Take a question; returns at once."""
        self._jobs.put(question)

    def stop(self) -> None:
        """Take no further job; returns at once."""
        self._stopping.set()
        self._jobs.put(None)

    def close(self, within_s: float = CLOSING_S) -> None:
        """Finish the job in hand and join the thread, within a deadline."""
        self.stop()
        if self._thread.is_alive():
            self._thread.join(within_s)

    # -- on the lane --------------------------------------------------------------------

    def _run(self) -> None:
        while not self._stopping.is_set():
            job = self._jobs.get()
            if job is None:
                return
            try:
                answer = job.read()
            except (BadInput, Trouble) as known:
                answer = known
            except Exception:  # the outermost loop of the lane
                _log.exception("the side lane stumbled")
                answer = None
            self.told.emit(job.key, answer)
