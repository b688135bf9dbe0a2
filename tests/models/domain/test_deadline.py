"""Promises of the working calendar, limits, steps and lights."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.domain.category import Urgency
from models.domain.deadline import (
    DEFAULT_HANDLE_LIMIT,
    OFFICE_HOURS,
    OFFICE_WEEK,
    Light,
    Limit,
    Period,
    Unit,
    WorkCalendar,
    deadline_answer,
    handle_limit,
    light,
    parse_limit,
    step_due_at,
    step_limit,
)
from models.domain.error import BadInput
from models.domain.incident import State
from tests.builders import a_category

ZONE = ZoneInfo("Asia/Shanghai")
OFFICE = WorkCalendar()
FESTIVE = WorkCalendar(
    holidays=frozenset(date(2026, 10, day) for day in range(1, 8)),
    workdays=frozenset({date(2026, 9, 20), date(2026, 10, 10)}),
)
WH, WD, H, MIN = Unit.WH, Unit.WD, Unit.H, Unit.MIN


def local(text: str) -> datetime:
    """An instant by the district's clock, `11-20 16:30` of 2026, in UTC."""
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=ZONE).astimezone(UTC)


FRIDAY = local("11-20 16:30")
SUSPENDED = (local("11-23 09:00"), local("11-25 09:00"))


def test_four_working_hours_from_friday_afternoon_end_on_monday() -> None:
    assert OFFICE.due(FRIDAY, Limit(4, WH)) == local("11-23 11:30")


def test_two_days_of_suspension_put_the_end_off_by_two_days() -> None:
    assert OFFICE.due(FRIDAY, Limit(4, WH), [SUSPENDED]) == local("11-25 11:30")


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("11-23 10:42:00", Light.GREEN),
        ("11-23 10:42:01", Light.YELLOW),
        ("11-23 11:30:00", Light.YELLOW),
        ("11-23 11:30:01", Light.RED),
    ],
)
def test_the_light_of_the_worked_example_turns_to_the_second(at: str, expected: Light) -> None:
    four = a_category(handle_limit="4WH")
    answer = deadline_answer(OFFICE, four, Urgency.GENERAL, FRIDAY, [], local(at))
    assert answer.light is expected
    assert (answer.due_at, answer.limit_s) == (local("11-23 11:30"), 4 * 3600)


def test_an_answer_comes_in_utc() -> None:
    assert OFFICE.due(FRIDAY.astimezone(ZONE), Limit(1, WH)).tzinfo is UTC


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        ("11-20 07:00", Limit(1, WH), "11-20 09:30"),  # before work
        ("11-20 12:30", Limit(1, WH), "11-20 15:00"),  # at noon
        ("11-20 20:00", Limit(1, WH), "11-23 09:30"),  # after work
        ("11-21 00:00", Limit(1, WH), "11-23 09:30"),  # midnight of a Saturday
        ("11-20 08:30", Limit(3.5, WH), "11-20 12:00"),  # ends at noon, not after it
        ("11-20 08:30", Limit(7, WH), "11-20 17:30"),
        ("11-20 16:30", Limit(5, WD), "11-27 16:30"),
        ("11-20 07:00", Limit(1, WD), "11-23 08:30"),
        ("11-21 10:00", Limit(1, WD), "11-24 08:30"),
        ("11-20 17:30", Limit(1, WD), "11-24 08:30"),  # work is over at 17:30
        ("11-20 12:00", Limit(1, WD), "11-23 14:00"),
        ("11-20 16:30", Limit(2.5, WD), "11-25 11:00"),
        ("11-20 16:30", Limit(24, H), "11-21 16:30"),
        ("11-20 23:50", Limit(30, MIN), "11-21 00:20"),
    ],
)
def test_limits_end_where_the_clock_on_the_wall_says(
    start: str, limit: Limit, due: str
) -> None:
    assert OFFICE.due(local(start), limit) == local(due)


