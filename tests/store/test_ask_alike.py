"""Promises of what the suggestion remembers, on a real database: who finished cases alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from shapely import box

from models.domain.advice import Advice, Offered
from models.domain.command import Dispatch
from models.domain.ids import CellId
from models.domain.incident import AssigneeKind
from models.store.ask_alike import finished_alike
from models.store.cell_write import CellDraft, store_cells
from models.store.engine import connect
from models.store.journal import tail
from models.store.reference_write import write_categories
from models.store.verify import verify
from tests.builders import a_category
from tests.store.homes import an_author

if TYPE_CHECKING:
    from tests.store.homes import Home

pytestmark = pytest.mark.db
GRID = (
    CellDraft("370215", "即墨区", 1, wkb=box(120, 36, 121, 37).wkb),
    CellDraft("370215003", "某街道", 2, parent=0, wkb=box(120, 36, 120.6, 37).wkb),
    CellDraft("370215004", "另一街道", 2, parent=0, wkb=box(120.6, 36, 121, 37).wkb),
)


def _cell(url: str, code: str) -> CellId:
    with connect(url) as connection:
        row = connection.execute("SELECT id FROM cell WHERE code = %s", [code]).fetchone()
    assert row is not None
    return CellId(row[0])


def test_cases_led_to_their_end_are_counted_for_whoever_led_them(
    home: Home, database_url: str
) -> None:
    store_cells(home.engine, GRID, an_author())
    often, once, never = home.member("M1"), home.member("M2"), home.member("M3")
    for member in (often, often, once):
        home.closed(member)
    home.dispatched(never)
    town, other = _cell(database_url, "370215003"), _cell(database_url, "370215004")
    with connect(database_url) as connection:
        assert finished_alike(connection, "E0102", town) == {often: 2, once: 1}
        assert finished_alike(connection, "E0102", other) == {}


def test_a_class_of_the_same_major_counts_and_another_major_does_not(
    home: Home, database_url: str
) -> None:
    store_cells(home.engine, GRID, an_author())
    more = [a_category(), a_category("E0103"), a_category("E1401", major_code="14")]
    write_categories(home.engine, more, an_author())
    member = home.member()
    home.closed(member)
    district = _cell(database_url, "370215")
    with connect(database_url) as connection:
        assert finished_alike(connection, "E0103", district) == {member: 1}
        assert finished_alike(connection, "E1401", district) == {}
        assert finished_alike(connection, "nothing", district) == {}


def test_what_was_suggested_lies_in_the_journal_and_the_chain_verifies(
    home: Home, database_url: str
) -> None:
    member = home.member()
    incident = home.registered()
    one = Offered(member, AssigneeKind.MEMBER, 6.4, 0, way_s=380.0, distance_m=1_200.0)
    advice = Advice(60, (one,), (("off_duty", 4),), (("task", 5.0),), (1,))
    home.do(Dispatch(incident=incident, members=(member,), advice=advice))
    with connect(database_url, autocommit=True) as connection:
        (entry,) = tail(connection, 1)
        said = connection.execute(
            "SELECT body->'advice'->>'considered' FROM journal ORDER BY seq DESC LIMIT 1"
        ).fetchone()
        assert entry.fact.change.advice == advice
        assert said == ("60",)
        assert verify(connection).ok
