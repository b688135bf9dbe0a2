"""Promises of the help: every part has some, in both languages, with keys that are true."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject

from console.actions.catalogue import BY_ID
from console.actions.helping import DESK, keys_of, topic_of, topics

pytestmark = pytest.mark.gui


@pytest.mark.parametrize("name", topics())
def test_a_topic_says_everything_in_both_languages(name: str) -> None:
    topic = topics()[name]
    for words in (topic.title, topic.says, topic.example, *(one for _, one in topic.keys)):
        assert words.zh
        assert words.en
        assert any("一" <= letter <= "鿿" for letter in words.zh)
        assert not any("一" <= letter <= "鿿" for letter in words.en)


@pytest.mark.parametrize("name", topics())
def test_a_topic_names_acts_that_there_are(name: str) -> None:
    assert not [act for act in topics()[name].acts if act not in BY_ID]


def test_the_keys_of_acts_are_those_that_work() -> None:
    for topic in topics().values():
        shown = {keys for keys, _ in topic.rows("en")}
        bound = {keys_of(BY_ID[act].shortcut) for act in topic.acts if BY_ID[act].shortcut}
        assert bound <= shown


def test_the_nearest_part_is_meant() -> None:
    dock, panel = QObject(), QObject()
    dock.setObjectName("queue")
    panel.setParent(dock)
    assert topic_of(panel) == "queue"
    assert topic_of(QObject()) == DESK
    assert topic_of(None) == DESK