def test_holidays_do_not_count_and_make_up_days_do() -> None:
    assert FESTIVE.due(local("09-30 16:30"), Limit(2, WH)) == local("10-08 09:30")
    assert FESTIVE.due(local("10-03 10:00"), Limit(1, WH)) == local("10-08 09:30")
    assert FESTIVE.due(local("10-09 16:30"), Limit(2, WH)) == local("10-10 09:30")
    assert FESTIVE.due(local("09-18 16:30"), Limit(1, WD)) == local("09-20 16:30")


def test_a_day_that_is_holiday_and_make_up_day_is_worked() -> None:
    both = frozenset({date(2026, 11, 21)})
    calendar = WorkCalendar(holidays=both, workdays=both)
    assert calendar.hours_on(date(2026, 11, 21)) == OFFICE_HOURS


def test_a_calendar_that_never_closes_counts_working_hours_as_clock_hours() -> None:
    police = WorkCalendar(weekly=((Period(0, 86_400),),) * 7)
    assert police.due(FRIDAY, Limit(30, WH)) == FRIDAY + timedelta(hours=30)
    assert police.due(FRIDAY, Limit(2, WD)) == FRIDAY + timedelta(days=2)


def test_summer_time_takes_an_hour_of_work_from_the_night_it_begins() -> None:
    always = WorkCalendar(weekly=((Period(0, 86_400),),) * 7, zone=ZoneInfo("Europe/Berlin"))
    start = datetime(2026, 3, 28, 12, tzinfo=ZoneInfo("Europe/Berlin"))
    assert always.due(start, Limit(24, WH)) - start == timedelta(hours=24)
    assert always.limit_s(Limit(1, WD), start) == 23 * 3600


def test_a_day_that_ends_early_ends_a_working_day_limit_at_the_next_working_instant() -> None:
    calendar = WorkCalendar(weekly=(*(OFFICE_HOURS,) * 5, (Period(30_600, 43_200),), ()))
    assert calendar.due(FRIDAY, Limit(1, WD)) == local("11-23 08:30")


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([("11-20 15:00", "11-20 17:00")], "11-23 12:00"),  # began before the start
        ([("11-20 17:00", "11-23 09:00"), ("11-20 17:00", "11-23 09:30")], "11-23 15:00"),
        ([("11-21 00:00", "11-23 00:00")], "11-23 11:30"),  # nothing but a weekend
        ([("11-23 11:30", "11-23 18:00")], "11-23 11:30"),  # begins when all is used
        ([("11-20 10:00", "11-20 16:30")], "11-23 11:30"),  # over before the start
        ([("11-20 16:30", "11-20 16:30")], "11-23 11:30"),  # no time at all
        ([("11-23 09:00", "11-23 10:00"), ("11-20 16:30", "11-20 17:30")], "11-23 15:30"),
    ],
)
def test_a_pause_counts_for_the_work_it_covers_once(
    pauses: list[tuple[str, str]], due: str
) -> None:
    spans = [(local(begin), local(end)) for begin, end in pauses]
    assert OFFICE.due(FRIDAY, Limit(4, WH), spans) == local(due)


def test_a_pause_stops_the_clock_of_clock_limits_too() -> None:
    pause = (FRIDAY + timedelta(hours=1), FRIDAY + timedelta(hours=3))
    assert OFFICE.due(FRIDAY, Limit(2, H), [pause]) == FRIDAY + timedelta(hours=4)
    assert OFFICE.used_s(FRIDAY, FRIDAY + timedelta(hours=2), H, [pause]) == 3600


def test_a_pause_over_the_last_night_puts_off_a_working_day_limit() -> None:
    pause = (local("11-20 17:30"), local("11-23 09:00"))
    assert OFFICE.due(local("11-19 20:00"), Limit(1, WD), [pause]) == local("11-23 09:00")


def test_a_pause_that_ends_before_it_begins_is_bad_input() -> None:
    with pytest.raises(BadInput, match="pause_backwards"):
        OFFICE.due(FRIDAY, Limit(1, WH), [SUSPENDED[::-1]])


