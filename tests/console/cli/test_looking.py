"""`list`, `picture`, `journal`: what they give, and that all roads give the same digest."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from models.feed.reach import picture_at_seq
from models.store.recording import RecordingSource
from tests.console.cli.homes import (
    DISTRICT,
    EAST,
    EAST_LON,
    LAT,
    WEST,
    WEST_LON,
    Cli,
    process_of,
    said_by,
)

pytestmark = pytest.mark.db
EACH = {"id", "name", "lon", "lat", "state"}


def items(cli: Cli, *words: str) -> list[dict[str, Any]]:
    """The rows of a list."""
    found = cli.ok("list", *words)["items"]
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize(
    ("what", "key"),
    [
        ("incidents", "number"),
        ("members", "number"),
        ("departments", "code"),
        ("cells", "code"),
        ("categories", "code"),
    ],
)
def test_every_item_has_id_number_or_code_name_place_and_state(
    cli: Cli, what: str, key: str
) -> None:
    cli.member()
    cli.reported()
    found = items(cli, what)
    assert found
    assert all(set(item) >= EACH | {key} for item in found)


def test_a_list_is_filtered_by_state_cell_and_limit(cli: Cli) -> None:
    there = cli.reported(lon=str(EAST_LON), lat=str(LAT))
    here = cli.registered()
    in_east = {item["number"] for item in items(cli, "incidents", "--cell", EAST)}
    assert there in in_east
    assert here not in in_east
    waiting = items(cli, "incidents", "--state", "ST30")
    assert {item["state"] for item in waiting} == {"ST30"}
    assert here in {item["number"] for item in waiting}
    assert len(items(cli, "incidents", "--limit", "1")) == 1
    assert items(cli, "incidents", "--limit", "0") == []


def test_the_district_holds_what_its_towns_hold(cli: Cli) -> None:
    cli.reported()
    whole = items(cli, "incidents", "--cell", DISTRICT)
    towns = [items(cli, "incidents", "--cell", code) for code in (WEST, EAST)]
    assert len(whole) == sum(map(len, towns))


def test_a_member_without_a_fix_stands_in_the_home_cell(cli: Cli) -> None:
    person = cli.person(cli.member(home_cell=WEST))
    assert (person["lon"], person["lat"]) == pytest.approx((WEST_LON, LAT), abs=0.06)
    assert (person["cell"], person["fixed_at"]) == (WEST, None)


def test_a_number_of_an_incident_carries_its_district_and_day(cli: Cli) -> None:
    district, day, serial = cli.reported().split("-")
    assert (district, len(day), len(serial)) == (DISTRICT, 8, 6)


def test_the_list_for_people_has_a_line_an_item(cli: Cli) -> None:
    said = cli("list", "cells", as_json=False)
    assert len(said.out.splitlines()) == 3
    assert EAST in said.out


def test_the_picture_tells_seq_instant_counts_and_digest(cli: Cli) -> None:
    cli.reported()
    said = cli.ok("picture")
    assert set(said.plain) == {"seq", "at", "incidents_open", "members", "digest"}
    still_open = [i for i in items(cli, "incidents") if i["state"] < "ST70"]
    ended = [i for i in still_open if i["state"] in {"ST12", "ST21"}]
    assert said["incidents_open"] == len(still_open) - len(ended)
    assert said["members"] == len(items(cli, "members"))


def test_the_digest_of_a_seq_is_the_same_however_it_is_reached(
    cli: Cli, tmp_path: Path
) -> None:
    live = [acted(cli) for _ in range(3)]
    file = tmp_path / "day.wgr"
    span = ("--from", "2020-01-01", "--to", "2999-01-01")
    cli.ok("journal", "export", str(file), *span)
    recording = RecordingSource(file)
    for picture in live:
        assert cli.ok("picture", "--seq", str(picture["seq"])).plain == picture
        assert cli.ok("picture", "--at", picture["at"])["digest"] == picture["digest"]
        assert picture_at_seq(recording, picture["seq"]).digest() == picture["digest"]


def acted(cli: Cli) -> dict[str, Any]:
    """The picture after one more act."""
    cli.dispatched(cli.member())
    return cli.ok("picture").plain


def test_a_picture_before_the_first_fact_is_empty(cli: Cli) -> None:
    said = cli.ok("picture", "--at", "2020-01-01")
    assert (said["seq"], said["at"], said["members"]) == (0, None, 0)


def test_a_picture_beyond_the_end_is_the_last(cli: Cli) -> None:
    cli.reported()
    last = cli.ok("picture")
    assert cli.ok("picture", "--seq", "99999999").plain == last.plain
    assert cli.ok("picture", "--at", "2999-01-01").plain == last.plain


def test_instants_go_out_with_an_offset_and_come_back_in(cli: Cli) -> None:
    cli.reported()
    at = cli.ok("picture")["at"]
    assert at.endswith("+08:00")
    naive = at.removesuffix("+08:00")
    assert cli.ok("picture", "--at", naive).plain == cli.ok("picture", "--at", at).plain


def test_tail_gives_facts_as_json_lines_in_order(cli: Cli) -> None:
    after = cli.ok("picture")["seq"]
    cli.reported()
    cli.reported()
    said = cli("journal", "tail", "--after", str(after), as_json=False)
    lines = [json.loads(line) for line in said.out.splitlines()]
    assert [line["seq"] for line in lines] == [after + 1, after + 2]
    assert {line["verb"] for line in lines} == {"reported"}
    ids = {item["id"] for item in items(cli, "incidents")}
    assert {line["subject_id"] for line in lines} <= ids


def test_tail_ends_with_one_object_where_json_is_asked_for(cli: Cli) -> None:
    cli.reported()
    assert cli.ok("journal", "tail")["last_seq"] == cli.ok("picture")["seq"]


def test_verify_says_facts_ok_first_bad_seq_fold_and_head(cli: Cli) -> None:
    said = cli.ok("journal", "verify")
    assert set(said.plain) >= {
        "facts", "ok", "first_bad_seq", "fold_equals_tables", "head_hash",
    }  # fmt: skip
    assert said["facts"] == cli.ok("picture")["seq"]
    assert len(said["head_hash"]) == 64


def test_an_export_says_what_it_holds(cli: Cli, tmp_path: Path) -> None:
    cli.reported()
    file = tmp_path / "day.wgr"
    said = cli.ok("journal", "export", str(file), "--from", "2020-01-01", "--to", "2999-01-01")
    assert said["bytes"] == file.stat().st_size
    assert said["facts"] == cli.ok("picture")["seq"]


@pytest.mark.parametrize("where", ["missing/day.wgr", "file/day.wgr", "."])
def test_an_export_that_cannot_be_written_is_trouble_and_leaves_nothing(
    cli: Cli, tmp_path: Path, where: str
) -> None:
    (tmp_path / "file").touch()
    cli.reported()
    span = ("--from", "2020-01-01", "--to", "2999-01-01")
    said = cli("journal", "export", str(tmp_path / where), *span)
    assert (said.status, said["trouble"]) == (4, "disk")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_screenshot_of_a_moment_before_the_first_fact_is_an_empty_room(
    cli: Cli, tmp_path: Path
) -> None:
    file = tmp_path / "before.png"
    shot = ("screenshot", "replay", "--at", "2001-01-01", "--size", "800x600")
    said = said_by(process_of(*shot, "--out", str(file), home=cli.home))
    assert (said.status, said["width"], said["height"]) == (0, 800, 600)
    assert file.stat().st_size > 0
