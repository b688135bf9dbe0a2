"""`handover` and its acts: text, JSON, PDF; by whom, as of when, and what is left out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.console.cli.homes import Cli

pytestmark = pytest.mark.db


def _soon() -> str:
    return (datetime.now(UTC) + timedelta(hours=2)).isoformat()


def _hand_over(cli: Cli, actor: str, instructions: str = "夜间留意积水点") -> str:
    said = cli.ok(
        *("do", "hand-over-shift", "--operator", actor),
        *("--field", f"instructions={instructions}"),
    )
    return str(said["id"])


def _take_over(cli: Cli, actor: str) -> str:
    return str(cli.ok("do", "take-over-shift", "--operator", actor)["state"])


def test_a_shift_is_handed_over_signed_and_read_again(cli: Cli, tmp_path: Path) -> None:
    reported = cli.reported()
    before = cli.ok("handover", "--role", "member")
    handover = _hand_over(cli, "wang")
    assert _take_over(cli, "li") == "taken"
    cli.reported()

    # The figures that are kept are those that everybody may see.
    again = cli.ok("handover", "--handover", handover[:18], "--role", "member")
    (kept, *_) = cli.ok("list", "handovers", "--state", "taken")["items"]
    assert again["instructions"] == "夜间留意积水点"
    assert (again["author"], again["taken_by"]) == ("wang", "li")
    assert again["figures"] == kept["figures"]
    assert again["figures"]["received"] == before["figures"]["received"]
    assert again["seq"] == kept["made_seq"]
    assert reported

    # The next shift begins at the fact that this one was made at.
    assert cli.ok("handover")["figures"]["received"] == 1

    file = tmp_path / "sheet.pdf"
    told = cli.ok("handover", "--handover", handover, "--pdf", str(file))
    assert file.read_bytes().startswith(b"%PDF-")
    assert told["bytes"] == file.stat().st_size
    assert told["pages"] >= 1


def test_nobody_signs_for_themselves(cli: Cli) -> None:
    _hand_over(cli, "zhao")
    said = cli("do", "take-over-shift", "--operator", "zhao")
    assert (said.status, said["refused"]) == (3, "four_eyes")
    _take_over(cli, "qian")


def test_a_clerk_hands_no_shift_over(cli: Cli) -> None:
    said = cli("do", "hand-over-shift", "--role", "hotline_clerk")
    assert (said.status, said["refused"]) == (3, "role")


def test_the_room_is_told_until_an_instant_and_says_that_it_has_seen(cli: Cli) -> None:
    note = cli.ok("do", "tell-room", "--field", "text=电梯停运", "--field", f"until={_soon()}")
    cli.ok("do", "note-seen", "--operator", "li", "--field", f"note={note['id']}")
    (kept,) = [row for row in cli.ok("list", "notes")["items"] if row["id"] == note["id"]]
    assert (kept["name"], kept["state"], kept["seen_by"]) == ("电梯停运", "standing", ["li"])
    assert cli.ok("do", "end-note", "--field", f"note={note['id']}")["state"] == "over"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (("do", "tell-room", "--field", "text=x"), "missing_field"),
        (("do", "tell-room", "--field", "text=x", "--field", "until=now"), "bad_time"),
        (("do", "note-seen", "--field", "note=x"), "unknown_note"),
        (("do", "take-over-shift", "--field", "handover=x"), "unknown_handover"),
        (("handover", "--handover", "zz"), "unknown_handover"),
        (("handover", "--handover", ""), "unknown_handover"),
        (("handover", "--pdf", "sheet.txt"), "bad_ending"),
        (("handover", "--instructions", "no/such/file"), "no_such_file"),
        (("handover", "--at", "yesterday"), "bad_time"),
    ],
)
def test_what_cannot_be_read_is_told_with_the_way_out(
    cli: Cli, line: tuple[str, ...], code: str
) -> None:
    said = cli(*line)
    assert (said.status, said["error"]) == (2, code)


def test_a_file_that_cannot_be_written_is_trouble_and_no_traceback(cli: Cli) -> None:
    said = cli("handover", "--pdf", "/no/such/folder/sheet.pdf")
    assert (said.status, said["trouble"]) == (4, "disk")


def test_whoever_may_not_know_of_a_restricted_incident_sees_neither_row_nor_count(
    cli: Cli,
) -> None:
    before = cli.ok("handover")["figures"], cli.ok("handover", "--role", "member")["figures"]
    secret = cli.reported(category="E1202")
    whole, bare = cli.ok("handover"), cli.ok("handover", "--role", "member")
    rows = [row["id"] for name in ("emergencies", "red", "yellow") for row in bare[name]]
    assert secret not in rows
    for figure in ("open", "received"):
        assert whole["figures"][figure] == before[0][figure] + 1
        assert bare["figures"][figure] == before[1][figure]


def test_the_terminal_speaks_both_languages(cli: Cli) -> None:
    assert "交接班单" in cli("handover", "--lang", "zh", as_json=False).out
    assert "Shift hand-over sheet" in cli("handover", "--lang", "en", as_json=False).out
