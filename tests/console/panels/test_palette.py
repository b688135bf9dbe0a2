"""The command bar says what Enter will do, each thing once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.panels.palette import Palette
from console.settings.look import Look
from tests.console.actions.test_shorthand import OFFICE, Bench

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.gui


@pytest.mark.parametrize(
    ("line", "title"),
    [
        (f"whistle 126 {OFFICE.code}", "Whistle 1120-126"),
        ("reclassify 126 E0102", "Change the class 1120-126"),
        ("extend 126 3 parts", "Ask for more time 1120-126 → 3 working days"),
    ],
)
def test_an_act_is_named_once_and_a_choice_beside_it(
    qtbot: QtBot, line: str, title: str
) -> None:
    bench = Bench()
    palette = Palette(bench.session, Look(), lambda _: None, bar=bench.bar)
    qtbot.addWidget(palette)
    palette.open()
    palette.field.setText(line)
    assert palette.model.rows[0].title == title
