"""Answers a window's questions for hand-over sheets on the side lane, live and in replay."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from console.app.shift_papers import ground_for, papers_for, past_papers, seen_by
from console.state.shifts import SheetMade, SheetWanted

if TYPE_CHECKING:
    from collections.abc import Collection

    from console.app.facts_of import FactsOf
    from console.app.running import RunningConsole
    from console.state.reference import Reference
    from models.domain.lifecycle import Role


class ShiftDesk(QObject):
    """Between the questions of one session and its lookups; a child of the session.

    Thread: GUI
    """

    def __init__(self, running: RunningConsole) -> None:
        super().__init__(running.session)
        self._running = running
        self._session = running.session
        self._session.inquiries.asked.connect(self.on_asked)

    @Slot(object)
    def on_asked(self, question: object) -> None:
        """Have a sheet made on the lane, of what this seat may know."""
        if not isinstance(question, SheetWanted):
            return
        session = self._session
        roles = session.seat.roles
        read = partial(made, self._running.facts, question, session.reference, roles)
        told = partial(session.inquiries.on_told, question)
        session.lookups.ask(read, told)


def made(
    facts: FactsOf, wanted: SheetWanted, reference: Reference, roles: Collection[Role]
) -> SheetMade:
    """The sheet that is wanted; runs on the lane.

    The picture of a session is as its seat may see it; one out of the journal is not.
    """
    handover = wanted.handover
    if handover is None:
        ground = ground_for(reference)
        papers = papers_for(facts, wanted.picture, wanted.now, ground, wanted.scope)
        return SheetMade(papers, wanted.picture)
    picture = seen_by(facts.picture(handover.made_seq), reference, roles)
    return SheetMade(past_papers(facts, handover, picture, reference), picture)
