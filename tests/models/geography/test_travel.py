"""Promises of the ways of travelling."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from models.domain.error import BadInput
from models.geography.roads import Access, Roads
from models.geography.travel import profiles_from
from resources.files import resource_path
from tests.models.geography.road_nets import roads_of

SHIPPED = resource_path("travel.toml").read_text(encoding="utf-8")
LINE = [(0, 0), (100, 0)]


def of_kinds(*kinds: str, **how) -> Roads:
    roads = roads_of(*[LINE] * len(kinds), kind=list(range(len(kinds))), **how)
    return replace(roads, kinds=kinds)


def test_the_shipped_speeds_are_those_of_a_town() -> None:
    profiles = profiles_from(SHIPPED)
    kmh = {
        name: profiles[name].speed_mps(of_kinds("residential", "primary", "motorway")) * 3.6
        for name in ("foot", "e-bike", "car")
    }
    assert profiles.default == "e-bike"
    assert kmh["foot"] == pytest.approx([5, 5, 0])
    assert kmh["e-bike"] == pytest.approx([15, 15, 0])
    assert kmh["car"] == pytest.approx([25, 65, 90])


def test_a_posted_limit_slows_wheels_and_no_feet() -> None:
    profiles = profiles_from(SHIPPED)
    roads = of_kinds("primary", "primary", max_kmh=[30, np.nan])
    assert profiles["car"].speed_mps(roads) * 3.6 == pytest.approx([24, 65])
    assert profiles["foot"].speed_mps(roads) * 3.6 == pytest.approx([5, 5])


def test_a_slip_road_is_as_its_road_unless_named() -> None:
    roads = of_kinds("secondary_link", "trunk_link")
    profiles = profiles_from(SHIPPED)
    assert profiles["car"].speed_mps(roads) * 3.6 == pytest.approx([25, 40])
    assert profiles["e-bike"].speed_mps(roads) * 3.6 == pytest.approx([15, 15])


def test_what_is_forbidden_or_of_no_class_is_closed() -> None:
    profiles = profiles_from(SHIPPED)
    closed = of_kinds("residential", access=[Access.FOOT])
    assert profiles["car"].speed_mps(closed).tolist() == [0]
    assert profiles["foot"].speed_mps(closed)[0] > 0
    assert profiles["car"].speed_mps(of_kinds("construction")).tolist() == [0]


@pytest.mark.parametrize(
    "spoilt",
    [
        "default = ",
        "",
        SHIPPED.replace('default = "e-bike"', 'default = "sledge"'),
        SHIPPED.replace("motorway = 90.0", "motorway = -1"),
        SHIPPED.replace('access = "drive"', 'access = "fly"'),
        SHIPPED.replace("obeys_oneway = true", ""),
    ],
)
def test_a_wrong_file_of_speeds_is_said_in_words(spoilt: str) -> None:
    with pytest.raises(BadInput) as caught:
        profiles_from(spoilt)
    assert caught.value.code == "bad_travel"
    assert "speeds" in caught.value.words.en
