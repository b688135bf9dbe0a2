"""Reference data comes in batches, and plain questions find it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, cast

import pytest
import shapely

from models.domain.error import BadInput
from models.domain.fact import SubjectKind
from models.domain.incident import State
from models.domain.member import Duty
from models.domain.place import LonLat
from models.domain.work_calendar import WorkCalendar
from models.store import ask
from models.store.cell_write import CellDraft, store_cells
from models.store.engine import connect
from models.store.fixes import store_fixes
from models.store.journal import tail
from models.store.present import present_picture
from models.store.reference import Reference, ReferenceCache, present_version
from models.store.reference_write import write_categories
from tests.builders import a_category
from tests.store.calendars import change_calendar
from tests.store.homes import an_author
from tests.store.test_source import some_fixes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.store.homes import Home

pytestmark = pytest.mark.db


def _box(west: float, south: float, east: float, north: float) -> bytes:
    wkb: bytes = shapely.to_wkb(shapely.box(west, south, east, north))
    return wkb


DISTRICT = CellDraft("370215", "即墨区", 1, wkb=_box(120, 36, 121, 37))
TOWN = CellDraft("370215003", "某街道", 2, parent=0, wkb=_box(120, 36, 120.6, 37))
UNIT = CellDraft("", "一单元", 5, parent=1, wkb=_box(120.4, 36.3, 120.5, 36.5))
GRID: Sequence[CellDraft] = (DISTRICT, TOWN, UNIT)


class Asked:
    """A connection that notes what it was asked, and has no rows."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def execute(self, statement: str) -> Asked:
        self.statements.append(statement)
        return self

    def fetchall(self) -> list[Any]:
        return []


def test_commands_at_once_read_each_over_their_own_connection_and_what_is_known_once() -> None:
    cache, one, other, third = ReferenceCache(), Asked(), Asked(), Asked()
    first, second = (cache.at(3, cast("Any", line)) for line in (one, other))
    assert first.departments == second.departments == {}
    assert (len(one.statements), len(other.statements)) == (1, 1)
    assert cache.at(3, cast("Any", third)).departments == {}
    assert third.statements == []
    assert cache.at(4, cast("Any", third)).departments == {}
    assert len(third.statements) == 1


def test_a_batch_is_one_fact_and_raises_the_version(home: Home, database_url: str) -> None:
    done = store_cells(home.engine, GRID, an_author())
    with connect(database_url, autocommit=True) as connection:
        entry = tail(connection, 1)[0]
        picture = present_picture(connection)
    assert (done.inserted, done.version, done.seq) == (3, 2, entry.seq)
    assert entry.fact.subject_kind is SubjectKind.REFERENCE
    assert entry.fact.change.fields["counts"] == {"inserted": 3, "updated": 0, "unchanged": 0}
    assert picture.reference == 2


def test_the_same_batch_again_tells_nothing(home: Home) -> None:
    store_cells(home.engine, GRID, an_author())
    again = store_cells(home.engine, GRID, an_author())
    assert (again.inserted, again.updated, again.unchanged, again.seq) == (0, 0, 3, None)


def test_a_moved_cell_keeps_its_id_and_takes_its_children_along(
    home: Home, database_url: str
) -> None:
    store_cells(home.engine, GRID, an_author())
    other = CellDraft("370215009", "新街道", 2, parent=0, wkb=_box(120.6, 36, 121, 37))
    moved = CellDraft("370215003", "某街道", 3, parent=1)
    store_cells(home.engine, (DISTRICT, other), an_author())
    with connect(database_url) as connection:
        before = {c["name"]: c["id"] for c in ask.list_cells(connection, ask.Wanted())}
    done = store_cells(home.engine, (DISTRICT, other, replace(moved, level=3)), an_author())
    with connect(database_url) as connection:
        grid = Reference(present_version(connection)).through(connection).grid.grid
        rows = connection.execute("SELECT id, path FROM cell WHERE name = '一单元'").fetchall()
    assert done.inserted == 1
    assert rows[0][1] == list(grid[rows[0][0]].path)
    assert before["一单元"] == rows[0][0]


