"""One command, one transaction: once, in order, and with a word to those who lose."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from models.desk.port import Retry
from models.domain.command import (
    Accept,
    Dispatch,
    Enrol,
    Judge,
    Report,
    SetDuty,
)
from models.domain.error import BadInput, Trouble
from models.domain.ids import CommandId, IncidentId, MemberId, new_uuid
from models.domain.member import Duty
from models.domain.refusal import Refused, refuse
from models.store import home_clock, unit_of_work
from models.store.engine import an_engine, connect
from models.store.journal import tail, timeline
from models.store.unit_of_work import StoreWorks
from models.store.verify import verify
from tests.builders import JIMO, NINE, at
from tests.store.homes import a_command

if TYPE_CHECKING:
    from models.domain.command import Done
    from tests.store.homes import Home

pytestmark = pytest.mark.db


def test_an_incident_lives_from_report_to_archive_and_fold_equals_tables(
    home: Home, database_url: str
) -> None:
    incident = home.closed(home.member())
    home.do(Judge(verb="archive", incident=incident))
    with connect(database_url) as connection:
        found = verify(connection)
        entries = timeline(connection, incident)
    assert found.ok
    assert [e.fact.subject_version for e in entries] == list(range(1, len(entries) + 1))


def test_the_same_command_sent_twice_gives_one_fact_and_one_answer(home: Home) -> None:
    command = a_command(Enrol(member=MemberId(new_uuid()), number="M1", name="王"))
    first = home.desk.send(command)
    again = home.another_desk().desk.send(replace(command, station="desk-2", seen_version=7))
    assert first == again
    assert first.seq == 2


def test_an_act_is_done_though_the_server_forgot_its_statements(home: Home) -> None:
    incident = home.reported()
    with home.engine.connect() as connection:
        connection.exec_driver_sql("DEALLOCATE ALL")
    assert home.do(Accept(incident=incident)).state == "ST20"


def test_a_refusal_costs_no_statement_of_the_next_act(home: Home) -> None:
    incident = home.registered()
    names = "SELECT array_agg(name ORDER BY name) FROM pg_prepared_statements"
    known = []
    for _ in range(3):
        with pytest.raises(Refused):
            home.do(Accept(incident=incident))
        with home.engine.connect() as connection:
            known.append(connection.exec_driver_sql(names).scalar())
    assert known[1]
    assert known[1] == known[2]


def test_a_command_id_does_not_serve_for_another_content(home: Home) -> None:
    command = a_command(Enrol(member=MemberId(new_uuid()), number="M1", name="王"))
    home.desk.send(command)
    other = replace(command, intent=replace(command.intent, name="李"))
    with pytest.raises(Refused, match="command_id_reused"):
        home.desk.send(other)


def test_the_same_command_sent_by_many_at_once_is_done_once(home: Home) -> None:
    incident, member = home.registered(), home.member()
    command = a_command(Dispatch(incident=incident, members=(member,), reason="ok"))
    desks = [home.another_desk() for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        answers: list[Done] = list(pool.map(lambda h: h.desk.send(command), desks))
    assert len(set(answers)) == 1


def test_of_many_who_dispatch_one_incident_one_wins_and_the_others_learn_who(
    home: Home,
) -> None:
    incident = home.registered()
    members = [home.member(f"M{n}") for n in range(6)]

    def dispatch(n: int) -> str:
        desk = home.another_desk().desk
        try:
            intent = Dispatch(incident=incident, members=(members[n],), reason="ok")
            desk.send(a_command(intent, actor=f"op{n}"))
        except Refused as refused:
            return refused.refusal.words.en
        return f"won op{n} 王M{n}"

    with ThreadPoolExecutor(6) as pool:
        said = list(pool.map(dispatch, range(6)))
    won = [words for words in said if words.startswith("won")]
    _, actor, name = won[0].split()
    losers = [words for words in said if words not in won]
    assert len(won) == 1
    assert all(f"to {name} by {actor}" in words for words in losers)


def test_two_who_hold_what_the_other_wants_are_begun_again(home: Home) -> None:
    one, two = home.member("M1"), home.member("M2")
    works = StoreWorks(home.engine)
    other = StoreWorks(home.engine)
    first = a_command(SetDuty(member=one, duty=Duty.OFF))
    second = a_command(SetDuty(member=two, duty=Duty.OFF))

    def cross() -> str:
        try:
            with other.begin(second) as work:
                work.member(one)
        except Retry:
            return "begun again"
        return "went through"

    with ThreadPoolExecutor(1) as pool:
        said = []
        try:
            with works.begin(first) as work:
                job = pool.submit(cross)
                _until_waiting(home)
                work.member(two)
                said.append("went through")
        except Retry:
            said.append("begun again")
        said.append(job.result())
    assert sorted(said) == ["begun again", "went through"]


def _until_waiting(home: Home) -> None:
    """Until some session waits for a row; the server's own view, asked again and again."""
    with home.engine.connect() as connection:
        while not connection.exec_driver_sql(
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            " AND datname = current_database()"
        ).fetchone():
            connection.rollback()


