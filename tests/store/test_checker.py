"""Who is sent to check what was finished: whoever is nearest in the grid and least laden."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shapely

from models.domain.command import Attend, SetDuty
from models.domain.member import Duty
from models.store.cell_write import CellDraft, store_cells
from models.store.engine import connect
from tests.builders import CLEARED
from tests.store.homes import an_author

if TYPE_CHECKING:
    from models.domain.ids import IncidentId
    from tests.store.homes import Home

pytestmark = pytest.mark.db

DISTRICT, TOWN, COMMUNITY, ELSEWHERE = "370215", "370215003", "370215003001", "370215003002"


def _box(west: float, south: float, east: float, north: float) -> bytes:
    wkb: bytes = shapely.to_wkb(shapely.box(west, south, east, north))
    return wkb


@pytest.fixture
def grid(home: Home) -> Home:
    """A district with a town of two communities, one of which has the case."""
    store_cells(
        home.engine,
        (
            CellDraft(DISTRICT, "即墨区", 1, wkb=_box(120, 36, 121, 37)),
            CellDraft(TOWN, "某街道", 2, parent=0, wkb=_box(120, 36, 120.6, 37)),
            CellDraft(COMMUNITY, "一社区", 3, parent=1, wkb=_box(120.3, 36.2, 120.6, 36.6)),
            CellDraft(ELSEWHERE, "二社区", 3, parent=1, wkb=_box(120, 36, 120.3, 37)),
        ),
        an_author(),
    )
    return home


def checker_of(home: Home, incident: IncidentId, database_url: str) -> str | None:
    """Finish it; the number of who is sent to check."""
    home.do(Attend(verb="sign", incident=incident))
    home.do(Attend(verb="finish", incident=incident, result=CLEARED))
    with connect(database_url) as connection:
        row = connection.execute(
            "SELECT number FROM member JOIN task ON assignee = member.id "
            "WHERE incident_id = %s AND role = 'check'",
            [incident],
        ).fetchone()
    return None if row is None else str(row[0])


def test_the_deepest_shared_cell_comes_before_a_light_load(
    grid: Home, database_url: str
) -> None:
    lead = grid.member("M9", home_cell=COMMUNITY)
    grid.member("M1", home_cell=TOWN)
    grid.member("M2", home_cell=ELSEWHERE)
    near = grid.member("M3", home_cell=COMMUNITY)
    grid.dispatched(near)
    assert checker_of(grid, grid.dispatched(lead), database_url) == "M3"


def test_in_one_cell_the_least_laden_goes_and_of_these_the_first_number(
    grid: Home, database_url: str
) -> None:
    lead = grid.member("M9", home_cell=COMMUNITY)
    laden, _, _ = (grid.member(number, home_cell=COMMUNITY) for number in ("M1", "M3", "M2"))
    grid.dispatched(laden)
    assert checker_of(grid, grid.dispatched(lead), database_url) == "M2"


def test_whoever_is_off_duty_or_handled_it_is_passed_over_for_the_cell_above(
    grid: Home, database_url: str
) -> None:
    lead = grid.member("M9", home_cell=COMMUNITY)
    asleep = grid.member("M1", home_cell=COMMUNITY)
    grid.do(SetDuty(member=asleep, duty=Duty.OFF))
    grid.member("M2", home_cell=TOWN)
    assert checker_of(grid, grid.dispatched(lead), database_url) == "M2"


def test_whoever_reported_it_checks_it_from_wherever_they_are(
    grid: Home, database_url: str
) -> None:
    lead = grid.member("M9", home_cell=COMMUNITY)
    grid.member("M1", home_cell=COMMUNITY)
    reporter = grid.member("M2")
    incident = grid.dispatched(lead, reporter_member=reporter)
    assert checker_of(grid, incident, database_url) == "M2"


def test_nobody_is_sent_where_nobody_is_left(grid: Home, database_url: str) -> None:
    lead = grid.member("M9", home_cell=COMMUNITY)
    assert checker_of(grid, grid.dispatched(lead), database_url) is None
