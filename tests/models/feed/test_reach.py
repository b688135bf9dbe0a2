"""Pictures and positions at given instants of a source."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from models.feed.reach import moments, picture_at
from models.feed.source import ListSource
from models.feed.track import Fixes, to_us
from tests.models.feed.worlds import a_day, second


def some_fixes(at_s: list[int]) -> Fixes:
    """A fix of one of three members at each of these seconds."""
    count = len(at_s)
    return Fixes(
        np.array([number % 3 for number in range(count)], np.int32),
        np.array([to_us(second(s)) for s in at_s], np.int64),
        np.arange(count, dtype=float),
        np.arange(count, dtype=float),
        np.zeros(count, np.float32),
        np.zeros(count, np.float32),
    )


@given(
    st.lists(st.integers(-5, 15), max_size=12),
    st.lists(st.integers(-2, 12), min_size=1, max_size=6, unique=True).map(sorted),
)
def test_many_moments_are_what_each_would_be_by_itself(fixed: list[int], at: list[int]) -> None:
    source = ListSource(a_day(10), some_fixes(fixed))

    for instant, picture, fixes in moments(source, [second(s) for s in at]):
        alone = source.fixes_at(instant)
        assert picture.digest() == picture_at(source, instant).digest()
        assert fixes.member.tolist() == alone.member.tolist()
        assert fixes.ts_us.tolist() == alone.ts_us.tolist()


def test_what_did_not_change_is_the_same_object() -> None:
    source = ListSource(a_day(2))

    (_, one, _), (_, two, _) = moments(source, [second(1), second(2)])

    (first,) = one.members.values()
    assert two.members[first.id] is first


def test_no_instants_no_moments() -> None:
    assert list(moments(ListSource(a_day(2)), [])) == []
