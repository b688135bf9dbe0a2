"""Looks facts up for a console's questions: in a home's journal, or in a recording."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Protocol

from models.feed.reach import picture_at_seq
from models.picture.secrecy import restricted_by, restricted_in, visible
from models.picture.shift_sheet import counted
from models.store.ask_alike import finished_alike
from models.store.engine import troubles
from models.store.fixes import read_fixes
from models.store.journal import read_between, timeline
from models.store.secret_facts import without_secrets
from models.store.shift_facts import happened_since

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from uuid import UUID

    from console.app.home import Home
    from console.state.experience import Alike
    from console.state.past import PastWanted
    from models.domain.category import Category
    from models.domain.fact import Entry
    from models.feed.source import Source
    from models.feed.track import Fixes
    from models.picture.picture import Picture
    from models.picture.shift_sheet import Begun, Happened
    from models.store.engine import Connection

HISTORY = 200
"""So many facts from before a jump are put into the journal's panel."""


class FactsOf(Protocol):
    """Looks facts up. Thread: desk lane."""

    def about(self, incident_id: UUID) -> list[Entry]:
        """The facts of one incident, oldest first."""

    def up_to(self, seq: int) -> list[Entry]:
        """The last `HISTORY` facts up to one, oldest first."""

    def fixes(self, wanted: PastWanted) -> Fixes:
        """Where people were."""

    def alike(self, question: Alike) -> Mapping[UUID, int]:
        """Who finished how many cases alike."""

    def picture(self, seq: int) -> Picture:
        """The whole picture when a fact was the last. Thread: side lane."""

    def happened(self, begun: Begun, seq: int) -> tuple[Happened, Happened]:
        """What happened in a shift up to a fact: all that may be seen, and what all may see.

        Thread: side lane.
        """


class StoredFacts:
    """Looks facts up in a home's journal."""

    def __init__(self, home: Home, *, is_cleared: bool) -> None:
        self._home = home
        self._is_cleared = is_cleared

    def about(self, incident_id: UUID) -> list[Entry]:
        """The facts of one incident, oldest first."""
        with contextlib.closing(self._home.connection()) as connection, troubles():
            return self._shown(connection, timeline(connection, incident_id))

    def up_to(self, seq: int) -> list[Entry]:
        """The last facts up to one, oldest first."""
        first = seq - HISTORY + 1
        with (
            contextlib.closing(self._home.connection()) as connection,
            troubles(),
            connection.transaction(),
        ):
            return self._shown(connection, read_between(connection, first, seq))

    def _shown(self, connection: Connection, entries: Iterable[Entry]) -> list[Entry]:
        return list(entries) if self._is_cleared else without_secrets(connection, entries)

    def fixes(self, wanted: PastWanted) -> Fixes:
        """Where people were."""
        with contextlib.closing(self._home.connection()) as connection, troubles():
            return read_fixes(connection, wanted.since, wanted.until, wanted.ref)

    def alike(self, question: Alike) -> Mapping[UUID, int]:
        """Who finished how many cases alike."""
        with contextlib.closing(self._home.connection()) as connection, troubles():
            return finished_alike(connection, question.category, question.cell)

    def picture(self, seq: int) -> Picture:
        """The whole picture when a fact was the last."""
        with contextlib.closing(self._home.source()) as source:
            return picture_at_seq(source, seq)

    def happened(self, begun: Begun, seq: int) -> tuple[Happened, Happened]:
        """What happened in a shift up to a fact."""
        with contextlib.closing(self._home.connection()) as connection, troubles():
            return happened_since(connection, begun, seq, is_cleared=self._is_cleared)


class RecordedFacts:
    """Looks facts up in a recording, which holds them all in memory.

    For whoever is not cleared, what was restricted in it at any time is not in it.
    """

    def __init__(
        self, source: Source, categories: Mapping[str, Category], *, is_cleared: bool
    ) -> None:
        self._source = source
        entries: Sequence[Entry] = source.read_after(0, sys.maxsize)
        first = source.picture_up_to(0)
        hidden = restricted_in(first, categories) | restricted_by(entries, categories)
        self._bare = visible(entries, hidden, categories)
        self._entries = entries if is_cleared else self._bare

    def about(self, incident_id: UUID) -> list[Entry]:
        """The facts of one incident, as far back as the recording goes."""
        return [entry for entry in self._entries if entry.fact.subject_id == incident_id]

    def up_to(self, seq: int) -> list[Entry]:
        """The last facts up to one, oldest first."""
        return [entry for entry in self._entries if entry.seq <= seq][-HISTORY:]

    def fixes(self, wanted: PastWanted) -> Fixes:
        """Where people were, as far back as the recording goes."""
        fixes = self._source.fixes_between(wanted.since, wanted.until)
        return fixes if wanted.ref is None else fixes.taken(fixes.member == wanted.ref)

    def alike(self, _question: Alike) -> Mapping[UUID, int]:
        """A recording tells of its hours alone: nobody knows what they did before."""
        return {}

    def picture(self, seq: int) -> Picture:
        """The whole picture when a fact was the last, as far back as the recording goes."""
        return picture_at_seq(self._source, seq)

    def happened(self, begun: Begun, seq: int) -> tuple[Happened, Happened]:
        """What happened in a shift up to a fact, as far back as the recording goes."""
        both = (self._entries, self._bare)
        own, bare = (counted(_since(entries, begun, seq)) for entries in both)
        return own, bare


def _since(entries: Iterable[Entry], begun: Begun, seq: int) -> Iterator[tuple[str, UUID]]:
    for entry in entries:
        is_after = entry.recorded_at > begun.at if begun.seq is None else entry.seq > begun.seq
        if is_after and entry.seq <= seq:
            yield entry.fact.verb, entry.fact.subject_id
