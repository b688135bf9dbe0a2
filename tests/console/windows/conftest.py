"""Windows over a fictional picture, with a stand-in for the desk lane."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from console.settings.look import Look
from console.settings.settings import Settings
from models.domain.incident import State
from models.domain.member import Duty
from tests.builders import a_member, a_task, an_incident
from tests.console.desk_stand_in import RecordingLane, a_frame, a_place, a_session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


class Room:
    """A window with its session, the lane that records, and the people in the picture.

    `case` waits to be dispatched and `near` stands 400 m from it, free; `off` is off duty,
    `taken` is in the hands of `lead`.
    """

    def __init__(self, make: Callable[..., Any], home: Path, qtbot: Any, **given: Any) -> None:
        self.near = a_member(name="近处", number="M-NEAR")
        self.off = a_member(name="休息", number="M-OFF", duty=Duty.OFF)
        self.lead = a_member(name="主办", number="M-LEAD")
        self.case = an_incident(place=a_place(), version=4)
        self.taken = an_incident(
            State.HANDLING, place=a_place(-900, 500), tasks=(a_task(self.lead),)
        )
        self.early = an_incident(State.REPORTED, place=a_place(-500, -700))
        members = [self.near, self.off, self.lead]
        spots = (a_place(400), a_place(0, 500), a_place(-800, -200))
        places = {m.ref: at for m, at in zip(members, spots, strict=True)}
        kept = {key: given.pop(key) for key in ("capabilities", "mode") if key in given}
        frame = a_frame([self.case, self.taken, self.early], members, places, **kept)
        self.session = a_session(frame, **{"language": "en"} | given)
        self.lane = RecordingLane(self.session)
        self.settings = Settings(home, "en")
        self.look = Look()
        self.window = make(self)
        self.window.resize(1600, 900)
        with qtbot.waitExposed(self.window):
            self.window.show()
        for panel in ("queue", "roster"):
            if hasattr(self.window, panel):
                getattr(self.window, panel).settle()

    @property
    def told(self) -> str:
        """All that the notices say."""
        return "\n".join(self.window.notices.texts)


@pytest.fixture
def room(qtbot: Any, tmp_path: Path) -> Iterator[Callable[..., Room]]:
    """Makes rooms, and clears them away."""
    rooms: list[Room] = []

    def make(window: Callable[..., Any], **given: Any) -> Room:
        rooms.append(Room(window, tmp_path, qtbot, **given))
        return rooms[-1]

    yield make
    for one in rooms:
        one.window.close()
        one.window.deleteLater()
