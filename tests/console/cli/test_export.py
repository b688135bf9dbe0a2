"""`export`: pages, sheets and data of a home, and what is never in them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pyogrio
import pytest

from tests.console.cli.homes import (
    CHECKOUT,
    EAST,
    Cli,
    process_of,
    said_by,
)
from tests.maps.export.page_world import data_of

pytestmark = pytest.mark.db
PAGE = ("export", "map")
DATA = ("export", "picture")
SECRET = "E1202"
"""A class that is restricted in the list as shipped."""


def test_a_page_tells_its_size_and_its_moments(cli: Cli, tmp_path: Path) -> None:
    number = cli.reported()
    file = tmp_path / "now.html"

    said = cli.ok(*PAGE, str(file))

    assert said["bytes"] == file.stat().st_size
    assert (said["file"], said["moments"]) == (str(file), 1)
    assert number in file.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [file]


def test_a_page_of_a_period_has_a_moment_for_each_step(cli: Cli, tmp_path: Path) -> None:
    cli.reported()
    file = tmp_path / "day.html"
    span = ("--from", "2026-01-01T08:00", "--to", "2026-01-01T10:10", "--step", "1h")

    assert cli.ok(*PAGE, str(file), *span)["moments"] == 4
    at = data_of(file.read_text(encoding="utf-8"))["at"]
    assert [late - soon for soon, late in pairwise(at)] == [3600, 3600, 600]


def test_a_restricted_incident_is_on_no_page_and_on_no_sheet(cli: Cli, tmp_path: Path) -> None:
    number = cli.reported(category=SECRET)
    file = tmp_path / "now.html"

    cli.ok(*PAGE, str(file))

    assert number not in file.read_text(encoding="utf-8")


def test_data_of_a_role_that_is_not_told_hold_no_restricted_incident(
    cli: Cli, tmp_path: Path
) -> None:
    open_, hidden = cli.reported(), cli.reported(category=SECRET)
    file = tmp_path / "a.geojson"

    for role, is_there in (("trainer", False), ("wall", False), ("dispatcher", True)):
        cli.ok(*DATA, str(file), "--overwrite", "--role", role)
        told = file.read_text(encoding="utf-8")
        assert (open_ in told, hidden in told) == (True, is_there), role


def test_what_became_restricted_is_not_on_a_page_of_the_past(cli: Cli, tmp_path: Path) -> None:
    number = cli.reported()
    known = cli.ok("picture")["at"]
    before, after = tmp_path / "before.html", tmp_path / "after.html"
    cli.ok(*PAGE, str(before), "--at", known)
    cli.done("accept", number, category=SECRET)

    cli.ok(*PAGE, str(after), "--at", known)

    assert number in before.read_text(encoding="utf-8")
    assert number not in after.read_text(encoding="utf-8")


def test_layers_left_out_are_not_in_the_file(cli: Cli, tmp_path: Path) -> None:
    number, member = cli.reported(), cli.member()
    file = tmp_path / "cells.html"

    cli.ok(*PAGE, str(file), "--layers", "cells,members")

    page = file.read_text(encoding="utf-8")
    assert (number in page, member in page) == (False, True)


@pytest.mark.parametrize("ending", ["html", "gpkg", "geojson", "xlsx"])
def test_a_file_that_is_there_is_kept_unless_told_otherwise(
    cli: Cli, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"mine.{ending}"
    file.write_text("mine")
    words = (*(PAGE if ending == "html" else DATA), str(file))

    said = cli(*words)

    assert (said.status, said["error"], file.read_text()) == (2, "file_exists", "mine")
    assert cli.ok(*words, "--overwrite")["bytes"] == file.stat().st_size


@pytest.mark.parametrize("ending", ["html", "gpkg", "geojson", "xlsx"])
def test_a_folder_that_is_not_there_is_trouble(cli: Cli, tmp_path: Path, ending: str) -> None:
    words = PAGE if ending == "html" else DATA

    said = cli(*words, str(tmp_path / "no" / f"x.{ending}"))

    assert (said.status, said["trouble"]) == (4, "disk")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="limits of POSIX")
@pytest.mark.parametrize(
    ("ending", "room"), [("html", 40_000), ("gpkg", 40_000), ("geojson", 900), ("pdf", 9_000)]
)
def test_a_disk_that_is_full_is_trouble_and_leaves_nothing(
    cli: Cli, tmp_path: Path, ending: str, room: int
) -> None:
    """No file may grow beyond some bytes: to the program that is a disk without room."""
    cli.reported()
    words = PAGE if ending == "html" else DATA
    line = [*words, str(tmp_path / f"x.{ending}"), "--home", str(cli.home), "--lang", "en"]
    limited = (
        "import resource, sys; from console.cli.main import run; "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {room})); "
        "sys.exit(run(sys.argv[1:]))"
    )

    done = subprocess.run(
        [sys.executable, "-c", limited, *line, "--json"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )

    assert done.returncode == 4, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["trouble"] == "disk"
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


DAY = ("--from", "2026-01-01", "--to", "2026-01-02")
WRONG = [
    ("bad_ending", (*PAGE, "x.pdf"), ".html"),
    ("bad_ending", (*DATA, "x.html"), ".gpkg"),
    ("bad_time", (*PAGE, "x.html", "--at", "noon"), "noon"),
    ("bad_period", (*PAGE, "x.html", "--from", "2026-01-01"), "--to"),
    ("bad_period", (*PAGE, "x.html", "--from", "2026-01-02", "--to", "2026-01-01"), "after"),
    ("bad_period", (*PAGE, "x.html", "--from", "2026-01-01", "--to", "2026-02-01"), "1500"),
    ("bad_period", (*PAGE, "x.html", "--at", "2026-01-01", *DAY), "--at"),
    ("bad_step", (*PAGE, "x.html", *DAY, "--step", "0min"), "0min"),
    ("unknown_layer", (*PAGE, "x.html", "--layers", "moon"), "moon"),
    ("unknown_layer", (*DATA, "x.gpkg", "--layers", "heat"), "tracks"),
    ("bad_period", (*DATA, "x.gpkg", "--layers", "tracks"), "--from"),
    ("bad_size", (*DATA, "x.pdf", "--size", "A9"), "A9"),
    ("bad_dpi", (*DATA, "x.png", "--dpi", "9999"), "1200"),
    ("bad_bounds", (*DATA, "x.pdf", "--bounds", "1,2,3"), "1,2,3"),
    ("bad_bounds", (*DATA, "x.pdf", "--bounds", "3,2,1,4"), "3,2,1,4"),
    ("unknown_cell", (*DATA, "x.pdf", "--cell", "77"), "77"),
    ("usage", (*DATA, "x.pdf", "--cell", "77", "--bounds", "1,2,3,4"), "--bounds"),
    ("usage", (*PAGE, "x.html", "--theme", "dusk"), "dusk"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "words", "names"), WRONG, ids=[" ".join(words)[7:60] for _, words, _ in WRONG]
)
def test_what_is_typed_wrongly_is_named(
    cli: Cli, tmp_path: Path, code: str, words: tuple[str, ...], names: str
) -> None:
    kind, what, file, *rest = words

    said = cli(kind, what, str(tmp_path / file), *rest)

    assert (said.status, said.plain.get("error")) == (2, code), said.plain
    assert names in said["words"]
    assert list(tmp_path.iterdir()) == []


def test_data_tell_how_many_rows_each_layer_has(cli: Cli, tmp_path: Path) -> None:
    member = cli.member()
    cli.dispatched(member)
    file = tmp_path / "now.gpkg"

    counts = cli.ok(*DATA, str(file))["layers"]

    assert set(counts) >= {"cells", "incidents", "members", "links"}
    found = {name: pyogrio.read_info(file, layer=name)["features"] for name in counts}
    assert found == counts
    links = pyogrio.read_dataframe(file, layer="links")
    assert member in set(links["member"])


def test_data_of_a_moment_are_those_of_the_picture_then(cli: Cli, tmp_path: Path) -> None:
    first = cli.reported()
    known = cli.ok("picture")["at"]
    later = cli.reported()
    file = tmp_path / "then.geojson"

    cli.ok(*DATA, str(file), "--at", known, "--layers", "incidents")

    numbers = {
        feature["properties"]["number"]
        for feature in json.loads(file.read_text(encoding="utf-8"))["features"]
    }
    assert (first in numbers, later in numbers) == (True, False)


@pytest.mark.parametrize("ending", ["pdf", "png"])
def test_a_sheet_tells_its_scale(cli: Cli, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"sheet.{ending}"
    words = (*DATA, str(file), "--size", "A4", "--dpi", "72", "--grid", "--theme", "night")

    whole = said_by(process_of(*words, home=cli.home))
    cell = said_by(process_of(*words, "--cell", EAST, "--overwrite", home=cli.home))
    bounds = ("--bounds", "121.45,35.15,121.5,35.2")
    part = said_by(process_of(*words, *bounds, "--overwrite", home=cli.home))

    assert (whole.status, cell.status, part.status) == (0, 0, 0), whole.plain
    assert whole["bytes"] > 10_000
    assert part["scale"] < cell["scale"] <= whole["scale"]


def test_a_recording_is_exported_as_the_journal_is(cli: Cli, tmp_path: Path) -> None:
    number, secret = cli.reported(), cli.reported(category=SECRET)
    recording, file = tmp_path / "day.wgr", tmp_path / "day.html"
    cli.ok("journal", "export", str(recording), "--from", "2020-01-01", "--to", "2999-01-01")

    cli.ok(*PAGE, str(file), "--recording", str(recording))

    page = file.read_text(encoding="utf-8")
    assert (number in page, secret in page) == (True, False)


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_an_export_that_is_ended_leaves_nothing(cli: Cli, tmp_path: Path) -> None:
    cli.reported()
    span = ("--from", "2026-01-01", "--to", "2026-01-02", "--step", "1min")
    process = process_of(*PAGE, str(tmp_path / "day.html"), *span, home=cli.home)
    # The hidden folder stands while it is being written.
    while not list(tmp_path.iterdir()) and process.poll() is None:
        os.sched_yield()

    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=60)

    assert "Traceback" not in err
    assert [path for path in tmp_path.iterdir() if path.name.startswith(".")] == []