def test_the_deepest_cell_that_holds_a_point_is_found(home: Home, database_url: str) -> None:
    store_cells(home.engine, GRID, an_author())
    with connect(database_url) as connection:
        placed = Reference(2).through(connection).grid
        found = [
            cell.name if (cell := placed.cell_at(LonLat(*at))) else None
            for at in ((120.45, 36.4), (120.1, 36.1), (120.9, 36.1), (119, 36))
        ]
    assert found == ["一单元", "某街道", "即墨区", None]
    assert placed.district_code == "370215"


def test_the_cells_are_read_once_for_those_who_judge_and_those_who_show(
    home: Home, database_url: str
) -> None:
    store_cells(home.engine, GRID, an_author())
    with connect(database_url) as acts, connect(database_url) as screens:
        version = present_version(acts)
        cache = ReferenceCache()
        shown = cache.beside(version, screens)
        judging = cache.at(version, acts)
        assert judging is not shown
        assert judging.grid is shown.grid
        assert cache.beside(version, screens).grid is shown.grid
        screens.close()
        assert judging.categories, "each reads over its own connection"
        assert cache.beside(version + 1, acts).grid is not shown.grid


def test_a_report_lies_in_its_cell_and_its_number_names_the_district(
    home: Home, database_url: str
) -> None:
    store_cells(home.engine, GRID, an_author())
    incident = home.reported()
    with connect(database_url, autocommit=True) as connection:
        kept = present_picture(connection).incidents[incident]
        within = ask.list_incidents(connection, ask.Wanted(cell="370215003"))
    assert kept.number.startswith("370215-")
    assert len(kept.cell_path) == 3
    assert [item["id"] for item in within] == [str(incident)]


def test_a_child_before_its_parent_is_bad_input(home: Home) -> None:
    with pytest.raises(BadInput, match="unordered_cells"):
        store_cells(home.engine, [replace(DISTRICT, parent=0)], an_author())


def test_a_corrected_category_is_updated_and_used_at_once(
    home: Home, database_url: str
) -> None:
    done = write_categories(home.engine, [a_category(zh="垃圾", restricted=True)], an_author())
    incident = home.reported()
    with connect(database_url, autocommit=True) as connection:
        kept = present_picture(connection).incidents[incident]
        listed = ask.list_categories(connection, ask.Wanted())
    assert (done.inserted, done.updated) == (0, 1)
    assert kept.restricted
    assert listed[0]["name"] == "垃圾"


def test_the_calendar_is_kept_as_it_was_given(home: Home, database_url: str) -> None:
    calendar = WorkCalendar(holidays=frozenset({date(2027, 1, 1)}))
    change_calendar(home.engine, calendar, an_author())
    with connect(database_url) as connection:
        assert Reference(9).through(connection).calendar == calendar


def test_a_member_stands_at_the_last_fix_else_in_the_home_cell(
    home: Home, database_url: str
) -> None:
    store_cells(home.engine, GRID, an_author())
    home.member("M1", home_cell="370215003")
    with connect(database_url) as connection:
        before = ask.list_members(connection, ask.Wanted(state=Duty.ON, cell="370215"))[0]
        store_fixes(connection, some_fixes(3, members=1))
        after = ask.list_members(connection, ask.Wanted())[0]
    assert 120 < before["lon"] < 120.6
    assert after["lon"] == pytest.approx(120.400002)


def test_lists_are_filtered_by_state_and_limit(home: Home, database_url: str) -> None:
    member = home.member()
    for _ in range(3):
        home.registered()
    home.dispatched(member)
    with connect(database_url) as connection:
        waiting = ask.list_incidents(connection, ask.Wanted(state=State.REGISTERED, limit=2))
        held = ask.list_incidents(connection, ask.Wanted(state=State.DISPATCHED))
        with pytest.raises(BadInput, match="unknown_cell"):
            ask.list_cells(connection, ask.Wanted(cell="999"))
    assert len(waiting) == 2
    assert held[0]["tasks"][0]["assignee"] == str(member)
