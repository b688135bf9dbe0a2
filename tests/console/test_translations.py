"""Translations: complete, fresh, and heard by the widgets.

To refresh them see "Words on the screen" in CONTRIBUTING.
"""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from console.panels.queue import QueuePanel
from console.settings.language import Speaker
from console.settings.look import Look
from console.state.words import fact_words, left_words, role_words, state_words
from models.desk.deed_words import DEED_ZH
from models.domain.incident import State
from models.domain.lifecycle import ROLE_ZH, Role
from tests.console.frames import a_session

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.gui
ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "translations"
SLOT = re.compile(r"\{[^}]*\}|%n")
Message = tuple[str, str, bool]


def tool(name: str) -> Path:
    found = Path(sys.executable).with_name(f"pyside6-{name}")
    if not found.exists():
        pytest.skip(f"pyside6-{name} is not installed beside this Python")
    return found


def messages(path: Path) -> dict[Message, list[str]]:
    """Context, source and plurality of each message, with its finished translations."""
    found = {}
    for context in ET.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = [form.text or "" for form in translation.iter("numerusform")]
            texts = forms or [translation.text or ""]
            finished = translation.get("type") is None
            key = (
                context.findtext("name", ""),
                message.findtext("source", ""),
                message.get("numerus") == "yes",
            )
            found[key] = texts if finished else []
    return found


@pytest.fixture(scope="module")
def in_code(tmp_path_factory: pytest.TempPathFactory) -> dict[Message, list[str]]:
    """Every string of the code that Qt may translate."""
    target = tmp_path_factory.mktemp("ts") / "all.ts"
    sources = sorted(
        str(path) for room in ("console", "maps") for path in (ROOT / room).rglob("*.py")
    )
    command = [str(tool("lupdate")), *sources, "-ts", str(target), "-locations", "none"]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    return messages(target)


def test_every_string_of_the_code_has_a_finished_chinese_translation(
    in_code: dict[Message, list[str]],
) -> None:
    known = messages(FOLDER / "wangge_zh.ts")
    missing = [key for key in in_code if not all(known.get(key, [])) or not known.get(key)]
    assert not missing, f"not translated: {missing}"


def test_no_translation_is_kept_for_words_that_are_gone(
    in_code: dict[Message, list[str]],
) -> None:
    assert not set(messages(FOLDER / "wangge_zh.ts")) - set(in_code)


def test_english_has_every_plural_and_nothing_else(in_code: dict[Message, list[str]]) -> None:
    known = messages(FOLDER / "wangge_en.ts")
    plurals = {key for key in in_code if key[2]}
    assert set(known) == plurals
    assert all(len(forms) == 2 and all(forms) for forms in known.values())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_translations_keep_the_slots_of_their_source(language: str) -> None:
    for (context, source, _), texts in messages(FOLDER / f"wangge_{language}.ts").items():
        wanted = sorted(SLOT.findall(source))
        for text in texts:
            assert sorted(SLOT.findall(text)) == wanted, (context, source, text)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_compiled_file_is_that_of_the_source(language: str, tmp_path: Path) -> None:
    made = tmp_path / "made.qm"
    source = FOLDER / f"wangge_{language}.ts"
    command = [str(tool("lrelease")), "-silent", str(source), "-qm", str(made)]
    subprocess.run(command, check=True, capture_output=True, timeout=100)
    assert made.read_bytes() == (FOLDER / f"wangge_{language}.qm").read_bytes()


@pytest.fixture
def speaker(qapp: QApplication) -> Iterator[Speaker]:
    speaker = Speaker(qapp)
    yield speaker
    speaker.be_silent()
    QCoreApplication.sendPostedEvents(None, 0)


def test_states_and_spans_are_said_in_chinese(speaker: Speaker) -> None:
    speaker.speak("zh")
    assert state_words(State.REGISTERED) == "待派遣"
    assert left_words(-65) == "超1分05秒"


def test_a_refusal_names_a_deed_as_the_screens_do(speaker: Speaker) -> None:
    speaker.speak("zh")
    assert {deed: fact_words(deed) for deed in DEED_ZH} == DEED_ZH


def test_a_refusal_names_a_role_as_the_screens_do(speaker: Speaker) -> None:
    speaker.speak("zh")
    assert {role: role_words(role) for role in Role} == ROLE_ZH


def test_english_counts_one_and_many(speaker: Speaker, qtbot: QtBot) -> None:
    speaker.speak("en")
    panel = QueuePanel(a_session(2), Look())
    qtbot.addWidget(panel)
    assert panel.view.tr("%n incident(s)", "", 1) == "1 incident"
    assert panel.view.tr("%n incident(s)", "", 2) == "2 incidents"


def test_a_panel_changes_its_language_on_the_spot(speaker: Speaker, qtbot: QtBot) -> None:
    panel = QueuePanel(a_session(2), Look())
    qtbot.addWidget(panel)
    assert panel.filters.states.text() == "State"
    speaker.speak("zh")
    QApplication.sendPostedEvents()
    assert panel.filters.states.text() == "状态"
    assert panel.count.text().startswith("未结 2 件")
    speaker.speak("en")
    QApplication.sendPostedEvents()
    assert panel.filters.states.text() == "State"


def test_qts_own_words_are_chinese_too(speaker: Speaker) -> None:
    speaker.speak("zh")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
