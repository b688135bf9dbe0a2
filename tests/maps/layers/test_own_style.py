"""A home's own symbols.toml: what it may say, and how it is told what it may not."""

from __future__ import annotations

import pytest

from maps.layers.style import map_style
from models.domain.error import BadInput

FILE = "/srv/home/symbols.toml"


def test_a_home_changes_single_keys_and_keeps_the_rest():
    own = '[night]\nbackground = "#102030"\n[night.way.water]\nmin_px = 2\n'
    style, shipped = map_style("night", own, FILE), map_style("night")
    assert style.plain["background"] == (0x10, 0x20, 0x30, 255)
    assert style.ways["water"].min_px == 2
    assert style.plain["text"] == shipped.plain["text"]
    assert map_style("day", own, FILE) == map_style("day")


def test_what_is_true_or_false_is_said_so():
    own = "[day.base]\nis_turned = true\n[night.base]\nis_turned = false\n"
    assert map_style("day", own, FILE).base.is_turned
    assert not map_style("night", own, FILE).base.is_turned


def test_a_ramp_is_taken_whole():
    five = ", ".join(f'"#0000{n}0"' for n in range(1, 7))
    own = f"[day.ramp]\nburden = [{five}]\n"
    assert map_style("day", own, FILE).ramps["burden"][0] == (0, 0, 16, 255)


@pytest.mark.parametrize(
    ("own", "key"),
    [
        ('[night]\nbackgruond = "#000000"', "night.backgruond"),
        ('[dusk]\nbackground = "#000000"', "dusk.background"),
        ('[night]\nbackground = "blue"', "night.background"),
        ("[night]\nbackground = 3", "night.background"),
        ("[night.level.2]\nwidth = -1", "night.level.2.width"),
        ("[night.level.2]\nwidth = nan", "night.level.2.width"),
        ("[night.level]\n2 = 5", "night.level.2"),
        ("[night.way.water]\nwide = 3", "night.way.water.wide"),
        ('[day.ramp]\nburden = ["#000000"]', "day.ramp.burden"),
        ("night = 3", "night"),
        ("[night.base]\nis_turned = 1", "night.base.is_turned"),
        ("[night.base]\ncells = 77", "night.base.cells"),
        ("[night.reach]\nfill = 1.5", "night.reach.fill"),
        ("[night.level.2]\nname_px = 0", "night.level.2.name_px"),
        ("[night.level.2]\nname_px = 1e300", "night.level.2.name_px"),
        pytest.param(f"[night.level.2]\nwidth = {'9' * 400}", "night.level.2.width", id="long"),
        pytest.param("[" + ".".join("a" * 3000) + "]", "", id="deep"),
        pytest.param(f"a = {'[' * 5000}{']' * 5000}", "", id="nested"),
        ("[night", ""),
    ],
)
def test_a_wrong_file_is_told_with_its_name_its_key_and_the_way_out(own, key):
    with pytest.raises(BadInput) as told:
        map_style("night", own, FILE)
    assert told.value.code == "bad_symbols"
    for words in (told.value.words.zh, told.value.words.en):
        assert FILE in words
        assert key in words
    assert "Mend or remove" in told.value.words.en
