"""The language of the screens."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication

from console.settings import language
from console.settings.language import Speaker
from resources.files import resource_path

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.gui


def test_a_desk_keeps_its_words_where_an_upgrade_writes_their_file_anew(
    qapp: QCoreApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "wangge_zh.qm"
    shutil.copy(resource_path("translations/wangge_zh.qm"), own)
    monkeypatch.setattr(language, "resource_path", lambda _: own)
    speaker = Speaker(qapp)
    try:
        speaker.speak("zh")
        own.write_bytes(b"")
        assert QCoreApplication.translate("TaskRow", "given {0}") != "given {0}"
    finally:
        speaker.be_silent()
