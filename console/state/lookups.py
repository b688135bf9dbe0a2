"""What the screens want made where nobody waits: asked here, answered by the side lane."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True, eq=False)
class Lookup:
    """`read` runs on the lane and touches no widget; `take` gets the answer on the GUI thread.

    The answer is what `read` gave, the Trouble or BadInput it raised, or None after a bug.
    """

    read: Callable[[], object]
    take: Callable[[object], None]


class Lookups(QObject):
    """The questions of one console to its side lane.

    Signals: `asked(object)` a Lookup, which `on_told` wants back with its answer.
    Thread: GUI
    """

    asked = Signal(object)

    def ask(self, read: Callable[[], object], take: Callable[[object], None]) -> None:
        """Have something read; `take` gets it, later and on this thread."""
        self.asked.emit(Lookup(read, take))

    @Slot(object, object)
    def on_told(self, lookup: Lookup, answer: object) -> None:
        """Hand an answer to whoever asked."""
        lookup.take(answer)
