"""Eight desks work on and on: memory, files and connections stay what they were."""

from __future__ import annotations

import os
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from models.domain.command import Accept, Attend, Dispatch, Judge, Register, Report
from models.domain.ids import IncidentId, new_uuid
from models.domain.incident import State
from models.domain.place import LonLat
from models.store.embedded import open_embedded, stop_embedded
from models.store.engine import connect
from models.store.verify import verify
from tests.builders import CLEARED
from tests.console.cli.homes import EAST_LON, LAT, make_district
from tests.stories.test_crashes import Shift, is_settled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from models.domain.command import Intent

pytestmark = [
    pytest.mark.db,
    pytest.mark.gui,
    pytest.mark.story,
    pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux's /proc"),
]
DESKS, MINUTES = 8, float(os.environ.get("SOAK_MINUTES", "60"))
GROWTH = 0.05
WARM = 1 / 3
"""The first third fills caches and pools, and is not counted."""


class Rounds(Shift):
    """Desks that bring one case after another from its report to the archive.

    The picture stays as large as it is, as a centre's does: a soak whose cases gathered task
    upon task measured nothing but these. What was answered is nobody's to remember.
    """

    def __init__(self, folder: Path, desks: int, qtbot: Any) -> None:
        super().__init__(folder, desks, qtbot, remembers=False)
        self.ended = 0

    def turn(self) -> None:
        """Act, if it is time."""
        if not self.is_due():
            return
        place = self.chance.randrange(len(self.cases))
        station = self.stations[place % len(self.stations)]
        case, frame = self.cases[place], station.session.frame
        if station.session.pending.of(case) is not None or self.chance.random() < 1 / 4:
            comment = Judge(verb="comment", incident=case, text="已联系当事人")
            self.act(self.chance.choice(self.stations), comment)
        elif case in frame.picture.incidents:
            self.act(station, self._next_step(frame.picture.incidents[case].state, case))
        else:
            self.ended += 1
            self.cases[place] = IncidentId(new_uuid())
            place_of = LonLat(EAST_LON, LAT)
            self.act(
                station,
                Report(incident=self.cases[place], text="路口有暴露垃圾", place=place_of),
            )

    def _next_step(self, state: State, case: IncidentId) -> Intent:
        member = self.chance.choice(self.members)
        steps: dict[State, Intent] = {
            State.REPORTED: Accept(incident=case),
            State.ACCEPTED: Register(incident=case),
            State.REGISTERED: Dispatch(incident=case, members=(member,)),
            State.DISPATCHED: Attend(verb="sign", incident=case),
            State.HANDLING: Attend(verb="finish", incident=case, result=CLEARED),
            State.HANDLED: Judge(verb="check-pass", incident=case, result="属实"),
            State.CHECKED: Judge(verb="close", incident=case),
            State.CLOSED: Judge(verb="archive", incident=case),
        }
        return steps[state]


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A district of the test's own."""
    folder = make_district(tmp_path_factory.mktemp("soak"))
    yield folder
    stop_embedded(folder)


@pytest.mark.timeout(3 * 3600)
@pytest.mark.parametrize("minutes", [0.25, pytest.param(MINUTES, marks=pytest.mark.long)])
def test_eight_desks_at_work_grow_no_memory_and_leak_neither_files_nor_connections(
    folder: Path, minutes: float, qtbot: Any
) -> None:
    shift = Rounds(folder, DESKS, qtbot)
    try:
        shift.work(lambda: all(s.session.frame.seq > 0 for s in shift.stations))
        work_for(shift, 60 * minutes * WARM)
        before = used(folder)
        work_for(shift, 60 * minutes * (1 - WARM))
        shift.until(lambda: all(is_settled(s) for s in shift.stations), timeout=60_000)
        after = used(folder)
    finally:
        shift.close()
    with closing(connect(open_embedded(folder).console)) as connection:
        found = verify(connection)
    sys.stdout.write(
        f"\n{shift.count} acts of {DESKS} desks in {minutes} min, {shift.ended} cases ended: "
        f"MB, files, connections {before} after a third, {after} at the end\n"
    )
    assert (found.ok, found.problem) == (True, None)
    assert after[0] <= before[0] * (1 + (GROWTH if minutes >= 10 else 4 * GROWTH))
    assert after[1] <= before[1] + DESKS
    assert after[2] <= before[2] + DESKS


def work_for(shift: Shift, seconds: float) -> None:
    """Act on, in turns short enough for the patience of one wait."""
    end_s = time.monotonic() + seconds
    while time.monotonic() < end_s:
        turn_s = min(end_s, time.monotonic() + 20)
        shift.work(lambda turn_s=turn_s: time.monotonic() > turn_s)  # type: ignore[misc]


def used(folder: Path) -> tuple[float, int, int]:
    """Resident MB and open files of this process, connections to the server."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    files = sum(1 for _ in Path("/proc/self/fd").iterdir())
    with closing(connect(open_embedded(folder).admin)) as connection:
        ((clients,),) = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
        ).fetchall()
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, 1), files, clients
