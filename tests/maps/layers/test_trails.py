from dataclasses import replace

import numpy as np
import pytest

from maps.geometry.projection import to_mercator
from maps.layers.day_track import GAP_S, chevrons, day_track, followed, hour_marks
from maps.layers.places import OnPlane
from maps.layers.scene import MembersLayer
from maps.layers.trails import KEPT_S, SLOT_S, Trails, from_past, grown, segments
from tests.builders import an_id
from tests.maps.worlds import NOW_US, Fixes

SECOND = 1_000_000
REFS = np.array([7, 3, 9], np.int32)
IDS = tuple(an_id() for _ in REFS)
ALL = np.arange(3)
HOUR = 3_600 * SECOND


def members_at(places, at_s, refs=REFS):
    at = np.array(places, float)
    ts = np.full(len(at), NOW_US + round(at_s * SECOND))
    ts[np.isnan(at[:, 0])] = 0
    ids = IDS[: len(refs)]
    row = {one: number for number, one in enumerate(ids)}
    return MembersLayer(ids=ids, refs=refs, places=OnPlane(at), fix_us=ts, row=row)


def walked(steps, every_s=SLOT_S, stride_m=20.0):
    """Two of three walk east, each on a latitude of their own; the third stands."""
    trails = Trails()
    for number in range(steps):
        x = number * stride_m
        layer = members_at([(x, 0), (x, 100), (0, 200)], number * every_s)
        trails = grown(trails, layer, NOW_US + round(number * every_s * SECOND))
    return trails, layer


def test_a_trail_leads_from_where_one_was_to_where_one_is():
    trails, layer = walked(6)
    now_us = NOW_US + 5 * SLOT_S * SECOND
    found = segments(trails, layer, np.array([0]), NOW_US, now_us)
    assert found.ends_m[0].tolist() == [0, 0, 20, 0]
    assert found.ends_m[-1, 2:].tolist() == [100, 0]
    assert found.age_s.max() == pytest.approx(4 * SLOT_S)


def test_who_stands_still_leaves_no_trail():
    trails, layer = walked(6)
    found = segments(trails, layer, np.array([2]), NOW_US, NOW_US + 60 * SECOND)
    assert not len(found.ends_m)


def test_trails_of_different_members_are_not_joined():
    trails, layer = walked(4)
    found = segments(trails, layer, ALL, NOW_US, NOW_US + 60 * SECOND)
    assert (found.ends_m[:, 1] == found.ends_m[:, 3]).all()


def test_a_trail_reaches_no_further_back_than_asked():
    trails, layer = walked(10)
    since_us = NOW_US + 6 * SLOT_S * SECOND
    found = segments(trails, layer, np.array([1]), since_us, since_us)
    assert found.ends_m[:, 0].min() == 120


def test_fixes_by_the_second_make_a_point_every_slot():
    trails, _ = walked(61, every_s=1.0, stride_m=1.4)
    assert 5 <= (trails.points(0).member == 7).sum() <= 60 // SLOT_S + 1


