"""A large road net is made by a process of its own, a small one where it is wanted."""

from __future__ import annotations

import os
import struct
import sys
import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest

from console.app import roads_apart, running
from console.app.ground_file import write_ground
from console.app.home import Address, Home
from console.app.roads_apart import ReadRoads
from console.app.running import RunningConsole
from console.state.session import Seat
from models.domain.lifecycle import Role
from models.domain.place import LonLat
from models.geography.route import Found
from models.simulation.district import Size, make_district

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from console.state.road_net import RoadNet

pytestmark = pytest.mark.db


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(os.environ, "PYTHONPATH", os.pathsep.join(sys.path))
    write_ground(tmp_path, make_district(Size.SMALL, 1))
    with Home(Address(tmp_path)) as home:
        yield home


def times_of(net: RoadNet) -> np.ndarray:
    graph = net.searches(net.profiles.default).net.graph
    places = graph.node_lonlat_deg
    place = LonLat(*places[0].tolist())
    reach = net.searches("foot").around(place, towards=True, limit_s=7_200.0)
    times = reach.times(places)
    assert (times.found == Found.BY_ROAD).any()
    return times.seconds


def test_a_net_made_by_another_process_gives_the_times_of_one_made_here(home, monkeypatch):
    here = ReadRoads(home, None)()
    monkeypatch.setattr(roads_apart, "MANY", 0)
    monkeypatch.setattr(roads_apart, "net_of", pytest.fail)
    apart = ReadRoads(home, None)()
    assert apart.version == here.version
    assert np.array_equal(times_of(apart), times_of(here), equal_nan=True)


def test_where_no_process_starts_the_net_is_made_here(home, monkeypatch, tmp_path):
    monkeypatch.setattr(roads_apart, "MANY", 0)
    monkeypatch.setattr(roads_apart.sys, "executable", str(tmp_path / "nothing"))
    assert ReadRoads(home, None)().has_roads


def test_what_another_process_says_may_be_anything(home, monkeypatch):
    monkeypatch.setattr(roads_apart, "MANY", 0)
    monkeypatch.setattr(roads_apart.sys, "executable", "/bin/echo")
    assert ReadRoads(home, None)().has_roads


@pytest.mark.parametrize(
    "said",
    [
        b"cconsole.state.road_net\nNoNetOfOurs\n.",
        b"cno_module_of_ours\nRoadNet\n.",
        b"cconsole.state.road_net\nRoadNet\n)R.",
        b"cconsole.state.road_net\nRoadNet\nK\x07R.",
        b"I7\n.",
    ],
    ids=["no such name", "no such module", "nothing in it", "no arguments", "no net"],
)
def test_a_net_of_another_release_or_of_nobody_is_made_here(home, monkeypatch, tmp_path, said):
    parts = struct.pack("<2q", 1, len(said)) + said + bytes(-len(said) % 8)
    (tmp_path / "said").write_bytes(parts)
    other = tmp_path / "other"
    other.write_text(f"#!/bin/sh\ncat {tmp_path / 'said'}\n", "utf-8")
    other.chmod(0o700)
    monkeypatch.setattr(roads_apart, "MANY", 0)
    monkeypatch.setattr(roads_apart.sys, "executable", str(other))
    assert ReadRoads(home, None)().has_roads


def test_a_net_that_is_known_is_not_made_again(home):
    assert ReadRoads(home, 0)() is None


@pytest.mark.gui
def test_what_is_looked_up_does_not_wait_for_roads_that_are_long_in_the_making(
    home: Home, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    are_made = threading.Event()
    monkeypatch.setattr(running, "ReadRoads", lambda *_: are_made.wait)
    seat = Seat("wang", frozenset({Role.DISPATCHER}), "desk-1", "en")
    console = RunningConsole(home, seat, home.desk, clock=home.clock(), open_source=home.source)
    taken: list[object] = []
    try:
        console.start()
        console.ask_roads()
        console.session.lookups.ask(lambda: "a plan", taken.append)
        qtbot.waitUntil(lambda: taken == ["a plan"])
        assert not are_made.is_set()
    finally:
        are_made.set()
        console.close()