def test_a_desk_cut_off_in_the_middle_of_an_act_holds_nobody_up(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = home.member("M1"), home.member("M2")
    cut_off, others = (
        a_command(SetDuty(member=one, duty=duty)) for duty in (Duty.OFF, Duty.BREAK)
    )
    begun: list[Done] = []

    def begin_and_hang() -> None:
        with StoreWorks(home.engine).begin(cut_off) as work:
            monkeypatch.undo()
            begun.append(home.another_desk().desk.send(others))
            work.member(two)

    monkeypatch.setattr(unit_of_work, "LEFT_ALONE", "20ms")
    with pytest.raises(Trouble, match="database_away"):
        begin_and_hang()
    (done,) = begun
    assert home.desk.send(cut_off).seq == (done.seq or 0) + 1


def test_left_without_a_commit_nothing_happened(home: Home, database_url: str) -> None:
    member = home.member()
    with pytest.raises(BadInput):
        home.do(Report(incident=IncidentId(new_uuid()), text="短", place=JIMO))
    with connect(database_url) as connection:
        assert tail(connection, 1)[0].fact.subject_id == member


def test_text_that_no_database_keeps_is_bad_input(home: Home) -> None:
    with pytest.raises(BadInput, match="bad_text"):
        home.reported("路口有暴露\0垃圾")


def test_numbers_count_within_the_day_of_the_district(home: Home, admin_url: str) -> None:
    with connect(admin_url) as connection:
        home_clock.set_scripted(connection, datetime(2030, 5, 1, 15, 59, tzinfo=UTC))
    home.reported()
    with connect(admin_url) as connection:
        home_clock.move_scripted(connection, datetime(2030, 5, 1, 16, 1, tzinfo=UTC))
    home.reported()
    with connect(admin_url) as connection:
        rows = connection.execute("SELECT number FROM incident ORDER BY number").fetchall()
    assert [number for (number,) in rows] == [
        "000000-20300501-000001",
        "000000-20300502-000001",
    ]


def test_a_fact_is_never_older_than_the_one_before_it(home: Home, database_url: str) -> None:
    incident = home.reported()
    home.do(Accept(incident=incident))
    with connect(database_url) as connection:
        reported, accepted = timeline(connection, incident)
    assert reported.recorded_at <= accepted.recorded_at
    assert accepted.fact.change.fields["accepted_at"] >= reported.recorded_at


def test_the_scripted_clock_never_goes_back_and_names_both_times(
    database_url: str, admin_url: str
) -> None:
    with connect(admin_url) as connection:
        home_clock.set_scripted(connection, NINE)
    with connect(database_url) as connection:
        home_clock.move_scripted(connection, at(minutes=5))
        with pytest.raises(BadInput, match=r"01:05.*01:04") as caught:
            home_clock.move_scripted(connection, at(minutes=4))
    assert caught.value.code == "clock_backwards"


def test_a_real_clock_cannot_be_moved(database_url: str) -> None:
    with connect(database_url) as connection, pytest.raises(BadInput) as caught:
        home_clock.move_scripted(connection, NINE)
    assert caught.value.code == "clock_not_scripted"


def test_a_running_clock_runs_at_its_rate(home: Home, admin_url: str) -> None:
    begin = datetime(2030, 5, 1, 9, 0, tzinfo=UTC)
    with connect(admin_url) as connection:
        home_clock.set_running(connection, begin, 60.0)
        connection.commit()
        now = home_clock.home_now(connection)
    home.member()
    with connect(admin_url) as connection:
        entry = tail(connection, 1)[0]
    assert begin <= now <= entry.recorded_at < begin + timedelta(hours=1)


def test_a_server_that_went_away_is_trouble_and_its_return_is_not(
    home: Home, admin_url: str, database_url: str
) -> None:
    member = home.member()
    with connect(admin_url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    home.do(SetDuty(member=member, duty=Duty.OFF))
    engine = an_engine(database_url.replace("/test_", "/gone_"))
    works = StoreWorks(engine)
    command = a_command(SetDuty(member=member, duty=Duty.ON), id=CommandId(new_uuid()))
    with pytest.raises(Trouble), works.begin(command):
        pass
    engine.dispose()


def test_a_refusal_is_still_told_when_the_server_dies_before_it(
    home: Home, admin_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    member = home.member()
    command = a_command(SetDuty(member=member, duty=Duty.OFF))

    def refused_by_a_dying_server() -> None:
        with StoreWorks(home.engine).begin(command):
            with connect(admin_url, autocommit=True) as connection:
                connection.execute(
                    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            raise Refused(refuse("no", "不行", "no"))

    with pytest.raises(Refused):
        refused_by_a_dying_server()
    assert "Traceback" not in caplog.text
    home.do(SetDuty(member=member, duty=Duty.OFF))