def test_nothing_is_used_before_the_start() -> None:
    assert OFFICE.used_s(FRIDAY, FRIDAY - timedelta(days=3), WH) == 0


def test_long_limits_and_long_waits_cross_many_years() -> None:
    assert OFFICE.due(FRIDAY, Limit(2_610, WD)) == datetime(2036, 11, 21, 8, 30, tzinfo=UTC)
    ten_years_s = OFFICE.used_s(FRIDAY, datetime(2036, 11, 21, 8, 30, tzinfo=UTC), WD)
    assert ten_years_s == 2_610 * 7 * 3600


@pytest.mark.parametrize("year", [1, 1969, 2200, 9999])
def test_an_instant_of_another_age_is_bad_input(year: int) -> None:
    start = datetime(year, 12, 31, tzinfo=UTC)
    for unit in Unit:
        with pytest.raises(BadInput, match="instant_out_of_range"):
            OFFICE.due(start, Limit(48, unit))


def test_a_pause_without_an_end_is_bad_input_and_not_a_crash() -> None:
    endless = (FRIDAY, datetime.max.replace(tzinfo=UTC))
    for unit in Unit:
        with pytest.raises(BadInput, match="instant_out_of_range"):
            OFFICE.due(FRIDAY, Limit(1, unit), [endless])


def test_a_limit_that_outlives_the_calendar_is_bad_input() -> None:
    with pytest.raises(BadInput, match="instant_out_of_range"):
        OFFICE.due(datetime(2190, 6, 1, tzinfo=UTC), Limit(10_000, WD))
    with pytest.raises(BadInput, match="instant_out_of_range"):
        OFFICE.limit_s(Limit(10_000, WD), datetime(2190, 6, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    "weekly",
    [
        OFFICE_WEEK[:6],
        ((),) * 7,
        ((OFFICE_HOURS[1], OFFICE_HOURS[0]),) * 7,
    ],
)
def test_a_week_in_which_nobody_can_work_is_no_calendar(
    weekly: tuple[tuple[Period, ...], ...],
) -> None:
    with pytest.raises(BadInput, match="bad_calendar"):
        WorkCalendar(weekly=weekly)


def test_a_period_begins_before_it_ends() -> None:
    with pytest.raises(BadInput, match="bad_period") as caught:
        Period(43_200, 30_600)
    assert "12:00-08:30" in caught.value.words.en


def test_calendars_with_the_same_rules_are_one_value_whatever_was_asked_of_them() -> None:
    asked = WorkCalendar()
    asked.due(FRIDAY, Limit(1, WD))
    assert asked == WorkCalendar()
    assert hash(asked) == hash(WorkCalendar())


# Any instants, limits and pauses -------------------------------------------------------

instants = st.integers(0, 4 * 366 * 86_400).map(
    lambda s: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=s)
)
spans = st.tuples(instants, st.integers(0, 20 * 86_400)).map(
    lambda pair: (pair[0], pair[0] + timedelta(seconds=pair[1]))
)
near_spans = st.tuples(st.integers(-100, 400), st.integers(0, 200))
limits = st.one_of(
    st.builds(Limit, st.integers(1, 600), st.just(MIN)),
    st.builds(Limit, st.integers(1, 300).map(lambda n: n / 4), st.sampled_from([H, WH])),
    st.builds(Limit, st.integers(1, 80).map(lambda n: n / 4), st.just(WD)),
)


def _pauses(start: datetime, hours: list[tuple[int, int]]) -> list[tuple[datetime, datetime]]:
    begins = [start + timedelta(hours=begin) for begin, _ in hours]
    return [(b, b + timedelta(hours=n)) for b, (_, n) in zip(begins, hours, strict=True)]


@given(instants, limits, st.lists(near_spans, max_size=4))
def test_at_due_the_limit_is_used_exactly(
    start: datetime, limit: Limit, hours: list[tuple[int, int]]
) -> None:
    pauses = _pauses(start, hours)
    due = FESTIVE.due(start, limit, pauses)
    assert FESTIVE.used_s(start, due, limit.unit, pauses) == FESTIVE.limit_s(limit, start)


