"""The styles for QGIS fit the views' fields, the domain's words, the map's colours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as Xml

import pytest

from maps.layers.style import map_style
from models.domain.category import Urgency
from models.domain.grid import Level
from models.domain.member import Duty
from models.store import gis
from resources.files import resource_path

if TYPE_CHECKING:
    from collections.abc import Iterable

STYLES = resource_path("qgis/cell.qml").parent
_STATEMENTS = {
    "cell": gis._CELL,
    "member": gis._MEMBER,
    "open_incident": gis._INCIDENT,
    "closed_incident": gis._INCIDENT,
    "fix_today": gis._FIX,
}


def _style(view: str) -> Xml.Element:
    return Xml.parse(STYLES / f"{view}.qml").getroot()


def test_each_view_has_its_style_and_nothing_else_has() -> None:
    assert sorted(path.stem for path in STYLES.glob("*.qml")) == sorted(gis.VIEWS)


@pytest.mark.parametrize("view", gis.VIEWS)
def test_a_style_asks_for_fields_that_the_view_has(view: str) -> None:
    root = _style(view)
    asked = {one.attrib["attr"] for one in root.iter("renderer-v2") if "attr" in one.attrib}
    asked |= {one.attrib["fieldName"] for one in root.iter("text-style")}
    asked |= set(re.findall(r"\[% (\w+) %\]", root.findtext("mapTip") or ""))
    columns = set(re.findall(r"\w+", _STATEMENTS[view].as_string().partition("FROM")[0]))
    assert asked
    assert asked <= columns


@pytest.mark.parametrize(
    ("view", "values"),
    [
        ("open_incident", Urgency),
        ("closed_incident", Urgency),
        ("member", Duty),
        ("cell", Level),
    ],
)
def test_a_style_draws_every_word_of_the_domain_with_a_symbol(
    view: str, values: Iterable[object]
) -> None:
    root = _style(view)
    drawn = {one.attrib["value"]: one.attrib["symbol"] for one in root.iter("category")}
    symbols = {one.attrib["name"] for one in root.iter("symbol")}
    assert set(drawn) == {str(getattr(value, "value", value)) for value in values}
    assert set(drawn.values()) == symbols


def test_open_incidents_have_the_colours_of_our_own_map_by_day() -> None:
    style = map_style("day").incident
    text = (STYLES / "open_incident.qml").read_text("utf-8")
    for urgency in Urgency:
        assert ",".join(map(str, style[f"{urgency.value}_fill"])) in text
