"""Promises of imported history: facts at their own times, by the desk's own rules."""

from __future__ import annotations

import csv
import shutil
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from console.app.history_import import import_fixes, import_incidents
from console.app.home import Address, Home
from console.app.importing import Imported, Store
from console.bench.cases import some_members
from models.domain.error import BadInput
from models.feed.reach import picture_at
from models.store.embedded import stop_embedded
from models.store.fixes import count_fixes
from models.store.verify import verify
from tests.models.intake.fire_logs import MAPPING, a_row, clock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from models.picture.picture import Picture

pytestmark = pytest.mark.db

CABS = """
[log]
name = "cabs"
zone = "America/Los_Angeles"
time = "unix_s"
[fix]
member = "cab"
time = "ts"
lon = "lon"
lat = "lat"
[shift]
to = 2016-12-31
[wild]
box = [-123, 37, -122, 38]
[members]
assign = "deal"
rest = "enrol"
"""


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home without facts, stopped, to be copied: that is faster than making one."""
    folder = tmp_path_factory.mktemp("fresh") / "home"
    with Home(Address(folder), station="test"):
        pass
    stop_embedded(folder)
    return folder


@pytest.fixture
def home(fresh: Path, tmp_path: Path) -> Iterator[Home]:
    """A fresh embedded home."""
    folder = tmp_path / "home"
    shutil.copytree(fresh, folder)
    try:
        with Home(Address(folder), station="test") as opened:
            yield opened
    finally:
        stop_embedded(folder)


def brought(
    home: Home, folder: Path, *rows: dict[str, str], store: Store = Store.ALL
) -> Imported:
    file, mapping = folder / "log.csv", folder / "m.toml"
    with file.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, list(a_row()))
        writer.writeheader()
        writer.writerows(rows)
    mapping.write_text(MAPPING, encoding="utf-8")
    return import_incidents(
        home, file, mapping, actor="tester", store=store, progress=lambda *_: None
    )


def fixes_brought(home: Home, folder: Path, text: str, mapping: str = CABS) -> Imported:
    file, meaning = folder / "cabs.csv", folder / "cabs.toml"
    file.write_text(text, encoding="utf-8")
    meaning.write_text(mapping, encoding="utf-8")
    return import_fixes(
        home, file, meaning, actor="tester", store=Store.ALL, progress=lambda *_: None
    )


def at(home: Home, text: str) -> Picture:
    source = home.source()
    try:
        return picture_at(source, datetime.fromisoformat(text))
    finally:
        source.close()


def is_sound(home: Home) -> bool:
    with home.connection() as connection:
        return verify(connection).ok


def negative_durations(picture: Picture) -> list[str]:
    """Whatever ends before it begins, in every incident and task of a picture."""
    found = []
    for incident in picture.incidents.values():
        lines = [
            (incident.reported_at, incident.accepted_at, incident.registered_at,
             incident.dispatched_at, incident.signed_at, incident.finished_at,
             incident.checked_at, incident.closed_at),
            *((t.given_at, t.signed_at, t.arrived_at, t.ended_at) for t in incident.tasks),
        ]  # fmt: skip
        for line in lines:
            known = [one for one in line if one is not None]
            if known != sorted(known):
                found.append(f"{incident.number}: {known}")
    return found


LATE = {
    "Received": "11:57 PM", "Entry": "11:58 PM", "Dispatch": "11:59 PM",
    "Response": clock("12:01 AM", "01/01/2017"), "Scene": clock("12:05 AM", "01/01/2017"),
    "Free": clock("12:20 AM", "01/01/2017"),
}  # fmt: skip


def test_a_log_becomes_facts_at_its_own_times_through_the_new_year(
    home: Home, tmp_path: Path
) -> None:
    imported = brought(home, tmp_path, a_row("E1"), a_row("T2"), a_row("E1", "C2", **LATE))
    assert (imported.read, imported.batch.inserted, imported.rejected) == (3, 2, ())
    assert imported.more["first_at"] == "2016-12-31T12:00:00-08:00"
    assert imported.more["last_at"] == "2017-01-01T00:20:00-08:00"
    assert (imported.more["members"], imported.more["responses"]) == (2, 3)
    (running,) = [
        i for i in at(home, "2017-01-01T00:04:59-08:00").incidents.values() if i.state.is_open
    ]
    assert (running.state.value, running.tasks[0].state.value) == ("ST41", "signed")
    assert all(
        not i.state.is_open for i in at(home, "2017-01-01T00:20:00-08:00").incidents.values()
    )
    assert is_sound(home)


def test_the_same_log_again_changes_nothing(home: Home, tmp_path: Path) -> None:
    brought(home, tmp_path, a_row())
    again = brought(home, tmp_path, a_row())
    assert (again.batch.inserted, again.batch.unchanged, again.more["facts"]) == (0, 1, 0)


def test_one_rejected_row_keeps_everything_out_unless_a_part_will_do(
    home: Home, tmp_path: Path
) -> None:
    rows = (a_row(), a_row("T2", "C2", Where="nowhere"))
    refused = brought(home, tmp_path, *rows)
    assert (refused.is_refused, refused.more["facts"]) == (True, 0)
    assert [(p.row, p.field) for p in refused.rejected] == [(3, "Where")]
    part = brought(home, tmp_path, *rows, store=Store.GOOD)
    assert part.batch.inserted == 1


def test_a_dry_run_leaves_the_home_as_it_was(home: Home, tmp_path: Path) -> None:
    brought(home, tmp_path, a_row(), store=Store.NOTHING)
    assert brought(home, tmp_path, a_row()).batch.inserted == 1


def test_times_that_cannot_be_are_told_and_no_duration_is_negative(
    home: Home, tmp_path: Path
) -> None:
    rows = (
        a_row("E1", Scene="12:01 PM", Free="12:20 PM"),
        a_row("T2", Dispatch="12:10 PM", Response="12:09 PM", Scene="12:50 PM"),
        a_row("M3", Dispatch="12:25 PM", Response="", Scene="", Free=""),
        a_row("E1", "C2", Entry="11:00 AM", Free=clock("12:30 PM", "12/31/2017")),
        a_row("T2", "C3", Response="", Scene=""),
    )  # fmt: skip
    imported = brought(home, tmp_path, *rows)
    told = {(p.row, p.field) for p in imported.noted["left_out"]}
    assert told >= {(2, "Scene"), (3, "Response"), (3, "Scene"), (5, "Entry"), (5, "Free")}
    assert imported.rejected == ()
    assert negative_durations(at(home, "2017-06-01T00:00:00-08:00")) == []
    assert is_sound(home)


def test_a_home_whose_facts_are_of_today_takes_no_history(home: Home, tmp_path: Path) -> None:
    some_members(home.desk, 1)
    with pytest.raises(BadInput, match="db init --clock scripted"):
        brought(home, tmp_path, a_row())


def test_an_unknown_category_of_the_mapping_is_named(home: Home, tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text(",".join(a_row()) + "\n" + ",".join(a_row().values()))
    mapping = tmp_path / "m.toml"
    mapping.write_text(MAPPING.replace("E1407", "E7777"), encoding="utf-8")
    with pytest.raises(BadInput, match="E7777"):
        import_incidents(
            home,
            tmp_path / "log.csv",
            mapping,
            actor="a",
            store=Store.ALL,
            progress=lambda *_: None,
        )


NOON_S = 1_212_606_000


def fix_lines(*cabs: str) -> str:
    lines = [f"{cab},{NOON_S + n},-122.4{n},37.7" for n, cab in enumerate(cabs)]
    return "\n".join(["cab,ts,lon,lat", *lines, ""])


def test_a_fleet_stands_beside_the_incidents_as_their_units(home: Home, tmp_path: Path) -> None:
    brought(home, tmp_path, a_row("E1"), a_row("T2"))
    imported = fixes_brought(home, tmp_path, fix_lines("a", "b", "c", "a"))
    assert (imported.batch.inserted, imported.more["dealt"], imported.more["members"]) == (
        4,
        2,
        1,
    )
    assert imported.more["first_at"] == "2016-12-31T12:00:00-08:00"
    again = fixes_brought(home, tmp_path, fix_lines("a", "b", "c", "a"))
    assert (again.batch.inserted, again.batch.unchanged, again.more["members"]) == (0, 4, 0)
    assert is_sound(home)


def test_a_fleet_enrolled_in_a_fresh_home_is_there_from_its_first_fix(
    home: Home, tmp_path: Path
) -> None:
    fixes_brought(home, tmp_path, fix_lines("a", "b"), CABS.replace('"deal"', '"enrol"'))
    assert len(at(home, "2016-12-31T12:00:00-08:00").members) == 2
    assert brought(home, tmp_path, a_row()).batch.inserted == 1


def test_fixes_of_nobody_are_rejected_and_none_comes_in(home: Home, tmp_path: Path) -> None:
    mapping = CABS.replace('"deal"', '"number"').replace('"enrol"', '"leave_out"')
    imported = fixes_brought(home, tmp_path, fix_lines("a", "b"), mapping)
    assert imported.is_refused
    assert [p.row for p in imported.rejected] == [2, 3]
    with home.connection() as connection:
        assert count_fixes(connection) == 0


def test_a_real_day_comes_in_whole(home: Home, checkout: Path, shared_data: Path) -> None:
    folder = shared_data / "sf_fire_calls"
    files = sorted(folder.glob("*.csv")) if folder.is_dir() else []
    if not files:
        pytest.skip("no ../shared/data/sf_fire_calls")
    examples = checkout / "docs" / "examples"
    imported = import_incidents(
        home,
        files[0],
        examples / "sf_fire_calls.toml",
        actor="tester",
        store=Store.ALL,
        progress=lambda *_: None,
    )
    figures: dict[str, Any] = {k: imported.more[k] for k in ("members", "responses")}
    assert (imported.read, imported.batch.inserted) == (3_786, 1_800)
    assert figures == {"members": 168, "responses": 3_786}
    assert len(imported.noted["left_out"]) == 103 + 696 + 4 + 8
    assert len(imported.noted["overlaps"]) == 3
    end = at(home, "2017-01-05T00:00:00-08:00")
    assert negative_durations(end) == []
    longest = max(i.closed_at - i.reported_at for i in end.incidents.values() if i.closed_at)
    assert longest < timedelta(days=2)
    assert is_sound(home)