@given(instants, st.integers(0, 20 * 86_400), limits, st.lists(spans, max_size=3))
def test_a_later_start_is_never_due_earlier(
    start: datetime, later_s: int, limit: Limit, pauses: list[tuple[datetime, datetime]]
) -> None:
    later = start + timedelta(seconds=later_s)
    assert FESTIVE.due(start, limit, pauses) <= FESTIVE.due(later, limit, pauses)


@given(instants, limits, st.floats(0, 20), st.lists(near_spans, max_size=3))
def test_a_longer_limit_is_never_due_earlier(
    start: datetime, limit: Limit, more: float, hours: list[tuple[int, int]]
) -> None:
    pauses = _pauses(start, hours)
    longer = Limit(limit.amount + more, limit.unit)
    assert FESTIVE.due(start, limit, pauses) <= FESTIVE.due(start, longer, pauses)


@given(instants, limits, st.lists(near_spans, max_size=3), near_spans)
def test_one_more_pause_only_ever_lengthens(
    start: datetime, limit: Limit, hours: list[tuple[int, int]], one_more: tuple[int, int]
) -> None:
    fewer, more = _pauses(start, hours), _pauses(start, [*hours, one_more])
    assert FESTIVE.due(start, limit, fewer) <= FESTIVE.due(start, limit, more)


@given(instants, instants, instants, st.sampled_from(Unit), st.lists(spans, max_size=3))
def test_the_parts_of_an_interval_add_up(
    a: datetime,
    b: datetime,
    c: datetime,
    unit: Unit,
    pauses: list[tuple[datetime, datetime]],
) -> None:
    first, middle, last = sorted([a, b, c])
    parts_s = FESTIVE.used_s(first, middle, unit, pauses)
    parts_s += FESTIVE.used_s(middle, last, unit, pauses)
    assert parts_s == FESTIVE.used_s(first, last, unit, pauses)


@given(instants, st.integers(1, 60))
def test_a_working_day_limit_ends_that_many_working_days_later(
    start: datetime, days: int
) -> None:
    due = FESTIVE.due(start, Limit(days, WD)).astimezone(ZONE)
    begun = FESTIVE.due(start, Limit(0, WD)).astimezone(ZONE)
    between = (begun.date() + timedelta(days=n + 1) for n in range((due - begun).days + 1))
    assert due.time() == begun.time()
    assert sum(bool(FESTIVE.hours_on(day)) for day in between if day <= due.date()) == days


@given(instants, instants)
def test_used_working_time_is_what_a_count_day_by_day_says(a: datetime, b: datetime) -> None:
    start, at = sorted([a, b])
    worked_s, day = 0.0, start.astimezone(ZONE).date()
    while day <= at.astimezone(ZONE).date():
        midnight = datetime.combine(day, time(), ZONE)
        for period in FESTIVE.hours_on(day):
            begin = max(midnight + timedelta(seconds=period.begin_s), start)
            end = min(midnight + timedelta(seconds=period.end_s), at)
            worked_s += max((end - begin).total_seconds(), 0)
        day += timedelta(days=1)
    assert FESTIVE.used_s(start, at, WH) == worked_s


# Limits in words, lights, steps, classes -----------------------------------------------


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("4WH", Limit(4, WH)),
        ("20WD", Limit(20, WD)),
        ("2H", Limit(2, H)),
        (" 30 min ", Limit(30, MIN)),
        ("1.5WH", Limit(1.5, WH)),
        ("IMMEDIATE", Limit(5, MIN)),
        ("", None),
    ],
)
def test_limits_are_read_as_the_field_writes_them(text: str, limit: Limit | None) -> None:
    assert parse_limit(text) == limit


