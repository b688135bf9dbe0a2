from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.domain.command import Report
from models.domain.lifecycle import REPORT_ROLES
from models.simulation.day import HOURS, LOCAL, Planned, Storm, arrivals, storm_of
from models.simulation.district import FictionalDistrict
from models.simulation.stories import BY_CODE, STORIES

MONDAY = datetime(2026, 6, 1, tzinfo=LOCAL)


def planned(district: FictionalDistrict, hours: float, **options: object) -> list[Planned]:
    end = MONDAY + timedelta(hours=hours)
    return list(arrivals(district, 5, MONDAY, end, **options))  # type: ignore[arg-type]


def intents(reports: list[Planned]) -> list[Report]:
    return [p.command.intent for p in reports if isinstance(p.command.intent, Report)]


def a_calm(district: FictionalDistrict) -> int:
    """A seed without a storm on the Monday."""
    return next(seed for seed in range(99) if storm_of(district, seed, MONDAY) is None)


def test_a_day_brings_as_many_as_asked(small: FictionalDistrict) -> None:
    seed = a_calm(small)
    day = list(arrivals(small, seed, MONDAY, MONDAY + timedelta(days=1), per_day=2_000))
    assert abs(len(day) - 2_000) < 4 * 2_000**0.5


def test_arrivals_follow_the_hours_of_the_day(small: FictionalDistrict) -> None:
    seed = a_calm(small)
    day = arrivals(small, seed, MONDAY, MONDAY + timedelta(days=1), per_day=6_000)
    by_hour = Counter(p.at.astimezone(LOCAL).hour for p in day)
    seen = np.array([by_hour[hour] for hour in range(24)])
    assert np.corrcoef(seen, HOURS)[0, 1] > 0.97
    assert seen[9] > 8 * seen[3]


def test_reports_come_in_order_and_within_the_stretch(small: FictionalDistrict) -> None:
    reports = planned(small, 24)
    assert all(a.at <= b.at for a, b in pairwise(reports))
    assert all(MONDAY <= p.at < MONDAY + timedelta(hours=24) for p in reports)
    assert all(p.at.tzinfo is UTC for p in reports)


@given(cut=st.integers(1, 24 * 60 - 1))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_day_cut_in_two_brings_the_same_reports(small: FictionalDistrict, cut: int) -> None:
    middle, end = MONDAY + timedelta(minutes=cut), MONDAY + timedelta(days=1)
    halves = [*arrivals(small, 5, MONDAY, middle), *arrivals(small, 5, middle, end)]
    assert halves == planned(small, 24)


def test_every_report_says_something_and_lies_in_the_district(
    small: FictionalDistrict,
) -> None:
    reports = intents(planned(small, 48))
    assert all(len(report.text) >= 5 and report.address for report in reports)
    places = [report.place for report in reports if report.place]
    assert len(places) == len(reports)
    land = small.cells[0].polygon
    assert all(land.contains(shapely.Point(p.lon_deg, p.lat_deg)) for p in places)


def test_nothing_is_reported_before_it_happened(small: FictionalDistrict) -> None:
    for plan in planned(small, 24):
        intent = plan.command.intent
        assert isinstance(intent, Report)
        assert intent.occurred_at is not None
        assert intent.occurred_at <= plan.at


def test_authors_may_report(small: FictionalDistrict) -> None:
    assert all(p.command.roles <= REPORT_ROLES for p in planned(small, 24))


def test_command_and_incident_ids_are_never_used_twice(small: FictionalDistrict) -> None:
    reports = planned(small, 48)
    ids = [p.command.id for p in reports] + [r.incident for r in intents(reports)]
    assert len(set(ids)) == len(ids)


def test_a_storm_brings_water_and_fallen_trees(small: FictionalDistrict) -> None:
    place = intents(planned(small, 24))[0].place
    assert place is not None
    nine = MONDAY + timedelta(hours=9)
    storm = Storm(nine, nine + timedelta(hours=3), place, 3_000.0)
    calm, wild = (
        Counter(r.category for r in intents(planned(small, 24, storm=s, per_day=500)))
        for s in (Storm(nine, nine + timedelta(seconds=1), place, 3_000.0), storm)
    )
    heavy = ("E0105", "E0406", "E0407")
    assert sum(wild[code] for code in heavy) > 5 * max(1, sum(calm[code] for code in heavy))


def test_english_reports_are_english(small: FictionalDistrict) -> None:
    for report in intents(planned(small, 24, language="en")):
        assert (report.text + report.address).isascii()


def test_every_story_speaks_both_languages() -> None:
    assert len(BY_CODE) == len(STORIES)
    for story in STORIES:
        assert len(story.zh) == len(story.en)
        assert all("{spot}" in sentence for sentence in story.zh + story.en)
