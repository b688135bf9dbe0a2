"""The words of the intake form are a file that a user may edit, and may spoil."""

from __future__ import annotations

import pytest

from models.domain.error import BadInput
from models.intake.intake_words import (
    Phrase,
    phrases_text,
    read_intake_words,
    read_phrases,
)
from resources.files import resource_path


def test_what_is_shipped_can_be_read() -> None:
    words = read_intake_words(resource_path("intake.toml").read_text("utf-8"), "intake.toml")
    assert words.classes["E0102"]
    assert words.alarms
    phrases = read_phrases(resource_path("phrases.toml").read_text("utf-8"), "phrases.toml")
    assert all(one.zh and one.en for one in phrases)


def test_phrases_written_are_read_again_as_they_were() -> None:
    phrases = (
        Phrase('他说"快来"\\\n第二行', 'He said "come"', "E0102"),
        Phrase("请回复", "Call"),
    )
    assert read_phrases(phrases_text(phrases), "mine.toml") == phrases


@pytest.mark.parametrize(
    "text",
    [
        "[words",
        "words = 3",
        "[words]\nE0102 = 'x'",
        "[alarms]\nhasty = ['x']",
        "[words]\nE=[1]",
    ],
)
def test_a_spoilt_file_of_words_names_file_and_entry(text: str) -> None:
    with pytest.raises(BadInput, match=r"intake\.toml"):
        read_intake_words(text, "intake.toml")


@pytest.mark.parametrize("text", ["phrase = 3", "[[phrase]]\nzh = 3", "phrase = ['x']", "[["])
def test_a_spoilt_file_of_phrases_names_file_and_entry(text: str) -> None:
    with pytest.raises(BadInput, match=r"mine\.toml"):
        read_phrases(text, "mine.toml")


def test_one_language_is_enough_for_an_own_phrase() -> None:
    assert read_phrases('[[phrase]]\nzh = "请回复"', "x") == (Phrase("请回复", "请回复"),)
