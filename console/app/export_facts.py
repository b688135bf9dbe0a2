"""What exports are made from: the facts of a home or of a recording, and its reference data."""

from __future__ import annotations

import contextlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from console.app.reference import read_reference
from maps.export.moments import Moment
from models.feed.reach import moments
from models.feed.track import from_us
from models.picture.secrecy import is_restricted
from models.store.ask import restricted_incidents
from models.store.engine import troubles
from models.store.recording import RecordingSource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from console.app.home import Home
    from models.domain.ids import IncidentId
    from models.feed.source import Source


class ExportFacts:
    """A source of facts, opened, and the reference data of the home."""

    def __init__(self, home: Home, source: Source, *, is_recording: bool) -> None:
        self._home = home
        self._is_recording = is_recording
        self.source = source
        self.reference = read_reference(home)

    def present(self) -> Moment:
        """What is known now, at the instant of the last thing known: a fact or a fix."""
        picture, fixes = self.source.present(), self.source.latest_fixes()
        if not len(fixes):
            return Moment(picture, fixes, picture.at)
        last = from_us(int(fixes.ts_us.max()))
        return Moment(picture, fixes, max(picture.at, last))

    def moments(self, instants: Sequence[datetime]) -> list[Moment]:
        """What was known at each of some ascending instants."""
        found = moments(self.source, instants)
        return [Moment(picture, fixes, at) for at, picture, fixes in found]

    def restricted(self) -> frozenset[IncidentId]:
        """The incidents that are restricted by now, whatever moment is shown."""
        with contextlib.closing(self._home.connection()) as connection, troubles():
            known = restricted_incidents(connection)
        if not self._is_recording:
            return known
        recorded = self.source.present().incidents.values()
        categories = self.reference.categories
        return known | {one.id for one in recorded if is_restricted(one, categories)}


@contextmanager
def export_facts(home: Home, recording: Path | None) -> Iterator[ExportFacts]:
    """The facts of a home's journal, or of a recording that its reference data explain."""
    if recording is not None:
        yield ExportFacts(home, RecordingSource(recording), is_recording=True)
        return
    with contextlib.closing(home.source()) as journal:
        yield ExportFacts(home, journal, is_recording=False)
