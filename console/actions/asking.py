"""What must be said before an act goes out: a reason, a result, a choice of two ways.

Nothing waits for the answer: an `Ask` lies open, beside everything else, until it is
answered or dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from console.actions.initials import no_initials
from console.actions.naming import NO_NAMES, Names
from console.actions.phrase_blanks import unfilled
from models.domain.error import BadInput, Words
from models.domain.refusal import Refused
from models.feed.frame import Capability

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from console.actions.initials import Initials
    from console.state.session import Session
    from models.domain.command import Intent
    from models.feed.frame import Frame

Act = tuple["Intent", "int | None"]
"""An intent and the version of the incident that its author saw."""


NO_WORDS = Words("", "")
"""Where nothing is to be said."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to answer. `needs_text` False: the words may be left out."""

    id: str
    words: Words
    needs_text: bool = True


@dataclass(frozen=True, slots=True)
class Blank:
    """One more line to fill in, with what usually stands there.

    Where that is masked, `meant` is what it stands for. `hint` stands in an empty one.
    """

    label: Words
    usual: str = ""
    meant: str = ""
    hint: Words = NO_WORDS

    def read(self, said: str) -> str:
        """What somebody wrote into it; left as it stood, what it stands for."""
        return self.meant if self.meant and said == self.usual else said


@dataclass(frozen=True, slots=True)
class Ask:
    """Something open: what it is about, what to weigh, how it can be answered.

    `make` turns a choice's id, the words and one more text for each blank into acts; it may
    raise `Refused` or `BadInput`, and the ask stays open then. `phrases` are offered for a
    click, `names` are what the words name. The first choice is the usual one; an empty prompt
    asks for no words. `is_told`: whoever asks tells what becomes of several acts.
    """

    title: Words
    choices: tuple[Choice, ...]
    prompt: Words
    make: Callable[..., Sequence[Act]]
    grounds: tuple[Words, ...] = ()
    phrases: tuple[Words, ...] = ()
    blanks: tuple[Blank, ...] = ()
    names: Names = NO_NAMES
    is_told: bool = False


NEEDED = Words("请先填写。", "Fill this in first.")


class Asking(QObject):
    """The one open ask of a window; a newer one takes its place.

    `spelling` gives the initials by which names are found.

    Signals: `asked(object)` an Ask is open; `ended()` none is open any more;
    `told(object)` Words about an answer that cannot be used.
    Thread: GUI
    """

    asked = Signal(object)
    ended = Signal()
    told = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._ask: Ask | None = None
        self.spelling: Callable[[], Initials] = no_initials
        session.frame_changed.connect(self.on_frame)

    @property
    def current(self) -> Ask | None:
        """What is open."""
        return self._ask

    def open(self, ask: Ask) -> None:
        """Ask."""
        self._ask = ask
        self.asked.emit(ask)

    def answer(self, choice_id: str, text: str, more: Sequence[str] = ()) -> bool:
        """Send what the answer makes; False where it cannot be used yet, which is told.

        `more` are the texts of the ask's blanks, in their order.
        """
        ask = self._ask
        if ask is None:
            return False
        choice = next(choice for choice in ask.choices if choice.id == choice_id)
        lack = NEEDED if choice.needs_text and not text.strip() else unfilled(text)
        if lack is not None:
            self.told.emit(lack)
            return False
        try:
            acts = ask.make(choice_id, text.strip(), *(one.strip() for one in more))
        except Refused as refused:
            self.told.emit(refused.refusal.words)
            return False
        except BadInput as bad:
            self.told.emit(bad.words)
            return False
        self.drop()
        if not ask.is_told:
            self._session.send_all(acts)
            return True
        for intent, seen_version in acts:
            self._session.send(intent, seen_version=seen_version)
        return True

    def drop(self) -> None:
        """Think better of it."""
        if self._ask is not None:
            self._ask = None
            self.ended.emit()

    @Slot(object)
    def on_frame(self, frame: Frame) -> None:
        """A jump in time, or a desk that was sealed, leaves nothing half-done."""
        if frame.jumped or not frame.may(Capability.DISPATCH):
            self.drop()
