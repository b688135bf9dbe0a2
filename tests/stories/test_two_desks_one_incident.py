"""Two desks over one home: what one drags the other sees; of two at once, one wins.

The home is in memory and the lanes are stand-ins; rules, fold, sessions and windows are
the product's own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from console.settings.look import Look
from console.settings.settings import Settings
from console.state.session import Seat, Session
from console.windows.desk import DeskWindow
from maps.canvas.marks import INCIDENT, MEMBER
from models.desk.act import Act, Fate
from models.desk.desk import OpenDesk
from models.desk.memory import MemoryWorks
from models.domain.incident import State
from models.domain.refusal import Refused
from models.picture.fold import fold
from tests.builders import NINE, a_member, an_incident
from tests.console.desk_stand_in import EVERY_ROLE, a_frame, a_place, a_reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from uuid import UUID

    from models.domain.command import Command

pytestmark = [pytest.mark.gui, pytest.mark.story]
LEFT, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class Station:
    """One console: its session, its window, and the acts it has not sent yet."""

    def __init__(self, operator: str, frame: Any, home: Path) -> None:
        seat = Seat(operator, EVERY_ROLE, f"desk-{operator}", "en")
        self.session = Session(frame, a_reference(), seat)
        self.window = DeskWindow(self.session, Settings(home, "en"), Look(), tiles="here")
        self.waiting: list[Command] = []
        self.session.pending.act_sent.connect(self.waiting.append)

    @property
    def told(self) -> str:
        return "\n".join(self.window.notices.texts)

    def drag(self, incident: UUID, member: UUID) -> None:
        canvas = self.window.map.canvas
        places = [
            canvas.image.place_m(INCIDENT, incident),
            canvas.image.place_m(MEMBER, member),
        ]
        start, end = (QPoint(round(x), round(y)) for x, y in canvas.view.to_screen(places))
        QTest.mousePress(canvas, LEFT, NO_KEY, start)
        for at in (start + (end - start) / 3, end):
            QTest.mouseMove(canvas, at)
        QTest.mouseRelease(canvas, LEFT, NO_KEY, end)


class Centre:
    """Two stations over one home in memory."""

    def __init__(self, home: Path, qtbot: Any) -> None:
        self.case = an_incident(place=a_place())
        self.one, self.other = a_member(name="Ann"), a_member(name="Bob")
        members = [self.one, self.other]
        places = {self.one.ref: a_place(500), self.other.ref: a_place(-300, 400)}
        frame = a_frame([self.case], members, places)
        self.works = MemoryWorks(
            now=NINE,
            incidents=dict(frame.picture.incidents),
            members=dict(frame.picture.members),
            first_seq=frame.seq + 1,
        )
        self.desk = OpenDesk(self.works)
        self.stations = [Station(name, frame, home) for name in ("li", "wang")]
        for station in self.stations:
            station.window.resize(1400, 800)
            with qtbot.waitExposed(station.window):
                station.window.show()

    def carry_out(self, station: Station) -> None:
        """What the desk lane does with the acts of a station."""
        for command in station.waiting:
            act = Act(command, NINE)
            try:
                done = self.desk.send(command)
                station.session.pending.on_answered(
                    replace(act, fate=Fate.CONFIRMED, done=done)
                )
            except Refused as no:
                told = replace(act, fate=Fate.REFUSED, code=no.refusal.code)
                station.session.pending.on_answered(replace(told, words=no.refusal.words))
        station.waiting.clear()

    def show(self) -> None:
        """What the feed lanes do: everybody folds what was recorded."""
        for station in self.stations:
            before = station.session.frame
            picture, changes = fold(before.picture, self.works.entries)
            station.session.show_frame(replace(before, picture=picture, changes=changes))
            station.session.turns.finish()


@pytest.fixture
def centre(qtbot: Any, tmp_path: Path) -> Iterator[Callable[[], Centre]]:
    made: list[Centre] = []

    def make() -> Centre:
        made.append(Centre(tmp_path, qtbot))
        return made[-1]

    yield make
    for one in made:
        for station in one.stations:
            station.window.close()
            station.window.deleteLater()


def test_what_one_desk_drags_the_other_sees(centre: Callable[[], Centre]) -> None:
    room = centre()
    mine, theirs = room.stations
    mine.drag(room.case.id, room.one.id)
    room.carry_out(mine)
    room.show()
    seen = theirs.session.frame.picture.incidents[room.case.id]
    assert seen.state is State.DISPATCHED
    assert seen.lead is not None
    assert seen.lead.assignee == room.one.id
    assert "dispatched" in theirs.window.log.model.index(0, 0).data()


def test_of_two_who_drag_at_once_one_wins_and_the_other_is_told_who(
    centre: Callable[[], Centre],
) -> None:
    room = centre()
    mine, theirs = room.stations
    mine.drag(room.case.id, room.one.id)
    theirs.drag(room.case.id, room.other.id)
    room.carry_out(mine)
    room.carry_out(theirs)
    room.show()
    assert "already dispatched" in theirs.told
    assert "li" in theirs.told
    assert [entry.fact.verb for entry in room.works.entries] == ["dispatched"]
    assert theirs.session.pending.acts == ()
