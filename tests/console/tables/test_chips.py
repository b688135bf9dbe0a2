"""A filter as a chip says what is chosen as people write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.tables.chips import ChoiceChip

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.gui


def test_the_name_of_what_is_chosen_is_whole_whatever_stands_in_it(qtbot: QtBot) -> None:
    chip = ChoiceChip()
    qtbot.addWidget(chip)
    chip.name("Department")
    chip.offer([("rd", "R&D"), ("hw", "环卫")])
    chip.choose(["rd"])
    assert chip.said == "Department: R&D"
    assert chip.shortcut().isEmpty()
