"""What passes between the people of a room: a shift handed over and signed for, a note to all.

A hand-over says as of which fact of the journal it was made. Whoever stands at that fact
later, in a replay, reads the same sheet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from models.domain.ids import CellId, HandoverId, IncidentId, RoomNoteId

MOST_INSTRUCTIONS: Final = 4_000
"""Characters of the instructions: a page that is read at the start of a shift."""
MOST_NOTE: Final = 500
"""Characters of a note: it is read in passing."""
LONGEST_NOTE_DAYS: Final = 7
"""A note that is to stand for longer is an instruction, or a rule."""
MOST_NOTES: Final = 200
"""So many may stand at once: every console carries them in its picture."""
KEPT_HANDOVERS: Final = 60
"""So many of the last are in the picture; older ones are in the journal and its tables."""


@dataclass(frozen=True, slots=True)
class ShiftFigures:
    """How much there was at a hand-over, restricted incidents left out.

    The last four speak of the shift: how many incidents each happened to.
    """

    open: int = 0
    emergencies: int = 0
    red: int = 0
    yellow: int = 0
    suspended: int = 0
    to_approve: int = 0
    unanswered: int = 0
    on_duty: int = 0
    perimeters: int = 0
    received: int = 0
    dispatched: int = 0
    closed: int = 0
    returned: int = 0


@dataclass(frozen=True, slots=True)
class Handover:
    """A shift that `author` handed over, and who signed for it.

    Invariants: `figures` are those of `ShiftFigures`, in its order, of the picture at
    `made_seq` and the instant `made_at`; the shift began at `since`. `taken_by` is empty
    until somebody else than the author signs, once. Of those with one `cell_path`, which is
    empty for the whole district, the one handed over last counts.
    """

    id: HandoverId
    version: int
    cell_path: tuple[CellId, ...]
    author: str
    station: str
    handed_at: datetime
    since: datetime
    made_at: datetime
    made_seq: int
    figures: tuple[int, ...]
    instructions: str
    taken_by: str = ""
    taken_station: str = ""
    taken_at: datetime | None = None

    @property
    def waits(self) -> bool:
        """Whether nobody has signed for it yet."""
        return self.taken_at is None


HANDOVER_WORDS = ("instructions",)
"""Personal fields: kept beside the journal, so that they can be erased."""


@dataclass(frozen=True, slots=True)
class RoomNote:
    """Something that one person says to all desks, until an instant, exclusive.

    `cell_path` is that of the incident it is about, else of the writer's own cells; empty
    for everybody. `seen_by` are those who acknowledged it, each once.
    """

    id: RoomNoteId
    version: int
    text: str
    incident: IncidentId | None
    cell_path: tuple[CellId, ...]
    author: str
    station: str
    told_at: datetime
    until: datetime
    seen_by: tuple[str, ...] = ()
    ended_at: datetime | None = None

    def stands(self, at: datetime) -> bool:
        """Whether it is to be read at an instant after it was written."""
        return self.ended_at is None and at < self.until

    def is_news_to(self, operator: str) -> bool:
        """Whether somebody has neither written nor acknowledged it."""
        return operator not in {self.author, *self.seen_by}


ROOM_NOTE_WORDS = ("text",)
"""Personal fields: kept beside the journal, so that they can be erased."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverShift:
    """Hand the shift over as it was at a fact of the journal; see `Handover`."""

    verb: ClassVar[str] = "hand-over-shift"
    handover: HandoverId
    instructions: str
    since: datetime
    made_at: datetime
    made_seq: int
    figures: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOverShift:
    """Sign for a shift; without an id, for the one that waits."""

    verb: ClassVar[str] = "take-over-shift"
    handover: HandoverId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TellRoom:
    """Say something to all desks until an instant; `about` is the incident it is about."""

    verb: ClassVar[str] = "tell-room"
    note: RoomNoteId
    text: str
    until: datetime
    about: IncidentId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeNote:
    """Acknowledge a note to the room."""

    verb: ClassVar[str] = "note-seen"
    note: RoomNoteId


@dataclass(frozen=True, slots=True, kw_only=True)
class EndNote:
    """Take a note to the room back before its time."""

    verb: ClassVar[str] = "end-note"
    note: RoomNoteId


def newest_first(handovers: Iterable[Handover]) -> list[Handover]:
    """The hand-overs, the last one first."""
    return sorted(handovers, key=lambda one: (one.handed_at, one.id), reverse=True)
