"""Questions that the screens ask and the side lane answers: words looked up, things learnt.

Whoever asks hands in a question and gets it back with its answer; nothing waits. Without
somebody to answer, as in a picture of a window, no answer ever comes, and that must do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from models.domain.ids import IncidentId


@dataclass(frozen=True, slots=True)
class ToOpen:
    """An incident that is in no picture any more, to be shown with all that is known of it."""

    incident: IncidentId


class Inquiries(QObject):
    """The questions of one session.

    Signals: `asked(object)` a question: a `Sought`, a `ToOpen`, a `LoreWanted`;
    `answered(object, object)` the question and its answer, a `Trouble` where the world was
    in the way.
    Thread: GUI
    """

    asked = Signal(object)
    answered = Signal(object, object)

    def ask(self, question: object) -> None:
        """Have it answered."""
        self.asked.emit(question)

    @Slot(object, object)
    def on_told(self, question: object, answer: object) -> None:
        """Hand an answer to whoever asked."""
        self.answered.emit(question, answer)
