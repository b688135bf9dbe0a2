"""History and rosters come in whole or not at all."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from models.desk.desk import OpenDesk
from models.domain.command import Accept, Dispatch, Enrol, Register, Report, SetDuty
from models.domain.error import BadInput
from models.domain.ids import IncidentId, MemberId, new_uuid
from models.domain.member import Duty
from models.domain.refusal import Refused
from models.domain.timetable import SetRota
from models.picture.fold import fold
from models.picture.picture import Picture
from models.store import home_clock
from models.store.bulk import load_memory_home, write_history, write_now
from models.store.engine import connect
from models.store.journal import read_after
from models.store.present import present_picture
from models.store.verify import verify
from tests.builders import JIMO, NINE
from tests.store.homes import a_command

if TYPE_CHECKING:
    from datetime import datetime

    from models.desk.memory import MemoryWorks
    from models.domain.command import Intent
    from tests.store.homes import Home

pytestmark = pytest.mark.db

EARLY = NINE - timedelta(days=3000)


@pytest.fixture
def scripted(database_url: str, admin_url: str) -> str:
    """The URL of a home without facts whose clock is moved by hand."""
    with connect(admin_url) as connection:
        home_clock.set_scripted(connection, EARLY)
    return database_url


def _history(home: MemoryWorks, incidents: int, begin: datetime) -> None:
    desk = OpenDesk(home)
    home.now = begin

    def do(intent: Intent) -> None:
        home.now += timedelta(seconds=20)
        desk.send(a_command(intent))

    member = MemberId(new_uuid())
    do(Enrol(member=member, number="E01", name="一号车", capacity=1000))
    for _ in range(incidents):
        incident = IncidentId(new_uuid())
        do(Report(incident=incident, text="路口有暴露垃圾", place=JIMO, category="E0102"))
        do(Accept(incident=incident))
        do(Register(incident=incident))
        do(Dispatch(incident=incident, members=(member,), reason="ok"))


def _loaded(url: str, now: datetime) -> MemoryWorks:
    with connect(url) as connection:
        return load_memory_home(connection, now)


@pytest.fixture
def past(scripted: str, home: Home) -> MemoryWorks:
    """Entries of a day long gone, made on a home in memory."""
    memory = _loaded(scripted, NINE)
    _history(memory, 150, NINE)
    return memory


def test_a_day_of_history_keeps_its_own_times_and_folds_to_the_tables(
    past: MemoryWorks, home: Home, database_url: str
) -> None:
    done = write_history(home.engine, past.entries)
    with connect(database_url, autocommit=True) as connection:
        found = verify(connection)
        back = read_after(connection, 1, 10_000)
        picture = present_picture(connection)
    assert (found.ok, done.facts, done.last_seq) == (True, 601, 602)
    assert [e.recorded_at for e in back] == [e.recorded_at for e in past.entries]
    assert picture.digest() == fold(Picture(reference=1), back)[0].digest()


def test_after_an_import_numbers_go_on(past: MemoryWorks, home: Home) -> None:
    write_history(home.engine, past.entries)
    done = home.do(Report(incident=IncidentId(new_uuid()), text="又有暴露垃圾", place=JIMO))
    home.member("M2")
    assert done.number == "000000-20261120-000151"


def test_history_that_begins_before_the_journals_end_is_refused_whole(
    past: MemoryWorks, home: Home, database_url: str
) -> None:
    with connect(database_url) as connection:
        home_clock.move_scripted(connection, NINE + timedelta(minutes=1))
    home.member("M9")
    with pytest.raises(BadInput) as caught:
        write_history(home.engine, past.entries)
    with connect(database_url) as connection:
        left = connection.execute(
            "SELECT (SELECT count(*) FROM incident), (SELECT max(seq) FROM journal)"
        ).fetchone()
    assert caught.value.code == "journal_not_before"
    assert left == (0, 2)


def test_history_needs_a_scripted_clock(home: Home, database_url: str) -> None:
    memory = _loaded(database_url, NINE)
    _history(memory, 1, NINE)
    with pytest.raises(BadInput) as caught:
        write_history(home.engine, memory.entries)
    assert caught.value.code == "clock_not_scripted"


def test_the_same_history_twice_is_refused(past: MemoryWorks, home: Home) -> None:
    write_history(home.engine, past.entries)
    with pytest.raises(BadInput):
        write_history(home.engine, past.entries)


def test_a_roster_comes_in_under_any_clock(home: Home, database_url: str) -> None:
    memory = _loaded(database_url, NINE)
    desk = OpenDesk(memory)
    for n in range(50):
        desk.send(a_command(Enrol(member=MemberId(new_uuid()), number=f"R{n}", name="王")))
    done = write_now(home.engine, memory.entries)
    with connect(database_url) as connection:
        found = verify(connection)
    assert (done.facts, done.last_seq, found.ok) == (50, 51, True)


def test_what_one_person_writes_at_once_is_told_as_one_command(
    home: Home, database_url: str
) -> None:
    """It is checked before the journal is locked; each command more is checked after that."""
    memory = _loaded(database_url, NINE)
    desk = OpenDesk(memory)
    ids = [MemberId(new_uuid()) for _ in range(3)]
    for number, member in enumerate(ids):
        desk.send(a_command(Enrol(member=member, number=f"C{number}", name="王")))
        desk.send(a_command(SetDuty(member=member, duty=Duty.BREAK), actor="li"))
        desk.send(a_command(SetDuty(member=member, duty=Duty.ON), actor="li"))
    done = write_now(home.engine, memory.entries)
    with connect(database_url, autocommit=True) as connection:
        told = read_after(connection, 1, 100)
        assert verify(connection).ok
        assert present_picture(connection).members[ids[2]].version == 3
    assert done.facts == len(told) == 9
    commands = [(entry.command_id, entry.actor) for entry in told]
    assert len(set(commands)) == 6
    assert [entry.ordinal for entry in told] == [0, 0, 1] * 3


def test_a_roster_writes_over_no_member_that_changed_meanwhile(
    home: Home, database_url: str
) -> None:
    who = home.member()
    memory = _loaded(database_url, NINE)
    OpenDesk(memory).send(a_command(SetRota(member=who, rota="2026-11-20 D")))
    home.do(SetDuty(member=who, duty=Duty.BREAK))
    with pytest.raises(Refused) as caught:
        write_now(home.engine, memory.entries)
    assert caught.value.refusal.code == "row_moved_on"
    with connect(database_url) as connection:
        kept = present_picture(connection).members[who]
    assert (kept.duty, kept.rota) == (Duty.BREAK, "")
