"""The watch over the GUI thread: it names what held the thread up, and nothing else."""

from __future__ import annotations

import gc
import sys
import threading
import time

import pytest

from console.tables.strips import Strips
from console.work.desk_lane import Question
from console.work.side_lane import SideLane
from console.work.stall_watch import StallWatch


@pytest.fixture
def watch() -> object:
    made = StallWatch(least_s=0.05)
    made.start()
    yield made
    made.close()


def busy_for(seconds: float) -> None:
    until_s = time.thread_time() + seconds
    while time.thread_time() < until_s:
        pass


def test_a_beat_that_comes_late_is_a_stall_with_the_time_that_was_computed(
    watch: StallWatch,
) -> None:
    busy_for(0.08)
    lasted_s = watch.beat()
    assert [stall.lasted_s for stall in watch.stalls] == [lasted_s]
    assert watch.stalls[0].ran_s >= 0.08
    assert watch.stalls[0].process_s >= 0.08


def test_beats_in_time_are_no_stalls(watch: StallWatch) -> None:
    for _ in range(200):
        watch.beat()
    assert all(stall.lasted_s > 0.05 for stall in watch.stalls)
    assert len(watch.stalls) < 20


def test_a_stall_names_the_function_of_ours_that_held_the_thread_up(watch: StallWatch) -> None:
    strips = Strips(lambda _first, _last: busy_for(0.3), lambda _first, _last: None)
    strips.begin(0, 0, whole=True)
    watch.beat()
    [stall] = [one for one in watch.stalls if one.lasted_s > 0.2]
    assert any("strips.begin" in place for place, _ in stall.places)
    assert "strips.on_turn" in stall.words()


def test_gathering_garbage_is_counted_apart(watch: StallWatch) -> None:
    watch.beat()
    begun_s = time.perf_counter()
    while time.perf_counter() - begun_s < 0.08:
        gc.collect()
    watch.beat()
    assert watch.stalls[-1].collected_s > 0.03


def test_a_lane_that_waits_for_a_job_held_nobody_up(watch: StallWatch) -> None:
    lane = SideLane()
    lane.start()
    busy_for(0.15)
    watch.beat()
    lane.close()
    assert not [place for stall in watch.stalls for place, _ in stall.others]


def test_what_the_thread_did_not_compute_it_waited(watch: StallWatch) -> None:
    threading.Event().wait(0.12)
    watch.beat()
    stall = watch.stalls[-1]
    assert stall.lasted_s >= 0.12
    assert stall.waited_s == pytest.approx(stall.lasted_s - stall.ran_s)
    assert stall.waited_s > stall.ran_s
    assert 0.0 <= stall.queued_s <= stall.lasted_s


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what a thread computed")
def test_a_lane_that_computed_is_named_with_how_long_it_did(watch: StallWatch) -> None:
    seen = threading.Event()

    def compute_until_seen() -> None:
        while not seen.is_set():
            busy_for(0.01)

    def lane_is_named() -> bool:
        places = (
            place for stall in watch.stalls for place, ran_ms in stall.others if ran_ms > 10
        )
        return any(place.startswith("lane-side: side_lane._run") for place in places)

    lane = SideLane()
    lane.start()
    lane.ask(Question("busy", compute_until_seen))
    # A crowded machine may let the watch look only seldom: it is asked until it has.
    until_s = time.monotonic() + 30
    while not lane_is_named() and time.monotonic() < until_s:
        busy_for(0.1)
        watch.beat()
    seen.set()
    lane.close()
    assert lane_is_named()
