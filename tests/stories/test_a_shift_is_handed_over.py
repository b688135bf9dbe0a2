"""A shift goes from one running console to another, over a live database and a dead one."""

from __future__ import annotations

from dataclasses import astuple
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from console.app.shift_desk import ShiftDesk
from console.state.shifts import (
    SheetMade,
    SheetWanted,
    may_sign,
    scope_here,
    unread_notes,
    waiting_shift,
)
from models.desk.act import Fate
from models.domain.error import Trouble
from models.domain.ids import IncidentId, RoomNoteId, new_uuid
from models.domain.shift import SeeNote, TakeOverShift, TellRoom
from models.picture.shift_sheet import intent_from
from models.store.embedded import kill_embedded, open_embedded, stop_embedded
from tests.console.cli.homes import Cli, make_district
from tests.stories.station import Station

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from models.domain.ids import CommandId
    from models.domain.shift import Handover

pytestmark = [pytest.mark.db, pytest.mark.gui, pytest.mark.story]
PATIENCE_MS = 25_000


class Room:
    """Two desks over one embedded server, with an incident reported before they came."""

    def __init__(self, folder: Path, cli: Cli, qtbot: Any) -> None:
        self.folder, self.cli, self.qtbot = folder, cli, qtbot
        self.incident = IncidentId(UUID(cli.incident(cli.registered())["id"]))
        url = open_embedded(folder).console
        self.one, self.two = (Station(folder / who, url, who) for who in ("li", "zhao"))
        self.answers: dict[int, SheetMade] = {}
        for desk in (self.one, self.two):
            ShiftDesk(desk.console)
            desk.session.inquiries.answered.connect(self.on_answered)
            self.until(lambda desk=desk: desk.state(self.incident) is not None)

    def on_answered(self, question: object, answer: object) -> None:
        """A sheet was made."""
        if isinstance(answer, SheetMade):
            self.answers[id(question)] = answer

    def until(self, condition: Callable[[], bool]) -> None:
        """Let the event loop run until a condition holds."""
        self.qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    def sheet(self, desk: Station, handover: Handover | None = None) -> SheetMade:
        """The sheet as a desk reads it: of now, or of a hand-over."""
        frame = desk.session.frame
        wanted = SheetWanted(frame.picture, frame.now, scope_here(desk.session), handover)
        desk.session.inquiries.ask(wanted)
        self.until(lambda: id(wanted) in self.answers)
        return self.answers[id(wanted)]

    def hand_over(self, desk: Station, instructions: str) -> CommandId:
        """Hand over what a desk reads now."""
        return desk.send(intent_from(self.sheet(desk).papers, instructions))

    def restart(self) -> None:
        """Bring the server back, as patient as a person who tries again."""

        def started() -> bool:
            try:
                open_embedded(self.folder)
            except Trouble:
                return False
            return True

        self.until(started)


@pytest.fixture
def room(tmp_path: Path, capsys: pytest.CaptureFixture[str], qtbot: Any) -> Iterator[Room]:
    """Both desks up and following."""
    folder = make_district(tmp_path / "home")
    built = Room(folder, Cli(folder, capsys), qtbot)
    yield built
    built.one.close()
    built.two.close()
    stop_embedded(folder)


def test_what_one_lead_hands_over_the_next_one_reads_and_signs_for(room: Room) -> None:
    one, two = room.one, room.two
    room.hand_over(one, "夜间留意积水点")
    room.until(lambda: waiting_shift(two.session) is not None)
    waiting = waiting_shift(two.session)
    assert waiting is not None
    assert (waiting.author, waiting.instructions) == ("li", "夜间留意积水点")
    assert may_sign(two.session, waiting)
    assert not may_sign(one.session, waiting)

    # The world goes on; the sheet that was handed over does not.
    room.cli.registered()
    read = room.sheet(two, waiting)
    assert astuple(read.papers.open.figures) == waiting.figures
    assert (read.papers.open.seq, read.papers.open.at) == (waiting.made_seq, waiting.made_at)

    two.send(TakeOverShift(handover=waiting.id))
    room.until(lambda: waiting_shift(one.session) is None)
    kept = one.session.frame.picture.handovers[waiting.id]
    assert (kept.taken_by, kept.taken_station) == ("zhao", "desk-zhao")
    room.until(lambda: one.session.frame.seq == two.session.frame.seq)
    assert one.session.frame.picture.digest() == two.session.frame.picture.digest()
    assert room.cli.ok("journal", "verify")["ok"] is True


def test_over_a_dead_server_a_shift_is_handed_over_as_its_author_read_it(room: Room) -> None:
    one, two = room.one, room.two
    seq = one.session.frame.seq
    kill_embedded(room.folder)
    room.until(lambda: one.session.frame.problem is not None)
    papers = room.sheet(one).papers
    assert not papers.open.happened.is_whole, "the sheet says that it may be more"
    command = room.hand_over(one, "断网交班")
    room.until(lambda: Fate.KEPT in one.fates(command))

    room.restart()
    room.until(lambda: Fate.CONFIRMED in one.fates(command))
    room.until(lambda: waiting_shift(two.session) is not None)
    waiting = waiting_shift(two.session)
    assert waiting is not None
    assert (waiting.made_seq, waiting.instructions) == (seq, "断网交班")
    assert waiting.figures[0] == papers.open.figures.open
    assert one.fates(command).count(Fate.CONFIRMED) == 1


def _seen_by(desk: Station, note: RoomNoteId) -> tuple[str, ...]:
    """Who has acknowledged a note, as a desk knows it; nobody where it knows no such note."""
    known = desk.session.frame.picture.notes.get(note)
    return known.seen_by if known is not None else ()


def test_what_one_tells_the_room_the_other_reads_at_once_and_acknowledges(room: Room) -> None:
    one, two = room.one, room.two
    until = datetime.now(UTC) + timedelta(hours=1)
    note = RoomNoteId(new_uuid())
    one.send(TellRoom(note=note, text="绕行东门", until=until, about=room.incident))
    room.until(lambda: [found.id for found in unread_notes(two.session)] == [note])
    two.send(SeeNote(note=note))
    room.until(lambda: _seen_by(one, note) == ("zhao",))
    room.until(lambda: unread_notes(two.session) == [])
