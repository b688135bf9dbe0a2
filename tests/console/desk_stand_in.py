"""A session on a fictional picture, and a stand-in for the desk lane that records acts.

`answer` carries the recorded commands out by the real handlers, in memory, and brings the
next frame, so that a story is told whole without a database or a thread.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from console.state.reference import Reference
from console.state.session import Seat, Session
from models.desk.act import Act, Fate
from models.desk.desk import OpenDesk
from models.desk.memory import MemoryWorks
from models.domain.category import Urgency
from models.domain.deadline import WorkCalendar
from models.domain.grid import Grid
from models.domain.lifecycle import Role
from models.domain.place import LonLat
from models.domain.refusal import Refused
from models.feed.frame import Capability, Frame
from models.feed.timeline import Mode
from models.feed.track import Fixes, to_us
from models.picture.fold import fold
from models.picture.picture import Picture
from tests.builders import JIMO, NINE, a_category, a_member, an_incident

if TYPE_CHECKING:
    from models.domain.command import Command
    from models.domain.incident import Incident
    from models.domain.member import Member

LIVE = frozenset({Capability.DISPATCH, Capability.SEEK, Capability.FOLLOW})
REPLAY = frozenset({Capability.SEEK, Capability.FOLLOW})
EVERY_ROLE = frozenset(Role)


def a_place(east_m: float = 0, north_m: float = 0) -> LonLat:
    """So many metres from the middle of the district."""
    return LonLat(JIMO.lon_deg + east_m / 89_600, JIMO.lat_deg + north_m / 111_195)


def a_picture(incidents: list[Incident], members: list[Member], seq: int = 1) -> Picture:
    """A picture of these subjects, with the tasks counted."""
    tasks: dict[Any, list[Any]] = {}
    for incident in incidents:
        for task in incident.open_tasks:
            tasks.setdefault(task.assignee, []).append(incident.id)
    return Picture(
        seq=seq,
        at=NINE,
        incidents={incident.id: incident for incident in incidents},
        members={member.id: member for member in members},
        tasks_of={member: tuple(ids) for member, ids in tasks.items()},
    )


def fixes_at(places: dict[int, LonLat], now: datetime, age_s: float = 20) -> Fixes:
    """One fix for each `Member.ref`, all of one age."""
    count = len(places)
    refs = sorted(places)
    return Fixes(
        np.array(refs, np.int32),
        np.full(count, to_us(now - timedelta(seconds=age_s)), np.int64),
        np.array([places[ref].lon_deg for ref in refs], float),
        np.array([places[ref].lat_deg for ref in refs], float),
        np.full(count, 1.2, np.float32),
        np.full(count, 45.0, np.float32),
    )


def a_frame(
    incidents: list[Incident],
    members: list[Member],
    places: dict[int, LonLat] | None = None,
    **given: Any,
) -> Frame:
    """A live frame at nine o'clock; members stand where `places` says."""
    usual: dict[str, Any] = {
        "picture": a_picture(incidents, members),
        "now": NINE,
        "mode": Mode.FOLLOWING,
        "capabilities": LIVE,
        "positions": fixes_at(places or {}, NINE),
        "positions_changed": True,
        "first_at": NINE - timedelta(hours=2),
        "last_at": NINE,
        "contact_at": NINE,
    }
    return Frame(**usual | given)


def a_reference(**given: Any) -> Reference:
    """Reference data without cells."""
    usual: dict[str, Any] = {
        "version": 1,
        "grid": Grid.of(()),
        "calendar": WorkCalendar(),
        "categories": {"E0102": a_category()},
    }
    return Reference(**usual | given)


def a_session(frame: Frame, roles: frozenset[Role] = EVERY_ROLE, **given: Any) -> Session:
    """A session of one operator."""
    seat = Seat("li", roles, "desk-1", given.pop("language", "zh"))
    return Session(frame, given.pop("reference", None) or a_reference(), seat)


class RecordingLane(QObject):
    """Records what goes to the desk; answers when told to.

    Thread: GUI
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.commands: list[Command] = []
        self.drawings: dict[Any, Any] = {}
        session.pending.act_sent.connect(self.on_act_sent)

    @Slot(object)
    def on_act_sent(self, command: Command) -> None:
        """Keep it."""
        self.commands.append(command)

    @property
    def intents(self) -> list[Any]:
        """What was wanted, in order."""
        return [command.intent for command in self.commands]

    def answer(self) -> list[Act]:
        """Carry out what has been recorded, tell the fates and show the next frame."""
        picture = self.session.frame.picture
        works = MemoryWorks(
            now=self.session.frame.now,
            categories=self.session.reference.categories,
            incidents=dict(picture.incidents),
            members=dict(picture.members),
            # The tables keep what the picture lets go of.
            drawings=self.drawings | dict(picture.drawings),
            wall=picture.wall,
            handovers=dict(picture.handovers),
            notes=dict(picture.notes),
            first_seq=picture.seq + 1,
        )
        for member, held in picture.tasks_of.items():
            works.open_tasks[member] = len(held)
        desk = OpenDesk(works)
        acts = []
        for command in self.commands:
            act = Act(command, self.session.frame.now)
            try:
                acts.append(replace(act, fate=Fate.CONFIRMED, done=desk.send(command)))
            except Refused as no:
                words = no.refusal.words
                acts.append(replace(act, fate=Fate.REFUSED, code=no.refusal.code, words=words))
            self.session.pending.on_answered(acts[-1])
        self.commands.clear()
        self.drawings = works.drawings
        after, changes = fold(picture, works.entries)
        frame = replace(self.session.frame, picture=after, changes=changes, jumped=False)
        self.session.show_frame(frame)
        self.session.turns.finish()
        return acts


def urgent_incident(**given: Any) -> Incident:
    """A registered, urgent one."""
    return an_incident(**{"urgency": Urgency.URGENT} | given)


def a_free_member(**given: Any) -> Member:
    """A member on duty with nothing in hand."""
    return a_member(**given)


class AskedLane(QObject):
    """Keeps what it is asked; the test answers."""

    told = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[Any] = []

    def ask(self, question: Any) -> None:
        self.asked.append(question)

    def keys(self) -> list[object]:
        return [question.key for question in self.asked]
