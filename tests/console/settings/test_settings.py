"""Settings: kept in the home, safe against nonsense, and heard when they change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.settings.settings import FILE_NAME, Settings

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.gui


def test_a_home_begins_at_night_in_the_normal_size(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    assert (settings.theme, settings.font_size) == ("night", "normal")
    assert settings.layout_of("desk") is None


def test_what_was_chosen_is_there_at_the_next_start(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    settings.theme, settings.language, settings.font_size = "day", "en", "large"
    settings.keep_layout("desk", b"\x00\x01docks\xff")
    settings.write()
    again = Settings(tmp_path)
    assert (again.theme, again.language, again.font_size) == ("day", "en", "large")
    assert again.layout_of("desk") == b"\x00\x01docks\xff"
    assert again.layout_of("wall") is None


def test_how_far_back_trails_reach_is_there_at_the_next_start(tmp_path: Path) -> None:
    settings = Settings(tmp_path)
    assert settings.trail_minutes == 10
    settings.trail_minutes = 30
    settings.write()
    assert Settings(tmp_path).trail_minutes == 30


def test_nonsense_in_the_file_reads_as_the_default(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(
        "[General]\ntheme=pink\nfont_size=7\ntrail_minutes=9000\n", "utf-8"
    )
    settings = Settings(tmp_path)
    assert (settings.theme, settings.font_size) == ("night", "normal")
    assert settings.trail_minutes == 10


def test_the_language_of_the_command_line_outranks_the_file_and_stays_out_of_it(
    tmp_path: Path,
) -> None:
    settings = Settings(tmp_path)
    settings.language = "zh"
    settings.write()
    assert Settings(tmp_path, given_language="en").language == "en"
    assert Settings(tmp_path).language == "zh"


def test_a_choice_made_by_hand_outranks_the_command_line(tmp_path: Path) -> None:
    settings = Settings(tmp_path, given_language="en")
    settings.language = "zh"
    assert settings.language == "zh"


def test_whoever_listens_hears_what_changed(tmp_path: Path, qtbot: QtBot) -> None:
    settings = Settings(tmp_path)
    with qtbot.waitSignal(settings.changed) as heard:
        settings.theme = "day"
    assert heard.args == ["theme"]
