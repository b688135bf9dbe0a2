"""How fast a demo's day goes."""

from __future__ import annotations

from argparse import Namespace

from console.app.simulator import Plan
from console.cli.demo import SPEEDS, speed_of
from models.simulation.district import Size


def options(**given: object) -> Namespace:
    return Namespace(**{"size": "small", "speed": None} | given)


def test_a_city_goes_slower_whoever_made_its_home() -> None:
    assert speed_of(options(size="city"), None) == SPEEDS["city"]
    assert speed_of(options(), Plan(Size.CITY, 1)) == SPEEDS["city"] < SPEEDS["district"]


def test_what_is_asked_for_is_what_one_gets() -> None:
    assert speed_of(options(speed=10.0), Plan(Size.CITY, 1)) == 10.0
