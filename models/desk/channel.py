"""The port of channels: ways to tell somebody of a task, and to hear how that fared.

A channel may live in a package of its own (`docs/channels.md`). It is called on a lane of its
own, never on the GUI thread; it keeps its own time limits, and answers within ten seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from models.domain.conveying import IN_APP

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Message:
    """The word of one task, for one try.

    `key` is made of the task's id and the number of the try: a channel that is given a key
    again sends nothing again. `phone` may be empty. Nothing of it is kept by the console.
    """

    key: str
    name: str = field(repr=False)
    phone: str = field(repr=False)
    text: str = field(repr=False)


class ReceiptKind(StrEnum):
    """What a channel hears of a message."""

    DELIVERED = "delivered"
    SEEN = "seen"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of the message of a key; `at`, aware, is when, where the channel knows.

    `failure` is a code of letters: `no_number`, `unreachable`, `rejected`, `expired`, or one
    of the channel's own.
    """

    key: str
    kind: ReceiptKind
    at: datetime | None = None
    failure: str = ""


class NotSent(Exception):
    """A channel could not take a message; `failure` is a code as in a receipt."""

    def __init__(self, failure: str) -> None:
        super().__init__(failure)
        self.failure = failure


class Channel(Protocol):
    """What a channel does. Thread: the lane of this channel, one call at a time."""

    def send(self, message: Message) -> None:
        """Take a message on its way.

        Raises
        ------
        NotSent
            It will not go out by this channel; the next one is tried at once.
        """

    def receipts(self) -> Iterable[Receipt]:
        """What was heard since, until it is settled; the same may come again."""

    def settle(self, receipt: Receipt) -> None:
        """In the journal, too late, or not to be read: it need not come again."""


class InApp:
    """The built-in channel: the task stands where the member's page reads it.

    Arrival and sight are told by that page itself, as `deliver` and `see`.
    """

    def send(self, message: Message) -> None:
        """Nothing has to go anywhere."""

    def receipts(self) -> Iterable[Receipt]:
        """None: the page speaks for itself."""
        return ()

    def settle(self, receipt: Receipt) -> None:
        """Nothing to forget."""


def key_of(task: UUID, attempt: int) -> str:
    """The key of a try: the task's id and its number."""
    return f"{task.hex}-{attempt}"


BUILT_IN = {IN_APP: InApp}