def test_old_points_are_let_go():
    trails, _ = walked(KEPT_S // SLOT_S + 60)
    last_us = NOW_US + (KEPT_S // SLOT_S + 59) * SLOT_S * SECOND
    assert trails.points(0).ts_us.min() >= last_us - 2 * KEPT_S * SECOND
    assert len(trails.pieces) < KEPT_S // SLOT_S


def test_a_silence_breaks_a_trail():
    trails, layer = walked(3)
    moved = OnPlane(layer.mercator_m + 900)
    later = replace(layer, fix_us=layer.fix_us + 600 * SECOND, places=moved)
    trails = grown(trails, later, NOW_US + 700 * SECOND)
    found = segments(trails, later, np.array([0]), NOW_US, NOW_US + 700 * SECOND)
    assert found.ends_m.max() <= 40


def test_trails_go_on_when_somebody_comes_and_the_rows_are_laid_anew():
    trails, layer = walked(4)
    turned = MembersLayer(
        ids=layer.ids[::-1],
        refs=layer.refs[::-1].copy(),
        places=OnPlane(layer.mercator_m[::-1] + np.array([20, 0])),
        fix_us=layer.fix_us + SLOT_S * SECOND,
    )
    again = grown(trails, turned, NOW_US + 5 * SLOT_S * SECOND)
    points = again.points(0)
    assert points.mercator_m[points.member == 7][:, 0].tolist() == [0, 20, 40, 60, 80]


def past_of(ref, lons, every_s):
    count = len(lons)
    return Fixes(
        np.full(count, ref, np.int32),
        NOW_US - np.arange(count)[::-1] * round(every_s * SECOND),
        np.array(lons, float),
        np.full(count, 36.4),
        np.ones(count, np.float32),
        np.zeros(count, np.float32),
    )


def test_the_past_is_put_before_what_the_frames_showed():
    past = past_of(7, 120.4 + np.arange(30) * 1e-3, 20)
    here = to_mercator([[120.4 + 30e-3, 36.4]])[0]
    layer = members_at([here, (0, 100), (0, 200)], 20)
    seen = grown(Trails(), layer, NOW_US + 20 * SECOND)
    both = from_past(past, seen)
    found = segments(both, layer, np.array([0]), NOW_US - 600 * SECOND, NOW_US + 20 * SECOND)
    assert len(found.ends_m) == 30
    assert np.allclose(found.ends_m[1:, :2], found.ends_m[:-1, 2:])
    grown_on = grown(
        both, members_at([here + 50, (0, 100), (0, 200)], 40), NOW_US + 40 * SECOND
    )
    assert len(grown_on.points(0).member) == len(both.points(0).member) + 1


def test_an_empty_past_changes_nothing():
    trails, _ = walked(3)
    assert from_past(past_of(7, [], 1), trails) is trails


# -- the day of one member ---------------------------------------------------------------


def a_track(lons, every_s=60):
    return day_track(IDS[0], past_of(7, lons, every_s), 8 * HOUR)


def test_a_day_has_its_full_hours_on_the_way():
    marks = hour_marks(a_track(120.4 + np.arange(181) * 1e-4))
    # NOW_US is 09:00 in the district, and the track three hours long.
    assert marks.hour.tolist() == [6, 7, 8, 9]
    east = to_mercator([[120.4 + 60e-4, 36.4]])[0, 0]
    assert marks.mercator_m[1, 0] == pytest.approx(east, abs=1e-3)


def test_one_who_stood_for_an_hour_has_the_hour_there():
    lons = np.concatenate([120.4 + np.arange(20) * 1e-4, np.full(130, 120.4 + 19e-4)])
    track = a_track(lons)
    assert len(track.ts_us) < 25
    marks = hour_marks(track)
    stood = to_mercator([[120.4 + 19e-4, 36.4]])[0, 0]
    assert marks.hour.tolist() == [7, 8, 9]
    assert np.allclose(marks.mercator_m[1:, 0], stood)


def test_a_silence_leaves_a_gap_without_hours():
    fixes = past_of(7, 120.4 + np.arange(180) * 1e-4, 60)
    heard = np.ones(180, bool)
    heard[40:150] = False
    cut = Fixes(*(getattr(fixes, name)[heard] for name in Fixes.__dataclass_fields__))
    track = day_track(IDS[0], cut, 8 * HOUR)
    starts = track.starts()
    assert len(starts) == 2
    assert np.diff(track.ts_us)[starts[1] - 1] > GAP_S * SECOND
    assert hour_marks(track).hour.tolist() == [9]


def test_a_track_follows_its_member_and_nobody_else():
    track = a_track([120.4, 120.401])
    on = members_at([(5e6, 5e6), (0, 100), (0, 200)], 30)
    led = followed(track, on)
    assert led.mercator_m[-1].tolist() == [5e6, 5e6]
    assert followed(led, on) is led
    other = day_track(an_id(), past_of(7, [120.4], 60), 0)
    assert followed(other, on) is other


def test_chevrons_stand_along_the_line_and_point_ahead():
    line = np.array([[0.0, 0.0], [200.0, 0.0], [200.0, 200.0]])
    spots = chevrons(line, 100.0)
    assert spots[:, :2].tolist() == [[50, 0], [150, 0], [200, 50], [200, 150]]
    assert spots[:, 2] == pytest.approx([0, 0, np.pi / 2, np.pi / 2])
    assert not len(chevrons(line[:1], 100.0))


def test_a_day_without_fixes_is_an_empty_track():
    track = a_track([])
    assert not len(track.ts_us)
    assert not len(track.starts())
    assert not len(hour_marks(track).hour)
