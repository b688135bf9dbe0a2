"""The page's words are those of the screens, which need Qt to be asked."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from console.state.drawing_words import drawing_kind_words
from console.state.words import state_words, urgency_words
from maps.export import words
from maps.layers.incidents import Stage
from maps.layers.members import MemberLook
from models.domain.category import Urgency
from models.domain.drawing import DrawingKind
from models.domain.error import Words
from models.domain.incident import State
from resources.files import resource_path


def _chinese(context: str) -> dict[str, str]:
    tree = ET.fromstring(
        Path(resource_path("translations/wangge_zh.ts")).read_text(encoding="utf-8")
    )
    for found in tree.iter("context"):
        if found.findtext("name") == context:
            return {
                m.findtext("source", ""): m.findtext("translation", "")
                for m in found.iter("message")
            }
    raise AssertionError(context)


@pytest.mark.parametrize("state", list(State))
def test_a_page_names_a_state_as_the_screens_do(state: State) -> None:
    said = words.STATE[state]

    assert said.en == state_words(state)
    assert said.zh == _chinese("State")[said.en]


@pytest.mark.parametrize("urgency", list(Urgency))
def test_a_page_names_an_urgency_as_the_screens_do(urgency: Urgency) -> None:
    said = words.URGENCY[urgency]

    assert said == Words(_chinese("Urgency")[urgency_words(urgency)], urgency_words(urgency))


@pytest.mark.parametrize("look", list(MemberLook))
def test_a_page_names_what_a_member_is_at_as_the_screens_do(look: MemberLook) -> None:
    said = words.LOOK[look]

    assert said.zh == _chinese("Availability")[said.en]


@pytest.mark.parametrize("kind", list(DrawingKind))
def test_a_sheet_names_a_drawing_as_the_screens_do(kind: DrawingKind) -> None:
    said = words.DRAWING[kind]

    assert said == Words(_chinese("DrawingKind")[said.en], drawing_kind_words(kind))


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        (words.STAGE, Stage),
        (words.LOOK, MemberLook),
        (words.STATE, State),
        (words.DRAWING, DrawingKind),
    ],
)
def test_nothing_lacks_its_words(table: dict[Enum, Words], kind: type[Enum]) -> None:
    assert set(table) == set(kind)
