"""Promises of mapping files: readable, general, and strict about slips of the pen."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from models.domain.error import BadInput
from models.geography.datum import Datum
from models.intake.mapping import filled, require_columns
from models.intake.mapping_file import read_fix_mapping, read_incident_mapping
from tests.models.intake.fire_logs import MAPPING

FIXES = """
[log]
name = "cabs"
time = "unix_s"
[fix]
member = "cab"
time = "ts"
lon = "lon"
lat = "lat"
"""


def refusal_of(text: str) -> str:
    with pytest.raises(BadInput) as no:
        read_incident_mapping(text)
    assert no.value.code == "bad_mapping"
    return no.value.words.en


@pytest.mark.parametrize("name", ["sf_fire_calls", "cabs"])
def test_the_examples_of_the_documentation_are_read(checkout: Path, name: str) -> None:
    text = (checkout / "docs" / "examples" / f"{name}.toml").read_text(encoding="utf-8")
    read = read_fix_mapping if name == "cabs" else read_incident_mapping
    assert read(text).name.startswith("sf-")


@pytest.mark.parametrize(
    ("there", "put", "named"),
    [
        ("[log]", "[log]\nzoen = 'x'", "log.zoen"),
        ("[unit]", "[unit]\nskill = 'x'", "unit.skill"),
        ("[close]", "[closed]\nx = 1\n[close]", "closed"),
        ("Los_Angeles", "Los_Angles", "log.zone"),
        ("%m/%d/%Y %I:%M:%S %p", "american", "log.time"),
        ('received = "Received"', "", "times.received"),
        ("(?P<lon>", "(?P<long>", "incident.place.pattern"),
        ('"emergency"', '"very"', "incident.urgency"),
        ("at {Street}", "at {Street", "incident.text"),
        ("longest_days = 3", "longest_days = 'x'", "log.longest_days"),
        ('checked = ["Hospital"]', 'checked = "Hospital"', "times.checked"),
        ("[log]", "[log", "TOML"),
    ],
)
def test_what_is_wrong_is_named_by_its_key(there: str, put: str, named: str) -> None:
    assert f"mapping file, {named}:" in refusal_of(MAPPING.replace(there, put, 1))


def test_two_columns_of_degrees_say_where_in_any_datum() -> None:
    place = MAPPING.split("place = ")[1].split("\n")[0]
    text = MAPPING.replace(place, '{ lon = "X", lat = "Y", datum = "GCJ-02" }')
    mapping = read_incident_mapping(text)
    assert (mapping.place.columns, mapping.place.datum) == (("X", "Y"), Datum.GCJ02)
    assert {"X", "Y"} < mapping.columns


def test_a_template_takes_the_words_of_a_row() -> None:
    assert filled("{A}: {B}!", {"A": "x", "B": "y"}) == "x: y!"


def test_a_file_without_a_column_is_told_which_it_lacks_and_which_it_has() -> None:
    with pytest.raises(BadInput, match=r"names: Unit; it has: Call, unit"):
        require_columns(["Call", "unit"], frozenset({"Call", "Unit"}))


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ("[shift]\nto = 2016-12-31\ndays = 2", "shift.days"),
        ("[shift]\nto = 'soon'", "shift.to"),
        ("[wild]\nbox = [1, 2, 0, 3]", "wild.box"),
        ("[members]\nassign = 'round'", "members.assign"),
        ("[wilds]\nx = 1", "wilds"),
    ],
)
def test_a_wrong_key_of_a_fix_mapping_is_named(more: str, named: str) -> None:
    with pytest.raises(BadInput) as no:
        read_fix_mapping(FIXES + more)
    assert f"mapping file, {named}:" in no.value.words.en


def test_a_shift_is_a_day_of_the_calendar() -> None:
    assert read_fix_mapping(FIXES + "[shift]\nto = 2016-12-31").shift_to == date(2016, 12, 31)
    assert read_fix_mapping(FIXES + "[shift]\nto = '2016-12-31'").shift_to == date(2016, 12, 31)
