from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.tiles.answer import answer_of
from maps.tiles.base_map import base_map_of
from maps.tiles.manners import LONGEST_S, Manners, Outcome, outcome_of

BAD = [Outcome.REFUSED, Outcome.ENOUGH, Outcome.AWAY]
BASE = base_map_of("b", {"kind": "xyz", "url": "http://a/{z}/{x}/{y}", "keep_days": 7})


def told(status, headers=None, data=b"image", base=BASE):
    return answer_of(status, headers or {}, data, base, lambda _data: (256, 256), 1e9)


@given(st.sampled_from(BAD), st.integers(1, 6))
def test_a_server_that_keeps_failing_is_asked_ever_less(outcome, parallel):
    manners, now, asked = Manners(parallel), 0.0, []
    while now < 24 * 3600:
        if manners.may_ask(now):
            manners.asked()
            manners.answered(outcome, now)
            asked.append(now)
        now += 1.0
    gaps = [b - a for a, b in pairwise(asked)]
    assert gaps == sorted(gaps)
    assert len(asked) <= 24 * 3600 / 300 + 20


@given(
    st.lists(st.tuples(st.sampled_from(list(Outcome)), st.floats(0, 5000)), max_size=60),
    st.integers(1, 6),
)
def test_never_more_are_under_way_than_allowed_and_it_always_opens_again(answers, parallel):
    manners, now = Manners(parallel), 0.0
    for outcome, later_s in answers:
        while manners.may_ask(now):
            manners.asked()
        assert manners.running <= parallel
        if manners.running:
            manners.answered(outcome, now)
        now += later_s
    while manners.running:
        manners.answered(Outcome.AWAY, now)
    assert manners.may_ask(now + LONGEST_S)


def test_after_trouble_one_request_tries_whether_it_is_well_again():
    manners = Manners(4)
    for _ in range(4):
        manners.asked()
    for _ in range(4):
        manners.answered(Outcome.AWAY, 10.0)
    assert not manners.may_ask(11.0)
    assert manners.may_ask(12.0)
    manners.asked()
    assert not manners.may_ask(12.0)
    manners.answered(Outcome.TILE, 12.5)
    assert manners.trouble is None
    assert manners.may_ask(12.5)


def test_the_server_gets_the_time_it_asks_for():
    manners = Manners(1)
    manners.asked()
    manners.answered(Outcome.ENOUGH, 0.0, 7_200.0)
    assert not manners.may_ask(7_199.0)
    assert manners.may_ask(7_200.0)


def test_one_broken_tile_is_no_broken_server_and_three_in_a_row_are():
    manners = Manners(1)
    for _ in range(2):
        manners.asked()
        manners.answered(Outcome.ODD, 0.0)
    assert manners.may_ask(0.0)
    manners.asked()
    manners.answered(Outcome.ODD, 0.0)
    assert not manners.may_ask(1.0)


def test_a_tile_that_is_not_there_closes_nothing():
    manners = Manners(1)
    for _ in range(100):
        assert manners.may_ask(0.0)
        manners.asked()
        manners.answered(Outcome.ABSENT, 0.0)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, Outcome.TILE),
        (204, Outcome.ABSENT),
        (404, Outcome.ABSENT),
        (401, Outcome.REFUSED),
        (403, Outcome.REFUSED),
        (418, Outcome.ENOUGH),
        (429, Outcome.ENOUGH),
        (500, Outcome.AWAY),
        (0, Outcome.AWAY),
        (302, Outcome.AWAY),
    ],
)
def test_each_status_has_its_meaning(status, outcome):
    assert outcome_of(status) is outcome


def test_a_tile_is_kept_as_long_as_the_server_says_and_no_longer_than_allowed():
    assert told(200).keep_s == 7 * 86_400
    assert told(200, {"cache-control": "public, max-age=86400"}).keep_s == 86_400
    assert told(200, {"cache-control": "max-age=99999999"}).keep_s == 7 * 86_400
    assert told(200, {"cache-control": "max-age=0"}).keep_s == 3_600
    assert told(200, {"cache-control": "no-store"}).keep_s == 0


def test_an_empty_answer_is_no_tile_and_text_is_odd():
    assert told(200, data=b"").outcome is Outcome.ABSENT
    odd = answer_of(200, {}, b"<html>", BASE, lambda _data: None, 1e9)
    assert odd.outcome is Outcome.ODD


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("120", 120.0), ("Sun, 09 Sep 2001 01:48:40 GMT", 120.0), ("soon", None), ("-5", None)],
)
def test_when_to_come_back_is_read_in_both_forms(text, seconds):
    assert told(429, {"retry-after": text}).retry_after_s == seconds
