"""Where a map's colours change."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.analysis.classing import (
    FIRST,
    MOST,
    NO_VALUE,
    ZERO,
    Classes,
    Method,
    classes_of,
)

METHODS = list(Method)
VALUES = st.lists(
    st.one_of(st.floats(0, 1e6), st.just(0.0), st.just(float("nan"))), max_size=80
).map(np.array)


def test_zero_and_no_value_are_classes_of_their_own():
    values = np.array([np.nan, 0.0, 1.0, 2.0])
    classes = classes_of(values, Method.QUANTILE)
    assert classes.of(values).tolist() == [NO_VALUE, ZERO, FIRST, FIRST + 1]
    assert classes.counts(values).tolist() == [1, 1, 1, 1]


def test_quantiles_hold_equally_many():
    values = np.arange(1.0, 101.0)
    counted = classes_of(values, Method.QUANTILE, is_whole=True).counts(values)
    assert counted.tolist() == [0, 0, 20, 20, 20, 20, 20]


def test_equal_classes_are_equally_wide():
    values = np.array([1.0, 2, 3, 4, 5, 6, 7, 8, 100])
    assert classes_of(values, Method.EQUAL).upper == (20.0, 100.0)
    wide = np.linspace(1, 100, 50)
    assert classes_of(wide, Method.EQUAL).upper == (20, 40, 60, 80, 100)


def test_natural_classes_end_where_the_gaps_are():
    values = np.array([1.0, 2, 3, 20, 21, 22, 50, 51, 90, 91, 92, 300])
    assert classes_of(values, Method.NATURAL, is_whole=True).upper == (3, 22, 51, 92, 300)


@given(st.lists(st.integers(1, 400), min_size=4, max_size=12, unique=True))
def test_natural_classes_spread_least_of_all_ways_to_cut(values):
    told = np.sort(np.array(values, float))
    found = classes_of(told, Method.NATURAL, is_whole=True, most=3)

    def spread(parts):
        return sum(((part - part.mean()) ** 2).sum() for part in parts)

    cuts = combinations(range(1, len(told)), 2)
    least = min(spread(np.split(told, cut)) for cut in cuts)
    number = found.of(told)
    assert spread([told[number == n] for n in np.unique(number)]) == pytest.approx(least)


def test_bounds_are_whole_for_counts_and_have_two_figures_else():
    values = np.random.default_rng(4).gamma(2, 3.1, 400)
    for method in METHODS:
        for bound in classes_of(values, method).upper[:-1]:
            assert float(f"{bound:.2g}") == bound
        counts = np.ceil(values)
        assert all(b == int(b) for b in classes_of(counts, method, is_whole=True).upper)


def test_few_different_values_have_a_class_each():
    assert classes_of(np.array([0, 1, 1, 3.0]), Method.NATURAL).upper == (1, 3)
    assert classes_of(np.array([0.0, 0.0]), Method.EQUAL) == Classes()
    assert classes_of(np.array([]), Method.EQUAL) == Classes()


@given(VALUES, st.sampled_from(METHODS), st.booleans())
def test_every_value_has_a_class_and_no_class_above_zero_is_empty(values, method, is_whole):
    values = np.round(values) if is_whole else values
    classes = classes_of(values, method, is_whole=is_whole)
    counted = classes.counts(values)
    assert counted.sum() == len(values)
    assert len(classes.upper) <= MOST
    assert list(classes.upper) == sorted(set(classes.upper))
    assert all(counted[FIRST:] > 0)
    number = classes.of(values)
    assert ((number == NO_VALUE) == np.isnan(values)).all()
    assert ((number == ZERO) == (values == 0)).all()


@given(VALUES, st.sampled_from(METHODS))
def test_a_larger_value_is_never_in_a_lower_class(values, method):
    classes = classes_of(values, method)
    told = np.sort(values[~np.isnan(values)])
    assert (np.diff(classes.of(told).astype(int)) >= 0).all()
