"""Whatever the screens said live, they say again when somebody stands there in a replay."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from console.panels.queue import QueuePanel
from console.panels.roster import RosterPanel
from console.panels.status_strip import StatusStrip
from console.panels.wall_figures import WallFigures
from console.panels.wall_incidents import WallIncidents
from console.panels.wall_towns import WallTowns
from console.settings.look import Look
from models.domain.incident import State
from models.feed.clock import ManualClock
from models.feed.player import Player
from models.feed.source import ListSource
from models.feed.timeline import Seek
from tests.builders import NINE, a_fact, an_entry
from tests.console.frames import a_session

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from console.state.session import Session
    from models.domain.fact import Entry

pytestmark = pytest.mark.gui
MINUTE_S = 60


def a_morning() -> list[Entry]:
    """Forty members and thirty incidents, one fact a minute; every third one is closed."""
    picture = a_session(30, 40).frame.picture
    facts = [a_fact(member, verb="enrolled") for member in picture.members.values()]
    for n, incident in enumerate(picture.incidents.values()):
        facts.append(a_fact(incident))
        if n % 3 == 0:
            at = NINE + timedelta(minutes=len(facts) + 1)
            closed = replace(
                incident, version=2, state=State.CLOSED, closed_at=at, tasks=(), due_at=None
            )
            facts.append(a_fact(closed, incident, "closed"))
    return [
        an_entry(seq, fact, recorded_at=NINE + timedelta(seconds=seq * MINUTE_S))
        for seq, fact in enumerate(facts, 1)
    ]


class Screens:
    """Panels of desk and wall over one session; `said` is all that stands on them."""

    def __init__(self, qtbot: QtBot) -> None:
        self.session: Session = a_session()
        look = Look()
        self.queue = QueuePanel(self.session, look)
        self.roster = RosterPanel(self.session, look)
        self.strip = StatusStrip(self.session, look)
        self.figures = WallFigures(self.session, look)
        self.towns = WallTowns(self.session, look)
        self.incidents = WallIncidents(self.session, look)
        panels: Sequence[QWidget] = (
            *(self.queue, self.roster, self.strip),
            *(self.figures, self.towns, self.incidents),
        )
        for panel in panels:
            qtbot.addWidget(panel)
            panel.resize(500, 700)
            panel.show()

    def settle(self) -> None:
        """What a live desk has done by the next beat."""
        self.queue.settle()
        self.roster.settle()
        self.figures.count()
        self.towns.count()
        self.incidents.begin_again()

    def said(self) -> tuple[object, ...]:
        wall = self.incidents
        return (
            self.queue.count.text(),
            self.queue.model.incident_ids,
            self.roster.count.text(),
            self.roster.model.member_ids,
            self.strip.clock.text(),
            self.figures.figures,
            self.towns.rows,
            [wall.words_of(incident) for incident in wall.incidents_shown()],
        )


def test_after_a_seek_the_screens_say_at_once_what_they_said_live(qtbot: QtBot) -> None:
    source, clock = ListSource([], grows=True), ManualClock(NINE)
    live, screens = Player(source, clock), Screens(qtbot)
    told: list[tuple[datetime, tuple[object, ...]]] = []
    for entry in a_morning():
        clock.advance(MINUTE_S)
        source.entries.append(entry)
        screens.session.show_frame(live.advance())
        screens.settle()
        told.append((clock.now(), screens.said()))
    replayed = Screens(qtbot)
    player = Player(source, clock)
    replayed.session.show_frame(player.advance())
    for at, words in told[::-7]:
        player.steer(Seek(at))
        replayed.session.show_frame(player.advance())
        assert replayed.said() == words
