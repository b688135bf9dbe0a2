"""Reports that tell of one thing are held together, and it is said why."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from models.analysis.duplicates import POSSIBLE, SHOWN, Told, Twins
from models.domain.incident import Incident, State
from models.domain.place import LonLat
from tests.builders import JIMO, NINE, an_incident, at


def _away(east_m: float) -> LonLat:
    return LonLat(JIMO.lon_deg + east_m / 89_600, JIMO.lat_deg)


def _twins(*incidents: Incident) -> Twins:
    twins = Twins()
    twins.show({one.id: one for one in incidents})
    return twins


def test_the_same_thing_told_twice_nearby_is_probable() -> None:
    known = an_incident(text="鹤山路口垃圾桶满溢", reported_at=NINE, address="鹤山路南")
    told = Told("路口垃圾桶满溢", at(minutes=20), _away(15), "E0102", address="鹤山路南侧")
    (twin,) = _twins(known).of(told)
    assert twin.is_probable
    assert twin.incident == known.id
    assert twin.away_m is not None
    assert round(twin.away_m) == 15
    assert twin.is_same_class


def test_the_same_words_far_away_or_long_ago_are_another_thing() -> None:
    known = an_incident(text="垃圾桶满溢", reported_at=NINE)
    near = Told("垃圾桶满溢", at(minutes=20), _away(15), "E0102")
    assert _twins(known).of(near)
    far = Told("垃圾桶满溢", at(minutes=20), _away(400), "E0102")
    assert _twins(known).of(far) == ()
    assert _twins(known).of(Told("垃圾桶满溢", at(days=4), _away(15), "E0102")) == ()


def test_before_a_place_is_known_words_or_the_telephone_must_say_it() -> None:
    known = an_incident(
        text="幼儿园门口路面塌陷",
        reported_at=NINE,
        category="E0401",
        reporter_phone="13812345678",
    )
    same_words = Told("幼儿园门口路面塌陷了", at(minutes=5), None, "E0401")
    (twin,) = _twins(known).of(same_words)
    assert twin.away_m is None
    assert not twin.is_probable
    assert _twins(known).of(Told("广场音响太吵", at(minutes=5), None, "E0401")) == ()


def test_what_was_refused_voided_or_merged_is_nobodys_twin() -> None:
    told = Told("路口有暴露垃圾", NINE, JIMO, "E0102")
    for state in (State.REFUSED, State.VOID, State.MERGED):
        assert _twins(an_incident(state)).of(told) == ()
    assert _twins(an_incident(State.CLOSED)).of(told)


def test_changes_are_followed() -> None:
    known = an_incident(reported_at=NINE)
    twins, told = _twins(), Told("路口有暴露垃圾", NINE, JIMO, "E0102")
    assert twins.of(told) == ()
    twins.change([known.id], {known.id: known})
    assert twins.of(told)
    twins.change([known.id], {})
    assert twins.of(told) == ()


@settings(max_examples=60)
@given(
    st.text(max_size=30),
    st.floats(-2_000, 2_000),
    st.integers(-100_000, 500_000),
    st.sampled_from(["E0102", "E0401", None]),
)
def test_scores_keep_their_range_and_few_are_shown(
    text: str, east_m: float, age_s: int, category: str | None
) -> None:
    twins = _twins(*[an_incident(text=text or "路口", place=_away(i)) for i in range(6)])
    told = Told(text, NINE + timedelta(seconds=age_s), _away(east_m), category)
    found = twins.of(told)
    assert len(found) <= SHOWN
    assert all(POSSIBLE <= twin.score <= 1.0 + 1e-9 for twin in found)
    assert [twin.score for twin in found] == sorted((t.score for t in found), reverse=True)


def test_among_five_thousand_known_incidents_the_likeliest_twin_comes_first() -> None:
    twins = _twins(
        *[
            an_incident(text=f"第{i}号路口有暴露垃圾", place=_away(i % 2_000))
            for i in range(5_000)
        ]
    )
    told = Told("路口有暴露垃圾", NINE, JIMO, "E0102")
    found = twins.of(told)
    assert found
    assert [twin.score for twin in found] == sorted((t.score for t in found), reverse=True)
