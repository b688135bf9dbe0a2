import csv

import numpy as np

from maps.layers.glyphs import CLASS_GLYPHS, SKILL_GLYPHS, class_glyph, skill_bits, skills_in
from maps.layers.incidents import incidents_layer
from models.picture.picture import Picture
from models.simulation.people import SKILLS
from resources.files import resource_path
from tests.builders import JIMO, an_incident
from tests.maps.worlds import NOW_US


def test_every_major_class_and_every_skill_has_a_drawing():
    with resource_path("event_categories.csv").open(encoding="utf-8-sig") as file:
        majors = {row["major_code"] for row in csv.DictReader(file)}
    drawn = [class_glyph("x", {"x": major}) for major in sorted(majors - {"99"})]
    assert len(majors) == len(CLASS_GLYPHS) == 19
    assert len(set(drawn)) == 18
    assert 0 not in drawn
    assert all(skill_bits([skill]) for skill in SKILLS)
    for name in {*CLASS_GLYPHS, *SKILL_GLYPHS}:
        assert "currentColor" in resource_path(f"icons/glyph/{name}.svg").read_text("utf-8")


def test_a_class_that_nobody_knows_looks_like_others():
    assert CLASS_GLYPHS[class_glyph("E0102", {})] == "dots"
    assert CLASS_GLYPHS[class_glyph(None, {"E0102": "01"})] == "dots"


def test_skills_that_nobody_drew_are_left_out_and_doubled_ones_count_once():
    assert skill_bits(["juggling"]) == 0
    assert skill_bits(["care", "care", "juggling"]) == skill_bits(["care"])


def test_bits_lead_back_to_members_and_skills():
    bits = np.array([skill_bits(["traffic", "mediation"]), 0, skill_bits(["care"])], np.uint16)
    rows, numbers = skills_in(bits)
    assert [(row, SKILL_GLYPHS[n]) for row, n in zip(rows, numbers, strict=True)] == [
        (0, "talk"),
        (0, "car"),
        (2, "heart"),
    ]


def test_an_incident_carries_the_drawing_of_its_class():
    incident = an_incident(place=JIMO, category="E1403")
    picture = Picture(incidents={incident.id: incident})
    layer = incidents_layer(picture, NOW_US, major_of={"E1403": "14"})
    assert CLASS_GLYPHS[layer.glyph[0]] == "flame"
