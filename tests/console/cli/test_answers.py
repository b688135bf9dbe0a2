"""The shape of every answer: options anywhere, one JSON object last, a status."""

from __future__ import annotations

import json
import os
from itertools import product
from pathlib import Path

import pytest

from console.cli.main import run
from tests.console.cli.homes import (
    LAT,
    WEST_LON,
    Cli,
    an_uuid,
    last_object,
    process_of,
    said_by,
)

pytestmark = pytest.mark.db
REPORT = ("do", "report", "--field", "text=路口有暴露垃圾")
PLACE = ("--field", f"lon={WEST_LON}", "--field", f"lat={LAT}")


@pytest.mark.parametrize(
    ("option", "command"),
    list(
        product(
            [
                ("--lang", "zh"),
                ("--json",),
                ("--operator", "li"),
                ("--role", "dispatcher"),
                ("--station", "desk-9"),
                ("--verbose",),
            ],
            [("list", "departments"), ("journal", "verify"), ("db", "status")],
        )
    ),
    ids=" ".join,
)
def test_a_global_option_stands_before_or_after_the_command(
    cli: Cli, option: tuple[str, ...], command: tuple[str, ...]
) -> None:
    cli.ok(*command)  # a first verify keeps a head, which the next ones count

    assert cli.ok(*option, *command).plain == cli.ok(*command, *option).plain


