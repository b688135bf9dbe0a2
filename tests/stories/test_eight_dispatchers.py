"""Eight processes want the same incidents, each for its own member: one wins each."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from console.app.home import Address, Home
from models.domain.command import Accept, Command, Register, Report
from models.domain.ids import CommandId, IncidentId, new_uuid
from models.domain.lifecycle import Role
from models.store.embedded import stop_embedded
from tests.console.cli.homes import CHECKOUT, WEST, Cli, make_district

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.db, pytest.mark.story]
PROCESSES = 8
PATIENCE_S = 400.0


@pytest.fixture
def cli(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> Iterator[Cli]:
    """The command line on a district of its own."""
    folder = make_district(tmp_path_factory.mktemp("eight"))
    yield Cli(folder, capsys)
    stop_embedded(folder)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("count", [20, pytest.param(100, marks=pytest.mark.long)])
def test_of_eight_dispatchers_one_wins_each_incident_and_the_others_hear_who(
    cli: Cli, count: int
) -> None:
    members = [cli.member(name=f"网格员{n}", capacity="200") for n in range(PROCESSES)]
    incidents = registered(cli.home, count)
    said = raced(cli.home, members, incidents)

    won = [one for one in said if one.get("ok")]
    lost = [one for one in said if not one.get("ok")]
    assert sorted(one["number"] for one in won) == sorted(incidents)
    assert Counter(one["refused"] for one in lost) == {"already_dispatched": count * 7}
    people = {m["id"]: m["name"] for m in cli.ok("list", "members")["items"]}
    assert all(names_the_winner(one, won, people) for one in lost)
    assert {cli.incident(number)["state"] for number in incidents[:5]} == {"ST40"}
    found = cli.ok("journal", "verify")
    assert (found["ok"], found["fold_equals_tables"]) == (True, True)


def registered(home: Path, count: int) -> list[str]:
    """So many incidents that wait for a dispatch; their numbers."""
    numbers = []
    with Home(Address(home), station="clerk") as opened:
        for _ in range(count):
            incident = IncidentId(new_uuid())
            report = Report(incident=incident, text="路口有暴露垃圾", cell=WEST)
            for intent in (report, Accept(incident=incident), Register(incident=incident)):
                done = opened.desk.send(
                    Command(
                        id=CommandId(new_uuid()),
                        intent=intent,
                        actor="clerk",
                        roles=frozenset(Role),
                        station=opened.station,
                    )
                )
            numbers.append(done.number)
    return numbers


def raced(home: Path, members: list[str], incidents: list[str]) -> list[dict[str, Any]]:
    """All answers of one process a member, let go at the same moment."""
    processes = [dispatcher(home, member) for member in members]
    try:
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            assert process.stdin is not None
            process.stdin.write(" ".join(incidents) + "\n")
            process.stdin.flush()
        outs = [process.communicate(timeout=PATIENCE_S)[0] for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.communicate()
    return [json.loads(line) for out in outs for line in out.splitlines()]


def dispatcher(home: Path, member: str) -> subprocess.Popen[str]:
    """One colleague."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.stories.one_dispatcher", str(home), member],
        cwd=CHECKOUT,
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def names_the_winner(
    lost: dict[str, Any], won: list[dict[str, Any]], people: dict[str, str]
) -> bool:
    """Whether a refusal says to whom the incident went, by name and by operator."""
    winner = next(one for one in won if one["number"] == lost["incident"])
    member = people[winner["tasks"][0]["assignee"]]
    return member in lost["words"] and "op-T" in lost["words"]
