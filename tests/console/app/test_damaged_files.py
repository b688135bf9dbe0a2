"""Files of a home, or of an answer, that are damaged or have no room: words, no traceback."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import pytest

from console.app.backdrop import FILE, read_backdrop
from console.cli.main import run
from models.domain.error import Trouble
from models.store.cluster import EmbeddedServer


def test_a_damaged_backdrop_costs_the_roads_and_not_the_desk(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("junk")
    found = read_backdrop(tmp_path)
    assert (dict(found.roads), found.water) == ({}, ())


@pytest.mark.parametrize("text", ["", "{}", "[]", "junk"])
def test_damaged_passwords_are_named(tmp_path: Path, text: str) -> None:
    server = EmbeddedServer(tmp_path)
    server.folder.mkdir()
    server.passwords_file.write_text(text)
    with pytest.raises(Trouble, match=r"passwords\.json"):
        server.passwords()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_an_answer_that_finds_no_room_is_trouble(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with Path("/dev/full").open("w", buffering=1) as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert run(["version", "--home", str(tmp_path), "--lang", "en"]) == 4
        with suppress(OSError):
            full.close()
    assert "No space left" in capsys.readouterr().err