@pytest.mark.parametrize("text", ["4", "WH", "4 weeks", "-1H", "0WH", "20000WD", "4WH/2WD"])
def test_another_text_is_bad_input_that_names_it(text: str) -> None:
    with pytest.raises(BadInput, match="bad_limit") as caught:
        parse_limit(text)
    assert text in caught.value.words.zh


@given(limits)
def test_a_limit_reads_back_from_its_own_words(limit: Limit) -> None:
    assert parse_limit(str(limit)) == limit


@pytest.mark.parametrize(
    ("used_s", "expected"),
    [
        (0, Light.GREEN),
        (80, Light.GREEN),
        (80.1, Light.YELLOW),
        (100, Light.YELLOW),
        (101, Light.RED),
    ],
)
def test_lights_turn_at_80_and_100_percent(used_s: float, expected: Light) -> None:
    assert light(used_s, 100) is expected


@pytest.mark.parametrize(
    ("state", "urgency", "limit"),
    [
        (State.REPORTED, Urgency.GENERAL, Limit(30, MIN)),
        (State.ACCEPTED, Urgency.URGENT, Limit(10, MIN)),
        (State.REGISTERED, Urgency.EMERGENCY, Limit(5, MIN)),
        (State.DISPATCHED, Urgency.GENERAL, Limit(2, WH)),
        (State.RETURN_ASKED, Urgency.GENERAL, Limit(1, WH)),
        (State.CHECKING, Urgency.URGENT, Limit(1, H)),
        (State.HANDLING, Urgency.GENERAL, None),
        (State.CLOSED, Urgency.GENERAL, None),
    ],
)
def test_each_step_has_the_limit_of_its_urgency(
    state: State, urgency: Urgency, limit: Limit | None
) -> None:
    assert step_limit(state, urgency) == limit


def test_a_more_urgent_step_is_never_due_later() -> None:
    for state in State:
        dues = [step_due_at(OFFICE, state, urgency, FRIDAY) for urgency in Urgency]
        assert dues == sorted((due for due in dues if due), reverse=True) or set(dues) == {None}


def test_a_step_without_a_clock_is_never_due() -> None:
    assert step_due_at(OFFICE, State.HANDLING, Urgency.EMERGENCY, FRIDAY) is None


@pytest.mark.parametrize(
    ("limits_given", "urgency", "limit"),
    [
        ({"handle_limit": "20WD", "response_limit": "4WH"}, Urgency.GENERAL, Limit(20, WD)),
        ({"handle_limit": "", "response_limit": "5MIN"}, Urgency.GENERAL, Limit(5, MIN)),
        ({"handle_limit": ""}, Urgency.GENERAL, DEFAULT_HANDLE_LIMIT),
        ({"handle_limit": "4WH"}, Urgency.URGENT, Limit(2, WH)),
        ({"handle_limit": "4WH", "urgency": Urgency.URGENT}, Urgency.URGENT, Limit(4, WH)),
        (
            {"handle_limit": "24H", "urgency": Urgency.EMERGENCY},
            Urgency.EMERGENCY,
            Limit(24, H),
        ),
        ({"handle_limit": "2WD", "danger_limit": "2H"}, Urgency.EMERGENCY, Limit(2, H)),
        ({"handle_limit": "2WD", "danger_limit": "2H"}, Urgency.GENERAL, Limit(2, WD)),
        ({"handle_limit": "4WH"}, Urgency.EMERGENCY, Limit(4, H)),
        ({"handle_limit": "1WD"}, Urgency.EMERGENCY, Limit(24, H)),
    ],
)
def test_the_citizen_clock_follows_the_class_and_the_urgency(
    limits_given: dict[str, str], urgency: Urgency, limit: Limit
) -> None:
    assert handle_limit(a_category(**limits_given), urgency) == limit


def test_without_a_class_the_default_holds() -> None:
    assert handle_limit(None, Urgency.GENERAL) == DEFAULT_HANDLE_LIMIT
    assert handle_limit(None, Urgency.URGENT) == Limit(2.5, WD)
