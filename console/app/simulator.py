"""The simulator: a process of its own that acts through the desk like anybody else.

It steps the fictional district's day with the home's clock: reports come in, members
patrol, sign, travel, finish; colleagues in the centre take their share.
"""

from __future__ import annotations

import contextlib
import logging
import os
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from console.app.demo_life import district_of
from models.domain.error import BadInput, Trouble
from models.domain.refusal import Refused
from models.feed.player import Player
from models.geography.on_disk import give_back
from models.simulation.centre import Centre
from models.simulation.day import arrivals, storm_of
from models.simulation.district import SCOPES, Size
from models.simulation.field import Field
from models.store.engine import troubles
from models.store.fixes import store_fixes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from console.app.home import Home
    from models.domain.command import Command
    from models.domain.error import Language
    from models.feed.clock import Clock
    from models.feed.track import Fixes
    from models.picture.picture import Picture
    from models.simulation.day import Planned
    from models.simulation.district import FictionalDistrict
    from models.store.engine import Connection

STEP_S = 0.5
"""Real seconds between two steps: members move on by at most half a minute at 60×."""
_PER_DAY = {Size.SMALL: 360.0}
"""A small district would have a report every quarter of an hour: too calm to try things."""
_LEFT_A_DAY = 144
"""So many cases are left for whoever tries the desk, however large the demo is."""
_AWAY_S = 2.0
_AHEAD = timedelta(days=2)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a simulation is made of; the same plan gives the same day.

    `share` 0..1 of the cases is dispatched by colleagues; None for what is usual at its size.
    """

    size: Size
    seed: int
    share: float | None = None
    language: Language = "zh"


class Simulation:
    """A day under way. Thread: any, one at a time."""

    def __init__(self, district: FictionalDistrict, plan: Plan, begin: datetime) -> None:
        self._field = Field(district, plan.seed, language=plan.language)
        self._centre = Centre(district, plan.seed, share=share_of(plan), language=plan.language)
        self._planned: Iterator[Planned] = arrivals(
            district,
            plan.seed,
            begin,
            begin + _AHEAD,
            per_day=_PER_DAY.get(plan.size),
            language=plan.language,
            storm=storm_of(district, plan.seed, begin),
        )
        self._next = next(self._planned, None)

    def step(self, now: datetime, picture: Picture) -> tuple[list[Command], Fixes]:
        """What everybody does up to `now`, seeing this picture."""
        commands: list[Command] = []
        while self._next is not None and self._next.at <= now:
            commands.append(self._next.command)
            self._next = next(self._planned, None)
        step = self._field.step(now, picture)
        commands += step.commands
        commands += self._centre.step(now, picture, self._field.places())
        return commands, step.fixes


def simulate(home: Home, plan: Plan, *, parent: int | None = None) -> None:
    """Run until the parent process is gone, riding out a lost database."""
    simulation, clock = _begun(home, plan)
    give_back()
    with (
        contextlib.closing(home.source()) as source,
        contextlib.closing(FixWriter(home)) as writer,
    ):
        player = Player(source, clock)
        while parent is None or os.getppid() == parent:
            begun_s = time.monotonic()
            frame = player.advance()
            try:
                if frame.problem is None and frame.picture.seq:
                    commands, fixes = simulation.step(frame.now, frame.picture)
                    writer.store(fixes)
                    send_all(home, commands)
            except Trouble as trouble:
                _log.warning("the simulator waits: %s", trouble)
                source.wait(_AWAY_S)
            # The bell may ring meanwhile; the pace of the day is ours, not the journal's.
            while (left_s := begun_s + STEP_S - time.monotonic()) > 0:
                source.wait(left_s)


def share_of(plan: Plan) -> float:
    """How much of what waits is dispatched by colleagues, 0..1."""
    if plan.share is not None:
        return plan.share
    per_day = _PER_DAY.get(plan.size, SCOPES[plan.size].reports_per_day)
    return 1 - _LEFT_A_DAY / per_day


def _begun(home: Home, plan: Plan) -> tuple[Simulation, Clock]:
    """The day of a home's district; of the district it keeps what it goes by, and no more."""
    district = district_of(home.address.folder, plan.size, plan.seed)
    clock = home.clock()
    return Simulation(district, plan, clock.now()), clock


class FixWriter:
    """Stores fixes over one connection, made anew after it was lost.

    Thread: the simulator's.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._connection: Connection | None = None

    def store(self, fixes: Fixes) -> None:
        """Keep fixes, all or none.

        Raises
        ------
        Trouble
            `database_away` and its like.
        """
        if not len(fixes):
            return
        try:
            with troubles():
                if self._connection is None:
                    self._connection = self._home.connection()
                with self._connection.transaction():
                    store_fixes(self._connection, fixes)
        except Trouble:
            self.close()
            raise

    def close(self) -> None:
        """Give the connection back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def send_all(home: Home, commands: Iterable[Command]) -> None:
    """Send commands through the desk, in order; a rule's no stops only its own."""
    for command in commands:
        try:
            home.desk.send(command)
        except (Refused, BadInput) as no:
            # Somebody at a desk was faster, or the case moved on: life goes on.
            _log.info("refused: %s", no)
