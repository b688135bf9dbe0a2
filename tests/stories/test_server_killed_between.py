"""The same command twice is one fact, though the server is killed between or underway."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from models.store.embedded import kill_embedded, stop_embedded
from tests.console.cli.homes import Cli, an_uuid, do_words, make_district, process_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.db, pytest.mark.story]


@pytest.fixture(scope="module")
def killed_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A district whose server does not live long."""
    folder = make_district(tmp_path_factory.mktemp("killed"))
    yield folder
    stop_embedded(folder)


@pytest.fixture
def cli(killed_home: Path, capsys: pytest.CaptureFixture[str]) -> Cli:
    """The command line on it."""
    return Cli(killed_home, capsys)


def facts_of(cli: Cli, command: str) -> int:
    """How many facts a command left in the journal."""
    said = cli("journal", "tail", "--after", "0", as_json=False)
    lines = [json.loads(line) for line in said.out.splitlines()]
    return sum(line["command_id"] == command for line in lines)


def test_a_command_sent_again_after_a_kill_has_its_one_fact_and_first_answer(
    cli: Cli,
) -> None:
    member, incident, command = cli.member(), cli.registered(), an_uuid()
    first = cli.done("dispatch", incident, member, o_command_id=command)
    assert kill_embedded(cli.home)
    again = cli.done("dispatch", incident, member, o_command_id=command)
    assert again.plain == first.plain
    assert facts_of(cli, command) == 1
    assert cli.ok("journal", "verify")["ok"] is True


def test_a_server_killed_underway_costs_no_act_and_doubles_none(cli: Cli) -> None:
    incident, commands = cli.registered(), [an_uuid() for _ in range(3)]
    for place, command in enumerate(commands):
        words = do_words("comment", incident, text=f"第{place}次说明", o_command_id=command)
        process = process_of(*words, home=cli.home, PYTHONDONTWRITEBYTECODE="1")
        if place:
            # The later ones are hit while they connect or wait for their commit.
            cli.ok("list", "departments")
        kill_embedded(cli.home)
        _, err = process.communicate(timeout=60)
        assert process.returncode in {0, 4}, err
        assert "Traceback" not in err
        cli.done("comment", incident, text=f"第{place}次说明", o_command_id=command)
    assert [facts_of(cli, command) for command in commands] == [1, 1, 1]
    assert cli.ok("journal", "verify")["ok"] is True