def test_the_home_is_named_before_or_after_or_by_the_environment(
    district_home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, seen = ("--home", str(district_home)), []
    asked = ("list", "cells", "--json")
    for words in ((*home, *asked), (*asked, *home), ("list", *home, "cells", "--json")):
        assert run(words) == 0
        seen.append(capsys.readouterr().out)
    monkeypatch.setenv("WANGGE_HOME", str(district_home))
    assert run(asked) == 0
    assert {*seen, capsys.readouterr().out} == {seen[0]}


def test_who_acts_and_from_where_stands_in_the_journal(cli: Cli) -> None:
    said = cli.ok(*REPORT, *PLACE, "--operator", "li", "--station", "desk-9")
    (line,) = tailed(cli, said["seq"] - 1)
    assert (line["actor"], line["station"]) == ("li", "desk-9")


def test_the_acting_role_stands_in_the_journal(cli: Cli) -> None:
    said = cli.ok(*REPORT, *PLACE, "--role", "hotline_clerk")
    (line,) = tailed(cli, said["seq"] - 1)
    assert line["role"] == "hotline_clerk"


def tailed(cli: Cli, after: int) -> list[dict[str, object]]:
    """Facts after a seq."""
    said = cli("journal", "tail", "--after", str(after), as_json=False)
    assert said.status == 0
    return [json.loads(line) for line in said.out.splitlines()]


def test_json_is_one_object_and_the_last_thing_on_stdout(cli: Cli) -> None:
    for words in (("version",), ("db", "status"), ("list", "cells"), ("picture",), ("bench",)):
        said = cli(*words)
        assert said.out.count("\n") == 1, words
        assert isinstance(last_object(said.out), dict)


def test_a_refusal_says_refused_and_words(cli: Cli) -> None:
    said = cli.do("register", cli.reported())
    assert said.status == 3
    assert set(said.plain) >= {"refused", "words"}
    assert "error" not in said.plain


def test_a_refusal_for_people_goes_to_stderr(cli: Cli) -> None:
    incident = cli.reported()
    said = cli("do", "register", "--incident", incident, as_json=False)
    assert (said.status, said.out) == (3, "")
    assert incident in said.err


def test_version_says_what_is_installed_and_asks_no_server(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = tmp_path / "never"
    assert run(["version", "--json", "--home", str(empty)]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"version", "python", "qt", "postgres"}
    assert not empty.exists()


def test_version_answers_whatever_the_home_is_like(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert run(["version", "--json", "--home", str(tmp_path / "file")]) == 0
    assert json.loads(capsys.readouterr().out)["qt"] == "6.11.3"


def test_db_status_says_how_the_store_stands(cli: Cli) -> None:
    said = cli.ok("db", "status")
    wanted = {"revision", "head", "server_version", "postgis", "facts", "first_at", "last_at"}
    assert set(said.plain) >= wanted
    assert said["revision"] == said["head"]


def test_bench_lists_what_there_is(cli: Cli) -> None:
    said = cli.ok("bench", "--list")
    wanted = {"live", "dispatch", "fixes", "seek", "start", "locate", "import"}
    assert set(said["benches"]) >= wanted


# -- the same command twice ------------------------------------------------------------------


def test_the_same_command_id_twice_is_one_fact_and_one_answer(cli: Cli) -> None:
    member, incident, command = cli.member(), cli.registered(), an_uuid()
    first = cli.done("dispatch", incident, member, o_command_id=command)
    before = cli.ok("picture")["seq"]
    again = cli.done("dispatch", incident, member, o_command_id=command)
    assert again.plain == first.plain
    assert cli.ok("picture")["seq"] == before


def test_the_first_answer_comes_back_though_the_incident_has_moved_on(cli: Cli) -> None:
    member, incident, command = cli.member(), cli.registered(), an_uuid()
    first = cli.done("dispatch", incident, member, o_command_id=command)
    cli.done("sign", incident, member)
    assert cli.done("dispatch", incident, member, o_command_id=command).plain == first.plain


@pytest.mark.parametrize("other", ["member", "verb", "operator", "instruction"])
def test_the_same_command_id_with_other_content_is_refused(cli: Cli, other: str) -> None:
    member, incident, command = cli.member(), cli.registered(), an_uuid()
    cli.done("dispatch", incident, member, o_command_id=command)
    said = {
        "member": lambda: cli.do("dispatch", incident, cli.member(), o_command_id=command),
        "verb": lambda: cli.do("comment", incident, text="知道了", o_command_id=command),
        "operator": lambda: cli.do(
            "dispatch", incident, member, o_command_id=command, o_operator="zhao"
        ),
        "instruction": lambda: cli.do(
            "dispatch", incident, member, instruction="带水泵", o_command_id=command
        ),
    }[other]()
    assert (said.status, said["refused"]) == (3, "command_id_reused")
    assert command in said["words"]


def test_a_refused_command_may_be_sent_again_under_its_id(cli: Cli) -> None:
    member, incident, command = cli.member(), cli.reported(), an_uuid()
    assert cli.do("dispatch", incident, member, o_command_id=command).status == 3
    cli.done("accept", incident)
    cli.done("register", incident)
    assert cli.done("dispatch", incident, member, o_command_id=command)["state"] == "ST40"


def test_enrolling_twice_under_one_id_makes_one_member(cli: Cli) -> None:
    command, number = an_uuid(), f"TW-{os.getpid()}"
    given = {"number": number, "name": "王双", "o_command_id": command}
    first, again = cli.done("enrol", **given), cli.done("enrol", **given)
    assert first.plain == again.plain
    assert sum(m["number"] == number for m in cli.ok("list", "members")["items"]) == 1


# -- as processes ----------------------------------------------------------------------------


def test_as_a_process_it_answers_refuses_and_complains_with_its_statuses(
    district_home: Path, cli: Cli
) -> None:
    incident = cli.reported()
    done = process_of("do", "accept", "--incident", incident, home=district_home)
    bad = process_of("do", "explode", home=district_home)
    assert said_by(done)["state"] == "ST20"
    assert said_by(bad).status == 2
    refused = said_by(process_of("do", "accept", "--incident", incident, home=district_home))
    assert (refused.status, refused["refused"]) == (3, "wrong_state")


@pytest.mark.parametrize("words", [("list", "categories"), ("journal", "tail")])
def test_a_reader_that_has_seen_enough_is_no_trouble(
    district_home: Path, words: tuple[str, ...]
) -> None:
    process = process_of(*words, home=district_home)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert "Traceback" not in process.stderr.read()
    process.stderr.close()
    assert process.wait(30) == 0
