"""A scripted home: `--at` moves its clock, never backwards, and facts carry its time."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from models.store.embedded import stop_embedded
from tests.console.cli.homes import Cli, an_uuid, make_district

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.db
_weeks = itertools.count()


@pytest.fixture(scope="module")
def scripted_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A district whose clock stands in the past until it is moved."""
    folder = tmp_path_factory.mktemp("scripted")
    from console.cli.main import run

    words = ["db", "init", "--clock", "scripted", "--at", "2026-11-01T00:00:00+08:00"]
    assert run([*words, "--home", str(folder)]) == 0
    make_district(folder)
    yield folder
    stop_embedded(folder)


@pytest.fixture
def cli(scripted_home: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """The command line on the scripted home."""
    return Cli(scripted_home, capsys)


@pytest.fixture
def monday() -> date:
    """The Monday of a week in which no test has been: the home's clock never goes back."""
    return date(2026, 11, 2) + timedelta(weeks=next(_weeks))


def here(day: date, clock: str) -> str:
    """An instant in the district's own zone."""
    return f"{day}T{clock}+08:00"


def test_a_scripted_day_is_told_moved_and_never_turned_back(cli: Cli, monday: date) -> None:
    morning = here(monday, "09:00:00")
    incident = cli.reported(o_at=morning)
    assert cli.incident(incident)["reported_at"] == f"{monday}T01:00:00+00:00"
    cli.done("accept", incident, o_at=here(monday, "09:05:00"))

    back = cli.do("register", incident, o_at=here(monday, "09:04:59"))
    assert (back.status, back["error"]) == (2, "clock_backwards")
    assert cli.incident(incident)["state"] == "ST20"

    stands = cli.done("register", incident)
    assert cli.ok("picture")["at"] == here(monday, "09:05:00")
    assert cli.ok("picture", "--at", morning)["seq"] == stands["seq"] - 2


def test_the_case_is_due_by_the_homes_own_time(cli: Cli, monday: date) -> None:
    friday = monday + timedelta(days=4)
    incident = cli.reported(o_at=here(friday, "16:00:00"))
    cli.done("accept", incident)
    cli.done("register", incident, o_at=here(friday, "16:30:00"))
    # 4 WH from Friday 16:30: one hour on Friday, three on Monday.
    next_monday = monday + timedelta(weeks=1)
    assert cli.incident(incident)["due_at"] == f"{next_monday}T03:30:00+00:00"


def test_an_old_command_sent_again_with_its_old_instant_gets_its_first_answer(
    cli: Cli, monday: date
) -> None:
    command, at = an_uuid(), here(monday, "10:00:00")
    given = {"text": "路口有暴露垃圾", "cell": "999901101", "o_command_id": command, "o_at": at}
    first = cli.done("report", **given)
    cli.reported(o_at=here(monday, "11:00:00"))
    assert cli.done("report", **given).plain == first.plain


def test_what_occurs_after_the_homes_now_is_impossible(cli: Cli) -> None:
    said = cli.do("report", text="路口有暴露垃圾", cell="999901101", occurred_at="2027-05-01")
    assert (said.status, said["error"]) == (2, "impossible_time")


def test_a_refused_act_leaves_no_fact(cli: Cli) -> None:
    incident = cli.reported()
    before = cli.ok("picture")["seq"]
    assert cli.do("register", incident).status == 3
    assert cli.ok("picture")["seq"] == before
    assert cli.ok("journal", "verify")["ok"] is True
