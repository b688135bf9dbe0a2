"""`deadline`: the worked example of the domain, reckoned by the command line."""

from __future__ import annotations

import pytest

from tests.console.cli.homes import Cli

pytestmark = pytest.mark.db
FRIDAY = "2026-11-20T16:30:00+08:00"
PAUSE = ("--pause", "2026-11-23T09:00/2026-11-25T09:00")


def deadline(cli: Cli, *words: str) -> dict[str, object]:
    return cli.ok("deadline", "--category", "E0102", "--from", FRIDAY, *words).plain


def test_four_working_hours_from_friday_half_past_four_end_on_monday(cli: Cli) -> None:
    said = deadline(cli, "--at", FRIDAY)
    assert said["due_at"] == "2026-11-23T11:30:00+08:00"
    assert (said["used_s"], said["limit_s"], said["light"]) == (0, 4 * 3600, "green")


def test_a_pause_of_two_days_moves_it_to_wednesday(cli: Cli) -> None:
    assert deadline(cli, *PAUSE, "--at", FRIDAY)["due_at"] == "2026-11-25T11:30:00+08:00"


@pytest.mark.parametrize(
    ("at", "light"),
    [
        ("2026-11-23T10:41", "green"),
        ("2026-11-23T10:43", "yellow"),
        ("2026-11-23T11:29", "yellow"),
        ("2026-11-23T11:31", "red"),
    ],
)
def test_the_light_changes_with_the_hours_used(cli: Cli, at: str, light: str) -> None:
    assert deadline(cli, "--at", at)["light"] == light


def test_an_instant_without_an_offset_is_in_the_districts_zone(cli: Cli) -> None:
    naive = cli.ok("deadline", "--category", "E0102", "--from", "2026-11-20T16:30")
    assert naive["due_at"] == "2026-11-23T11:30:00+08:00"


def test_reckoning_writes_nothing(cli: Cli) -> None:
    before = cli.ok("picture")["seq"]
    deadline(cli)
    assert cli.ok("picture")["seq"] == before


@pytest.mark.parametrize("pause", ["2026-11-25T09:00/2026-11-23T09:00", "a/b", "2026-11-23/"])
def test_a_pause_that_cannot_be_is_bad_input(cli: Cli, pause: str) -> None:
    words = ("deadline", "--category", "E0102", "--from", FRIDAY, "--pause", pause)
    assert cli(*words).status == 2
